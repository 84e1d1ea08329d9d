"""A film and its shorter cut: what asks for them, and which of the two each platform is given, once."""

import json
from pathlib import Path

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, facts_of, post, reference
from fixtures.platform import Channel, channel, clock, platform

from libraries.bus import Bus, MessageContext
from libraries.film_statistics.viewer_retention import film_viewer_retention
from schemas.errors import IllegalTransition
from schemas.events import (
    ContentMeasured,
    ContentReleased,
    ContentRendered,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    Event,
    Film,
    FilmCut,
    PostApproved,
    PostCollected,
)
from schemas.recipe import CutChoice, Recipe, ScriptChoice, Stage
from schemas.states import PostState
from schemas.statistics import FilmAge, FilmStatistics, RetentionPoint
from services.commands.remake import CutFilm, cut_film, cut_request
from services.publish.metadata.publication import publication_of
from services.publish.platforms.base import BaseUploader
from services.publish.platforms.export.uploader import ExportUploader
from services.publish.platforms.instagram.uploader import InstagramUploader
from services.publish.platforms.tiktok.uploader import TiktokUploader
from services.publish.platforms.youtube.uploader import YoutubeUploader
from services.publish.service import Publisher
from services.publish.upload.exactly_once import ExactlyOnceUploader
from services.publish.withdraw.withdrawal import Withdrawer
from testbed.fake_platforms.youtube import YoutubePlatform

__all__ = ["channel", "clock", "platform"]
KEY = post().key
WHOLE = FILM.model_copy(update={"duration": 66.0})
SHORT = FILM.model_copy(update={"video": reference("e", "mp4"), "duration": 55.0})
CUT = FilmCut(film=SHORT, lines=(1,), voice=VOICE)


def state(film: Film = WHOLE, cut: FilmCut | None = CUT) -> PostState:
    return PostState(revision=1, post=post(), script=SCRIPT, film=film, cut=cut)


@pytest.mark.parametrize(
    ("uploader", "expected"),
    [(YoutubeUploader, SHORT), (InstagramUploader, SHORT), (TiktokUploader, WHOLE), (ExportUploader, WHOLE)],
)
def test_each_platform_is_given_the_length_that_fits_it(uploader: type[BaseUploader], expected: Film) -> None:
    words = publication_of(state())
    assert words is not None
    given = words.for_platform(uploader.capabilities)
    assert given.film == expected
    assert given.seal == words.seal
    assert given.for_platform(uploader.capabilities) == given
    alone = publication_of(state(cut=None))
    assert alone is not None
    assert alone.for_platform(uploader.capabilities) == alone
    assert alone.seal != words.seal


def test_another_cut_needs_another_release() -> None:
    other = CUT.model_copy(update={"film": SHORT.model_copy(update={"video": reference("f", "mp4")})})
    one, two = publication_of(state()), publication_of(state(cut=other))
    assert one is not None
    assert two is not None
    assert one.seal != two.seal


def test_a_cut_is_made_of_a_film_that_is_long_enough() -> None:
    asked = cut_request(state(cut=None), CutFilm(post=KEY, cut=CutChoice(seconds=45)), "kim")
    assert (asked.from_stage, asked.revision, asked.recipe) == (Stage.FILM, 2, Recipe(cut=CutChoice(seconds=45)))
    with pytest.raises(IllegalTransition, match="30 s") as refused:
        cut_request(state(FILM, None), CutFilm(post=KEY), "kim")
    assert refused.value.code == "post.film_too_short_to_cut"
    rewritten = cut_request(state(FILM, None), CutFilm(post=KEY, rewrite=True), "kim")
    expected = Recipe(script=ScriptChoice(seconds=68.0), cut=CutChoice())
    assert (rewritten.from_stage, rewritten.recipe) == (Stage.SCRIPT, expected)
    with pytest.raises(IllegalTransition, match="no finished film"):
        cut_request(PostState(), CutFilm(post=KEY), "kim")


async def test_a_cut_begins_the_next_revision_and_an_old_cut_is_not_published_with_it(channel: Channel) -> None:
    await cut_rendered(channel)
    outcome = await cut_film(channel.bus, CutFilm(post=KEY), "kim")
    assert outcome.revision == 2
    after = await channel.bus.post_state(KEY)
    assert (after.film, after.cut, after.from_stage) == (None, None, Stage.FILM)
    assert after.voice == VOICE


