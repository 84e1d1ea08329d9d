"""The encoding of pages: declared rightly, wrongly, as something else, or not at all."""

from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.parse.encoding import decode_page, is_utf8
from crawlers.parse.markup import parse_html
from crawlers.parse.page_kind import PageKind, page_kind

WORDS = "똠방각하, 각설"
"""The first syllable is in cp949 and not in the older EUC-KR."""


def declared(charset: str) -> bytes:
    return f'<meta charset="{charset}"><p>'.encode()


KOREAN = ("euc-kr", "EUC-KR", "ks_c_5601-1987", "cp949", "utf-8", "utf8", "")
NONE = ("x-nothing", "x" * 5000, "한글", "\x00")
NOT_OF_TEXT = ("hex", "base64", "rot13", "zlib", "bz2", "idna", "punycode", "undefined")


@each_row("charset", [*KOREAN, *NONE, *NOT_OF_TEXT], ids=lambda charset: charset[:20])
def test_korean_text_is_read_whatever_is_declared(charset: str) -> None:
    assert decode_page(declared(charset) + WORDS.encode("cp949")).endswith(WORDS)
    assert decode_page(declared(charset) + WORDS.encode()).endswith(WORDS)


@each_row(
    ("body", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbf" + WORDS.encode(), WORDS),
        (b"\xff\xfe" + WORDS.encode("utf-16-le"), WORDS),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), WORDS),
        (declared("iso-8859-1") + b"caf\xe9 x", '<meta charset="iso-8859-1"><p>café x'),
        (b"plain", "plain"),
        (WORDS.encode()[:-1], WORDS[:-1] + "\ufffd"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_byte_order_marks_other_encodings_and_pages_that_were_cut(body: bytes, text: str) -> None:
    assert decode_page(body) == text


def test_utf_8_is_told_by_its_letters_and_not_by_plain_ones() -> None:
    shown = {b"": False, b"abc": False, "가".encode(): True, "가".encode()[:2]: True, "가".encode("cp949"): False}
    assert {body: is_utf8(body) for body in shown} == shown


@settings(max_examples=60)
@given(st.binary(max_size=60), st.sampled_from(["", "utf-8", "euc-kr", "hex", "utf-16", "utf-7", "iso-2022-kr"]))
def test_any_bytes_are_a_page_of_some_kind(body: bytes, charset: str) -> None:
    text = decode_page(declared(charset) + body)
    assert isinstance(text, str)
    assert page_kind(parse_html(text), "https://board.example/1") in PageKind


@each_row("lead", ["http://[", "//[x", "\\\\", "javascript:history.back()", "%", "http://a:b/"])
def test_a_script_that_leads_nowhere_ends_no_reading(lead: str) -> None:
    page = parse_html(f"<script>location.href='{lead}'</script>")
    assert page_kind(page, "https://board.example/1") is PageKind.EMPTY
    assert page_kind(page, lead) is PageKind.EMPTY
    assert page_kind(parse_html("<script>location.href='/login'</script>"), lead) is PageKind.LOGIN
