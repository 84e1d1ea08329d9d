"""The morning brief: what it counts, what it says first, and that every sentence is in Korean."""

import re
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fixtures.facts import FILM, SCRIPT, VOICE, post, reference
from fixtures.rows import each_row

from libraries.channel.morning_brief import (
    FilmOfYesterday,
    GivenUpPost,
    MorningBrief,
    MorningBriefFold,
    brief_text,
    collect_brief,
)
from schemas.events import (
    ContentFailed,
    ContentPictured,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentStarted,
    ContentUploaded,
    ContentVoiced,
    Event,
    FailureKind,
    PostApproved,
    PostCollected,
    PostDeclined,
    PostGone,
    PostRetracted,
    RecordedFact,
)
from schemas.pictures import LinePicture, Origin, Pictures
from schemas.posts import Image, PostKey
from schemas.recipe import Recipe, Stage
from schemas.script import Speaker

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 30, 8, 0, tzinfo=SEOUL)
YESTERDAY = datetime(2026, 11, 29, 12, 0, tzinfo=SEOUL)
NAMES = {"youtube": "유튜브", "export": "폴더"}


def key(number: int) -> PostKey:
    return post(str(number)).key


def collected(number: int) -> list[Event]:
    return [PostCollected(post_key=key(number), revision=0, post=post(str(number)))]


def scripted(number: int, *, approve: bool = False) -> list[Event]:
    done = {"post_key": key(number), "revision": 1, "stage_key": "0" * 64, "served_by": "x", "seconds": 1.0}
    return [
        *collected(number),
        PostApproved(post_key=key(number), revision=1, reviewer="kim", recipe=Recipe(approve_script=approve)),
        ContentStarted(post_key=key(number), revision=1, stage=Stage.SCRIPT, worker="w"),
        ContentScripted.model_validate({**done, "script": SCRIPT}),
    ]


def finished(number: int, platform: str = "youtube") -> list[Event]:
    done = {"post_key": key(number), "revision": 1, "stage_key": "0" * 64, "served_by": "x", "seconds": 1.0}
    there = {"post_key": key(number), "revision": 1, "remote_id": "r", "url": "https://a.example"}
    return [
        *scripted(number),
        ContentVoiced.model_validate({**done, "voice": VOICE}),
        ContentRendered.model_validate({**done, "film": FILM}),
        ContentUploaded.model_validate({**there, "video_sha256": "b" * 64, "platform": platform}),
    ]


def failed(number: int, *, again: bool = False) -> Event:
    return ContentFailed(
        post_key=key(number),
        revision=1,
        stage=Stage.VOICE,
        attempt=5,
        failure=FailureKind.PERMANENT,
        error="BadInput",
        message="no",
        code="post.no_script",
        retry_at=NOW if again else None,
    )


def brief(*events: Event, at: datetime = YESTERDAY) -> MorningBrief:
    return collect_brief([RecordedFact(place, at, event) for place, event in enumerate(events, 1)], NOW, SEOUL)


@each_row(
    "at, made",
    [
        (YESTERDAY, 1),
        (datetime(2026, 11, 28, 15, 0, tzinfo=UTC), 1),  # midnight in Seoul
        (datetime(2026, 11, 28, 14, 59, tzinfo=UTC), 0),
        (datetime(2026, 11, 29, 14, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 29, 15, 0, tzinfo=UTC), 0),
    ],
)
def test_yesterday_is_a_day_in_seoul(at: datetime, made: int) -> None:
    found = brief(*finished(1), at=at)
    assert len(found.made) == made
    assert found.day == date(2026, 11, 30)
    assert found.unreleased == 1


def test_everything_that_waits_is_counted_once() -> None:
    found = brief(
        *collected(1),
        *collected(2),
        *scripted(3, approve=True),
        *finished(4),
        *finished(5, "export"),
        *scripted(6),
        failed(6),
        *scripted(7),
        failed(7, again=True),
        *collected(8),
        PostDeclined(post_key=key(8), revision=0, reviewer="kim"),
    )
    assert (found.undecided, found.scripts, found.unreleased, found.at_work) == (2, 1, 1, 2)
    assert [(one.title, one.stage) for one in found.failed] == [(SCRIPT.title, "음성")]
    assert [one.platforms for one in found.made] == [("youtube",), ("export",)]


def test_what_was_released_or_withdrawn_waits_no_longer() -> None:
    release = ContentReleased(post_key=key(1), revision=1, reviewer="kim", platform="youtube", seal="a" * 64)
    assert brief(*finished(1), release).unreleased == 0
    gone = brief(*finished(1), PostRetracted(post_key=key(1), revision=1, by="kim", reason="x"))
    assert (gone.made, gone.unreleased, gone.without_verdict) == ((), 0, 0)


def test_films_of_a_channel_are_told_with_its_name_and_a_folder_is_waited_for_by_nobody() -> None:
    assert [brief(*finished(1, where)).unreleased for where in ("export", "cats@export", "cats@youtube")] == [0, 0, 1]
    assert "(cats 유튜브)" in brief_text(brief(*finished(1, "cats@youtube")), NAMES)


EMPTY = MorningBrief(date(2026, 11, 30), (), 0, 0, 0, 0, (), 0)


