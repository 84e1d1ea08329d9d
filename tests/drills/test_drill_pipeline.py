"""The drill of the pipeline in its short form: the command as a person or a nightly job runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

WAGGLEBOT = Path(sys.executable).parent / "wagglebot"


@pytest.mark.slow
@pytest.mark.timeout(280)
def test_killed_in_mid_work_every_approved_post_has_one_film(tmp_path: Path) -> None:
    command = [str(WAGGLEBOT), "drill", "pipeline", "--kills", "4", "--json"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    figures = json.loads(ran.stdout.splitlines()[-1])
    assert ran.returncode == 0, (figures, ran.stderr)
    assert figures["kills_by_victim"].keys() == {"studio", "broker", "projector", "publish"}
    assert figures["kills_by_step"] == {"voice:remembered": 1, "publish:started": 1}
    assert figures["approved"] == figures["rendered"] >= 2
    broken = {name: figures[name] for name in ("lost", "duplicated", "stuck", "projection_differs", "fallen")}
    assert set(broken.values()) == {0}, figures
    assert figures["repeated_per_kill"] <= 1
    assert figures["recovery_p50_s"] <= figures["recovery_p95_s"]
