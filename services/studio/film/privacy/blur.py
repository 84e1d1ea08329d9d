"""Faces and number plates in the pictures of a post made unrecognisable, before anything else uses them."""

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Final, Literal, NamedTuple

import cv2
import numpy as np
from PIL import Image as Picture

from libraries.drawing.canvas.open_and_crop import open_picture
from libraries.drawing.typography.design_tokens import Box
from libraries.media.store import MediaStore
from libraries.vision.detect import find_faces, find_number_plates
from libraries.vision.face_models import Pixels
from schemas.base import Frozen
from schemas.pictures import Origin, Pictures
from schemas.posts import Image, Post
from services.studio.digests import file_digest
from services.studio.film.privacy import COVERING
from services.studio.film.stored_results import is_stored, recall_record
from services.studio.film.templates.post_details import is_usable_picture

_MARGIN: Final = {"face": 0.35, "plate": 0.15}
"""How far a cover reaches beyond what was found, relative to its size: hair and ears identify people too."""
_SQUARES: Final = 5
"""Squares across a cover: too few to recognise a face or a number by."""
_WIDEST_WEBP: Final = 16_383
_THREADS: Final = 2
"""Pictures searched in parallel. Face networks run one at a time, as each needs 0.3 GB of memory."""

BlurPolicy = Literal["auto", "must", "none"]


class _Covered(Frozen):
    """A picture as films take it, and how much of it was covered."""

    image: Image
    faces: int
    plates: int


class CoveredPost(NamedTuple):
    """A post with the pictures its film may show, and counts of what was covered, for the reviewer."""

    post: Post
    counts: dict[str, float]


def cover_faces_and_plates(post: Post, policy: BlurPolicy, model: Path | None, store: MediaStore) -> CoveredPost:
    """Cover faces and plates as the policy asks; a picture is searched once and found again by its content.

    ``auto``: plates, and faces where there is a network for them. ``must``: likewise, and without the network no
    picture is shown. ``none``: pictures stay as they are. Raises BadInput for an unreadable picture, NoSpace.
    """
    shown = [image for image in post.images if is_usable_picture(image)]
    if policy == "none" or not shown:
        return CoveredPost(post, {})
    network = model if model is not None and model.is_file() else None
    if policy == "must" and network is None:
        return CoveredPost(post.model_copy(update={"images": ()}), {"pictures_left_out": float(len(shown))})
    with ThreadPoolExecutor(1 if network else _THREADS, "privacy") as threads:
        covered = list(threads.map(lambda image: _covered_image(image, network, store), shown))
    counts = {"plates_covered": float(sum(each.plates for each in covered))}
    if network is None:
        counts["pictures_not_searched_for_faces"] = float(len(shown))
    else:
        counts["faces_covered"] = float(sum(each.faces for each in covered))
    return CoveredPost(post.model_copy(update={"images": tuple(each.image for each in covered)}), counts)


def with_covered_pictures(pictures: Pictures, before: Sequence[Image], after: Sequence[Image]) -> Pictures:
    """``pictures`` with those of the post replaced by the covered ones; without those that could not be covered."""
    shown = [image.media.key for image in before if is_usable_picture(image)]
    covered = dict(zip(shown, filter(is_usable_picture, after), strict=False))
    kept = []
    for each in pictures.pictures:
        if each.origin is Origin.POST and each.image is not None:
            image = covered.get(each.image.media.key)
            if image is not None:
                kept.append(each.model_copy(update={"image": image}))
        else:
            kept.append(each)
    return Pictures(pictures=tuple(kept))


def _covered_image(image: Image, network: Path | None, store: MediaStore) -> _Covered:
    parts = [COVERING.key_part, image.media.sha256, file_digest(network) if network else ""]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    known_cover = recall_record(store, key, _Covered)
    if known_cover is not None and is_stored(store, known_cover.image.media):
        return known_cover
    found = _search_and_cover(image, network, store)
    store.keep_result(key, found.model_dump_json().encode())
    return found


def _search_and_cover(image: Image, network: Path | None, store: MediaStore) -> _Covered:
    rgb = np.array(open_picture(store.path(image.media)))
    people = find_faces(rgb, network) if network else []
    signs = find_number_plates(rgb)
    for kind, boxes in (("face", people), ("plate", signs)):
        for box in boxes:
            cover_box_with_squares(rgb, box, _MARGIN[kind])
    if not people and not signs:
        return _Covered(image=image, faces=0, plates=0)
    out, long = BytesIO(), max(rgb.shape[:2]) > _WIDEST_WEBP
    Picture.fromarray(rgb).save(out, "JPEG" if long else "WEBP", quality=92)
    media = store.put(out.getvalue(), "jpg" if long else "webp")
    return _Covered(image=image.model_copy(update={"media": media}), faces=len(people), plates=len(signs))


def cover_box_with_squares(rgb: Pixels, box: Box, beyond: float) -> None:
    """Replace an ellipse around ``box`` by a few blurred squares of its mean colours: nothing of it can be restored.

    ``rgb`` (height, width, 3) is changed in place; the ellipse reaches ``beyond`` sizes of the box further.
    """
    far = (round(box.width * beyond) + 2, round(box.height * beyond) + 2)
    grown = Box(box.left - far[0], box.top - far[1], box.right + far[0], box.bottom + far[1])
    seen = grown.intersection(Box(0, 0, rgb.shape[1], rgb.shape[0]))
    patch = rgb[seen.top : seen.bottom, seen.left : seen.right]
    if patch.size == 0:
        return
    cell = max(1.0, max(seen.width, seen.height) / _SQUARES)
    few = (max(1, round(seen.width / cell)), max(1, round(seen.height / cell)))
    coarse = cv2.resize(patch, few, interpolation=cv2.INTER_AREA)
    flat = cv2.resize(coarse, (seen.width, seen.height), interpolation=cv2.INTER_NEAREST)
    flat = cv2.GaussianBlur(flat, (0, 0), cell / 4)
    mask = np.zeros(patch.shape[:2], np.float32)
    middle = ((grown.left + grown.right) // 2 - seen.left, (grown.top + grown.bottom) // 2 - seen.top)
    # An ellipse through the corners of what was found covers all of it.
    axes = (round(box.width * 0.71 * (1 + beyond)) + 2, round(box.height * 0.71 * (1 + beyond)) + 2)
    cv2.ellipse(mask, middle, axes, 0, 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), max(1.0, cell / 20))
    share = np.maximum(mask, soft)[..., None]
    patch[...] = np.rint(patch * (1 - share) + flat * share).astype(np.uint8)
