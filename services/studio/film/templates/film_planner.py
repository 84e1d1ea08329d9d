"""The base class of planners: hook, comments, end and sounds, around the scenes that a template plans."""

from abc import ABC, abstractmethod
from typing import ClassVar, Final

from libraries.drawing.canvas.camera import CameraMove
from libraries.drawing.canvas.transitions import Transition
from libraries.drawing.typography.captions import caption_blocks
from libraries.drawing.typography.design_tokens import SIZES, theme_with_styles
from libraries.drawing.typography.text import drawable_line, drawable_text
from libraries.drawing.typography.words import TextLine, joined_words
from libraries.drawn_world.place_background import PLACE_VIEWS
from libraries.drawn_world.scenes import Setting
from libraries.story_beats import make_storyboard
from libraries.storyboard.cards.card import Card
from libraries.storyboard.cards.comments import CommentCard, QuotedComment
from libraries.storyboard.cards.ending import EndCard
from libraries.storyboard.cards.hook import HookCard
from libraries.storyboard.film_looks import GRADES, film_choice_with_look, genre_of, require_known_look
from libraries.storyboard.places.line_settings import line_settings
from libraries.storyboard.timeline import Header, Scene, SoundCue, Timeline
from libraries.storyboard.titles.card import TitleCard
from libraries.storyboard.titles.questions import closing_question
from schemas.frames import FPS
from schemas.pictures import LinePicture, Origin, Pictures
from schemas.posts import Post
from schemas.recipe import FilmChoice
from schemas.script import Mood, Script
from schemas.voice import VoiceTrack
from services.studio.film.templates.emblems import emblems_of_line
from services.studio.film.templates.line_spans import LineSpan, is_quoted_comment, line_spans
from services.studio.film.templates.post_details import (
    is_same_text,
    is_usable_picture,
    known_statistics,
    quoted_comment,
    source_name,
)

CLOSING_QUESTION: Final = "여러분은 어떻게 생각하세요?"
_END_CARD: Final = 45
"""Frames of the end card: 1.5 s."""
_SHOWN_COMMENTS: Final = 4
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
    CameraMove(zoom=(1.0, 1.14), x=(0.5, 0.5), y=(0.5, 0.42)),
    CameraMove(zoom=(1.14, 1.02), x=(0.35, 0.6), y=(0.5, 0.5)),
    CameraMove(zoom=(1.12, 1.12), x=(0.0, 1.0), y=(0.5, 0.5)),
    CameraMove(zoom=(1.02, 1.16), x=(0.62, 0.5), y=(0.4, 0.5)),
    CameraMove(zoom=(1.12, 1.12), x=(1.0, 0.0), y=(0.4, 0.6)),
)


