"""The plan of a card film: which line is shown how, and when."""

import re
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from schemas.errors import BadInput
from schemas.posts import Image, Post
from schemas.recipe import FilmChoice
from schemas.script import Line, Role, Script
from schemas.timeline import (
    FPS,
    Card,
    CommentCard,
    EndCard,
    Fit,
    Header,
    HookCard,
    Motion,
    PictureCard,
    QuotedComment,
    Scene,
    SoundMark,
    StoryCard,
    TextLine,
    Timeline,
    Transition,
    frame_at,
    spaced,
)
from schemas.voice import VoiceTrack
from services.studio.film.captions import blocks, timed_words
from services.studio.film.motifs import emblems
from services.studio.film.text import clean
from services.studio.film.tokens import HEIGHT, WIDTH, theme_named

_LEAD: Final = 2
"""Frames by which a line is seen before it is heard."""
_TAIL: Final = 45
"""Frames of the end card: 1.5 s."""
_SHOT: Final = 96
"""A longer line is shown in several shots."""
_ALIKE: Final = 0.75
_MOVES: Final = (
    Motion(zoom=(1.0, 1.14), x=(0.5, 0.5), y=(0.5, 0.42)),
    Motion(zoom=(1.14, 1.02), x=(0.35, 0.6), y=(0.5, 0.5)),
    Motion(zoom=(1.12, 1.12), x=(0.0, 1.0), y=(0.5, 0.5)),
    Motion(zoom=(1.02, 1.16), x=(0.62, 0.5), y=(0.4, 0.5)),
    Motion(zoom=(1.12, 1.12), x=(1.0, 0.0), y=(0.4, 0.6)),
)
_SCROLL_PER_FRAME: Final = 0.0045
"""Share of a picture's height (relative to its width) that a scroll passes in a frame, so text stays readable."""


class _Span(NamedTuple):
    """A line in time: frames and cleaned words."""

    line: Line
    words: TextLine
    start: int
    end: int


