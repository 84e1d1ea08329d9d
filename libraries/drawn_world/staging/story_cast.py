"""The cast of a story as players of its shots: who is seen in a line, what each shows, and what each showed before."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from libraries.drawn_world.animals.animal import Animal
from libraries.drawn_world.animals.casting import animal_acting_for, animal_for_member
from libraries.drawn_world.people.acting import Expression, HeldThing, Pose
from libraries.drawn_world.people.body.arm_poses import SITTING_POSES
from libraries.drawn_world.people.casting import cast_people, person_outside_story
from libraries.drawn_world.people.person import Person
from libraries.drawn_world.staging.line_acting import ACTIONS_WITH_POSES, LineActing, line_acting_for
from libraries.drawn_world.staging.scenery.shot_props import PLACES_WITH_BEDS
from libraries.drawn_world.staging.shot import MOST_PLAYERS, Player, Reaction, SpokenWord
from libraries.drawn_world.staging.staging_style import COMMENTING_POSES, LISTENING_POSES, TELLING_POSES, StagingStyle
from libraries.drawn_world.story_settings import AUTHOR
from schemas.beats import Action, Beat, CastAppearance, CastMember, Feeling, Place

_PHONES: Final = (Place.PHONE_CHAT, Place.PHONE_SCREEN, Place.PHONE_CALL)
_BODILY: Final = frozenset((*SITTING_POSES, Pose.LIE, Pose.CROUCH, Pose.WALK, Pose.RUN, Pose.BOW))
"""Poses of the whole body: nobody goes from them to another, or from another to them, within a shot."""
_REACTIONS: Final = {
    Expression.SURPRISED: Reaction.JUMP,
    Expression.STUNNED: Reaction.START,
    Expression.AFRAID: Reaction.START,
    Expression.ANGRY: Reaction.LEAN_IN,
    Expression.FURIOUS: Reaction.LEAN_IN,
    Expression.SAD: Reaction.SINK,
    Expression.CRYING: Reaction.SINK,
    Expression.TIRED: Reaction.SINK,
    Expression.EMBARRASSED: Reaction.SINK,
    Expression.GLAD: Reaction.NOD,
    Expression.LAUGHING: Reaction.JUMP,
}
_TOLD: Final = ACTIONS_WITH_POSES
"""Actions that have poses of their own."""
_FIRST_POSES: Final = {
    Feeling.SURPRISED: (Pose.CHEEKS, Pose.SHRUG, Pose.POINT_AT_SELF, Pose.CHEER),
    Feeling.AFRAID: (Pose.CHEEKS, Pose.FISTS, Pose.PRAY, Pose.STAND),
    Feeling.ANGRY: (Pose.FISTS, Pose.POINT, Pose.CROSSED, Pose.HIPS),
    Feeling.SAD: (Pose.PRAY, Pose.STAND, Pose.POINT_AT_SELF),
    Feeling.GLAD: (Pose.STAND, Pose.WAVE, Pose.PRAY, Pose.HIPS),
}
_GREETINGS: Final = (Pose.WAVE, Pose.THINK, Pose.SHRUG, Pose.CHEER, Pose.HIPS, Pose.BOW)
_EARLIEST: Final = 0.12
"""Seconds after a cut before which nothing answers."""
_LEFT: Final = 0.5
"""Seconds that an answer is seen at least."""


class ShotLine(NamedTuple):
    """A line of a script, or a part of it, as it is spoken in one shot: its number in the script, its words with
    times from the start of the shot, how long the shot is, in seconds, and the name of whose words they are, if
    anybody's."""

    number: int
    words: tuple[SpokenWord, ...]
    length: float
    quoted: str = ""

    @property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(word.text for word in self.words)