class Planner(ABC):
    """The planner of a film: builds its scenes in order and remembers what has been shown."""

    last_transition: ClassVar[Transition] = Transition.PUSH
    """How the last second comes in."""
    on_places: ClassVar[bool] = True
    """The ground of its scenes is the drawn place of their line, unless the layout is the plain page."""

    def __init__(self, post: Post, script: Script, choice: FilmChoice, spans: list[LineSpan]) -> None:
        self.post = post
        self.script = script
        self.choice = choice
        self.seed = choice.seed
        self.spans = spans
        self.settings: dict[int, Setting] = {}
        if self.on_places and choice.layout not in ("auto", "page"):
            grade = GRADES[genre_of(script.mood, post.board)]
            self.settings = line_settings(make_storyboard(script, post), grade, choice.seed)
        self.images = [image for image in post.images if is_usable_picture(image)]
        self._comments: list[QuotedComment] = []
        self._seen = 0
        self._of_lines: dict[int, LinePicture] = {}

    def take_line_pictures(self, pictures: Pictures) -> None:
        """Take the pictures made for the lines; those of the post that have a line are not spread any more.

        But that of line 0, which not every opening shows.
        """
        self._of_lines = {each.line: each for each in pictures.pictures}
        placed = {
            each.image.media.key
            for each in pictures.pictures
            if each.line and each.image and each.origin is Origin.POST
        }
        self.images = [image for image in self.images if image.media.key not in placed]

    def picture_of(self, span: LineSpan) -> LinePicture | None:
        """The picture that was made for a line, where it is a file."""
        line = next(at for at, line in enumerate(self.script.lines) if line is span.line)
        found = self._of_lines.get(line)
        return found if found is not None and found.image is not None else None

    @abstractmethod
    def story_scenes(self, span: LineSpan) -> list[Scene]:
        """The scenes of a line of the story."""

    def comment_scenes(self, span: LineSpan, before: Card) -> list[Scene]:
        """The scenes of a quoted comment; ``before`` is the last card before it."""
        if not isinstance(before, CommentCard):
            self._comments.clear()
        self._comments.append(quoted_comment(span, self.post))
        emoji = () if self.settings else self.emblems_for(span.words, len(self._comments) + self.seed)
        piled = tuple(self._comments[-_SHOWN_COMMENTS:])
        card = CommentCard(comments=piled, emoji=emoji, words=span.words, form=self.choice.comments)
        return [whole_scene(span, card, Transition.POP if isinstance(before, CommentCard) else Transition.PUSH)]

    def ending(self) -> Card:
        """The card of the last second."""
        told, address = f"원문 {source_name(self.post)}", (self.post.url.host or "") + (self.post.url.path or "")
        if self.choice.closing == "page":
            return EndCard(question=CLOSING_QUESTION, source=told, address=address, emoji="🤔")
        question = closing_question(self.script.mood, self.seed, vote=self.choice.closing == "vote")
        return TitleCard(
            kind="closing",
            form=self.choice.closing,
            title=question,
            source=source_name(self.post),
            notes=(told, address),
        )

    def scenes(self) -> list[Scene]:
        """All scenes but the end card."""
        scenes = self._set([self.hook_scene(self.spans[0])], self.spans[0])
        for span in self.spans[1:]:
            if is_quoted_comment(span.line):
                made = self.comment_scenes(span, scenes[-1].card)
            else:
                who = drawable_line(span.line.person)
                made = [one.model_copy(update={"speaker": who}) for one in self.story_scenes(span)]
            scenes.extend(self._set(made, span))
        return scenes

    def _set(self, scenes: list[Scene], span: LineSpan) -> list[Scene]:
        """The scenes of a line in its place, each seen otherwise than the one before."""
        at = next(i for i, line in enumerate(self.script.lines) if line is span.line)
        setting = self.settings.get(at)
        if setting is None:
            return scenes
        first, self._seen = self._seen, self._seen + len(scenes)
        near = 1 + (self.seed + len(setting.place)) % (len(PLACE_VIEWS) - 1)  # Each is painted once: two views.
        return [
            one.model_copy(update={"setting": setting, "shot": (first + i) % 2 * near if one.card.shows_place else 0})
            for i, one in enumerate(scenes)
        ]

    def emblems_for(self, words: TextLine, turn: int, most: int = 3) -> tuple[str, ...]:
        """Up to ``most`` emblems for words of the script; ``turn`` varies those of the mood."""
        return emblems_of_line(joined_words(words), self.script.mood, turn, most)

    def hook_scene(self, span: LineSpan) -> Scene:
        """The scene of the first line."""
        headline = drawable_line(self.script.title) or drawable_line(self.post.title)
        if self.choice.opening != "post":
            return self._title_scene(span, headline)
        emblem = emblems_of_line(f"{headline} {joined_words(span.words)}", self.script.mood, self.seed, 1)
        card = HookCard(
            headline=headline,
            source=source_name(self.post),
            figures=known_statistics(self.post),
            emoji=emblem[0],
            image=self.images[0] if self.images else None,
            motion=MOVES[self.seed % len(MOVES)],
            words=span.words if is_same_text(headline, joined_words(span.words)) else (),
        )
        captions = () if card.words else caption_blocks(span.words, span.start, span.end)
        return Scene(start=span.start, end=span.end, card=card, captions=captions)

    def _title_scene(self, span: LineSpan, headline: str) -> Scene:
        """The first line under a title in the form that was chosen."""
        read, made = is_same_text(headline, joined_words(span.words)), self.picture_of(span)
        shown = made.image if made and not made.attribution else None  # A title has no room for a credit.
        card = TitleCard(
            kind="opening",
            form=self.choice.opening,
            title=headline,
            source=source_name(self.post),
            image=self.images[0] if self.images else shown,
            motion=MOVES[self.seed % len(MOVES)],
            words=span.words if read else (),
        )
        captions = () if read else caption_blocks(span.words, span.start, span.end)
        return Scene(start=span.start, end=span.end, card=card, captions=captions)


