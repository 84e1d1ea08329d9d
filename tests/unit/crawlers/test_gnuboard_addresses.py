"""Gnuboard 5 in its three forms of addresses: by query, by number, by the words of the title."""

from fixtures.crawl.collect import site

from crawlers.engines.gnuboard5 import Gnuboard5

LINKS = {
    "/bbs/board.php?bo_table=free&amp;wr_id=31&amp;page=2": ("31", "/bbs/board.php?bo_table=free&wr_id=31"),
    "/free/32": ("32", "/free/32"),
    "/free/33?page=2": ("33", "/free/33"),
    "/free/1389/": ("1389", "/free/1389/"),
    "/free/%EA%B8%80-1389-%EC%A0%9C%EB%AA%A9/?page=2": ("글-1389-제목", "/free/%EA%B8%80-1389-%EC%A0%9C%EB%AA%A9/"),
    "/community/free/hello-world-1/": ("hello-world-1", "/community/free/hello-world-1/"),
    "/free/" + "%EA%B0%80" * 200 + "/": ("가" * 200, "/free/" + "%EA%B0%80" * 200 + "/"),
}


def test_a_post_is_known_by_what_its_address_names() -> None:
    spec = site("https://board.example", engine="gnuboard5", selectors=None, policy={"loopback": False, "min_delay": 5})
    rows = "".join(
        f'<tr><td><div class="bo_tit"><a href="{link}">제목 {place}</a></div></td></tr>'
        for place, link in enumerate(LINKS)
    )
    page = f'<div id="bo_list"><table><tbody>{rows}</tbody></table></div>'
    listing = Gnuboard5(spec).listing(page.encode(), "https://board.example/free")
    assert listing.rows == len(LINKS)
    assert [(post.origin_id, post.url.removeprefix(spec.base_url)) for post in listing.posts] == [*LINKS.values()]
