"""The base of all facts: who a fact is about, its id, its time and its cause."""

import uuid
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field
from typing_extensions import override

from schemas.base import Frozen, Moment
from schemas.clock import utc_now
from schemas.posts import PostKey

_SPACE = uuid.UUID("6f0d8c1e-7c1b-4a0e-9a0b-5d7e3c2f4a11")


class Event(Frozen):
    """The base of all facts. ``event_id`` is also the Nats-Msg-Id."""

    TOPIC: ClassVar[str]
    NAME: ClassVar[str]
    kind: ClassVar[str]
    """Topic and name, for example ``post.collected``."""

    post_key: PostKey
    revision: Annotated[int, Field(ge=0)]
    event_id: str = Field(default_factory=lambda: uuid.uuid4().hex)
    time: Moment = Field(default_factory=utc_now)
    causation_id: str = ""
    """``event_id`` of the fact this one was caused by; empty for decisions of a person and for collected posts."""

    @classmethod
    @override
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if hasattr(cls, "NAME"):
            cls.kind = f"{cls.TOPIC}.{cls.NAME}"

    @classmethod
    def caused_by(cls, cause: "Event", discriminator: str = "", **fields: Any) -> Self:
        """A fact caused by ``cause``. Its id is derived from the cause, so making it twice stores one message.

        ``discriminator`` separates several facts of one kind with the same cause.
        """
        name = f"{cause.event_id}:{cls.kind}:{discriminator}"
        fields.setdefault("revision", cause.revision)
        return cls(
            post_key=cause.post_key,
            event_id=uuid.uuid5(_SPACE, name).hex,
            causation_id=cause.event_id,
            **fields,
        )
