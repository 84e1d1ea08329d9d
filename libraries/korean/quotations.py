"""Quotations in Korean text: what stands between quotation marks."""

import re
from typing import Final

_LONGEST: Final = 120
"""Characters of a quotation.

A mark that nobody closes reaches the next one at most this far on. The longest of the 2,574 quotations in the posts
that this project is measured on has 111; a longer run is more likely a stray mark, and a paragraph taken for one
quotation cannot be cut into lines.
"""
QUOTED: Final = re.compile(
    rf"\"[^\"]{{1,{_LONGEST}}}\"|“[^“”]{{1,{_LONGEST}}}”|‘[^‘’]{{1,{_LONGEST}}}’|「[^「」]{{1,{_LONGEST}}}」"
    rf"|『[^『』]{{1,{_LONGEST}}}』|(?<![\w'])'[^']{{1,{_LONGEST}}}'(?!\w*')"
)
"""What somebody says or thinks, or what is written or called so, with its marks. The apostrophe of a word is none."""
SPEECH: Final = re.compile(r"[\"“][^\"“”]*[\"”]")
"""What somebody says, of any length, also between marks of two kinds or none at all: as drafts of models write it."""
