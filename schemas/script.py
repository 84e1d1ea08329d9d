"""Scripts of shorts: what is shown and what is spoken, line by line."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.base import Frozen
from schemas.media import MediaRef


class Speaker(StrEnum):
    """Who speaks a line."""

    NARRATOR = "narrator"
    COMMENTER = "commenter"
    PERSON = "person"
    """A person of the story, who is quoted."""
    HOST = "host"
    """The channel's host, who says an own opinion: nothing of it is the post's."""


class Role(StrEnum):
    """The role of a line in the story."""

    HOOK = "hook"
    BODY = "body"
    COMMENT = "comment"
    CLOSER = "closer"


class Mood(StrEnum):
    """The mood of a story; music and background are chosen by it."""

    HUMOR = "humor"
    TOUCHING = "touching"
    ANGER = "anger"
    SADNESS = "sadness"
    HORROR = "horror"
    INFO = "info"
    CONTROVERSY = "controversy"
    DAILY = "daily"
    SHOCK = "shock"


class DeclineReason(StrEnum):
    """Why a language model would not tell a post. It is a proposal: a person decides."""

    MINORS = "minors"
    """Sexual content about minors."""
    SELF_HARM = "self_harm"
    """How to hurt oneself."""
    CRIME = "crime"
    """How to commit a crime."""
    ACCUSATION = "accusation"
    """An unproven accusation of a real person."""
    FILTERED = "filtered"
    """The server of the model took the answer out."""


Emphasised = Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=r"^\S+$")]


class Line(Frozen):
    """One spoken line.

    ``display`` is what the caption shows, ``spoken`` what the voice reads. Both have the same number of
    어절 (words separated by one space), so a word time of the one is a word time of the other.
    """

    role: Role
    speaker: Speaker
    display: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    spoken: Annotated[str, StringConstraints(min_length=1, max_length=320)]
    credit: Annotated[str, StringConstraints(max_length=128)] = ""
    """Pseudonym of the commenter who is quoted; empty for the narrator."""
    likes: Annotated[int, Field(ge=0)] = 0
    continues: bool | None = None
    """Whether the sentence goes on in the next line; None where it is not known, as in scripts of release 0.1.0."""
    person: Annotated[str, StringConstraints(max_length=40)] = ""
    """Who of the story speaks (``Speaker.PERSON``), as the film shows it; one name has one voice."""
    pause_after: Annotated[float, Field(ge=0, le=2)] = 0.0
    """Seconds of silence behind the line, on top of the usual pause."""
    speed: Annotated[float, Field(ge=0.5, le=2)] = 1.0
    """Times the speed of the recipe."""
    emphasis: Annotated[tuple[Emphasised, ...], Field(max_length=8)] = ()
    """Words that are stressed: each one is found inside an 어절 of ``display``."""
    recording: MediaRef | None = None
    """A person's own voice in place of a synthetic one: a mono WAV in the media store, cleaned and cut to this line."""

    @model_validator(mode="after")
    def _stresses_its_own_words(self) -> Self:
        for word in self.emphasis:
            if word not in self.display:
                raise ValueError(f"{word!r} is not in the line")
        return self

    def stresses(self, shown: str) -> bool:
        """Whether an 어절 of ``display`` is stressed."""
        return any(word in shown for word in self.emphasis)


class Script(Frozen):
    """A script: hook, body, comments and closer, in the order they are spoken."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=40)]
    hashtags: tuple[Annotated[str, StringConstraints(pattern=r"^#\w{1,30}$")], ...] = ()
    mood: Mood = Mood.DAILY
    summary: Annotated[str, StringConstraints(max_length=600)] = ""

    @property
    def hook(self) -> Line:
        """The first line, which is also the headline card."""
        return self.lines[0]


class Fault(StrEnum):
    """What can be wrong with a script; ``testbed/script_sets/README.md`` says what each one is, with drafts of it."""

    OTHER_SCRIPT = "other_script"
    LATIN_TEXT = "latin_text"
    REPETITION = "repetition"
    PROMPT_ECHO = "prompt_echo"
    OTHER_STORY = "other_story"
    INVENTED_NAME = "invented_name"
    INVENTED_NUMBER = "invented_number"
    WRONG_ORDER = "wrong_order"
    NO_BEGINNING = "no_beginning"
    NO_REVEAL = "no_reveal"
    MIXED_REGISTER = "mixed_register"
    BROKEN_SENTENCE = "broken_sentence"
    VAGUE_HOOK = "vague_hook"
    FALSE_HOOK = "false_hook"
    BORROWED_COMMENT = "borrowed_comment"
    BEGGING = "begging"
    TITLE_UNLIKE = "title_unlike"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    MARKUP = "markup"
    ASSISTANT_TALK = "assistant_talk"
    COPIED = "copied"
    MORALISING = "moralising"
    INSULT = "insult"
    CONTACT = "contact"
    NICKNAME = "nickname"
    INVENTED_ENDING = "invented_ending"
    WORD_SALAD = "word_salad"


class SecondQuestionPolicy(StrEnum):
    """When the second question is asked: of a model on a server whose first answer passed, always, never."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class ScriptFault(Frozen):
    """One fault of a script, and where it is. ``line``: index in ``script.lines``; None for the title and the whole."""

    fault: Fault
    line: Annotated[int, Field(ge=0)] | None = None
    excerpt: Annotated[str, StringConstraints(max_length=60)] = ""


class ScriptFigures(Frozen):
    """What was measured of a script. Lengths of runs are in characters, shares between 0 and 1."""

    seconds: Annotated[float, Field(ge=0)] = 0.0
    """Estimated seconds of speech."""
    syllables: Annotated[int, Field(ge=0)] = 0
    other_script_characters: Annotated[int, Field(ge=0)] = 0
    latin_words: tuple[str, ...] = ()
    """Latin words that the post does not have."""
    distinct_lines: Annotated[float, Field(ge=0, le=1)] = 1.0
    """Share of the narrated sentences that repeat no other."""
    prompt_run: Annotated[int, Field(ge=0)] | None = None
    """The longest run shared with the instructions; None where these are not known."""
    post_run: Annotated[int, Field(ge=0)] = 0
    """The longest run shared with the post."""
    stems_in_post: Annotated[float, Field(ge=0, le=1)] | None = None
    """Share of the content stems that stand in the post; None where nothing was measured."""
    strange_names: tuple[str, ...] = ()
    strange_numbers: tuple[str, ...] = ()
    inversions: Annotated[int, Field(ge=0)] = 0
    """Sentences that tell an earlier place of the post than the one before them."""
    beginning: bool | None = None
    turn: bool | None = None
    reveal: bool | None = None
    end: bool | None = None
    """Whether that region of the post is told; None where nothing was measured."""
    told: Annotated[float, Field(ge=0, le=1)] | None = None
    """Share of the post's story that is told."""
    needed_seconds: Annotated[float, Field(ge=0)] | None = None
    """Estimated seconds in which the post could be told in its own sentences; None where nothing was measured."""
    speech_level: str = ""
    """How most narrated sentences end: haeyo (합니다 too), eumseum or banmal; empty when it cannot be told."""
    whole_sentences: Annotated[float, Field(ge=0, le=1)] = 1.0
    """Share of the narrated sentences that are whole."""
    second_question: str = ""
    """What a language model answered when it was asked which line does not follow from the post."""


class ScriptReport(Frozen):
    """The examination of a script before any voice. No ``faults``: it may be spoken."""

    figures: ScriptFigures = ScriptFigures()
    faults: tuple[ScriptFault, ...] = ()
    version: str = ""
    """The declared version of the checks."""
