"""The site file of a recognised site, written beside the operator's settings."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import ValidationError

from crawlers.recognition.site_proposal import SiteProposal
from crawlers.sites_config.declared_site import DeclaredSite
from crawlers.sites_config.loader import read_site_file
from crawlers.sites_config.overrides import REPLACES, flat_values, values_digest
from crawlers.sites_config.registry import SITES
from libraries import files
from schemas.errors import BadInput

_SHARED = frozenset(
    {"www", "m", "bbs", "board", "forum", "community", "cafe", "gall", "news", "co", "or", "pe", "ne", "go"}
)


def site_code_of_address(url: str) -> str:
    """A code for a site by its host: ``https://www.some-board.co.kr`` gives ``someboard``."""
    labels = (urlsplit(url).hostname or "").split(".")
    names = [label for label in labels[:-1] if label not in _SHARED and not label.isdigit()]
    return re.sub(r"[^a-z0-9]", "", names[-1].lower() if names else "") or "site"


def save_site_file(
    proposal: SiteProposal, code: str, name: str, folder: Path, declared: DeclaredSite | None = None
) -> Path:
    """Writes ``code``.yaml into ``folder``, and says where it is.

    Of a ``declared`` site that comes with the program, the file holds what is otherwise; else it is the whole site.
    Raises BadInput (``site.not_named``, ``site.already_declared`` for a code that is taken, the fault of a ``declared``
    site whose file could not be read and would be lost), ConfigurationError when it cannot be written.
    """
    _check(proposal, code, name)
    if declared is not None and declared.fault is not None:
        raise declared.fault
    path = folder / f"{code}.yaml"
    taken = next((place for place in (path, SITES / path.name) if place.exists()), None)
    if declared is None and taken is not None:
        raise BadInput("site.already_declared", site=code, file=taken)
    files.write_atomically(path, site_file_text(proposal, code, name, declared).encode())
    return path


def site_file_text(proposal: SiteProposal, code: str, name: str, declared: DeclaredSite | None = None) -> str:
    """The file's text: what the site is, and which fields are unsure."""
    content = proposal.site_file(code, name)
    lines = [f"# Recognised from {proposal.list_page.url}. Look at every field once:", f"# wagglebot sites show {code}"]
    if proposal.unsure_fields():
        lines.append(f"# Unsure: {', '.join(proposal.unsure_fields())}.")
    if declared is not None and declared.shipped is not None:
        changes: dict[str, Any] = {field: content[field] for field in ("engine", "selectors") if field in content}
        shipped = read_site_file(declared.shipped).content
        changes["selectors"] = _instead(shipped.get("selectors"), changes.get("selectors", {}))
        if declared.own is not None:
            # What the operator changed beside the selectors, such as boards and pace, stays.
            own = read_site_file(declared.own).content
            changes = {field: value for field, value in own.items() if field not in ("code", REPLACES)} | changes
        content = {"code": code, REPLACES: values_digest(shipped, tuple(flat_values(changes))), **changes}
    elif declared is not None and declared.own is not None:
        kept = read_site_file(declared.own).content
        content = {**kept, "engine": content["engine"], "selectors": content.get("selectors")}
    body = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    return "\n".join((*lines, body))


def _check(proposal: SiteProposal, code: str, name: str) -> None:
    """Raises BadInput where the file would be invalid, or its code lead out of the folder."""
    try:
        proposal.site_spec(code, name)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field, value = ".".join(map(str, first["loc"])), str(first["input"])[:100]
        raise BadInput("site.not_named", field=field, value=value) from error


def _instead(before: Any, after: Any) -> Any:
    """``after`` with a null for what only ``before`` has: an own file is merged over the program's field by field."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return after
    gone = {name: None for name in before if name not in after}
    return {name: _instead(before.get(name), value) for name, value in after.items()} | gone
