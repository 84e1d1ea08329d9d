"""``wagglebot pictures check`` as a command, over the facts of a broker."""

import asyncio
import json
from pathlib import Path

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post
from fixtures.program import run_program

from libraries.bus import Bus
from schemas.beats import Beat
from schemas.events import (
    ContentPictured,
    ContentRendered,
    ContentScripted,
    ContentVoiced,
    PostApproved,
    PostCollected,
)
from schemas.pictures import Attribution, LinePicture, Origin, Pictures
from testbed.fake_servers.picture_collections import CollectionPicture, running_picture_collections

STORE = Attribution(
    title="Store",
    author="Kim",
    licence="CC BY-SA 4.0",
    page="https://commons.wikimedia.org/?curid=1",
    provider="wikimedia",
    identity="File:Store.jpg",
)


async def filmed(bus: Bus, told: Attribution) -> None:
    shown = LinePicture(line=0, maker="commons", origin=Origin.LICENSED, shows=Beat(line=0), attribution=told)
    key = post().key
    same = {"post_key": key, "revision": 1, "stage_key": "a" * 64, "served_by": "x", "seconds": 1.0}
    sequence = 0
    for event in (
        PostCollected(post_key=key, revision=0, post=post()),
        PostApproved(post_key=key, revision=1, reviewer="지기"),
        ContentScripted(**same, script=SCRIPT),
        ContentVoiced(**same, voice=VOICE),
        ContentPictured(**same, pictures=Pictures(pictures=(shown,))),
        ContentRendered(**same, film=FILM),
    ):
        sequence = await bus.publish(event, expected=sequence)


@pytest.mark.parametrize(
    ("told", "licence", "now"),
    [
        (STORE, "CC BY-SA 4.0", None),
        (STORE, "CC BY-NC 4.0", "changed: CC BY-NC 4.0"),
        (STORE.model_copy(update={"provider": "flickr"}), "CC BY-SA 4.0", "not known: The collection flickr"),
    ],
    ids=["as before", "changed", "of a plug-in"],
)
async def test_films_are_named_and_the_command_fails(
    bus: Bus, nats_server: str, tmp_path: Path, told: Attribution, licence: str, now: str | None
) -> None:
    await filmed(bus, told)
    with running_picture_collections(CollectionPicture("Store", licence=licence)) as (_, server):
        environment = {
            "WAGGLEBOT_NATS__URL": nats_server,
            "WAGGLEBOT_MEDIA__ROOT": str(tmp_path / "media"),
            "WAGGLEBOT_STORE__URL": f"sqlite:///{tmp_path / 'store.db'}",
            "WAGGLEBOT_STUDIO__COMMONS__BASE_URL": server.url,
            "WAGGLEBOT_STUDIO__COMMONS__CONTACT": "kim@example.org",
        }
        ran = await asyncio.to_thread(run_program, "pictures", "check", "--json", environment=environment)
    assert ran.returncode == (0 if now is None else 1), ran.stderr
    found = json.loads(ran.stdout)
    if now is None:
        assert found == []
        return
    (objection,) = found
    assert (objection["posts"], objection["picture"]) == (["sample.1"], STORE.page)
    assert objection["now"].startswith(now)
