"""What a creator's file really is: opened once, remembered by path, size and time of its last change."""

import hashlib
import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import av
from PIL import Image, UnidentifiedImageError

from schemas.base import Frozen, Sha256
from schemas.errors import BadInput
from services.media.store import MediaStore
from services.studio.audio.decode import FORMATS
from services.studio.digests import file_digest
from services.studio.film.audio.mix import MUSIC, Effect, effect
from services.studio.film.audio.samples import LOUDEST, NO_NUMBERS, RATE, heard, loudest
from services.studio.film.typography.design_tokens import BACKDROPS
from services.studio.film.user_media import OWN_MEDIA
from services.studio.user_assets import AssetKind, Own, dropped, replaceable

_LONGEST: Final = 1200.0
"""Seconds of music; a mix or a whole album has no place under a minute of film."""
_SHORTEST: Final = 1.0
_LONGEST_EFFECT: Final = 3.0
_SHORTEST_EFFECT: Final = 0.02
_FAINTEST: Final = -50.0
"""dBFS at which the loudest sample of an effect must peak: made as loud as ours, fainter ones are only noise."""
_PEAK: Final = -3.0
"""dBFS of the peaks of our effects."""
_MOST_PIXELS: Final = 40_000_000
_MOST_VIDEO_PIXELS: Final = 8192 * 4320
_LEAST_SIDE: Final = 200
_EXTREME: Final = 4.0
"""Long side over short side of what can fill a frame."""
_BROKEN: Final = (
    *(UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError),
    *(ValueError, EOFError, struct.error, av.FFmpegError),
)


class Probed(Frozen):
    """``seconds`` of a sound or a video, size in pixels of a picture or a video, hash of the content (see identity)."""

    kind: Literal["sound", "picture", "video"]
    content: Sha256
    size: int
    seconds: float = 0.0
    width: int = 0
    height: int = 0
    high_range: bool = False
    """The video's light is coded for screens that are brighter than those of phones' feeds (PQ, HLG)."""
    peak: float = 0.0
    """dBFS of the loudest sample of an effect."""


def ours(kind: AssetKind) -> frozenset[str]:
    """What comes with the project, by the names that recipes have for it."""
    if kind == "effects":
        return replaceable()
    return frozenset(BACKDROPS) if kind == "backgrounds" else frozenset(path.stem for path in MUSIC.glob("*.ogg"))


def own_assets(root: Path, kind: AssetKind) -> list[Own]:
    """The creator's files of a kind, music and backgrounds with a name of ours refused."""
    return dropped(root, kind, frozenset() if kind == "effects" else ours(kind))


def own_effects(root: Path) -> dict[str, Own]:
    """The creator's files that stand for our effects, by name."""
    return {own.name: own for own in own_assets(root, "effects") if not own.why}


def effect_of(name: str, owned: Mapping[str, Own], store: MediaStore) -> Effect:
    """What is heard where a film says ``name``. Raises BadInput for a name without effect, a file that cannot serve."""
    own = owned.get(name)
    return Effect(effect(name)) if own is None else Effect(own.path, _PEAK - probed(own, store).peak)


def probed(own: Own, store: MediaStore) -> Probed:
    """Raises BadInput, naming the file and what to do, for one that cannot serve."""
    if own.why:
        raise _unfit(own, own.why)
    state = own.path.stat()
    parts = [OWN_MEDIA.state, str(own.path), state.st_size, state.st_mtime_ns]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    remembered = store.recall(key)
    if remembered is not None:
        return Probed.model_validate_json(remembered)
    try:
        found = _looked_at(own)
    except _BROKEN as error:
        raise _unfit(own, f"it cannot be read ({str(error) or type(error).__name__}); convert or replace it") from error
    found = found.model_copy(update={"content": file_digest(own.path), "size": state.st_size})
    store.remember(key, found.model_dump_json().encode())
    return found


