"""The review app: composition, and how it is served."""

import asyncio
import errno
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import structlog
import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from schemas.errors import ConfigurationError, Retryable
from schemas.posts import PostKey
from schemas.views import Projection
from services.bus import Bus
from services.config import ReviewSettings, Settings
from services.media.store import MediaStore
from services.review.api import read_routes, write_routes
from services.review.decisions import Refused
from services.review.gate import HEALTH, Gate, hosts_for, is_loopback
from services.review.login import STATIC
from services.review.media import media_routes
from services.review.news import Hub
from services.review.sessions import Sessions
from services.review.shell import mount_shell
from services.review.texts import language_of, sentence

_GRACE: Final = 1
"""Seconds open requests have at the end."""
_log = structlog.get_logger()


def create_app(
    bus: Bus, projection: Projection, store: MediaStore, settings: Settings, *, allowed_hosts: Sequence[str] = ()
) -> FastAPI:
    """The whole app behind its gate.

    ``allowed_hosts``: names beside loopback's it may be called by. Raises ConfigurationError when it would be open
    to other machines without a password.
    """
    sessions = _sessions(settings.review)
    hub = Hub(bus, projection)
    app = FastAPI(title="WaggleBot", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.hub = hub

    @app.get(HEALTH)
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/api/session")
    async def session() -> dict[str, bool]:
        return {"login": sessions is not None}

    app.include_router(read_routes(bus, projection, hub))
    app.include_router(write_routes(bus, settings))
    app.include_router(media_routes(store))
    app.mount("/ui", StaticFiles(directory=STATIC))
    _answer_errors(app, projection)
    mount_shell(app)
    app.add_middleware(Gate, hosts=hosts_for(settings.review.host, allowed_hosts), sessions=sessions)
    return app


def _sessions(review: ReviewSettings) -> Sessions | None:
    password = review.password.get_secret_value()
    if password:
        return Sessions(password)
    if is_loopback(review.host):
        return None
    raise ConfigurationError(
        setting="WAGGLEBOT_REVIEW__PASSWORD",
        why=f"without one the review app would be open to everybody who reaches {review.host}",
        remedy="Set a password, or listen on 127.0.0.1.",
    )


def _answer_errors(app: FastAPI, projection: Projection) -> None:
    """Every refusal is JSON with a code and a sentence in the reviewer's language."""

    def answer(request: Request, http: int, code: str, **more: object) -> JSONResponse:
        message = sentence(code, language_of(request.headers.get("accept-language")))
        return JSONResponse({"code": code, "message": message, **more}, status_code=http)

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> JSONResponse:
        if error.state is None:
            return answer(request, error.http, error.code)
        key = PostKey.parse(request.path_params["key"])
        card = await asyncio.to_thread(projection.post, key)
        now = error.state.model_dump(include={"status", "revision", "sequence"})  # the projection may be a step behind
        shown = card.model_copy(update=now).model_dump(mode="json") if card else None
        return answer(request, error.http, error.code, card=shown)

    @app.exception_handler(Retryable)
    async def down(request: Request, error: Retryable) -> JSONResponse:
        _log.warning("review.not_possible_now", path=request.url.path, error=str(error))
        return answer(request, 503, "not_now")

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        return answer(request, error.status_code, "not_here")

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _: RequestValidationError) -> JSONResponse:
        return answer(request, 422, "not_understood")


class _Server(uvicorn.Server):
    """Uvicorn inside a running loop: signals belong to whoever runs the loop."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell()


async def run_review(app: FastAPI, settings: Settings, stop: asyncio.Event, ready: Callable[[str], None]) -> None:
    """Serves ``app`` until ``stop``; ``ready`` gets its address. Raises ConfigurationError when it cannot listen."""
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
    server = _Server(config, lambda: ready(url))

    async def end() -> None:
        await stop.wait()
        app.state.hub.close()
        server.should_exit = True

    async with asyncio.TaskGroup() as tasks:
        beside = [tasks.create_task(app.state.hub.run()), tasks.create_task(end())]
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
            raise ConfigurationError(
                setting="WAGGLEBOT_REVIEW__PORT",
                why=f"port {review.port} on {review.host} is in use",
                remedy="Stop the program that uses it, or choose another port.",
            ) from error
        raise ConfigurationError(
            setting="WAGGLEBOT_REVIEW__HOST",
            why=f"cannot listen on {review.host}, port {review.port} ({error.strerror})",
            remedy="Choose an address of this machine and a port it may use.",
        ) from error
