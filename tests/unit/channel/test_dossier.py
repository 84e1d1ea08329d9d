"""The dossier: everything an appeal needs stands in it, taken from the facts, and nothing of a post becomes markup."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from fixtures.facts import FILM, NOW, SCRIPT, VOICE, post, reference

from libraries.channel.channel_film import channel_film
from libraries.channel.dossier.contents import FilmDossier, film_dossier, lines_given_by_person
from libraries.channel.dossier.page import PageLocale, channel_page, film_page
from libraries.channel.dossier.page_words import KINDS, WORDS
from libraries.channel.report import report_channel
from libraries.channel.rules import ChannelRules
from schemas.errors import IllegalTransition
from schemas.events import (
    AnyEvent,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    Event,
    ModelUsed,
    PostApproved,
    PostCollected,
    RecordedFact,
)
from schemas.failures import Language
from schemas.recipe import Recipe, Stage
from schemas.script import Line, Role, Speaker
from schemas.states import RETRY_BY

SEOUL = ZoneInfo("Asia/Seoul")
MADE = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
OWN = "저는 막내가 옳았다고 봅니다."
COPIED = "그런데 마지막 날 전 직원에게 메일이 왔습니다."
SCRIPTED = SCRIPT.model_copy(
    update={
        "lines": (
            SCRIPT.lines[0],
            Line(role=Role.BODY, speaker=Speaker.NARRATOR, display=f"네, {COPIED}", spoken=COPIED),
            Line(role=Role.BODY, speaker=Speaker.HOST, display=OWN, spoken=OWN),
            SCRIPT.lines[1].model_copy(update={"recording": reference("e", "wav")}),
        )
    }
)
PERMISSION = {"robots.txt": "allow", "이용약관": "silent · 2026-11-01"}


def facts(number: int = 1, title: str = "퇴사하는 막내가 남긴 메일") -> list[RecordedFact]:
    source = post(str(number), title=title)
    key = source.key
    done = {"post_key": key, "revision": 1, "stage_key": "0" * 64, "seconds": 1.0}
    there = {"post_key": key, "revision": 1, "remote_id": "r", "url": "https://a.example", "video_sha256": "b" * 64}
    model = ModelUsed(name="supertonic-3", source="https://models.example", licence="OpenRAIL-M")
    events: list[Event] = [
        PostCollected(post_key=key, revision=0, post=source),
        PostApproved(post_key=key, revision=1, reviewer="kim", checked=("pii",), verdict=OWN),
        ContentScripted.model_validate({**done, "served_by": "extractive", "script": SCRIPTED}),
        ContentVoiced.model_validate({**done, "served_by": "supertonic", "voice": VOICE, "models": (model,)}),
        ContentRequested(
            post_key=key, revision=1, from_stage=Stage.VOICE, recipe=Recipe(), attempt=2, by=RETRY_BY, script=SCRIPTED
        ),
        ContentRendered.model_validate({**done, "served_by": "toon", "film": FILM}),
        ContentUploaded.model_validate({**there, "platform": "youtube"}),
        ContentReleased(post_key=key, revision=1, reviewer="lee", platform="youtube", seal="a" * 64),
    ]
    return [
        RecordedFact(number * 100 + place, NOW + timedelta(hours=place), event, f"{place:02d}" + "c" * 62)
        for place, event in enumerate(events)
    ]


def dossier(number: int = 1, title: str = "퇴사하는 막내가 남긴 메일") -> FilmDossier:
    kept = [fact for fact in facts(number, title) if fact.event.kind != "content.requested"]
    return film_dossier(kept, PERMISSION, labelled=True)


class Seen(HTMLParser):
    """The tags and the text of a page, and the text that is underlined."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.underlined: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        assert self._open == [], "every tag is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if "u" in self._open:
            self.underlined.append(data)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_films_page_holds_all_that_an_appeal_asks_for(language: Language) -> None:
    made = dossier()
    seen = Seen(film_page(made, PageLocale(language, SEOUL), MADE))
    text = " ".join(seen.text)
    for part in (
        "와글마당",
        "https://waggle.example/post/1",
        "졸린수달42",
        "robots.txt",
        "silent · 2026-11-01",
        "kim",
        "lee",
        OWN,
        "supertonic-3 (OpenRAIL-M)",
        "extractive",
        "toon",
        FILM.video.sha256,
        VOICE.audio.sha256,
        "2026-11-30 12:00",
        "youtube · public",
    ):
        assert part in text, part
    assert "".join(seen.underlined) == COPIED.rstrip(".")
    assert text.count("🎙") == 1
    assert WORDS[language]["decisions"] in text


