"""Where each sentence is set.

A place stays until the text moves, or until another day leads back to where the story is usually set. What is told as
hearsay or of an earlier time is set elsewhere and leaves the story where it was.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from libraries.story_beats.lexicons import PLACE_NAMES
from libraries.story_beats.persons.mentions import speaker_label
from libraries.story_beats.place_changes import (
    BACK,
    CAME_BACK,
    FETCHED,
    GETS_OFF,
    SAID,
    SOMEWHERE,
    SUMMONS,
    place_after_leaving,
)
from libraries.story_beats.place_evidence import (
    MOVES,
    OF_A_PERSON,
    SURE,
    PlaceEvidence,
    only_others_act,
    place_evidence,
)
from libraries.story_beats.place_groups import (
    BOARDS,
    DWELLINGS,
    HOSPITAL,
    PASSED,
    SCREENED,
    SHOPS,
    VEHICLES,
    WHOLE,
    WORKPLACES,
    related_places,
    room_in_house,
)
from libraries.story_beats.screens import ON_PAGE, WRITES, screen_evidence
from libraries.story_beats.sentence import Sentence
from libraries.story_beats.sentence_setting import BY_A_THING, IN_A_TITLE, SentenceSetting, are_related_places
from schemas.beats import Place

P = Place
_MOVES: Final = 1.5
"""Weight that leads a story elsewhere."""
_SETTLES: Final = 1.8
"""Weight with which a story stays in another room of the house; below it, the room is only passed."""
_FIRMEST: Final = 2.2
"""How strongly a place is held at most, so that it can be left."""
_FLOOR: Final = 1.61
"""How strongly a place is held at least where somebody came or did something: a thing leads nowhere else."""
_FADES: Final = 0.85
"""What is left of that after a sentence that does not name the place."""
_NAMED: Final = 1.22
"""Weight of a word that names a place: enough against a place that is only supposed."""
_OPENING: Final = 2
"""Sentences in which a shop that is named is where the story comes back to."""
_LEAST: Final = 1.2
"""Weight below which a word says nothing of where a sentence is set."""


class PlaceTracker:
    """The place of a story, sentence by sentence."""

    def __init__(self, usual: PlaceEvidence, dwelling: Place) -> None:
        self._usual = usual
        self._dwelling = dwelling
        line = -1 if usual.line is None else usual.line
        self._here = SentenceSetting(usual.place, P.UNKNOWN, usual.words, line, weight=usual.weight)
        self._strength = 0.6
        self._floor = 0.0
        self._before: PlaceEvidence | None = None
        """Where the story was before it went here."""
        self._aside: SentenceSetting | None = None
        self._screen: PlaceEvidence | None = None
        self._screen_line = -9
        self._last = self._here
        """Where the sentence before was set, a screen or page left out."""
        self._summons: PlaceEvidence | None = None
        """Where somebody was told to come."""

    def advance_to_sentence(self, sentence: Sentence) -> SentenceSetting:
        """Where ``sentence`` is set. Sentences are given in their order."""
        if sentence.whole_quote or speaker_label(sentence):
            return self._quoted(sentence)
        found = [each._replace(place=self._own(each.place)) for each in place_evidence(sentence)]
        ward = self._here.place in HOSPITAL or self._usual.place in HOSPITAL
        if ward and (room := re.search(r"[0-9]+호(?:로|에|에는|는|실)", sentence.told)):
            found = [PlaceEvidence(P.HOSPITAL_WARD, 2.0, (room.group(),)), *found]
        found = [self._at_work(each._replace(place=self._as_here(each.place))) for each in found]
        if self._goes_on(sentence):
            found = [each for each in found if each.weight >= SURE]
        fetched = bool(FETCHED.search(sentence.told))
        elsewhere = (
            sentence.reported
            or sentence.earlier
            or SAID.search(sentence.told) is not None
            or self._filmed(sentence)
            or fetched
        )
        here = self._elsewhere(sentence, found) if elsewhere else self._onward(sentence, found)
        self._last = here
        if fetched and self._usual.place is not P.UNKNOWN:
            self._go(self._usual, sentence)
        if sentence.later or here.since == sentence.line:
            self._summons = None
        return self._looked_at(sentence, found, here)

    def _filmed(self, sentence: Sentence) -> bool:
        filming = self._screen is not None and self._screen.place is P.SURVEILLANCE_SCREEN
        return filming and sentence.line - self._screen_line <= 2

    def _as_here(self, place: Place) -> Place:
        """``place`` as it is called where the story is; a shop without a kind is the shop of the story."""
        if place is P.SHOP and self._here.place not in SHOPS and self._usual.place in SHOPS:
            return self._usual.place
        here = room_in_house(self._here.place, place)
        return room_in_house(self._usual.place, here) if self._usual.place in HOSPITAL else here

    def _at_work(self, each: PlaceEvidence) -> PlaceEvidence:
        """``each``, where going to work leads to: where the story is usually set, if one works there."""
        works = each.place is P.OFFICE and each.words[0].startswith(("출근", "첫 출근"))
        return each._replace(place=self._usual.place) if works and self._usual.place in WORKPLACES else each

    def _own(self, place: Place) -> Place:
        return self._dwelling if place is P.HOME else place

    def _onward(self, sentence: Sentence, found: Sequence[PlaceEvidence]) -> SentenceSetting:
        self._aside = None
        if sentence.later:
            self._floor, self._strength = 0.0, min(self._strength, 1.0)
        self._strength = max(self._strength * _FADES, self._floor)
        if best := self._moved_to(
            found, self._here.place, self._strength, _MOVES, _LEAST if sentence.later else _NAMED
        ):
            near = are_related_places(best.place, self._here.place)
            passing = best.weight < (_SETTLES if near or best.place in PASSED else _MOVES) or best.place is P.BATHROOM
            if passing and self._here.place not in (best.place, P.UNKNOWN):
                return _at(best, sentence)
            self._go(best, sentence)
        elif (left := place_after_leaving(sentence, self._here.place)) and not only_others_act(sentence):
            self._go(PlaceEvidence(left, _SETTLES, ("내리",) if GETS_OFF.search(sentence.told) else ("나",)), sentence)
        elif self._summons and (sentence.later or MOVES.search(sentence.told)):
            self._go(self._summons, sentence)
        elif self._returns(sentence, found):
            self._go(self._back_at(sentence), sentence)
        return self._here

    def _back_at(self, sentence: Sentence) -> PlaceEvidence:
        """Where somebody is back who went away for a moment, else where the story usually is."""
        return self._before if self._before is not None and CAME_BACK.search(sentence.told) else self._usual

    def _go(self, to: PlaceEvidence, sentence: Sentence) -> None:
        self._floor = _FLOOR if to.weight >= _SETTLES else 0.0
        here = self._here
        if here.place not in (to.place, P.UNKNOWN) and here.place not in VEHICLES | PASSED:
            self._before = PlaceEvidence(here.place, _SETTLES, here.words, here.line)
        self._here, self._strength = _at(to, sentence), min(to.weight, _FIRMEST)

    def _returns(self, sentence: Sentence, found: Sequence[PlaceEvidence]) -> bool:
        """Whether the story is back where it usually is: on another day, or when somebody comes back."""
        if found and found[0].weight >= _LEAST:
            return False
        if self._before is not None and CAME_BACK.search(sentence.told):
            return True
        if self._usual.place in VEHICLES | {P.UNKNOWN} or self._here.place is P.UNKNOWN:
            return False
        near = related_places(self._here.place) == related_places(self._usual.place)
        if near and self._usual.place in WHOLE and self._here.place not in PASSED:
            return False
        return sentence.later or bool(BACK.search(sentence.told))

    def _elsewhere(self, sentence: Sentence, found: Sequence[PlaceEvidence]) -> SentenceSetting:
        """What is told of another time or by others is set apart; the story stays where it is."""
        here = self._aside or self._here
        if best := self._moved_to(found, here.place, _LEAST, _LEAST):
            here = _at(best, sentence)
            if self._here.place is P.UNKNOWN or self._here.since < 0:
                self._here, self._strength = here, best.weight / 2
        self._aside = here
        return here

    @staticmethod
    def _moved_to(
        found: Sequence[PlaceEvidence], base: Place, strength: float, least: float, named: float = _NAMED
    ) -> PlaceEvidence | None:
        house = related_places(base)
        for each in found:
            if each.place is base:
                return each if each.weight >= strength else None
            near = each.place in house
            if near and each.place is house[0] and each.weight < SURE:
                return None
            weak = base is P.UNKNOWN or near
            if each.weight >= (_LEAST if weak else named if strength < 1 else max(least, strength)):
                return each
        return None

    def _quoted(self, sentence: Sentence) -> SentenceSetting:
        """What is said or written is no place; a screen or page that was looked at stays before it."""
        here = self._last
        if summons := SUMMONS.search(sentence.text):
            named = PLACE_NAMES.get(summons.group(1))
            self._summons = PlaceEvidence(named, 2.0, (summons.group(1),)) if named else self._summons
        since = sentence.line - self._screen_line
        written = sentence.text[0] in "'‘"
        if self._screen and since <= (3 if written else 1) and (written or self._screen.weight >= 2):
            self._screen_line = sentence.line
            self._screen = self._screen._replace(weight=2.0)
            return _at(self._screen, sentence)._replace(behind=here.place)
        return here

    def _looked_at(self, sentence: Sentence, found: Sequence[PlaceEvidence], here: SentenceSetting) -> SentenceSetting:
        seen = screen_evidence(sentence)
        moved = (
            here.since == sentence.line and bool(found) and found[0].weight >= SURE and not WRITES.search(sentence.told)
        )
        if here.place is P.GAME_SCREEN or moved:
            self._screen = seen
            self._screen_line = sentence.line
            return here
        if seen is None or (seen.weight < 2 and self._goes_on(sentence)):
            if not self._goes_on(sentence):
                return here
            assert self._screen is not None
            seen = self._screen
        ends = bool(WRITES.search(sentence.told))
        self._screen, self._screen_line = seen._replace(weight=2.0) if ends else seen, sentence.line
        return _at(seen, sentence)._replace(behind=here.place) if seen.weight >= 2 else here

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a screen of the sentence before is looked at still."""
        if self._screen is None or self._screen.weight < 2 or sentence.line - self._screen_line != 1 or sentence.later:
            return False
        if self._screen.place is P.PHONE_CALL:
            return bool(sentence.quotes or re.search(r"목소리|말했|말을|물었|대답|여보세요", sentence.told))
        return bool(ON_PAGE.search(sentence.told))


