"""Values behind or before their labels in one text, as in ``조회 12``."""

import re
from collections.abc import Iterator
from typing import Any, Final

from crawlers.recognition.elements.page_value import PageValue
from crawlers.recognition.elements.text_kinds import NUMBER, kind_of_label, one_line_text

SEPARATORS: Final = "|·•‧∙│ㅣ"
_COUNTED = re.compile(
    rf"(?P<before>[^\d\s\[(:]*[^\d\[(:]{{0,10}}?)\s*[:\[(]?\s*(?P<number>{NUMBER})\s*[\])]?\s*(?P<after>[^\d\s|·,/]{{0,3}}\s?[^\d\s|·,/]{{0,8}})"
)
_BEHIND_LABEL = re.compile(rf"(?<!\w)(?P<label>[^\W\d_]{{1,10}})\s*[:\[(]?\s*(?P<number>{NUMBER})(?![\w.:-])")
_NAMED = re.compile(r"(?:글쓴이|작성자|글쓴\s*이|이름|닉네임|by|By|Author|author)\s*:?\s*")


def labelled_values(element: Any, text: str, *, own: bool, hint: str) -> Iterator[PageValue]:
    """The number or the name in a text with its label, such as ``조회 12`` or ``글쓴이 : 홍길동``."""
    named = _NAMED.match(text)
    if named and len(text) - named.end() <= 30 and text[named.end() :]:
        name, end = re.escape(one_line_text(named[0]).rstrip(" :")), rf"\s*(?:$|[{SEPARATORS}]|\s[/,]\s)"
        regex = rf"{name}\s*:?\s*([^{SEPARATORS}]*?[^{SEPARATORS}\s]){end}"
        yield PageValue(element, text[named.end() :], own=own, regex=regex, label=one_line_text(named[0]), hint=hint)
    counted = _COUNTED.fullmatch(text)
    if counted is None:
        yield from _each_labelled(element, text, own=own, hint=hint)
        return
    before, after = counted["before"].strip(), counted["after"].strip()
    number = counted["number"].strip()
    if kind_of_label(before):
        regex = rf"(?<!비){re.escape(before)}\s*[:\[(]?\s*({NUMBER})"
        yield PageValue(element, number, own=own, regex=regex, label=before, hint=hint)
    elif kind_of_label(after):
        yield PageValue(element, number, own=own, regex=rf"({NUMBER})\s*{re.escape(after)}", label=after, hint=hint)


def _each_labelled(element: Any, text: str, *, own: bool, hint: str) -> Iterator[PageValue]:
    """Numbers behind their labels in a longer text, such as ``등록일: 2026-11-28 조회수: 139 추천수: 31``."""
    for found in _BEHIND_LABEL.finditer(text):
        if kind_of_label(found["label"]) in ("views", "likes", "dislikes", "comments"):
            regex = rf"(?<!\w){re.escape(found['label'])}\s*[:\[(]?\s*({NUMBER})"
            yield PageValue(element, found["number"].strip(), own=own, regex=regex, label=found["label"], hint=hint)
