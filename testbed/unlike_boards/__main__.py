"""``python -m testbed.unlike_boards``: how exactly each board is recognised from its home page, a list and a post."""

import asyncio
from datetime import UTC, datetime

from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.site_explorer import SiteExplorer
from schemas.errors import BadInput
from testbed.unlike_boards.board import Board
from testbed.unlike_boards.boards import BOARDS
from testbed.unlike_boards.proposal_check import check_proposal

BASE = "http://board.example"


def main() -> None:
    """Print how exactly each board is recognised from each of three pages."""
    print(f"{'board':12} {'from':28} {'pages':>5} {'exact':>7}  unsure; wrong without a word")
    for made in BOARDS:
        board = made(datetime.now(UTC))
        for path in ("/", board.first_list_path(), board.post_path(board.posts[1])):
            print(_line(board, path))


def _line(board: Board, path: str) -> str:
    asked: list[str] = []

    async def fetch(url: str) -> FetchedPage:
        asked.append(url)
        body = board.page_at(url.removeprefix(BASE))
        if body is None:
            raise BadInput("page.gone", url=url)
        return FetchedPage.of(url, body)

    proposal = asyncio.run(SiteExplorer(fetch, board.now).explore(BASE + path)).proposal
    verdict = check_proposal(board, proposal, BASE)
    words = f"{', '.join(proposal.unsure_fields()) or '-'}; {', '.join(verdict.wrong_but_sure(proposal)) or '-'}"
    return f"{board.CODE:12} {path[:28]:28} {len(asked):5} {verdict.exact_share:7.1%}  {words}"


if __name__ == "__main__":
    main()
