"""``wagglebot pictures check``: films with pictures whose licences no longer hold are named."""

import pytest
from fixtures.facts import FILM, post

from schemas.beats import Beat
from schemas.pictures import Attribution, LinePicture, Origin, Pictures
from schemas.states import PostState
from services.cli import pictures
from testbed.fake_servers.picture_collections import CollectionPicture, running_picture_collections

STORE = Attribution(
    title="Store",
    author="Kim",
    licence="CC BY-SA 4.0",
    page="https://commons.wikimedia.org/wiki/File:Store.jpg",
    provider="wikimedia",
    identity="File:Store.jpg",
)


def state(identity: str, *told: Attribution, film: bool = True) -> PostState:
    made = (
        LinePicture(line=at, maker="commons", origin=Origin.LICENSED, shows=Beat(line=at), attribution=each)
        for at, each in enumerate(told)
    )
    shown = Pictures(pictures=tuple(made))
    return PostState(post=post(identity), film=FILM if film else None, pictures=shown)


def test_pictures_of_finished_films_are_asked_about_once_each() -> None:
    other = STORE.model_copy(update={"identity": "File:Other.jpg"})
    states = [state("1", STORE, other), state("2", STORE), state("3", STORE, film=False), PostState()]
    assert pictures._shown_pictures(states) == {STORE: ["sample.1", "sample.2"], other: ["sample.1"]}


@pytest.mark.parametrize(
    ("licence", "status", "now"),
    [
        ("CC BY-SA 4.0", 200, None),
        ("CC BY-NC 4.0", 200, "changed: CC BY-NC 4.0"),
        ("", 200, "removed"),
        ("CC BY-SA 4.0", 503, "not known: "),
    ],
)
def test_what_became_of_a_picture_is_told(
    monkeypatch: pytest.MonkeyPatch, licence: str, status: int, now: str | None
) -> None:
    with running_picture_collections(*([CollectionPicture("Store", licence=licence)] if licence else [])) as (
        collections,
        server,
    ):
        collections.status = status
        monkeypatch.setenv("WAGGLEBOT_STUDIO__COMMONS__BASE_URL", server.url)
        monkeypatch.setenv("WAGGLEBOT_STUDIO__COMMONS__CONTACT", "kim@example.org")
        found = pictures._objection(STORE, ["sample.1"])
    if now is None:
        assert found is None
        return
    assert found is not None
    assert (found.posts, found.picture, found.licence) == (("sample.1",), STORE.page, "CC BY-SA 4.0")
    assert found.now.startswith(now)


def test_a_collection_of_a_plug_in_is_not_known() -> None:
    found = pictures._objection(STORE.model_copy(update={"provider": "flickr"}), ["sample.1"])
    assert found is not None
    assert found.now.startswith("not known: The collection flickr")
