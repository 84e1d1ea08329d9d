"""Work on the bus that commands share: a connection to the broker, requests made of what was typed, batch reports."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from libraries.bus import Bus
from schemas.errors import BadInput
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState, fold_facts
from services import bootstrap
from services.bootstrap import Runtime
from services.cli.shared.output import console, error_text, load_settings, print_error, print_json
from services.commands.remake import FilmStage
from services.commands.run_for_each_post import PostOutcome
from services.config import Settings

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class FromStage(StrEnum):
    """The first stage that is done again."""

    SCRIPT = "script"
    VOICE = "voice"
    PICTURE = "picture"
    FILM = "film"

    @property
    def film_stage(self) -> FilmStage:
        return _STAGES[self]


_STAGES: Final[dict[FromStage, FilmStage]] = {
    FromStage.SCRIPT: Stage.SCRIPT,
    FromStage.VOICE: Stage.VOICE,
    FromStage.PICTURE: Stage.PICTURE,
    FromStage.FILM: Stage.FILM,
}


def run_on_bus(name: str, work: Callable[[Runtime, Bus], Awaitable[T]], loaded: Settings | None = None) -> T:
    """Run ``work`` with the rights of the operator, whatever command ``name`` is; ``loaded``: settings already read."""

    async def run() -> T:
        place = bootstrap.open_runtime(loaded or load_settings())
        async with place as runtime, runtime.open_bus(f"{name}-command") as bus:
            return await work(runtime, bus)

    return asyncio.run(run())


def user_name() -> str:
    """The name of this machine's user, which a command is recorded under."""
    return getpass.getuser()


def command_request(model: type[M], **fields: object) -> M:
    """A request for a command, of the fields typed. Raises BadInput naming the option that is not valid."""
    try:
        return model(**fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        option = "--" + str(first["loc"][0]).replace("_", "-") if first["loc"] else "The request"
        raise BadInput("cli.bad_value", option=option, why=first["msg"]) from error


def model_from_json(model: type[M], text: str, what: str) -> M:
    """A model from JSON that was typed or read; ``what`` names it. Raises BadInput."""
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput("cli.bad_json", what=what, why=f"{where}: {first['msg']}" if where else first["msg"]) from error


def print_batch(done: str, items: Sequence[PostOutcome], *, json: bool) -> bool:
    """Print what became of each post; whether all went well. ``done``: what happened to those that did."""
    recorded = [item.post for item in items if item.refusal is None]
    refused = [(item.post, item.refusal) for item in items if item.refusal is not None]
    if json:
        print_json(recorded)
    elif recorded:
        console.print(f"{done}: {', '.join(recorded)}")
    for post, error in refused:
        print_error(f"{post}: {error_text(error)}")
    return not refused


async def all_post_states(bus: Bus) -> list[PostState]:
    """Every post, folded from the facts themselves, so it is true whether or not the projector runs."""
    states: dict[PostKey, PostState] = {}
    async for batch in bus.facts():
        for recorded in batch:
            key = recorded.event.post_key
            states[key] = fold_facts([recorded], states.get(key))
    return list(states.values())
