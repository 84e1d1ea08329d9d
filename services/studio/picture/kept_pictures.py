"""Pictures that are kept one by one: when a line is edited, only its own picture is made anew."""

import hashlib
import json

from pydantic import ValidationError

from libraries.media.store import MediaStore
from libraries.picture_makers.maker import StoryToIllustrate
from libraries.story_beats import BEATS
from libraries.versions import adapter_version
from schemas.adapters import Server
from schemas.base import Sha256
from schemas.beats import Beat
from schemas.pictures import LinePicture
from schemas.recipe import canonical_json
from services.studio.adapters import ChosenAdapter, model_folder
from services.studio.digests import folder_digest
from services.studio.film.stored_results import is_stored
from services.studio.picture import PICTURING


class KeptPictures:
    """The pictures of one maker for one story. Only what a server made is kept: all else is found as quickly anew."""

    def __init__(self, store: MediaStore, story: StoryToIllustrate, chosen: ChosenAdapter) -> None:
        self._store = store
        self._story = story
        self._keeps = any(isinstance(need, Server) for need in chosen.adapter.needs)
        folder = model_folder(chosen)
        self._of_maker = [
            *(chosen.adapter.name, adapter_version(chosen.adapter), chosen.decisive_settings),
            *(PICTURING.key_part, BEATS.key_part),
            folder_digest(folder) if folder else "",
        ]

    def recall_picture(self, beat: Beat) -> LinePicture | None:
        """The kept picture of a line; None also for one whose file is gone."""
        kept = self._store.kept_result(self._key(beat)) if self._keeps else None
        if kept is None:
            return None
        try:
            picture = LinePicture.model_validate_json(kept)
        except ValidationError:
            return None
        there = picture.image is not None and is_stored(self._store, picture.image.media)
        return picture.model_copy(update={"line": beat.line}) if there else None

    def keep_unless_licensed(self, beat: Beat, picture: LinePicture) -> None:
        """Keep the picture of a line, unless its use rests on a licence, which may change. Raises NoSpace."""
        if self._keeps and picture.image is not None and picture.attribution is None:
            self._store.keep_result(self._key(beat), picture.model_dump_json().encode())

    def _key(self, beat: Beat) -> Sha256:
        """What is seen, by whom, in which style: not where in the script it is."""
        shown = beat.model_copy(update={"line": 0, "why": ()})
        cast = [member.model_dump(mode="json", exclude={"lines"}) for member in self._story.board.cast]
        seen = {each.member for each in beat.cast}
        parts = [
            *(self._of_maker, canonical_json(shown), [each for each in cast if each["id"] in seen]),
            *(self._story.style, self._story.seed, self._story.script.mood.value),
            *(self._story.small, self._story.shows.value),
            self._story.script.lines[beat.line].display,
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
