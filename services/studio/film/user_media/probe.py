"""Properties of the creator's own files, cached by path, size and time of the last change."""

import hashlib
import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import av
from PIL import Image, UnidentifiedImageError

from libraries.drawing.typography.design_tokens import BACKDROPS
from schemas.base import Frozen, Sha256
from schemas.errors import BadInput
from services.media.store import MediaStore
from services.studio.audio.decode import SAFE_FORMATS
from services.studio.digests import file_digest
from services.studio.film.audio.mix import MUSIC, Effect, effect
from services.studio.film.audio.samples import MAX_AMPLITUDE, RATE, decode_stereo, peak_amplitude
from services.studio.film.stored import recall
from services.studio.film.user_media import OWN_MEDIA
from services.studio.user_assets import AssetKind, UserAsset, find_assets, replaceable

_MAX_MUSIC: Final = 1200.0
"""Seconds of music; a mix or a whole album has no place under a minute of film."""
_MIN_SECONDS: Final = 1.0
_MAX_EFFECT: Final = 3.0
_MIN_EFFECT: Final = 0.02
_MIN_PEAK: Final = -50.0
"""dBFS that the peak of an effect must reach: amplified to the level of ours, fainter ones are only noise."""
_PEAK: Final = -3.0
"""dBFS of the peaks of our effects."""
_MAX_PIXELS: Final = 40_000_000
_MAX_VIDEO_PIXELS: Final = 8192 * 4320
_MIN_SIDE: Final = 200
_MAX_RATIO: Final = 4.0
"""Long side over short side of what can fill a frame."""
_DECODER_ERRORS: Final = (
    *(UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError),
    *(ValueError, EOFError, struct.error, av.FFmpegError),
)


class MediaInfo(Frozen):
    """A file of the creator's: seconds of a sound or video, pixels of a picture or video, digest of the content."""

    kind: Literal["sound", "picture", "video"]
    content: Sha256
    size: int
    seconds: float = 0.0
    width: int = 0
    height: int = 0
    high_range: bool = False
    """A video with high dynamic range (PQ or HLG), which is tone-mapped."""
    peak: float = 0.0
    """dBFS of the loudest sample of an effect."""


def builtin_names(kind: AssetKind) -> frozenset[str]:
    """Names in recipes of the bundled files of a kind."""
    if kind == "effects":
        return replaceable()
    return frozenset(BACKDROPS) if kind == "backgrounds" else frozenset(path.stem for path in MUSIC.glob("*.ogg"))


def own_assets(root: Path, kind: AssetKind) -> list[UserAsset]:
    """The creator's files of a kind; music and backgrounds with the name of a bundled one are refused."""
    return find_assets(root, kind, frozenset() if kind == "effects" else builtin_names(kind))


def own_effects(root: Path) -> dict[str, UserAsset]:
    """The creator's files that replace bundled effects, by name."""
    return {own.name: own for own in own_assets(root, "effects") if not own.why}


def effect_of(name: str, owned: Mapping[str, UserAsset], store: MediaStore) -> Effect:
    """The effect of a name: the creator's, else the bundled one. Raises BadInput for neither, or an unusable file."""
    own = owned.get(name)
    return Effect(effect(name)) if own is None else Effect(own.path, _PEAK - probe(own, store).peak)


def probe(own: UserAsset, store: MediaStore) -> MediaInfo:
    """The properties of a file. Raises BadInput, naming the file and the remedy, for an unusable one."""
    if own.why:
        raise BadInput("film.own_refused", name=_shown_name(own), why=own.why)
    state = own.path.stat()
    parts = [OWN_MEDIA.state, str(own.path), state.st_size, state.st_mtime_ns]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    known = recall(store, key, MediaInfo)
    if known is not None:
        return known
    try:
        found = _examine(own)
    except _DECODER_ERRORS as error:
        why = str(error) or type(error).__name__
        raise BadInput("film.own_unreadable", name=_shown_name(own), why=why) from error
    found = found.model_copy(update={"content": file_digest(own.path), "size": state.st_size})
    store.remember(key, found.model_dump_json().encode())
    return found


