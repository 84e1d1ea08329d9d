"""Direction: which shot tells a beat."""

from typing import Final

from libraries.drawing.typography.words import TextLine, spaced
from libraries.drawn_world.animals.animal import Animal
from libraries.drawn_world.animals.casting import animal_of, moment_of
from libraries.drawn_world.people.acting import Expression, Pose
from libraries.drawn_world.scenes import Setting
from libraries.drawn_world.staging.acted import acted
from libraries.drawn_world.staging.casting import cast_people, stranger
from libraries.drawn_world.staging.shot import MOST_PLAYERS, Framing, Move, Player, Shot, Syllables
from schemas.beats import SCREENS, Action, Appearance, Beat, Feeling, Place, Storyboard, TimeOfDay, Weather
from schemas.beats import Shot as Told
from schemas.frames import FPS
from schemas.script import Script, Speaker
from services.studio.film.templates.spans import LineShot, LineSpan
from services.studio.film.templates.toon.faces import FACES, GESTURES, OPENING_FACES, TIMES, lively
from services.studio.film.templates.toon.looks import STYLES, Look

_SHAKEN: Final = (Action.SHOUTING, Action.HITTING, Action.FIGHTING, Action.FALLING)
_MOVES: Final = (Move.PUSH, Move.PAN_LEFT, Move.PULL, Move.PAN_RIGHT)
_TITLE_ABOVE: Final = (Look.HORROR, Look.MYSTERY, Look.SAD)
_SILENT: Final = frozenset((Place.UNKNOWN, *SCREENS))
"""Places that say nothing of where one is."""
_PHONES: Final = (Place.PHONE_CHAT, Place.PHONE_SCREEN, Place.PHONE_CALL)
_AUTHOR: Final = "author"


