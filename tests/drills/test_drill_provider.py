"""A provider that refuses everybody for a long time: nothing fails, and all goes on by itself."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from fixtures_drill import broker
from fixtures_studio import small_post

from schemas.errors import ProviderDown
from schemas.events import ContentFailed, ContentVoiced, FailureKind, PostApproved, PostCollected
from schemas.recipe import FilmChoice, Recipe, VoiceChoice
from schemas.states import Status
from services.config import MediaSettings, Settings, StudioSettings
from services.media.store import LocalStore
from services.ops.drill_stations import plain_films
from services.studio.http import Server
from services.studio.service import Studio

ADAPTER = """
import os, urllib.error, urllib.request
from schemas.errors import ProviderDown
from services.studio.voice.espeak import EspeakVoice

class Remote(EspeakVoice):
    name = "remote"
    def speak(self, line, voice, speed):
        try:
            urllib.request.urlopen(os.environ["REMOTE_VOICE"], timeout=5).close()
        except urllib.error.HTTPError as error:
            raise ProviderDown(provider="The remote voice", why=f"it answered {error.code}") from error
        return super().speak(line, voice, speed)
"""
HOUR = 5.0
"""Seconds that stand for an hour. The first rest is to them what 30 s are to an hour, or a little more."""
POSTS = 3


class VoiceServer(ThreadingHTTPServer):
    """Answers 403 until ``open``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.open = False
        self.answers: Counter[int] = Counter()


class _Answer(BaseHTTPRequestHandler):
    server: VoiceServer

    def do_GET(self) -> None:
        code = 200 if self.server.open else 403
        self.server.answers[code] += 1
        self.send_response(code)
        self.end_headers()

    do_POST = do_GET  # noqa: N815 - the library calls it so

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library calls it so
        """Nobody reads it."""


@pytest.fixture
def voice_server() -> Iterator[VoiceServer]:
    server = VoiceServer()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def remote_voice(tmp_path: Path, voice_server: VoiceServer, monkeypatch: pytest.MonkeyPatch) -> VoiceServer:
    """A voice behind HTTP, installed beside ours the way a plug-in is."""
    site = plain_films(tmp_path / "plugins")
    info = site / "remote-0.dist-info"
    info.mkdir()
    (site / "remote_voice.py").write_text(ADAPTER)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: remote\nVersion: 0\n")
    (info / "entry_points.txt").write_text("[wagglebot.voices]\nremote = remote_voice:Remote\n")
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.setenv("REMOTE_VOICE", f"http://127.0.0.1:{voice_server.server_port}/")
    return voice_server


def test_our_own_adapters_take_a_403_for_a_provider_that_is_down(voice_server: VoiceServer) -> None:
    server = Server("The voice", f"http://127.0.0.1:{voice_server.server_port}", setting="voice.remote", timeout=5)
    with pytest.raises(ProviderDown, match="403"):
        server.post("/speech", {})
    voice_server.open = True
    assert server.post("/speech", {}).ok


@pytest.mark.slow
async def test_a_provider_that_refuses_for_an_hour_costs_no_post(tmp_path: Path, remote_voice: VoiceServer) -> None:
    recipe = Recipe(voice=VoiceChoice(chain=("remote",), speed=2.0), film=FilmChoice(template="plain", music="none"))
    posts = [small_post(str(number), f"{number}번째 회의가 끝났습니다", comments=()) for number in range(POSTS)]
    async with broker(tmp_path) as (bus, nats):
        chosen = Settings(
            nats=nats,
            media=MediaSettings(root=tmp_path / "media"),
            studio=StudioSettings(provider_rest=0.5, max_attempts=2),
        )
        stop = asyncio.Event()
        studio = asyncio.create_task(Studio(LocalStore(chosen.media.root), chosen).run(bus, stop))
        for post in posts:
            collected = await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
            approved = PostApproved(post_key=post.key, revision=1, reviewer="kim", recipe=recipe)
            await bus.publish(approved, expected=collected)
        await asyncio.sleep(HOUR)
        assert {(await bus.state(post.key)).status for post in posts} == {Status.PROCESSING}
        remote_voice.open = True
        done = 0
        async with asyncio.timeout(60):
            async for facts in bus.facts(kinds=("content.rendered",), follow=True):
                done += len(facts)
                if done == POSTS:
                    break
        events = [fact.event async for batch in bus.facts() for fact in batch]
        assert await bus.dead_letters() == []
        stop.set()
        await studio
    failures = [fact for fact in events if isinstance(fact, ContentFailed)]
    assert {(f.error, f.failure, f.attempt) for f in failures} == {("Parked", FailureKind.RETRYABLE, 1)}
    assert all(failure.retry_at for failure in failures)
    assert {fact.served_by for fact in events if isinstance(fact, ContentVoiced)} == {"remote"}
    # It was asked now and then, not by every post again and again.
    assert 2 <= remote_voice.answers[403] <= 5
    assert len(failures) >= 2 * POSTS
