"""Details of a declared site, for machines and in sentences, and notices about site files."""

from collections.abc import Iterable, Iterator
from typing import Any

from crawlers.sites_config.declared_site import DeclaredSite, digest_for_replaces_line
from crawlers.sites_config.loader import read_site_file
from crawlers.sites_config.reading_methods import comment_and_paging_methods
from schemas.errors import BadInput


def site_details(site: DeclaredSite) -> dict[str, Any]:
    """Everything that is known of a site without reading it, as JSON values."""
    spec, policy = site.spec, site.spec.policy
    comments, paging = _ways(site)
    return {
        "code": spec.code,
        "name": spec.name,
        "engine": spec.engine,
        "host": spec.host,
        "base_url": spec.base_url,
        "boards": [board.code for board in spec.boards],
        "level": spec.evidence_level,
        "evidence": spec.evidence,
        "comments": comments,
        "paging": paging,
        "observed": spec.observed.model_dump(mode="json") if spec.observed else None,
        "enabled": policy.enabled,
        "reason": policy.reason,
        "robots": policy.robots,
        "terms": policy.terms.stance,
        "clause": policy.terms.clause,
        "terms_url": policy.terms.url,
        "min_delay": policy.min_delay,
        "daily_requests": policy.daily_requests,
        "permission": policy.operator_permission.model_dump(mode="json") if policy.operator_permission else None,
        "files": [str(path) for path in (site.shipped, site.own) if path],
        "fault": str(site.fault) if site.fault else None,
        "newer_below": site.later,
    }


def _ways(site: DeclaredSite) -> tuple[str, str]:
    try:
        return comment_and_paging_methods(site.spec)
    except BadInput as error:
        return error.code, error.code


def file_notices(sites: Iterable[DeclaredSite]) -> Iterator[str]:
    """What must be said of an operator's files without being asked: faults, and what an upgrade changed below them."""
    for site in sites:
        if site.fault is not None:
            yield str(site.fault)
        elif site.later:
            yield f"The program's file has changed below {site.own}: wagglebot sites show {site.spec.code}"


def site_remarks(site: DeclaredSite) -> Iterator[str]:
    """What an operator must know of a site: its terms beside the permission, faults, and what an upgrade changed."""
    policy, permit = site.spec.policy, site.permit
    terms = policy.terms
    said = f"{terms.stance}{f': {terms.clause}' if terms.clause else ''} {terms.url}".rstrip()
    yield f"Its file says: robots.txt {policy.robots}; terms {said} (checked {terms.checked_at or 'never'})."
    if permit is not None:
        clause = f": {permit.clause}" if permit.clause else ""
        yield f"You recorded: ground {permit.ground}, {permit.ref}, of {permit.date}{clause} {permit.url}".rstrip() + (
            f" (by {permit.by})."
        )
        if policy.robots == "deny":
            yield "Its robots.txt closed it when it was read, and is obeyed all the same: nothing may come of a crawl."
        yield f"It may be crawled: wagglebot crawl {site.spec.code} --dry-run, then wagglebot site on {site.spec.code}"
    elif not policy.enabled:
        yield f"It is closed: {policy.reason}"
    if _ways(site)[1] == "one page":
        yield "One page of its lists is read: its file has neither list.next nor list.next_rule."
    if site.fault is not None:
        yield f"Closed because of a fault: {site.fault}"
    elif site.later:
        yield f"The program's file has changed since {site.own} was written. Compare both, then {_line(site)}"
    elif site.later is None:
        yield f"Later changes of the program's file would not be noticed. In {site.own}, {_line(site)}"


def _line(site: DeclaredSite) -> str:
    assert site.shipped is not None
    assert site.own is not None
    return f"write: replaces: {digest_for_replaces_line(site.shipped, read_site_file(site.own).content)}"