def plan_card(template: str, post: Post, script: Script, voice: VoiceTrack, choice: FilmChoice) -> Timeline:
    """The timeline of a card film. Raises BadInput when voice and script do not belong together."""
    theme_named(choice.theme)
    spans = _spans(script, voice)
    spoken = spans[-1].end
    frames = max(spoken + _TAIL, -(-round(voice.duration * 48_000) // 1_600))
    scenes = _Scenes(post, script, choice, spans).all()
    scenes.append(Scene(start=spoken, end=frames, card=_end(post), transition=Transition.PUSH))
    return Timeline(
        template=template,
        theme=choice.theme,
        seed=choice.seed,
        width=WIDTH,
        height=HEIGHT,
        frames=frames,
        mood=script.mood,
        header=Header(source=_source(post), headline=clean(script.title) or clean(post.title) or "오늘의 이야기"),
        credit=f"출처 {_source(post)}",
        label="AI 음성",
        scenes=tuple(scenes),
        sounds=_sounds(scenes),
    )


def _spans(script: Script, voice: VoiceTrack) -> list[_Span]:
    """Lines with their frames; each reaches to the next one. Lines without anything to draw are left to the voice."""
    spans: list[_Span] = []
    for spoken in voice.lines:
        if spoken.index >= len(script.lines):
            raise BadInput(
                what=f"Voice line {spoken.index}", why="the script has no such line", remedy="Make the voice again."
            )
        line = script.lines[spoken.index]
        words = timed_words(line, spoken)
        if words:
            first = max(0, min(words[0].start, frame_at(spoken.start)) - _LEAD) if spans else 0
            spans.append(_Span(line, words, first, max(words[-1].end, frame_at(spoken.end))))
    if not spans:
        raise BadInput(what="The script", why="none of its lines can be drawn", remedy="Make the script again.")
    return [
        span._replace(end=max(span.start + 1, spans[i + 1].start) if i + 1 < len(spans) else span.end + 3)
        for i, span in enumerate(spans)
    ]


class _Scenes:
    """Builds the scenes in order; remembers what has been shown."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[_Span]) -> None:
        self._post = post
        self._script = script
        self._seed = choice.seed
        self._spans = spans
        self._images = [image for image in post.images if _usable(image)]
        self._shots = sum(len(_shots(span)) for span in spans[1:] if not _is_quote(span.line))
        self._shot = 0
        self._pictures = 0
        self._said: list[QuotedComment] = []

    def all(self) -> list[Scene]:
        scenes: list[Scene] = []
        for i, span in enumerate(self._spans):
            if i == 0:
                scenes.append(self._hook(span))
            elif _is_quote(span.line):
                scenes.append(self._comment(span, scenes[-1].card))
            else:
                self._said.clear()
                scenes.extend(self._told(span))
        return scenes

    def _hook(self, span: _Span) -> Scene:
        headline = clean(self._script.title) or clean(self._post.title)
        emblem = emblems(f"{headline} {spaced(span.words)}", self._script.mood, self._seed, 1)
        card = HookCard(
            headline=headline,
            source=_source(self._post),
            figures=_figures(self._post),
            emoji=emblem[0],
            image=self._images[0] if self._images else None,
            motion=_MOVES[self._seed % len(_MOVES)],
            words=span.words if alike(headline, spaced(span.words)) else (),
        )
        captions = () if card.words else blocks(span.words, span.start, span.end)
        return Scene(start=span.start, end=span.end, card=card, captions=captions)

    def _comment(self, span: _Span, before: Card) -> Scene:
        if not isinstance(before, CommentCard):
            self._said.clear()
        self._said.append(_quoted(span, self._post))
        emoji = emblems(spaced(span.words), self._script.mood, len(self._said) + self._seed)
        card = CommentCard(comments=tuple(self._said[-4:]), emoji=emoji, words=span.words)
        transition = Transition.POP if isinstance(before, CommentCard) else Transition.PUSH
        return Scene(start=span.start, end=span.end, card=card, transition=transition)

    def _told(self, span: _Span) -> list[Scene]:
        """A new line is pushed in; further pages of the same one fade into each other."""
        scenes: list[Scene] = []
        for words, start, end in _shots(span):
            card = self._card(words)
            pages = bool(scenes) and isinstance(card, StoryCard) and isinstance(scenes[-1].card, StoryCard)
            transition = Transition.FADE if pages else Transition.PUSH
            scenes.append(
                Scene(start=start, end=end, card=card, transition=transition, captions=blocks(words, start, end))
            )
        return scenes

    def _card(self, words: TextLine) -> Card:
        """A picture as often as pictures can be spread over the shots without wearing them out, else a page."""
        shot, self._shot = self._shot, self._shot + 1
        wanted = min(self._shots, max(2 * len(self._images), self._shots // 2)) if self._images else 0
        if (shot + 1) * wanted // self._shots > shot * wanted // self._shots:
            turn, self._pictures = self._pictures, self._pictures + 1
            image = self._images[turn * len(self._images) // wanted]
            return PictureCard(image=image, fit=_fit(image), motion=_motion(image, turn + self._seed, words))
        text = spaced(words)
        return StoryCard(emoji=emblems(text, self._script.mood, shot + self._seed), page=shot + self._seed)


def _shots(span: _Span) -> list[tuple[TextLine, int, int]]:
    """The words of a line in shots of about three seconds at most, cut where captions change."""
    if span.end - span.start <= _SHOT:
        return [(span.words, span.start, span.end)]
    captions = blocks(span.words, span.start, span.end)
    count = min(len(captions), -(-(span.end - span.start) // _SHOT))
    groups = [captions[len(captions) * i // count : len(captions) * (i + 1) // count] for i in range(count)]
    words = [tuple(word for block in group for word in block.words) for group in groups]
    return [(words[i], group[0].start, group[-1].end) for i, group in enumerate(groups)]


def _is_quote(line: Line) -> bool:
    return line.role is Role.COMMENT and bool(line.credit)


def _quoted(span: _Span, post: Post) -> QuotedComment:
    line = span.line
    best = next((comment.best for comment in post.comments if comment.author == line.credit), False)
    return QuotedComment(author=clean(line.credit) or "익명", text=spaced(span.words), likes=line.likes, best=best)


def _usable(image: Image) -> bool:
    """Whether a picture can be shown at all: neither a stripe nor a stamp."""
    return 1 / 14 <= image.width / image.height <= 5 and min(image.width, image.height) >= 160


def _fit(image: Image) -> Fit:
    ratio = image.width / image.height
    if ratio < 0.5:
        return Fit.SCROLL
    return Fit.COVER if 1.25 <= ratio <= 2.1 else Fit.CONTAIN


def _motion(image: Image, turn: int, words: TextLine) -> Motion:
    if _fit(image) is not Fit.SCROLL:
        return _MOVES[turn % len(_MOVES)]
    frames = words[-1].end - words[0].start
    share = min(1.0, frames * _SCROLL_PER_FRAME * image.width / image.height * 2)
    first = (1 - share) * (turn % 3) / 2
    return Motion(y=(first, first + share))


def _source(post: Post) -> str:
    name, board = clean(post.site_name) or str(post.key.site), clean(post.board)
    return f"{name} · {board}" if board else name


def _figures(post: Post) -> tuple[tuple[str, str], ...]:
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
        source=f"원문 {_source(post)}",
        address=(post.url.host or "") + (post.url.path or ""),
        emoji="🤔",
    )


def _sounds(scenes: list[Scene]) -> tuple[SoundMark, ...]:
    """Sparing: the hook, the first page after it, each comment, the end."""
    marks = [SoundMark(frame=scenes[0].start, name="boom")]
    for i, scene in enumerate(scenes[1:], start=1):
        match scene.card:
            case CommentCard():
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
