"""Declared versions: every output is the recorded one, and a change without a version, or the reverse, is seen."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fixtures.rows import each_row
from fixtures.studio import versions
from fixtures.studio.canonical import ELSEWHERE, OUTPUTS
from fixtures.studio.versions import Output, Record, declared, faults, installed, made, outdated, read, recorded_now

from libraries.drawing.canvas.yuv import Plate
from libraries.drawn_world.staging import framing
from libraries.drawn_world.staging.shot import Framing
from libraries.korean import quantities
from libraries.korean.text_normalisation import normalise
from libraries.sound import libespeak
from libraries.versions import VersionedPart, package_versions
from schemas.recipe import Stage
from services.studio.cache import stage_dependencies
from services.studio.voice.espeak import voice as espeak

BY_NAME = {output.name: output for output in OUTPUTS}
FRAMES, LINES, SCRIPTS = BY_NAME["a card: end"], BY_NAME["lines of espeak"], BY_NAME["shared by all writers"]


def judged(*outputs: Output, recorded: Record | None = None) -> list[str]:
    """What the guard says of some outputs as they are now."""
    before = recorded or read()
    now = recorded_now(outputs)
    return faults(before, now, outputs) or outdated(before, now)


@pytest.mark.parametrize("output", OUTPUTS, ids=[output.name for output in OUTPUTS])
def test_an_output_is_the_recorded_one(output: Output) -> None:
    assert judged(output) == []


def test_every_part_has_an_output() -> None:
    covered = {part for output in OUTPUTS for part in output.parts}
    assert covered | set(ELSEWHERE) == set(declared())
    assert covered.isdisjoint(ELSEWHERE)
    assert len(BY_NAME) == len(OUTPUTS)
    assert set(read().digests) == set(BY_NAME)


def test_a_changed_pixel_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Plate.blit

    def blit(self: Plate, canvas: Any, left: int, top: int, clip: Any) -> None:
        real(self, canvas, left, top, clip)
        canvas.y[700, 500] ^= 8

    monkeypatch.setattr(Plate, "blit", blit)
    (said,) = judged(FRAMES)
    assert said.startswith("a card: end gives another result: raise the version of film.card.end or film")


def test_a_changed_shot_of_a_drawn_film_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    nearer = framing._NEAR[Framing.TWO]._replace(scale=1.3)
    monkeypatch.setitem(framing._NEAR, Framing.TWO, nearer)
    (said,) = judged(BY_NAME["drawn shots"])
    assert said.startswith("drawn shots gives another result: raise the version of vector or drawn.people")


def test_a_changed_sample_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    real = libespeak.synthesise

    def synthesise(text: str, voice: str, parameters: dict[int, int]) -> libespeak.SynthesisedLine:
        spoken = real(text, voice, parameters)
        samples = spoken.samples.copy()
        samples[len(samples) // 2] += 16
        return spoken._replace(samples=samples)

    monkeypatch.setattr(espeak, "synthesise", synthesise)
    assert judged(LINES) == [
        f"lines of espeak gives another result: raise the version of voice.espeak, then: {versions.COMMAND}"
    ]


@pytest.fixture
def no_text_is_kept() -> Iterator[None]:
    """No text that was normalised before, nor one of this test in the tests behind it."""
    normalise.cache_clear()
    yield
    normalise.cache_clear()


@pytest.mark.usefixtures("no_text_is_kept")
def test_a_changed_word_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(quantities._UNITS, "cm", "센치미터")
    assert "raise the version of script" in judged(SCRIPTS)[0]


def test_a_raised_version_without_a_changed_output_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    raised = tuple(
        VersionedPart(each.name, "9", each.packages) if each.name == "voice" else each for each in voice_parts()
    )
    monkeypatch.setattr(stage_dependencies, "PARTS", {**stage_dependencies.PARTS, Stage.VOICE: raised})
    assert judged(BY_NAME["a narration"]) == [
        "the version of voice was raised, but none of its results changed: take it back"
    ]


def voice_parts() -> tuple[VersionedPart, ...]:
    return stage_dependencies.PARTS[Stage.VOICE]


def test_a_raised_version_of_a_changed_output_asks_to_be_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    track = BY_NAME["a narration"]
    raised = tuple(
        VersionedPart(each.name, "9", each.packages) if each.name == "voice" else each for each in voice_parts()
    )
    monkeypatch.setattr(stage_dependencies, "PARTS", {**stage_dependencies.PARTS, Stage.VOICE: raised})
    monkeypatch.setattr("services.studio.voice.track._AFTER", 0.3)
    assert judged(track) == [
        f"the new version of voice is not recorded: {versions.COMMAND}",
        f"the result of a narration is not the recorded one: {versions.COMMAND}",
    ]
    assert judged(track, recorded=recorded_now([track])) == []


def test_another_release_of_a_library_may_change_outputs_but_is_recorded() -> None:
    """Its version is in the keys already."""
    older = {"packages": {**installed(), "pillow": "1.0"}, "digests": {FRAMES.name: "0" * 64}}
    before = read().model_copy(update=older)
    assert faults(before, recorded_now([FRAMES]), [FRAMES]) == []
    said = judged(FRAMES, recorded=before)
    assert said[0].startswith("the installed packages are others")
    assert "the result of a card: end" in said[1]


@each_row(
    ("values", "others"),
    [
        ([1, 2], [12]),
        (["a", "b"], ["ab"]),
        ([{"a": 1, "b": 2}], [{"a": 2, "b": 1}]),
        ([np.zeros((2, 3), np.uint8)], [np.zeros((3, 2), np.uint8)]),
        ([np.zeros(4, np.uint8)], [np.zeros(2, np.uint16)]),
        ([b"ab"], [b"a", b"b"]),
    ],
)
def test_unlike_values_have_unlike_digests(values: list[Any], others: list[Any]) -> None:
    assert versions.digest(iter(values)) == versions.digest(iter(values))
    assert versions.digest(iter(values)) != versions.digest(iter(others))


def test_rounding_of_the_lowest_bits_is_not_seen() -> None:
    plane = np.full((4, 4), 100, np.uint8)
    assert np.array_equal(versions.coarse(plane), versions.coarse(plane + np.uint8(3)))
    assert not np.array_equal(versions.coarse(plane), versions.coarse(plane + np.uint8(4)))
    samples = np.full(4, 1600, np.int16)
    assert np.array_equal(versions.coarse_sound(samples), versions.coarse_sound(samples + np.int16(15)))
    assert not np.array_equal(versions.coarse_sound(samples), versions.coarse_sound(samples + np.int16(16)))


def test_an_output_may_use_a_folder_of_its_own() -> None:
    seen: list[Path] = []

    def make(folder: Path) -> Iterator[Any]:
        seen.append(folder)
        assert list(folder.iterdir()) == []
        (folder / "file").touch()
        yield 1

    output: Callable[[], str] = lambda: made(Output("x", (), make))  # noqa: E731 - two calls of one output
    assert output() == output()
    assert seen[0] != seen[1]
    assert not seen[0].exists()


def test_the_packages_behind_modules_are_told_with_their_versions() -> None:
    known = installed()
    assert package_versions(("cv2", "numpy", "there_is_none")) == {
        "cv2": [f"opencv-python-headless {known['opencv-python-headless']}"],
        "numpy": [f"numpy {known['numpy']}"],
        "there_is_none": [],
    }
    assert package_versions(()) == {}


def test_the_packages_of_another_interpreter_are_its_own(tmp_path: Path) -> None:
    """An interpreter that does not start, or says something else, is the business of the stage that needs it."""
    same = tmp_path / "python"
    same.symlink_to(sys.executable)
    other = tmp_path / "other"
    other.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    other.chmod(0o755)
    assert package_versions(("numpy",), str(other)) == package_versions(("numpy",))
    assert package_versions(("numpy",), str(tmp_path / "none")) == {"numpy": []}
    liar = tmp_path / "liar"
    liar.write_text("#!/bin/sh\necho no JSON\n")
    liar.chmod(0o755)
    assert package_versions(("numpy",), str(liar)) == {"numpy": []}
