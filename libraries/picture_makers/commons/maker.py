"""The maker of openly licensed photographs, and whether their licences still hold."""

from collections.abc import Iterator, Sequence
from typing import Final, get_args

from libraries.picture_makers.commons import CommonsSettings, Provider
from libraries.picture_makers.commons.collections import PictureCandidate, collection_client
from libraries.picture_makers.commons.licences import licence_if_open
from libraries.picture_makers.maker import FoundPicture, LineToIllustrate, StoryToIllustrate
from schemas.beats import SCREENS, Beat, Place, TimeOfDay
from schemas.errors import BadInput, ConfigurationError, WaggleError
from schemas.pictures import Attribution, Origin
from schemas.recipe import Recipe

_TRIED: Final = 4
"""Photographs that are fetched for one line, where files are missing."""
_DARK: Final = (TimeOfDay.NIGHT, TimeOfDay.SMALL_HOURS)


class CommonsMaker:
    """Photographs of places, one of each place a film; people who are not of the story are no part of it."""

    def __init__(self, story: StoryToIllustrate, settings: CommonsSettings) -> None:
        if not story.faces.is_file():
            raise ConfigurationError("picture.faces_unknown", setting="studio.faces", file=str(story.faces))
        self._collections = [collection_client(provider, settings) for provider in settings.providers]
        self._found: dict[str, Sequence[PictureCandidate]] = {}
        self._used: set[str] = set()

    def picture(self, wanted: LineToIllustrate) -> FoundPicture | None:
        """A photograph of the line's place; None where the line has none, or all that were found are shown already.

        Raises ProviderDown, ConfigurationError; BadInput where none of several can be fetched.
        """
        words = words_to_search_for(wanted.beat)
        if not words:
            return None
        if words not in self._found:
            self._found[words] = self._search(words)
        fresh = [each for each in self._found[words] if each.attribution.identity not in self._used]
        missing: BadInput | None = None
        for chosen in fresh[:_TRIED]:
            self._used.add(chosen.attribution.identity)
            try:
                data = chosen.fetch()
            except BadInput as error:
                missing = error
                continue
            told = chosen.attribution
            return FoundPicture(
                Origin.LICENSED, data, attribution=told, prompt=words, lifelike=True, without_faces=True
            )
        if missing is not None:
            raise missing
        return None

    def _search(self, words: str) -> Sequence[PictureCandidate]:
        """What the first collection has that has something."""
        for each in self._collections:
            found = list(each.search(words))
            if found:
                return found
        return ()


def words_to_search_for(beat: Beat) -> str:
    """The words that a line's place is looked for with; empty for a place that is not told, or no place."""
    if beat.place in (Place.UNKNOWN, *SCREENS):
        return ""
    night = " night" if beat.time in _DARK else ""
    return f"{beat.place.value.replace('_', ' ')} South Korea{night}"


def licence_objection(told: Attribution, settings: CommonsSettings) -> tuple[str, str]:
    """What is wrong with showing a picture now: ``removed``, or ``changed`` and the licence of now; else twice empty.

    Raises ProviderDown, ConfigurationError, and BadInput for a collection that is not asked here.
    """
    provider = next((each for each in get_args(Provider) if each == told.provider), None)
    if provider is None:
        raise BadInput("picture.provider_unknown", provider=told.provider)
    now = collection_client(provider, settings).current_licence(told.identity)
    if not now:
        return "removed", ""
    return ("", "") if licence_if_open(now) == told.licence else ("changed", now)


def collection_problems(settings: CommonsSettings, _recipe: Recipe) -> Iterator[WaggleError]:
    """What keeps the collections from being asked."""
    try:
        for provider in settings.providers:
            next(iter(collection_client(provider, settings).search("Seoul")), None)
    except WaggleError as error:
        yield error
