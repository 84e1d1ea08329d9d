"""The bench of the film on a very short one: its figures are of the right kind, and the file as good as it says."""

import pytest

from testbed.benchmarks.film.bench import bench_film

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return {name: value for name, value in bench_film(5.0, "post", rivals=False).items() if isinstance(value, float)}


def test_a_film_costs_more_than_its_encode_and_an_edit_less_than_a_film(figures: dict[str, float]) -> None:
    assert figures["film_cpu_s"] > figures["floor_cpu_s"] > 0
    assert figures["cpu_floor_ratio"] == pytest.approx(figures["film_cpu_s"] / figures["floor_cpu_s"])
    assert 0 < figures["edit_ratio"] < 1
    assert figures["cached_s"] < figures["film_s"] / figures["wall_realtime"]


def test_the_encode_keeps_what_was_drawn(figures: dict[str, float]) -> None:
    assert 0.985 <= figures["ssim"] <= 1
    assert figures["mbit_s"] <= 10
