"""The drill of the pipeline in its short form: the command as a person or a nightly job runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

WAGGLEBOT = Path(sys.executable).parent / "wagglebot"


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_killed_in_mid_work_every_approved_post_has_one_film(tmp_path: Path) -> None:
    command = [str(WAGGLEBOT), "drill", "pipeline", "--minutes", "0.2", "--json"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=230, check=False)
    figures = json.loads(ran.stdout.splitlines()[-1])
    assert ran.returncode == 0, (figures, ran.stderr)
    assert figures["kills"] >= 3
    assert figures["approved"] == figures["rendered"] >= 4
    broken = {name: figures[name] for name in ("lost", "duplicated", "stuck", "projection_differs", "fallen")}
    assert set(broken.values()) == {0}, figures
    assert figures["repeated_per_kill"] <= 1
    assert figures["recovery_p50_s"] <= figures["recovery_p95_s"] < 60
