"""A script with its post, and the parts of both that several checks need, each made once."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from libraries.film_scripts import phrases
from libraries.film_scripts.checks.post.post_index import PostIndex
from libraries.film_scripts.lines import WIDEST, split_sentence
from libraries.korean.quotations import QUOTED
from schemas.posts import Post
from schemas.script import Fault, Line, Role, Script, ScriptFault, Speaker

_EXCERPT = 60
_STOPPED = re.compile(r"[.!?…~][\"”’')\]]*$")
_HELD = str.maketrans(".!?…", "\ue001\ue002\ue003\ue004")
_FREED = str.maketrans("\ue001\ue002\ue003\ue004", ".!?…")
_BETWEEN = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+")


class SpokenSentence(NamedTuple):
    """A sentence of the narrator: one line, or the lines that it was cut into."""

    line: int
    """Index of its first line in ``script.lines``."""
    role: Role
    text: str

    def fault_here(self, fault: Fault, excerpt: str = "") -> ScriptFault:
        """A fault of this kind at this sentence; without an ``excerpt`` it quotes the whole sentence."""
        return ScriptFault(fault=fault, line=self.line, excerpt=(excerpt or self.text)[:_EXCERPT])


class ScriptAndPost:
    """A script and its post. Every text is NFC with single spaces."""

    def __init__(
        self, script: Script, post: Post, prompt: str = "", *, quotes_post: bool = False, seconds: float = 0.0
    ) -> None:
        self.script = script
        self.post = post
        self.prompt = normalised_text(prompt)
        self.quotes_post = quotes_post
        self.seconds = seconds

    @cached_property
    def film_title(self) -> str:
        """The title of the film."""
        return normalised_text(self.script.title)

    @cached_property
    def sentences(self) -> tuple[SpokenSentence, ...]:
        """The narrator's sentences about the post: without the program's own lead-ins and closers."""
        own = phrases.all_program_phrases(self.post)
        return tuple(sentence for sentence in _sentences(self.script.lines) if sentence.text not in own)

    @cached_property
    def narration(self) -> str:
        """The narrator's sentences about the post as one text."""
        return " ".join(sentence.text for sentence in self.sentences)

    @cached_property
    def hashtags(self) -> str:
        """The hashtags of the script as one text."""
        return normalised_text(" ".join(self.script.hashtags))

    @cached_property
    def post_title_and_text(self) -> str:
        """Title and text of the post."""
        return normalised_text(f"{self.post.title}\n{self.post.content}")

    @cached_property
    def post_comments(self) -> tuple[str, ...]:
        """The comments of the post."""
        return tuple(normalised_text(comment.content) for comment in self.post.comments)

    @cached_property
    def post_words_with_comments(self) -> str:
        """Title, text and comments of the post."""
        return " ".join((self.post_title_and_text, *self.post_comments))

    @cached_property
    def post_index(self) -> PostIndex:
        """The index of the post's sentences that the script is compared with."""
        return PostIndex(self.post)

    @cached_property
    def post_words_with_site(self) -> str:
        """All words of the post: site, title, text, comments."""
        return f"{normalised_text(self.post.site_name)} {self.post_words_with_comments}"


def normalised_text(text: str) -> str:
    """``text`` in NFC, with single spaces, without characters that are not seen."""
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(character for character in text if character.isprintable() or character.isspace())
    return " ".join(text.split())


def fault_of_whole_script(fault: Fault, excerpt: str = "") -> ScriptFault:
    """A fault of the title or of the script as a whole."""
    return ScriptFault(fault=fault, excerpt=excerpt[:_EXCERPT])


def _sentences(lines: Sequence[Line]) -> Iterator[SpokenSentence]:
    """The narrator's lines, those joined again that `split_sentence` cut."""
    at = 0
    while at < len(lines):
        end = at + 1
        if lines[at].speaker is Speaker.NARRATOR:
            end = _end(lines, at)
            text = normalised_text(" ".join(line.display for line in lines[at:end]))
            for sentence in _cut(text):
                yield SpokenSentence(at, lines[at].role, sentence)
        at = end


def _cut(text: str) -> list[str]:
    """The sentences of ``text``; what stands between quotation marks stays in one."""
    held = QUOTED.sub(lambda found: found.group().translate(_HELD), text)
    return [part.translate(_FREED) for part in _BETWEEN.split(held) if part]


def _end(lines: Sequence[Line], at: int) -> int:
    """The index behind the last line of the sentence that begins at ``at``.

    In a script that does not say which lines go on, those are joined that `split_sentence` would cut so.
    """
    if lines[at].continues is not None:
        return next((end + 1 for end in range(at, len(lines)) if not lines[end].continues), len(lines))
    parts = [lines[at].display]
    best = at + 1
    for end in range(at + 1, len(lines)):
        line = lines[end]
        if line.speaker is not Speaker.NARRATOR or line.role is not lines[at].role or _STOPPED.search(parts[-1]):
            break
        parts.append(line.display)
        joined = " ".join(parts)
        if len(joined) > 6 * WIDEST:
            break
        if split_sentence(joined) == parts:
            best = end + 1
    return best
