"""How the template ``chalk`` plans and draws."""

from PIL import Image

from wagglebot.plugins.template import (
    PAGE,
    Box,
    CardScene,
    Ink,
    LineSpan,
    Planner,
    Plate,
    Scene,
    SpokenCard,
    Sprite,
    StoryShape,
    Template,
    TextLayout,
    Transition,
    Weight,
    WordPosition,
    fit_text,
    ink_box,
    sprite_at_rest,
    text_plate,
    whole_scene,
    word_markers,
    word_positions,
)


class ChalkCard(SpokenCard):
    kind: str = "chalk"
    sound = "tick"
    colour: str

    def draw(self, scene: CardScene) -> list[Sprite]:
        board = sprite_at_rest(
            Plate.from_rgba(Image.new("RGBA", (PAGE.width, PAGE.height), self.colour)), PAGE.left, PAGE.top
        )
        ink = Ink(Weight.BOLD, self.layout.size, "#ffffff")
        line = text_plate(self.places, ink, edge=None).sprite()
        return [board, line, *word_markers(self.places, ink, scene.theme, scene.start, scene.frames)]

    def text_boxes(self, start: int, frames: int) -> list[Box]:
        return [ink_box(self.places, self.layout.size)]

    @property
    def layout(self) -> TextLayout:
        return fit_text(self.words, Weight.BOLD, 700, (72, 64, 56, 48), 6)

    @property
    def places(self) -> list[WordPosition]:
        return word_positions(self.layout, Weight.BOLD, PAGE.left + 40, PAGE.top + 40)


class ChalkPlanner(Planner):
    def story_scenes(self, span: LineSpan) -> list[Scene]:
        return [whole_scene(span, ChalkCard(colour="#123d2a", words=span.words), Transition.PUSH)]


class ChalkTemplate(Template):
    planner = ChalkPlanner

    def suits(self, story: StoryShape) -> int:
        return 99 if story.characters == 4321 else 0
