"""The sample board over HTTP: what a client sees, page by page."""

import http.client
import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from parsel import Selector
from PIL import Image

from crawlers.sample.sample_posts import all_sample_posts
from crawlers.sample.server import BoardFaults, SampleBoard, running_sample_board
from schemas.errors import ConfigurationError

NOW = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
ROWS = "ol.wg-list > li.wg-row[data-post]"


@pytest.fixture(scope="module")
def board() -> Iterator[SampleBoard]:
    with running_sample_board(now=NOW) as running:
        yield running


def get(board: SampleBoard, path: str, **headers: str) -> tuple[int, bytes, str]:
    connection = http.client.HTTPConnection(urlsplit(board.url).netloc, timeout=5)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers["Content-Type"]
    finally:
        connection.close()


def page(board: SampleBoard, path: str) -> Selector:
    status, body, content_type = get(board, path)
    assert (status, content_type) == (200, "text/html; charset=utf-8"), path
    return Selector(body.decode())


def figure(selector: Selector, css: str) -> int:
    return int(selector.css(f"{css}::text").get("").replace(",", ""))


def text(selector: Selector, css: str) -> str:
    return "".join(selector.css(css)[0].xpath(".//text()").getall())


def listed(board: SampleBoard) -> list[str]:
    found: list[str] = []
    path: str | None = "/board"
    while path:
        shown = page(board, path)
        found += [row.attrib["data-post"] for row in shown.css(ROWS)]
        path = shown.css("nav.wg-pages a[rel=next]::attr(href)").get()
    return found


def test_the_list_has_every_post_once_the_most_liked_first(board: SampleBoard) -> None:
    found = listed(board)
    assert found[:3] == ["1002", "1001", "1003"]
    assert sorted(found) == [post.id for post in all_sample_posts()]
    assert len(page(board, "/board").css(ROWS)) == 20


def test_notice_and_advertisement_are_rows_that_are_no_posts(board: SampleBoard) -> None:
    for number in (1, 2):
        rows = page(board, f"/board?page={number}").css("ol.wg-list > li.wg-row")
        odd = [row for row in rows if "data-post" not in row.attrib]
        assert [row.attrib["class"].split()[1] for row in odd] == ["wg-row--notice", "wg-row--ad"]
        for row in odd:
            assert get(board, row.css("a::attr(href)").get(""))[0] == 200


def test_a_post_page_shows_what_its_file_says(board: SampleBoard) -> None:
    for post in all_sample_posts():
        shown = page(board, f"/post/{post.id}")
        assert text(shown, "h1.wg-post__title") == post.title
        assert text(shown, ".wg-post__author") == post.author
        assert text(shown, ".wg-post__board") == post.board
        names = ("views", "likes", "dislikes")
        figures = [figure(shown, f".wg-post__{name}") for name in names]
        assert figures == [post.views, post.likes, post.dislikes]
        assert figure(shown, ".wg-comments__count") == sum(r.state == "shown" for r, _ in post.all_comments())
        body = "".join(shown.css("div.wg-post__body").xpath(".//text()").getall())
        wanted = "".join(part for part in post.paragraphs if isinstance(part, str))
        assert "".join(body.split()) == "".join(wanted.split())
        moment = datetime.fromisoformat(shown.css("time.wg-post__time::attr(datetime)").get(""))
        assert moment.utcoffset() == timedelta(hours=9)
        assert abs(NOW - timedelta(hours=post.hours_ago) - moment) < timedelta(minutes=1)


def test_pictures_are_shown_in_order_and_only_with_a_referer_of_the_board(board: SampleBoard) -> None:
    for post in all_sample_posts():
        pictures = page(board, f"/post/{post.id}").css("div.wg-post__body figure > img")
        assert [image.attrib["src"] for image in pictures] == [f"/image/{picture.file}" for picture in post.images]
        for image in pictures:
            status, data, kind = get(board, image.attrib["src"], Referer=f"{board.url}/post/{post.id}")
            assert (status, kind) == (200, "image/webp")
            size = Image.open(io.BytesIO(data)).size
            assert size == (int(image.attrib["width"]), int(image.attrib["height"]))


@pytest.mark.parametrize("referer", ["", "http://elsewhere.example/post/1001", "nonsense"])
def test_a_picture_is_refused_to_strangers(board: SampleBoard, referer: str) -> None:
    headers = {"Referer": referer} if referer else {}
    assert get(board, "/image/cat-fence.webp", **headers)[0] == 403


def test_comments_come_by_the_page_and_the_last_page_first(board: SampleBoard) -> None:
    long = next(post for post in all_sample_posts() if post.id == "1001")
    plain, first, last = (page(board, f"/post/1001{query}") for query in ("", "?cp=1", "?cp=2"))
    ids = [[row.attrib["data-comment"] for row in shown.css("li.wg-comment")] for shown in (plain, first, last)]
    assert ids[0] == ids[2]
    assert len(ids[1]) == 30
    assert len(set(ids[1] + ids[2])) == len(ids[1]) + len(ids[2]) == len(list(long.all_comments()))
    assert plain.css("nav.wg-comments__pages strong::text").getall() == ["2"]
    assert plain.css("nav.wg-comments__pages a::attr(href)").getall() == ["/post/1001?cp=1"]
    assert not page(board, "/post/1012").css("nav.wg-comments__pages")


