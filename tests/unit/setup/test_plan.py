"""What is proposed for a machine: the best that fits it, never what is only for trials or needs another program."""

from typing import Any

from fixtures.rows import each_row
from unit.setup.test_machine import CARD, machine

from libraries.model_store.catalogue import ModelPurpose, read_catalogue
from libraries.setup.model_plan import download_time_text, propose_models

MODELS = read_catalogue().values()


def proposed(**more: Any) -> str:
    writer = propose_models(machine(**more), MODELS).writer
    return writer.name if writer else ""


@each_row(
    "card_mb, least, most",
    [(4096, 4, 4), (6144, 4, 4), (8192, 8, 8), (8188, 8, 8), (12_288, 12, 12), (12_282, 12, 12), (24_576, 12, 99)],
)
def test_the_largest_writer_that_fits_the_card_is_proposed(card_mb: int, least: int, most: int) -> None:
    writer = propose_models(machine(card=CARD._replace(total_mb=card_mb)), MODELS).writer
    assert writer is not None
    assert least <= (writer.fits_gb or 0) <= most
    assert (writer.card_mb or 0) < card_mb


def test_without_a_card_that_writers_reach_one_for_the_processor_is() -> None:
    for more in ({"card": None}, {"writer_on_card": False}, {"card": CARD._replace(total_mb=2048)}):
        assert read_catalogue()[proposed(**more)].fits_gb == 0


def test_what_has_no_room_is_not_proposed() -> None:
    assert not proposed(card=None, memory_mb=3000)
    assert not proposed(disk_mb=4000)
    assert [model.name for model in propose_models(machine(disk_mb=3100), MODELS).models] == ["centerface"]


def test_everything_that_is_proposed_runs_here_by_itself() -> None:
    plan = propose_models(machine(), MODELS)
    assert [model.purpose for model in (plan.writer, plan.voice, plan.faces) if model] == [
        ModelPurpose.WRITER,
        ModelPurpose.VOICE,
        ModelPurpose.FACES,
    ]
    for model in plan.models:
        assert model.fits_gb is not None
        assert not model.start
        assert "ko" in model.languages or model.purpose is ModelPurpose.FACES
    sizes = [model.size for model in plan.models]
    assert sizes == sorted(sizes)
    assert plan.download_megabytes() == sum(sizes) / 1e6
    assert plan.download_megabytes([plan.models[-1].name]) == sum(sizes[:-1]) / 1e6


def test_the_time_of_a_download_is_told() -> None:
    assert download_time_text(7500) == "10 min at 100 Mbit/s, 1.7 h at 10"
    assert download_time_text(1) == "1 min at 100 Mbit/s, 1 min at 10"
