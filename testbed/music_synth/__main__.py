"""Makes the music and the sound effects of assets/: `python -m testbed.music_synth [--to FOLDER] [NAME …]`.

Everything is computed: no samples, no models, the same on every run. Needs numpy and ffmpeg with libopus.
"""

import argparse
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from services.config import DATA
from testbed.music_synth.effects import EFFECTS, render_effect
from testbed.music_synth.instruments import RATE, Signal
from testbed.music_synth.later_pieces import ENCORES
from testbed.music_synth.mixdown import render_loop
from testbed.music_synth.pieces import PIECES

SEAM = 0.5
"""Seconds of its start that a loop has again at its end: the player crossfades them, so the coder's own beginning and
end are never heard at the joint."""

ASSETS = DATA / "assets"


def write_opus(sound: Signal, path: Path, kilobits: int) -> None:
    """Write a sound as Opus in Ogg, without any date or version, so that the same sound is the same file."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-y",
        "-f",
        "f32le",
        "-ar",
        str(RATE),
        "-ac",
        "2",
        "-i",
        "-",
        "-c:a",
        "libopus",
        "-b:a",
        f"{kilobits}k",
        "-fflags",
        "+bitexact",
        "-flags:a",
        "+bitexact",
        str(path),
    ]
    subprocess.run(command, input=sound.T.astype(np.float32).tobytes(), check=True)


def main() -> None:
    """Make the music and effects that the command line names, or all."""
    parser = argparse.ArgumentParser(description="Makes the music and the sound effects of assets/.")
    parser.add_argument("names", nargs="*", help="pieces and effects to make; all without any")
    parser.add_argument("--to", type=Path, default=ASSETS, help="folder that gets music/ and effects/")
    wanted = parser.parse_args()
    for folder in ("music", "effects"):
        (wanted.to / folder).mkdir(parents=True, exist_ok=True)
    for piece, kilobits in (*((piece, 64) for piece in PIECES), *((piece, 32) for piece in ENCORES)):
        if not wanted.names or piece.name in wanted.names:
            loop = render_loop(piece)
            again = np.concatenate([loop, loop[:, : round(SEAM * RATE)]], axis=1)
            write_opus(again, wanted.to / "music" / f"{piece.name}.ogg", kilobits)
    for name in EFFECTS:
        if not wanted.names or name in wanted.names:
            write_opus(render_effect(name), wanted.to / "effects" / f"{name}.ogg", 128)


if __name__ == "__main__":
    main()
