"""The shape of a story: what there is to show and who speaks, by which a template is chosen."""

from typing import Final, NamedTuple, Self

from libraries.drawing.typography.text import width_in_hangul
from schemas.posts import Post
from schemas.script import Mood, Role, Script
from services.studio.film.templates.line_spans import is_quoted_comment
from services.studio.film.templates.post_details import is_usable_picture

_QUOTATION_MARKS: Final = ('"', "“", "”", "「")


class StoryShape(NamedTuple):
    """The counts of a post and its script by which a template is chosen."""

    mood: Mood
    images: int
    """Pictures of the post."""
    usable_images: int
    """Those that can be shown."""
    commenters: int
    """Authors of quoted comments."""
    liked_commenters: int
    """Those of them whose comments have likes."""
    story_lines: int
    story_syllables: float
    speech_lines: int
    """Lines of the story with quoted speech."""
    asks_viewer: bool
    """It ends with a question."""
    characters: int
    """Length of the post."""

    @classmethod
    def of(cls, post: Post, script: Script) -> Self:
        """The shape of the story of ``post`` as ``script`` tells it."""
        story = [line for line in script.lines if line.role is Role.BODY and not is_quoted_comment(line)]
        last = script.lines[-1]
        return cls(
            mood=script.mood,
            images=len(post.images),
            usable_images=sum(is_usable_picture(image) for image in post.images),
            commenters=len({line.credit for line in script.lines if is_quoted_comment(line)}),
            liked_commenters=len({line.credit for line in script.lines if is_quoted_comment(line) and line.likes}),
            story_lines=len(story),
            story_syllables=sum(width_in_hangul(line.display) for line in story),
            speech_lines=sum(any(mark in line.display for mark in _QUOTATION_MARKS) for line in story),
            asks_viewer=last.role is Role.CLOSER and last.display.rstrip().endswith("?"),
            characters=len(post.content),
        )
