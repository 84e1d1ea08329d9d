"""The card film: a headline that stays, below it pictures, pages, or comments on a card, captions in one place."""

from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from schemas.timeline import Timeline
from schemas.voice import VoiceTrack
from services.studio.film.compose import Composition
from services.studio.film.templates.base import Files
from services.studio.film.templates.card_plan import CardPlanner
from services.studio.film.templates.drawing import compose, text_boxes
from services.studio.film.templates.plan import planned
from services.studio.film.tokens import Box


class CardTemplate:
    """Picture cards with a slow camera where the post has pictures, pages of the story where it has none."""

    name = "card"
    version = "2"

    def plan(self, post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice) -> Timeline:
        return planned(self.name, CardPlanner, post, script, voice, choice)

    def compose(self, timeline: Timeline, index: int, files: Files) -> Composition:
        return compose(timeline, index, files)

    def text_boxes(self, timeline: Timeline, index: int) -> list[Box]:
        return text_boxes(timeline, index)
