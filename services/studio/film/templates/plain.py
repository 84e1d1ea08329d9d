"""The cheapest film there is: two backgrounds in turn. For drills, which need many films and look at none."""

import math
from typing import Final

from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from schemas.timeline import FPS, Header, Scene, StoryCard, Timeline
from schemas.voice import VoiceTrack
from services.studio.film.backdrop import sky
from services.studio.film.compose import Composition, Shot
from services.studio.film.parts.caption import PlacedPlate
from services.studio.film.templates.base import Files
from services.studio.film.tokens import SIZES, Box, theme_named

_OTHER: Final = "cream"
_TURN: Final = 2 * FPS
"""Frames of each background: as far apart as key frames, so that no two of them are alike."""


class PlainTemplate:
    """Nothing but the narration is told; drawn, encoded, joined and checked as every film is."""

    name = "plain"
    version = "2"

    def plan(self, post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice) -> Timeline:
        frames = math.ceil(voice.duration * FPS)
        width, height = SIZES[choice.quality]
        return Timeline(
            template=self.name,
            theme=choice.theme,
            seed=choice.seed,
            width=width,
            height=height,
            frames=frames,
            mood=script.mood,
            header=Header(source=post.site_name, headline=script.title),
            credit=post.site_name,
            label="AI 음성",
            scenes=(Scene(start=0, end=frames, card=StoryCard(emoji=("📦",), page=0)),),
        )

    def compose(self, timeline: Timeline, index: int, files: Files) -> Composition:  # noqa: ARG002 - it has no pictures
        dark = sky(theme_named(timeline.theme))
        turns = (dark, dark.mixed(sky(theme_named(_OTHER)), 0.5))
        return Composition(dark, [lambda frame: Shot(turns[frame // _TURN % 2], 0, 0)], timeline.scenes[index].frames)

    def text_boxes(self, timeline: Timeline, index: int) -> list[Box]:  # noqa: ARG002 - it has no texts
        return []

    def throughout(self, timeline: Timeline) -> list[PlacedPlate]:  # noqa: ARG002 - nothing is written on it
        return []
