"""What the recognition of sites knows of texts, addresses, selectors and labels."""

from datetime import UTC, datetime

import pytest

from crawlers.parse.markup import parse_html
from crawlers.recognition.elements.board_and_terms_links import board_links, terms_link
from crawlers.recognition.elements.element_names import path_selector
from crawlers.recognition.elements.labels import label_of
from crawlers.recognition.elements.page_addresses import (
    address_kind,
    common_link_prefix,
    is_members_address,
    is_same_address_kind,
    is_same_site,
    linked_page_address,
    possible_list_addresses,
    without_paging_parameters,
)
from crawlers.recognition.elements.page_values import page_values
from crawlers.recognition.elements.paging import differs_in_one_number, is_paging_address, paging_rule
from crawlers.recognition.elements.plainest_selectors import plainest_selector, plainest_selector_of_many
from crawlers.recognition.elements.post_ids import post_id_regex
from crawlers.recognition.elements.row_values import SearchableRows
from crawlers.recognition.elements.rows import FetchedPage, row_groups, row_selector
from crawlers.recognition.elements.text_kinds import is_number, is_time, kind_of_label
from crawlers.recognition.elements.visible_text import element_text, own_text
from crawlers.recognition.fields.listed_titles import is_listed_title, is_title_after_category
from crawlers.recognition.fields.post_fields import is_similar_count
from crawlers.recognition.fields.sample_comparison import same_moment

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
BOARD = "https://board.example/free"


def test_times_are_told_from_other_short_texts() -> None:
    times = (
        *(
            "2026-11-22 10:20",
            "26.11.22",
            "11.22 10:20",
            "11/22",
            "3분 전",
            "어제 21:45",
            "방금 전",
            "오후 3:05",
            "23:59",
        ),
        *("(26-11-22 10:20)", "2026년 11월 22일", "11월 3일", "2026.11.22 (일) 10:20", "└ (26-11-22 10:20)"),
        *("2026-11-22T10:20:00+09:00", "Nov 22, 2026 3:05 pm", "3 hours ago", "yesterday", "23:59"),
    )
    others = ("12", "1.2만", "3.5", "조회 12", "12:30에 봤어요", "홍길동", "3일", "v2.10", "11", "")
    assert [text for text in times if not is_time(text)] == []
    assert [text for text in others if is_time(text)] == []


def test_numbers_are_told_from_other_short_texts() -> None:
    assert [text for text in ("12", "1,234", "1.2만", "[3]", "(12)", "+7", "3개", "12.3k") if not is_number(text)] == []
    assert [text for text in ("11.22", "10:20", "3분 전", "조회 12", "12번째 이야기") if is_number(text)] == []


def test_labels_say_what_a_value_is() -> None:
    said = {
        "조회수": "views",
        "추천": "likes",
        "비추천": "dislikes",
        "댓글": "comments",
        "글쓴이": "author",
        "작성일": "posted_at",
        "분류": "board",
        "번호": "number",
        "12 views": "views",
        "by": "author",
        **dict.fromkeys(("", "제목", "Sort by direction", "이름표라고 하기에는 너무나도 길고 긴 문장의 조회"), ""),
        "fa fa eye": "views",
    }
    assert {label: kind_of_label(label) for label in said} == said


def test_values_take_their_labels_from_before_over_and_beside_them() -> None:
    page = parse_html(
        "<dl><dt>조회</dt><dd id=a>7</dd></dl><p>추천 <b id=b>7</b></p><span id=c><svg aria-label=좋아요></svg>7</span>"
        "<p><i class='fa fa-eye'></i><em id=d>7</em></p><p>말 <u id=e>7</u></p>"
        "<table><tr><th>제목<th>조회<th>추천<tr><td>글<td id=f>7</td><td id=g>7</td></tr></table>"
    )
    labels = {name: kind_of_label(label_of(page.css(f"#{name}")[0].root)) for name in "abcdefg"}
    assert labels == {"a": "views", "b": "likes", "c": "likes", "d": "views", "e": "", "f": "views", "g": "likes"}


