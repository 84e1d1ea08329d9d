"""The review app over HTTP without a socket, beside a projector, on a real broker.

What these fixtures need is imported when a test asks for them, so other tests start without Gradio.
"""

import asyncio
import importlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import pytest_asyncio

from schemas.events import Event
from schemas.recipe import Recipe, ScriptChoice
from services.bus import Bus
from services.config import MediaSettings, NatsSettings, ReviewSettings, Settings
from services.media.store import LocalStore

if TYPE_CHECKING:
    from fastapi import FastAPI

    from services.projector.views import SqlProjection
    from services.review.live.activity import Chronicle
    from services.review.ports import Ports


RECIPE = Recipe(script=ScriptChoice(seconds=25.0))


class App(NamedTuple):
    web: httpx.AsyncClient
    bus: Bus
    store: LocalStore
    projection: "SqlProjection"
    record: Callable[..., Awaitable[None]]
    ports: "Ports"
    settings: Settings
    chronicle: "Chronicle"

    def served(self, **review: Any) -> "FastAPI":
        """The app once more, with other settings of its own."""
        settings = self.settings.model_copy(update={"review": ReviewSettings(**{"port": 0, **review})})
        return _create_app(self.bus, self.projection, self.store, settings, self.ports)


def browser(application: "FastAPI") -> httpx.AsyncClient:
    """A client of the app without a socket between them."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://127.0.0.1")


def _create_app(*arguments: Any) -> "FastAPI":
    made: FastAPI = importlib.import_module("services.review.app").create_app(*arguments)
    return made


@pytest_asyncio.fixture
async def app(bus: Bus, tmp_path: Path) -> AsyncIterator[App]:
    """The app beside a projector; ``record`` publishes facts and waits until they are folded in."""
    database = f"sqlite:///{tmp_path / 'review.db'}"
    projector_module = importlib.import_module("services.projector.service")
    views = importlib.import_module("services.projector.views")
    wiring, ports_module = map(importlib.import_module, ("services.bootstrap", "services.bootstrap_review"))
    wait_until = importlib.import_module("fixtures_stage").wait_until
    projection, store, stop = views.SqlProjection.open(database), LocalStore(tmp_path / "media"), asyncio.Event()
    projector = asyncio.create_task(projector_module.run_projector(bus, database, stop))

    async def record(*events: Event) -> None:
        last = 0
        for event in events:
            last = await bus.publish(event, expected=(await bus.state(event.post_key)).sequence)
        await asyncio.to_thread(wait_until, lambda: projection.position() >= last)

    nats, media = NatsSettings(store_dir=tmp_path / "nats"), MediaSettings(root=tmp_path / "media")
    settings = Settings(nats=nats, media=media, recipe=RECIPE, review=ReviewSettings(port=0))
    async with ports_module.review_ports(wiring.Place(settings, nats, store), bus) as ports:
        application = _create_app(bus, projection, store, settings, ports)
        async with browser(application) as web:
            yield App(web, bus, store, projection, record, ports, settings, application.state.hub.chronicle)
    stop.set()
    await projector
    projection.close()
