"""Handlers: a function whose annotations say which facts it wants and which it answers with."""

import inspect
import types
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from schemas.events import ContentRequested, Event
from schemas.recipe import Stage
from services.bus.service.context import MessageContext

HandlerFunction = Callable[[Any, MessageContext], Awaitable[Event | None]]


class Handler(NamedTuple):
    """``takes``: the facts it is called for; ``gives``: those it may answer with, none when it answers with None."""

    stage: Stage
    takes: frozenset[type[Event]]
    gives: frozenset[type[Event]]
    call: HandlerFunction

    def wants(self, fact: Event) -> bool:
        """A request goes to the handler of the stage it starts from."""
        if type(fact) not in self.takes:
            return False
        return not isinstance(fact, ContentRequested) or fact.from_stage is self.stage


def handler(stage: Stage, call: HandlerFunction) -> Handler:
    """Read the annotations of ``call``. Raises TypeError when they do not say what is needed."""
    first = next(iter(inspect.signature(call).parameters), None)
    hints = get_type_hints(call)
    if first is None or first not in hints or "return" not in hints:
        raise TypeError(f"{call.__qualname__}: annotate the first parameter and what is returned")
    takes, gives = _events(hints[first], call), _events(hints["return"], call)
    if not takes:
        raise TypeError(f"{call.__qualname__}: the first parameter names no fact")
    return Handler(stage, takes, gives, call)


def _events(annotation: object, call: HandlerFunction) -> frozenset[type[Event]]:
    members = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    events = [member for member in members if member not in (None, type(None))]
    for event in events:
        if not (isinstance(event, type) and issubclass(event, Event) and hasattr(event, "NAME")):
            raise TypeError(f"{call.__qualname__}: {event!r} is no fact")
    return frozenset(event for event in events if isinstance(event, type))
