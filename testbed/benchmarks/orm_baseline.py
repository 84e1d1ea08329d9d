"""A naive projection writer to compare with: an ORM object, a query and a commit for every event."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Engine, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from schemas.events import RecordedFact
from schemas.states import PostState, apply_fact
from services.projector.tables import UtcDateTime, posts


class _Base(DeclarativeBase):
    pass


class NaivePost(_Base):
    """The ORM object of a post and its state."""

    __tablename__ = "naive_posts"
    __table_args__ = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}  # noqa: RUF012 (as SQLAlchemy asks)

    post_key: Mapped[str] = mapped_column(posts.c.post_key.type, primary_key=True)
    title: Mapped[str] = mapped_column(posts.c.title.type)
    content: Mapped[str] = mapped_column(posts.c.content.type)
    status: Mapped[str] = mapped_column(posts.c.status.type)
    revision: Mapped[int]
    sequence: Mapped[int] = mapped_column(BigInteger)
    views: Mapped[int | None] = mapped_column(BigInteger)
    likes: Mapped[int | None] = mapped_column(BigInteger)
    message: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(posts.c.content.type)


def write_naively(engine: Engine, facts: Iterable[RecordedFact]) -> int:
    """Write each fact in a transaction of its own; gives how many were written."""
    _Base.metadata.create_all(engine)
    number = 0
    for fact in facts:
        with Session(engine) as session:
            _write(session, fact)
            session.commit()
        number += 1
    return number


def _write(session: Session, fact: RecordedFact) -> None:
    key = str(fact.event.post_key)
    known = session.get(NaivePost, key)
    state = apply_fact(PostState.model_validate_json(known.state) if known else PostState(), fact)
    post = state.post
    values: dict[str, Any] = {
        "post_key": key,
        "title": post.title if post else "",
        "content": post.content if post else "",
        "status": state.status.value if state.status else "",
        "revision": state.revision,
        "sequence": state.sequence,
        "views": post.stats.views if post else None,
        "likes": post.stats.likes if post else None,
        "message": state.failure.message if state.failure else "",
        "updated_at": fact.time,
        "state": state.model_dump_json(by_alias=True),
    }
    if known is None:
        session.add(NaivePost(**values))
        return
    for name, value in values.items():
        setattr(known, name, value)