class StoryCast:
    """The people and animals of a story, the same in every shot."""

    def __init__(self, cast: Sequence[CastMember], style: StagingStyle, seed: int) -> None:
        self._cast, self._staging_style, self._seed = cast, style, seed
        self.people: dict[str, Person] = dict(cast_people(cast, seed))
        pets = {member.id: animal_for_member(member, seed) for member in cast}
        self._pets: dict[str, Animal] = {name: pet for name, pet in pets.items() if pet is not None}
        if AUTHOR not in self.people:
            self.people[AUTHOR] = person_outside_story(AUTHOR, seed, self.people.values())
        self._shown: dict[str, tuple[Expression, Pose]] = {}
        self._turn = seed

    def drawable_appearances(self, beat: Beat) -> tuple[CastAppearance, ...]:
        """The appearances of a beat that can be drawn; who speaks comes first."""
        known = [each for each in beat.cast if each.member in self.people or each.member in self._pets]
        return tuple(sorted(known, key=lambda each: not each.speaks))[:MOST_PLAYERS]

    def main_member_of_line(self, line: ShotLine, beat: Beat) -> str:
        """The id of the member whom a line names, the one of whom most is told first; else who is seen, else the
        author."""
        single = [one for one in self._cast if one.id in self.people and not one.group and one.id != AUTHOR]
        named = [one for one in single if any(name in line.text for name in one.names)]
        if named:
            return max(named, key=lambda one: len(one.lines)).id
        return next((each.member for each in self.drawable_appearances(beat) if each.member in self.people), AUTHOR)

    def players_of_line(self, beat: Beat, line: ShotLine, place: Place) -> tuple[Player, ...]:
        """The players that are seen in a line at a place, who speaks first, and what they do in it."""
        seen = self.drawable_appearances(beat)
        quoted = self._quoted(line)
        if quoted is not None and all(each.member != quoted for each in seen):
            seen = (CastAppearance(member=quoted, action=Action.SPEAKING, feeling=beat.feeling, speaks=True), *seen)
        if not seen:
            seen = (CastAppearance(member=AUTHOR, feeling=beat.feeling),)
        speaking = any(each.speaks for each in seen)
        self._turn += 1
        return tuple(
            self._player(each, beat, line, (at, place), talks=each.speaks or (not speaking and each.member == AUTHOR))
            for at, each in enumerate(seen[:MOST_PLAYERS])
        )

    def opening_player(self, beat: Beat, line: ShotLine) -> Player:
        """The player of the first shot: whom the story is about, in the feeling of its kind."""
        style, member = self._staging_style, self.main_member_of_line(line, beat)
        own = beat.feeling is not Feeling.CALM and not style.title_above
        feeling = beat.feeling if own else style.first_feeling
        action = next(
            (each.action for each in self.drawable_appearances(beat) if each.member == member), Action.UNKNOWN
        )
        told = line_acting_for(action, feeling, beat.things, speaks=True)
        if told.pose is Pose.LIE:
            told = told._replace(pose=Pose.SIT)
        if action not in _TOLD and feeling in _FIRST_POSES:  # No two films need begin with the same hands.
            told = told._replace(
                pose=_FIRST_POSES[feeling][self._seed // 2 % len(_FIRST_POSES[feeling])], held=HeldThing.NOTHING
            )
        return self._acting(member, told, line, seed=1, talks=member == AUTHOR)

    def commenter(self, author: str, line: ShotLine) -> Player:
        """The player who wrote a comment: a stranger to the story."""
        text, answers = line.text, self._staging_style.answers or self._staging_style.faces
        laughs, cries = "ㅋ" in text or "ㅎㅎ" in text, "ㅠ" in text or "ㅜ" in text
        face = Expression.LAUGHING if laughs else Expression.MOVED if cries else answers[len(text) % len(answers)]
        pose = COMMENTING_POSES[(len(text) + self._turn) % len(COMMENTING_POSES)]
        self._turn += 1
        person = person_outside_story(author, self._seed, self.people.values())
        return Player(person, face, pose, seed=len(text), talks=True, face_before=Expression.CALM, reacts_at=0.2)

    def closing_players(self) -> tuple[Player, ...]:
        """The players of the last shot: those whom the story was most about."""
        most = sorted(self._cast, key=lambda member: (member.id != AUTHOR, -len(member.lines)))
        ids = [member.id for member in most if member.id in self.people and not member.group][:2] or [AUTHOR]
        if ids[0] != AUTHOR:
            ids = [AUTHOR, *ids[:1]]
        quiet = self._staging_style.quiet
        faces = (Expression.CALM, Expression.CALM) if quiet else (Expression.GLAD, Expression.LAUGHING)
        greeting = _GREETINGS[self._seed // 5 % len(_GREETINGS)]
        poses = (Pose.STAND, Pose.STAND) if quiet else (greeting, Pose.STAND)
        return tuple(
            Player(self.people[name], face, pose, seed=at)
            for at, (name, face, pose) in enumerate(zip(ids, faces, poses, strict=False))
        )

    def _player(
        self, each: CastAppearance, beat: Beat, line: ShotLine, where: tuple[int, Place], *, talks: bool
    ) -> Player:
        """``where``: how many are named before, and the place."""
        at, place = where
        if each.member in self._pets:
            return Player(
                self._pets[each.member], seed=at * 3 + 1, mood=animal_acting_for(each.action, each.feeling).mood
            )
        feeling = each.feeling if each.feeling is not Feeling.CALM or at else beat.feeling
        action = Action.TYPING if each.action is Action.UNKNOWN and beat.place in _PHONES else each.action
        told = line_acting_for(action, feeling, beat.things if at == 0 else (), speaks=talks)
        if beat.place in _PHONES and told.pose is Pose.TYPE:
            told = told._replace(pose=Pose.PHONE)
        if told.pose is Pose.LIE and place not in PLACES_WITH_BEDS:
            told = told._replace(pose=Pose.SIT)
        return self._acting(each.member, self._lively(told, at, talks=talks), line, seed=at * 3 + 1, talks=talks)

    def _lively(self, told: LineActing, at: int, *, talks: bool) -> LineActing:
        """Faces and hands of the staging style, in turn, where the words tell neither."""
        turn = self._turn + at * 3
        if told.expression is Expression.CALM:
            told = told._replace(expression=self._staging_style.faces[turn % len(self._staging_style.faces)])
        if told.pose is Pose.STAND:
            resting = TELLING_POSES if talks else LISTENING_POSES
            told = told._replace(pose=resting[turn % len(resting)])
        return told

    def _acting(self, member: str, told: LineActing, line: ShotLine, *, seed: int, talks: bool) -> Player:
        """The player, who comes from what it showed before and answers on the beat of the sentence."""
        face, pose = self._shown.get(member, (Expression.CALM, Pose.STAND))
        self._shown[member] = (told.expression, told.pose)
        bodily = pose in _BODILY or told.pose in _BODILY
        return Player(
            self.people[member],
            *told[:3],
            seed=seed,
            talks=talks,
            asleep=told.asleep,
            face_before=face if face is not told.expression else None,
            pose_before=pose if pose is not told.pose and not bodily else None,
            reaction=_REACTIONS.get(told.expression, Reaction.NOD if not talks else Reaction.NONE),
            reacts_at=_beat(line),
        )

    def _quoted(self, line: ShotLine) -> str | None:
        """The member whose words a line is."""
        name = line.quoted
        found = (one.id for one in self._cast if name and (name in one.names or name == one.id))
        return next((each for each in found if each in self.people), None)


def _beat(line: ShotLine) -> float:
    """When people answer: with the first word after a third of the shot, as the verb comes late; at its start where
    too little would be left to be seen."""
    starts = (word.start for word in line.words if word.start >= line.length / 3)
    at = next(starts, _EARLIEST)
    return at if _EARLIEST <= at <= line.length - _LEFT else _EARLIEST
