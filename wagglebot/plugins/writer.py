"""The Protocol of a script writer, and what it is given and gives back."""

from libraries.korean.text_normalisation import normalise
from schemas.posts import Comment, Image, Post, PostKey, Stats, best_first
from schemas.recipe import ScriptChoice
from schemas.script import Line, Mood, Role, Script, Speaker
from services.studio.script.writer import Writer

__all__ = [
    "Comment",
    "Image",
    "Line",
    "Mood",
    "Post",
    "PostKey",
    "Role",
    "Script",
    "ScriptChoice",
    "Speaker",
    "Stats",
    "Writer",
    "best_first",
    "normalise",
]
