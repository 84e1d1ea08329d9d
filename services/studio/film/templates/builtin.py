"""Our templates. They share one way of drawing and differ in what they plan."""

from typing import ClassVar

from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from schemas.voice import VoiceTrack
from services.studio.film.canvas.compositor import Composition
from services.studio.film.templates.battle_plan import BattlePlanner
from services.studio.film.templates.big_plan import BigPlanner
from services.studio.film.templates.card_plan import CardPlanner
from services.studio.film.templates.cards.caption import PlacedPlate
from services.studio.film.templates.cards.header import footer
from services.studio.film.templates.chat_plan import ChatPlanner
from services.studio.film.templates.planner import Planner, planned
from services.studio.film.templates.post_plan import PostPlanner
from services.studio.film.templates.protocol import Files
from services.studio.film.templates.quiz_plan import QuizPlanner
from services.studio.film.templates.scene import compose, text_boxes
from services.studio.film.timeline import Timeline
from services.studio.film.typography.design_tokens import Box, styled


class OurTemplate:
    """A kind of film by the planner of its scenes."""

    name: str
    version: str
    planner: ClassVar[type[Planner]]

    def plan(self, post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice) -> Timeline:
        return planned(self.name, self.planner, post, script, voice, choice)

    def compose(self, timeline: Timeline, index: int, files: Files) -> Composition:
        return compose(timeline, index, files)

    def text_boxes(self, timeline: Timeline, index: int) -> list[Box]:
        return text_boxes(timeline, index)

    def throughout(self, timeline: Timeline) -> list[PlacedPlate]:
        return [
            footer(timeline.credit, timeline.label, styled(timeline.theme, timeline.caption_style, timeline.background))
        ]


class CardTemplate(OurTemplate):
    """Picture cards with a slow camera where the post has pictures, pages of the story where it has none."""

    name, version, planner = "card", "2", CardPlanner


class PostTemplate(OurTemplate):
    """The script's own lines as paragraphs of the post."""

    name, version, planner = "post", "2", PostPlanner


class ChatTemplate(OurTemplate):
    """The narrator on the left, readers on the right."""

    name, version, planner = "chat", "1", ChatPlanner


class BattleTemplate(OurTemplate):
    """The story with two facing each other, its comments from the left and the right, their likes as the score."""

    name, version, planner = "battle", "1", BattlePlanner


class BigTemplate(OurTemplate):
    """Words as large as the frame, set down as they are spoken, on patterns that move."""

    name, version, planner = "big", "1", BigPlanner


class QuizTemplate(OurTemplate):
    """The story as numbered clues, its comments as answers to a poll, and the question to the viewer."""

    name, version, planner = "quiz", "2", QuizPlanner


OURS = (CardTemplate, PostTemplate, ChatTemplate, BattleTemplate, BigTemplate, QuizTemplate)
