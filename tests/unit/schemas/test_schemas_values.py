"""Small values of the schemas: keys of posts and comments, frames, copies, and sentences of codes and their fields."""

import pytest
from fixtures.facts import post
from fixtures.rows import each_row

from schemas import failures
from schemas.failures import failure_codes, failure_explanation, register
from schemas.failures.sentences import Sentences
from schemas.frames import FPS, frame_at
from schemas.posts import PostKey, content_hash


@each_row("text", ["sample", "", "a b.1", "sample.", "sample.1.2"])
def test_what_is_no_key_of_a_post_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (pydantic's and ours)
        PostKey.parse(text)
    assert str(PostKey.parse("sample.12")) == "sample.12"


def test_a_comment_is_known_by_its_author_and_content() -> None:
    comment = post().comments[0]
    assert comment.content_hash == content_hash(comment.author, comment.content)
    assert comment.content_hash == comment.model_copy(update={"likes": 1}).content_hash
    assert comment.content_hash != comment.model_copy(update={"author": "x"}).content_hash


def test_a_frame_is_the_nearest() -> None:
    assert [frame_at(frame / FPS + off) for frame in (0, 1, 7) for off in (-0.016, 0.016)] == [0, 0, 1, 1, 7, 7]


def test_a_deep_copy_shares_nothing() -> None:
    whole = post()
    deep, flat = whole.model_copy(deep=True), whole.model_copy()
    assert deep == flat == whole
    assert deep.stats is not whole.stats
    assert flat.stats is whole.stats


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes that a test adds are gone after it."""
    monkeypatch.setattr(failures, "_CATALOGUE", dict(failures._CATALOGUE))


@pytest.mark.usefixtures("catalogue")
def test_codes_of_a_plug_in_are_added_once() -> None:
    sentences = Sentences(en="It counts.", ko="셉니다.")
    register({"loudly.counted": sentences})
    register({"loudly.counted": sentences})
    assert failure_codes().count("loudly.counted") == 1
    with pytest.raises(ValueError, match=r"loudly\.counted is taken"):
        register({"loudly.counted": Sentences(en="Other.", ko="다름.")})


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"number": 2.04, "of": "3"}, "It counts 2.0 of 3."),
        ({"number": "2.04", "of": None}, "It counts 2.04 of None."),
        ({}, "It counts ? of ?."),
    ],
)
def test_what_another_release_wrote_is_still_told(fields: dict[str, object], told: str) -> None:
    register({"loudly.counted": Sentences(en="It counts {number:.1f} of {of:>1}.", ko="{number:.1f}개입니다.")})
    explained = failure_explanation("loudly.counted", fields, "en")
    assert explained is not None
    assert explained.sentence == told