def test_a_line_is_read_in_its_parts() -> None:
    line = parse_html("<p>글쓴이 홍길동 · 11.22 10:20 · 조회 1,234 · 공감 3</p>").css("p")[0]
    read = {one.kind: one.value for one in page_values(line.root) if one.kind}
    assert read == {"author": "홍길동", "views": "1,234", "likes": "3"}
    title = parse_html("<a>비 오는 날 [12]</a>").css("a")[0]
    assert {"비 오는 날 [12]", "비 오는 날", "12"} <= {one.value for one in page_values(title.root)}
    icons = parse_html("<p><i class=fa-eye></i> 1,234 <i class=fa-comment></i> 5</p>").css("p")[0]
    assert {one.kind: one.value for one in page_values(icons.root) if one.kind} == {"views": "1,234", "comments": "5"}
    parted = parse_html("<p><i>2026-11-22</i> <b>10:20</b></p>").css("p")[0]
    assert "2026-11-22 10:20" in {one.value for one in page_values(parted.root)}


def test_scripts_and_choices_are_not_seen() -> None:
    root = parse_html("<p>가<script>나</script><select><option>다</select><b>라</b>마</p>").css("p")[0].root
    assert (element_text(root), own_text(root)) == ("가 라 마", "가 마")


def test_addresses_of_one_sort_are_told_from_others() -> None:
    posts = ("/free/12", "/free/13-slug", "/free/slug", "/free/12?page=3")
    assert len({address_kind(f"https://b.example{post}") for post in posts}) == 1
    assert address_kind("https://b.example/view.php?id=free&no=3") == address_kind(
        "https://b.example/view.php?id=fun&no=9&page=2"
    )
    assert address_kind("https://b.example/view.php?id=free&no=3") != address_kind("https://b.example/view.php?id=free")
    assert is_same_address_kind(
        address_kind("https://b.example/b/live/12"), address_kind("https://b.example/b/live/9?target=all")
    )
    assert not is_same_address_kind(
        address_kind("https://b.example/b/live/12"), address_kind("https://b.example/b/news/12")
    )
    assert is_same_site("https://www.b.example/x", "https://b.example/y")
    assert not is_same_site("https://b.example/x", "https://c.example/x")


def test_links_that_lead_to_no_page_have_no_address() -> None:
    assert [
        link for link in ("#top", "javascript:go()", "mailto:a@b.c", "", " ") if linked_page_address(BOARD, link)
    ] == []
    assert linked_page_address(BOARD, "view.php?id=a&&no=3#c") == "https://board.example/view.php?id=a&no=3"
    assert linked_page_address(BOARD, "/t?f=2&sid=0a1b") == "https://board.example/t?f=2"
    assert is_members_address("https://b.example/?module=admin&act=dispAdmin")
    assert not is_members_address("https://b.example/free/12")
    assert without_paging_parameters("https://b.example/t?t=1&start=25") == "https://b.example/t?t=1"
    assert common_link_prefix(["/free/12", "/free/153"]) == "/free/"


def test_ids_of_posts_are_what_their_addresses_differ_in() -> None:
    cases = {
        ("/v?id=free&no=3", "/v?id=free&no=4"): r"[?&]no=([^&#]+)",
        ("/free/3", "/free/4-slug"): r"/(\d+)[^/?#]*/?(?:[?#]|$)",
        ("/free/one", "/free/two"): r"/([^/?#]+)/?(?:[?#]|$)",
        ("/view/some-words-2801", "/view/other-words-2802"): r"(\d+)/?(?:[?#]|$)",
        ("/same", "/same"): None,
    }
    found = {urls: post_id_regex([f"https://b.example{url}" for url in urls]) for urls in cases if urls[0] != urls[1]}
    assert found == {urls: regex for urls, regex in cases.items() if urls[0] != urls[1]}


