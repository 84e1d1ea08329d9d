"""The installed engines and the declared sites. Engines are found by entry points, sites by their files."""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from crawlers.base import BaseCrawler
from crawlers.sites_config.declared_site import DeclaredSite, read_declared_site, site_closed_by_fault
from crawlers.sites_config.loader import read_site
from crawlers.sites_config.model import SiteSpec
from crawlers.sites_config.permissions import grant_permission, make_permission, with_permission, withdraw_permission
from libraries.paths import HOME
from schemas.adapters import AdapterKind, installed_adapters, usable_names
from schemas.clock import utc_now
from schemas.errors import BadInput

SITES: Final = Path(__file__).parents[1] / "sites"
OWN: Final = HOME / "sites"
"""The operator's files: changes to sites of ours, whole sites, and permissions."""
_SUFFIXES = (".yaml", ".yml")
_CODE = re.compile(r"^[\w-]+$")


def make_engine(spec: SiteSpec, now: Callable[[], datetime] = utc_now) -> BaseCrawler:
    """The engine of a site, made for it. Raises BadInput when it is not installed or cannot be used."""
    found = next((each for each in installed_adapters(AdapterKind.ENGINE) if each.name == spec.engine), None)
    if found is None:
        known = usable_names(AdapterKind.ENGINE)
        similar = difflib.get_close_matches(spec.engine, known, n=len(known) or 1, cutoff=0.0)
        raise BadInput("site.engine_unknown", site=spec.code, engine=spec.engine, known=", ".join(similar) or "-")
    made = found.adapter.load()(spec, now) if found.adapter is not None else None
    if not isinstance(made, BaseCrawler):
        why = found.fault or f"it makes a {type(made).__name__}, not a BaseCrawler"
        raise BadInput("site.engine_broken", site=spec.code, engine=spec.engine, package=found.package, why=why)
    return made


def shipped_sites() -> dict[str, SiteSpec]:
    """The sites that come with the program, by code. Raises BadInput for an invalid file or a host of two sites."""
    found = {spec.code: spec for path in _files(SITES) for spec in (read_site(path),)}
    require_hosts_unshared(found.values())
    return dict(sorted(found.items()))


def declared_sites(own: Path | None = None) -> tuple[dict[str, DeclaredSite], list[BadInput]]:
    """All sites by code with their files, of the program and of the folder ``own`` (`OWN`), and broken files in it.

    A fault in a file that changes a site closes this site and stands beside it. A broken file of a further site has no
    site. No other is touched by either. Raises BadInput as `shipped_sites`.
    """
    own = own or OWN
    shipped = {path.stem: path for path in _files(SITES)}
    further = {path.stem: path for path in _files(own)}
    found: dict[str, DeclaredSite] = {}
    faults: list[BadInput] = []
    for code in sorted({*shipped, *further}):
        try:
            found[code] = read_declared_site(shipped.get(code), further.get(code), own)
        except BadInput as error:
            if code in shipped:
                raise
            faults.append(error)
    hosts: dict[str, str] = {}
    # The operator's come last, so that it is one of them that is closed where two share a host.
    for code, site in sorted(found.items(), key=lambda pair: pair[1].changed):
        try:
            _claim(hosts, site.spec)
        except BadInput as error:
            if not site.changed:
                raise
            found[code] = replace(site, spec=site_closed_by_fault(site.spec, error), fault=error)
    return found, faults


def site_specs(own: Path | None = None) -> dict[str, SiteSpec]:
    """All declared sites by code, as `declared_sites`."""
    return {code: site.spec for code, site in declared_sites(own)[0].items()}


def require_hosts_unshared(specs: Iterable[SiteSpec]) -> None:
    """Raises BadInput when two enabled sites share a host: each would count its own pauses."""
    hosts: dict[str, str] = {}
    for spec in specs:
        _claim(hosts, spec)


def _claim(hosts: dict[str, str], spec: SiteSpec) -> None:
    """Note the hosts of an enabled site. Raises BadInput when one of them is that of another."""
    for host in sorted(spec.page_hosts) if spec.policy.enabled and not spec.policy.loopback else ():
        other = hosts.setdefault(host, spec.code)
        if other != spec.code:
            raise BadInput("site.host_taken", site=spec.code, host=host, other=other)


def site_spec(code_or_file: str, own: Path | None = None) -> SiteSpec:
    """A site by its code, or by the path of a file that is not installed. Raises BadInput."""
    if code_or_file.endswith(_SUFFIXES):
        return read_site(Path(code_or_file))
    found = declared_site(code_or_file, own)
    if found.fault is not None:
        raise found.fault
    return found.spec


def declared_site(code: str, own: Path | None = None) -> DeclaredSite:
    """A site by its code with its files. Raises BadInput when it is not declared, or its only file is invalid."""
    folder = own or OWN
    if _CODE.match(code):
        paths = [place / f"{code}.yaml" for place in (SITES, folder)]
        shipped, further = (path if path.is_file() else None for path in paths)
        if shipped or further:
            return read_declared_site(shipped, further, folder)
    known = [path.stem for path in (*_files(SITES), *_files(folder))]
    raise BadInput("site.unknown", site=code, similar=", ".join(difflib.get_close_matches(code, known)) or "-")


def record_or_withdraw_permission(
    code: str, by: str, permission: dict[str, str] | None, own: Path | None = None
) -> DeclaredSite:
    """Record that ``by`` may read a site (the fields of `Permission`), or take back what was recorded.

    Raises BadInput (``site.unknown``, ``site.permit_*``, ``site.host_taken``), ConfigurationError (not written).
    """
    folder = own or OWN
    before = declared_site(code, folder)
    if permission is None:
        withdraw_permission(folder, code)
    else:
        granted = make_permission(before.spec, by, permission)
        others = (spec for name, spec in site_specs(folder).items() if name != code)
        require_hosts_unshared([*others, with_permission(before.spec, granted)])
        grant_permission(folder, code, granted)
    return declared_site(code, folder)


def _files(folder: Path) -> list[Path]:
    """The site files of a folder. A code has no dot, so what has one in its name is no site, such as a permission."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.suffix == ".yaml" and "." not in path.stem)
