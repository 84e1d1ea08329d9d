"""The base classes of a template: what plans a film, and the cards it is drawn with."""

from libraries.drawing.canvas.animation import sprite_at_rest
from libraries.drawing.canvas.compositor import Composition, Sprite
from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.canvas.yuv import Plate
from libraries.drawing.typography.design_tokens import PAGE, Box, Theme
from libraries.drawing.typography.fonts import Weight
from libraries.drawing.typography.line_breaking import TextLayout, fit_text
from libraries.drawing.typography.text import Ink
from libraries.storyboard.cards.caption import WordPosition, ink_box, text_plate, word_markers, word_positions
from libraries.storyboard.cards.card import Card, CardScene, Files, SpokenCard
from libraries.storyboard.timeline import Scene, Timeline
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Script
from schemas.voice import VoiceTrack
from services.studio.film.templates.film_planner import Planner, whole_scene
from services.studio.film.templates.line_spans import LineSpan
from services.studio.film.templates.story_shape import StoryShape
from services.studio.film.templates.template import Template

__all__ = [
    "PAGE",
    "Box",
    "Card",
    "CardScene",
    "Composition",
    "Files",
    "FilmChoice",
    "Ink",
    "LineSpan",
    "Planner",
    "Plate",
    "Post",
    "Scene",
    "Script",
    "SpokenCard",
    "Sprite",
    "StoryShape",
    "Template",
    "TextLayout",
    "Theme",
    "Timeline",
    "Transition",
    "VoiceTrack",
    "Weight",
    "WordPosition",
    "fit_text",
    "ink_box",
    "sprite_at_rest",
    "text_plate",
    "whole_scene",
    "word_markers",
    "word_positions",
]