def _examine(own: UserAsset) -> MediaInfo:
    nothing = "0" * 64
    if own.kind == "backgrounds" and own.path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"):
        with Image.open(own.path, formats=("JPEG", "PNG", "WEBP")) as picture:
            _require_size(own, picture.width, picture.height, _MAX_PIXELS)
            picture.load()
            return MediaInfo(kind="picture", content=nothing, size=0, width=picture.width, height=picture.height)
    with av.open(str(own.path), options=SAFE_FORMATS, timeout=5.0) as file:
        seconds = float((file.duration or 0) / 1_000_000)
        if own.kind != "backgrounds" and not file.streams.audio:
            raise BadInput("film.own_without_sound", name=_shown_name(own))
        if own.kind == "effects":
            seconds, peak = _scan_samples(own, file, _MAX_EFFECT)
            _require_length(own, seconds, _MAX_EFFECT, least=_MIN_EFFECT)
            if peak < _MIN_PEAK:
                raise BadInput("film.own_silent", name=_shown_name(own), peak=peak)
            return MediaInfo(kind="sound", content=nothing, size=0, seconds=seconds, peak=peak)
        if own.kind == "music":
            _require_length(own, seconds, _MAX_MUSIC)
            if file.streams.audio[0].codec_context.name.startswith("pcm_f"):  # Only floats may be no numbers.
                _scan_samples(own, file, _MAX_MUSIC)
            return MediaInfo(kind="sound", content=nothing, size=0, seconds=seconds)
        if not file.streams.video:
            raise BadInput("film.own_without_picture", name=_shown_name(own))
        stream = file.streams.video[0]
        _require_size(own, stream.width, stream.height, _MAX_VIDEO_PIXELS)
        _require_length(own, seconds, float("inf"))
        first = next(iter(file.decode(stream)), None)
        if first is None:
            raise BadInput("film.own_unreadable", name=_shown_name(own), why="no frame can be decoded")
        wide = int(stream.codec_context.color_trc or 0) in (16, 18)
        about = {"seconds": seconds, "width": stream.width, "height": stream.height, "high_range": wide}
        return MediaInfo.model_validate({"kind": "video", "content": nothing, "size": 0, **about})


def _require_size(own: UserAsset, width: int, height: int, most: int) -> None:
    size = {"name": _shown_name(own), "width": width, "height": height}
    if min(width, height) < _MIN_SIDE:
        raise BadInput("film.own_too_small", **size, least=_MIN_SIDE)
    if width * height > most:
        raise BadInput("film.own_too_large", **size)
    if max(width, height) / min(width, height) > _MAX_RATIO:
        raise BadInput("film.own_too_long_side", **size)


def _scan_samples(own: UserAsset, file: av.container.InputContainer, longest: float) -> tuple[float, float]:
    """Seconds of a sound and dBFS of its loudest sample; of what lasts more than ``longest`` only the beginning."""
    samples, peak = 0, 1e-9
    for part in decode_stereo(file):
        if not peak_amplitude(part) <= MAX_AMPLITUDE:
            raise BadInput("film.sound_not_finite", name=_shown_name(own))
        samples, peak = samples + part.shape[1], max(peak, peak_amplitude(part))
        if samples > longest * RATE:
            break
    return samples / RATE, 20 * math.log10(peak)


def _require_length(own: UserAsset, seconds: float, most: float, least: float = _MIN_SECONDS) -> None:
    if not least <= seconds <= most:
        code = "film.own_too_long" if seconds > most else "film.own_too_short"
        raise BadInput(code, name=_shown_name(own), seconds=seconds)


def _shown_name(own: UserAsset) -> str:
    """Kind and file name for messages, at most 120 characters of it, escaped where it cannot be printed."""
    name = own.path.name.encode("unicode_escape").decode() if not own.path.name.isprintable() else own.path.name
    return f"{own.kind}/{name[:120]}"
