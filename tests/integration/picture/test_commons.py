"""Openly licensed photographs: what is taken, what is told of it, and what is said when a licence changes."""

import io
from pathlib import Path
from typing import Any

import pytest
from fixtures.rows import each_row
from fixtures.studio.faces import SKIN, face_network
from fixtures.studio.picture import story_of
from PIL import Image

from libraries.failover import ServedResult
from libraries.media.store import LocalStore
from libraries.picture_makers.commons import CommonsSettings
from libraries.picture_makers.commons.licences import licence_if_open
from libraries.picture_makers.commons.maker import licence_objection, words_to_search_for
from schemas.beats import Beat, Place, TimeOfDay
from schemas.pictures import LinePicture, Origin, Pictures, PicturesShown
from schemas.recipe import FilmChoice, PictureChoice, Recipe
from services.config import StudioSettings
from services.studio.cache.stage_cache import keep_lasting_result, recall_result
from services.studio.picture.stage import make_line_pictures
from services.studio.worker.protocol import StageResult
from testbed.fake_servers.picture_collections import CollectionPicture, running_picture_collections

TOLD = ("편의점에서 야간 알바를 했습니다.",)


def settings(folder: Path, url: str, contact: str = "kim@example.org", **more: Any) -> StudioSettings:
    faces = folder / "faces.onnx"
    if not faces.exists():
        face_network(faces)
    chosen = CommonsSettings(base_url=url, files_url=url, openverse_url=url, contact=contact, timeout=5.0, **more)
    return StudioSettings(faces=faces, assets=folder).with_adapter_sections(chosen)


def pictured(folder: Path, chosen: StudioSettings, told: tuple[str, ...] = TOLD) -> ServedResult[Pictures]:
    folder.mkdir(exist_ok=True)
    story = story_of(told)
    recipe = Recipe(picture=PictureChoice(chain=("commons", "drawn")), film=FilmChoice(seed=7, quality="preview"))
    parts = (story.post, story.script, recipe, LocalStore(folder / "media"), chosen)
    return make_line_pictures(*parts, shows=PicturesShown.STILLS, progress=lambda _percent, _note: None)


def test_a_photograph_comes_with_all_that_its_licence_asks_for(tmp_path: Path) -> None:
    with running_picture_collections(CollectionPicture("Convenience store in Seoul")) as (_, server):
        made = pictured(tmp_path, settings(tmp_path, server.url))
    (picture,) = made.made.pictures
    told = picture.attribution
    assert told is not None
    assert (picture.maker, picture.origin, picture.lifelike) == ("commons", Origin.LICENSED, True)
    assert told.credit == "Kim Yuna · CC BY-SA 4.0"
    assert told.page == "https://commons.wikimedia.org/?curid=1"
    assert picture.image is not None
    assert picture.image.source_url == told.page
    assert "kim@example.org" in server.calls[0].headers["User-Agent"]
    assert "convenience+store" in server.calls[0].path


def test_a_picture_without_its_attribution_cannot_be_named() -> None:
    with pytest.raises(ValueError, match="attribution"):
        LinePicture(line=0, maker="x", origin=Origin.LICENSED, shows=Beat(line=0))


@pytest.mark.parametrize(
    "work",
    [
        CollectionPicture("a", licence="CC BY-NC 4.0"),
        CollectionPicture("b", licence="GFDL"),
        CollectionPicture("c", author=""),
        CollectionPicture("d", restrictions="personality"),
        CollectionPicture("e", width=500),
        CollectionPicture("f", width=2000, height=3000),
        CollectionPicture("g", host="http://127.0.0.1:9"),
    ],
    ids=lambda work: work.title,
)
def test_what_may_not_be_shown_is_not_fetched(tmp_path: Path, work: CollectionPicture) -> None:
    """Another licence, nobody to name, rights of who is seen, too small, upright, an address elsewhere."""
    with running_picture_collections(work) as (_, server):
        made = pictured(tmp_path, settings(tmp_path, server.url, providers=("wikimedia",)))
    assert (made.by, made.passed_over) == ("drawn", ())
    assert len(server.calls) == 1


@pytest.mark.slow
def test_faces_are_avoided_and_the_next_picture_is_looked_at(tmp_path: Path) -> None:
    face = png_with_face()
    crowd = [CollectionPicture(f"crowd {number}", data=face) for number in range(6)]
    with running_picture_collections(
        CollectionPicture("one", data=face), CollectionPicture("two"), CollectionPicture("three")
    ) as (
        _,
        server,
    ):
        made = pictured(tmp_path, settings(tmp_path, server.url))
    (picture,) = made.made.pictures
    assert picture.attribution is not None
    assert picture.attribution.identity == "File:two.jpg"
    with running_picture_collections(*crowd) as (_, server):
        refused = pictured(tmp_path / "other", settings(tmp_path, server.url))
    assert refused.by == "drawn"
    assert [passed.code for passed in refused.passed_over] == ["picture.faces"]


def png_with_face() -> bytes:
    """A violet square which the network of the tests takes for a face."""
    target = io.BytesIO()
    made = Image.linear_gradient("L").resize((960, 600)).convert("RGB")
    made.paste(SKIN, (400, 200, 480, 280))
    made.save(target, "PNG")
    return target.getvalue()


