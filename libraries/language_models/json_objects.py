"""JSON objects in what a language model says: after its thoughts, in any wrapping, with the slips models make."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

_LONGEST: Final = 30_000
"""Characters at the beginning and at the end of an answer that are looked at: many times what a script needs."""
_THINKING: Final = r"[\w:]*(?:think|thought|reason|reflect|analysis|scratch_?pad|monologue)[\w:]*"
_GAP: Final = r"\s{0,9}"
_END: Final = re.compile(
    rf"[<\[◁]{_GAP}\|?{_GAP}/{_GAP}\|?{_GAP}{_THINKING}{_GAP}\|?{_GAP}[>\]▷]"  # </think>, [/THINK], ◁/think▷
    r"|<\|?\s*end_?(?:of_?)?(?:think\w*|thoughts?|reasoning)\s*\|?>"
    r"|<\|channel\|>\s*final\b[^<{]*(?:<\|message\|>)?|<channel\|>"
    r"|(?:^|\b)assistantfinal(?=\W)|<unused95>|\[unused17\]",
    re.IGNORECASE,
)
"""Where thoughts end, as the templates of models mark it; seen in answers where a server did not take them out."""
_START: Final = re.compile(
    rf"[<\[◁]{_GAP}\|?{_GAP}{_THINKING}{_GAP}\|?{_GAP}[>\]▷]"
    r"|<\|?\s*(?:begin|start)_?(?:of_?)?(?:think\w*|thoughts?|reasoning)\s*\|?>"
    r"|<\|channel\|?>\s*(?:analysis|commentary|thought)\b|\A\s*analysis(?=[A-Z가-힣{])|<unused94>|\[unused16\]",
    re.IGNORECASE,
)
_COMMA: Final = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)
"""A string, which stays as it is, or a comma behind the last part of an object or list."""
_MENDED: Final = 20
"""Objects that are read once more without such commas; each reading looks at the rest of the answer."""
_BROKEN: Final = 200
"""Braces that begin no object before the rest of an answer is given up."""
_DEEPEST: Final = 3
_DECODER: Final = json.JSONDecoder(strict=False)


def without_thoughts(text: str) -> str:
    """What a model says behind the last end of its thoughts; nothing of thoughts that have no end."""
    ends = list(_END.finditer(text))
    said = text[ends[-1].end() :] if ends else text
    begun = _START.search(said)
    return said[: begun.start()] if begun else said


def json_objects_in(text: str) -> list[dict[str, Any]]:
    """The JSON objects in ``text`` behind its thoughts, the last one first, each before those within it.

    Of a very long answer only both ends are read: what is said behind thoughts that nothing marks stands at the end.
    Raw line ends in strings and a comma behind the last part are read as what was meant; whatever is no JSON is passed
    over.
    """
    said = without_thoughts(text)
    parts = (said,) if len(said) <= 2 * _LONGEST else (said[:_LONGEST], said[-_LONGEST:])
    found = [outer for part in parts for outer in _outermost(part)]
    return [each for outer in reversed(found) for each in _within(outer, _DEEPEST)]


def _outermost(text: str) -> Iterator[dict[str, Any]]:
    broken = 0
    at = text.find("{")
    while at >= 0 and broken < _BROKEN:
        found, end = _read(text, at)
        if found is None and broken < _MENDED:
            mended = _COMMA.sub(lambda match: match.group(1) or "", text[at:])
            found, end = _read(mended, 0)
            text, at = (text, at) if found is None else (mended, 0)
        if found is None:
            broken += 1
            end = at + 1
        else:
            yield found
        at = text.find("{", end)


def _read(text: str, at: int) -> tuple[dict[str, Any] | None, int]:
    """The object that begins at ``at``, and where it ends; None when none does."""
    try:
        found, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at
    return found, end


def _within(value: Any, deepest: int) -> Iterator[dict[str, Any]]:
    """``value`` if it is an object, then the objects in it, the last one first."""
    inner: list[Any] = []
    if isinstance(value, dict):
        yield value
        inner = list(value.values())
    elif isinstance(value, list):
        inner = value
    if deepest:
        for each in reversed(inner):
            yield from _within(each, deepest - 1)
