"""Bytes of Korean text files as text: UTF-8 and UTF-16 with and without marks, and EUC-KR (CP949) of older programs."""

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LIKELY: Final = re.compile(r"[가-힣ㅋㅎㅠㅜㅇㄱ]")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]")


def decode_korean(data: bytes) -> str:
    """The text of ``data``. Raises ValueError, with what it seems to be, when it is in no encoding that is known here.

    Without a mark it is UTF-8, or else CP949 if most of what is not ASCII is Hangul then: other single-byte texts
    decode there too, to rare Hanja and symbols.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, len(mark), encoding)
    if b"\0" in data:
        raise ValueError("it holds zero bytes: UTF-16 without a mark, or no text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = f"byte {error.start + 1} is not UTF-8"
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError as error:
        raise ValueError(f"{fault}, and it is not EUC-KR either") from error
    foreign = _FOREIGN.findall(text)
    if 2 * len(_LIKELY.findall("".join(foreign))) < len(foreign):
        raise ValueError(f"{fault}, and read as EUC-KR it is not Korean")
    return text


def _marked(data: bytes, start: int, encoding: str) -> str:
    try:
        return data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        fault = f"it begins with the mark of {encoding.upper()}, but byte {start + error.start + 1} is not of that"
        raise ValueError(fault) from error
