"""The contract suite of site engines."""

from typing import Any, ClassVar, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagglebot.plugins import AdapterKind, BadInput
from wagglebot.plugins.engine import BaseCrawler, SiteSpec
from wagglebot.testing.adapter import AdapterContract

BASE = "https://board.example"


_OTHER_PAGES = st.one_of(
    # A list of numbers is a page of an API that lists ids.
    st.binary(max_size=200).filter(lambda body: not body.lstrip().startswith(b"[")),
    st.sampled_from([b"", b"null", b"{}", b"[]", b"[[]]", b"<html>"]),
)


class EngineContract(AdapterContract):
    """An engine reads a list and a post as its software sends them, and calls anything else unreadable."""

    kind = AdapterKind.ENGINE
    site: ClassVar[dict[str, Any]] = {}
    """Fields of the site file beside those every site has: selectors, hosts, encoding."""
    list_page: ClassVar[bytes]
    list_url: ClassVar[str] = f"{BASE}/"
    post_page: ClassVar[bytes] = b""
    """Empty where the list holds whole posts."""

    def engine(self) -> BaseCrawler:
        """The engine, made for an invented site."""
        common: dict[str, Any] = {
            "code": "board",
            "name": "게시판",
            "engine": self.adapter.name,
            "base_url": BASE,
            "boards": [{"code": "all", "path": "/"}],
            "policy": {"enabled": False, "reason": "an invented site"},
        }
        return cast("BaseCrawler", self.adapter.load()(SiteSpec.model_validate(common | self.site)))

    def test_a_list_names_its_posts(self) -> None:
        listing = self.engine().listing(self.list_page, self.list_url)
        assert listing.posts
        assert listing.rows >= len(listing.posts)
        assert len({post.origin_id for post in listing.posts}) == len(listing.posts)
        assert all(post.url.startswith("https://") for post in listing.posts)

    def test_a_post_is_read(self) -> None:
        engine = self.engine()
        ref = engine.listing(self.list_page, self.list_url).posts[0]
        post = engine.post(self.post_page, ref.url) if self.post_page else ref.whole
        assert post is not None
        assert post.title
        assert post.origin_id in ("", ref.origin_id), "a page says another id than its list"

    @given(body=_OTHER_PAGES)
    def test_any_other_page_is_empty_or_refused(self, body: bytes) -> None:
        engine = self.engine()
        assert engine.listing(body, self.list_url).posts == ()
        with pytest.raises(BadInput):
            engine.post(body, f"{BASE}/post/1")
