"""With a driver, the CUDA libraries are loaded before any model is: onnxruntime-genai finds them no other way.

The driver is a library of our own that answers as cuInit does on a machine with a card.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.studio.models import story
from fixtures.studio.toys import genai_model

from services.config import ROOT

_ASKED = """
import sys, onnxruntime
from pathlib import Path
loaded = []
onnxruntime.preload_dlls = lambda: loaded.append("cuda")
from libraries.gpu.onnx import actual_session_provider
from services.studio.script.llm.settings import OnnxModelSettings
from services.studio.script.onnx_genai.model import GenaiModel
actual_session_provider()
print(f"loaded={len(loaded)}")
GenaiModel(OnnxModelSettings(folder=Path(sys.argv[1]), device="auto"))
print(f"loaded={len(loaded)}")
"""
_MAPPED = """
from libraries.gpu.onnx import import_onnx_runtime
import_onnx_runtime()
print("libcublasLt.so.13" in open("/proc/self/maps").read())
"""
GPU = ROOT / "var/environments/gpu/bin/python"


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("cc") is None:
        pytest.skip("no C compiler to make a driver with")
    folder = tmp_path_factory.mktemp("driver")
    (folder / "cuda.c").write_text("int cuInit(unsigned flags) { return flags ? 1 : 0; }\n")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", folder / "libcuda.so.1", folder / "cuda.c"], check=True)
    return folder


def ran(python: str, program: str, argument: str, libraries: Path) -> list[str]:
    there = {"LD_LIBRARY_PATH": str(libraries)}
    done = subprocess.run(
        [python, "-c", program, argument], env={**os.environ, "PYTHONPATH": str(ROOT), **there},
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def test_they_are_loaded_for_every_session_where_there_is_a_driver(driver: Path, tmp_path: Path) -> None:
    said = ran(sys.executable, _ASKED, str(genai_model(tmp_path / "toy", story())), driver)
    session, model = [int(word.removeprefix("loaded=")) for word in said if word.startswith("loaded=")]
    assert 0 < session < model


@pytest.mark.slow
@pytest.mark.skipif(not GPU.exists(), reason="there is no environment of 'make gpu'")
def test_the_locked_wheels_are_found(driver: Path) -> None:
    assert ran(str(GPU), _MAPPED, "", driver) == ["True"]
