"""A partial decoder of facts for the projection: decodes only what the fold and the rows read.

Every fact was validated when it was published. The fold compares stages, revisions and platforms; scripts and recipes
are carried along as raw JSON. The msgspec decoders are derived from the pydantic models in `schemas`, so a new field is
decoded without a change here, and the one transition table (`schemas.states`) folds these facts like any others,
several times faster.
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

from libraries.film_statistics.records import ComparedChoices
from libraries.stored_messages.digest_chain import fact_digest
from schemas import events
from schemas.events import ContentRequested, Event, Film, PostApproved, StageDone, decode_fact
from schemas.events.film_traits import FilmTraits
from schemas.pictures import Pictures
from schemas.posts import Image
from schemas.recipe import Recipe, Stage
from schemas.script import Mood, Script
from schemas.states import PostState, Status
from schemas.voice import VoiceTrack
from services.projector.post_fold import PostFold, UploadedFilm
from services.projector.tables import database_time

_CARRIED: Final = (Script, Recipe, Pictures)
"""Models that stay raw JSON bytes."""
_UNREAD: Final[dict[type[BaseModel], frozenset[str]]] = {
    Event: frozenset({"kind_", "time", "causation_id"}),
    StageDone: frozenset({"stage_key", "passed_over", "models"}),
    PostApproved: frozenset({"proposal"}),
    VoiceTrack: frozenset({"lines"}),
    Image: frozenset({"paragraph"}),
    Film: frozenset({"captions", "styled_captions", "checks"}),
    FilmTraits: frozenset(FilmTraits.model_fields) - {"template", "theme", "opening"},
    PostState: frozenset({"post", "recipe", "from_stage", "uploaded", "released"})
    | frozenset(
        {
            "status",
            "revision",
            "sequence",
            "attempt",
            "stage",
            "script",
            "verdict",
            "channel",
            "part_two",
            "cut",
            "voice",
            "voice_by",
            "pictures",
            "film",
        }
    ),
}
"""Fields that are not decoded: no row shows them, and word times of narrations are half of a stream's bytes. For
`PostState`, also fields that have columns of their own."""
_READ: Final[dict[type[BaseModel], frozenset[str]]] = {ContentRequested: frozenset({"causation_id"})}
"""Exceptions to the above: a scheduled retry must answer the present failure."""
_PLAIN: Final = (str, int, float, bool, type(None))


class DecodedFact(NamedTuple):
    """A fact as the projection reads it; ``at`` is when the broker stored it, in the databases' text form."""

    sequence: int
    at: str
    key: str
    event: Event
    digest: str = ""

    @classmethod
    def from_payload(cls, sequence: int, at: str, payload: bytes) -> Self:
        """Decode a payload. Raises ValueError when it is not a fact."""
        try:
            decoded: Any = _FACT.decode(payload)
        except msgspec.DecodeError:
            # Infinity or numbers beyond 64 bits, which a page may claim (pydantic reads those), or not a fact at all.
            return cls.from_event(sequence, at, decode_fact(payload), fact_digest(payload))
        key = decoded.post_key
        values = asdict(decoded)
        kind, optional = _KINDS[type(decoded)]
        for name in optional:
            if values[name] is not None and bytes(values[name]) == b"null":
                values[name] = None
        return cls(sequence, at, f"{key.site}.{key.id}", _event(kind, values), fact_digest(payload))

    @classmethod
    def from_event(cls, sequence: int, at: str, event: Event, digest: str) -> Self:
        """A fact that pydantic decoded, as the projection reads it."""
        values = event.__dict__
        carried = {name: Raw(value.model_dump_json()) for name, value in values.items() if isinstance(value, _CARRIED)}
        read = _event(type(event), values | carried) if carried else event
        return cls(sequence, at, str(event.post_key), read, digest)


def fold_extras_json(folded: PostFold) -> str | None:
    """The part of a fold that no column holds, as JSON; None when there is none."""
    state = folded.state.__dict__
    kept = {name: value for name in _STATE.__struct_fields__ if (value := state[name])}
    if not kept and not folded.flags:
        return None
    return fact_part_json({"state": kept, "flags": folded.flags})


