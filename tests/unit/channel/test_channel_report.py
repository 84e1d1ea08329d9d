"""The report on a channel: what it says of films and days, and when something is broken."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, facts_of, post
from fixtures.rows import each_row

from libraries.channel.channel_film import ChannelFilm, FilmUpload, channel_film
from libraries.channel.film_choice_values import choice_values_of_film
from libraries.channel.report import UploadCap, report_channel
from libraries.channel.rules import ChannelRules
from libraries.storyboard.film_looks import LOOKS, genre_of
from schemas.errors import IllegalTransition
from schemas.events import (
    ContentRendered,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    Event,
    PostApproved,
    PostCollected,
    PostRetracted,
)
from schemas.events.film_traits import FilmTraits
from schemas.recipe import ChannelIdentity, FilmChoice, Recipe
from schemas.script import Line, Role, Speaker
from schemas.states import PostState

SEOUL = ZoneInfo("Asia/Seoul")
MORNING = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
OWN = Line(
    role=Role.BODY,
    speaker=Speaker.HOST,
    display="저는 이 일을 다르게 봅니다.",
    spoken="저는 이 일을 다르게 봅니다.",
)


def film(number: int, at: datetime = MORNING, *, template: str = "card", verdict: bool = True) -> ChannelFilm:
    traits = FilmTraits(
        template=template,
        theme=template,
        layout=template,
        opening="post",
        closing="page",
        comments="cards",
        captions="box",
        transition="cut",
        background="lights",
        music=template,
        shots=(2.0, 3.0) if template == "card" else (0.5, 9.0),
        first_frame="0" * 16 if template == "card" else "f" * 16,
        colours=(),
    )
    script = SCRIPT.model_copy(update={"lines": (*SCRIPT.lines, OWN)}) if verdict else SCRIPT
    state = PostState(
        post=post(str(number)),
        revision=1,
        script=script,
        voice=VOICE,
        voice_by="espeak",
        film=FILM.model_copy(update={"traits": traits}),
    )
    return ChannelFilm(str(state.post.key) if state.post else "", state, at, (FilmUpload("youtube", at),))


RULES = ChannelRules(verdict="required", interchangeability=1.0)


def test_a_channel_in_order() -> None:
    found = report_channel([film(1), film(2, template="chat")], RULES, SEOUL, labelled=frozenset({"sample.2"}))
    assert found.keeps_rules
    assert [(one.film, one.labelled) for one in found.films] == [("sample.1", False), ("sample.2", True)]
    assert found.films[0].nearest[0].film == "sample.2"
    assert found.films[0].verdict > 0.2
    assert 0 < found.interchangeability < 1


def test_films_too_much_alike_break_the_rule_and_advice_says_what_to_vary() -> None:
    rules = RULES.model_copy(update={"interchangeability": 0.7})
    alike = [film(number, MORNING + timedelta(days=number)) for number in range(6)]
    found = report_channel(alike, rules, SEOUL, options={"film.template": ("card", "chat"), "film.music": ("bells",)})
    assert not found.keeps_rules
    assert [one.code for one in found.broken] == ["channel.too_alike"]
    assert [(one.choice, one.after) for one in found.advice] == [("film.template", "chat"), ("film.music", "bells")]
    assert found.advice[0].interchangeability < found.films[-1].interchangeability


def test_a_missing_verdict_is_broken_where_it_is_required() -> None:
    found = report_channel([film(1), film(2, verdict=False)], RULES, SEOUL)
    assert not found.keeps_rules
    assert [[one.code for one in each.broken] for each in found.films] == [[], ["channel.verdict_short"]]
    assert report_channel([film(2, verdict=False)], ChannelRules(), SEOUL).keeps_rules


@each_row(
    "hours, broken",
    [((0, 1), False), ((0, 1, 2), True), ((0, 1, 15), False), ((-10, -11, 0, 1), False), ((-9, 0, 1), True)],
)
def test_a_day_in_seoul_has_no_more_films_than_the_cap(hours: tuple[int, ...], broken: bool) -> None:
    """00:00 UTC is nine in the morning: fifteen hours later, and ten before, it is another day there."""
    films = [film(at, MORNING + timedelta(hours=hour)) for at, hour in enumerate(hours)]
    cap = UploadCap(platform="youtube", a_day=2)
    found = report_channel(films, RULES, SEOUL, platform="youtube", cap=cap)
    assert [one.code for one in found.broken] == ["channel.cap_exceeded"] * broken
    assert found.keeps_rules is not broken


def test_only_warnings_leave_a_channel_in_order() -> None:
    reading = film(1)
    source = post("1").model_copy(update={"content": "막내가 남긴 메일 여러분 생각은요?"})
    told = reading._replace(state=reading.state.model_copy(update={"post": source}))
    warned = report_channel([told], ChannelRules(), SEOUL)
    assert [(one.code, one.refuses) for one in warned.films[0].broken] == [("channel.shared_words", False)]
    assert warned.keeps_rules
    assert not report_channel([told], ChannelRules(shared_words_rule="refuse"), SEOUL).keeps_rules


def test_without_films_there_is_nothing_to_say() -> None:
    with pytest.raises(IllegalTransition) as caught:
        report_channel([], RULES, SEOUL)
    assert caught.value.code == "channel.no_films"


def made() -> list[Event]:
    key = post().key
    done = {"post_key": key, "revision": 1, "stage_key": "0" * 64, "served_by": "espeak", "seconds": 1.0}
    uploaded = {"post_key": key, "revision": 1, "remote_id": "r", "url": "https://a.example", "video_sha256": "b" * 64}
    return [
        PostCollected(post_key=key, revision=0, post=post()),
        PostApproved(post_key=key, revision=1, reviewer="kim"),
        ContentScripted.model_validate({**done, "script": SCRIPT}),
        ContentVoiced.model_validate({**done, "voice": VOICE}),
        ContentRendered.model_validate({**done, "film": FILM}),
        ContentUploaded.model_validate({**uploaded, "platform": "export"}),
        ContentUploaded.model_validate({**uploaded, "platform": "youtube"}),
    ]


def test_a_film_is_folded_from_its_facts() -> None:
    found = channel_film(facts_of(made()))
    assert found is not None
    assert (found.film, [each.platform for each in found.uploads]) == ("sample.1", ["export", "youtube"])
    assert channel_film(facts_of(made()[:4])) is None
    assert (
        channel_film(facts_of([*made(), PostRetracted(post_key=post().key, revision=1, by="kim", reason="x")])) is None
    )


def test_options_are_those_of_the_genre_and_the_identity() -> None:
    looks = LOOKS[genre_of(SCRIPT.mood, post().board)]
    free = choice_values_of_film(post(), SCRIPT, Recipe(), ("card",))
    assert set(free["film.theme"]) == {*looks.theme[0], *looks.theme[1]}
    kept = looks.theme[1][0]
    own = Recipe(film=FilmChoice(identity=ChannelIdentity(themes=(kept, "of no genre"))))
    assert choice_values_of_film(post(), SCRIPT, own, ("card",))["film.theme"] == [kept]
    assert free["film.template"] == ("card",)
