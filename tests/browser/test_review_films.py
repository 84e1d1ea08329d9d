"""Progress and gallery in a real browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fixtures.facts import SCRIPT, VOICE
from fixtures.studio.stage import Stage, invented, wait_until
from playwright.sync_api import Page, expect

from schemas import subjects
from schemas.events import (
    ContentFailed,
    ContentReleased,
    ContentRendered,
    ContentRequested,
    ContentScripted,
    ContentStarted,
    ContentUploaded,
    ContentVoiced,
    FailureKind,
    FilmCut,
    PostApproved,
)
from schemas.recipe import CutChoice
from schemas.recipe import Stage as Step

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_progress_follows_the_work(stage: Stage, open_page: Open) -> None:
    """A post moves through its stages with live percent, fails with its reason, and can be tried again."""
    post = invented("1", "만드는 중인 글", site="progress")
    stage.collect(post)
    page = open_page("/#progress")
    stage.record(PostApproved(post_key=post.key, revision=1, reviewer="test"))
    job = page.locator(".job", has_text="만드는 중인 글")
    expect(job).to_contain_text("차례를 기다리는 중")
    made: dict[str, Any] = {"post_key": post.key, "revision": 1, "stage_key": "0" * 64, "served_by": "w", "seconds": 1}
    stage.record(ContentScripted(**made, script=SCRIPT), ContentVoiced(**made, voice=VOICE))
    stage.record(ContentStarted(post_key=post.key, revision=1, stage=Step.FILM, worker="w"))
    expect(job.locator(".stages .now")).to_have_text("영상")
    stage.call(stage.bus.broadcast(subjects.live_progress_subject(post.key), b'{"percent": 42.4, "note": "3/8"}'))
    expect(job.locator(".job-note")).to_have_text("42% · 3/8")
    expect(job.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "42")
    failed = ContentFailed(
        post_key=post.key,
        revision=1,
        stage=Step.FILM,
        attempt=5,
        failure=FailureKind.PERMANENT,
        error="BadInput",
        code="film.picture_too_large",
        fields={"name": "a.png"},
        message="The picture a.png has too many pixels.",
    )
    stage.record(failed)
    page.get_by_role("button", name=re.compile(r"도움이 필요한 작업 \d+개")).click()
    broken = page.locator(".job.broken", has_text="만드는 중인 글")
    expect(broken).to_contain_text("그림 a.png의 화소 수가 너무 많습니다.")
    expect(broken.get_by_text("too many pixels")).to_be_hidden()
    broken.get_by_text("기록된 영어 원문").click()
    expect(broken.get_by_text("too many pixels")).to_be_visible()
    broken.get_by_role("button", name="다시 시도").click()
    wait_until(lambda: stage.facts(post.key)[-1].kind == "content.requested")
    expect(broken).to_have_count(0)


@pytest.mark.slow
def test_gallery_plays_and_seeks(stage: Stage, open_page: Open) -> None:
    """A finished film appears while the gallery is open, plays, and can be sought in: the server gives ranges."""
    page = open_page("/#gallery")
    post = invented("1", "영상이 된 글", site="gallery")
    video = stage.film(post)
    poster = page.locator(".poster", has_text="영상이 된 글")
    expect(poster).to_contain_text("0:02")
    expect(poster).to_contain_text("내보내기 폴더에 저장됨")
    poster.click()
    player = page.locator("dialog.player")
    expect(player).to_contain_text("조용하던 막내가 마지막 날 보낸 메일 이야기.")
    place = player.locator("video").evaluate(
        """async (video) => {
          if (video.readyState < 1) await new Promise((done) => video.addEventListener('loadedmetadata', done));
          video.currentTime = 1.5;
          await new Promise((done) => video.addEventListener('seeked', done, {once: true}));
          return [video.videoWidth, Math.round(video.duration), video.currentTime, video.seekable.end(0) > 1.5];
        }"""
    )
    assert place == [270, 2, 1.5, True]
    assert player.get_by_role("link", name="영상 내려받기").get_attribute("href") == f"/media/{video.key}"
    page.keyboard.press("Escape")
    expect(player).to_have_count(0)


@pytest.mark.slow
def test_a_film_is_made_again_with_ones_own_music_and_background(stage: Stage, open_page: Open) -> None:
    """Files that were dropped into the assets folder are offered beside ours; the fact names what was chosen."""
    post = invented("2", "다시 만들 글", site="gallery")
    stage.film(post)
    page = open_page("/#gallery")
    for own in ("music/우리 노래.mp3", "backgrounds/달리기.png"):
        (stage.own / own).parent.mkdir(parents=True)
        (stage.own / own).touch()
    page.locator(".poster", has_text="다시 만들 글").click()
    remake = page.locator("dialog.player details.part", has_text="어느 단계부터")
    remake.locator("summary").click()
    background = remake.get_by_label("배경 화면")
    expect(background.locator("option", has_text="빗줄기")).to_have_count(1)
    background.select_option("달리기")
    remake.get_by_label("배경 음악").select_option("우리 노래")
    remake.get_by_role("button", name="다시 만들기 시작").click()
    wait_until(lambda: stage.facts(post.key)[-1].kind == "content.requested")
    fact = stage.facts(post.key)[-1]
    assert isinstance(fact, ContentRequested)
    assert fact.recipe is not None
    assert (fact.recipe.film.background, fact.recipe.film.music) == ("달리기", "우리 노래")


@pytest.mark.slow
def test_a_private_film_is_called_private_and_a_release_is_asked(stage: Stage, open_page: Open) -> None:
    """An upload is not called published, a release says what then happens, and a folder is offered none."""
    post = invented("3", "비공개로 올라간 영상", site="gallery")
    video = stage.film(post)
    there: dict[str, Any] = {"post_key": post.key, "revision": 1, "remote_id": "x", "video_sha256": video.sha256}
    stage.record(ContentUploaded(**there, platform="youtube", url="https://youtube.example/x"))
    page = open_page("/#gallery")
    poster = page.locator(".poster", has_text="비공개로 올라간 영상")
    expect(poster.locator(".flag")).to_have_text(["내보내기 폴더에 저장됨", "YouTube 비공개"])
    poster.click()
    room = page.locator("dialog.player .places")
    expect(room.get_by_role("button", name="내보내기 폴더에 공개하기")).to_have_count(0)
    room.get_by_role("button", name="YouTube에 공개하기").click()
    ask = page.locator("dialog.checklist")
    expect(ask).to_contain_text("지금부터 YouTube에서 누구나 이 영상을 볼 수 있습니다.")
    assert stage.facts(post.key)[-1].kind == "content.uploaded"
    ask.get_by_label("공개 시각").fill("2035-01-02T18:30")
    expect(ask.get_by_role("status").first).to_contain_text("2035. 1. 2.")
    ask.get_by_role("button", name="공개 승인").click()
    wait_until(lambda: stage.facts(post.key)[-1].kind == "content.released")
    expect(room.locator(".flag", has_text="공개 예정")).to_contain_text("2035. 1. 2.")
    room.get_by_role("button", name="YouTube 비공개로 돌리기").click()
    expect(ask).to_contain_text("예약한 공개를 취소합니다.")
    ask.get_by_role("button", name="비공개로 돌리기", exact=True).click()
    expect(room.locator(".flag", has_text="YouTube 비공개")).to_be_visible()
    hidden = stage.facts(post.key)[-1]
    assert isinstance(hidden, ContentReleased)
    assert hidden.privacy == "private"


@pytest.mark.slow
def test_a_shorter_cut_is_asked_for_and_then_shown_beside_the_whole(stage: Stage, open_page: Open) -> None:
    """The button is there for a film that is long enough; both films play, each with its length."""
    short, post = invented("4", "짧은 영상", site="gallery"), invented("5", "일 분이 넘는 영상", site="gallery")
    stage.film(short)
    video = stage.film(post, seconds=66.0)
    page = open_page("/#gallery")
    page.locator(".poster", has_text="짧은 영상").click()
    box = page.locator("dialog.player")
    expect(box.locator("details.part", has_text="어느 단계부터")).to_have_count(1)
    expect(box.locator("summary", has_text="짧은 편집본")).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator(".poster", has_text="일 분이 넘는 영상").click()
    box.locator("summary", has_text="짧은 편집본").click()
    box.get_by_role("button", name="짧은 편집본 만들기").click()
    wait_until(lambda: stage.facts(post.key)[-1].kind == "content.requested")
    asked = stage.facts(post.key)[-1]
    assert isinstance(asked, ContentRequested)
    assert (asked.from_stage, asked.recipe.cut) == (Step.FILM, CutChoice())
    whole = next(fact.film for fact in stage.facts(post.key) if isinstance(fact, ContentRendered))
    cut = FilmCut(film=whole.model_copy(update={"duration": 55.0}), lines=(0,), voice=VOICE)
    made: dict[str, Any] = {"post_key": post.key, "revision": 2, "stage_key": "0" * 64, "served_by": "w", "seconds": 1}
    stage.record(ContentRendered(**made, film=whole, cut=cut))
    page.reload()
    page.locator(".poster", has_text="일 분이 넘는 영상").click()
    shown = box.locator("details", has_text="전체 영상")
    expect(shown.locator("figcaption")).to_have_text(["짧은 편집본 · 0:55", "전체 영상 · 1:06"])
    expect(shown.locator(f"video[src*='{video.sha256}']")).to_have_count(2)
