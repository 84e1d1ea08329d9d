"""The page about site files: every field of the model has words and a valid example, and the small files work."""

from pathlib import Path

import pytest
import site_file_docs
from fixtures.crawl.engines import STOCK, TITLE
from pydantic import BaseModel

from crawlers.sites_config import registry
from crawlers.sites_config.loader import read_site
from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput

EXAMPLES = site_file_docs.EXAMPLES
HTML = b'<ul class="board"><li><a class="subject" href="/free/7">\xea\xb8\x80</a></li></ul>'


def test_the_page_is_that_of_today() -> None:
    assert site_file_docs.PAGE.read_text("utf-8") == site_file_docs.page_text(), "run: python tools/site_file_docs.py"


def test_every_error_that_names_the_page_is_answered_by_it() -> None:
    text = site_file_docs.PAGE.read_text("utf-8")
    example = (EXAMPLES / "every-field.yaml").read_text("utf-8")
    documented = [field.path for field in site_file_docs.documented_fields(SiteSpec, example)]
    assert len(documented) == len(set(documented)) > 80
    assert all(f"`{path}`" in text for path in documented)
    assert "| `site.invalid` |" in text


def test_the_smallest_files_read_a_page() -> None:
    first = registry.make_engine(read_site(EXAMPLES / "first-board.yaml"))
    listed = first.listing(STOCK["gnuboard5"].list, first.first_list_address(first.spec.boards[0]))
    assert first.post(STOCK["gnuboard5"].post, listed.posts[0].url).title == TITLE
    html = registry.make_engine(read_site(EXAMPLES / "html-board.yaml"))
    assert [ref.origin_id for ref in html.listing(HTML, html.first_list_address(html.spec.boards[0])).posts] == ["7"]
    post = html.post(b"<h1>a</h1><div class=content>b</div>", "https://board.example/free/7")
    assert (post.title, post.text.strip()) == ("a", "b")


def test_no_line_of_the_smallest_files_can_be_left_out(tmp_path: Path) -> None:
    for name in ("first-board", "html-board"):
        lines = (EXAMPLES / f"{name}.yaml").read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if line.startswith("#") or line.endswith(":"):
                continue
            path = tmp_path / f"{name}.yaml"
            path.write_text("\n".join([*lines[:number], *lines[number + 1 :]]), "utf-8")
            with pytest.raises(BadInput):
                read_site(path)


def test_a_field_without_an_example_or_a_word_is_named() -> None:
    class Further(BaseModel):
        code: str
        colour: str = ""

    text = "# A name.\ncode: a\ncolour: red\n"
    with pytest.raises(ValueError, match="says nothing above line 3: colour"):
        site_file_docs.documented_fields(Further, text)
    with pytest.raises(ValueError, match="lacks colour"):
        site_file_docs.documented_fields(Further, "# A.\ncode: a\n")