def sentence_settings(title: Sentence, board: str, told: Sequence[Sentence]) -> list[SentenceSetting]:
    """Where each sentence is set. A beginning without a place is set where the title or the first place is."""
    named = {found.value for sentence in (title, *told) for found in PLACE_NAMES.find_words(sentence)}
    dwelling = P.STUDIO_FLAT if P.STUDIO_FLAT in named else P.HOME
    usual = _usual(title, board, dwelling)
    tracker = PlaceTracker(usual, dwelling)
    steps = [tracker.advance_to_sentence(sentence) for sentence in told]
    known = next(
        (each for each in steps if each.since >= 0 and each.weight > BY_A_THING and each.place not in SCREENED), None
    )
    if (
        known is not None
        and known.place is not P.UNKNOWN
        and usual.weight < 1
        and (usual.place is P.UNKNOWN or known.since <= 3)
    ):
        usual = PlaceEvidence(known.place, 1.0, known.words, known.line)
        if known.since < _OPENING and known.place in SHOPS | DWELLINGS:
            tracker = PlaceTracker(usual, dwelling)
            steps = [tracker.advance_to_sentence(sentence) for sentence in told]
    begun = [_begun(each, usual) for each in steps]
    lost = accumulate((one.line if _goes_somewhere(one) else -1 for one in told), max)
    return [each.with_certainty(one, since, usual.place) for each, one, since in zip(begun, told, lost, strict=True)]


