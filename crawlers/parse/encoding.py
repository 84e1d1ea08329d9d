"""The encoding of pages: as it is, which need not be as it is declared."""

from codecs import getincrementaldecoder


def decode_page(body: bytes) -> str:
    """A page's text: valid UTF-8 is that, since Korean text in another encoding never is; else in the encoding that
    the page declares or that fits.
    """
    from w3lib.encoding import html_to_unicode

    if is_utf8(body):
        return body.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        encoding, text = html_to_unicode(None, body, auto_detect_fun=lambda _: "cp949")
    except (LookupError, UnicodeError):  # declared something that Python knows and that is no encoding of text: base64
        return body.decode("cp949", "replace")
    if encoding != "utf-8" or "\ufffd" not in text:
        return text
    try:  # declared UTF-8, and is not
        return body.decode("cp949")
    except UnicodeDecodeError:
        return text


def is_utf8(body: bytes) -> bool:
    """Whether a page is UTF-8; its last character may be cut in two, and one without any of ours may be anything."""
    try:
        getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return False
    return not body.isascii()
