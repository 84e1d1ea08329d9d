"""Facts read only as deep as a fold looks give the very rows of facts that are read to the bottom."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures_facts import NOW, post
from fixtures_projection import HISTORIES, KEYS, emptied, event, recorded, rows_of, story
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine

from schemas.errors import NoSpace, ProviderDown, WaggleError
from schemas.events import Recorded, encode
from schemas.media import MediaRef
from schemas.posts import Image
from services.ops.invented import stories
from services.projector.folding import DEEP, Depth
from services.projector.migrate import open_store
from services.projector.shallow import SHALLOW, decode_shallow
from services.projector.writer import ProjectionWriter


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """Two databases, for one fold each."""
    folder: Path = tmp_path_factory.mktemp("shallow")
    pair = open_store(f"sqlite:///{folder}/deep.db"), open_store(f"sqlite:///{folder}/shallow.db")
    yield pair
    for engine in pair:
        engine.dispose()


def fold(engine: Engine, facts: list[Recorded], depth: Depth, batch: int) -> None:
    emptied(engine)
    writer = ProjectionWriter(engine, depth=depth)
    writer.claim(writer.position(), "stream", facts[-1].sequence)
    for start in range(0, len(facts), batch):
        writer.fold(facts[start : start + batch], 0)


def shallow(facts: list[Recorded]) -> list[Recorded]:
    return [fact._replace(event=decode_shallow(encode(fact.event))) for fact in facts]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=HISTORIES)
@pytest.mark.parametrize("batch", [1, 7])
def test_any_history_gives_the_same_rows(engines: tuple[Engine, Engine], facts: list[Recorded], batch: int) -> None:
    deep, flat = engines
    fold(deep, facts, DEEP, batch)
    fold(flat, shallow(facts), SHALLOW, batch)
    assert rows_of(flat) == rows_of(deep)


def test_either_goes_on_with_what_the_other_folded(engines: tuple[Engine, Engine]) -> None:
    """A rebuild is followed by a live projector, on the very folds it wrote."""
    deep, mixed = engines
    facts = recorded([*story(KEYS[0]), event(KEYS[1], "collected"), event(KEYS[0], "requested", 2)])
    fold(deep, facts, DEEP, 3)
    emptied(mixed)
    for place, depth in enumerate((SHALLOW, DEEP, SHALLOW, DEEP)):
        part = facts[place * 3 : place * 3 + 3]
        writer = ProjectionWriter(mixed, depth=depth)
        writer.claim(writer.position(), "stream", 99)
        writer.fold(shallow(part) if depth is SHALLOW else part, 0)
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
    fold(deep, facts, DEEP, 1)
    fold(flat, shallow(facts), SHALLOW, 1)
    assert rows_of(flat) == rows_of(deep)
    assert rows_of(flat)["posts"][0]["title"] == odd.title


def test_the_invented_stories_of_the_bench_are_possible_ones(engines: tuple[Engine, Engine]) -> None:
    facts = [Recorded(place, NOW, one) for place, one in enumerate(stories(400), 1)]
    deep, flat = engines
    fold(deep, facts, DEEP, 50)
    fold(flat, shallow(facts), SHALLOW, 50)
    assert rows_of(flat) == rows_of(deep)
    statuses = {row["status"] for row in rows_of(flat)["posts"]}
    assert {"DECLINED", "UPLOADED", "PROCESSING"} <= statuses


@pytest.mark.parametrize("payload", [b"{", b"[]", b"{}", b'{"kind": "post.sold"}', b'{"kind": "post.collected"}'])
def test_what_is_no_fact_is_said_to_be_none(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode_shallow(payload)


@pytest.mark.parametrize("error", [NoSpace(where="/media"), ProviderDown(provider="MariaDB", why="gone")])
def test_an_error_comes_whole_out_of_another_process(error: WaggleError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.fields) == (type(error), str(error), error.fields)
