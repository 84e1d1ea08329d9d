"""Facts read only as far as the projection looks, by readers that are derived from the models of the contract.

Every fact was proven whole when it was published. A fold compares stages, revisions and platforms and carries the rest
along; what it carries stays as it was said. So the one transition table (schemas.states) folds these facts as it folds
any others, several times faster, and a field that is added to a fact is here without a word.
"""

import functools
import operator
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Self, Union, get_args, get_origin

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import asdict
from pydantic import BaseModel, HttpUrl
from pydantic.fields import FieldInfo
from sqlalchemy import RowMapping

from schemas import events
from schemas.events import ContentRequested, Event, Film, StageDone, decode
from schemas.recipe import Recipe, Stage
from schemas.script import Script
from schemas.states import PostState, Status
from schemas.voice import VoiceTrack
from services.projector.aggregate import Folded, PublishedFilm
from services.projector.tables import written

_CARRIED: Final = (Script, Recipe)
"""Kept as the bytes they were said in."""
_UNREAD: Final[dict[type[BaseModel], frozenset[str]]] = {
    Event: frozenset({"kind_", "time", "causation_id"}),
    StageDone: frozenset({"stage_key", "served_by", "seconds", "cached"}),
    VoiceTrack: frozenset({"lines"}),
    Film: frozenset({"captions", "styled_captions", "checks"}),
    PostState: frozenset({"post", "recipe", "from_stage", "uploaded", "released"})
    | frozenset({"status", "revision", "sequence", "attempt", "stage", "script", "voice", "film"}),
}
"""Passed over: no row shows them, and the times of a narration's words are half of a stream. Of a state that is written
down also what neither the table nor a row asks for, and what has columns of its own."""
_READ: Final[dict[type[BaseModel], frozenset[str]]] = {ContentRequested: frozenset({"causation_id"})}
"""Read after all: a scheduled retry must answer the present failure."""
_PLAIN: Final = (str, int, float, bool, type(None))


class DecodedFact(NamedTuple):
    """A fact for the projection: ``at`` is when the broker stored it, as `services.projector.tables.written`."""

    sequence: int
    at: str
    key: str
    event: Event

    @classmethod
    def read(cls, sequence: int, at: str, payload: bytes) -> Self:
        """Raises ValueError when ``payload`` is none of our facts."""
        try:
            said: Any = _FACT.decode(payload)
        except msgspec.DecodeError:
            # Infinity and numbers beyond 64 bits, which a page may claim; or it is no fact at all.
            return cls.of(sequence, at, decode(payload))
        key = said.post_key
        values = asdict(said)
        kind, optional = _KINDS[type(said)]
        for name in optional:
            if values[name] is not None and bytes(values[name]) == b"null":
                values[name] = None
        return cls(sequence, at, f"{key.site}.{key.id}", _event(kind, values))

    @classmethod
    def of(cls, sequence: int, at: str, event: Event) -> Self:
        """The same of a fact that was read to the bottom."""
        values = event.__dict__
        carried = {name: Raw(value.model_dump_json()) for name, value in values.items() if isinstance(value, _CARRIED)}
        return cls(sequence, at, str(event.post_key), _event(type(event), values | carried) if carried else event)


def rest(folded: Folded) -> str | None:
    """What a fold knows beyond its rows, as JSON; None when that is nothing."""
    state = folded.state.__dict__
    kept = {name: value for name in _STATE.__struct_fields__ if (value := state[name])}
    if not kept and not folded.flags:
        return None
    return as_json({"state": kept, "flags": folded.flags})


def load(row: RowMapping, publications: tuple[PublishedFilm, ...]) -> Folded:
    """The fold whose rows these are: of ``posts``, with that of ``contents`` beside it."""
    known: Any = _REST.decode(row["folded"] or "{}")
    video, audio, script = row["video"], row["audio"], row["script"]
    state = asdict(known.state) | {
        "status": Status(row["status"]),
        "revision": row["revision"],
        "sequence": row["sequence"],
        "attempt": row["attempt"],
        "stage": Stage(row["stage"]) if row["stage"] else None,
        "script": None if script is None else Raw(script),
        "voice": None if audio is None else _Voice(_Media(audio)),
        "film": None
        if video is None
        else _Film(_Media(video), _Media(row["thumbnail"]), row["duration"], row["encoder"]),
    }
    return Folded(
        _NEVER_SEEN.model_copy(update=state),
        known.flags,
        written(row["collected_at"]),
        written(row["stage_since"]),
        written(row["rendered_at"]),
        written(row["updated_at"]),
        publications,
    )


