"""How a projection is usually written: an ORM object, a query and a commit for every event. Only a bench uses it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Engine, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from schemas.events import Recorded
from services.projector.folding import Folded
from services.projector.rows import fold_row, post_row
from services.projector.tables import Moment, posts


class _Base(DeclarativeBase):
    pass


class NaivePost(_Base):
    """A post with its state, as an object."""

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
    updated_at: Mapped[datetime] = mapped_column(Moment)
    folded: Mapped[str] = mapped_column(posts.c.content.type)


def write_naively(engine: Engine, facts: Iterable[Recorded]) -> int:
    """Writes every fact by itself; says how many there were."""
    _Base.metadata.create_all(engine)
    number = 0
    for fact in facts:
        with Session(engine) as session:
            _write(session, fact)
            session.commit()
        number += 1
    return number


def _write(session: Session, fact: Recorded) -> None:
    key = fact.event.post_key
    known = session.get(NaivePost, str(key))
    folded = (Folded.model_validate_json(known.folded) if known else Folded()).then(fact)
    row: dict[str, Any] = post_row(key, folded) | fold_row(key, folded, folded.model_dump_json(by_alias=True))
    values = {name: row[name] for name in NaivePost.__table__.columns.keys()}  # noqa: SIM118 (a column collection)
    if known is None:
        session.add(NaivePost(**values))
        return
    for name, value in values.items():
        setattr(known, name, value)
