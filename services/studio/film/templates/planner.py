"""What all plans share: lines in time, hook, comments, end, sounds."""

import re
from abc import ABC, abstractmethod
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from schemas.errors import BadInput
from schemas.frames import FPS, frame_at
from schemas.posts import Image, Post
from schemas.recipe import FilmChoice
from schemas.script import Line, Mood, Role, Script
from schemas.voice import VoiceTrack
from services.studio.film.templates.emoji import emblems
from services.studio.film.timeline import (
    BattleCard,
    Card,
    ChatCard,
    CommentCard,
    EndCard,
    Header,
    HookCard,
    Motion,
    PollCard,
    QuotedComment,
    Scene,
    SoundMark,
    StepCard,
    TextLine,
    Timeline,
    Transition,
    spaced,
)
from services.studio.film.typography.captions import blocks, timed_words
from services.studio.film.typography.design_tokens import SIZES, styled
from services.studio.film.typography.text import clean

LEAD: Final = 2
"""Frames by which a line is seen before it is heard."""
_TAIL: Final = 45
"""Frames of the end card: 1.5 s."""
_SHOT: Final = 96
"""A longer line is shown in several shots."""
_ALIKE: Final = 0.75
_TRANSITIONS: Final = {
    "cut": Transition.CUT,
    "crossfade": Transition.FADE,
    "push": Transition.PUSH,
    "zoom": Transition.ZOOM,
}
_BACKDROPS: Final = {
    Mood.HUMOR: ("confetti", "bubbles"),
    Mood.TOUCHING: ("lights", "bubbles"),
    Mood.ANGER: ("rays", "lights"),
    Mood.SADNESS: ("rain", "lights"),
    Mood.HORROR: ("rain", "rays"),
    Mood.INFO: ("grid", "lights"),
    Mood.CONTROVERSY: ("rays", "grid"),
    Mood.DAILY: ("lights", "grid"),
    Mood.SHOCK: ("lights", "rays"),
}
"""Backgrounds that belong to a mood."""
MOVES: Final = (
    Motion(zoom=(1.0, 1.14), x=(0.5, 0.5), y=(0.5, 0.42)),
    Motion(zoom=(1.14, 1.02), x=(0.35, 0.6), y=(0.5, 0.5)),
    Motion(zoom=(1.12, 1.12), x=(0.0, 1.0), y=(0.5, 0.5)),
    Motion(zoom=(1.02, 1.16), x=(0.62, 0.5), y=(0.4, 0.5)),
    Motion(zoom=(1.12, 1.12), x=(1.0, 0.0), y=(0.4, 0.6)),
)


class Span(NamedTuple):
    """A line in time: frames and cleaned words."""

    line: Line
    words: TextLine
    start: int
    end: int


class Planner(ABC):
    """Builds the scenes of a film in order; remembers what has been shown."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[Span]) -> None:
        self.post = post
        self.script = script
        self.seed = choice.seed
        self.spans = spans
        self.images = [image for image in post.images if usable(image)]
        self._said: list[QuotedComment] = []

    @abstractmethod
    def told(self, span: Span) -> list[Scene]:
        """The scenes of a line of the story."""

    def quoted(self, span: Span, before: Card) -> list[Scene]:
        """The scenes of a comment."""
        return [self._comment(span, before)]

    def all(self) -> list[Scene]:
        scenes = [self._hook(self.spans[0])]
        for span in self.spans[1:]:
            if is_quote(span.line):
                scenes.extend(self.quoted(span, scenes[-1].card))
            else:
                self._said.clear()
                scenes.extend(self.told(span))
        return scenes

    def _hook(self, span: Span) -> Scene:
        headline = clean(self.script.title) or clean(self.post.title)
        emblem = emblems(f"{headline} {spaced(span.words)}", self.script.mood, self.seed, 1)
        card = HookCard(
            headline=headline,
            source=source(self.post),
            figures=figures(self.post),
            emoji=emblem[0],
            image=self.images[0] if self.images else None,
            motion=MOVES[self.seed % len(MOVES)],
            words=span.words if alike(headline, spaced(span.words)) else (),
        )
        captions = () if card.words else blocks(span.words, span.start, span.end)
        return Scene(start=span.start, end=span.end, card=card, captions=captions)

    def _comment(self, span: Span, before: Card) -> Scene:
        if not isinstance(before, CommentCard):
            self._said.clear()
        self._said.append(quoted(span, self.post))
        emoji = emblems(spaced(span.words), self.script.mood, len(self._said) + self.seed)
        card = CommentCard(comments=tuple(self._said[-4:]), emoji=emoji, words=span.words)
        transition = Transition.POP if isinstance(before, CommentCard) else Transition.PUSH
        return Scene(start=span.start, end=span.end, card=card, transition=transition)


def planned(
    template: str, planner: type[Planner], post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice
) -> Timeline:
    """The timeline of a film. Raises BadInput when voice and script do not belong together, or for no such theme."""
    background = backdrop_for(script.mood, choice)
    styled(choice.theme, choice.caption_style, background)
    spans = _spans(script, voice)
    spoken = spans[-1].end
    frames = max(spoken + _TAIL, -(-round(voice.duration * 48_000) // 1_600))
    scenes = [_coming_in(scene, choice) for scene in planner(post, script, choice, spans).all()]
    scenes.append(Scene(start=spoken, end=frames, card=_end(post), transition=Transition.PUSH))
    width, height = SIZES[choice.quality]
    return Timeline(
        template=template,
        theme=choice.theme,
        caption_style=choice.caption_style,
        background=background,
        seed=choice.seed,
        width=width,
        height=height,
        frames=frames,
        mood=script.mood,
        header=Header(source=source(post), headline=clean(script.title) or clean(post.title) or "오늘의 이야기"),
        credit=f"출처 {source(post)}",
        label="AI 음성",
        scenes=tuple(scenes),
        sounds=_sounds(scenes),
    )


def backdrop_for(mood: Mood, choice: FilmChoice) -> str:
    """The background of a film: the one its recipe names, or one of the mood's, by the seed."""
    if choice.background != "auto":
        return choice.background
    fitting = _BACKDROPS[mood]
    return fitting[choice.seed % len(fitting)]