def test_decisions_are_those_of_people_alone() -> None:
    told = film_dossier(facts(), PERMISSION, labelled=False)
    assert [(one.who, one.kind) for one in told.decisions] == [("kim", "post.approved"), ("lee", "content.released")]
    assert told.decisions[0].detail == f"{OWN} · pii"


def test_what_a_person_made_is_told_apart() -> None:
    made = dossier()
    assert [line.display for line in lines_given_by_person(made)] == [OWN, SCRIPT.lines[1].display]
    assert made.recorded == 1
    assert not made.written_by_person
    assert 0 < made.words_shared_with_post.share < 1
    assert made.verdict.syllables == 12


def test_a_script_that_a_person_changed_is_a_persons() -> None:
    changed = ContentRequested(
        post_key=post().key, revision=2, from_stage=Stage.VOICE, recipe=Recipe(), by="kim", script=SCRIPTED
    )
    done = {"post_key": post().key, "revision": 2, "stage_key": "1" * 64, "seconds": 1.0}
    more: list[Event] = [
        changed,
        ContentVoiced.model_validate({**done, "served_by": "espeak", "voice": VOICE}),
        ContentRendered.model_validate({**done, "served_by": "card", "film": FILM}),
    ]
    every = [*facts(), *(RecordedFact(900 + at, NOW + timedelta(days=1), event) for at, event in enumerate(more))]
    told = film_dossier(every, PERMISSION, labelled=False)
    assert told.written_by_person
    assert told.revision == 2
    assert {one.kind: one.by for one in told.stages} == {
        "content.scripted": "extractive",
        "content.voiced": "espeak",
        "content.rendered": "card",
    }


def test_without_a_film_there_is_no_dossier() -> None:
    with pytest.raises(IllegalTransition) as caught:
        film_dossier(facts()[:3], PERMISSION, labelled=False)
    assert caught.value.code == "post.no_film"


HOSTILE = '<img src=x onerror="alert(1)">&lt;"\'막내'


def test_nothing_of_a_post_becomes_markup() -> None:
    plain, hostile = (
        Seen(film_page(dossier(title=title), PageLocale("ko", SEOUL), MADE)) for title in ("제목", HOSTILE)
    )
    assert plain.tags == hostile.tags
    assert "img" not in hostile.tags
    assert HOSTILE in hostile.text


def test_a_page_fetches_nothing_and_runs_nothing() -> None:
    page = film_page(dossier(), PageLocale("ko", SEOUL), MADE)
    assert not re.search(r"<script|src=|href=|@import|url\(", page)
    assert "default-src 'none'" in page
    assert "@page" in page


def test_a_channels_page_has_its_figure_and_every_film() -> None:
    films = [film for number in (1, 2) if (film := channel_film(facts(number))) is not None]
    report = report_channel(films, ChannelRules(), SEOUL)
    page = channel_page("youtube", report, [dossier(1), dossier(2)], PageLocale("en", SEOUL), MADE)
    seen = Seen(page)
    text = " ".join(seen.text)
    assert "1.00" in text
    assert seen.tags.count("section") == 2
    assert text.count("https://waggle.example/post/2") == 1


def test_both_languages_have_every_word() -> None:
    assert WORDS["ko"].keys() == WORDS["en"].keys()
    assert all(re.search("[가-힣]", word) or "SHA" in word for word in WORDS["ko"].values())
    assert not any(re.search("[가-힣]", word) for word in WORDS["en"].values())


def test_every_kind_of_fact_has_a_korean_name() -> None:
    union = get_args(get_args(AnyEvent)[0])
    assert set(KINDS["ko"]) == {f"{kind.TOPIC}.{kind.NAME}" for kind in union}
