"""Recognised sites corrected by examples, written as files, and mended after their layout changed."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import HttpUrl
from unit.crawlers.recognition.test_recognition import BASE, NOW, explored

from crawlers.recognition.changed_layout import correct_by_known_posts, count_texts_found_again, proposed_changes
from crawlers.recognition.correction_by_examples import correct_by_examples
from crawlers.recognition.correction_dialogue import ask_for_corrections, parse_examples
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.fields.certainty import FieldCertainty
from crawlers.recognition.site_explorer import ExploredSite, SiteExplorer
from crawlers.recognition.site_file import save_site_file, site_code_of_address
from crawlers.sites_config import registry
from crawlers.sites_config.loader import read_site
from schemas.errors import BadInput
from schemas.posts import Comment, Post, PostKey
from testbed.unlike_boards.board import Board
from testbed.unlike_boards.modern_boards import HashedClassBoard, PhoneBoard
from testbed.unlike_boards.proposal_check import check_proposal
from testbed.unlike_boards.table_boards import DefinitionListBoard, FontTableBoard


def broken(found: ExploredSite, *names: str) -> ExploredSite:
    """``found`` with other selectors for fields, as if the wrong ones had been recognised."""
    assert found.found is not None
    parts = {"list": found.found.list, "post": found.found.post, "comments": found.found.comments}
    for name in names:
        part, _, field = name.partition(".")
        wrong = parts[part]["posted_at"]
        parts[part][field] = replace(wrong, certainty=FieldCertainty.UNSURE)
    found.proposal.selectors, found.proposal.certainties = found.found.selectors(), found.found.certainties()
    return found


def test_three_examples_put_three_wrong_fields_right() -> None:
    board = DefinitionListBoard(NOW)
    found = broken(explored(board, "/board/life"), "post.author", "comments.author", "list.views")
    before = check_proposal(board, found.proposal, BASE)
    assert before.exact_share < 0.5
    assert not before.wrong_but_sure(found.proposal)
    assert found.guess is not None
    first = next(post for post in board.posts if BASE + board.post_path(post) == found.proposal.pages[0].url)
    correct_by_examples(
        found,
        {"author": first.author, "comment-author": first.remarks[0].author, "views": f"{first.views:,}"},
    )
    after = check_proposal(board, found.proposal, BASE)
    assert (after.exact_share, dict(after.wrong)) == (1.0, {})
    assert found.proposal.certainties["comments.author"] is FieldCertainty.POINTED


def test_a_body_and_comments_are_found_by_how_they_begin() -> None:
    board = FontTableBoard(NOW)
    found = explored(board, board.first_list_path())
    assert found.found is not None
    page = found.proposal.pages[0].url
    post = next(post for post in board.posts if BASE + board.post_path(post) == page)
    found.found.comment_parts, found.found.comments = {}, {}
    found.found.post_parts = {"body": "td[colspan]"}
    correct_by_examples(
        found, {"body": post.paragraphs[0], "comment": max((one.text for one in post.remarks), key=len)}
    )
    read = found.proposal.read_pages(NOW)
    assert len(read.posts[0].comments) == len(post.remarks)
    assert [one.text.strip() for one in read.posts[0].comments] == [one.text for one in post.remarks]
    assert read.posts[0].text.split() == " ".join(post.paragraphs).split()


def test_an_example_that_stands_nowhere_is_said_and_so_is_an_unknown_name() -> None:
    found = explored(DefinitionListBoard(NOW), "/board/life")
    faults = []
    for given in ({"author": "아무도 아닌 사람"}, {"colour": "푸름"}, {"comment-views": "3"}):
        with pytest.raises(BadInput) as caught:
            correct_by_examples(found, given)
        faults.append(caught.value.code)
    assert faults == ["site.example_missing", "site.example_unknown", "site.example_unknown"]


def test_a_dialogue_shows_what_was_read_and_goes_on_after_a_fault() -> None:
    board = DefinitionListBoard(NOW)
    found = broken(explored(board, "/board/life"), "post.author")
    first = next(post for post in board.posts if BASE + board.post_path(post) == found.proposal.pages[0].url)
    said, drawn = list[str](), list[tuple[Any, ...]]()
    answers = iter(("author=없는 사람", f"author={first.author}", ""))
    ask_for_corrections(found, lambda: next(answers), lambda *table: drawn.append(table), said.append)
    assert any("post.author" in line for line in said if line.startswith("Unsure"))
    assert any("없는 사람" in line for line in said)
    assert len(drawn) == 6
    titles, posts = [row[1] for row in drawn[0][2]], drawn[-2]
    assert titles == [post.title if len(post.title) <= 24 else f"{post.title[:24]}…" for post in board.posts[:5]]
    assert posts[2][0][1] == first.author


def test_arguments_are_examples() -> None:
    assert parse_examples(["--author", "홍길동", "--likes=12"]) == {"author": "홍길동", "likes": "12"}
    for wrong in (["author"], ["--author"]):
        with pytest.raises(BadInput):
            parse_examples(wrong)


def test_a_file_is_the_whole_site_closed_and_never_written_over_another(tmp_path: Path) -> None:
    board = HashedClassBoard(NOW)
    proposal = explored(board, "/").proposal
    path = save_site_file(proposal, "moyeo", "모여라", tmp_path)
    spec = read_site(path)
    assert (spec.name, spec.boards[0].path, spec.policy.enabled) == ("모여라", "/c/daily", False)
    assert spec.policy.terms.url == f"{BASE}/policy/terms"
    assert spec == proposal.site_spec("moyeo", "모여라")
    for code in ("moyeo", "theqoo"):
        with pytest.raises(BadInput) as caught:
            save_site_file(proposal, code, "모여라", tmp_path)
        assert caught.value.code == "site.already_declared"


def test_no_file_is_written_outside_of_its_folder_or_with_a_name_that_no_site_may_have(tmp_path: Path) -> None:
    proposal = explored(HashedClassBoard(NOW), "/").proposal
    folder = tmp_path / "home" / "sites"
    wrong = ("../../evil", f"{tmp_path}/evil", "a\npolicy: 1", "a.permit", "x" * 65, "글")
    for code, name in (*((code, "모여라") for code in wrong), ("moyeo", "모" * 65)):
        with pytest.raises(BadInput) as caught:
            save_site_file(proposal, code, name, folder)
        assert (caught.value.code, caught.value.fields["value"]) == (
            "site.not_named",
            code if name == "모여라" else name,
        )
    assert not [*tmp_path.rglob("*")]


def test_a_file_names_every_host_that_pages_were_read_of() -> None:
    proposal = explored(HashedClassBoard(NOW), "/").proposal
    assert proposal.site_spec().hosts == ()
    proposal.pages = [replace(page, url=page.url.replace("127.0.0.1", "localhost")) for page in proposal.pages]
    assert proposal.site_spec().page_hosts == {"127.0.0.1", "localhost"}


def test_codes_are_taken_from_hosts() -> None:
    hosts = ("https://www.some-board.co.kr/x", "https://bbs.example.com", "http://127.0.0.1:8000")
    assert [site_code_of_address(host) for host in hosts] == ["someboard", "example", "site"]


class Relaid(PhoneBoard):
    """The board for small screens with other class names and its counts before its titles."""

    def _text(self, path: str) -> str | None:
        page = super()._text(path)
        for before, after in (
            ('"tit"', '"heading-7"'),
            ('"ct"', '"speech"'),
            ('"txt"', '"prose-3"'),
            ("cms", "voices"),
        ):
            page = page.replace(before, after) if page is not None else None
        return page


def stored(board: Board, count: int) -> list[Post]:
    """The board's first posts as they were collected."""
    return [
        Post(
            key=PostKey.of("phone", str(post.id)),
            origin_id=str(post.id),
            site_name="손안의 웃음",
            url=HttpUrl(BASE + board.post_path(post)),
            title=post.title,
            content="\n".join(post.paragraphs),
            comments=tuple(Comment(id=str(one.id), author="가", content=one.text) for one in post.remarks),
        )
        for post in board.posts[:count]
    ]