@each_row(
    "given, begins",
    [
        ({}, "오늘은 그대로"),
        ({"undecided": 3}, "수집함에서"),
        ({"undecided": 3, "at_work": 1}, "오늘은 그대로"),
        ({"undecided": 3, "without_verdict": 1}, "오늘 승인할 때는"),
        ({"without_verdict": 1, "unreleased": 2}, "올려 둔 영상 2개"),
        ({"unreleased": 2, "scripts": 1}, "대본 1개"),
        ({"scripts": 1, "failed": (GivenUpPost("제목", "음성", "이유"),)}, "실패한 글부터"),
    ],
)
def test_one_suggestion_what_holds_up_the_most_with_its_reason(given: dict[str, object], begins: str) -> None:
    suggestion = EMPTY._replace(**given).suggestion  # type: ignore[arg-type]  # rows of a table
    assert suggestion.startswith(begins)
    assert suggestion.count("이유: ") == 1


def test_the_text_of_a_busy_and_of_a_quiet_morning() -> None:
    busy = EMPTY._replace(
        made=tuple(FilmOfYesterday(f"영상 {number}", ("youtube",)) for number in range(5)),
        undecided=12,
        failed=(GivenUpPost("막내의 메일", "음성", "서버가 답하지 않습니다."),),
    )
    assert brief_text(busy, NAMES) == (
        "와글봇 아침 브리핑 · 11월 30일(월)\n"
        "어제: 영상 5개. ‘영상 0’(유튜브), ‘영상 1’(유튜브), ‘영상 2’(유튜브) 외 2개\n"
        "기다리는 일: 결정할 글 12개\n"
        "실패: 1건. ‘막내의 메일’ 음성: 서버가 답하지 않습니다.\n"
        "제안: 실패한 글부터 살펴보세요(앱의 실패 탭). 이유: ‘막내의 메일’ 음성 단계가 멈춰 있습니다."
    )
    quiet = brief_text(EMPTY, NAMES)
    assert quiet.splitlines()[1:4] == ["어제: 새로 나온 영상이 없습니다.", "기다리는 일: 없습니다.", "실패: 없습니다."]
    assert not re.search(r"[A-Za-z]", quiet)


def test_a_long_title_is_cut() -> None:
    told = brief(*finished(1))
    assert told.made[0].title == SCRIPT.title
    long = SCRIPT.model_copy(update={"title": "가" * 50})
    events = [
        event.model_copy(update={"script": long}) if isinstance(event, ContentScripted) else event
        for event in finished(1)
    ]
    assert len(brief(*events).made[0].title) == 30


def test_the_order_of_the_year_does_not_change_the_morning() -> None:
    """Facts of the past fold to the same brief, whatever day they were read on before."""
    facts = [RecordedFact(place, YESTERDAY - timedelta(days=40), event) for place, event in enumerate(finished(1), 1)]
    assert collect_brief(facts, NOW, SEOUL) == collect_brief(list(facts), NOW, SEOUL)
    assert collect_brief(facts, NOW, SEOUL).made == ()


def test_a_post_that_its_site_took_away_waits_for_no_decision() -> None:
    gone = PostGone(post_key=key(1), revision=0, reason="404")
    assert brief(*collected(1), gone, *collected(2)).undecided == 1


def test_a_film_made_again_of_an_older_script_counts_its_hosts_share() -> None:
    """The script is of forty days ago; whether the host says enough in it is still known."""
    own = SCRIPT.model_copy(
        update={"lines": tuple(one.model_copy(update={"speaker": Speaker.HOST}) for one in SCRIPT.lines)}
    )
    again = {"post_key": key(1), "revision": 2}
    remade: list[Event] = [
        ContentRequested.model_validate({**again, "from_stage": Stage.FILM, "recipe": Recipe(), "by": "kim"}),
        ContentRendered.model_validate({**again, "stage_key": "1" * 64, "served_by": "x", "seconds": 1, "film": FILM}),
    ]
    for script, without in ((SCRIPT, 1), (own, 0)):
        first = [
            event.model_copy(update={"script": script}) if isinstance(event, ContentScripted) else event
            for event in finished(1)
        ]
        old = [RecordedFact(place, YESTERDAY - timedelta(days=40), one) for place, one in enumerate(first, 1)]
        facts = [*old, *(RecordedFact(99 + place, YESTERDAY, one) for place, one in enumerate(remade))]
        assert collect_brief(facts, NOW, SEOUL).without_verdict == without


def test_of_a_post_at_rest_little_is_kept() -> None:
    """A brief reads the facts of years: scripts, pictures with their prompts and films filled the memory."""
    fold, posts = MorningBriefFold(NOW, SEOUL), 100
    shown = Image(media=reference("e", "webp"), width=540, height=960, source_url="")
    tracemalloc.start()
    for number in range(posts):
        prompts = Pictures(
            pictures=tuple(
                LinePicture(line=line, maker="x", origin=Origin.DRAWN, image=shown, prompt=f"{number} {line} " * 300)
                for line in range(10)
            )
        )
        done = {"post_key": key(number), "revision": 1, "stage_key": "0" * 64, "served_by": "x", "seconds": 1.0}
        pictured = ContentPictured.model_validate({**done, "pictures": prompts})
        events = finished(number)
        for place, event in enumerate((*events[:-2], pictured, *events[-2:])):
            fold.add_fact(RecordedFact(place + 1, YESTERDAY, event))
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(fold.brief().made) == posts
    assert kept / posts < 6_000  # bytes
