"""The main job, as a person runs it: one command, and a film comes out."""

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
import pytest
from fixtures.program import run_program

from schemas.events import RecordedFact, decode_fact
from schemas.posts import PostKey
from schemas.states import Status, fold_facts
from schemas.views import PostFilter
from services.projector.queries.projection_queries import SqlProjection

pytestmark = pytest.mark.timeout(280)
"""Seconds: a film is made, which on a busy machine takes minutes."""
WAGGLEBOT = Path(sys.executable).parent / "wagglebot"
WAY = [
    "post.collected",
    "post.approved",
    "content.scripted",
    "content.voiced",
    "content.pictured",
    "content.rendered",
    "content.uploading",
    "content.uploaded",
]


class Machine:
    """A machine of its own: settings by environment, everything below one folder."""

    def __init__(self, folder: Path, database: str, media: Path) -> None:
        self.folder = folder
        self.database = database
        self.media = media
        self.environment = {
            **os.environ,
            "WAGGLEBOT_NATS__STORE_DIR": str(folder / "nats"),
            "WAGGLEBOT_STORE__URL": database,
            "WAGGLEBOT_MEDIA__ROOT": str(media),
            # As short as a film may be: the way is the same, the encoding is not.
            "WAGGLEBOT_RECIPE": json.dumps({"script": {"seconds": 24}, "voice": {"speed": 1.4}}),
        }

    def run(self, *arguments: str, expect: int = 0) -> Any:
        """The JSON a command prints; one that makes nothing needs no process of its own."""
        if arguments[0] == "events":
            told = run_program(*arguments, "--json", cwd=self.folder, environment=self.environment)
            assert told.returncode == expect, told.stderr
            return json.loads(told.stdout)
        command = [str(WAGGLEBOT), *arguments, "--json"]
        ran = subprocess.run(
            command, env=self.environment, cwd=self.folder, capture_output=True, text=True, timeout=240, check=False
        )
        assert ran.returncode == expect, ran.stderr[-3000:]
        return json.loads(ran.stdout.strip().splitlines()[-1])

    def facts(self, key: str) -> list[RecordedFact]:
        told = self.run("events", key)
        return [
            RecordedFact(fact.pop("sequence"), fact["time"], decode_fact(json.dumps(without(fact, "stored")).encode()))
            for fact in told
        ]


def without(fact: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fact.items() if key != name}


class Made(NamedTuple):
    """A machine with SQLite, and what the first command on it said of its films."""

    machine: Machine
    films: list[dict[str, Any]]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("machine")
    machine = Machine(folder, f"sqlite:///{folder / 'w.db'}", folder / "media")
    return Made(machine, machine.run("demo", "--posts", "1")["films"])


def test_from_the_board_to_a_film_and_never_twice(first: Made) -> None:
    machine, made = first
    assert [(film["status"], film["made"]) for film in made] == [("UPLOADED", "now")]
    package = Path(made[0]["path"]).parent
    assert sorted(path.name for path in package.iterdir()) == [
        "captions.ass",
        "captions.srt",
        "film.mp4",
        "metadata.json",
        "thumbnail.jpg",
    ]
    assert_conforms(package / "film.mp4", (1080, 1920))

    facts = machine.facts(made[0]["post"])
    assert [recorded.event.kind for recorded in facts if recorded.event.NAME != "started"] == WAY
    assert_every_fact_has_its_cause(facts)
    assert_projection_equals_fold(machine, facts)

    again = machine.run("demo", "--posts", "1")["films"]
    assert again == [{**made[0], "made": "reused"}]
    assert machine.facts(made[0]["post"]) == facts


@pytest.mark.slow
@pytest.mark.mariadb
def test_on_mariadb_it_is_the_same_way_to_the_same_film(first: Made, tmp_path: Path, mariadb_url: str) -> None:
    """Another store of facts and another database, beside media that know the film: nothing is encoded again."""
    other = Machine(tmp_path, mariadb_url, first.machine.media)
    made = other.run("demo", "--posts", "1")["films"]
    assert made == first.films
    facts = other.facts(made[0]["post"])
    assert [recorded.event.kind for recorded in facts if recorded.event.NAME != "started"] == WAY
    assert_every_fact_has_its_cause(facts)
    assert_projection_equals_fold(other, facts)
    before, now = fold_facts(first.machine.facts(made[0]["post"])).film, fold_facts(facts).film
    assert before is not None
    assert now is not None
    assert now.video == before.video
    assert float(now.checks["segments_reused"]) > float(before.checks["segments_reused"]) == 0


@pytest.mark.slow
def test_a_failed_film_is_made_by_the_next_run_with_the_recipe_that_is_set_then(tmp_path: Path) -> None:
    machine = Machine(tmp_path, f"sqlite:///{tmp_path / 'w.db'}", tmp_path / "media")
    recipe = {"script": {"seconds": 24}, "film": {"quality": "preview"}}
    machine.environment["WAGGLEBOT_RECIPE"] = json.dumps({**recipe, "voice": {"narrator": "nobody"}})
    failed = machine.run("demo", "--posts", "1", expect=1)["films"]
    assert failed[0]["status"] == "FAILED"
    assert "nobody" in failed[0]["path"]
    machine.environment["WAGGLEBOT_RECIPE"] = json.dumps(recipe)
    made = machine.run("demo", "--posts", "1")["films"]
    assert made[0]["status"] == "UPLOADED"
    assert Path(made[0]["path"]).is_file()
    kinds = [fact.event.kind for fact in machine.facts(made[0]["post"])]
    assert kinds.count("content.scripted") == 1, "the script was there; only what follows it is made again"


def assert_conforms(film: Path, size: tuple[int, int]) -> None:
    """What every platform asks for, read from the file itself."""
    with av.open(str(film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", *size)
        assert (video.average_rate, video.pix_fmt) == (Fraction(30), "yuv420p")
        assert (audio.codec_context.name, audio.rate, audio.channels) == ("aac", 48000, 2)
        frames = sum(1 for packet in container.demux(video) if packet.size)
        container.seek(0)
        samples = sum(frame.samples for frame in container.decode(audio))
    assert 20 <= frames / 30 <= 60
    assert abs(samples / 48000 - frames / 30) <= 1 / 30


def assert_every_fact_has_its_cause(facts: list[RecordedFact]) -> None:
    ids = {recorded.event.event_id: recorded.sequence for recorded in facts}
    for recorded in facts:
        if recorded.event.TOPIC == "content":
            assert ids[recorded.event.causation_id] < recorded.sequence
    assert [recorded.sequence for recorded in facts] == sorted(ids.values())


def assert_projection_equals_fold(machine: Machine, facts: list[RecordedFact]) -> None:
    state = fold_facts(facts)
    key = PostKey.parse(str(facts[0].event.post_key))
    views = SqlProjection.open(machine.database)
    card = views.post(key)
    assert card is not None
    assert (card.status, card.revision, card.sequence) == (Status.UPLOADED, 1, facts[-1].sequence)
    assert state.status is Status.UPLOADED
    film = views.films()[0]
    assert state.film is not None
    assert (film.key, film.video, film.duration) == (key, state.film.video.key, state.film.duration)
    collected = views.posts(PostFilter(limit=500))
    assert len(collected) >= 29
    assert views.counts_by_status()[Status.COLLECTED] == len(collected)
