"""Bytes of text files in the encodings that Korean files have."""

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.korean.decoding import decode_korean

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp949"])
@given(text=HANGUL)
def test_hangul_comes_back_whatever_it_is_written_in(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    if encoding == "cp949":
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return  # a few pairs of bytes are letters in both, and UTF-8 is what is written today
    assert decode_korean(data) == text


@given(st.binary())
def test_bytes_are_text_or_refused_with_a_reason(data: bytes) -> None:
    try:
        text = decode_korean(data)
    except ValueError:
        return
    assert isinstance(text, str)


@each_row(
    ("data", "why"),
    [
        ("가나".encode("utf-16-le"), "zero bytes|EUC-KR"),
        ("a가".encode("utf-16-le"), "zero bytes"),
        ("Привет, как дела".encode("koi8-r"), "EUC-KR"),
        ("これは日本語の文章です。".encode("euc-jp"), "not Korean"),
        (b"caf\xe9", "not EUC-KR"),
        (b"\xef\xbb\xbf\xff", "the mark of UTF-8, but byte 4"),
        ("가나".encode("utf-16")[:-1], "the mark of UTF-16-LE, but byte 5"),
    ],
)
def test_what_is_no_known_text_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        decode_korean(data)
