"""Direction: everybody looks the same in all shots, what is told is seen, no picture comes twice in a row."""

from itertools import pairwise

import pytest

from libraries.drawn_world.people.acting import Expression, Pose
from libraries.drawn_world.people.person import AgeGroup, Dress, Person
from libraries.drawn_world.scenes.setting import ScenePalette
from libraries.drawn_world.staging.director import Director
from libraries.drawn_world.staging.shot import Backdrop, CameraAngle, Framing, Player, Reaction, Shot, SpokenWord
from libraries.drawn_world.staging.staging_style import StagingStyle
from libraries.drawn_world.staging.story_cast import ShotLine, StoryCast
from schemas.beats import (
    Action,
    Beat,
    BeatCertainty,
    CastAppearance,
    CastMember,
    Feeling,
    Place,
    Sex,
    Storyboard,
    Thing,
    TimeOfDay,
)
from schemas.beats import (
    Age as ToldAge,
)
from schemas.beats import (
    ShotSize as Told,
)

CALM = (Expression.CALM,)
STYLE = StagingStyle(ScenePalette.COMIC, TimeOfDay.NOON, Feeling.SURPRISED, CALM, CALM, burst=True, tilted=True)
CAST = (
    CastMember(id="author", lines=(0, 1, 2)),
    CastMember(id="사장님", names=("사장님",), sex=Sex.MAN, age=ToldAge.MIDDLE_AGED, lines=(1,)),
    CastMember(id="꼬마", names=("꼬마",), age=ToldAge.CHILD, lines=(2,)),
)


def line(number: int, text: str = "저는 그만 놀랐어요", quoted: str = "", length: float = 2.0) -> ShotLine:
    words = text.split()
    each = length / len(words)
    said = tuple(SpokenWord(word, at * each, (at + 1) * each) for at, word in enumerate(words))
    return ShotLine(number, said, length, quoted)


def directed(*beats: Beat, style: StagingStyle = STYLE, seed: int = 4) -> list[Shot]:
    director = Director(Storyboard(beats=beats, cast=CAST), style, seed)
    return [director.line_shot(line(beat.line), 0) for beat in beats]


def beat(number: int, *cast: CastAppearance, **told: object) -> Beat:
    return Beat.model_validate({"line": number, "place": Place.OFFICE, "cast": cast, **told})


def author(action: Action = Action.UNKNOWN, feeling: Feeling = Feeling.CALM) -> CastAppearance:
    return CastAppearance(member="author", action=action, feeling=feeling)


def people(shots: list[Shot]) -> list[Player]:
    return [player for shot in shots for player in shot.players]


def test_a_member_is_one_person_in_all_shots_and_the_closing() -> None:
    beats = [beat(at, author(), CastAppearance(member="사장님", speaks=bool(at % 2))) for at in range(12)]
    director = Director(Storyboard(beats=tuple(beats), cast=CAST), STYLE, 9)
    shots = [
        director.opening_shot(line(0)),
        *(director.line_shot(line(at), at % 2) for at in range(12)),
        director.closing_shot(),
    ]
    cast = director.story_cast.people
    assert {player.person for player in people(shots)} == {cast["author"], cast["사장님"]}


def test_no_framing_comes_twice_in_a_row() -> None:
    shots = directed(*(beat(at, author(feeling=Feeling.AFRAID if at % 3 else Feeling.CALM)) for at in range(20)))
    assert all(one.framing is not other.framing for one, other in pairwise(shots))


def test_what_a_person_comes_from_is_what_it_showed_before() -> None:
    shots = directed(
        beat(0, author(feeling=Feeling.GLAD)), beat(1, author(feeling=Feeling.ANGRY)), beat(2, author(Action.SITTING))
    )
    first, second, third = (shot.players[0] for shot in shots)
    assert (first.face_before, first.expression) == (Expression.CALM, Expression.GLAD)
    assert (second.face_before, second.pose_before) == (
        Expression.GLAD,
        first.pose if first.pose is not second.pose else None,
    )
    assert second.reaction is Reaction.LEAN_IN
    assert third.pose is Pose.SIT
    assert third.pose_before is None  # Nobody sits down between two drawings.


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [("저는 그만 놀랐어요", 3.0, 1.0), ("네", 1.0, 0.12), ("아주 긴 이야기 끝에", 0.6, 0.12)],
)
def test_people_answer_after_a_third_of_a_line_where_there_is_time(text: str, length: float, expected: float) -> None:
    company = StoryCast(CAST, STYLE, 1)
    (player,) = company.players_of_line(
        beat(0, author(feeling=Feeling.SURPRISED)), line(0, text, length=length), Place.HOME
    )
    assert player.reacts_at == pytest.approx(expected)


def test_a_thing_that_is_told_fills_the_picture_and_is_not_shown_again() -> None:
    beats = (
        beat(0, author()),
        beat(1, author(), things=(Thing.ENVELOPE,), shot="detail"),
        beat(2, author(), things=(Thing.ENVELOPE,), shot="detail"),
    )
    director = Director(Storyboard(beats=beats, cast=CAST), STYLE, 4)
    director.opening_shot(line(0))
    shots = [director.line_shot(line(each.line), 0) for each in beats[1:]]
    assert [(shot.framing is Framing.DETAIL, shot.thing) for shot in shots] == [(True, Thing.ENVELOPE), (False, None)]


