"""Handlers of facts: functions whose annotations name the facts they take and those they answer with."""

import inspect
import types
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from libraries.bus.service.context import MessageContext
from schemas.events import ContentRequested, Event
from schemas.recipe import Stage

HandlerFunction = Callable[[Any, MessageContext], Awaitable[Event | None]]


class Handler(NamedTuple):
    """A handler of one stage: ``takes`` are the facts it is called for, ``gives`` those it may answer with."""

    stage: Stage
    takes: frozenset[type[Event]]
    gives: frozenset[type[Event]]
    call: HandlerFunction

    def accepts(self, fact: Event) -> bool:
        """Whether the handler is called for ``fact``. A request goes to the handler of the stage it starts from."""
        if type(fact) not in self.takes:
            return False
        return not isinstance(fact, ContentRequested) or fact.from_stage is self.stage


def handler_from_annotations(stage: Stage, call: HandlerFunction) -> Handler:
    """The handler that the annotations of ``call`` describe. Raises TypeError when they name no facts."""
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