def test_openverse_is_asked_where_wikimedia_has_nothing(tmp_path: Path) -> None:
    entry = {
        "id": "0a1b",
        "title": "Corner store",
        "creator": "Lee",
        "license": "by",
        "license_version": "2.0",
        "license_url": "https://creativecommons.org/licenses/by/2.0/",
        "foreign_landing_url": "https://www.example.org/photo/1",
        "width": 2048,
        "height": 1365,
        "mature": False,
    }
    with running_picture_collections() as (collections, server):
        collections.openverse = {"0a1b": entry, "ff": entry | {"id": "ff", "mature": True}}
        chosen = settings(tmp_path, server.url)
        made = pictured(tmp_path, chosen)
        (told,) = made.made.attributions
        assert (told.credit, told.provider, told.identity) == ("Lee · CC BY 2.0", "openverse", "0a1b")
        assert licence_objection(told, chosen.section_of(CommonsSettings)) == ("", "")
        collections.openverse = {}
        assert licence_objection(told, chosen.section_of(CommonsSettings)) == ("removed", "")


def test_a_changed_licence_and_a_picture_taken_away_are_told(tmp_path: Path) -> None:
    with running_picture_collections(CollectionPicture("Store")) as (collections, server):
        chosen = settings(tmp_path, server.url)
        (told,) = pictured(tmp_path, chosen).made.attributions
        common = chosen.section_of(CommonsSettings)
        assert licence_objection(told, common) == ("", "")
        collections.works["File:Store.jpg"].licence = "CC BY-NC-ND 4.0"
        assert licence_objection(told, common) == ("changed", "CC BY-NC-ND 4.0")
        collections.works.clear()
        assert licence_objection(told, common) == ("removed", "")


def test_a_picture_whose_licence_changed_is_replaced_by_another(tmp_path: Path) -> None:
    with running_picture_collections(CollectionPicture("Store"), CollectionPicture("Other store")) as (
        collections,
        server,
    ):
        chosen = settings(tmp_path, server.url)
        first = pictured(tmp_path, chosen)
        keep_lasting_result(
            LocalStore(tmp_path / "media"), "a" * 64, StageResult(served_by=first.by, seconds=1, pictures=first.made)
        )
        collections.works["File:Store.jpg"].licence = "CC BY-NC 4.0"
        again = pictured(tmp_path, chosen)
    assert [each.made.attributions[0].identity for each in (first, again)] == ["File:Store.jpg", "File:Other store.jpg"]
    assert recall_result(LocalStore(tmp_path / "media"), "a" * 64) is None


@pytest.mark.slow
def test_a_film_has_no_more_of_them_than_every_platform_takes_credits_for(tmp_path: Path) -> None:
    told = tuple(f"편의점에서 야간 알바를 {number}일째 했습니다." for number in range(7))
    with running_picture_collections(*(CollectionPicture(f"Store {number}") for number in range(9))) as (_, server):
        made = pictured(tmp_path, settings(tmp_path, server.url), told)
    assert [each.maker for each in made.made.pictures] == ["commons"] * 5 + ["drawn"] * 2
    assert len(made.made.attributions) == 5
    assert made.passed_over == ()


def test_a_file_that_is_missing_takes_no_other_with_it(tmp_path: Path) -> None:
    missing = [CollectionPicture(f"Gone {number}") for number in range(4)]
    with running_picture_collections(missing[0], CollectionPicture("Store")) as (collections, server):
        collections.gone = {"Gone_0.jpg"}
        made = pictured(tmp_path, settings(tmp_path, server.url))
        assert [each.identity for each in made.made.attributions] == ["File:Store.jpg"]
    with running_picture_collections(*missing) as (collections, server):
        collections.gone = {f"Gone_{number}.jpg" for number in range(4)}
        made = pictured(tmp_path / "none", settings(tmp_path, server.url))
    assert (made.by, made.stood_in) == ("drawn", False)
    assert [passed.code for passed in made.passed_over] == ["picture.refused"]


@pytest.mark.parametrize(
    ("lacks", "code"),
    [
        ("contact", "picture.no_contact"),
        ("letters", "picture.contact_unreadable"),
        ("faces", "picture.faces_unknown"),
        ("peace", "server.busy"),
    ],
)
def test_what_keeps_it_from_being_asked_is_named(tmp_path: Path, lacks: str, code: str) -> None:
    with running_picture_collections(CollectionPicture("Store")) as (collections, server):
        contact = {"contact": "", "letters": "김유나 kim@example.org"}.get(lacks, "kim@example.org")
        chosen = settings(tmp_path, server.url, contact=contact)
        if lacks == "faces":
            chosen.faces.unlink()
        collections.status = 429 if lacks == "peace" else 200
        made = pictured(tmp_path, chosen)
    assert made.by == "drawn"
    assert [passed.code for passed in made.passed_over] == [code]


@each_row(
    ("name", "licence"),
    [
        ("CC BY-SA 4.0", "CC BY-SA 4.0"),
        ("CC BY 2.0 kr", "CC BY 2.0 KR"),
        ("cc-by-3.0", "CC BY 3.0"),
        ("by-sa 2.0", "CC BY-SA 2.0"),
        ("CC0", "CC0 1.0"),
        ("cc-zero", "CC0 1.0"),
        ("Public domain", "Public Domain"),
        ("pdm", "Public Domain"),
        *((name, "") for name in ("CC BY-NC 4.0", "CC BY-ND 2.0", "by-nc-sa 2.0", "GFDL", "", "Fair use", "CC BY")),
    ],
)
def test_only_open_licences_are_taken(name: str, licence: str) -> None:
    assert licence_if_open(name) == licence


def test_only_places_are_looked_for() -> None:
    assert words_to_search_for(Beat(line=0, place=Place.BUS_STOP, time=TimeOfDay.NIGHT)) == "bus stop South Korea night"
    assert words_to_search_for(Beat(line=0)) == words_to_search_for(Beat(line=0, place=Place.PHONE_CHAT)) == ""
