"""The company: who plays whom, what each shows where the words tell it, and where they do not."""

import pytest
from fixtures.rows import each_row

from libraries.drawn_world.animals.animal import Animal, AnimalMood
from libraries.drawn_world.people.acting import Expression, HeldThing, Pose
from libraries.drawn_world.people.person import AgeGroup, Person, Sex
from libraries.drawn_world.scenes.setting import ScenePalette
from libraries.drawn_world.staging.shot import MOST_PLAYERS, Player, Reaction, SpokenWord
from libraries.drawn_world.staging.staging_style import LISTENING_POSES, TELLING_POSES, StagingStyle
from libraries.drawn_world.staging.story_cast import ShotLine, StoryCast
from libraries.drawn_world.story_settings import AUTHOR
from schemas.beats import Action, Beat, CastAppearance, CastKind, CastMember, Feeling, Place, Thing, TimeOfDay
from schemas.beats import Age as ToldAge
from schemas.beats import Sex as ToldSex

FACES = (Expression.SMUG, Expression.TIRED)
STYLE = StagingStyle(ScenePalette.WARM, TimeOfDay.NOON, Feeling.GLAD, FACES, (Expression.MOVED,))
GRANDMOTHER = CastMember(id="할머니", names=("할머니",), sex=ToldSex.WOMAN, age=ToldAge.OLD, lines=(0, 1, 2, 3))
BROTHER = CastMember(id="동생", names=("동생",), sex=ToldSex.MAN, lines=(1,))
CAST = (
    CastMember(id=AUTHOR, lines=(0, 1)),
    GRANDMOTHER,
    BROTHER,
    CastMember(id="손님들", names=("손님들",), group=True, lines=(0, 1, 2, 3, 4)),
    CastMember(id="두부", names=("두부",), kind=CastKind.CAT),
)


def company(style: StagingStyle = STYLE, seed: int = 3) -> StoryCast:
    return StoryCast(CAST, style, seed)


def line(text: str, quoted: str = "") -> ShotLine:
    said = tuple(SpokenWord(word, at * 0.4, at * 0.4 + 0.35) for at, word in enumerate(text.split()))
    return ShotLine(1, said, 2.4, quoted)


def beat(*cast: CastAppearance, place: Place = Place.HOME, **told: object) -> Beat:
    return Beat.model_validate({"line": 1, "place": place, "cast": cast, **told})


def played(given: Beat, told: ShotLine | None = None) -> tuple[Player, ...]:
    return company().players_of_line(given, told or line("그날 우리 집에서는"), given.place)


def test_a_line_names_the_one_of_whom_most_is_told() -> None:
    assert company().main_member_of_line(line("동생이 할머니께 전화했어요"), beat()) == "할머니"
    assert company().main_member_of_line(line("동생이 웃었어요"), beat()) == "동생"
    assert company().main_member_of_line(line("손님들이 웃었어요"), beat()) == AUTHOR
    assert company().main_member_of_line(line("아무도 없었어요"), beat(CastAppearance(member="동생"))) == "동생"


def test_who_speaks_comes_first_and_no_more_are_seen_than_fit() -> None:
    named = (AUTHOR, "손님들", "할머니", "동생")
    players = played(beat(*(CastAppearance(member=each, speaks=each == "동생") for each in named)))
    assert len(players) == MOST_PLAYERS
    assert players[0].talks
    assert players[0].person == company().people["동생"]
    assert not any(player.talks for player in players[1:])


def test_where_nobody_speaks_the_author_tells() -> None:
    players = played(beat(CastAppearance(member="할머니"), CastAppearance(member=AUTHOR)))
    assert [player.talks for player in players] == [False, True]


def test_whom_nobody_names_is_not_seen_but_the_author() -> None:
    (player,) = played(beat(CastAppearance(member="없는 사람")))
    assert player.person == company().people[AUTHOR]
    assert player.talks


def test_a_cat_is_played_by_a_cat_in_its_mood() -> None:
    (cat,) = played(beat(CastAppearance(member="두부", action=Action.SLEEPING)))
    assert isinstance(cat.person, Animal)
    assert cat.mood is AnimalMood.ASLEEP
    assert not cat.talks


def test_faces_and_hands_of_the_manner_stand_in_where_nothing_is_told() -> None:
    seen = [played(beat(CastAppearance(member=AUTHOR), CastAppearance(member="동생", speaks=True))) for _ in range(2)]
    assert seen[0] == seen[1]
    speaker, listener = seen[0]
    assert {speaker.expression, listener.expression} <= set(FACES)
    assert speaker.pose in TELLING_POSES
    assert listener.pose in LISTENING_POSES
    assert listener.reaction is not Reaction.NONE


def test_hands_change_from_line_to_line() -> None:
    crew = company()
    poses = [
        crew.players_of_line(beat(CastAppearance(member=AUTHOR)), line("또 그날"), Place.HOME)[0].pose for _ in range(8)
    ]
    assert len(set(poses)) >= 4


@each_row(
    ("place", "things", "pose", "held"),
    [
        (Place.PHONE_CHAT, (), Pose.PHONE, HeldThing.NOTHING),
        (Place.HOME, (Thing.PHONE,), Pose.PHONE, HeldThing.NOTHING),
        (Place.HOME, (Thing.LETTER,), Pose.HOLD, HeldThing.ENVELOPE),
        (Place.HOME, (Thing.MONEY,), Pose.HOLD, HeldThing.MONEY),
        (Place.HOME, (Thing.COFFEE,), Pose.HOLD, HeldThing.CUP),
    ],
)
def test_hands_hold_what_the_line_names(place: Place, things: tuple[Thing, ...], pose: Pose, held: HeldThing) -> None:
    (player,) = played(beat(CastAppearance(member=AUTHOR), place=place, things=things))
    assert (player.pose, player.held) == (pose, held)


def test_whose_words_are_quoted_joins_the_picture() -> None:
    players = played(beat(CastAppearance(member=AUTHOR)), line("얘야 밥 먹고 가라", "할머니"))
    person = players[0].person
    assert isinstance(person, Person)
    assert (person.age, person.sex, players[0].talks) == (AgeGroup.OLD, Sex.WOMAN, True)
    assert len(players) == 2


def test_the_first_picture_has_the_feeling_of_the_story_or_of_its_kind() -> None:
    sad = beat(feeling=Feeling.SAD)
    assert company().opening_player(sad, line("저는 울었어요")).expression is Expression.SAD
    assert (
        company(STYLE._replace(title_above=True)).opening_player(sad, line("저는 울었어요")).expression
        is Expression.GLAD
    )
    assert company().opening_player(beat(), line("할머니 이야기")).person == company().people["할머니"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("진짜 ㅋㅋㅋㅋ", Expression.LAUGHING), ("눈물나요 ㅠㅠ", Expression.MOVED), ("그렇군요", Expression.MOVED)],
)
def test_a_comment_is_said_with_the_face_of_its_words(text: str, expected: Expression) -> None:
    assert company().commenter("누군가", line(text)).expression is expected


@pytest.mark.parametrize("quiet", [True, False])
def test_the_last_picture_has_the_author_and_who_was_told_of_most(quiet: bool) -> None:
    crew = company(STYLE._replace(quiet=quiet))
    first, second = crew.closing_players()
    assert (first.person, second.person) == (crew.people[AUTHOR], crew.people["할머니"])
    assert (first.expression is Expression.CALM) == quiet
    assert (first.pose is Pose.STAND) == quiet