def test_a_changed_layout_is_mended_by_what_was_collected_before(tmp_path: Path) -> None:
    old, new = PhoneBoard(NOW), Relaid(NOW)
    before = explored(old, "/").proposal
    save_site_file(before, "phone", "손안의 웃음", tmp_path)
    declared = registry.declared_site("phone", tmp_path)
    known = stored(old, 8)
    assert (
        not before.make_crawler(NOW)
        .listing(new.page_at(new.first_list_path()) or b"", BASE + new.first_list_path())
        .posts
    )
    after = explored(new, new.first_list_path())
    correct_by_known_posts(after, known, NOW)
    again = count_texts_found_again(after, known, NOW)
    assert again.titles == (8, 10)
    assert again.texts[0] == again.texts[1] > 0
    assert again.comments[0] == again.comments[1] > 0
    changed = {one.field: (one.before, one.after) for one in proposed_changes(declared.spec, after)}
    assert changed["selectors.list.title.css"] == ("span.tit", "span.heading-7")
    assert changed["selectors.post.body"] == ("div.txt", "div.prose-3")
    save_site_file(after.proposal, "phone", "손안의 웃음", tmp_path, declared)
    content = yaml.safe_load((tmp_path / "phone.yaml").read_text("utf-8"))
    assert content["selectors"]["post"]["body"] == "div.prose-3"
    assert check_proposal(new, after.proposal, BASE).exact_share == 1.0


