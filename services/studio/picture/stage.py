"""The pictures of a script: each line is shown what the first maker of the chain has for it."""

import io
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import count
from typing import Final, NamedTuple

import numpy as np
from PIL import Image

from libraries.failover import CircuitBreakers, ServedResult, call_adapter, parked_error, passed_over_record
from libraries.log import get_logger
from libraries.media.store import MediaStore
from libraries.picture_makers.maker import FoundPicture, LineToIllustrate, PictureMaker, StoryToIllustrate
from libraries.pictures.examiner import PictureExaminer, own_drawing_as_clean_picture
from libraries.pictures.perceptual_hash import difference_hash
from libraries.story_beats import make_storyboard
from libraries.versions import adapter_version
from libraries.vision.detect import find_faces
from libraries.vision.face_models import Pixels
from schemas.adapters import AdapterKind
from schemas.beats import Beat
from schemas.errors import BadInput, NoSpace, ProviderDown, WaggleError
from schemas.events import PassedOverAdapter
from schemas.pictures import LinePicture, Pictures, PicturesShown
from schemas.posts import Image as PostImage
from schemas.posts import Post
from schemas.progress import ProgressCallback
from schemas.recipe import PictureChoice, Recipe
from schemas.script import Role, Script
from services.config import StudioSettings
from services.studio.adapters import ChosenAdapter, require_usable_adapters
from services.studio.picture.kept_pictures import KeptPictures

SETTING: Final = "recipe.picture.chain"
_ATTEMPTS: Final = 2
"""Times a maker is asked for one picture: what is no good is asked for once more."""
_CANDIDATES: Final = 4
"""Photographs that are looked at for one line: many show people."""
_MOST_LICENSED: Final = 5
"""Openly licensed pictures of one film: every platform takes a description that credits so many."""
log = get_logger(__name__)


class PictureJob(NamedTuple):
    """What all makers of the pictures of one film are given: the story, the choice, the store, the settings."""

    story: StoryToIllustrate
    choice: PictureChoice
    store: MediaStore
    settings: StudioSettings
    progress: ProgressCallback


def make_line_pictures(
    post: Post,
    script: Script,
    recipe: Recipe,
    store: MediaStore,
    settings: StudioSettings,
    *,
    shows: PicturesShown,
    progress: ProgressCallback,
    breaker: CircuitBreakers | None = None,
) -> ServedResult[Pictures]:
    """The pictures of a script; who made them, and who of the chain did not serve, with the reasons.

    Of a maker that breaks in the middle no picture is used: a film that is half in its style would look like two.
    Lines for which nobody has a picture have none. Raises Parked when a line has none and a maker that is down might
    have one, and NoSpace; nothing else that a maker does is a failure of the post.
    """
    if shows is PicturesShown.WORDS or not recipe.picture.chain:
        return ServedResult(Pictures(), "none", ())
    board = make_storyboard(script, post)
    small = recipe.film.quality == "preview"
    story = StoryToIllustrate(
        *(post, script, board, recipe.film.seed, recipe.picture.style, shows, small), settings.faces, settings.assets
    )
    wanted = [beat for beat in board.beats if script.lines[beat.line].role is not Role.COMMENT]
    job = PictureJob(story, recipe.picture, store, settings, progress)
    made, passed, stood_in = _made(job, wanted, breaker)
    pictures = Pictures(pictures=tuple(made[line] for line in sorted(made)))
    by = dict.fromkeys(each.maker for each in pictures.pictures)
    return ServedResult(pictures, ", ".join(by) or "none", passed, stood_in)


def _made(
    job: PictureJob, wanted: Sequence[Beat], breaker: CircuitBreakers | None
) -> tuple[dict[int, LinePicture], tuple[PassedOverAdapter, ...], bool]:
    """The pictures by line, the makers that did not serve, and whether one of them is down or broke."""
    made: dict[int, LinePicture] = {}
    passed: list[PassedOverAdapter] = []
    resting: dict[str, float] = {}
    stood_in = False
    for name in job.choice.chain:
        open_lines = [beat for beat in wanted if beat.line not in made]
        if not open_lines:
            break
        if breaker is not None and (until := breaker.rests_until(name)) is not None:
            resting[name], stood_in = until, True
            passed.append(passed_over_record(name, parked_error(SETTING, {name: until}, None)))
            continue
        room = _MOST_LICENSED - sum(each.attribution is not None for each in made.values())
        try:
            found, refused = call_adapter(name, partial(_by, job, name, open_lines, room))
        except NoSpace:
            raise
        except WaggleError as error:
            stood_in = True
            if breaker is not None and isinstance(error, ProviderDown):
                resting[name] = breaker.record_failure(name, float(error.fields.get("wait", 0.0)))
            passed.append(passed_over_record(name, error))
            log.warning("maker passed", maker=name, error=str(error), rests_until=resting.get(name))
            continue
        if breaker is not None:
            breaker.record_success(name)
        made |= found
        passed += [passed_over_record(name, error) for error in refused.values()]
    if resting and any(beat.line not in made for beat in wanted):
        raise parked_error(SETTING, resting, None)
    return made, tuple(passed), stood_in


