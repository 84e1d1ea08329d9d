"""An operator's changes to a declared site, merged field by field over the file that comes with the program."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple

REPLACES: Final = "replaces"
"""The key of an own file that holds `values_digest` of the fields it replaces, as they were when it was written."""
_FIELDS: Final = frozenset(
    {
        "code",
        "name",
        "engine",
        "base_url",
        "public_url",
        "hosts",
        "boards",
        "time_zone",
        "encoding",
        "selectors",
        "images",
        "open_ended",
    }
)
_POLICY: Final = frozenset({"min_delay", "daily_requests", "robots_overlay"})
_OVERLAY: Final = ("policy", "robots_overlay")
Field = tuple[str, ...]


class MergedSite(NamedTuple):
    """A site file with an operator's changes. ``changed``: the fields that these set."""

    content: dict[str, Any]
    changed: tuple[Field, ...]


def refused_fields(own: Mapping[str, Any]) -> Iterator[str]:
    """Fields that an own file of a declared site may not set: what it allows, and what was seen of it."""
    for name, value in own.items():
        if name == "policy" and isinstance(value, Mapping):
            yield from (f"policy.{each}" for each in value if each not in _POLICY)
        elif name not in _FIELDS and name != REPLACES:
            yield str(name)


def merge_sites(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> MergedSite:
    """``shipped`` with the fields of ``own``.

    Lists are replaced whole, a null takes a field away, and rules for robots are added to those of the program.
    """
    changes = {name: value for name, value in own.items() if name not in (REPLACES, "code")}
    content = _over(shipped, changes)
    changed = tuple(_leaves(changes))
    if _OVERLAY in changed:
        rules = (_at(shipped, _OVERLAY), _at(own, _OVERLAY))
        content["policy"]["robots_overlay"] = "\n".join(str(each) for each in rules if each)
    if any(field[0] in ("selectors", "engine", "encoding") for field in changed):
        # What was seen of the site was read with the program's own file.
        content.pop("observed", None)
    return MergedSite(content, changed)


def values_digest(shipped: Mapping[str, Any], changed: tuple[Field, ...]) -> str:
    """Twelve hexadecimal digits of the values that a file of the program has for the ``changed`` fields."""
    values = [[field, _at(shipped, field)] for field in sorted(changed)]
    return sha256(json.dumps(values, ensure_ascii=False, default=str).encode()).hexdigest()[:12]


def flat_values(content: Mapping[str, Any], before: Field = ()) -> dict[Field, Any]:
    """Each value that is no mapping, by its path."""
    return {field: _at(content, field[len(before) :]) for field in _leaves(content, before)}


def _over(below: Any, above: Any) -> Any:
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    merged = dict(below)
    for name, value in above.items():
        merged[name] = _over(below.get(name), value)
    return {name: value for name, value in merged.items() if value is not None or name not in above}


def _leaves(content: Mapping[str, Any], before: Field = ()) -> Iterator[Field]:
    for name, value in content.items():
        field = (*before, str(name))
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, field)
        else:
            yield field


def _at(content: Any, field: Field) -> Any:
    for name in field:
        content = content.get(name) if isinstance(content, Mapping) else None
    return content
