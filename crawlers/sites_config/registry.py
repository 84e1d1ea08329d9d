"""The installed engines and the declared sites. Engines are found by entry points, sites by their files."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from crawlers.base import BaseCrawler, utc_now
from crawlers.sites_config.loader import read_site
from crawlers.sites_config.model import SiteSpec
from schemas.adapters import AdapterKind, installed, names
from schemas.errors import BadInput

SITES: Final = Path(__file__).parents[1] / "sites"
_SUFFIXES = (".yaml", ".yml")
_CODE = re.compile(r"^[\w-]+$")


def engine(spec: SiteSpec, now: Callable[[], datetime] = utc_now) -> BaseCrawler:
    """The engine of a site, made for it. Raises BadInput when it is not installed or cannot be used."""
    found = next((each for each in installed(AdapterKind.ENGINE) if each.name == spec.engine), None)
    if found is None:
        known = names(AdapterKind.ENGINE)
        similar = difflib.get_close_matches(spec.engine, known, n=len(known) or 1, cutoff=0.0)
        raise BadInput("site.engine_unknown", site=spec.code, engine=spec.engine, known=", ".join(similar) or "-")
    made = found.adapter.load()(spec, now) if found.adapter is not None else None
    if not isinstance(made, BaseCrawler):
        why = found.fault or f"it makes a {type(made).__name__}, not a BaseCrawler"
        raise BadInput("site.engine_broken", site=spec.code, engine=spec.engine, package=found.package, why=why)
    return made


def sites(folders: Sequence[Path] = ()) -> dict[str, SiteSpec]:
    """All declared sites by code: ours and those in ``folders``.

    Raises BadInput for an invalid file, a code that is used twice, or a host that two enabled sites share.
    """
    found: dict[str, tuple[Path, SiteSpec]] = {}
    for path in _files((SITES, *folders)):
        spec = read_site(path)
        if spec.code in found:
            raise BadInput("site.code_taken", file=path, site=spec.code, other=found[spec.code][0])
        found[spec.code] = (path, spec)
    check_hosts(spec for _, spec in found.values())
    return {code: spec for code, (_, spec) in sorted(found.items())}


def check_hosts(specs: Iterable[SiteSpec]) -> None:
    """Raises BadInput when two enabled sites share a host: each would count its own pauses."""
    hosts: dict[str, str] = {}
    for spec in specs:
        for host in sorted(spec.page_hosts) if spec.policy.enabled and not spec.policy.loopback else ():
            other = hosts.setdefault(host, spec.code)
            if other != spec.code:
                raise BadInput("site.host_taken", site=spec.code, host=host, other=other)


def site(code_or_file: str, folders: Sequence[Path] = ()) -> SiteSpec:
    """A site by its code, or by the path of a file that is not installed. Raises BadInput."""
    if code_or_file.endswith(_SUFFIXES):
        return read_site(Path(code_or_file))
    for folder in (SITES, *folders):
        path = folder / f"{code_or_file}.yaml"
        # Our files are named by their codes: one site is found without reading all of them.
        if _CODE.match(code_or_file) and path.is_file() and (spec := read_site(path)).code == code_or_file:
            return spec
    known = sites(folders)
    if code_or_file not in known:
        similar = difflib.get_close_matches(code_or_file, list(known))
        raise BadInput("site.unknown", site=code_or_file, similar=", ".join(similar) or "-")
    return known[code_or_file]


def _files(folders: Iterable[Path]) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES]
