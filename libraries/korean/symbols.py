"""Addresses, signs and letters of other scripts."""

import re
import unicodedata
from functools import lru_cache, partial
from typing import Final

from libraries.korean.numbers import sino
from libraries.korean.particles import READ_OUT
from libraries.korean.spelling import transcribe

_URL: Final = re.compile(
    r"(?:https?://|www\.)[^\s가-힣]+|(?<![\w.@])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|kr|io|gg|me|tv)(?:/[^\s가-힣]*)?(?![A-Za-z0-9_@])",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_TILDES: Final = str.maketrans("〜∼～˜", "~~~~")
_DAYS: Final = re.compile(
    r"(?<![가-힣])([월화수목금토일](?:요일)?)~(?=[월화수목금토일](?:요일|[^가-힣]|$|[은는이에까만]))"
)
_SIGNS: Final = (
    (re.compile(r"(?<=[가-힣])" + READ_OUT + r"~(?=[가-힣])"), "에서" + READ_OUT),
    (re.compile(r"(?<=[가-힣" + READ_OUT + r"])[×✕](?=[가-힣])"), "곱하기"),
    (re.compile(r"(?<=[가-힣" + READ_OUT + r"]) ?\+ ?(?=[가-힣])"), "더하기"),
    (re.compile(r"(?<=[가-힣])&(?=[가-힣])"), "앤"),
    (re.compile(r"%"), "퍼센트" + READ_OUT),
    (re.compile(r"°"), "도" + READ_OUT),
)
_HANJA: Final = dict(
    zip(
        "男女美中日韓北南大小前現無有新故金李朴甲乙反非對親王神人生死愛情父母子家學年月火水木土上下東西一二三四五六七八九十百千萬",
        "남녀미중일한북남대소전현무유신고김이박갑을반비대친왕신인생사애정부모자가학년월화수목토상하동서일이삼사오육칠팔구십백천만",
        strict=True,
    )
)
_FOREIGN: Final = re.compile(r"[^\x00-\x7f가-힣ㄱ-ㆎ\ue000]")
_ASCII_NAME: Final = re.compile(r"[A-Z]+$")


def read_addresses(text: str) -> str:
    """Links, mail addresses, mentions and hash signs."""
    if "." in text or "://" in text:
        if "@" in text:
            text = _MAIL.sub("메일주소" + READ_OUT, text)
        text = _URL.sub("링크" + READ_OUT, text)
    return text


def read_signs(text: str) -> str:
    """Signs between words that were read out. ``+`` with spaces around is kept a word of its own."""
    if "~" in text:
        text = _DAYS.sub(r"\1에서", text)
    for pattern, words in _SIGNS:
        text = pattern.sub(partial(_keep_spaces, words), text)
    return text


def _keep_spaces(words: str, found: re.Match[str]) -> str:
    sign = found.group()
    return (" " if sign.startswith(" ") else "") + words + (" " if sign.endswith(" ") else "")


def unify(text: str) -> str:
    """Full-width, circled and other compatibility forms as plain ones; letters of other scripts in Hangul."""
    if text.isascii():
        return text
    return _FOREIGN.sub(lambda m: _plain(m.group()), text.translate(_TILDES))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    known = _HANJA.get(character)
    if known:
        return known
    if "㐀" <= character <= "鿿":  # most of what is not Hangul, and nothing in it has a plainer form
        return "한자" + READ_OUT if unicodedata.category(character) == "Lo" else character
    if character in "°×✕–−·…’":
        return character
    if unicodedata.name(character, "").startswith("CIRCLED"):
        value = unicodedata.numeric(character, None)
        if value is not None:
            return sino(int(value)) + READ_OUT  # ①번 is number one, not once
    folded = unicodedata.normalize("NFKC", character)
    if folded != character and " " not in folded and all(c.isascii() or "가" <= c <= "힣" or c in "°⁄" for c in folded):
        return folded.replace("⁄", "/")
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    return _by_name(character) if category.startswith("L") else character


def _by_name(character: str) -> str:
    """A letter by the last word of its Unicode name: α is ALPHA, か is KA."""
    name = unicodedata.name(character, "")
    if name.startswith("CJK"):
        return "한자" + READ_OUT
    found = _ASCII_NAME.search(name.split(" WITH ")[0])
    if not found:
        return "글자" + READ_OUT
    return transcribe(found.group().lower()) + READ_OUT
