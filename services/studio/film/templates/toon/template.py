"""The template "toon": the story as a drawn film."""

from libraries.drawing.canvas.animation import PlacedPlate
from libraries.drawing.canvas.compositor import Composition, Sprite
from libraries.drawing.canvas.yuv import Canvas
from libraries.drawing.typography.design_tokens import HEIGHT, WIDTH, Box
from libraries.storyboard.cards.card import CardScene, Files
from libraries.storyboard.drawn_looks.lettering import caption_boxes, footer_slip, look_caption_sprites, look_theme
from libraries.storyboard.drawn_looks.looks import LookName, look_for_mood
from libraries.storyboard.drawn_looks.title_tags import TitleTag, title_tag
from libraries.storyboard.timeline import Timeline
from schemas.pictures import PicturesShown
from services.studio.film.templates.template import Template
from services.studio.film.templates.toon.cards import DrawnCard, SceneCard
from services.studio.film.templates.toon.shot_planner import ToonPlanner


class ToonTemplate(Template):
    """The template "toon": people who act and speak in drawn places. Not chosen where the recipe says ``auto``."""

    planner = ToonPlanner
    shows = PicturesShown.SCENES

    def compose(self, timeline: Timeline, index: int, files: Files) -> Composition:
        scene = timeline.scenes[index]
        # Of the card, as that is in the key of the segment and the mood of the film is not.
        look = scene.card.look if isinstance(scene.card, DrawnCard) else look_for_mood(timeline.mood, timeline.seed)
        theme = look_theme(timeline.theme, look)
        sprites: list[Sprite] = list(
            scene.card.draw(CardScene(scene.start, scene.frames, scene.transition, theme, files))
        )
        if isinstance(scene.card, SceneCard):
            sprites.append(_tag(timeline, index, look).placed.sprite())
        for block in scene.captions:
            sprites.extend(look_caption_sprites(block, scene.start, theme, look))
        sprites.extend(plate.sprite() for plate in self.throughout(timeline))
        return Composition(Canvas.blank(WIDTH, HEIGHT), sprites, scene.frames)

    def text_boxes(self, timeline: Timeline, index: int) -> list[Box]:
        scene = timeline.scenes[index]
        tags = [_tag(timeline, index, scene.card.look).text] if isinstance(scene.card, SceneCard) else []
        return tags + caption_boxes(scene.captions) + scene.card.text_boxes(scene.start, scene.frames)

    def throughout(self, timeline: Timeline) -> list[PlacedPlate]:
        return [footer_slip(timeline.credit, timeline.label)]


def _tag(timeline: Timeline, index: int, look: LookName) -> TitleTag:
    """Of a scene: headline, number and count of the scenes are in the key of its segment."""
    return title_tag(look, timeline.header.headline, index, len(timeline.scenes))
