"""Names of elements as selectors write them: tag, id, classes and attributes, and the place among siblings."""

import re
from typing import Any

_NAME = re.compile(r"-?[A-Za-z_][\w-]*")
_TAG = re.compile(r"[a-z][a-z0-9]*")
_TELLING = ("itemprop", "rel", "role", "name", "valign", "height", "data-role", "data-type")
"""Attributes whose values say what an element is."""
_PER_PAGE = re.compile(r"\d{3,}")
"""Numbers in ids and classes that are those of one post."""


def class_names(element: Any) -> list[str]:
    """The classes of an element that a selector may name."""
    return [
        name for name in (element.get("class") or "").split() if _NAME.fullmatch(name) and not _PER_PAGE.search(name)
    ]


def _id(element: Any) -> str:
    name = element.get("id") or ""
    return name if _NAME.fullmatch(name) and not _PER_PAGE.search(name) else ""


def tag_selector(element: Any) -> str:
    """The name of an element as a selector writes it; names of other vocabularies, such as ``o:p``, as any."""
    return str(element.tag) if _TAG.fullmatch(str(element.tag)) else "*"


def nth_of_type_selector(element: Any) -> str:
    """The tag of an element and its place among siblings of that tag."""
    parent = element.getparent()
    if parent is None or not _TAG.fullmatch(str(element.tag)):
        return tag_selector(element)
    same = [child for child in parent if child.tag == element.tag]
    return f"{element.tag}:nth-of-type({same.index(element) + 1})" if len(same) > 1 else str(element.tag)


def selectors_by_name(element: Any) -> list[str]:
    """Selectors of an element by its own names, the most telling first."""
    tag, found = tag_selector(element), [f"#{_id(element)}"] if _id(element) else []
    found += [f"{tag}[{name}={element.get(name)}]" for name in _TELLING if _NAME.fullmatch(element.get(name) or "")]
    own = class_names(element)
    found += [f"{tag}.{name}" for name in own]
    if len(own) > 1:
        found.append(f"{tag}.{'.'.join(own)}")
    return found


def path_selector(element: Any, top: Any) -> str:
    """The way from ``top`` down to an element by places; it begins with the tag of ``top``."""
    steps = [nth_of_type_selector(element)] if element is not top else []
    for parent in element.iterancestors() if element is not top else ():
        if parent is top:
            break
        steps.append(nth_of_type_selector(parent))
    return " > ".join((tag_selector(top), *reversed(steps)))


def class_words(names: str) -> str:
    """Names of classes as words."""
    return names.replace("-", " ").replace("_", " ")