def _by(
    job: PictureJob, name: str, lines: Sequence[Beat], room: int
) -> tuple[Mapping[int, LinePicture], Mapping[str, BadInput]]:
    """What one maker has for these lines, and why it has none for others, each reason once.

    ``room``: how many openly licensed pictures the film may still have; a maker that offers more is asked no further.
    """
    chosen = require_usable_adapters(AdapterKind.PICTURE_MAKER, (name,), job.settings, setting=SETTING)[0]
    made: dict[int, LinePicture] = {}
    refused: dict[str, BadInput] = {}
    with PictureExaminer() as examiner:
        maker = _Maker(job, chosen, examiner)
        for done, beat in enumerate(lines):
            job.progress(100 * done / len(lines), name)
            try:
                picture = maker.picture(beat)
            except BadInput as error:
                refused.setdefault(error.code, error)
                continue
            if picture is None:
                continue
            if picture.attribution is not None:
                if room == 0:
                    break
                room -= 1
            made[beat.line] = picture
    return made, refused


class _Maker:
    """A maker with what its pictures go through: what is kept is not made again, what is made is examined."""

    def __init__(self, job: PictureJob, chosen: ChosenAdapter, examiner: PictureExaminer) -> None:
        factory = chosen.adapter.load()
        self._maker: PictureMaker = factory(job.story, *([] if chosen.section is None else [chosen.section]))
        self._name, self._version = chosen.adapter.name, adapter_version(chosen.adapter)
        self._store, self._examiner, self._faces = job.store, examiner, job.settings.faces
        self._kept = KeptPictures(job.store, job.story, chosen)

    def picture(self, beat: Beat) -> LinePicture | None:
        """Raises ProviderDown, ConfigurationError, BadInput, NoSpace."""
        known = self._kept.recall_picture(beat)
        if known is not None:
            return known
        for attempt in count():
            found = self._maker.picture(LineToIllustrate(beat.line, beat, attempt))
            if found is None:
                return None
            try:
                picture = self._stored(beat, found)
            except BadInput:
                if attempt + 1 >= (_CANDIDATES if found.without_faces else _ATTEMPTS):
                    raise
                continue
            self._kept.keep_unless_licensed(beat, picture)
            return picture
        return None

    def _stored(self, beat: Beat, found: FoundPicture) -> LinePicture:
        return LinePicture(
            line=beat.line,
            maker=self._name,
            version=self._version,
            origin=found.origin,
            image=self._image(found),
            shows=found.shows,
            attribution=found.attribution,
            model=found.model[:200],
            prompt=found.prompt[:4000],
            seed=found.seed,
            lifelike=found.lifelike,
        )

    def _image(self, found: FoundPicture) -> PostImage | None:
        if not found.data:
            if found.image is None and found.shows is None:
                raise BadInput("picture.bad_picture", why="it is empty")
            return found.image
        clean = own_drawing_as_clean_picture(found.data) if found.own else self._examiner.clean_and_check(found.data)
        if found.without_faces and find_faces(_pixels(clean.data), self._faces):
            raise BadInput("picture.faces")
        return PostImage(
            media=self._store.put(clean.data, clean.suffix),
            width=clean.width,
            height=clean.height,
            source_url=found.attribution.page if found.attribution else "",
            likeness="" if found.own else difference_hash(clean.data),
        )


def _pixels(picture: bytes) -> Pixels:
    """The pixels of a clean picture: height × width × 3."""
    with Image.open(io.BytesIO(picture)) as opened:
        return np.asarray(opened.convert("RGB"), np.uint8)
