"""Which engines and sites there are. Engines come by entry point, ours like anybody's; sites by their files."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from crawlers.base import BaseCrawler
from crawlers.sites_config.loader import read_site
from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput

GROUP: Final = "wagglebot.crawlers"
SITES: Final = Path(__file__).parents[1] / "sites"
_SUFFIXES = (".yaml", ".yml")
_CODE = re.compile(r"^[\w-]+$")


def engines() -> dict[str, type[BaseCrawler]]:
    """All engines by name. Raises BadInput when two share a name, or one is no BaseCrawler."""
    found: dict[str, type[BaseCrawler]] = {}
    for entry in entry_points(group=GROUP):
        engine = entry.load()
        if not (isinstance(engine, type) and issubclass(engine, BaseCrawler)):
            raise BadInput(
                what=f"engine {entry.name}", why=f"{entry.value} is no BaseCrawler", remedy="Correct the entry point."
            )
        if found.setdefault(entry.name, engine) is not engine:
            raise BadInput(
                what=f"engine {entry.name}",
                why=f"{entry.value} and {found[entry.name].__module__} both claim the name",
                remedy="Uninstall one of them.",
            )
    return found


def engine(spec: SiteSpec, now: Callable[[], datetime] | None = None) -> BaseCrawler:
    """The engine of a site, made for it. Raises BadInput when there is none of that name."""
    known = engines()
    if spec.engine not in known:
        raise BadInput(
            what=f"site {spec.code}",
            why=f"there is no engine {spec.engine!r}{_guess(spec.engine, known)}",
            remedy=f"Known engines: {', '.join(sorted(known)) or 'none; is wagglebot installed?'}.",
        )
    return known[spec.engine](spec, now) if now else known[spec.engine](spec)


def sites(folders: Sequence[Path] = ()) -> dict[str, SiteSpec]:
    """All declared sites by code: ours and those in ``folders``.

    Raises BadInput for an invalid file, a code that is used twice, or a host that two enabled sites would visit.
    """
    found: dict[str, tuple[Path, SiteSpec]] = {}
    for path in _files((SITES, *folders)):
        spec = read_site(path)
        if spec.code in found:
            raise _twice(path, f"the code {spec.code}", found[spec.code][0])
        found[spec.code] = (path, spec)
    check_hosts(spec for _, spec in found.values())
    return {code: spec for code, (_, spec) in sorted(found.items())}


def check_hosts(specs: Iterable[SiteSpec]) -> None:
    """Raises BadInput when two enabled sites would visit one host: each would keep its own pace."""
    hosts: dict[str, str] = {}
    for spec in specs:
        for host in sorted(spec.page_hosts) if spec.policy.enabled and not spec.policy.loopback else ():
            other = hosts.setdefault(host, spec.code)
            if other != spec.code:
                raise BadInput(
                    what=f"site {spec.code}",
                    why=f"the host {host} is already visited for {other}",
                    remedy="Enable one of the two, or make the boards of one the other's.",
                )


def site(code_or_file: str, folders: Sequence[Path] = ()) -> SiteSpec:
    """A site by its code, or by the path of a file that is not installed. Raises BadInput."""
    if code_or_file.endswith(_SUFFIXES):
        return read_site(Path(code_or_file))
    for folder in (SITES, *folders):
        path = folder / f"{code_or_file}.yaml"
        # A file of ours is named by its code: one site is found without reading all of them.
        if _CODE.match(code_or_file) and path.is_file() and (spec := read_site(path)).code == code_or_file:
            return spec
    known = sites(folders)
    if code_or_file not in known:
        raise BadInput(
            what=f"site {code_or_file!r}",
            why=f"no site has this code{_guess(code_or_file, known)}",
            remedy="The command sites lists them all. A file of your own is named by its path, ending in .yaml.",
        )
    return known[code_or_file]


def _files(folders: Iterable[Path]) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES]


def _twice(path: Path, what: str, other: Path) -> BadInput:
    return BadInput(what=f"site file {path}", why=f"{what} is already used by {other}", remedy="Keep one of the two.")


def _guess(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; the closest is {close[0]}" if close else ""
