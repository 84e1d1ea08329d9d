"""Drawing a scene by what its card shows, whatever the template: backgrounds, frame, card, captions."""

from pathlib import Path
from typing import Final

from services.studio.film.canvas.animation import (
    appearing,
    held,
    push,
    pushed_in,
    pushed_out,
    rising,
    standing,
    vanishing,
)
from services.studio.film.canvas.backdrop import blurred, lights, sky
from services.studio.film.canvas.compositor import Composition, Shot, Sprite
from services.studio.film.canvas.photos import filmed, prepared
from services.studio.film.canvas.yuv import Canvas
from services.studio.film.templates.cards import battle, bigtype, chat, poll, sheet, steps
from services.studio.film.templates.cards.caption import caption, centred, ink_box
from services.studio.film.templates.cards.comments import laid_out, stack, text_box
from services.studio.film.templates.cards.ending import ending
from services.studio.film.templates.cards.header import footer, header, progress
from services.studio.film.templates.cards.hook import headline_places, hook
from services.studio.film.templates.cards.hook import laid_out as hook_layout
from services.studio.film.templates.cards.scroll import uncovered
from services.studio.film.templates.cards.shade import shade
from services.studio.film.templates.cards.story import story
from services.studio.film.templates.protocol import Files
from services.studio.film.timeline import (
    BattleCard,
    CaptionBlock,
    ChatCard,
    CommentCard,
    EndCard,
    HookCard,
    PictureCard,
    PollCard,
    PostCard,
    Scene,
    StepCard,
    StoryCard,
    Timeline,
    Transition,
    TypeCard,
)
from services.studio.film.typography.design_tokens import (
    CAPTION,
    HOOK_PROGRESS,
    PAGE,
    PICTURE,
    PROGRESS,
    Box,
    Theme,
    styled,
)
from services.studio.film.user_media.background import behind, running

_FADE: Final = 8
"""Frames in which one background becomes the next."""
_SHEET: Final = 4
"""Frames in which the sheet comes in: its first word is at its left edge, and is seen when it is spoken."""


def compose(timeline: Timeline, index: int, files: Files) -> Composition:
    """Scene ``index`` ready to be drawn. Raises BadInput for an unreadable picture."""
    theme = styled(timeline.theme, timeline.caption_style, timeline.background)
    scene = timeline.scenes[index]
    base = _ground(timeline, index, theme, files)
    sprites: list[Sprite] = []
    if timeline.ground and timeline.ground.frames:
        sprites.append(running(files[timeline.ground.media.key], timeline.ground, scene.start, theme))
    else:
        before = _ground(timeline, max(0, index - 1), theme, files)
        if before is not base:
            sprites.append(_turning(before, base))
        sprites.extend(lights(theme, timeline.seed, index, scene.frames))
    sprites.extend(_frame(timeline, index, theme))
    if index > 0:
        sprites.extend(_leaving(timeline.scenes[index - 1], scene, theme, files))
    sprites.extend(_card(scene, theme, files, timeline.scenes[index - 1] if index else None))
    for block in scene.captions:
        sprites.extend(_caption(block, scene, theme))
    # Over everything, as nothing that moves may hide where the story comes from.
    foot = footer(timeline.credit, timeline.label, theme)
    sprites.append(standing(foot.plate, foot.left, foot.top))
    return Composition(base, sprites, scene.frames)


def text_boxes(timeline: Timeline, index: int) -> list[Box]:
    """What the texts of a scene cover once they stand."""
    scene = timeline.scenes[index]
    boxes = [ink_box(centred(block.lines, block.size, CAPTION), block.size) for block in scene.captions]
    return boxes + _boxes_on_card(scene)


def _boxes_on_card(scene: Scene) -> list[Box]:
    card = scene.card
    match card:
        case HookCard():
            return [ink_box(headline_places(card), hook_layout(card).headline.size)]
        case CommentCard():
            return [text_box(laid) for laid in laid_out(card.comments, card.words)]
        case PostCard():
            return [sheet.text_box(card)]
        case ChatCard():
            return [chat.text_box(card)]
        case BattleCard():
            return [battle.text_box(card)]
        case StepCard():
            return [steps.text_box(card)]
        case PollCard():
            return [poll.text_box(card)]
        case TypeCard():
            return bigtype.text_boxes(card, scene.start, scene.frames)
        case _:
            return []


def _ground(timeline: Timeline, index: int, theme: Theme, files: Files) -> Canvas:
    """The static background of a scene."""
    scene, own = timeline.scenes[index], timeline.ground
    if own is not None:
        return sky(theme) if own.frames else behind(files[own.media.key], theme)
    if isinstance(scene.card, PictureCard):
        return blurred(files[scene.card.image.media.key], theme)
    return sky(theme)


def _turning(before: Canvas, after: Canvas) -> Sprite:
    def sprite(frame: int) -> Shot | None:
        return Shot(before.mixed(after, (frame + 1) / _FADE), 0, 0) if frame < _FADE - 1 else None

    return sprite