def fold_from_row(row: RowMapping, publications: tuple[UploadedFilm, ...]) -> PostFold:
    """The fold behind a row of ``posts`` joined with its row of ``contents``."""
    known: Any = _REST.decode(row["folded"] or "{}")
    video, audio, script = row["video"], row["audio"], row["script"]
    state = asdict(known.state) | {
        "status": Status(row["status"]),
        "revision": row["revision"],
        "sequence": row["sequence"],
        "attempt": row["attempt"],
        "channel": row["channel"],
        "stage": Stage(row["stage"]) if row["stage"] else None,
        "script": None if script is None else Raw(script),
        "voice": None if audio is None else _Voice(_Media(audio)),
        "film": None
        if video is None
        else _Film(_Media(video), _Media(row["thumbnail"]), row["duration"], row["encoder"]),
    }
    return PostFold(
        _NEVER_SEEN.model_copy(update=state),
        known.flags,
        database_time(row["collected_at"]),
        database_time(row["stage_since"]),
        database_time(row["rendered_at"]),
        database_time(row["updated_at"]),
        publications,
        row["chain"],
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


def undecoded_json(carried: object) -> str:
    """The JSON text of a part that was carried undecoded."""
    assert isinstance(carried, Raw)
    return bytes(carried).decode()


def undecoded_script_summary(carried: object) -> str:
    """The summary inside a script that was carried undecoded."""
    assert isinstance(carried, Raw)
    summary: str = _SUMMARY.decode(carried).summary
    return summary


def recipe_choices_and_mood(event: Event) -> tuple[ComparedChoices | None, str]:
    """The choices of the recipe that a fact carries, and the mood of its script; None and empty without."""
    recipe, script = event.__dict__.get("recipe"), event.__dict__.get("script")
    mood: str = "" if script is None else _SUMMARY.decode(script).mood
    if recipe is None:
        return None, mood
    film, voice = (part := _RECIPE.decode(recipe)).film, part.voice
    return ComparedChoices(film.template, film.theme, film.opening, voice.narrator), mood


def fact_part_json(value: object) -> str:
    """JSON of parts of facts, whichever decoder read them."""
    return msgspec.json.encode(value, enc_hook=_values).decode()


def _values(value: object) -> object:
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in _reader(type(value)).__struct_fields__}
    raise TypeError(f"{type(value)} is not part of a fold")


class _Summary(Struct, gc=False):
    summary: str = ""
    mood: str = Mood.DAILY.value


class _FilmPart(Struct, frozen=True, gc=False):
    template: str = "auto"
    theme: str = "auto"
    opening: str = "auto"


class _VoicePart(Struct, frozen=True, gc=False):
    narrator: str = "narrator-1"


class _RecipeParts(Struct, frozen=True, gc=False):
    film: _FilmPart = _FilmPart()
    voice: _VoicePart = _VoicePart()


@functools.cache
def _reader(model: type[BaseModel], tag: str | None = None) -> type[Struct]:
    """A msgspec struct with the JSON fields and defaults of a pydantic model."""
    unread = frozenset[str]().union(*(names for base, names in _UNREAD.items() if issubclass(model, base)))
    unread -= _READ.get(model, frozenset())
    fields = [_field(name, info) for name, info in model.model_fields.items() if name not in unread]
    fields.sort(key=len)  # fields with a default must come last
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
    """The msgspec type for an annotation: times and everything the fold does not read stay plain JSON values."""
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
    """Names of the raw fields that may be null."""
    fields = kind.model_fields.items()
    return tuple(name for name, info in fields if _kind(info.annotation) is Raw and info.default is None)


_new, _set = object.__new__, object.__setattr__


def _event(kind: type[Event], values: dict[str, Any]) -> Event:
    """An event built without validation: it is only read."""
    made = _new(kind)
    _set(made, "__dict__", values)
    return made


_KINDS: Final = {
    _reader(each, each.kind): (each, _optional(each))
    for each in vars(events).values()
    if isinstance(each, type) and issubclass(each, Event) and hasattr(each, "NAME")
}
_FACT: Final = msgspec.json.Decoder(functools.reduce(operator.or_, _KINDS))
_RECIPE: Final = msgspec.json.Decoder(_RecipeParts)
_SUMMARY: Final = msgspec.json.Decoder(_Summary)
_NEVER_SEEN: Final = PostState()
_STATE: Final = _reader(PostState)
_REST: Final = msgspec.json.Decoder(
    msgspec.defstruct("Rest", [("state", _STATE, _STATE()), ("flags", tuple[str, ...], ())], frozen=True)
)
