"""The labels of what a reader sees: every sentence of a labelled post has one, and each names what exists."""

import re
from pathlib import Path

import pytest
from fixtures.rows import each_row

from crawlers.sample.sample_posts import read_sample_post
from testbed.benchmarks.script.beat_sets import SETS, labelled_posts, read_labels
from testbed.benchmarks.script.script_sets import ScriptSets

FILES = sorted(SETS.glob("*/*.yaml"))


@each_row("path", FILES, ids=lambda path: path.stem)
@pytest.mark.slow
def test_every_sentence_with_words_is_labelled(path: Path) -> None:
    labelled = read_labels(path)
    assert labelled.post == path.stem
    told = {at for at, sentence in enumerate(labelled.sentences) if not sentence.startswith("[사진")}
    assert told <= set(labelled.seen) <= set(range(len(labelled.sentences)))


def test_no_post_is_both_for_building_and_aside() -> None:
    seen, aside = ({post.post for post in labelled_posts(folder)} for folder in ("seen", "aside"))
    assert (len(seen), len(aside), seen & aside) == (20, 10, set())


@pytest.mark.slow
def test_nobody_of_a_cast_shares_a_name_with_another() -> None:
    for path in FILES:
        names = [name for key, member in read_labels(path).cast.items() for name in {key, *member.called}]
        assert len(names) == len(set(names)), path.stem


@pytest.mark.parametrize(
    ("old", "new"),
    [('"author"', '"somebody"'), ("front_door", "doorstep"), ("small_hours", "midnight"), ("lines:", "rows:")],
)
def test_a_label_that_names_nothing_is_refused(old: str, new: str, tmp_path: Path) -> None:
    text = (SETS / "seen/1001.yaml").read_text(encoding="utf-8")
    assert old in text
    changed = tmp_path / "1001.yaml"
    changed.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=r"somebody|doorstep|midnight|rows"):
        read_labels(changed)


@pytest.mark.slow
def test_posts_that_were_written_for_tuning_are_none_of_the_others() -> None:
    tuning = {post.post: post for post in labelled_posts("tuning")}
    written = [post for number, post in tuning.items() if number.startswith("4")]
    others = {post.title for folder in ("seen", "aside") for post in labelled_posts(folder)}
    assert (len(written), len(tuning)) == (36, 45)
    assert all(post.title not in others and post.board for post in tuning.values())


@each_row("path", [path for path in FILES if not path.stem.startswith("4")], ids=lambda path: path.stem)
@pytest.mark.slow
def test_the_labelled_sentences_are_the_posts(path: Path) -> None:
    body = read_sample_post(ScriptSets().post_file(path.stem)).body
    letters = re.sub(r"[^가-힣]", "", body)
    assert [one for one in read_labels(path).sentences if re.sub(r"[^가-힣]", "", one) not in letters] == []
