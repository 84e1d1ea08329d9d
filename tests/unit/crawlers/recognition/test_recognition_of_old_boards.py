"""What boards of the 2000s are made of: headings that are pictures, comments without times, times in words, grids."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crawlers.parse.dates import parse_date
from crawlers.recognition.elements.labels import label_of
from crawlers.recognition.elements.page_addresses import address_kind, common_link_prefix
from crawlers.recognition.elements.page_values import page_values
from crawlers.recognition.elements.paging import paging_rule
from crawlers.recognition.elements.rows import FetchedPage, row_groups
from crawlers.recognition.elements.text_kinds import is_time, kind_of_label
from crawlers.recognition.fields.comment_rows import CommentRows, comment_rows
from crawlers.recognition.fields.listed_titles import is_listed_title
from crawlers.recognition.fields.samples import PostSample

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")
URL = "https://zb.example/view.php?id=b&no=7"


def page(html: str, url: str = URL) -> FetchedPage:
    return FetchedPage.of(url, f"<html><body>{html}</body></html>".encode())


def test_a_clock_may_be_written_in_words() -> None:
    said = {
        "2026년 11월 28일 15시 05분 09초": "2026-11-28 15:05:09",
        "2026년 11월 28일 9시 5분": "2026-11-28 09:05:00",
        "11월 28일 오후 3시 5분": "2026-11-28 15:05:00",
    }
    found = {text: f"{parse_date(text, NOW, SEOUL):%Y-%m-%d %H:%M:%S}" for text in said}
    assert found == said
    assert all(map(is_time, said))
    assert parse_date("10시 30분 전", NOW, SEOUL) == datetime(2026, 11, 29, 20, 30, tzinfo=SEOUL)


def test_links_to_pages_may_write_what_the_address_of_the_list_leaves_out() -> None:
    board, links = "https://zb.example/zboard.php?id=b", [2, 3]
    many = [f"https://zb.example/zboard.php?id=b&page={n}&sort=no&divpage=1" for n in links]
    assert paging_rule(board, many) == {"param": "page", "start": 1, "step": 1}
    steps = [f"https://zb.example/zboard.php?id=b&start={n}&sort=no&x=" for n in (25, 50)]
    assert paging_rule(board, steps) == {"param": "start", "start": 0, "step": 25}
    sorted_anew = ["https://zb.example/zboard.php?id=b&page=1&sort=hit&desc=asc"]
    assert paging_rule(board, sorted_anew) is None


def test_what_links_to_posts_share_holds_no_page_of_their_list() -> None:
    links = [f"view.php?id=b&page=1&divpage=1&no={n}" for n in (12, 34)]
    assert common_link_prefix(links) == "view.php?id=b&"
    assert common_link_prefix([f"view.php?id=b&no={n}" for n in (12, 34)]) == "view.php?id=b&no="


def labels(head: str, row: str) -> list[str]:
    """What is said over the cells of a row."""
    table = page(f"<table><tr>{head}</tr><tr>{row}</tr></table>").node
    return [kind_of_label(label_of(cell.root)) for cell in table.css("tr:last-of-type td")]


def test_columns_are_named_by_pictures_files_and_the_links_that_sort_them() -> None:
    cells = "<td>7</td><td>제목</td><td>139</td>"
    by_alt = "<td><img alt='No'></td><td><img alt='Subject'></td><td><img alt='Sort by Readed Count'></td>"
    by_file = "<td></td><td><img src=/s/h_writer.gif></td><td><img src=/s/h_read2.gif></td>"
    by_link = (
        "<td><a href='?sort=no'><img></a></td><td><a href='?sort=name'><img></a></td><td><a href='?sort=hit'></a></td>"
    )
    assert labels(by_alt, cells) == ["number", "", "views"]
    assert labels(by_file, cells)[1:] == ["author", "views"]
    assert labels(by_link, cells)[2] == "views"


def test_columns_are_counted_by_what_cells_span() -> None:
    head = "<td>글쓴이</td><td>|</td><td>제목</td><td>|</td><td>조회</td>"
    assert labels(head, "<td colspan=2>가람</td><td>오늘의 글</td><td colspan=2>139</td>") == ["author", "", "views"]
    assert labels(head, "<td>가람</td><td>오늘의 글</td><td>139</td>") == ["", "", ""]


def test_numbers_in_one_line_are_read_behind_their_labels() -> None:
    line = page("<div>등록일: 2026-11-28 15:00<br>조회수: 139 / 추천수: 31 (신고 3)</div>").node.css("div")[0].root
    found = {
        kind_of_label(one.label): one.value
        for one in page_values(line)
        if kind_of_label(one.label) in ("views", "likes")
    }
    assert found == {"views": "139", "likes": "31"}


def test_labels_may_stand_behind_their_numbers() -> None:
    html = "<ul><li><b>12</b> replies</li><li><b>3</b> <i>조회</i></li></ul><p><b>5</b> 댓글 <b>7</b> 추천</p>"
    mixed = "<p>조회 <b>5</b> 댓글 <b>7</b></p><p><b>9</b> 년 <b>8</b></p>"
    numbers = page(html + mixed).node.css("b")
    said = [kind_of_label(label_of(number.root)) for number in numbers]
    assert said == ["comments", "views", "comments", "likes", "views", "comments", "", ""]
    assert all(map(is_time, ("Yesterday 17:05:32", "Today, 3:05 pm", "Yesterday at 9:45")))


def test_a_grid_of_several_lines_is_one_list() -> None:
    def line(numbers: Sequence[int]) -> str:
        cells = (f"<td><a href='view.php?no={n}'>이야기 하나 {n}</a><p>{n * 3}</p></td>" for n in numbers)
        return f"<tr>{''.join(cells)}</tr>"

    grid = page(f"<table>{line((1, 2, 3, 4))}{line((5, 6, 7, 8))}{line((9, 10))}</table>")
    assert len(row_groups(grid)[0].links) == 10


def test_a_title_may_be_cut_with_two_dots_within_a_letter() -> None:
    assert is_listed_title("월급 300으로 서울에서 살기", "월급 300으로 서울\ufffd..")
    assert not is_listed_title("월급 300으로 부산에서 살기", "월급 300으로 서울\ufffd..")
    assert not is_listed_title("월급 300으로", "월급..")


def sample(comments: Sequence[tuple[str, str]], declared: str = "", make: str = "") -> PostSample:
    """A post whose comments show a name and a text, and no times."""
    make = make or "<tr><td><table><tr><td width=80>{0}</td><td>{1}</td></tr></table></td></tr>"
    rows = "".join(make.format(name, text) for name, text in comments)
    body = "".join(f"<p>본문 문단입니다 {place} {len(comments)}</p>" for place in range(3))
    form = "<tr align=center><td><form><table><tr><td>이름</td><td>내용</td></tr></table></form></td></tr>"
    html = f"<h1>제목 {len(comments)}</h1><div>{body}</div><table>{rows}{form}</table>"
    row = {"title": f"제목 {len(comments)}"} | ({"comments": declared} if declared else {})
    return PostSample(page(html), address_kind(URL), row, NOW)


SAID = (("가람", "정말 그렇네요"), ("나루", "저도 봤어요"), ("다솜", "힘내세요"), ("라온", "그래서 어떻게 됐나요"))
MORE = (("마루", "신고하세요"), ("바다", "아니 왜요"), ("가람", "다음 편 기다립니다"))


def rows_of(*samples: PostSample) -> CommentRows | None:
    numbers = [int(one.row["comments"]) if "comments" in one.row else None for one in samples]
    return comment_rows(samples, numbers)


def test_comments_without_times_are_found_by_the_number_that_the_list_says() -> None:
    found = rows_of(sample(SAID, "4"), sample(MORE, "3"))
    assert found is not None
    assert found.agreed
    assert list(map(len, found.elements)) == [4, 3]


def test_comments_that_nothing_counts_are_found_by_the_names_before_them_and_are_not_agreed() -> None:
    found = rows_of(sample(SAID), sample(MORE))
    assert found is not None
    assert not found.agreed
    assert list(map(len, found.elements)) == [4, 3]


def test_other_blocks_are_no_comments() -> None:
    none = "<tr><td>{1}</td></tr>"
    assert rows_of(sample(SAID, make=none), sample(MORE, make=none)) is None
    assert rows_of(sample(SAID, "9", none), sample(MORE, "8", none)) is None