def _goes_somewhere(sentence: Sentence) -> bool:
    """Whether somebody goes to a place that is not known, or is led away."""
    return SOMEWHERE.search(sentence.told) is not None and not sentence.reported and not sentence.earlier


def _at(found: PlaceEvidence, sentence: Sentence) -> SentenceSetting:
    """The setting of ``sentence``, and of those behind it."""
    line = sentence.line if found.line is None else found.line
    return SentenceSetting(found.place, P.UNKNOWN, found.words, line, since=sentence.line, weight=found.weight)


def _usual(title: Sentence, board: str, dwelling: Place) -> PlaceEvidence:
    """Where the title says that the story is set, else the board."""
    found = place_evidence(title)
    least = IN_A_TITLE if board in BOARDS else _LEAST
    named = [each for each in found if each.weight >= least]
    if not named and board not in BOARDS:
        named = [each for each in found if each.weight == OF_A_PERSON]
    best = named[0] if named else PlaceEvidence(BOARDS.get(board, P.UNKNOWN), 0.5, (board,), -1)
    rooms = [each for each in found if each.weight >= _LEAST and are_related_places(each.place, best.place)]
    rooms = [each for each in rooms if each.place not in WHOLE | PASSED]
    best = rooms[0] if rooms and best.place in WHOLE else best
    return best._replace(place=dwelling if best.place is P.HOME else best.place, line=-1)


def _begun(setting: SentenceSetting, first: PlaceEvidence) -> SentenceSetting:
    if setting.place is P.UNKNOWN or setting.since < 0:
        return SentenceSetting(
            first.place, P.UNKNOWN, first.words, -1 if first.line is None else first.line, weight=first.weight
        )
    if setting.place in SCREENED and setting.behind is P.UNKNOWN:
        return setting._replace(behind=first.place)
    return setting
