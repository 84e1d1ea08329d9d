"""The inputs of one film, shared by all that make its parts."""

from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple

from libraries.media.store import MediaStore
from libraries.own_assets import UserAsset
from libraries.storyboard.film_cut import DrawnScene
from libraries.storyboard.timeline import Timeline
from libraries.video.encoder import Encoder
from schemas.recipe import FilmChoice
from schemas.voice import VoiceTrack


class FilmJob(NamedTuple):
    """The inputs of one film: its plan, the media, the tools, and the folder for temporary files."""

    timeline: Timeline
    voice: VoiceTrack
    choice: FilmChoice
    store: MediaStore
    encoder: Encoder
    ffmpeg: Path
    folder: Path
    music: UserAsset | None
    """A music bed of the creator's own."""
    effects: dict[str, UserAsset]
    """The creator's own effects by name."""
    threads: Executor
    drawn: tuple[DrawnScene, ...]
    """What each scene of the plan is drawn by."""
