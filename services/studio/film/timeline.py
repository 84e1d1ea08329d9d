"""A film before it is drawn: every scene, caption and sound with its exact frame. Nothing in it is random.

All times are frames of 1/30 s counted from the first frame of the film. One frame is 1600 samples at 48 kHz,
so a frame number is an exact sample position too.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Frozen
from schemas.frames import FPS
from schemas.media import MediaRef
from schemas.posts import Image
from schemas.script import Mood

FrameNumber = Annotated[int, Field(ge=0)]


class TimedWord(Frozen):
    """An 어절 (or a piece of an over-long one) and the frames it is spoken in: ``start`` up to, not with, ``end``."""

    text: Annotated[str, Field(min_length=1)]
    start: FrameNumber
    end: FrameNumber
    glued: bool = False
    """A further piece of the 어절 before it: no space in between."""


TextLine = tuple[TimedWord, ...]


class CaptionBlock(Frozen):
    """What stands in the caption at one time: one or two lines, ``size`` in pixels of the final film."""

    start: FrameNumber
    end: FrameNumber
    size: Annotated[int, Field(gt=0)]
    lines: Annotated[tuple[TextLine, ...], Field(min_length=1, max_length=2)]

    @property
    def words(self) -> TextLine:
        return tuple(word for line in self.lines for word in line)

    @property
    def text(self) -> str:
        """The caption with its line break."""
        return "\n".join(spaced(line) for line in self.lines)


def spaced(words: TextLine) -> str:
    """The words as one text."""
    return "".join(word.text if word.glued or i == 0 else f" {word.text}" for i, word in enumerate(words))


class Fit(StrEnum):
    """How a picture fills its card."""

    COVER = "cover"
    """Cut to the card."""
    CONTAIN = "contain"
    """Whole, before a blurred copy of itself."""
    SCROLL = "scroll"
    """Width of the card, moved from top to bottom: tall screenshots."""


class Motion(Frozen):
    """A camera move over the prepared picture: zoom factor and focus (0..1 of the free way) from start to end."""

    zoom: tuple[float, float] = (1.0, 1.0)
    x: tuple[float, float] = (0.5, 0.5)
    y: tuple[float, float] = (0.5, 0.5)


class HookCard(Frozen):
    """The opening: the headline as a community post. ``words`` are set where the headline itself is what is read."""

    kind: Literal["hook"] = "hook"
    headline: str
    source: str
    figures: tuple[tuple[str, str], ...]
    """(name, value) pairs under the headline: views, likes, comments."""
    emoji: str
    image: Image | None = None
    motion: Motion = Motion()
    words: TextLine = ()


class PictureCard(Frozen):
    kind: Literal["picture"] = "picture"
    image: Image
    fit: Fit
    motion: Motion


class StoryCard(Frozen):
    """A page of the story where the post has no picture. ``page`` chooses its tint and arrangement.

    On a ``duel`` page the first two emoji face each other.
    """

    kind: Literal["story"] = "story"
    emoji: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    page: Annotated[int, Field(ge=0)]
    duel: bool = False


class QuotedComment(Frozen):
    author: Annotated[str, Field(min_length=1)]
    text: Annotated[str, Field(min_length=1)]
    likes: Annotated[int, Field(ge=0)]
    best: bool


class CommentCard(Frozen):
    """Comments as they pile up; the last one is being read, word by word as in ``words``."""

    kind: Literal["comments"] = "comments"
    comments: Annotated[tuple[QuotedComment, ...], Field(min_length=1)]
    emoji: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    words: Annotated[TextLine, Field(min_length=1)]


class EndCard(Frozen):
    """The last second: where the story comes from."""

    kind: Literal["end"] = "end"
    question: str
    source: str
    address: str
    emoji: str


class SheetHead(Frozen):
    """The top of a post on its sheet. ``title`` is empty where it is not seen, or the headline above says the same."""

    source: str
    title: str
    figures: tuple[tuple[str, str], ...]
    """(name, value) pairs: views, likes, comments."""


class PostCard(Frozen):
    """A post on a sheet while paragraph ``number`` is read, as timed in ``words``; ``pictures`` stand below it.

    Of the others the scene shows no text, only how many are ``ahead``, at most so many as can be in sight: rewording
    one touches the scenes of no other. What was read last is on the card of the scene before. The title in ``head`` is
    set where it stands over the paragraph.
    """

    kind: Literal["post"] = "post"
    head: SheetHead
    number: Annotated[int, Field(ge=0)]
    pictures: tuple[Image, ...] = ()
    ahead: Annotated[int, Field(ge=0)]
    words: Annotated[TextLine, Field(min_length=1)]


class ChatMessage(Frozen):
    """A bubble. ``named`` bubbles carry their author; a ``reader`` stands on the right, the teller on the left."""

    author: Annotated[str, Field(min_length=1)]
    text: Annotated[str, Field(min_length=1)]
    reader: bool
    named: bool
    likes: Annotated[int, Field(ge=0)] = 0
    sticker: str = ""
    """Emoji with which the bubble is answered, or empty."""


class ChatCard(Frozen):
    """A conversation as far as it is in sight; the last bubble has just come in and is read as timed in ``words``.

    ``begins`` says that the first of ``messages`` is the first of all.
    """

    kind: Literal["chat"] = "chat"
    messages: Annotated[tuple[ChatMessage, ...], Field(min_length=1)]
    begins: bool
    words: Annotated[TextLine, Field(min_length=1)]


class ReplyCard(QuotedComment):
    """A comment that answers the one before. ``named`` ones carry their author; others go on with what he said."""

    right: bool
    named: bool
    sticker: str
    """An emoji on its corner, or empty."""


class BattleCard(Frozen):
    """Comments that answer each other from the left and the right; the last has just come in and is read.

    ``begins`` says that the first of ``replies`` is the first of all. ``score`` are the likes of either side before
    the last one.
    """

    kind: Literal["battle"] = "battle"
    replies: Annotated[tuple[ReplyCard, ...], Field(min_length=1)]
    begins: bool
    score: tuple[int, int]
    words: Annotated[TextLine, Field(min_length=1)]


class TypeCard(Frozen):
    """Words as large as they can be, each set down when it is spoken. ``page`` chooses colours and pattern."""

    kind: Literal["type"] = "type"
    words: Annotated[TextLine, Field(min_length=1)]
    emoji: str
    page: Annotated[int, Field(ge=0)]


class StepCard(Frozen):
    """A clue of the story, ``number`` of ``total`` counted from 0, which has just come in and is read."""

    kind: Literal["steps"] = "steps"
    number: Annotated[int, Field(ge=0)]
    total: Annotated[int, Field(ge=1)]
    emoji: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    words: Annotated[TextLine, Field(min_length=1)]


class PollCard(Frozen):
    """A question and its answers with the likes they have; without ``likes`` the answers are the viewer's to give.

    ``places`` are the answers there will be in the end; those still to come are left open. ``words`` are those of the
    last answer, which has just come in, or of the question itself when it is ``asked``.
    """

    kind: Literal["poll"] = "poll"
    question: str
    answers: Annotated[tuple[QuotedComment, ...], Field(min_length=1)]
    places: Annotated[int, Field(ge=1)]
    asked: bool
    words: Annotated[TextLine, Field(min_length=1)]


Card = Annotated[
    HookCard
    | PictureCard
    | StoryCard
    | CommentCard
    | PostCard
    | ChatCard
    | BattleCard
    | TypeCard
    | StepCard
    | PollCard
    | EndCard,
    Field(discriminator="kind"),
]


class Transition(StrEnum):
    """How a scene comes in."""

    CUT = "cut"
    PUSH = "push"
    FADE = "fade"
    ZOOM = "zoom"
    POP = "pop"
    SCROLL = "scroll"
    """The page of the scene before moves on."""


class Scene(Frozen):
    """Frames ``start`` up to, not with, ``end``: one segment of the film."""

    start: FrameNumber
    end: FrameNumber
    card: Card
    transition: Transition = Transition.CUT
    captions: tuple[CaptionBlock, ...] = ()

    @property
    def frames(self) -> int:
        return self.end - self.start

    @property
    def words(self) -> TextLine:
        """What is read in this scene, on its card or in its captions."""
        match self.card:
            case PictureCard() | StoryCard() | EndCard():
                on_card: TextLine = ()
            case card:
                on_card = card.words
        return on_card or tuple(word for block in self.captions for word in block.words)


class SoundMark(Frozen):
    """A sound effect, by name, at a frame."""

    frame: FrameNumber
    name: str


class Header(Frozen):
    """What stands at the top of every scene after the hook: source pill and headline."""

    source: str
    headline: str


class Ground(Frozen):
    """A background of the creator's own, as large as the frame: a loop of so many ``frames``, or with 0 a picture."""

    media: MediaRef
    frames: Annotated[int, Field(ge=0)] = 0


class Timeline(Frozen):
    """The whole film. ``frames`` is its length; scenes cover it without gap or overlap."""

    template: str
    theme: str
    caption_style: str = "box"
    background: str = "lights"
    ground: Ground | None = None
    """In place of ``background``."""
    seed: int
    width: int
    height: int
    frames: Annotated[int, Field(gt=0)]
    mood: Mood
    header: Header
    credit: str
    """Where the story comes from, as the film shows it in every scene."""
    label: str
    """Says that the voice is synthetic."""
    scenes: Annotated[tuple[Scene, ...], Field(min_length=1)]
    sounds: tuple[SoundMark, ...] = ()

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.frames / FPS

    @model_validator(mode="after")
    def _covers_the_film(self) -> Self:
        at = 0
        for scene in self.scenes:
            if scene.start != at or scene.end <= scene.start:
                raise ValueError(f"scene {scene.start}..{scene.end} does not follow on frame {at}")
            at = scene.end
        if at != self.frames:
            raise ValueError(f"scenes end at frame {at}, the film at {self.frames}")
        return self
