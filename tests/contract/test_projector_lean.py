"""Facts read only as far as the projection looks give the very rows of facts that are read to the bottom."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post
from fixtures.projection import HISTORIES, KEYS, KINDS, emptied, event, recorded, rows_of, story
from fixtures.rows import each_row
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine

from schemas import events
from schemas.errors import NoSpace, ProviderDown, WaggleError
from schemas.events import ContentRequested, Event, FilmCut, PartTwo, RecordedFact, encode_fact
from schemas.media import MediaRef
from schemas.posts import Comment, Image
from schemas.recipe import Recipe, Stage
from services.projector.fact_decoder import DecodedFact
from services.projector.migrate import open_upgraded_database
from services.projector.tables import database_time
from services.projector.writer import Checkpoint, ProjectionWriter
from testbed.benchmarks.invented_facts import invented_facts


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """Two databases, for one fold each."""
    folder: Path = tmp_path_factory.mktemp("lean")
    pair = open_upgraded_database(f"sqlite:///{folder}/deep.db"), open_upgraded_database(f"sqlite:///{folder}/lean.db")
    yield pair
    for engine in pair:
        engine.dispose()


def fold(engine: Engine, facts: list[RecordedFact], batch: int) -> None:
    """As a projector that follows."""
    emptied(engine)
    writer = ProjectionWriter(engine)
    writer.claim_stream(writer.checkpoint(), "stream", facts[-1].sequence)
    for start in range(0, len(facts), batch):
        writer.fold_facts(facts[start : start + batch], 0)


def fill(engine: Engine, facts: list[RecordedFact], batch: int) -> None:
    """As a rebuild."""
    emptied(engine)
    writer = ProjectionWriter(engine)
    for start in range(0, len(facts), batch):
        writer.fold_rebuild_batch([lean(fact) for fact in facts[start : start + batch]])
    writer.write_checkpoint(Checkpoint("stream", facts[-1].sequence, 0))


def lean(fact: RecordedFact) -> DecodedFact:
    return DecodedFact.from_payload(fact.sequence, str(database_time(fact.time)), encode_fact(fact.event))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=HISTORIES)
@pytest.mark.parametrize("batch", [1, 7])
@pytest.mark.quick_cases(1)
def test_any_history_gives_the_same_rows(engines: tuple[Engine, Engine], facts: list[RecordedFact], batch: int) -> None:
    deep, flat = engines
    fold(deep, facts, 8 - batch)
    fill(flat, facts, batch)
    assert rows_of(flat) == rows_of(deep)


def test_a_projector_goes_on_with_what_a_rebuild_folded(engines: tuple[Engine, Engine]) -> None:
    deep, mixed = engines
    facts = recorded([*story(KEYS[0]), event(KEYS[1], "collected"), event(KEYS[0], "requested", 2)])
    fold(deep, facts, 3)
    fill(mixed, facts[:6], 3)
    ProjectionWriter(mixed).fold_facts(facts[6:], facts[5].sequence)
    assert rows_of(mixed) == rows_of(deep)


def test_pictures_quotes_and_strange_letters_arrive_whole(engines: tuple[Engine, Engine]) -> None:
    picture = Image(
        media=MediaRef(key=f"aa/{'a' * 64}.webp", sha256="a" * 64, size=9), width=3, height=4, source_url="https://w.x/"
    )
    odd = post(title="따옴표 ' \" 역슬래시 \\ 줄\n바꿈 💥 \x7f").model_copy(
        update={"images": (picture,), "flags": ("욕설",), "score": 12.5, "posted_at": None}
    )
    facts = recorded([event(KEYS[0], "collected", post=odd)])
    deep, flat = engines
    fold(deep, facts, 1)
    fill(flat, facts, 1)
    assert rows_of(flat) == rows_of(deep)
    assert rows_of(flat)["posts"][0]["title"] == odd.title


def test_what_json_has_no_word_for_is_read_to_the_bottom(engines: tuple[Engine, Engine]) -> None:
    """Infinity, and figures beyond 64 bits: a page may claim them."""
    boasting = Comment(id="a", author="덕배", content="ㅋ", likes=10**30)
    told = post().model_copy(update={"score": float("inf"), "comments": (boasting,)})
    facts = recorded([event(KEYS[0], "collected", post=told), event(KEYS[0], "approved")])
    deep, flat = engines
    fold(deep, facts, 1)
    fill(flat, facts, 2)
    assert rows_of(flat) == rows_of(deep)
    assert rows_of(flat)["comments"][0]["likes"] == 2**63 - 1


def test_a_remake_with_other_words_has_them_in_its_row(engines: tuple[Engine, Engine]) -> None:
    """A script within a request is one of the parts that stay as they were said, or are not there at all."""
    other = SCRIPT.model_copy(update={"title": "고친 제목", "summary": "고친 요약"})
    words = ContentRequested(post_key=KEYS[0], revision=2, from_stage=Stage.VOICE, recipe=Recipe(), script=other)
    kept = words.model_copy(update={"script": None, "revision": 3, "event_id": "kept"})
    deep, flat = engines
    facts = recorded([*story(KEYS[0]), words, kept])
    fold(deep, facts, 1)
    fill(flat, facts, 4)
    assert rows_of(flat) == rows_of(deep)
    assert [row["summary"] for row in rows_of(flat)["contents"]] == [SCRIPT.summary, other.summary, other.summary]


def test_what_facts_say_only_sometimes_is_folded_too(engines: tuple[Engine, Engine]) -> None:
    """A channel, a first part and a shorter cut: a field that is not decoded would end the fold in a traceback."""
    first = PartTwo(first=KEYS[1], title="1편", url="https://waggle.example/1", recall="지난 이야기입니다.")
    cut = FilmCut(film=FILM, lines=(0,), voice=VOICE)
    made = story(KEYS[0])
    made[1] = made[1].model_copy(update={"channel": "cats", "part_two": first, "verdict": "제 생각은요."})
    made[5] = made[5].model_copy(update={"cut": cut})
    assert [made[1].kind, made[5].kind] == ["post.approved", "content.rendered"]
    deep, flat = engines
    for facts in (recorded(made), recorded([*made, event(KEYS[0], "requested", 2)])):
        fold(deep, facts, 1)
        fill(flat, facts, 3)
        assert rows_of(flat) == rows_of(deep)


def test_every_kind_of_fact_is_among_the_histories() -> None:
    """A kind that no history has may end a rebuild in a traceback, and no test would say so."""
    classes = [one for one in vars(events).values() if isinstance(one, type) and issubclass(one, Event)]
    every = {one.kind for one in classes if hasattr(one, "NAME")}
    assert {event(KEYS[0], kind).kind for kind in KINDS} == every


def test_pictures_change_no_row(engines: tuple[Engine, Engine]) -> None:
    made = story(KEYS[0])
    facts = recorded([*made[:5], event(KEYS[0], "pictured"), *made[5:]])
    deep, flat = engines
    fold(deep, facts, 1)
    fill(flat, facts, 2)
    assert rows_of(flat) == rows_of(deep)
    assert rows_of(flat)["posts"][0]["status"] == "UPLOADED"


def test_the_invented_stories_of_the_bench_are_possible_ones(engines: tuple[Engine, Engine]) -> None:
    facts = recorded(list(invented_facts(400)))
    deep, flat = engines
    fold(deep, facts, 30)
    fill(flat, facts, 50)
    assert rows_of(flat) == rows_of(deep)
    statuses = {row["status"] for row in rows_of(flat)["posts"]}
    assert {"DECLINED", "UPLOADED", "PROCESSING"} <= statuses


@each_row("payload", [b"{", b"[]", b"{}", b'{"kind": "post.sold"}', b'{"kind": "post.collected"}'])
def test_what_is_no_fact_is_said_to_be_none(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        DecodedFact.from_payload(1, "", payload)


@pytest.mark.parametrize(
    "error",
    [NoSpace("store.full", where="/media"), ProviderDown("store.no_answer", where="db", why="gone")],
)
def test_an_error_comes_whole_out_of_another_process(error: WaggleError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.fields) == (type(error), str(error), error.fields)
