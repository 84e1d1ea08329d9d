"""Serves the review app until it is asked to stop."""

import asyncio
import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI

from schemas.errors import ConfigurationError
from services.config import ReviewSettings, Settings
from services.review.auth.entry import EntryMode, EntryPolicy
from services.review.live.early_scripts import EarlyScriptWriter
from services.review.live.sse import UpdateHub

_GRACE: Final = 1
"""Seconds that open requests have at the end."""


class _Server(uvicorn.Server):
    """Uvicorn inside a running loop: whoever runs the loop handles its signals."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_started = started

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._when_started()


async def run_review(app: FastAPI, settings: Settings, stop: asyncio.Event, ready: Callable[[str], None]) -> None:
    """Serve ``app`` until ``stop``; ``ready`` is called with its address. Raises ConfigurationError (no port)."""
    listener = _listen(settings.review)
    host = settings.review.host
    url = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=_GRACE,
    )
    entry: EntryPolicy = app.state.entry
    hub: UpdateHub = app.state.hub
    early_scripts: EarlyScriptWriter = app.state.early_scripts

    def started() -> None:
        ready(url)
        if entry.mode is EntryMode.FIRST_RUN:
            ready(f"first run: open the page and make the first account with the code {entry.code}")

    server = _Server(config, started)

    async def end() -> None:
        await stop.wait()
        hub.end_streams()
        server.should_exit = True

    async with asyncio.TaskGroup() as tasks:
        beside = [tasks.create_task(one) for one in (hub.run(), early_scripts.run(), end())]
        try:
            await server.serve([listener])
        finally:
            listener.close()
            for task in beside:
                task.cancel()


def _listen(review: ReviewSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in review.host else socket.AF_INET
    try:
        return socket.create_server((review.host, review.port), family=family, backlog=256)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ConfigurationError("review.port_in_use", host=review.host, port=review.port) from error
        why = error.strerror or type(error).__name__
        raise ConfigurationError("review.cannot_listen", host=review.host, port=review.port, why=why) from error