def test_pages_of_lists_are_told_by_one_number() -> None:
    assert paging_rule(BOARD, [f"{BOARD}?page=2", f"{BOARD}?page=3"]) == {"param": "page", "start": 1, "step": 1}
    assert paging_rule(BOARD, [f"{BOARD}?from=10", f"{BOARD}?from=20"]) == {"param": "from", "start": 0, "step": 10}
    assert paging_rule(f"{BOARD}/1", [f"{BOARD}/2"]) == {"path": "/free/{page}", "start": 1, "step": 1}
    assert paging_rule(BOARD, [f"{BOARD}/page/2"]) == {"path": "/free/page/{page}", "start": 1, "step": 1}
    assert paging_rule(BOARD, ["https://board.example/news?page=2", f"{BOARD}?sort=2"]) is None
    assert is_paging_address(f"{BOARD}?page=1", f"{BOARD}?page=2")
    assert not is_paging_address(BOARD, f"{BOARD}?no=2")
    assert differs_in_one_number(f"{BOARD}/7", f"{BOARD}/7?cp=2")
    assert not differs_in_one_number(f"{BOARD}/7", f"{BOARD}/8?cp=2")
    assert possible_list_addresses("https://b.example/x/free/7") == [
        f"https://b.example{up}" for up in ("/x/free", "/x", "/")
    ]


def test_selectors_are_the_plainest_that_fit_every_page() -> None:
    first = parse_html("<div><p class='a x1'>가</p><p class=b>나</p></div>")
    second = parse_html("<div><p class='a x2'>다</p><p class=b>라</p><p>마</p></div>")
    pairs = [(page, page.css(".a")[0].root) for page in (first, second)]
    assert plainest_selector(pairs) == "p.a"
    assert plainest_selector([(page, page.css(".b")[0].root) for page in (first, second)]) == "p.b"
    assert plainest_selector([(first, first.css(".a")[0].root), (second, second.css("p")[2].root)]) is None
    rows = [(page, [part.root for part in page.css("p")]) for page in (first, second)]
    assert plainest_selector_of_many(rows) == "html > body > div > p"
    strange = parse_html("<o:p><b>가</b></o:p>")
    assert path_selector(strange.css("b")[0].root, strange.root).endswith("b")


def test_rows_are_links_of_one_sort_each_in_a_block() -> None:
    items = "".join(f"<li><a href=/free/{n}>{'글' * (n % 5 + 3)} {n}번</a> <i>11.2{n}</i></li>" for n in range(1, 8))
    page = FetchedPage.of(BOARD, f"<ul><li><a href=/a>홈</a><li><a href=/b>뉴스</a></ul><ol>{items}</ol>".encode())
    group = row_groups(page)[0]
    assert (len(group.links), group.siblings, row_selector(page, group)) == (7, False, "html > body > ol > li")
    slots = {slot.values[:2] for slot in SearchableRows(page.node.css("ol > li")).read_by_each_selector()}
    assert ("11.21", "11.22") in slots


def test_lists_and_terms_are_found_among_links() -> None:
    page = FetchedPage.of(
        f"{BOARD}/12",
        "<a href=/>홈</a><a href=/login>로그인</a><a href=/free>목록</a><a href=/rules>이용약관</a>".encode(),
    )
    assert board_links(page, near=True) == [BOARD]
    assert board_links(page)[0] == BOARD
    assert "https://board.example/login" not in board_links(page)
    assert terms_link(page) == "https://board.example/rules"


@pytest.mark.parametrize(
    ("shown", "listed", "is_it"),
    [(12, 12, True), (15, 12, True), (11, 12, False), (12_345, 12_000, True), (99, 12, False)],
)
def test_views_may_have_grown_since_the_list(shown: int, listed: int, is_it: bool) -> None:
    assert is_similar_count(shown, listed, "views") is is_it


def test_titles_may_be_cut_counted_or_categorised_in_a_list() -> None:
    assert is_listed_title("비 오는 날의 우산 이야기", "비 오는 날의…")
    assert is_listed_title("비 오는 날", "비 오는 날 [12]")
    assert not is_listed_title("비 오는 날 아침", "비 오는 날")
    assert is_title_after_category("비 오는 날", "[잡담] 비 오는 날")
    assert not is_title_after_category("날", "비 오는 날")


def test_times_are_compared_as_exactly_as_the_vaguer_one() -> None:
    assert same_moment("2026-11-22", "26.11.22 10:20", NOW)
    assert same_moment("3시간 전", "2026-11-29 18:10", NOW)
    assert not same_moment("2026-11-22 10:20", "2026-11-22 10:25", NOW)
    assert not same_moment("2026-11-22", "말", NOW)