def test_a_mended_site_of_the_program_is_written_as_changes_to_it(tmp_path: Path) -> None:
    declared = registry.declared_site("theqoo", tmp_path)
    proposal = explored(PhoneBoard(NOW), "/").proposal
    save_site_file(proposal, "theqoo", "더쿠", tmp_path, declared)
    content = yaml.safe_load((tmp_path / "theqoo.yaml").read_text("utf-8"))
    assert set(content) == {"code", "replaces", "engine", "selectors"}
    mended = registry.declared_site("theqoo", tmp_path)
    assert mended.fault is None
    # Nothing of the program's selectors is left, also where the proposal has no such field.
    assert mended.spec.selectors == proposal.site_spec().selectors


def test_mending_keeps_what_the_operator_changed_beside_the_selectors(tmp_path: Path) -> None:
    own = tmp_path / "theqoo.yaml"
    own.write_text("code: theqoo\npolicy: {min_delay: 30}\nselectors: {post: {title: b}}\n", "utf-8")
    proposal = explored(PhoneBoard(NOW), "/").proposal
    save_site_file(proposal, "theqoo", "더쿠", tmp_path, registry.declared_site("theqoo", tmp_path))
    mended = registry.declared_site("theqoo", tmp_path)
    assert (mended.fault, mended.later, mended.spec.policy.min_delay) == (None, False, 30)
    assert mended.spec.selectors == proposal.site_spec().selectors
    own.write_text("code: theqoo\npolicy: {min_delay: [", "utf-8")
    with pytest.raises(BadInput) as caught:
        save_site_file(proposal, "theqoo", "더쿠", tmp_path, registry.declared_site("theqoo", tmp_path))
    assert (caught.value.code, own.read_text("utf-8")[-1]) == ("site.invalid", "[")


async def test_known_titles_choose_among_lists() -> None:
    board = HashedClassBoard(datetime(2026, 11, 29, 12, 0, tzinfo=UTC))

    async def fetch(url: str) -> FetchedPage:
        body = board.page_at(url.removeprefix(BASE))
        if body is None:
            raise BadInput("page.gone", url=url)
        return FetchedPage.of(url, body)

    found = await SiteExplorer(fetch, NOW, [board.posts[1].title]).explore(f"{BASE}/c/daily")
    assert found.guess is not None
    assert board.posts[1].title in [row.title for row in found.proposal.read_pages(NOW).listing.posts]
