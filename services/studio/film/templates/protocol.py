"""What a template is: it plans a film from its story, and makes each scene ready to be drawn."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from schemas.voice import VoiceTrack
from services.studio.film.canvas.compositor import Composition
from services.studio.film.templates.cards.caption import PlacedPlate
from services.studio.film.timeline import Timeline
from services.studio.film.typography.design_tokens import Box

Files = Mapping[str, Path]
"""Key of a stored picture → where it lies on this machine."""


class Template(Protocol):
    """A kind of film. All methods are pure: equal arguments give equal films."""

    name: str
    version: str
    """Part of every segment's key: raised when anything it draws looks different."""

    def plan(self, post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice) -> Timeline:
        """The film, frame by frame. Raises BadInput when voice and script do not belong together."""
        ...

    def compose(self, timeline: Timeline, index: int, files: Files) -> Composition:
        """Scene ``index`` ready to be drawn. Raises BadInput for an unreadable picture.

        Of the scene before, a scene that comes in by a cut or a pop shows no more than the background: its segment is
        taken from the store whatever else was seen before it.
        """
        ...

    def text_boxes(self, timeline: Timeline, index: int) -> list[Box]:
        """What the texts of a scene cover once they stand, as measured; for the check of the safe area."""
        ...

    def throughout(self, timeline: Timeline) -> list[PlacedPlate]:
        """What stands unchanged in every frame, source and label among it; looked for in the finished film."""
        ...
