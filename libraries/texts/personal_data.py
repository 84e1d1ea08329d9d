"""Masks personal data in text from the web before it is published.

Masked are mobile and land-line numbers (also in words), resident registration numbers, bank cards and accounts, number
plates, e-mail addresses, messenger ids, apartment numbers and IP addresses, whole or partial. Names are not masked: by
their form alone they cannot be told from other nouns.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple


class Masked(NamedTuple):
    """A text with its personal data masked. ``kinds`` names what was found, each once, in the order of the rules."""

    text: str
    kinds: tuple[str, ...]


class _Rule(NamedTuple):
    kind: str
    pattern: re.Pattern[str]
    applies: Callable[[re.Match[str]], bool]


_GAP = r"[\s.\-‐‑‒–—·)]{0,3}"
_WORD_DIGIT = "[공영일이삼사오육륙칠팔구]"
_CENTURY = {"1": 1900, "2": 1900, "5": 1900, "6": 1900, "3": 2000, "4": 2000, "7": 2000, "8": 2000}
_MOBILE_NETS = {"39.7", "110.70", "61.43", "27.100"}
_PLATE = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자허하호배"
_BANKS = "|".join(
    (
        *("계좌", "입금", "송금", "은행", "농협", "수협", "신협", "국민", "신한", "우리", "하나", "기업", "산업"),
        *("카카오뱅크", "카뱅", "케이뱅크", "토스", "새마을", "우체국", "부산", "대구", "광주", "제주", "전북", "경남"),
    )
)


def _has_birth_date(match: re.Match[str]) -> bool:
    """Resident numbers are recognised by their date of birth: since October 2020 they have no check digit."""
    digits = re.sub(r"\D", "", match[0])
    try:
        date(_CENTURY[digits[6]] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except (ValueError, KeyError):
        return False
    return True


def _is_account_of_named_bank(match: re.Match[str]) -> bool:
    return 10 <= len(re.sub(r"\D", "", match[0])) <= 16


def _is_account(match: re.Match[str]) -> bool:
    return 11 <= len(re.sub(r"\D", "", match[0])) <= 14


def _is_address(match: re.Match[str]) -> bool:
    return all(int(part) <= 255 for part in re.findall(r"\d+", match[0]))


def _is_partial_address(match: re.Match[str]) -> bool:
    first, second = match[1], match[2]
    if int(first) > 255 or int(second) > 255 or int(first) == 0:
        return False
    return len(first) == 3 or len(second) == 3 or f"{first}.{second}" in _MOBILE_NETS


_LAND_LINE = r"0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50\d?)"
_MESSENGER = r"(?:카톡|카카오톡|텔레그램|텔레|라인|인스타|디엠)\s?(?:아이디|id|ID|계정)?"
_COUNTED = "원|년|명|개|만|천|억|점|포인트|시간|번|회|kcal|,"
_HIDDEN = r"(?:\*{1,3}|[xX]{1,3})"


def _rule(kind: str, pattern: str, applies: Callable[[re.Match[str]], bool] = lambda _: True) -> _Rule:
    return _Rule(kind, re.compile(pattern), applies)


_RULES = (
    _rule(
        "이메일",
        r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+\s?(?:@|\(at\)|골뱅이)\s?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]{2,})+",
    ),
    _rule("주민번호", r"(?<!\d)\d{6}\s?[-–]?\s?[1-8](?:\d{6}|[*●xX]{6})(?!\d)", _has_birth_date),
    _rule("카드번호", r"(?<![\d-])\d{4}([\s-])\d{4}\1\d{4}\1\d{4}(?![\d-])"),
    _rule(
        "전화번호",
        rf"(?<!\d)(?:\+?82{_GAP}\(?0?\)?|0)\s?1{_GAP}?[016789]{_GAP}(?:\d\s?){{3,4}}{_GAP}(?:\d\s?){{3}}\d(?!\d)",
    ),
    _rule("전화번호", rf"(?<!\d)\(?{_LAND_LINE}(?:\)\s?|\s?[-.]\s?|\s)\d{{3,4}}\s?[-.\s]\s?\d{{4}}(?!\d)"),
    _rule("전화번호", rf"공{_GAP}일{_GAP}[공일육칠팔구]{_GAP}(?:{_WORD_DIGIT}{_GAP}){{6,7}}{_WORD_DIGIT}"),
    _rule("계좌번호", rf"(?:{_BANKS})[^\d\n]{{0,15}}(\d[\d\s-]{{8,22}}\d)(?!\d)", _is_account_of_named_bank),
    _rule("계좌번호", r"(?<![\d-])(\d{2,6}-\d{2,6}-\d{4,7}(?:-\d{1,3})?)(?![\d-])", _is_account),
    _rule("차량번호", rf"(?<![\d.,])\d{{2,3}}[{_PLATE}]\s?\d{{4}}(?!\d|\s?(?:{_COUNTED}))"),
    _rule("동호수", r"(?<!\d)\d{1,4}동\s?\d{2,4}호"),
    _rule("아이디", rf"{_MESSENGER}\s?[:：@]\s?@?[A-Za-z0-9._]{{4,30}}"),
    _rule("IP", r"(?<![\d.])(?<![vV])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", _is_address),
    _rule("IP", rf"(?<![\d.])\d{{1,3}}\.\d{{1,3}}(?:\.(?:{_HIDDEN}|\d{{1,3}}))?\.{_HIDDEN}(?![\w.])"),
    _rule("IP", r"(?<=\S)\((\d{1,3})\.(\d{1,3})\)", _is_partial_address),
)


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Maps full-width digits and signs to plain ones, which the patterns expect."""


def mask(text: str) -> Masked:
    """``text`` with each piece of personal data replaced by its kind in brackets, such as ``[전화번호]``."""
    kinds: dict[str, None] = {}
    masked = text.translate(_HALF_WIDTH)
    for rule in _RULES:
        masked = rule.pattern.sub(partial(_replaced, rule, kinds), masked)
    return Masked(masked if kinds else text, tuple(kinds))


def _replaced(rule: _Rule, kinds: dict[str, None], match: re.Match[str]) -> str:
    if not rule.applies(match):
        return match[0]
    kinds[rule.kind] = None
    # The name of the bank in front of the number stays readable.
    number = match[1] if rule.kind == "계좌번호" else match[0]
    return match[0].replace(number, f"[{rule.kind}]")
