"""``wagglebot assets``: the creator's own music, backgrounds and effects, and which of them can be used."""

from typing import NamedTuple

from libraries.media.store import open_media_store
from schemas.errors import BadInput
from services.cli.shared.output import JsonOption, load_settings, print_json, print_table
from services.config import Settings


class ExaminedAsset(NamedTuple):
    """A file of the creator's own: ``about`` says what it is, ``why`` why it is refused."""

    kind: str
    name: str
    moods: tuple[str, ...]
    about: str
    why: str


def assets(json: JsonOption = False) -> None:
    """Your own music, backgrounds and effects: by which name and mood each is taken, and what is refused and why."""
    loaded = load_settings()
    found = examine_assets(loaded)
    if json:
        print_json([each._asdict() for each in found])
    else:
        rows = [("✗" if one.why else "✓", *one[:2], ", ".join(one.moods), one.why or one.about) for one in found]
        print_table(str(loaded.studio.assets), ["", "kind", "name", "moods", "what it is"], rows)


def examine_assets(loaded: Settings) -> list[ExaminedAsset]:
    """Every file of the creator's own, opened to see whether it can be used, unless that was done before."""
    from libraries.own_assets import KINDS
    from services.studio.film.user_media.own_files import own_assets, probe_asset

    store, found = open_media_store(loaded.media), []
    for own in (own for kind in KINDS for own in own_assets(loaded.studio.assets, kind)):
        about, why = "", ""
        try:
            real = probe_asset(own, store)
            size = f"{real.width}×{real.height} " if real.width else ""
            about = f"{real.kind} {size}" + (f"{real.seconds:.1f} s" if real.seconds else "")
        except BadInput as error:
            why = str(error)
        name = own.name if own.name.isprintable() else ascii(own.name)
        found.append(ExaminedAsset(own.kind, name, tuple(sorted(own.moods)), about.strip(), why))
    return found
