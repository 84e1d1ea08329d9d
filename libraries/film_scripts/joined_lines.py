"""Lines that are not to be heard without the line before them: further parts of a sentence or of what somebody says."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from schemas.script import Line

_LONGEST: Final = 6
"""Lines of what somebody says in one go; a quotation mark that is closed nowhere near is taken for a slip."""
_PAIRS: Final = (("“", "”"), ("‘", "’"), ("「", "」"))
_CLOSED: Final = re.compile(r"[\"'”’」][.,!?…~]*$")
_SAYS_SO: Final = re.compile(
    r"^(?:하는|하고|하며|하면서|하시|하더|하길|하니|했|라고|라는|라며|이라고|이라는|이라며|고 |며 )"
)
"""How a line begins that reports what was said right before it: "하고 말했다"."""


def lines_bound_to_the_one_before(lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of the lines that go on with a sentence or a quotation, or say who said what stands before them."""
    bound = {at + 1 for at, line in enumerate(lines[:-1]) if line.continues}
    for at, (before, line) in enumerate(pairwise(lines), start=1):
        if _CLOSED.search(before.display) and _SAYS_SO.match(line.display):
            bound.add(at)
    for mark in ('"', "'"):
        bound |= _quoted_on([line.display.count(mark) % 2 == 1 for line in lines])
    for begin, end in _PAIRS:
        bound |= _quoted_on([line.display.count(begin) != line.display.count(end) for line in lines])
    return frozenset(bound)


def _quoted_on(turns: Sequence[bool]) -> set[int]:
    """The lines inside a quotation that another one opened. ``turns``: whether a line opens one or closes it."""
    found: set[int] = set()
    opened: int | None = None
    for at, turn in enumerate(turns):
        if not turn:
            continue
        if opened is None or at - opened >= _LONGEST:
            opened = at
        else:
            found |= set(range(opened + 1, at + 1))
            opened = None
    return found
