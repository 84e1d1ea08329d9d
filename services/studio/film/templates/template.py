"""The base class of templates: kinds of film, each of which plans a film from its story in its own way.

A template is a subclass with a `planner`, declared by an `Adapter` in the entry-point group ``wagglebot.templates``.
"""

from typing import ClassVar

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.compositor import Composition
from libraries.drawing.typography.design_tokens import Box
from libraries.storyboard.cards.card import Files
from libraries.storyboard.cards.header_and_footer import footer_plate
from libraries.storyboard.timeline import Timeline
from schemas.pictures import NO_PICTURES, Pictures, PicturesShown
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from schemas.voice import VoiceTrack
from services.studio.film.templates import scene
from services.studio.film.templates.film_planner import Planner, planned_timeline
from services.studio.film.templates.story_shape import StoryShape


class Template:
    """A template: a kind of film. All methods are pure: equal arguments give equal films."""

    planner: ClassVar[type[Planner]]
    shows: ClassVar[PicturesShown] = PicturesShown.WORDS
    """What it shows of the pictures that are made for the lines."""

    def __init__(self, name: str) -> None:
        self.name = name

    def suits(self, story: StoryShape) -> int:  # noqa: ARG002 - for templates that `auto` may take
        """How well the template suits a story, where the recipe says ``auto``: the highest is taken, 0 never."""
        return 0

    def plan(
        self, post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice, pictures: Pictures = NO_PICTURES
    ) -> Timeline:
        """The film, frame by frame. Raises BadInput when voice and script do not belong together."""
        return planned_timeline(self.name, self.planner, post, script, voice, choice, pictures=pictures)

    def compose(self, timeline: Timeline, index: int, files: Files) -> Composition:
        """Scene ``index`` ready to be drawn. Raises BadInput for an unreadable picture.

        Of the scene before, a scene that comes in by a cut or a pop may show no more than the background: its segment
        is taken from the store whatever else was seen before it.
        """
        return scene.compose_scene(timeline, index, files)

    def text_boxes(self, timeline: Timeline, index: int) -> list[Box]:
        """The boxes that the texts of a scene cover once they stand; for the check of the safe area."""
        return scene.scene_text_boxes(timeline, index)

    def throughout(self, timeline: Timeline) -> list[PlacedPlate]:
        """The plates that stand unchanged in every frame, as source and label do; looked for in the finished film."""
        return [footer_plate(timeline.credit, timeline.label, timeline.palette)]
