"""The chat film: the story as a conversation of bubbles, its comments as what readers answer."""

from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from schemas.timeline import Timeline
from schemas.voice import VoiceTrack
from services.studio.film.compose import Composition
from services.studio.film.templates.base import Files
from services.studio.film.templates.chat_plan import ChatPlanner
from services.studio.film.templates.drawing import compose, text_boxes
from services.studio.film.templates.plan import planned
from services.studio.film.tokens import Box


class ChatTemplate:
    """The narrator on the left, readers on the right."""

    name = "chat"
    version = "1"

    def plan(self, post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice) -> Timeline:
        return planned(self.name, ChatPlanner, post, script, voice, choice)

    def compose(self, timeline: Timeline, index: int, files: Files) -> Composition:
        return compose(timeline, index, files)

    def text_boxes(self, timeline: Timeline, index: int) -> list[Box]:
        return text_boxes(timeline, index)
