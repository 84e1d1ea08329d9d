"""Sites whose real pages were seen: every field of the pages drawn after them is read exactly."""

import shutil
from pathlib import Path

import pytest
import yaml

from crawlers.sites_config import registry
from crawlers.sites_config.observed_pages import FieldsNotShown
from testbed.saved_page_checks.__main__ import main
from testbed.saved_page_checks.compare import SavedPages
from testbed.saved_page_checks.hidden_fields import hidden_field_contradictions
from testbed.saved_page_checks.truth import FILE, SavedPagesTruth, read_truth

FOLDERS = Path(__file__).parents[2] / "fixtures" / "crawl" / "observed"
SITES = registry.shipped_sites()


def faults(folder: Path) -> list[str]:
    """Fields that are read otherwise than a person reads them, and what the site's file says wrongly of them."""
    spec, truth = SITES[folder.name], read_truth(folder)
    if spec.observed is None:
        return [f"{folder.name}: its file does not say that it was observed"]
    found = [str(cell) for cell in SavedPages.of_site(spec, folder, truth).compared_fields() if not cell.is_right]
    found += hidden_field_contradictions(truth, spec.observed.not_shown)
    if (truth.source, truth.saved) != (spec.observed.source, spec.observed.saved):
        found.append("source or date differ from those in the site's file")
    if not truth.lists or not truth.posts:
        found.append("there must be a list and a post")
    return [f"{folder.name}: {fault}" for fault in found]


def test_every_field_of_every_observed_site_is_exact() -> None:
    found = [fault for folder in sorted(FOLDERS.iterdir()) for fault in faults(folder)]
    assert not found, "\n" + "\n".join(found)


def test_exactly_the_sites_with_pages_are_observed() -> None:
    claimed = {code for code, spec in SITES.items() if spec.evidence_level == 2}
    assert claimed == {folder.name for folder in FOLDERS.iterdir()}


def test_a_wrong_field_a_lost_comment_and_an_answer_nobody_asked_for_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    shutil.copytree(FOLDERS / "sample", folder)
    content = yaml.safe_load((folder / FILE).read_text("utf-8"))
    post = content["posts"][0]
    post["views"] += 1
    post["images"] = []
    post["answers"][0]["url"] = "/post/1001?cp=9"
    content["lists"][0]["posts"][0]["title"] = "다른 제목"
    (folder / FILE).write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    named = "\n".join(faults(folder))
    for fault in ("1001 views", "1001 images", "1002 title", "comment 1001003 text", "nobody asked", "?cp=1'", "order"):
        assert fault in named
    assert "not_shown.post lacks images" in named
    assert "not_shown.comments lacks parent" not in named


def test_folders_of_pages_are_judged_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(FOLDERS / "sample", tmp_path / "sample--again")
    expected = tmp_path / "sample--again" / FILE
    expected.write_text(expected.read_text("utf-8").replace("likes: 2894", "likes: 2895"), "utf-8")
    main([FOLDERS / "sample", tmp_path / "sample--again"])
    said = capsys.readouterr().out
    assert "sample--again/post.html 1001 likes: expected 2895, read 2894" in said
    assert "sample           post likes           right     1 wrong     1" in said


def test_fields_that_are_never_shown_are_declared_and_no_others() -> None:
    truth = SavedPagesTruth.model_validate(
        {
            "source": "x",
            "saved": "2026-11-29",
            "now": "2026-11-29 10:00:00",
            "posts": [
                {"file": "p", "url": "/1", "id": 1, "title": "t", "likes": 0, "comment_rows": [{"id": 2, "text": "a"}]}
            ],
        }
    )
    found = set(hidden_field_contradictions(truth, FieldsNotShown(post=("likes", "views"), comments=("author",))))
    assert "not_shown.post has likes, which a page shows" in found
    assert "not_shown.post lacks author, which no page shows" in found
    assert "not_shown.comments lacks best, which no page shows" in found
    assert not any("post lacks views" in fault or "comments lacks author" in fault for fault in found)
