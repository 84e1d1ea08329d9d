"""Unknown sites recognised over the network, under the manners of every crawl, by the command and by the functions."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixtures.crawl.collect import OPEN, Reply, Web, listing, pages, post_page, site, web
from fixtures.program import run_program

from crawlers.recognition.recognise_site import recognise_site
from crawlers.recognition.recognition_sessions import RecognitionSessions
from crawlers.recognition.saved_site import SiteToAdd, save_site
from crawlers.sites_config import registry
from crawlers.sites_config.loader import read_site
from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas.errors import BadInput, WaggleError
from services.collect.crawl import crawl_once
from services.commands.site import newest_collected_posts
from services.config import CollectSettings
from testbed.unlike_boards.board import Board
from testbed.unlike_boards.modern_boards import PhoneBoard
from testbed.unlike_boards.proposal_check import check_proposal
from testbed.unlike_boards.table_boards import DefinitionListBoard, FontTableBoard

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def served(board: Board, robots: str = OPEN) -> dict[str, Reply | str]:
    """Every page of a board by its path, and its robots.txt."""
    paths = ["/", board.first_list_path(), *map(board.list_path, (1, 2)), *map(board.post_path, board.posts)]
    found: dict[str, Reply | str] = {
        path: Reply(board.page_at(path) or b"", headers={"Content-Type": "text/html"}) for path in paths
    }
    return found | {"/robots.txt": robots}


def asked(server: Web) -> set[str]:
    return set(server.paths)


async def test_a_board_is_recognised_over_the_network_from_few_pages() -> None:
    board = FontTableBoard(NOW)
    with web(pages(served(board))) as server:
        found = await recognise_site(f"{server.url}/", "")
        assert len(server.paths) <= 10
        assert next(path for path, _, _ in server.asked) == "/robots.txt"
    assert found.proposal.robots == "allow"
    # Its pages never end with </html>: a crawl must not take them for pages that were cut off.
    assert found.proposal.site_spec().open_ended
    assert check_proposal(board, found.proposal, server.url).exact_share == 1.0


async def test_what_robots_txt_closes_is_not_asked_for_and_stands_in_the_file() -> None:
    board = DefinitionListBoard(NOW)
    closed = board.post_path(board.posts[0])
    fullest = max(board.posts[:10], key=lambda post: len(post.remarks))
    rules = f"User-agent: *\nDisallow: {board.post_path(fullest)}\nDisallow: {closed}\n"
    with web(pages(served(board), robots=rules)) as server:
        found = await recognise_site(f"{server.url}/board/life", "")
        assert not {closed, board.post_path(fullest)} & asked(server)
    assert found.proposal.robots == "partial"
    assert check_proposal(board, found.proposal, server.url).exact_share == 1.0


async def test_a_site_that_robots_txt_closes_is_not_recognised() -> None:
    with web(pages(served(DefinitionListBoard(NOW)), robots="User-agent: *\nDisallow: /\n")) as server:
        with pytest.raises(WaggleError) as caught:
            await recognise_site(f"{server.url}/board/life", "")
        assert (caught.value.code, server.paths) == ("page.robots", [])


async def test_two_that_look_at_once_ask_the_site_one_after_the_other() -> None:
    sessions = RecognitionSessions()
    with web(pages(served(FontTableBoard(NOW)))) as server:
        wanted = SiteToAdd(url=f"{server.url}/")
        first, second = await asyncio.gather(
            sessions.explore_and_correct(wanted, ""), sessions.explore_and_correct(wanted, "")
        )
        paths = [path for path, _, _ in server.asked]
    assert first == second
    assert [place for place, path in enumerate(paths) if path == "/robots.txt"] == [0, len(paths) // 2]


async def test_no_address_of_a_page_is_said_to_be_none() -> None:
    for wrong in ("board.example/free", "ftp://board.example/free", "https://"):
        with pytest.raises(BadInput) as caught:
            await recognise_site(wrong, "me@example.com")
        assert caught.value.code == "site.address"


def test_the_command_writes_a_closed_site_that_the_program_then_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "OWN", tmp_path / "sites")
    board = PhoneBoard(NOW)
    first = board.posts[0]
    home = {"WAGGLEBOT_NATS__STORE_DIR": str(tmp_path / "var" / "nats")}
    with web(pages(served(board))) as server:
        done = run_program(
            "sites", "add", f"{server.url}/", "--code", "phone", "--author", first.author, "--json", environment=home
        )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    file = tmp_path / "sites" / "phone.yaml"
    assert (said["site"], said["file"]) == ("phone", str(file))
    assert said["certainties"]["list.author"] == "pointed"
    spec = read_site(file)
    assert (spec.policy.enabled, spec.base_url) == (False, server.url)


async def test_a_site_is_mended_by_the_posts_that_were_collected(
    bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "OWN", tmp_path / "sites")
    settings = CollectSettings()
    replies: dict[str, Reply | str] = {
        "/list": listing(("1", "우리 동네 국숫집 이야기", 3)),
        "/p/1": post_page("우리 동네 국숫집 이야기"),
    }
    with web(pages(replies)) as server:
        await crawl_once(bus, LocalStore(tmp_path), site(server.url), settings)
    known = await newest_collected_posts(bus, "toy")
    assert [post.title for post in known] == ["우리 동네 국숫집 이야기"]
    assert not await newest_collected_posts(bus, "other")
    board = PhoneBoard(NOW)
    with web(pages(served(board))) as server:
        request = SiteToAdd(url=f"{server.url}/m/humor/list/1", code="phone", name="손안의 웃음")
        save_site(await recognise_site(request.url, ""), request)
        declared = registry.declared_site("phone")
        before = (tmp_path / "sites" / "phone.yaml").read_bytes()
        # What was collected elsewhere is not found again: the file stays as it is.
        with pytest.raises(BadInput, match="nothing that was collected there before"):
            save_site(await recognise_site(request.url, "", known=known), request, declared, known)
        assert (tmp_path / "sites" / "phone.yaml").read_bytes() == before
        again = save_site(await recognise_site(request.url, ""), request, declared)
    assert again.differences == ()
