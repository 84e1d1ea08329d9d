"""The projection equals the fold of the facts, whatever they are and however they are cut into batches."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from fixtures.facts import NOW, SCRIPT, post
from fixtures.projection import HISTORIES, KEYS, emptied, event, recorded, rows_of, story
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from schemas.events import ContentUploaded, RecordedFact
from schemas.posts import Comment, Post, PostKey, Stats
from schemas.states import Status, fold_facts
from services.projector.database import read_connection
from services.projector.migrate import open_upgraded_database
from services.projector.ranking import decayed_score
from services.projector.tables import comments, contents, posts, uploads
from services.projector.writer import ProjectionWriter


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_upgraded_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    engine = open_upgraded_database(sqlite_url)
    yield engine
    engine.dispose()


def write(engine: Engine, facts: list[RecordedFact], size: int = 1000) -> None:
    writer = ProjectionWriter(engine)
    for start in range(0, len(facts), size):
        batch = facts[start : start + size]
        assert writer.fold_facts(batch, writer.checkpoint().sequence).position == batch[-1].sequence


def check_against_the_fold(engine: Engine, facts: list[RecordedFact]) -> None:
    """Compares every row with what `schemas.states.fold_facts` makes of the facts of its post."""
    with read_connection(engine) as connection:
        for key in KEYS:
            own = [fact for fact in facts if fact.event.post_key == key]
            state = fold_facts(own)
            row = connection.execute(select(posts).where(posts.c.post_key == str(key))).one_or_none()
            assert (row is None) == (state.status is None)
            if row is None:
                continue
            told = (row.status, row.revision, row.sequence, row.attempt, row.stage)
            assert told == (state.status, state.revision, state.sequence, state.attempt, state.stage)
            assert row.updated_at == own[-1].time
            online = connection.execute(select(uploads).where(uploads.c.post_key == str(key))).all()
            said = {(f.event.revision, f.event.platform) for f in own if isinstance(f.event, ContentUploaded)}
            assert {(upload.revision, upload.platform) for upload in online} == said
            assert state.uploaded <= {upload.platform for upload in online}
            made = connection.execute(
                select(contents).where(contents.c.post_key == str(key), contents.c.revision == state.revision)
            ).one_or_none()
            if state.status is Status.RETRACTED:
                assert (row.title, row.content, row.origin_id, made) == ("", "", key.id, None)
                continue
            assert state.post is not None
            assert (row.title, row.content) == (state.post.title, state.post.content)
            assert ("gone" in row.flags) is bool(state.gone)
            failed = state.failure.message if state.failure else ""
            assert row.message == (f"Its site no longer shows it: {state.gone}" if state.gone else failed)
            assert row.retry_at == (state.failure.retry_at if state.failure else None)
            assert (made.video if made else None) == (state.film.video.key if state.film else None)
            assert (made.audio if made else None) == (state.voice.audio.key if state.voice else None)
            assert (made.script if made else None) == (state.script.model_dump_json() if state.script else None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=HISTORIES, size=st.integers(1, 12))
def test_rows_are_the_fold_of_any_facts_in_any_batches(
    sqlite_engine: Engine, facts: list[RecordedFact], size: int
) -> None:
    emptied(sqlite_engine)
    write(sqlite_engine, facts, 1)
    one_by_one = rows_of(sqlite_engine)
    check_against_the_fold(sqlite_engine, facts)
    emptied(sqlite_engine)
    write(sqlite_engine, facts, size)
    assert rows_of(sqlite_engine) == one_by_one


@pytest.mark.mariadb
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=HISTORIES, size=st.integers(1, 12))
def test_both_databases_hold_the_same_rows(
    sqlite_engine: Engine, mariadb_url: str, facts: list[RecordedFact], size: int
) -> None:
    mariadb_engine = open_upgraded_database(mariadb_url)
    for engine in (sqlite_engine, mariadb_engine):
        emptied(engine)
        write(engine, facts, size)
    check_against_the_fold(mariadb_engine, facts)
    assert rows_of(mariadb_engine) == rows_of(sqlite_engine)
    mariadb_engine.dispose()


def test_folding_again_changes_nothing(engine: Engine) -> None:
    facts = recorded([*story(KEYS[0]), *story(KEYS[1]), event(KEYS[2], "collected")])
    write(engine, facts)
    before = rows_of(engine)
    written = ProjectionWriter(engine).fold_facts(facts, 0)
    assert (written.position, written.keys) == (facts[-1].sequence, ())
    assert rows_of(engine) == before


def test_a_row_is_never_overwritten_by_an_older_one(engine: Engine) -> None:
    """The guard of the upsert alone, as if a checkpoint had been put back by hand."""
    facts = recorded(story(KEYS[0]))
    write(engine, facts)
    before = rows_of(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE checkpoint SET sequence = 0")
    write(engine, facts[:3])
    after = rows_of(engine)
    for table in ("posts", "contents", "uploads"):
        assert after[table] == before[table]


def test_a_batch_behind_a_rebuilt_projection_is_refused(engine: Engine) -> None:
    """The tables hold less than the caller has read: folding on would leave a hole."""
    facts = recorded(story(KEYS[0]))
    write(engine, facts[:2])
    written = ProjectionWriter(engine).fold_facts(facts[5:], facts[4].sequence)
    assert (written.position, written.keys) == (facts[1].sequence, ())
    check_against_the_fold(engine, facts[:2])


def test_both_revisions_of_a_remake_within_one_batch_are_kept(engine: Engine) -> None:
    key = KEYS[0]
    remake = [event(key, kind, 2) for kind in ("requested", "scripted", "voiced", "rendered")]
    facts = recorded([*story(key), *remake])
    write(engine, facts)
    with read_connection(engine) as connection:
        made = connection.execute(select(contents).order_by(contents.c.revision)).all()
    assert [(row.revision, row.rendered_at) for row in made] == [(1, facts[5].time), (2, facts[-1].time)]


def test_moments_and_text_come_back_as_they_were(engine: Engine) -> None:
    """To the microsecond and the letter, also beyond the basic plane, also from other time zones."""
    seoul = datetime(2026, 11, 1, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=9)))
    told = post("1", title="퇴사 메일 📮 ‘진짜’ 레전드ㅋㅋ 👨‍👩‍👧").model_copy(update={"posted_at": seoul})
    write(engine, recorded([event(KEYS[0], "collected", post=told)]))
    with read_connection(engine) as connection:
        row = connection.execute(select(posts)).one()
    assert (row.title, row.content, row.posted_at) == (told.title, told.content, seoul)
    assert row.collected_at == NOW + timedelta(milliseconds=7, microseconds=1)


_FIRST = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9)))
_LAST = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5)))


@pytest.mark.parametrize("moment", [_FIRST, _LAST])
def test_what_a_page_claims_never_stops_the_fold(engine: Engine, moment: datetime) -> None:
    """Dates at the ends of the calendar, figures no column holds, the same comment twice."""
    comment = Comment(id="a", author="덕배", content="👍 ㅋ", likes=10**30)
    told = post("1").model_copy(
        update={
            "posted_at": moment,
            "stats": Stats(views=10**30, likes=2**63),
            "score": float("inf"),
            "comments": (comment, comment.model_copy(update={"id": "b", "likes": 5})),
            "content": "가" * 60_000,
        }
    )
    write(engine, recorded([event(KEYS[0], "collected", post=Post.model_validate(told.model_dump()))]))
    with read_connection(engine) as connection:
        row = connection.execute(select(posts)).one()
        kept = connection.execute(select(comments)).all()
    assert (row.views, row.likes, len(row.content)) == (2**63 - 1, 2**63 - 1, 60_000)
    assert decayed_score(row.score, NOW) == 0.0001 if moment is _LAST else decayed_score(row.score, NOW) == 0.0
    assert [one.likes for one in kept] == [2**63 - 1]


def test_nothing_of_a_retracted_post_stays_readable(engine: Engine) -> None:
    key, other = KEYS[0], KEYS[1]
    told = post("1", title="비밀이야기")
    facts = [event(key, "collected", post=told), *story(key)[1:], event(other, "collected")]
    write(engine, recorded([*facts, event(key, "retracted")]), size=4)
    rows = rows_of(engine)
    assert [(row["post_key"], row["status"]) for row in rows["posts"]] == [
        (str(key), "RETRACTED"),
        (str(other), "COLLECTED"),
    ]
    assert rows["contents"] == []
    assert {row["post_key"] for row in rows["comments"]} == {str(other)}
    for text in (told.title, told.content, told.comments[0].content, SCRIPT.title):
        assert text not in str([row for table in rows.values() for row in table if row.get("post_key") == str(key)])
    # What is online must still be found, to be taken down there.
    assert [(row["post_key"], row["platform"]) for row in rows["uploads"]] == [(str(key), "export")]


def test_a_step_counts_from_its_own_fact(engine: Engine) -> None:
    key = KEYS[0]
    facts = recorded([event(key, "collected"), event(key, "approved"), event(key, "started"), event(key, "scripted")])
    write(engine, facts)
    with read_connection(engine) as connection:
        row = connection.execute(select(posts)).one()
    assert (row.stage_since, row.updated_at) == (facts[2].time, facts[3].time)


def test_what_no_column_shows_survives_being_written_down(engine: Engine) -> None:
    """The next batch goes on from the rows: why a post failed is behind its being gone, and there again after it."""
    key = KEYS[0]
    kinds = ["collected", "approved", "started", "failed", "gone", "found"]
    facts = recorded([event(key, kind, retry_at=None) for kind in kinds])
    write(engine, facts[:5], 1)
    (gone,) = rows_of(engine)["posts"]
    write(engine, facts[5:], 1)
    (found,) = rows_of(engine)["posts"]
    state = fold_facts(facts)
    assert state.failure is not None
    assert (gone["message"], found["message"]) == (
        "Its site no longer shows it: 삭제된 글입니다",
        state.failure.message,
    )


def test_the_key_keeps_equal_ids_of_two_sites_apart(engine: Engine) -> None:
    there = PostKey.of("other", "1")
    write(engine, recorded([event(KEYS[0], "collected"), event(there, "collected"), event(there, "declined")]))
    with read_connection(engine) as connection:
        found = connection.execute(select(posts.c.site_code, posts.c.status).order_by(posts.c.site_code)).all()
    assert [tuple(row) for row in found] == [("other", "DECLINED"), ("sample", "COLLECTED")]
