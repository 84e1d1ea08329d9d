"""A scene of a film made ready to be drawn: background, headline, progress, card, captions and footer."""

from typing import Final

from libraries.drawing.canvas.backdrop import blurred_backdrop, drifting_lights, sky_backdrop
from libraries.drawing.canvas.compositor import Composition, Sprite, SpriteFrame
from libraries.drawing.canvas.transitions import (
    Transition,
    frozen_sprite,
    push_distance,
    sprite_fading_out,
    sprite_pushed_out,
)
from libraries.drawing.canvas.yuv import Canvas
from libraries.drawing.typography.design_tokens import (
    CAPTION,
    FRAME,
    HOOK_PROGRESS,
    PAGE,
    PROGRESS,
    TITLE_PROGRESS,
    Box,
    Theme,
)
from libraries.drawn_world.place_background import PlaceView, place_background_sprites
from libraries.storyboard.cards.caption import caption_sprites, ink_box, place_centred_words
from libraries.storyboard.cards.card import CardScene, Files
from libraries.storyboard.cards.header_and_footer import footer_plate, header_plate, progress_bar
from libraries.storyboard.timeline import Scene, Timeline
from services.studio.film.user_media.background import still_background, video_background

_CROSSFADE: Final = 8
"""Frames in which one background becomes the next."""


def compose_scene(timeline: Timeline, index: int, files: Files) -> Composition:
    """Scene ``index`` ready to be drawn. Raises BadInput for an unreadable picture."""
    theme = timeline.palette
    scene, before = timeline.scenes[index], timeline.scenes[index - 1] if index else None
    base = _background(timeline, scene, theme, files)
    sprites: list[Sprite] = []
    if timeline.ground and timeline.ground.frames:
        sprites.append(video_background(files[timeline.ground.media.key], timeline.ground, scene.start, theme))
    elif scene.setting is not None and timeline.ground is None and scene.card.backdrop is None:
        sprites.extend(_place(timeline, index, theme))
    else:
        last = _background(timeline, before or scene, theme, files)
        # A place before it has no still background to come from.
        if last is not base and (scene.setting is None or (before is not None and before.card.backdrop is not None)):
            sprites.append(_crossfade(last, base))
        plain = scene.setting is None
        sprites.extend(drifting_lights(theme, timeline.seed, index, scene.frames, shapes=plain))
    header, card = _headline(timeline, index, theme), _card(scene, theme, files, before)
    if scene.card.fills_frame:  # The frame of a place reaches below the header.
        whole = scene.card.place_box == FRAME
        lights = [] if whole else drifting_lights(theme, timeline.seed, index, scene.frames, shapes=False)
        sprites.extend((*card, *lights, *header))
    else:
        sprites.extend((*header, *(_leaving(before, scene, theme, files) if before else ()), *card))
    for block in scene.captions:
        sprites.extend(
            caption_sprites(
                block,
                scene.start,
                theme,
                on_paper=scene.card.captions_on_paper,
                paper_left=_page_left if scene.card.captions_on_paper and scene.transition is Transition.PUSH else None,
            )
        )
    # Over everything, as nothing that moves may hide where the story comes from.
    sprites.append(footer_plate(timeline.credit, timeline.label, theme).sprite())
    return Composition(base, sprites, scene.frames)


def scene_text_boxes(timeline: Timeline, index: int) -> list[Box]:
    """The boxes that the texts of a scene cover once they stand."""
    scene = timeline.scenes[index]
    captions = [ink_box(place_centred_words(block.lines, block.size, CAPTION), block.size) for block in scene.captions]
    return captions + scene.card.text_boxes(scene.start, scene.frames)


def _background(timeline: Timeline, scene: Scene, theme: Theme, files: Files) -> Canvas:
    """The static background of a scene."""
    if (own := timeline.ground) is not None:
        return sky_backdrop(theme) if own.frames else still_background(files[own.media.key], theme)
    picture = scene.card.backdrop
    return blurred_backdrop(files[picture.media.key], theme) if picture else sky_backdrop(theme)


def _place(timeline: Timeline, index: int, theme: Theme) -> list[Sprite]:
    """The drawn place of a scene: as its picture, or soft behind its card, with lights that drift."""
    scene = timeline.scenes[index]
    assert scene.setting is not None, "the caller has looked"
    if scene.card.shows_place:
        view = PlaceView(scene.setting, shot=scene.shot, seen=scene.card.place_box)
        return place_background_sprites(view, timeline.seed, index, scene.frames, push=scene.card.camera_moves_in)
    soft = place_background_sprites(PlaceView(scene.setting, theme), timeline.seed, index, scene.frames)
    return [*soft, *drifting_lights(theme, timeline.seed, index, scene.frames, shapes=False)]


def _crossfade(before: Canvas, after: Canvas) -> Sprite:
    def sprite(frame: int) -> SpriteFrame | None:
        return SpriteFrame(before.mixed_with(after, (frame + 1) / _CROSSFADE), 0, 0) if frame < _CROSSFADE - 1 else None

    return sprite


def _headline(timeline: Timeline, index: int, theme: Theme) -> list[Sprite]:
    """Headline and progress bar."""
    scene = timeline.scenes[index]
    header = timeline.header.model_copy(update={"source": scene.speaker}) if scene.speaker else timeline.header
    named = bool(scene.speaker)
    shown = [header_plate(header, theme, timeline.layout, named=named).sprite()] if scene.card.has_header else []
    top = PROGRESS.top if scene.card.has_header else TITLE_PROGRESS if scene.card.fills_frame else HOOK_PROGRESS
    return [*shown, *progress_bar(index, len(timeline.scenes), scene.frames, theme, top)]


def _card(scene: Scene, theme: Theme, files: Files, before: Scene | None) -> list[Sprite]:
    last = before.card if before else None
    return scene.card.draw(CardScene(scene.start, scene.frames, scene.transition, theme, files, last))


def _leaving(before: Scene, scene: Scene, theme: Theme, files: Files) -> list[Sprite]:
    """The card of the scene before, leaving; what stays in the next scene is drawn by that scene's card.

    Opaque cards are pushed out, or stay while the next one comes in over them. Cards with text fade where they are, so
    that no text leaves the safe area.
    """
    if before.card.fills_frame:
        return []
    match scene.transition:
        case Transition.PUSH:
            leave = sprite_pushed_out if before.card.opaque else sprite_fading_out
        case Transition.FADE | Transition.ZOOM:
            leave = frozen_sprite if scene.card.opaque else sprite_fading_out
        case _:
            return []
    return [leave(sprite, before.frames - 1) for sprite in _card(before, theme, files, None)]


def _page_left(frame: int) -> int:
    """Left edge of a page that is being pushed in."""
    return PAGE.left + push_distance(frame)