class _Media(NamedTuple):
    key: str


class _Voice(NamedTuple):
    audio: _Media


class _Film(NamedTuple):
    video: _Media
    thumbnail: _Media
    duration: float
    encoder: str


def said(carried: object) -> str:
    """The JSON of a part that was carried."""
    assert isinstance(carried, Raw)
    return bytes(carried).decode()


def summary_of(carried: object) -> str:
    """The summary within a script that was carried."""
    assert isinstance(carried, Raw)
    summary: str = _SUMMARY.decode(carried).summary
    return summary


def as_json(value: object) -> str:
    """JSON of parts of facts, however they were read."""
    return msgspec.json.encode(value, enc_hook=_values).decode()


def _values(value: object) -> object:
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in _reader(type(value)).__struct_fields__}
    raise TypeError(f"{type(value)} is not part of a fold")


class _Summary(Struct, gc=False):
    summary: str = ""


@functools.cache
def _reader(model: type[BaseModel], tag: str | None = None) -> type[Struct]:
    """The fields of a model by their names in JSON, with its defaults."""
    unread = frozenset[str]().union(*(names for base, names in _UNREAD.items() if issubclass(model, base)))
    unread -= _READ.get(model, frozenset())
    fields = [_field(name, info) for name, info in model.model_fields.items() if name not in unread]
    fields.sort(key=len)  # those with a default come last
    return msgspec.defstruct(model.__name__, fields, frozen=True, gc=False, tag_field="kind" if tag else None, tag=tag)


def _field(name: str, info: FieldInfo) -> tuple[Any, ...]:
    kind = _kind(info.annotation)
    if info.is_required():
        return name, kind
    default = info.get_default(call_default_factory=True)
    if isinstance(default, BaseModel):
        default = msgspec.json.decode(default.model_dump_json(), type=kind)
    return name, kind, default


def _kind(annotation: Any) -> Any:
    """What is made of a value: moments and what nobody looks into stay as they are in JSON."""
    whole, parts = get_origin(annotation), get_args(annotation)
    if whole is Annotated:
        return _kind(parts[0])
    if whole in (Union, UnionType):
        kinds = [_kind(each) for each in parts]
        return Raw if Raw in kinds else functools.reduce(operator.or_, kinds)
    if whole in (tuple, frozenset):
        return whole[tuple(each if each is ... else _kind(each) for each in parts)]
    if whole is Literal:
        return type(parts[0])
    return _class(annotation) if isinstance(annotation, type) else Any


def _class(kind: type) -> Any:
    if issubclass(kind, _CARRIED):
        return Raw
    if issubclass(kind, HttpUrl):
        return str
    if issubclass(kind, BaseModel):
        return _reader(kind)
    return kind if kind in _PLAIN or issubclass(kind, Enum) else Any


def _optional(kind: type[Event]) -> tuple[str, ...]:
    """Carried parts that may be null."""
    fields = kind.model_fields.items()
    return tuple(name for name, info in fields if _kind(info.annotation) is Raw and info.default is None)


_new, _set = object.__new__, object.__setattr__


def _event(kind: type[Event], values: dict[str, Any]) -> Event:
    """An event with these attributes and nothing else of a model: it is only ever read."""
    made = _new(kind)
    _set(made, "__dict__", values)
    return made


_KINDS: Final = {
    _reader(each, f"{each.TOPIC}.{each.NAME}"): (each, _optional(each))
    for each in vars(events).values()
    if isinstance(each, type) and issubclass(each, Event) and hasattr(each, "NAME")
}
_FACT: Final = msgspec.json.Decoder(functools.reduce(operator.or_, _KINDS))
_SUMMARY: Final = msgspec.json.Decoder(_Summary)
_NEVER_SEEN: Final = PostState()
_STATE: Final = _reader(PostState)
_REST: Final = msgspec.json.Decoder(
    msgspec.defstruct("Rest", [("state", _STATE, _STATE()), ("flags", tuple[str, ...], ())], frozen=True)
)
