"""Unknown boards recognised from one address, every post and comment against the truth that they are drawn from."""

import asyncio
from datetime import UTC, datetime

import pytest

from crawlers.recognition.elements.board_and_terms_links import board_links
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.site_explorer import ExploredSite, SiteExplorer
from schemas.errors import BadInput
from testbed.unlike_boards.board import Board
from testbed.unlike_boards.boards import BOARDS
from testbed.unlike_boards.proposal_check import check_proposal
from testbed.unlike_boards.table_boards import ClasslessBoard

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
BASE = "http://127.0.0.1:8000"


def explored(board: Board, path: str, asked: list[str] | None = None) -> ExploredSite:
    """What is recognised from ``path``; ``asked`` takes the addresses that were fetched."""

    async def fetch(url: str) -> FetchedPage:
        if asked is not None:
            asked.append(url)
        body = board.page_at(url.removeprefix(BASE))
        if body is None:
            raise BadInput("page.gone", url=url)
        return FetchedPage.of(url, body)

    return asyncio.run(SiteExplorer(fetch, NOW).explore(BASE + path))


def test_boards_share_no_class_names() -> None:
    seen: dict[str, str] = {}
    for made in BOARDS:
        board = made(NOW)
        pages = (board.home_page(), board.list_page(1, board.posts[:10]), *map(board.post_page, board.posts))
        for page in pages:
            names = {name for part in page.split('class="')[1:] for name in part.partition('"')[0].split()}
            taken = {name: seen[name] for name in names if seen.setdefault(name, board.CODE) != board.CODE}
            assert not taken


def test_every_board_is_read_exactly_from_its_home_page_and_no_field_is_wrong_without_a_word() -> None:
    faults = {}
    for made in BOARDS:
        board, asked = made(NOW), list[str]()
        proposal = explored(board, "/", asked).proposal
        verdict = check_proposal(board, proposal, BASE)
        if verdict.exact_share < 0.95 or verdict.wrong_but_sure(proposal) or verdict.wrong or len(asked) > 12:
            faults[board.CODE] = (verdict.exact_share, verdict.wrong_but_sure(proposal), dict(verdict.wrong), asked)
    assert not faults


def test_a_post_leads_to_the_list_that_it_is_on() -> None:
    lists = {}
    for made in BOARDS[1::3]:
        board = made(NOW)
        found = explored(board, board.post_path(board.posts[1])).proposal
        lists[board.CODE] = found.list_page.url.removeprefix(BASE)
    assert lists == {made.CODE: made(NOW).first_list_path() for made in BOARDS[1::3]}


def test_a_page_without_any_list_is_said_to_have_none() -> None:
    class Empty(ClasslessBoard):
        def home_page(self) -> str:
            return "<h1>준비 중입니다</h1>"

    with pytest.raises(BadInput) as caught:
        explored(Empty(NOW), "/")
    assert caught.value.code == "site.not_recognised"


def test_doors_of_members_and_managers_are_no_boards() -> None:
    links = ("/index.php?module=admin", "/adm/admin.php", "/index.php?act=dispMemberLoginForm", "/free", "/admin/board")
    body = "".join(f'<a href="{link}">자유 게시판</a>' for link in links)
    assert board_links(FetchedPage.of("https://board.example/", body.encode())) == ["https://board.example/free"]
