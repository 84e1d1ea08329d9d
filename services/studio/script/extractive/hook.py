"""The hook: the first line of a film, made of the title."""

import re
from typing import Final

from libraries.korean.sentences import title_without_tags

LONGEST: Final = 28
"""Characters a title is cut to."""
_WHOLE: Final = 36
"""Characters of a title that is still taken whole: two rows of the headline card."""
_OPEN_CLAUSE: Final = re.compile(
    r"(?:는데|은데|인데|던데|한데|어서|아서|해서|져서|여서|라서|했더니|더니|다가|면서|지만|니까|자마자|길래|려고|결과|이유|때문에|후기|사연|정체|반전|썰)[,.…?!]*$"
)


def hook_line(title: str) -> str:
    """The hook, at most `_WHOLE` characters; a longer title is cut, best behind a clause that leaves a question."""
    text = title_without_tags(title)
    if len(text) <= _WHOLE:
        return text
    words = text.split(" ")
    fitting = [" ".join(words[:at]) for at in range(1, len(words)) if len(" ".join(words[:at])) < LONGEST]
    if not fitting:
        return text[: LONGEST - 1] + "…"
    open_ended = [part for part in fitting if len(part) >= LONGEST // 3 and _OPEN_CLAUSE.search(part)]
    return (open_ended or fitting)[-1].rstrip(",.") + "…"
