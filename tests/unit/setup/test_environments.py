"""The environments for models and that of development leave each other alone; two runtimes in one are refused."""

import subprocess
import sys

import pytest
from fixtures.rows import each_row

from libraries.extras import install_command
from libraries.gpu import onnx
from schemas.errors import ConfigurationError
from services.config import ROOT


def steps(target: str) -> str:
    """What ``make target`` would run."""
    asked = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True)
    return asked.stdout


@each_row("target, own, others", [
    ("test", ".venv", ("var/environments/cpu", "var/environments/gpu")),
    ("test-slow", ".venv", ("var/environments/cpu", "var/environments/gpu")),
    ("demo", ".venv", ("var/environments/cpu", "var/environments/gpu")),
    ("clean", ".venv", ("var/environments",)),
    ("cpu", "var/environments/cpu", (".venv", "var/environments/gpu")),
    ("gpu", "var/environments/gpu", (".venv", "var/environments/cpu")),
])  # fmt: skip
def test_no_target_touches_the_environment_of_another(target: str, own: str, others: tuple[str, ...]) -> None:
    told = steps(target)
    assert own in told
    for other in others:
        assert other not in told


@each_row("lock, has, lacks", [
    ("local-cpu", ("onnxruntime==", "onnxruntime-genai==", "xllamacpp=="), ("onnxruntime-gpu==",)),
    ("local-gpu", ("onnxruntime-gpu==", "onnxruntime-genai-cuda==", "xllamacpp=="), ("\nonnxruntime==",)),
])  # fmt: skip
def test_each_lock_has_one_runtime_with_hashes(lock: str, has: tuple[str, ...], lacks: tuple[str, ...]) -> None:
    text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    assert all(f"\n{name}" in text for name in has)
    assert not any(name in text for name in lacks)
    assert text.count("==") <= text.count("--hash=sha256:")


@pytest.mark.parametrize(
    ("beside", "extra"), [("onnxruntime-genai", "local-cpu"), ("onnxruntime-genai-cuda", "local-gpu")]
)
def test_two_runtimes_in_one_environment_are_refused_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, beside: str, extra: str
) -> None:
    """The cure leaves an environment for a card one for a card."""
    monkeypatch.setattr(onnx, "_installed", {"onnxruntime", "onnxruntime-gpu", beside}.__contains__)
    with pytest.raises(ConfigurationError, match="onnxruntime and onnxruntime-gpu") as refused:
        onnx.import_onnx_runtime()
    remove, _, install = refused.value.explained("en").remedy.partition(": ")[2].partition(" && ")
    assert remove == f"{sys.executable} -m pip uninstall -y onnxruntime onnxruntime-gpu"
    assert install == install_command(extra), "a command, not advice"
