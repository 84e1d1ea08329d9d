"""Prompts: files beside this module, named by their id in the recipe. A changed prompt is a new file."""

import json
import re
from itertools import islice
from string import Template
from typing import Final

from libraries.film_scripts import pacing
from libraries.film_scripts.quotes import shortened_comments
from schemas.errors import ConfigurationError
from schemas.posts import Comment, Post
from schemas.recipe import ScriptChoice
from schemas.script import Mood
from services.studio.script.llm import PROMPTS

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COMMENT_SECONDS: Final = 9.0
"""What two or three quoted comments and the words before them usually take of the film."""
LONGEST_CONTENT: Final = 8000
"""Characters of a post that a model is shown at most."""
_COMMENTS: Final = 12


def system_prompt(choice: ScriptChoice) -> str:
    """The instructions of prompt ``choice.prompt`` for a film of ``choice.seconds``, or the shortest that is made.

    Raises ConfigurationError.
    """
    file = PROMPTS / f"{choice.prompt}.md"
    if not _ID.fullmatch(choice.prompt) or not file.is_file():
        known = ", ".join(sorted(path.stem for path in PROMPTS.glob("*.md")))
        raise ConfigurationError("script.no_prompt", prompt=choice.prompt, known=known)
    wanted = max(pacing.SHORTEST, choice.seconds)
    syllables = (wanted - _COMMENT_SECONDS) * pacing.SYLLABLES_PER_SECOND * 0.85
    return Template(file.read_text(encoding="utf-8")).substitute(
        seconds=round(wanted),
        least=round(syllables * 0.85),
        most=round(syllables * 1.1),
        moods=", ".join(mood.value for mood in Mood),
    )


def post_as_json(post: Post, longest: int = LONGEST_CONTENT) -> str:
    """The post as JSON, its text cut to ``longest`` characters. Text in a JSON string cannot end it."""
    comments = [
        {"id": index, "text": text, "likes": comment.likes}
        for index, (comment, text) in enumerate(quotable_comments(post))
    ]
    shown = {"title": post.title, "content": post.content[:longest], "comments": comments}
    return json.dumps(shown, ensure_ascii=False)


def quotable_comments(post: Post) -> list[tuple[Comment, str]]:
    """The comments a model may choose of, by their place in this list."""
    return list(islice(shortened_comments(post.best_comments), _COMMENTS))
