"""Permissions to read sites, recorded by an operator beside the settings: one file CODE.permit.yaml for each site."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import yaml
from pydantic import ValidationError

from crawlers.sites_config.loader import read_site_file
from crawlers.sites_config.model import Permission, SiteSpec
from libraries import files
from schemas.errors import BadInput


def read_permission(folder: Path, code: str) -> Permission | None:
    """What was recorded for a site; None where nothing was. Raises BadInput (``site.permit_damaged``)."""
    path = _path(folder, code)
    try:
        return Permission.model_validate(read_site_file(path).content)
    except BadInput as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise BadInput("site.permit_damaged", file=path, why=str(error.fields["why"])[:300]) from error
    except ValidationError as error:
        raise BadInput("site.permit_damaged", file=path, why=" ".join(str(error).split())[:300]) from error


def make_permission(spec: SiteSpec, by: str, values: Mapping[str, str]) -> Permission:
    """What ``by`` records today for a site. Raises BadInput (``site.permit_clause``, ``site.permit_invalid``)."""
    now = datetime.now(UTC).replace(microsecond=0)
    if values.get("ground") == "terms" and not values.get("clause"):
        raise BadInput("site.permit_clause", site=spec.code)
    try:
        return Permission.model_validate({**values, "by": by, "recorded": now, "hosts": sorted(spec.page_hosts)})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        # Of a rule for the whole permission only the date is left.
        field = str(first["loc"][0]) if first["loc"] else "date"
        raise BadInput("site.permit_invalid", site=spec.code, field=field, value=values.get(field, "")[:100]) from error


def grant_permission(folder: Path, code: str, permit: Permission) -> None:
    """Write down a permission. Raises NoSpace, ConfigurationError (the folder cannot be written)."""
    text = yaml.safe_dump(permit.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    files.write_atomically(_path(folder, code), text.encode())


def withdraw_permission(folder: Path, code: str) -> None:
    """Take a permission back. Raises BadInput (``site.permit_missing``) when none was recorded."""
    try:
        _path(folder, code).unlink()
    except FileNotFoundError as error:
        raise BadInput("site.permit_missing", site=code) from error


def with_permission(spec: SiteSpec, permit: Permission | None) -> SiteSpec:
    """The site, enabled by a permission; itself where there is none."""
    if permit is None:
        return spec
    changed = {"enabled": True, "operator_permission": permit}
    return spec.model_copy(update={"policy": spec.policy.model_copy(update=changed)})


def hosts_without_permission(spec: SiteSpec, permit: Permission | None) -> list[str]:
    """Hosts of the site that it did not have when its permission was recorded: whoever gave it spoke of others."""
    return sorted(spec.page_hosts.difference(permit.hosts)) if permit is not None and permit.hosts else []


def _path(folder: Path, code: str) -> Path:
    return folder / f"{code}.permit.yaml"
