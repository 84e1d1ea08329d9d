"""The benchmark of a batch: films made one after the other in one process, which share cached pictures."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from libraries.media.store import LocalStore
from schemas.recipe import FilmChoice
from services.config import ROOT, StudioSettings
from services.studio.film.render import make_film
from testbed.benchmarks.film.cost import cpu_seconds_used
from testbed.benchmarks.film.invented_story import script_and_voice, source_post

_BATCH: Final = 10
_BATCH_SECONDS: Final = 8.0


def batch_cpu_ratio(name: str, folder: Path) -> float:
    """CPU time of a later film of a batch over that of its first; ten different films made by a child process."""
    command = [sys.executable, "-m", "testbed.benchmarks.film.batch", name, str(folder / "batch")]
    output = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    first, *later = map(float, output.split())
    return sum(later) / len(later) / first


def _make_batch(name: str, folder: Path) -> None:
    """Print the CPU seconds of each film; those of the first include the start of the process."""
    store, choice, before = LocalStore(folder), FilmChoice(template=name, encoder="libx264"), 0.0
    for number in range(_BATCH):
        script, voice = script_and_voice(_BATCH_SECONDS, store, number)
        make_film(source_post(), script, voice, choice, store, StudioSettings(), progress=lambda _percent, _note: None)
        now = cpu_seconds_used()
        sys.stdout.write(f"{now - before}\n")
        before = now


if __name__ == "__main__":
    _make_batch(sys.argv[1], Path(sys.argv[2]))
