"""Facts and states read only as deep as a fold looks, for rebuilds.

Every fact was proven whole when it was recorded. A fold compares stages, revisions and platforms and carries the rest
along untouched: here that rest stays plain JSON, so the one transition table (schemas.states) folds these facts and
states as it folds any others, several times faster. What becomes a column is proven again on its way out.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeVar, cast

import orjson
from pydantic import BaseModel

from schemas import events
from schemas.events import ContentFailed, Event, Film
from schemas.media import MediaRef
from schemas.posts import Comment, Image, Post, PostKey, Stats
from schemas.recipe import Recipe, Stage
from schemas.script import Script
from schemas.states import PostState, Status
from schemas.voice import VoiceTrack
from services.projector.folding import Depth, Folded, Publication

M = TypeVar("M", bound=BaseModel)


def _defaults(model: type[BaseModel]) -> dict[str, Any]:
    """What may be left out, by the names it has in JSON."""
    fields = model.model_fields.items()
    return {field.alias or name: field.get_default() for name, field in fields if not field.is_required()}


_EVENTS: Final[dict[str, type[Event]]] = {
    f"{each.TOPIC}.{each.NAME}": each
    for each in vars(events).values()
    if isinstance(each, type) and issubclass(each, Event) and hasattr(each, "NAME")
}
_DEFAULTS: Final[dict[str, dict[str, Any]]] = {kind: _defaults(each) for kind, each in _EVENTS.items()}
"""What a fact of an earlier version does not say yet."""


_POST: Final = _defaults(Post)
_STATS: Final = _defaults(Stats)
_COMMENT: Final = _defaults(Comment)


_STAGES: Final = {stage.value: stage for stage in Stage}
_STAGED: Final = {kind for kind, each in _EVENTS.items() if {"stage", "from_stage"} & each.model_fields.keys()}


def decode_shallow(payload: bytes) -> Event:
    """The fact in ``payload``. Raises ValueError when it is none of ours."""
    said = orjson.loads(payload)
    try:
        return _event(said)
    except (KeyError, TypeError) as error:
        raise ValueError(f"it is none of our facts: {error!r}") from error


class _Key(str):
    """A post's key as text: hashed and compared in C, a million times."""

    __slots__ = ()

    @property
    def site(self) -> str:
        return self.partition(".")[0]

    @property
    def id(self) -> str:
        return self.partition(".")[2]


def _event(said: dict[str, Any]) -> Event:
    kind = said["kind"]
    key = said["post_key"]
    values = _DEFAULTS[kind] | said
    values["post_key"] = _Key(f"{key['site']}.{key['id']}")
    if kind in _STAGED:
        for name in ("stage", "from_stage"):
            if name in values:
                values[name] = _STAGES[values[name]]
    return _made(_EVENTS[kind], values)


def _made(model: type[M], values: dict[str, Any]) -> M:
    """An object with these attributes and nothing else of a model: it is only ever read."""
    made = object.__new__(model)
    object.__setattr__(made, "__dict__", values)
    return made


def _dump(folded: Folded) -> str:
    return orjson.dumps(folded.__dict__, default=_plain).decode()


def _plain(value: object) -> object:
    if isinstance(value, Recipe | Publication):
        return value.model_dump(mode="json")
    if isinstance(value, Event):
        key = value.post_key
        return value.__dict__ | {"post_key": {"site": key.site, "id": key.id}}
    if isinstance(value, BaseModel):
        return value.__dict__
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value)} is not part of a fold")


def _load(text: str) -> Folded:
    whole = orjson.loads(text)
    said = whole.pop("state")
    moments = Folded.model_validate(whole)
    said["status"] = Status(said["status"]) if said["status"] else None
    said["uploaded"] = frozenset(said["uploaded"])
    for name in ("stage", "from_stage"):
        said[name] = Stage(said[name]) if said[name] else None
    said["failure"] = _event(said["failure"]) if said["failure"] else None
    said["released"] = tuple(map(_event, said["released"]))
    return moments.model_copy(update={"state": PostState.model_construct(**said)})


def _shown(folded: Folded) -> Folded:
    """The same fold, as deep as `services.projector.rows` looks."""
    state = folded.state
    changes = {
        "post": _as(_post, state.post),
        "script": _as(_script, state.script),
        "voice": _as(_voice, state.voice),
        "film": _as(_film, state.film),
        "failure": _as(_failure, state.failure),
    }
    return folded.model_copy(update={"state": state.model_copy(update=changes)})


def _post(said: Any) -> Post:
    deep = {
        "stats": _made(Stats, _STATS | said["stats"]),
        "comments": tuple(_made(Comment, _COMMENT | one | _at("created_at", one)) for one in said["comments"]),
        "images": tuple(map(Image.model_validate, said["images"])),
    }
    return _made(Post, _POST | said | deep | _at("posted_at", said))


def _script(said: Any) -> Script:
    """Proven again: its column is the JSON of the whole."""
    return Script.model_validate_json(orjson.dumps(said))


def _voice(said: Any) -> VoiceTrack:
    return _made(VoiceTrack, said | {"audio": _made(MediaRef, said["audio"])})


def _film(said: Any) -> Film:
    return _made(Film, said | {name: _made(MediaRef, said[name]) for name in ("video", "thumbnail")})


def _failure(said: Any) -> ContentFailed:
    return _made(ContentFailed, said.__dict__ | _at("retry_at", said.__dict__))


def _at(name: str, said: dict[str, Any]) -> dict[str, datetime | None]:
    text = said.get(name)
    return {name: datetime.fromisoformat(text) if isinstance(text, str) else text}


def _as(make: Callable[[Any], M], said: object) -> M | None:
    return None if said is None else make(said)


SHALLOW: Final = Depth(key=lambda text: cast("PostKey", _Key(text)), load=_load, dump=_dump, shown=_shown)
"""Facts of `decode_shallow`."""