def test_comments_carry_likes_best_parents_and_placeholders(board: SampleBoard) -> None:
    post = next(post for post in all_sample_posts() if post.id == "1028")
    rows = page(board, "/post/1028").css("li.wg-comment")
    by_id = {row.attrib["data-comment"]: row for row in rows}
    for row, (remark, parent) in zip(rows, post.all_comments(), strict=True):
        assert text(row, ".wg-comment__text") == remark.text
        assert text(row, ".wg-comment__author") == remark.by
        shown = [figure(row, ".wg-comment__likes"), figure(row, ".wg-comment__dislikes")]
        assert shown == [remark.likes, remark.dislikes]
        assert ("wg-comment--best" in row.attrib["class"]) == remark.best
        assert ("wg-comment--reply" in row.attrib["class"]) == (parent is not None)
        if parent is not None:
            assert text(by_id[row.attrib["data-parent"]], ".wg-comment__author") == "계산은정확히"
    hidden = page(board, "/post/1036").css("li.wg-comment--secret")
    assert len(hidden) == 1
    assert not hidden.css(".wg-comment__author")
    assert page(board, "/post/1016?cp=2").css("li.wg-comment--deleted")


def test_markup_in_texts_stays_text(board: SampleBoard) -> None:
    shown = page(board, "/post/1023")
    assert not shown.css("h1 b, li.wg-comment script")
    assert "<script>alert('생일 축하')</script>" in "".join(shown.css(".wg-comment__text::text").getall())


@pytest.mark.parametrize(
    "path",
    [
        *("/post/9999", "/post/abc", "/post/1001/more", "/post/1001?cp=0", "/post/1001?cp=3", "/post/1001?cp=x"),
        *("/board?page=0", "/board?page=3", "/nothing", "/image/../server.py", "/image/unlisted.webp"),
    ],
)
def test_what_is_not_there_is_404(board: SampleBoard, path: str) -> None:
    assert get(board, path, Referer=board.url)[0] == 404


def test_robots_allow_everything_and_the_page_needs_nothing_from_elsewhere(board: SampleBoard) -> None:
    assert get(board, "/robots.txt")[:2] == (200, b"User-agent: *\nAllow: /\n")
    assert get(board, "/style.css")[2] == "text/css; charset=utf-8"
    addresses = page(board, "/post/1020").css("[src]::attr(src), [href]::attr(href)").getall()
    assert all(address.startswith(("/", "data:")) for address in addresses)
    assert page(board, "/").css("html::attr(lang), meta::attr(charset)").getall() == ["ko", "utf-8"]


def test_figures_move_and_posts_go() -> None:
    with running_sample_board() as board:
        before = page(board, "/post/1013")
        board.add_activity("1013", views=1000, likes=9000, add_comment="방금 본 사람 <손>")
        after = page(board, "/post/1013")
        moving = (".wg-post__views", ".wg-post__likes", ".wg-comments__count")
        moved = [figure(after, css) - figure(before, css) for css in moving]
        assert moved == [1000, 9000, 1]
        assert after.css("li.wg-comment:last-child .wg-comment__text::text").get() == "방금 본 사람 <손>"
        assert listed(board)[0] == "1013"
        board.remove_post("1013")
        assert "1013" not in listed(board)
        assert get(board, "/post/1013")[0] == 404
        assert board.requests.count("/post/1013") == 3
        with pytest.raises(KeyError):
            board.add_activity("1013", likes=1)


def test_it_misbehaves_when_asked() -> None:
    faults = BoardFaults(
        not_a_board=True, empty=frozenset({"1001"}), broken=frozenset({"1002"}), truncated=frozenset({"1003"})
    )
    with running_sample_board(faults=faults) as board:
        assert not page(board, "/board").css("ol.wg-list")
        assert page(board, "/post/1001").css("div.wg-post__body *").getall() == []
        assert get(board, "/post/1002")[0] == 500
        with pytest.raises(http.client.IncompleteRead):
            get(board, "/post/1003")
        board.faults = BoardFaults(slow_seconds=0.2)
        begun = time.monotonic()
        assert len(page(board, "/board").css(ROWS)) == 20
        assert time.monotonic() - begun >= 0.2


def test_a_port_in_use_is_told_and_a_closed_board_answers_no_more() -> None:
    with running_sample_board() as board:
        port = urlsplit(board.url).port or 0
        wanted = rf"sample board cannot listen on 127\.0\.0\.1:{port} .*another port"
        with pytest.raises(ConfigurationError, match=wanted), running_sample_board(port=port):
            pass
    with pytest.raises(ConnectionRefusedError):
        get(board, "/board")
