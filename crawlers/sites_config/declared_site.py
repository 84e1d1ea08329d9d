"""A declared site with the files it comes from: that of the program, one of the operator's, a permission."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from crawlers.sites_config.loader import KEPT, SiteFile, file_stamp, read_site, read_site_file, validate_site
from crawlers.sites_config.model import Permission, SiteSpec
from crawlers.sites_config.overrides import REPLACES, flat_values, merge_sites, refused_fields, values_digest
from crawlers.sites_config.permissions import hosts_without_permission, read_permission, with_permission
from schemas.errors import BadInput


class SiteValue(NamedTuple):
    """A value of a site, and ``program`` or the path of the own file that it comes from.

    ``instead_of``: what the program's file says there.
    """

    field: str
    value: Any
    source: str
    instead_of: Any = ""


@dataclass(frozen=True, slots=True)
class DeclaredSite:
    """A site and its files. ``shipped`` comes with the program, ``own`` is the operator's.

    ``fault``: why the own file or the permission cannot be used; the site is closed then. ``later``: whether what the
    own file replaces has changed in the program since it was written; None where that is not known.
    """

    spec: SiteSpec
    shipped: Path | None
    own: Path | None = None
    permit: Permission | None = None
    fault: BadInput | None = None
    later: bool | None = False

    @property
    def changed(self) -> bool:
        """Whether it is otherwise than the program has it."""
        return self.own is not None or self.permit is not None


class _Combined(NamedTuple):
    spec: SiteSpec
    later: bool | None


def read_declared_site(shipped: Path | None, own: Path | None, folder: Path) -> DeclaredSite:
    """The site of a code, of which one file at least is there; ``folder`` holds own files and permissions.

    Raises BadInput for an invalid file of the program's, or for an own one where the program has none.
    """
    below = read_site(shipped) if shipped else None
    try:
        found = _combined(shipped, own)
        permit = read_permission(folder, found.spec.code)
    except BadInput as error:
        if below is None:
            raise
        return DeclaredSite(site_closed_by_fault(below, error), shipped, own, fault=error)
    if strange := hosts_without_permission(found.spec, permit):
        fault = BadInput("site.permit_other_host", site=found.spec.code, hosts=", ".join(strange))
        return DeclaredSite(
            site_closed_by_fault(found.spec, fault), shipped, own, permit, fault=fault, later=found.later
        )
    return DeclaredSite(with_permission(found.spec, permit), shipped, own, permit, later=found.later)


def site_closed_by_fault(spec: SiteSpec, fault: BadInput) -> SiteSpec:
    """The site, not enabled because of a fault in one of its files."""
    changed = {"enabled": False, "reason": str(fault)[:500]}
    return spec.model_copy(update={"policy": spec.policy.model_copy(update=changed)})


def site_values(site: DeclaredSite) -> list[SiteValue]:
    """Every value of a site's files with its source. Raises BadInput as `read_declared_site`."""
    above = read_site_file(site.own).content if site.own and site.fault is None else {}
    below = read_site_file(site.shipped).content if site.shipped else above
    merged, changed = merge_sites(below, above if site.shipped else {})
    before = flat_values(below)
    found = [
        SiteValue(".".join(field), value, str(site.own), before.get(field, ""))
        if field in changed
        else SiteValue(".".join(field), value, "program" if site.shipped else str(site.own))
        for field, value in flat_values(merged).items()
    ]
    if site.permit is not None:
        recorded = site.permit.model_dump(mode="json", exclude_defaults=True)
        found += [SiteValue(f"permit.{name}", value, "wagglebot site permit CODE") for name, value in recorded.items()]
    return found


def digest_for_replaces_line(shipped: Path, own: Mapping[str, Any]) -> str:
    """What the line ``replaces:`` of an own file must say, to be told when the program's file changes."""
    content = read_site_file(shipped).content
    return values_digest(content, merge_sites(content, own).changed)


def _combined(shipped: Path | None, own: Path | None) -> _Combined:
    if own is None or shipped is None:
        path = shipped or own
        assert path is not None
        spec = read_site(path)
        if path == own and spec.code != path.stem:
            raise BadInput("site.file_name", file=path, site=spec.code)
        return _Combined(spec, False)
    return _merged(shipped, file_stamp(shipped), own, file_stamp(own))


@lru_cache(maxsize=KEPT)
def _merged(shipped: Path, _: tuple[int, int], own: Path, __: tuple[int, int]) -> _Combined:
    below, above = read_site_file(shipped), read_site_file(own)
    if not isinstance(above.content, Mapping):
        raise BadInput("site.invalid", file=own, why="it holds no fields")
    if above.content.get("code", own.stem) != own.stem:
        raise BadInput("site.file_name", file=own, site=above.content["code"])
    if wrong := ", ".join(refused_fields(above.content)):
        raise BadInput("site.not_overridden", file=own, site=own.stem, fields=wrong)
    content, changed = merge_sites(below.content, above.content)
    spec = validate_site(SiteFile(own, content, above.tree), content)
    known = above.content.get(REPLACES)
    return _Combined(spec, None if known is None else str(known) != values_digest(below.content, changed))
