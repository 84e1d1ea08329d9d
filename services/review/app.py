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

from schemas.errors import ConfigurationError, Permanent, Retryable
from schemas.posts import PostKey
from schemas.views import Projection
from services.bus import Bus
from services.commands.review import DecisionRefused
from services.config import ReviewSettings, Settings
from services.media.store import MediaStore
from services.review.auth.audit_log import Audit
from services.review.auth.entry import EntryMode, EntryPolicy
from services.review.auth.login_page import STATIC
from services.review.auth.middleware import HEALTH, AccessMiddleware, hosts_for, is_loopback
from services.review.gradio_shell import mount_shell
from services.review.i18n.errors import explain
from services.review.i18n.messages import language_of, sentence
from services.review.live.activity import ActivityLog
from services.review.live.sse import Hub
from services.review.ports import Ports
from services.review.routes.admin import control_routes
from services.review.routes.editor import editor_routes
from services.review.routes.failures import failure_routes
from services.review.routes.films import film_routes
from services.review.routes.media import media_routes
from services.review.routes.posts import read_routes, write_routes
from services.review.routes.sites import site_routes

_GRACE: Final = 1
"""Seconds open requests have at the end."""
_log = structlog.get_logger()


def create_app(
    bus: Bus,
    projection: Projection,
    store: MediaStore,
    settings: Settings,
    ports: Ports,
    *,
    allowed_hosts: Sequence[str] = (),
) -> FastAPI:
    """The whole app behind its gate; ``app.state.door`` says how it is entered.

    ``allowed_hosts``: names beside loopback's it may be called by. Accounts and the audit list lie beside the broker's
    store. Raises ConfigurationError when the accounts cannot be read.
    """
    var = settings.nats.store_dir.parent
    door = EntryPolicy.of(var / "accounts.json", settings.review, loopback=is_loopback(settings.review.host))
    audit = Audit(var / "audit.jsonl")
    chronicle = ActivityLog(bus, always=settings.studio.script_approval)
    hub = Hub(bus, projection, chronicle)
    app = FastAPI(title="WaggleBot", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.hub = hub
    app.state.door = door

    @app.get(HEALTH)
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    for router in (
        site_routes(bus, settings.collect, audit),
        read_routes(bus, projection, hub),
        write_routes(bus, settings),
        failure_routes(bus, projection),
        editor_routes(bus, ports),
        film_routes(bus, ports, settings),
        control_routes(bus, projection, settings, door=door, audit=audit, chronicle=chronicle, ports=ports),
        media_routes(store),
    ):
        app.include_router(router)
    app.mount("/ui", StaticFiles(directory=STATIC))
    _answer_errors(app, projection)
    mount_shell(app)
    app.add_middleware(AccessMiddleware, hosts=hosts_for(settings.review.host, allowed_hosts), door=door)
    return app


def _answer_errors(app: FastAPI, projection: Projection) -> None:
    """Every refusal is JSON with a code and a sentence in the reviewer's language."""

    def answer(request: Request, http: int, code: str, **more: object) -> JSONResponse:
        message = sentence(code, language_of(request.headers.get("accept-language")))
        return JSONResponse({"code": code, "message": message, **more}, status_code=http)

    @app.exception_handler(DecisionRefused)
    async def refused(request: Request, error: DecisionRefused) -> JSONResponse:
        if error.demands:
            return answer(request, error.http, error.code, demands=error.demands)
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

    @app.exception_handler(Permanent)
    async def failed(request: Request, error: Permanent) -> JSONResponse:
        told = explain(str(error), type(error).__name__)
        language = language_of(request.headers.get("accept-language"))
        message = f"{told.ko.sentence} {told.ko.remedy}" if language == "ko" else told.en
        return JSONResponse({"code": "failed", "message": message, "told": told.model_dump()}, status_code=422)

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
    door: EntryPolicy = app.state.door

    def tell() -> None:
        ready(url)
        if door.entry is EntryMode.FIRST_RUN:
            ready(f"first run: open the page and make the first account with the code {door.code}")

    server = _Server(config, tell)

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