def _frame(timeline: Timeline, index: int, theme: Theme) -> list[Sprite]:
    """Headline and progress."""
    sprites: list[Sprite] = []
    top = HOOK_PROGRESS
    if not isinstance(timeline.scenes[index].card, HookCard):
        head = header(timeline.header, theme)
        sprites.append(standing(head.plate, head.left, head.top))
        top = PROGRESS.top
    return [*sprites, *progress(index, len(timeline.scenes), timeline.scenes[index].frames, theme, top)]


def _card(scene: Scene, theme: Theme, files: Files, before: Scene | None = None) -> list[Sprite]:
    """What the scene shows between headline and caption, coming in as its transition says.

    ``before`` is the scene that a page scrolls on from; without it the page is as it stands.
    """
    match scene.card:
        case HookCard():
            return hook(scene.card, _file(scene.card, files), (scene.start, scene.frames), theme)
        case PictureCard():
            dark = shade(PICTURE)
            moving = _picture(scene.card, scene.frames, files)
            under = standing(dark.plate, dark.left, dark.top)
            return [_entering(under, scene.transition), _entering(moving, scene.transition)]
        case StoryCard():
            page, art = story(scene.card, theme)
            fading = scene.transition is Transition.FADE
            entering = rising(page) if fading else _entering(page, scene.transition)
            return [entering, *(each if fading else _entering(each, scene.transition) for each in art)]
        case CommentCard():
            return stack(scene.card, scene.start, scene.frames, theme)
        case PostCard():
            return _post(scene.card, scene, before, theme, files)
        case ChatCard():
            return chat.conversation(scene.card, scene.start, scene.frames, theme)
        case BattleCard() | StepCard() | PollCard():
            return _thread(scene.card, scene.start, scene.frames, theme)
        case TypeCard():
            ground = bigtype.poster(scene.card, theme)
            written = bigtype.words(scene.card, (scene.start, scene.frames), theme)
            return [pushed_in(ground, _SHEET) if scene.transition is Transition.PUSH else ground, *written]
        case EndCard():
            return ending(scene.card, theme)


def _post(card: PostCard, scene: Scene, before: Scene | None, theme: Theme, files: Files) -> list[Sprite]:
    paper = sheet.paper()
    under = standing(paper.plate, paper.left, paper.top)
    scrolls = before and scene.transition is Transition.SCROLL
    read = before.card if before and scrolls and isinstance(before.card, PostCard) else None
    writing = sheet.writing(card, read, scene.start, theme, files)
    if scene.transition is not Transition.PUSH:
        return [under, *writing]
    return [pushed_in(under, _SHEET), *(uncovered(each, _sheet_left) for each in writing)]


def _thread(card: BattleCard | StepCard | PollCard, start: int, frames: int, theme: Theme) -> list[Sprite]:
    match card:
        case BattleCard():
            return battle.exchange(card, start, frames, theme)
        case StepCard():
            return steps.clues(card, start, frames, theme)
        case PollCard():
            return poll.vote(card, start, frames, theme)


def _entering(sprite: Sprite, transition: Transition) -> Sprite:
    match transition:
        case Transition.PUSH:
            return pushed_in(sprite)
        case Transition.FADE:
            return appearing(sprite)
        case Transition.ZOOM:
            return appearing(sprite, grown=0.86)
        case _:
            return sprite


def _leaving(before: Scene, scene: Scene, theme: Theme, files: Files) -> list[Sprite]:
    """The card of the scene before, on its way out. Comments that stay in the next scene are drawn by that.

    Pictures and pages are pushed out, or stay while the next one comes in over them. What has text on it fades where it
    is, so none of it leaves the safe area.
    """
    last = before.frames - 1
    match scene.transition:
        case Transition.PUSH:
            out = pushed_out if isinstance(before.card, PictureCard | StoryCard) else vanishing
        case Transition.FADE | Transition.ZOOM:
            out = held if isinstance(scene.card, PictureCard | StoryCard) else vanishing
        case _:
            return []
    return [out(sprite, last) for sprite in _card(before, theme, files)]


def _caption(block: CaptionBlock, scene: Scene, theme: Theme) -> list[Sprite]:
    on_paper = isinstance(scene.card, StoryCard)
    pushed = on_paper and scene.transition is Transition.PUSH
    return caption(block, scene.start, theme, on_paper=on_paper, paper_left=_page_left if pushed else None)


def _page_left(frame: int) -> int:
    """Where a page that is pushed in has its left edge."""
    return PAGE.left + push(frame)


def _sheet_left(frame: int) -> int:
    """Likewise for a sheet."""
    return PAGE.left + push(frame, _SHEET)


def _picture(card: PictureCard, frames: int, files: Files) -> Sprite:
    return filmed(prepared(files[card.image.media.key], card.fit, PICTURE), card.motion, PICTURE, frames)


def _file(card: HookCard, files: Files) -> Path | None:
    return files[card.image.media.key] if card.image else None
