"""Several channels in the review app: which of them get a film of a post, and whose films the gallery shows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.studio.stage import Stage, invented, wait_until
from playwright.sync_api import Page, expect

from libraries.channel.films_of_post import key_of_further_film
from schemas.events import PostApproved
from services.config import PublishSettings

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
CHANNELS = {"cats": {"title": "고양이 이야기", "sites": ["channels"]}, "dogs": {"title": "강아지 이야기"}}


@pytest.fixture
def several(stage: Stage) -> str:
    """The address of the app with two channels beside the default one."""
    return stage.served_with(publish=PublishSettings.model_validate({"channels": CHANNELS}))


def test_the_reviewer_chooses_the_channels_of_a_post(
    stage: Stage, open_page: Open, several: str, tmp_path: Path
) -> None:
    stage.clear()
    post = invented("1", "두 채널에 올릴 이야기", site="channels")
    stage.collect(post)
    page = open_page(several, watched=False)
    field = page.locator(".reader .channels")
    expect(field.get_by_label("고양이 이야기")).to_be_checked()  # by its site
    expect(field.get_by_label("기본 채널")).not_to_be_checked()
    field.get_by_label("강아지 이야기").check()
    expect(field.get_by_label("강아지 이야기")).to_have_css("appearance", "auto")  # else a tick is drawn as nothing
    page.screenshot(path=tmp_path / "channels.png")
    page.locator(".reader").get_by_role("button", name="승인").click()
    further = key_of_further_film(post.key, "dogs")
    wait_until(lambda: len(stage.facts(post.key)) == 2 and len(stage.facts(further)) == 2)
    approved = [stage.facts(key)[1] for key in (post.key, further)]
    assert [one.channel for one in approved if isinstance(one, PostApproved)] == ["cats", "dogs"]


def test_the_gallery_names_the_channel_of_a_film_and_shows_one_channels_films(
    stage: Stage, open_page: Open, several: str, tmp_path: Path
) -> None:
    stage.film(invented("g1", "기본 채널 영상", site="channels"))
    stage.film(invented("g2", "고양이 채널 영상", site="channels"), channel="cats")
    page = open_page(f"{several.rstrip('/')}/#gallery", watched=False)
    posters = page.locator(".poster")
    mine = posters.filter(has_text="고양이 채널 영상")
    expect(mine.locator(".flag.channel")).to_have_text("고양이 이야기")
    expect(mine).to_contain_text("고양이 이야기 ·")  # the account, as its platform is named
    expect(posters.filter(has_text="기본 채널 영상").locator(".flag.channel")).to_have_text("기본 채널")
    page.screenshot(path=tmp_path / "gallery.png")
    page.locator(".gallery-bar select").select_option("cats")
    expect(posters).to_have_count(1)
    page.screenshot(path=tmp_path / "cats.png")
    stage.film(invented("g3", "새로 나온 고양이 영상", site="channels"), channel="cats")
    stage.film(invented("g4", "새로 나온 다른 영상", site="channels"))
    expect(posters).to_have_count(2)
    page.locator(".gallery-bar select").select_option("main")
    expect(posters.filter(has_text="새로 나온 다른 영상")).to_have_count(1)
    expect(posters.filter(has_text="고양이")).to_have_count(0)


def test_with_one_channel_nothing_of_channels_is_shown(stage: Stage, open_page: Open) -> None:
    stage.collect(invented("o1", "채널이 하나일 때", site="alone"))
    page = open_page()
    expect(page.locator(".reader .decisions, .reader button").first).to_be_visible()
    expect(page.locator(".channels")).to_have_count(0)
    expect(page.locator(".gallery-bar label")).to_have_count(0)
