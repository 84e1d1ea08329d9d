"""What must hold before anybody sees a film: its approval, and that the account did not tell the story before."""

import asyncio
import random

import pytest
from fixtures.facts import FILM, SCRIPT, post
from fixtures.platform import told
from hypothesis import given
from hypothesis import strategies as st

from libraries.bus import Bus
from schemas.errors import BadInput
from schemas.events import ContentReleased
from schemas.posts import PostKey
from schemas.script import Line, Role, Script, Speaker
from schemas.states import PostState
from services.publish.metadata.publication import build_publication
from services.publish.platforms.base import Publication
from services.publish.upload.release_checks import (
    RecentScriptHashes,
    SimilarityCheck,
    estimated_resemblance,
    matching_release,
    script_minhash,
)

WORDS = st.text(alphabet="가나다라마바사아자차카타파하 .!", max_size=120)


def wanted(number: int = 1) -> Publication:
    return build_publication(post(str(number)), SCRIPT, FILM, 1)


def script(words: str) -> Script:
    line = Line(role=Role.BODY, speaker=Speaker.NARRATOR, display=words, spoken=words)
    return SCRIPT.model_copy(update={"lines": (line,)})


def release(platform: str = "youtube", seal: str = "", privacy: str = "public") -> ContentReleased:
    return ContentReleased.model_validate(
        {
            "post_key": PostKey.of("sample", "1"),
            "revision": 1,
            "reviewer": "나",
            "platform": platform,
            "seal": seal or wanted().seal,
            "privacy": privacy,
        }
    )


def state(*releases: ContentReleased) -> PostState:
    return PostState(released=releases)


def test_only_an_approval_of_this_film_for_this_platform_counts() -> None:
    assert matching_release(state(), "youtube", wanted()) is None
    assert matching_release(state(release("tiktok")), "youtube", wanted()) is None
    assert matching_release(state(release(seal="f" * 64)), "youtube", wanted()) is None
    right = release()
    assert matching_release(state(release("tiktok"), right, release(seal="f" * 64)), "youtube", wanted()) == right


def test_the_latest_approval_decides() -> None:
    first, last = release(privacy="unlisted"), release(privacy="public")
    assert matching_release(state(first, last), "youtube", wanted()) == last
    assert matching_release(state(last, first), "youtube", wanted()) == first


@given(WORDS, WORDS)
def test_a_resemblance_is_a_share_and_the_same_from_both_sides(one: str, other: str) -> None:
    share = estimated_resemblance(script_minhash(one), script_minhash(other))
    assert 0.0 <= share <= 1.0
    assert share == estimated_resemblance(script_minhash(other), script_minhash(one))
    assert script_minhash(one) == tuple(sorted(set(script_minhash(one))))
    assert len(script_minhash(one)) <= 96


@given(WORDS.filter(lambda text: any(c not in " .!" for c in text)))
def test_a_text_resembles_itself_whatever_its_spaces_signs_and_case(text: str) -> None:
    assert estimated_resemblance(script_minhash(text), script_minhash(text)) == 1.0
    assert script_minhash(f"  {text}!? ...") == script_minhash(text)
    assert script_minhash("AbC" + text) == script_minhash("a-b c" + text.replace(" ", ""))
    assert script_minhash("ＡＢＣＤＥ") == script_minhash("abcde")


def test_texts_without_a_common_word_share_nothing() -> None:
    assert (
        estimated_resemblance(script_minhash("가" * 5 + "나다라마바사"), script_minhash("하" * 5 + "파타카차자아"))
        == 0.0
    )
    assert script_minhash("") == ()
    assert estimated_resemblance((), ()) == 0.0
    assert len(script_minhash("가나다라마바사")) == 3
    assert len(script_minhash("가나다라마")) == 1
    assert len(script_minhash("가나")) == 1  # shorter than a shingle: it is one itself


def test_a_sketch_estimates_the_true_share() -> None:
    dice = random.Random(7)
    text = "".join(dice.choices("가나다라마바사아자차카타파하", k=2000))
    for share in (0.25, 0.5, 0.75):
        rest = dice.choices("거너더러머버서어저처커터퍼허", k=int(2000 * (1 - share)))
        other = text[: int(2000 * share)] + "".join(rest)
        true = share / (2 - share)
        assert estimated_resemblance(script_minhash(text), script_minhash(other)) == pytest.approx(true, abs=0.15)


async def recent(bus: Bus) -> list[str]:
    entry = await bus.ledger().get("recent.youtube.main")
    return [] if entry is None else [one.post for one in RecentScriptHashes.model_validate_json(entry.value).told]


async def test_a_story_that_was_told_is_refused_with_the_share(bus: Bus) -> None:
    check = SimilarityCheck(bus.ledger(), "youtube", "main", 0.6)
    await check.admit_script(wanted(1), told(1))
    with pytest.raises(BadInput) as caught:
        await check.admit_script(wanted(2), told(1))
    assert caught.value.code == "publish.too_similar"
    assert caught.value.fields == {"post": "sample.2", "other": "sample.1", "share": 100}
    assert await recent(bus) == ["sample.1"]
    await SimilarityCheck(bus.ledger(), "youtube", "second", 0.6).admit_script(wanted(2), told(1))


async def test_a_share_of_exactly_the_limit_is_too_much(bus: Bus) -> None:
    one, other = "가나다라마바사아자차", "가나다라마바사아자차카타파하거너"
    share = estimated_resemblance(script_minhash(one), script_minhash(other))
    assert 0 < share < 1
    await SimilarityCheck(bus.ledger(), "youtube", "main", share).admit_script(wanted(1), script(one))
    with pytest.raises(BadInput):
        await SimilarityCheck(bus.ledger(), "youtube", "main", share).admit_script(wanted(2), script(other))
    await SimilarityCheck(bus.ledger(), "youtube", "main", share + 0.01).admit_script(wanted(2), script(other))


async def test_a_remake_is_not_compared_with_itself_and_takes_its_place(bus: Bus) -> None:
    check = SimilarityCheck(bus.ledger(), "youtube", "main", 0.6)
    await check.admit_script(wanted(1), told(1))
    await check.admit_script(wanted(2), told(2))
    await check.admit_script(wanted(1), told(1))
    assert await recent(bus) == ["sample.1", "sample.2"]
    await check.admit_script(wanted(1), told(3))
    assert await recent(bus) == ["sample.2", "sample.1"]
    await check.admit_script(wanted(3), told(1))  # the first telling of it is replaced


async def test_the_last_fifty_are_remembered(bus: Bus) -> None:
    check = SimilarityCheck(bus.ledger(), "youtube", "main", 0.6)
    for number in range(51):
        await check.admit_script(wanted(number), told(number))
    names = await recent(bus)
    assert (len(names), names[0], names[-1]) == (50, "sample.1", "sample.50")
    await check.admit_script(wanted(99), told(0))
    with pytest.raises(BadInput):
        await check.admit_script(wanted(98), told(50))


async def test_films_at_the_same_time_all_come_on_the_list(bus: Bus) -> None:
    checks = [SimilarityCheck(bus.ledger(), "youtube", "main", 0.6) for _ in range(6)]
    await asyncio.gather(*(check.admit_script(wanted(n), told(n)) for n, check in enumerate(checks)))
    assert sorted(await recent(bus)) == sorted(f"sample.{n}" for n in range(6))