class Director:
    """Chooses shot after shot and remembers the last one."""

    def __init__(self, board: Storyboard, script: Script, look: Look, seed: int) -> None:
        self._board, self._script, self._look, self._seed = board, script, look, seed
        self._people = dict(cast_people(board.cast, seed))
        pets = {member.id: animal_of(member, seed) for member in board.cast}
        self._pets = {name: pet for name, pet in pets.items() if pet is not None}
        if _AUTHOR not in self._people:
            self._people[_AUTHOR] = stranger(_AUTHOR, seed, self._people.values())
        place = next((each.place for each in board.beats if each.place not in _SILENT), Place.HOME)
        time = next((each.time for each in board.beats if each.time is not TimeOfDay.UNKNOWN), TIMES[look])
        self._setting = Setting(place, time, Weather.CLEAR, mood=STYLES[look].grade, seed=seed)
        self._last: Framing | None = None
        self._count = 0
        self._side = 1 if seed % 2 else -1

    def opening(self, span: LineSpan) -> Shot:
        """The first picture: the one whom the story is about, in the first place that it has."""
        beat = self._beat(span)
        self._setting = self._at(beat)
        own = beat.feeling is not Feeling.CALM and self._look not in _TITLE_ABOVE
        feeling = beat.feeling if own else OPENING_FACES[self._look]
        member = self._named(span)
        if member != _AUTHOR and self._look is Look.WARM:
            feeling = beat.feeling if own else Feeling.GLAD
        action = next((each.action for each in self._seen(beat) if each.member == member), Action.UNKNOWN)
        told = acted(action, feeling, beat.things, speaks=True)
        player = Player(self._people[member], *told, seed=1, talks=member == _AUTHOR)
        framing = Framing.UNDER_TITLE if self._look in _TITLE_ABOVE else Framing.CLOSE
        shot = Shot(self._setting, framing, (player,), Move.PUSH, self._side, _syllables(span.words, span.start))
        return self._noted(shot)

    def shot(self, span: LineSpan, part: LineShot, number: int) -> Shot:
        """The picture of part ``number`` of a line."""
        beat = self._beat(span)
        before = self._setting
        self._setting = self._at(beat)
        players = self._players(beat, span)
        new_place = number == 0 and self._setting.place is not before.place
        framing = self._framing(beat, players, new_place=new_place, number=number)
        if framing in (Framing.MEDIUM, Framing.CLOSE, Framing.REACTION) and number % 2 and len(players) > 1:
            players = players[1:]
        self._side = -self._side
        self._count += 1
        shaken = any(each.action in _SHAKEN for each in beat.cast) or beat.feeling is Feeling.SURPRISED
        move = Move.SHAKE if shaken and number == 0 else _MOVES[(self._count + self._seed) % len(_MOVES)]
        words = _syllables(part.words, part.start)
        shot = Shot(self._setting, framing, players, move, self._side, words, raised=self._look is Look.WARM)
        return self._noted(shot)

    def comment(self, span: LineSpan, author: str, *, left: bool) -> Shot:
        """The picture of a comment: who wrote it, by the place of the story."""
        text = spaced(span.words)
        laughs, cries = "ㅋ" in text or "ㅎㅎ" in text, "ㅠ" in text or "ㅜ" in text
        face = Expression.LAUGHING if laughs else Expression.MOVED if cries else FACES[len(text) % len(FACES)]
        person = stranger(author, self._seed, self._people.values())
        player = Player(person, face, GESTURES[(len(text) + self._count) % len(GESTURES)], seed=len(text), talks=True)
        self._count += 1
        side = -1 if left else 1
        words = _syllables(span.words, span.start)
        return self._noted(Shot(self._setting, Framing.UNDER_BUBBLE, (player,), Move.PUSH, side, words))

    def closing(self) -> Shot:
        """The last picture: those whom the story was most about."""
        most = sorted(self._board.cast, key=lambda member: (member.id != _AUTHOR, -len(member.lines)))
        ids = [member.id for member in most if member.id in self._people and not member.group][:2] or [_AUTHOR]
        if ids[0] != _AUTHOR:
            ids = [_AUTHOR, *ids[:1]]
        calm = self._look in (Look.HORROR, Look.SAD, Look.MYSTERY)
        faces = (Expression.CALM, Expression.CALM) if calm else (Expression.GLAD, Expression.LAUGHING)
        poses = (Pose.STAND, Pose.STAND) if calm else (Pose.WAVE, Pose.STAND)
        players = tuple(
            Player(self._people[name], face, pose, seed=at)
            for at, (name, face, pose) in enumerate(zip(ids, faces, poses, strict=False))
        )
        framing = Framing.UNDER_TITLE if self._look in _TITLE_ABOVE else Framing.TWO
        if framing is Framing.UNDER_TITLE:
            players = players[:1]
        return Shot(self._setting, framing, players, Move.PULL, -self._side)

    def _named(self, span: LineSpan) -> str:
        """The member whom a line names, the one of whom most is told first; else who is seen, else the author."""
        text = spaced(span.words)
        single = [one for one in self._board.cast if one.id in self._people and not one.group and one.id != _AUTHOR]
        named = [one for one in single if any(name in text for name in one.names)]
        if named:
            return max(named, key=lambda one: len(one.lines)).id
        seen = (each.member for each in self._seen(self._beat(span)))
        return next((member for member in seen if member in self._people), _AUTHOR)

    def _beat(self, span: LineSpan) -> Beat:
        index = next(at for at, line in enumerate(self._script.lines) if line is span.line)
        return next((beat for beat in self._board.beats if beat.line == index), Beat(line=index))

    def _at(self, beat: Beat) -> Setting:
        """Where and when: what the beat leaves unknown stays as it was."""
        last = self._setting
        place = beat.behind if beat.place in _SILENT else beat.place
        place = last.place if place in _SILENT else place
        moved = place is not last.place
        weather = beat.weather
        if weather is Weather.UNKNOWN:
            weather = Weather.CLEAR if moved else last.weather
        return Setting(
            place,
            last.time if beat.time is TimeOfDay.UNKNOWN else beat.time,
            weather,
            last.season if beat.season.value == "unknown" else beat.season,
            last.mood,
            self._seed,
        )

    def _seen(self, beat: Beat) -> tuple[Appearance, ...]:
        """Those of a beat who can be drawn; who speaks comes first."""
        known = [each for each in beat.cast if each.member in self._people or each.member in self._pets]
        return tuple(sorted(known, key=lambda each: not each.speaks))[:MOST_PLAYERS]

    def _players(self, beat: Beat, span: LineSpan) -> tuple[Player, ...]:
        seen = self._seen(beat)
        quoted = self._quoted(span)
        if quoted is not None and all(each.member != quoted for each in seen):
            seen = (Appearance(member=quoted, action=Action.SPEAKING, feeling=beat.feeling, speaks=True), *seen)
        if not seen:
            seen = (Appearance(member=_AUTHOR, feeling=beat.feeling),)
        speaking = any(each.speaks for each in seen)
        players = []
        for at, each in enumerate(seen[:MOST_PLAYERS]):
            if each.member in self._pets:
                mood = moment_of(each.action, each.feeling).mood
                players.append(Player(self._pets[each.member], seed=at * 3 + 1, mood=mood))
                continue
            talks = each.speaks or (not speaking and each.member == _AUTHOR)
            feeling = each.feeling if each.feeling is not Feeling.CALM or at else beat.feeling
            action = Action.TYPING if each.action is Action.UNKNOWN and beat.place in _PHONES else each.action
            told = acted(action, feeling, beat.things if at == 0 else (), speaks=talks)
            if told.expression is Expression.CALM and each.member == _AUTHOR:
                told = lively(told, self._look, self._count + self._seed)
            players.append(Player(self._people[each.member], *told, seed=at * 3 + 1, talks=talks))
        return tuple(players)

    def _quoted(self, span: LineSpan) -> str | None:
        """The member whose words a line is."""
        if span.line.speaker is not Speaker.PERSON:
            return None
        name = span.line.person
        found = (one.id for one in self._board.cast if name and (name in one.names or name == one.id))
        return next((each for each in found if each in self._people), None)

    def _framing(self, beat: Beat, players: tuple[Player, ...], *, new_place: bool, number: int) -> Framing:
        """The first framing of those that suit that is not the last one."""
        if len(players) > 1:
            suiting: tuple[Framing, ...] = (Framing.TWO, Framing.OVER_SHOULDER, Framing.MEDIUM, Framing.CLOSE)
            if len(players) > 2 or any(isinstance(player.person, Animal) for player in players):
                suiting = (Framing.TWO, Framing.ESTABLISHING, Framing.MEDIUM)
        elif beat.shot is Told.CLOSE or beat.feeling is not Feeling.CALM:
            suiting = (Framing.CLOSE, Framing.MEDIUM, Framing.REACTION)
        else:
            suiting = (Framing.MEDIUM, Framing.CLOSE, Framing.ESTABLISHING)
        if new_place or (beat.shot is Told.WIDE and number == 0):
            suiting = (Framing.ESTABLISHING, *suiting)
        at = number % len(suiting)
        turned = (*suiting[at:], *suiting[:at])
        return next(each for each in turned if each is not self._last)

    def _noted(self, shot: Shot) -> Shot:
        self._last = shot.framing
        return shot


def _syllables(words: TextLine, start: int) -> tuple[Syllables, ...]:
    """Words with their times from the start of a shot, in seconds."""
    return tuple(
        Syllables(word.text, round((word.start - start) / FPS, 4), round((word.end - start) / FPS, 4)) for word in words
    )
