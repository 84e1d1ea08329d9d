"""The creator's own files by kind, with their properties, cached by path, size and time of the last change."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import av

from libraries.drawing.decoding import UNREADABLE
from libraries.drawing.typography.design_tokens import BACKDROPS
from libraries.media.store import MediaStore
from libraries.own_assets import AssetKind, UserAsset, find_assets, replaceable_effect_names
from libraries.video.media_info import MediaInfo, examine_media, file_label_for_message
from schemas.errors import BadInput
from services.studio.digests import file_digest
from services.studio.film.audio.mix import MUSIC, EffectFile, effect_path
from services.studio.film.stored_results import recall_record
from services.studio.film.user_media import OWN_MEDIA

_PEAK: Final = -3.0
"""dBFS of the peaks of our effects."""
_DECODER_ERRORS: Final = (*UNREADABLE, av.FFmpegError)


def bundled_asset_names(kind: AssetKind) -> frozenset[str]:
    """The names that recipes have for the bundled files of a kind."""
    if kind == "effects":
        return replaceable_effect_names()
    if kind == "pictures":
        return frozenset()
    return frozenset(BACKDROPS) if kind == "backgrounds" else frozenset(path.stem for path in MUSIC.glob("*.ogg"))


def own_assets(root: Path, kind: AssetKind) -> list[UserAsset]:
    """The creator's files of a kind; music and backgrounds with the name of a bundled one are refused."""
    return find_assets(root, kind, frozenset() if kind == "effects" else bundled_asset_names(kind))


def own_effects(root: Path) -> dict[str, UserAsset]:
    """The creator's files that replace bundled effects, by name."""
    return {own.name: own for own in own_assets(root, "effects") if not own.why}


def effect_named(name: str, owned: Mapping[str, UserAsset], store: MediaStore) -> EffectFile:
    """The effect of that name: the creator's, else the bundled one. Raises BadInput for neither or an unusable file."""
    own = owned.get(name)
    return EffectFile(effect_path(name)) if own is None else EffectFile(own.path, _PEAK - probe_asset(own, store).peak)


def probe_asset(own: UserAsset, store: MediaStore) -> MediaInfo:
    """The properties of a creator's file. Raises BadInput, naming the file and the remedy, for an unusable one."""
    if own.why:
        raise BadInput("film.own_refused", name=file_label_for_message(own), why=own.why)
    state = own.path.stat()
    parts = [OWN_MEDIA.key_part, str(own.path), state.st_size, state.st_mtime_ns]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    known = recall_record(store, key, MediaInfo)
    if known is not None:
        return known
    try:
        found = examine_media(own)
    except _DECODER_ERRORS as error:
        why = str(error) or type(error).__name__
        raise BadInput("film.own_unreadable", name=file_label_for_message(own), why=why) from error
    found = found.model_copy(update={"content": file_digest(own.path), "size": state.st_size})
    store.keep_result(key, found.model_dump_json().encode())
    return found
