"""The director: which shot tells a beat."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from libraries.drawn_world.animals.animal import Animal
from libraries.drawn_world.people.acting import Expression, Pose
from libraries.drawn_world.people.casting import members_with_work_of_main_place
from libraries.drawn_world.people.person import AgeGroup, Person
from libraries.drawn_world.scenes import drawn_place_for
from libraries.drawn_world.staging.scenery.backdrops import backdrop_kind_for_face
from libraries.drawn_world.staging.scenery.thing_pictures import DRAWN_THINGS
from libraries.drawn_world.staging.shot import Backdrop, CameraAngle, CameraMove, Framing, Player, Shot
from libraries.drawn_world.staging.staging_style import StagingStyle
from libraries.drawn_world.staging.story_cast import ShotLine, StoryCast
from libraries.drawn_world.story_settings import beat_without_guesses, first_setting, next_setting
from schemas.beats import SCREENS, Action, Beat, Feeling, Storyboard, Thing
from schemas.beats import ShotSize as Told

_SHAKEN: Final = (Action.SHOUTING, Action.HITTING, Action.FIGHTING, Action.FALLING)
_MOVES: Final = (CameraMove.PUSH, CameraMove.PAN_LEFT, CameraMove.STILL, CameraMove.PAN_RIGHT)
_ONE: Final = (Framing.MEDIUM, Framing.CLOSE, Framing.REACTION)
_POWER: Final = (Expression.FURIOUS, Expression.ANGRY, Expression.SMUG)
_SMALL: Final = (Expression.SAD, Expression.CRYING, Expression.EMBARRASSED, Expression.TIRED)
_UNEASY: Final = (Expression.AFRAID, Expression.STUNNED)
_RARELY: Final = 5
"""Shots between two in which a screen fills the picture."""
_STRONG: Final = frozenset((*_POWER, *_SMALL, *_UNEASY, Expression.SURPRISED, Expression.LAUGHING))


class Director:
    """Chooses the shots of a story one after another and remembers the last one. ``inserts``: whether a thing alone
    may fill a shot."""

    def __init__(self, board: Storyboard, style: StagingStyle, seed: int, *, inserts: bool = True) -> None:
        self._beats = {beat.line: beat_without_guesses(beat) for beat in board.beats}
        self._staging_style, self._seed, self._inserts = style, seed, inserts
        places = [beat.behind if beat.place in SCREENS else beat.place for beat in self._beats.values()]
        self.story_cast = StoryCast(members_with_work_of_main_place(board.cast, places), style, seed)
        self._setting = first_setting(board, style.hour, style.grade, seed)
        self._last: Framing | None = None
        self._thing: Thing | None = None
        self._count = 0
        self._screened = -_RARELY
        self._side = 1 if seed % 2 else -1

    def opening_shot(self, line: ShotLine) -> Shot:
        """The first shot: the one whom the story is about, in the first place that it has."""
        beat = self._beat(line)
        self._setting = next_setting(self._setting, beat)
        player = self.story_cast.opening_player(beat, line)
        framing = Framing.UNDER_TITLE if self._staging_style.title_above else Framing.CLOSE
        bursts = self._staging_style.burst and self._seed % 3
        behind = backdrop_kind_for_face(player.expression) if bursts else Backdrop.PLACE
        made = Shot(self._setting, framing, (player,), CameraMove.PUSH, self._side, line.words)
        return self._noted(replace(made, backdrop=behind))

    def line_shot(self, line: ShotLine, part: int) -> Shot:
        """The shot for part ``part`` of a line."""
        beat = self._beat(line)
        before, self._setting = self._setting, next_setting(self._setting, beat)
        self._count += 1
        insert = self._insert(beat, line) if part == 0 else None
        if insert is not None:
            return self._noted(insert)
        players = self.story_cast.players_of_line(beat, line, self._setting.place)
        new_place = part == 0 and self._setting.place is not before.place
        framing = self._framing(beat, players, new_place=new_place, part=part)
        if framing in _ONE and part % 2 and len(players) > 1:
            players = players[1:]
        self._side = -self._side
        shaken = any(each.action in _SHAKEN for each in beat.cast) or beat.feeling is Feeling.SURPRISED
        move = CameraMove.SHAKE if shaken and part == 0 else _MOVES[(self._count + self._seed) % len(_MOVES)]
        made = Shot(self._setting, framing, players, move, self._side, line.words, raised=self._staging_style.raised)
        return self._noted(replace(made, angle=self._angle(made), backdrop=self._backdrop(made)))

    def comment_shot(self, line: ShotLine, author: str, *, left: bool) -> Shot:
        """The shot for a comment: who wrote it, by the place of the story."""
        player, side = self.story_cast.commenter(author, line), -1 if left else 1
        made = Shot(self._setting, Framing.UNDER_BUBBLE, (player,), CameraMove.STILL, side, line.words)
        return self._noted(replace(made, backdrop=self._staging_style.comments_before))

    def closing_shot(self) -> Shot:
        """The last shot: those whom the story was most about, near or in their place, or the place they left."""
        players, style, way = self.story_cast.closing_players(), self._staging_style, self._seed // 3 % 3
        made = Shot(self._setting, Framing.TWO, players, CameraMove.PULL, -self._side, raised=style.raised)
        if style.title_above:
            framing = Framing.UNDER_TITLE if way == 0 else Framing.ESTABLISHING
            return replace(made, framing=framing, players=players[:1] if way < 2 else ())
        if way == 1:
            behind = backdrop_kind_for_face(players[0].expression) if style.burst else Backdrop.PLACE
            return replace(made, framing=Framing.CLOSE, players=players[:1], backdrop=behind)
        return replace(made, framing=Framing.ESTABLISHING) if way == 2 else made

    def _insert(self, beat: Beat, line: ShotLine) -> Shot | None:
        """The screen that a line is about, or the thing, now and then; None where somebody's words are told."""
        if line.quoted or self._last in (Framing.DETAIL, Framing.ESTABLISHING):
            return None
        if beat.place in SCREENS and drawn_place_for(beat.place) in SCREENS and self._count - self._screened > _RARELY:
            self._screened = self._count
            setting = replace(self._setting, place=beat.place)
            return Shot(setting, Framing.ESTABLISHING, (), CameraMove.PUSH, self._side, line.words)
        thing = next((each for each in beat.things if each in DRAWN_THINGS and each is not self._thing), None)
        if not self._inserts or thing is None or (beat.shot is not Told.DETAIL and self._count % 2):
            return None
        self._thing = thing
        raised = self._staging_style.raised
        return Shot(
            self._setting, Framing.DETAIL, (), CameraMove.PUSH, self._side, line.words, raised=raised, thing=thing
        )

    def _beat(self, line: ShotLine) -> Beat:
        return self._beats.get(line.number, Beat(line=line.number))

    def _framing(self, beat: Beat, players: Sequence[Player], *, new_place: bool, part: int) -> Framing:
        """The first framing of those that suit that is not the last one."""
        if len(players) > 1:
            suiting: tuple[Framing, ...] = (Framing.TWO, Framing.OVER_SHOULDER, Framing.CLOSE, Framing.MEDIUM)
            if len(players) > 2 or any(isinstance(player.person, Animal) for player in players):
                suiting = (Framing.TWO, Framing.ESTABLISHING, Framing.MEDIUM)
        elif players[0].expression in _SMALL:
            suiting = (Framing.MEDIUM, Framing.CLOSE, Framing.REACTION)
        elif players[0].expression in _STRONG:
            suiting = (Framing.REACTION, Framing.CLOSE, Framing.MEDIUM)
        elif beat.shot is Told.CLOSE:
            suiting = (Framing.CLOSE, Framing.MEDIUM, Framing.REACTION)
        else:
            suiting = (Framing.MEDIUM, Framing.CLOSE, Framing.ESTABLISHING)
        if new_place or (beat.shot is Told.WIDE and part == 0):
            suiting = (Framing.ESTABLISHING, *suiting)
        if players[0].pose is Pose.LIE:
            return Framing.MEDIUM
        at = part % len(suiting)
        turned = (*suiting[at:], *suiting[:at])
        return next(each for each in turned if each is not self._last)

    def _angle(self, shot: Shot) -> CameraAngle:
        """From below at who has power, from above at who is small; tilted where nothing is as it should be."""
        if shot.framing not in _ONE:
            return CameraAngle.LEVEL
        player = shot.players[0]
        if player.expression in _UNEASY and self._staging_style.tilted and self._count % 2:
            return CameraAngle.TILTED
        if player.expression in _POWER and player.talks:
            return CameraAngle.LOW
        small = player.expression in _SMALL or (
            isinstance(player.person, Person) and player.person.age is AgeGroup.CHILD
        )
        return CameraAngle.HIGH if small and shot.framing is Framing.MEDIUM else CameraAngle.LEVEL

    def _backdrop(self, shot: Shot) -> Backdrop:
        """What is felt strongly stands behind a face that fills the picture."""
        player = shot.players[0]
        if not self._staging_style.burst or shot.framing is not Framing.REACTION or isinstance(player.person, Animal):
            return Backdrop.PLACE
        return backdrop_kind_for_face(player.expression)

    def _noted(self, shot: Shot) -> Shot:
        self._last = shot.framing
        return shot