def test_a_screen_fills_the_picture_and_people_stay_where_they_were() -> None:
    beats = (
        beat(0, author()),
        beat(1, author(), place=Place.PHONE_CHAT, behind=Place.OFFICE),
        beat(2, author(), place=Place.PHONE_CHAT),
    )
    director = Director(Storyboard(beats=beats, cast=CAST), STYLE, 4)
    director.opening_shot(line(0))
    screen, after = (director.line_shot(line(each.line), 0) for each in beats[1:])
    assert (screen.setting.place, screen.players) == (Place.PHONE_CHAT, ())
    assert after.setting.place is Place.OFFICE
    assert after.players


def test_whose_words_are_told_is_seen_and_speaks() -> None:
    beats = (beat(0, author()), beat(1, author(), things=(Thing.ENVELOPE,), shot="detail"))
    director = Director(Storyboard(beats=beats, cast=CAST), STYLE, 4)
    director.opening_shot(line(0))
    shot = director.line_shot(line(1, "이걸 왜 나한테 줘", "사장님"), 0)
    assert shot.players[0].person == director.story_cast.people["사장님"]
    assert shot.players[0].talks


def test_power_is_seen_from_below_and_what_is_small_from_above() -> None:
    shouting = CastAppearance(member="사장님", action=Action.SHOUTING, feeling=Feeling.ANGRY, speaks=True)
    angles = {shot.framing: shot.angle for shot in directed(*(beat(at, shouting) for at in range(6)))}
    assert {angle for framing, angle in angles.items() if framing in (Framing.CLOSE, Framing.REACTION)} == {
        CameraAngle.LOW
    }
    sad = directed(*(beat(at, author(feeling=Feeling.SAD)) for at in range(8)))
    assert {shot.angle for shot in sad if shot.framing is Framing.MEDIUM} == {CameraAngle.HIGH}


def test_a_strong_face_that_fills_the_picture_stands_before_what_it_feels() -> None:
    shots = directed(*(beat(at, author(feeling=Feeling.SURPRISED)) for at in range(6)))
    assert {shot.backdrop for shot in shots if shot.framing is Framing.REACTION} == {Backdrop.RAYS}
    plain = directed(
        *(beat(at, author(feeling=Feeling.SURPRISED)) for at in range(6)), style=STYLE._replace(burst=False)
    )
    assert {shot.backdrop for shot in plain} == {Backdrop.PLACE}


def test_nobody_lies_where_there_is_no_bed() -> None:
    sleeping = author(Action.SLEEPING)
    (train,) = directed(beat(0, sleeping, place=Place.SUBWAY_TRAIN))
    (bedroom,) = directed(beat(0, sleeping, place=Place.BEDROOM))
    assert (train.players[0].pose, train.players[0].asleep) == (Pose.SIT, True)
    assert bedroom.players[0].pose is Pose.LIE


def test_a_child_of_the_story_is_a_child_in_the_picture() -> None:
    (shot,) = directed(beat(0, CastAppearance(member="꼬마")))
    person = shot.players[0].person
    assert isinstance(person, Person)
    assert person.age is AgeGroup.CHILD


def test_who_writes_a_comment_is_nobody_of_the_story() -> None:
    director = Director(Storyboard(beats=(), cast=CAST), STYLE, 2)
    shot = director.comment_shot(line(5, "진짜 웃기네 ㅋㅋㅋ"), "지나가던 사람", left=True)
    assert shot.side == -1
    assert shot.players[0].expression is Expression.LAUGHING
    assert shot.players[0].person not in director.story_cast.people.values()


@pytest.mark.parametrize(("place", "dress"), [(Place.BARRACKS, Dress.SOLDIER), (Place.OFFICE, Dress.SHIRT)])
def test_who_tells_of_a_place_of_work_is_dressed_for_it(place: Place, dress: Dress) -> None:
    shots = directed(*(beat(at, author(), place=place) for at in range(4)))
    assert {player.person.dress for player in people(shots) if isinstance(player.person, Person)} == {dress}


def test_films_of_one_kind_begin_unlike_each_other() -> None:
    openings = []
    for seed in range(12):
        director = Director(Storyboard(beats=(beat(0, author()),), cast=CAST), STYLE, seed)
        shot = director.opening_shot(line(0))
        openings.append((shot.players[0].pose, shot.backdrop, shot.side))
    assert len(set(openings)) >= 8


@pytest.mark.parametrize("above", [True, False])
def test_films_end_in_three_ways(above: bool) -> None:
    ways = set()
    for seed in range(9):
        style = STYLE._replace(title_above=above)
        director = Director(Storyboard(beats=(beat(0, author()),), cast=CAST), style, seed)
        shot = director.closing_shot()
        ways.add((shot.framing, len(shot.players)))
    assert len(ways) == 3


def test_persons_and_places_that_are_only_guessed_are_not_drawn() -> None:
    boss, writer = (
        CastAppearance(member=name, certainty=BeatCertainty.GUESSED, action=Action.SHOUTING)
        for name in ("사장님", "author")
    )
    (first, shot) = directed(
        beat(0, author()), beat(1, boss, writer, place=Place.HOSPITAL, place_certainty=BeatCertainty.GUESSED)
    )
    assert shot.setting.place is first.setting.place is Place.OFFICE
    assert [player.person for player in shot.players] == [player.person for player in first.players]


def test_a_still_shows_people_where_a_film_would_show_the_thing() -> None:
    told = beat(0, author(), things=(Thing.ENVELOPE,), shot=Told.DETAIL)
    board = Storyboard(beats=(told,), cast=CAST)
    film, stills = (Director(board, STYLE, 4, inserts=inserts).line_shot(line(0), 0) for inserts in (True, False))
    assert film.framing is Framing.DETAIL
    assert stills.framing is not Framing.DETAIL
    assert stills.players