def _coming_in(scene: Scene, choice: FilmChoice) -> Scene:
    """The scene with the transition of the recipe, where it comes in with one at all."""
    wanted = _TRANSITIONS.get(choice.transition)
    if wanted is None or scene.transition not in (Transition.PUSH, Transition.FADE):
        return scene
    return scene.model_copy(update={"transition": wanted})


def _spans(script: Script, voice: VoiceTrack) -> list[Span]:
    """Lines with their frames; each reaches to the next one. Lines without anything to draw are left to the voice."""
    spans: list[Span] = []
    for spoken in voice.lines:
        if spoken.index >= len(script.lines):
            raise BadInput(
                what=f"Voice line {spoken.index}", why="the script has no such line", remedy="Make the voice again."
            )
        line = script.lines[spoken.index]
        words = timed_words(line, spoken)
        if words:
            first = max(0, min(words[0].start, frame_at(spoken.start)) - LEAD) if spans else 0
            spans.append(Span(line, words, first, max(words[-1].end, frame_at(spoken.end))))
    if not spans:
        raise BadInput(what="The script", why="none of its lines can be drawn", remedy="Make the script again.")
    return [
        span._replace(end=max(span.start + 1, spans[i + 1].start) if i + 1 < len(spans) else span.end + 3)
        for i, span in enumerate(spans)
    ]


def shots(span: Span) -> list[tuple[TextLine, int, int]]:
    """The words of a line in shots of about three seconds at most, cut where captions change."""
    if span.end - span.start <= _SHOT:
        return [(span.words, span.start, span.end)]
    captions = blocks(span.words, span.start, span.end)
    count = min(len(captions), -(-(span.end - span.start) // _SHOT))
    groups = [captions[len(captions) * i // count : len(captions) * (i + 1) // count] for i in range(count)]
    words = [tuple(word for block in group for word in block.words) for group in groups]
    return [(words[i], group[0].start, group[-1].end) for i, group in enumerate(groups)]


def is_quote(line: Line) -> bool:
    return line.role is Role.COMMENT and bool(line.credit)


def quoted(span: Span, post: Post) -> QuotedComment:
    """The comment that a line quotes."""
    line = span.line
    best = next((comment.best for comment in post.comments if comment.author == line.credit), False)
    return QuotedComment(author=clean(line.credit) or "익명", text=spaced(span.words), likes=line.likes, best=best)


def usable(image: Image) -> bool:
    """Whether a picture can be shown at all: neither a stripe nor a stamp."""
    return 1 / 14 <= image.width / image.height <= 5 and min(image.width, image.height) >= 160


def source(post: Post) -> str:
    name, board = clean(post.site_name) or str(post.key.site), clean(post.board)
    return f"{name} · {board}" if board else name


def figures(post: Post) -> tuple[tuple[str, str], ...]:
    stats = post.stats
    figures = (("views", stats.views), ("likes", stats.likes), ("comments", stats.comments))
    return tuple((name, _counted(value)) for name, value in figures if value)


def _counted(value: int) -> str:
    """Korean short form: 481,220 → 48.1만."""
    if value < 10_000:
        return f"{value:,}"
    return f"{value / 10_000:.1f}".removesuffix(".0") + "만" if value < 1_000_000 else f"{value // 10_000:,}만"


def _end(post: Post) -> EndCard:
    return EndCard(
        question="여러분은 어떻게 생각하세요?",
        source=f"원문 {source(post)}",
        address=(post.url.host or "") + (post.url.path or ""),
        emoji="🤔",
    )


def _sounds(scenes: list[Scene]) -> tuple[SoundMark, ...]:
    """Sparing: the hook, the first page after it, each comment, the end."""
    marks = [SoundMark(frame=scenes[0].start, name="boom")]
    for i, scene in enumerate(scenes[1:], start=1):
        match scene.card:
            case CommentCard() | ChatCard() | BattleCard() | StepCard() | PollCard():
                marks.append(SoundMark(frame=scene.start, name="pop"))
            case EndCard():
                marks.append(SoundMark(frame=scene.start, name="ding"))
            case _ if scene.transition is Transition.PUSH or i == 1:
                if scene.start - marks[-1].frame >= 3 * FPS:
                    marks.append(SoundMark(frame=scene.start, name="whoosh"))
    return tuple(marks)


def alike(one: str, other: str) -> bool:
    """Whether two texts say the same, punctuation aside."""
    plain, against = (re.sub(r"\W", "", text) for text in (one, other))
    return SequenceMatcher(a=plain, b=against, autojunk=False).ratio() >= _ALIKE
