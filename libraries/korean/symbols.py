"""Addresses, signs and letters of other scripts."""

import re
import unicodedata
from functools import lru_cache, partial
from typing import Final

from libraries.korean.english_reading import transcribe_english
from libraries.korean.letters.hanja import read_hanja
from libraries.korean.letters.syllables import final_consonant_index
from libraries.korean.numbers import read_sino_korean
from libraries.korean.particles import READ_OUT
from libraries.korean.word_lists import WORDS

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
    (re.compile(r"(?<=" + READ_OUT + r")→(?=[가-힣])"), "에서" + READ_OUT),
    (re.compile(r"(?<=[가-힣" + READ_OUT + r"]) ?÷ ?(?=[가-힣])"), "나누기"),
    (re.compile(r"(?<=" + READ_OUT + r")\*(?=[가-힣])"), "곱하기"),
    (re.compile(r"±(?=[가-힣])"), "플러스마이너스"),
    (re.compile(r"(?: |(?<=[가-힣" + READ_OUT + r"]))≥ ?(?=[가-힣])"), "크거나같다" + READ_OUT),
    (re.compile(r"(?: |(?<=[가-힣" + READ_OUT + r"]))≤ ?(?=[가-힣])"), "작거나같다" + READ_OUT),
    (re.compile(r"(?: |(?<=[가-힣" + READ_OUT + r"]))≠ ?(?=[가-힣])"), "같지않다" + READ_OUT),
    (re.compile("∞"), "무한대" + READ_OUT),
    (re.compile(r"√(?=[가-힣])"), "루트"),
    (re.compile(r"(?<=" + READ_OUT + ")‰"), "퍼밀" + READ_OUT),
    (re.compile(" & "), "앤드"),
    (re.compile(r"%"), "퍼센트" + READ_OUT),
    (re.compile(r"°"), "도" + READ_OUT),
)
_SIGN: Final = re.compile("[~×✕+&%°→÷*±≥≤≠∞√‰=]")
"""All signs of the table."""
_EQUALS: Final = re.compile(rf"([가-힣]){READ_OUT}+( ?)=( ?)(?=[가-힣])")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f가-힣ㄱ-ㆎ\ue000]")
_ASCII_NAME: Final = re.compile(r"[A-Z]+$")


def read_addresses(text: str) -> str:
    """``text`` with 링크 for each link and 메일주소 for each mail address."""
    if "." in text or "://" in text:
        if "@" in text:
            text = _MAIL.sub("메일주소" + READ_OUT, text)
        text = _URL.sub("링크" + READ_OUT, text)
    return text


def read_signs(text: str) -> str:
    """``text`` with the signs between its words read out. ``+`` with spaces around is kept a word of its own."""
    if "~" in text:
        text = _DAYS.sub(r"\1에서", text)
    if not _SIGN.search(text):
        return text
    for pattern, words in _SIGNS:
        text = pattern.sub(partial(_keep_spaces, words), text)
    return _EQUALS.sub(_equals, text) if "=" in text else text


def _equals(found: re.Match[str]) -> str:
    syllable, before, after = found.groups()
    return f"{syllable}{before}{'은' if final_consonant_index(syllable) else '는'}{after}"


def _keep_spaces(words: str, found: re.Match[str]) -> str:
    sign = found.group()
    return (" " if sign.startswith(" ") else "") + words + (" " if sign.endswith(" ") else "")


def to_plain_characters(text: str) -> str:
    """Full-width, circled and other compatibility forms as plain ones; letters of other scripts in Hangul."""
    if text.isascii():
        return text
    return _FOREIGN.sub(lambda m: _plain(m.group()), text.translate(_TILDES))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    known = WORDS.greek.get(character)
    if known:
        return known + READ_OUT
    if character in "°×✕÷±≥≤≠→∞√‰–−·…’¥₩£€":
        return character
    if unicodedata.name(character, "").startswith("CIRCLED"):
        value = unicodedata.numeric(character, None)
        if value is not None:
            return read_sino_korean(int(value)) + READ_OUT  # ①번 is number one, not once
    folded = read_hanja(unicodedata.normalize("NFKC", character))
    if folded != character and " " not in folded and all(c.isascii() or "가" <= c <= "힣" or c in "°⁄" for c in folded):
        return folded.replace("⁄", "/")
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category in ("No", "Nl"):
        value = unicodedata.numeric(character, 0.5)
        return (read_sino_korean(int(value)) if value == int(value) and 0 <= value < 10**20 else "수") + READ_OUT
    return _by_name(character) if category.startswith("L") else character


def _by_name(character: str) -> str:
    """A letter by the last word of its Unicode name: α is ALPHA, か is KA."""
    bare = unicodedata.normalize("NFKD", character)[0]
    if bare.isascii() and bare.isalpha():
        return bare  # é is read as e
    name = unicodedata.name(character, "")
    found = _ASCII_NAME.search(name.split(" WITH ")[0])
    if not found:
        return "글자" + READ_OUT
    return transcribe_english(found.group().lower()) + READ_OUT
