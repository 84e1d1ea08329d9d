"""The figures of films in a real browser: charts, their tables and texts, and that no text becomes markup."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from fixtures.facts import FILM, SCRIPT
from fixtures.rows import each_row
from fixtures.studio.stage import Stage, invented
from playwright.sync_api import Page, expect

from schemas.events import (
    ContentMeasured,
    ContentRendered,
    ContentScripted,
    ContentUploaded,
    ContentVoiced,
    Event,
    PostApproved,
    PostCollected,
    PostDeclined,
)
from schemas.media import MediaRef
from schemas.recipe import FilmChoice, Recipe
from schemas.script import Line, Role, Script, Speaker
from schemas.statistics import FilmAge, FilmStatistics, RetentionPoint
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
BAD = '<img src=x onerror="window.harmed = 1">'
LINES = ("막내가 남긴 메일", "그날 아침은 이상하게 조용했습니다", "모두가 화면만 바라봤죠", "여러분 생각은요?")
TOLD = Script(
    title=SCRIPT.title,
    lines=tuple(Line(role=Role.BODY, speaker=Speaker.NARRATOR, display=text, spoken=text) for text in LINES),
)
AUDIO = MediaRef(key=f"aa/{'a' * 64}.wav", sha256="a" * 64, size=1000)
SPOKEN = VoiceTrack(
    audio=AUDIO,
    sample_rate=48000,
    duration=30.0,
    lines=tuple(
        SpokenLine(
            index=n,
            start=7.5 * n,
            end=7.5 * n + 7,
            words=(Word(text="말", start=7.5 * n, end=7.5 * n + 1),),
            timing=Timing.EXACT,
        )
        for n in range(len(LINES))
    ),
)


def published(number: int, title: str, views: int) -> list[Event]:
    """A film with a reading after a week; its third line loses most viewers."""
    post = invented(str(number), title, site="figures", score=(number % 10) / 10)
    made: dict[str, Any] = {"post_key": post.key, "revision": 1, "stage_key": "e" * 64, "served_by": "espeak"}
    place = {"post_key": post.key, "revision": 1, "platform": "youtube", "remote_id": f"v{number}"}
    shares = [1.1, 0.95, 0.9, 0.86, 0.84, 0.8, 0.5, 0.4, 0.38, 0.36, 0.35]
    curve = tuple(RetentionPoint(place=n / 10, watching=share) for n, share in enumerate(shares))
    recipe = Recipe(film=FilmChoice(template=("card", "chat")[number % 2]))
    said = FilmStatistics(views=views, engaged_views=views // 2, retention=curve)
    return [
        PostCollected(post_key=post.key, revision=0, post=post),
        PostApproved(post_key=post.key, revision=1, reviewer="kim", recipe=recipe),
        ContentScripted(**made, seconds=3.5, script=TOLD),
        ContentVoiced(**made, seconds=6.0, voice=SPOKEN),
        ContentRendered(**made, seconds=41.0, film=FILM),
        ContentUploaded(**place, url="https://y.example/v", video_sha256="a" * 64),
        ContentMeasured(**place, age=FilmAge.WEEK, statistics=said),
    ]


@pytest.fixture
def figures(stage: Stage) -> Stage:
    """Fourteen films in two templates, one title and one reason of which try to be markup."""
    if stage.facts(invented("1", "x", site="figures").key):
        return stage
    chance = random.Random(4)
    for number in range(14):
        stage.record(*published(number, BAD if number == 3 else f"{number}번째 영상", chance.randrange(500, 40_000)))
    refused = invented("99", "거절한 글", site="figures")
    stage.record(
        PostCollected(post_key=refused.key, revision=0, post=refused),
        PostDeclined(post_key=refused.key, revision=0, reviewer="lee", reason=BAD),
    )
    return stage


def test_figures_are_seen_and_read(figures: Stage, open_page: Open) -> None:
    """A chart's marks say their figures, by the keyboard too; the script lies under the curve of a chosen film."""
    page = open_page("/#insights")
    choices = page.locator(".block", has=page.get_by_role("heading", name="무엇이 달랐나"))
    marks = choices.locator("svg .chart-mark")
    expect(marks).to_have_count(2)
    marks.first.focus()
    expect(choices.locator(".chart-said")).to_contain_text("영상 7편, 중앙값")
    expect(choices.locator(".chart-said")).to_contain_text("95% 구간")
    choices.get_by_label("비교할 것").select_option("voice")
    expect(marks).to_have_count(1)
    films = page.locator(".block", has=page.get_by_role("heading", name="영상별 조회수"))
    films.get_by_role("button", name=BAD).click()
    expect(films.locator(".told-lines .worst")).to_contain_text(LINES[2])
    expect(films.locator(".chart-band.worst")).to_have_count(1)
    expect(page.locator(".table", has_text=BAD)).to_have_count(2)
    assert page.evaluate("window.harmed") is None
    assert page.locator(".insights img").count() == 0
    with page.expect_download() as file:
        films.get_by_role("link", name="영상별 조회수 CSV").click()
    assert file.value.suggested_filename == "wagglebot-films.csv"
    told = file.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(told) == 15


@each_row(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_nothing_is_cut(figures: Stage, open_page: Open, width: int, scheme: str) -> None:
    page = open_page("/#insights", width=width, height=860, scheme=scheme)
    expect(page.locator(".insights svg .chart-mark").first).to_be_visible()
    page.locator(".linked").first.click()
    expect(page.locator(".told-lines")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for chart in page.locator(".chart svg").all():
        box = chart.bounding_box()
        assert box is not None
        texts = chart.locator("text").evaluate_all(
            "(all) => all.map((one) => { const box = one.getBoundingClientRect(); return [box.left, box.right]; })"
        )
        for left, right in texts:
            assert left >= box["x"] - 2
            assert right <= box["x"] + box["width"] + 2
