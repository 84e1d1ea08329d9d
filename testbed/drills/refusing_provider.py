"""The drill of a provider: a speech server refuses all requests for a simulated hour; no post may be lost."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Final

import numpy as np

from libraries.bus import Bus
from libraries.sound.libespeak import RATE, synthesise
from libraries.sound.wav import wav_bytes
from schemas.base import Frozen
from schemas.events import ContentFailed, ContentRendered, ContentVoiced, FailureKind, PostApproved, PostCollected
from schemas.recipe import VoiceChoice
from schemas.states import Status
from testbed.drills.pipeline import CHEAP, cheap_post
from testbed.drills.stations import running_broker, running_stations, unstarted_stations

_HOUR: Final = 5.0
"""Seconds that stand for an hour."""
_REST: Final = 0.5
"""First pause of a provider, scaled to `_HOUR` as 30 s are to an hour, and a little longer."""
_ATTEMPTS: Final = 2
"""Tries of a stage: fewer than the pauses of the hour, so a try that was counted would be seen."""
_PATIENCE: Final = 180.0
_WORDS_A_MINUTE: Final = 230
_ONE_AT_A_TIME: Final = Lock()
_RECIPE: Final = CHEAP.model_copy(update={"voice": VoiceChoice(chain=("openai-speech",), speed=2.0)})


class RefusingProviderReport(Frozen):
    """The report of the drill of a provider.

    ``refused`` and ``served``: answers of the server; ``parked``: failures on record that only wait, ``failed``
    those that count a try or give up. ``waiting``: posts that stood in the lane when the hour was over.
    """

    seconds: float
    posts: int
    hour_s: float
    refused: int
    served: int
    waiting: int
    parked: int
    failed: int
    dead_letters: int
    rendered: int

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        return not self.failed + self.dead_letters and self.waiting == self.rendered == self.posts


class RefusingSpeechServer(ThreadingHTTPServer):
    """A speech server that answers 403 until ``open``, then speaks each line."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.open = False
        self.answers: Counter[int] = Counter()


class _Answer(BaseHTTPRequestHandler):
    server: RefusingSpeechServer

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        code = 200 if self.server.open else 403
        body = _spoken(asked["input"]) if self.server.open else b"you are blocked for a while"
        self.server.answers[code] += 1
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library calls it so
        """Not logged."""


@contextmanager
def running_refusing_speech_server() -> Iterator[RefusingSpeechServer]:
    """A speech server on a free port of loopback within the block."""
    server = RefusingSpeechServer()
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


async def drill_refusing_provider(folder: Path, say: Callable[[str], None], posts: int = 3) -> RefusingProviderReport:
    """Let the real studio work with a speech server, its only voice, that refuses for a while."""
    began = time.monotonic()
    with running_refusing_speech_server() as server:
        chosen = {
            "STUDIO__SPEECH__BASE_URL": f"http://127.0.0.1:{server.server_port}",
            "STUDIO__PROVIDER_REST": str(_REST),
            "STUDIO__MAX_ATTEMPTS": str(_ATTEMPTS),
        }
        async with running_broker(folder / "nats") as (bus, nats):
            stations = unstarted_stations(folder / "machine", nats, folder / "media", **chosen)
            async with running_stations(stations, "studio"):
                await _approve(bus, posts)
                async with asyncio.timeout(_PATIENCE):
                    await anext(bus.facts(kinds=("content.failed",), follow=True))
                await asyncio.sleep(_HOUR)
                states = [await bus.post_state(cheap_post(number).key) for number in range(posts)]
                say(f"the hour is over: the server refused {server.answers[403]} times")
                server.open = True
                await _rendered(bus, posts)
            events = [fact.event async for batch in bus.facts() for fact in batch]
            letters = len(await bus.dead_letters(settled=True))
        failures = [event for event in events if isinstance(event, ContentFailed)]
        parked = [one for one in failures if _waits(one)]
        assert {event.served_by for event in events if isinstance(event, ContentVoiced)} <= {"openai-speech"}
        return RefusingProviderReport(
            seconds=round(time.monotonic() - began, 1),
            posts=posts,
            hour_s=_HOUR,
            refused=server.answers[403],
            served=server.answers[200],
            waiting=sum(state.status is Status.PROCESSING for state in states),
            parked=len(parked),
            failed=len(failures) - len(parked),
            dead_letters=letters,
            rendered=sum(isinstance(event, ContentRendered) for event in events),
        )


def _waits(failed: ContentFailed) -> bool:
    return (failed.error, failed.failure, failed.attempt) == ("Parked", FailureKind.RETRYABLE, 1) and bool(
        failed.retry_at
    )


async def _approve(bus: Bus, posts: int) -> None:
    for post in map(cheap_post, range(posts)):
        collected = await bus.publish(PostCollected(post_key=post.key, revision=0, post=post), expected=0)
        approved = PostApproved(post_key=post.key, revision=1, reviewer="drill", recipe=_RECIPE)
        await bus.publish(approved, expected=collected)


async def _rendered(bus: Bus, posts: int) -> None:
    """Wait for the films, as long as any fact comes."""
    done = 0
    facts = bus.facts(kinds=("content.rendered",), follow=True)
    while done < posts:
        try:
            async with asyncio.timeout(_PATIENCE):
                done += len(await anext(facts))
        except TimeoutError:
            return  # the figures tell


def _spoken(text: str) -> bytes:
    """A WAV file of a voice that says it: what is no speech is refused before a film is made of it."""
    with _ONE_AT_A_TIME:
        said = synthesise(text, "ko", {RATE: _WORDS_A_MINUTE})
    silence = np.zeros(said.sample_rate // 5, np.int16)  # as servers leave it; without it the end sounds cut off
    return wav_bytes(np.concatenate((said.samples, silence)), said.sample_rate)