def whole_scene(span: LineSpan, card: Card, transition: Transition) -> Scene:
    """One scene for a whole line."""
    return Scene(start=span.start, end=span.end, card=card, transition=transition)


def planned_timeline(
    template: str,
    planner: type[Planner],
    post: Post,
    script: Script,
    voice: VoiceTrack,
    choice: FilmChoice,
    *,
    pictures: Pictures,
) -> Timeline:
    """The timeline of a film. Raises BadInput when voice and script do not belong together, or for an unknown name."""
    choice = film_choice_with_look(choice, script.mood, post.board)
    background = background_name(script.mood, choice)
    theme_with_styles(choice.theme, choice.caption_style, background, choice.identity.accent)
    require_known_look(choice)
    spans = line_spans(script, voice)
    spoken = spans[-1].end
    frames = max(spoken + _END_CARD, -(-round(voice.duration * 48_000) // 1_600))
    made = planner(post, script, choice, spans)
    made.take_line_pictures(pictures)
    scenes = [_with_transition(scene, choice) for scene in made.scenes()]
    last = Scene(start=spoken, end=frames, card=made.ending(), transition=made.last_transition)
    scenes.append(last.model_copy(update={"setting": scenes[-1].setting}))
    width, height = SIZES[choice.quality]
    texts = drawable_text(
        (script.title, *(text for line in script.lines for text in (line.display, line.credit, line.person)))
    )
    title = drawable_line(script.title) or drawable_line(post.title) or "오늘의 이야기"
    return Timeline(
        template=template,
        theme=choice.theme,
        accent=choice.identity.accent,
        layout=choice.layout,
        caption_style=choice.caption_style,
        background=background,
        seed=choice.seed,
        width=width,
        height=height,
        frames=frames,
        mood=script.mood,
        header=Header(source=source_name(post), headline=title),
        credit=f"출처 {source_name(post)}",
        label="직접 녹음" if all(line.recording for line in script.lines) else "AI 음성",
        scenes=tuple(scenes),
        sounds=_sounds(scenes),
        by_sound=texts.by_sound,
        left_out=texts.left_out,
    )


def background_name(mood: Mood, choice: FilmChoice) -> str:
    """The name of a film's background: the one its recipe names, or one of the mood's, by the seed."""
    if choice.background != "auto":
        return choice.background
    fitting = _BACKDROPS[mood]
    return fitting[choice.seed % len(fitting)]


def _with_transition(scene: Scene, choice: FilmChoice) -> Scene:
    """The scene with the transition of the recipe, where the template's is one that a recipe may replace."""
    wanted = _TRANSITIONS.get(choice.transition)
    if wanted is None or scene.transition not in (Transition.PUSH, Transition.FADE):
        return scene
    return scene.model_copy(update={"transition": wanted})


def _sounds(scenes: list[Scene]) -> tuple[SoundCue, ...]:
    """A boom for the hook, each card's own sound, and now and then a whoosh for a page that is pushed in."""
    marks = [SoundCue(frame=scenes[0].start, name="boom")]
    for i, scene in enumerate(scenes[1:], start=1):
        pushed = scene.transition is Transition.PUSH or i == 1
        quiet = scene.start - marks[-1].frame >= 3 * FPS
        name = scene.card.sound or ("whoosh" if pushed and quiet else "")
        if name:
            marks.append(SoundCue(frame=scene.start, name=name))
    return tuple(marks)
