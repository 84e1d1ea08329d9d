"""Direction of stills: which shot shows a beat."""

from typing import Final

from libraries.drawn_world.animals.casting import animal_of, moment_of
from libraries.drawn_world.scenes import Mood as Grade
from libraries.drawn_world.scenes import Setting
from libraries.drawn_world.staging.acted import acted
from libraries.drawn_world.staging.casting import cast_people, stranger
from libraries.drawn_world.staging.shot import Framing, Move, Player, Shot
from schemas.beats import SCREENS, Action, Appearance, Beat, Feeling, Place, Season, Storyboard, TimeOfDay, Weather
from schemas.beats import Shot as Told
from schemas.script import Mood

_GRADES: Final = {
    Mood.HORROR: Grade.HORROR,
    Mood.TOUCHING: Grade.WARM,
    Mood.HUMOR: Grade.COMIC,
    Mood.ANGER: Grade.REVENGE,
    Mood.SADNESS: Grade.SAD,
    Mood.SHOCK: Grade.MYSTERY,
}
_HOURS: Final = {Mood.HORROR: TimeOfDay.NIGHT, Mood.SADNESS: TimeOfDay.EVENING, Mood.SHOCK: TimeOfDay.EVENING}
"""The light of a mood where the story tells none; noon for the others."""
_NOWHERE: Final = frozenset((Place.UNKNOWN, *SCREENS))
_PHONES: Final = (Place.PHONE_CHAT, Place.PHONE_SCREEN, Place.PHONE_CALL)
_AUTHOR: Final = "author"
_MOST: Final = 2
"""People in a still: it is low and wide."""


class StillDirector:
    """Chooses the shot of one beat after another and remembers the last one."""

    def __init__(self, board: Storyboard, mood: Mood, seed: int) -> None:
        self._seed = seed
        self._people = dict(cast_people(board.cast, seed))
        pets = {member.id: animal_of(member, seed) for member in board.cast}
        self._pets = {name: pet for name, pet in pets.items() if pet is not None}
        if _AUTHOR not in self._people:
            self._people[_AUTHOR] = stranger(_AUTHOR, seed, self._people.values())
        place = next((each.place for each in board.beats if each.place not in _NOWHERE), Place.HOME)
        known = (each.time for each in board.beats if each.time is not TimeOfDay.UNKNOWN)
        time = next(known, _HOURS.get(mood, TimeOfDay.NOON))
        grade = _GRADES.get(mood, Grade.PLAIN)
        self._setting = Setting(place, time, Weather.CLEAR, mood=grade, seed=seed)
        self._side = 1 if seed % 2 else -1
        self._last: Framing | None = None

    def shot(self, beat: Beat) -> Shot:
        """The shot of a beat, in another framing than the one before."""
        self._setting = self._at(beat)
        players = self._players(beat)
        self._side = -self._side
        self._last = next(each for each in _suiting(beat, len(players)) if each is not self._last)
        return Shot(self._setting, self._last, players, Move.STILL, self._side)

    def _at(self, beat: Beat) -> Setting:
        """Where and when: what the beat leaves unknown stays as it was, but weather stays behind with its place."""
        last = self._setting
        place = beat.behind if beat.place in _NOWHERE else beat.place
        place = last.place if place in _NOWHERE else place
        weather = beat.weather
        if weather is Weather.UNKNOWN:
            weather = last.weather if place is last.place else Weather.CLEAR
        time = last.time if beat.time is TimeOfDay.UNKNOWN else beat.time
        season = last.season if beat.season is Season.UNKNOWN else beat.season
        return Setting(place, time, weather, season, last.mood, self._seed)

    def _players(self, beat: Beat) -> tuple[Player, ...]:
        known = [each for each in beat.cast if each.member in self._people or each.member in self._pets]
        seen = sorted(known, key=lambda each: not each.speaks)[:_MOST]
        if not seen:
            seen = [Appearance(member=_AUTHOR, feeling=beat.feeling)]
        return tuple(self._player(beat, each, at) for at, each in enumerate(seen))

    def _player(self, beat: Beat, seen: Appearance, at: int) -> Player:
        if seen.member in self._pets:
            return Player(self._pets[seen.member], seed=at, mood=moment_of(seen.action, seen.feeling).mood)
        feeling = seen.feeling if seen.feeling is not Feeling.CALM or at else beat.feeling
        typing = seen.action is Action.UNKNOWN and beat.place in _PHONES
        action = Action.TYPING if typing else seen.action
        told = acted(action, feeling, beat.things if at == 0 else (), speaks=seen.speaks)
        return Player(self._people[seen.member], *told, seed=at)


def _suiting(beat: Beat, players: int) -> tuple[Framing, ...]:
    """Framings that show a beat well, the best first."""
    if players > 1:
        return (Framing.TWO, Framing.MEDIUM)
    if beat.shot is Told.WIDE:
        return (Framing.ESTABLISHING, Framing.MEDIUM)
    if beat.shot is Told.CLOSE or beat.feeling is not Feeling.CALM:
        return (Framing.CLOSE, Framing.MEDIUM)
    return (Framing.MEDIUM, Framing.CLOSE)
