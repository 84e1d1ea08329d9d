"""The sets for judging scripts: each file is whole, and what it names exists.

Wrong without this check and without a word: a beat no script can tell because its span is not in the post, an edit that
changes nothing, a draft of a post that does not exist.
"""

from collections import Counter
from functools import cache
from pathlib import Path

from fixtures.rows import each_row

from crawlers.sample.sample_posts import POSTS, read_sample_post
from schemas.script import Fault
from services.studio.script.llm.draft import Draft
from testbed.benchmarks.script.script_sets import SETS, BadDraft, GoodDraft, LabelledStory, ScriptSets, load_yaml

READ = ScriptSets()
BEATS = sorted((SETS / "beats").glob("*.yaml"))


@cache
def good() -> dict[str, GoodDraft]:
    files = sorted((SETS / "good").glob("*.yaml"))
    drafts = [draft.id for path in files for draft in load_yaml(path, tuple[GoodDraft, ...])]
    assert [draft_id for draft_id, times in Counter(drafts).items() if times > 1] == []
    return READ.good_drafts()


@cache
def bad() -> tuple[tuple[Fault, BadDraft], ...]:
    return tuple(READ.bad_drafts())


@each_row("path", BEATS, ids=lambda path: path.stem)
def test_every_beat_can_be_told_in_words_of_its_post(path: Path) -> None:
    story = load_yaml(path, LabelledStory)
    assert story.post == path.stem
    body = read_sample_post(READ.post_file(story.post)).body
    lines = body.splitlines()
    spans = [span for beat in story.beats for span in beat.told_by]
    assert [span for span in spans if not any(span in line for line in lines)] == []
    roles = Counter(beat.role for beat in story.beats)
    assert not body.strip() or (roles["beginning"] and 1 <= roles["reveal"] <= 2)


def test_every_post_has_its_beats_and_every_story_is_read() -> None:
    posts = {path.stem for folder in (POSTS, SETS / "stories") for path in folder.glob("*.yaml")}
    assert {path.stem for path in BEATS} == posts


def test_a_good_draft_is_what_a_writer_may_answer() -> None:
    for draft in good().values():
        given = draft.model_dump(exclude={"id", "register_"})
        lists = {name: list(given[name]) for name in ("body", "comments", "hashtags")}
        Draft.model_validate(given | lists | {"refusal": ""})


def test_each_sample_post_has_a_good_draft_in_each_register() -> None:
    found = Counter((draft.id.partition("-")[0], draft.register_) for draft in good().values())
    posts = [path.stem for path in POSTS.glob("*.yaml")]
    assert all(found[post, register] == 1 for post in posts for register in ("haeyo", "eumseum", "banmal"))


def test_every_edit_changes_the_draft_it_names() -> None:
    ids = Counter(draft.id for _, draft in bad())
    assert [name for name, times in ids.items() if times > 1] == []
    for _, draft in bad():
        source = good()[draft.of]
        assert draft.replace or draft.insert or draft.drop or draft.body or draft.comments is not None, draft.id
        body = {f"body.{number}": line for number, line in enumerate(source.body)}
        whole = {"title": source.title, "hook": source.hook, "closer": source.closer} | body
        assert [part for part, words in draft.replace.items() if whole[part] == words] == [], draft.id
        assert set(draft.drop) <= body.keys(), draft.id
        assert set(draft.insert) <= body.keys() | {f"body.{len(body)}"}, draft.id
        assert draft.body != source.body, draft.id


def test_every_fault_has_its_drafts() -> None:
    counts = Counter(kind for kind, _ in bad())
    table = (SETS / "README.md").read_text(encoding="utf-8").partition("| fault |")[2]
    assert counts.keys() == set(Fault)
    assert {kind for kind in counts if kind not in table} == set()
    assert min(counts.values()) >= 12