async def cut_rendered(channel: Channel) -> ContentRendered:
    """A post in the stream of which a film and a cut were made."""
    whole = channel.film(1).model_copy(update={"duration": 66.0})
    cut = FilmCut(film=channel.film(2).model_copy(update={"duration": 55.0}), lines=(1,), voice=VOICE)
    done = {"stage_key": "0" * 64, "served_by": "test", "seconds": 0.1}
    last = ContentRendered(post_key=KEY, revision=1, film=whole, cut=cut, **done)
    events: list[Event] = [
        PostCollected(post_key=KEY, revision=0, post=post()),
        PostApproved(post_key=KEY, revision=1, reviewer="나"),
        ContentScripted(post_key=KEY, revision=1, script=SCRIPT, **done),
        ContentVoiced(post_key=KEY, revision=1, voice=VOICE, **done),
        last,
    ]
    for event in events:
        await channel.bus.publish(event, expected=(await channel.bus.post_state(KEY)).sequence)
    return last


async def publish_twice(bus: Bus, delivery: ExactlyOnceUploader, fact: Event) -> None:
    """The fact, delivered twice."""
    for _ in range(2):
        work = MessageContext(bus, fact, Stage.PUBLISH, 1, await bus.post_history(KEY))
        assert isinstance(fact, ContentRendered | ContentReleased)
        answer = await Publisher(bus, delivery).publish(fact, work)
        if answer is not None:
            await work.record(answer)


async def test_a_post_with_a_cut_has_one_film_on_each_platform_and_a_withdrawal_finds_both(
    channel: Channel, platform: YoutubePlatform, tmp_path: Path
) -> None:
    fact = await cut_rendered(channel)
    assert fact.cut is not None
    export = ExportUploader(channel.store, tmp_path / "exported")
    for delivery in (channel.delivery(), ExactlyOnceUploader(channel.bus, export, now=channel.clock, pause=0.002)):
        await publish_twice(channel.bus, delivery, fact)
    assert platform.copies() == {fact.cut.film.video.sha256: 1}
    (written,) = [json.loads(file.read_text()) for file in (tmp_path / "exported").rglob("metadata.json")]
    assert written["sha256"] == fact.film.video.sha256
    words = publication_of(await channel.bus.post_state(KEY))
    assert words is not None
    named = {"post_key": KEY, "revision": 1, "reviewer": "kim", "platform": "youtube", "seal": words.seal}
    release = ContentReleased.model_validate(named)
    await channel.bus.publish(release, expected=(await channel.bus.post_state(KEY)).sequence)
    await publish_twice(channel.bus, channel.delivery(), release)
    assert [video.privacy for video in platform.existing_films()] == ["public"]
    assert platform.copies() == {fact.cut.film.video.sha256: 1}
    outcome = await Withdrawer(
        channel.bus, channel.store, [channel.uploader(), export], reason="test", by="kim"
    ).withdraw(KEY)
    assert len(outcome.deleted) == 2
    assert not platform.existing_films()


def test_the_curve_of_a_cut_is_laid_over_the_lines_of_the_cut() -> None:
    named = {"post_key": KEY, "revision": 1}
    done = {**named, "stage_key": "0" * 64, "served_by": "test", "seconds": 0.1}
    curve = (RetentionPoint(place=0.0, watching=1.0), RetentionPoint(place=1.0, watching=0.4))
    told = [
        PostCollected(post_key=KEY, revision=0, post=post()),
        ContentScripted(**done, script=SCRIPT),
        ContentVoiced(**done, voice=VOICE),
        ContentRendered(**done, film=WHOLE, cut=CUT),
    ]
    seen = ContentMeasured(
        **named, platform="youtube", remote_id="v", age=FilmAge.DAY, statistics=FilmStatistics(retention=curve)
    )
    for film, line in ((SHORT, SCRIPT.lines[1]), (WHOLE, SCRIPT.lines[0])):
        there = ContentUploaded(**named, platform="youtube", remote_id="v", url="", video_sha256=film.video.sha256)
        found = film_viewer_retention(facts_of([*told, there, seen]), 1, "youtube")
        assert found is not None
        assert (found.seconds, found.lines[0].text) == (film.duration, line.display)


def test_facts_of_films_without_a_cut_are_read() -> None:
    done = {"post_key": KEY, "revision": 1, "stage_key": "0" * 64, "served_by": "test", "seconds": 0.1}
    old = ContentRendered(**done, film=FILM).model_dump_json(by_alias=True, exclude={"cut"})
    assert ContentRendered.model_validate_json(old).cut is None
