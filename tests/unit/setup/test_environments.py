"""The environments for models and that of development leave each other alone; two runtimes in one are refused."""

import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.rows import each_row

from libraries.extras import install_command
from libraries.gpu.onnx import import_onnx_runtime
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


def test_two_runtimes_in_one_environment_are_refused_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("onnxruntime", "onnxruntime-gpu"):
        folder = tmp_path / f"{name.replace('-', '_')}-1.31.1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.31.1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ConfigurationError, match="onnxruntime and onnxruntime-gpu") as refused:
        import_onnx_runtime()
    cure = refused.value.explained("en").remedy
    remove, _, install = cure.partition(": ")[2].partition(" && ")
    assert remove == f"{sys.executable} -m pip uninstall -y onnxruntime onnxruntime-gpu"
    assert install in {install_command("local-cpu"), install_command("local-gpu")}, "a command, not advice"