def _looked_at(own: Own) -> Probed:
    nothing = "0" * 64
    if own.kind == "backgrounds" and own.path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"):
        with Image.open(own.path, formats=("JPEG", "PNG", "WEBP")) as picture:
            _require_size(own, picture.width, picture.height, _MOST_PIXELS)
            picture.load()
            return Probed(kind="picture", content=nothing, size=0, width=picture.width, height=picture.height)
    with av.open(str(own.path), options=FORMATS, timeout=5.0) as file:
        seconds = float((file.duration or 0) / 1_000_000)
        if own.kind != "backgrounds" and not file.streams.audio:
            raise _unfit(own, "there is no sound in it; take another file")
        if own.kind == "effects":
            seconds, peak = _listened(own, file, _LONGEST_EFFECT)
            _require_length(own, seconds, _LONGEST_EFFECT, least=_SHORTEST_EFFECT)
            if peak < _FAINTEST:
                raise _unfit(own, f"it is silent (peaks at {peak:.0f} dBFS); take another file")
            return Probed(kind="sound", content=nothing, size=0, seconds=seconds, peak=peak)
        if own.kind == "music":
            _require_length(own, seconds, _LONGEST)
            if file.streams.audio[0].codec_context.name.startswith("pcm_f"):  # Only floats may be no numbers.
                _listened(own, file, _LONGEST)
            return Probed(kind="sound", content=nothing, size=0, seconds=seconds)
        if not file.streams.video:
            raise _unfit(own, "there is no picture in it; take another file")
        stream = file.streams.video[0]
        _require_size(own, stream.width, stream.height, _MOST_VIDEO_PIXELS)
        _require_length(own, seconds, float("inf"))
        first = next(iter(file.decode(stream)), None)
        if first is None:
            raise _unfit(own, "not one picture of it can be decoded; convert or replace it")
        wide = int(stream.codec_context.color_trc or 0) in (16, 18)
        about = {"seconds": seconds, "width": stream.width, "height": stream.height, "high_range": wide}
        return Probed.model_validate({"kind": "video", "content": nothing, "size": 0, **about})


def _require_size(own: Own, width: int, height: int, most: int) -> None:
    if min(width, height) < _LEAST_SIDE:
        raise _unfit(own, f"{width}x{height} is too small; take one of at least {_LEAST_SIDE} pixels a side")
    if width * height > most:
        raise _unfit(own, f"{width}x{height} is too large; scale it down to 2160 pixels in width")
    if max(width, height) / min(width, height) > _EXTREME:
        raise _unfit(own, f"{width}x{height} is too long or too wide; cut it to the form of a screen")


def _listened(own: Own, file: av.container.InputContainer, longest: float) -> tuple[float, float]:
    """Seconds of a sound and dBFS of its loudest sample; of what lasts more than ``longest`` only the beginning."""
    samples, peak = 0, 1e-9
    for part in heard(file):
        if not loudest(part) <= LOUDEST:
            raise _unfit(own, f"{NO_NUMBERS}; export it again or replace it")
        samples, peak = samples + part.shape[1], max(peak, loudest(part))
        if samples > longest * RATE:
            break
    return samples / RATE, 20 * math.log10(peak)


def _require_length(own: Own, seconds: float, most: float, least: float = _SHORTEST) -> None:
    if not least <= seconds <= most:
        remedy = "cut it shorter" if seconds > most else "take a longer one"
        raise _unfit(own, f"it lasts {seconds:.1f} s; {remedy}")


def _unfit(own: Own, why: str) -> BadInput:
    what, _, remedy = why.partition("; ")
    name = own.path.name.encode("unicode_escape").decode() if not own.path.name.isprintable() else own.path.name
    remedy = f"{remedy[:1].upper()}{remedy[1:]}." if remedy else "Take another file."
    return BadInput(what=f"{own.kind}/{name[:120]}", why=what, remedy=remedy)
