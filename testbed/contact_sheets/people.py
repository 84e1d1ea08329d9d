"""Contact sheets of the drawn people: ``python -m testbed.contact_sheets.people FOLDER [NAME …]``.

Without names the whole cast: its front, its turns and its back, the crowd and the steps of walking; for each name a
sheet of every expression, one of every pose from the front and two aslant, and one of the shapes of speech.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libraries.drawn_world.animals.animal import AnimalActing, AnimalKind, AnimalMood, animal_from_seed
from libraries.drawn_world.animals.drawing import animal_picture
from libraries.drawn_world.people.acting import Acting, Expression, HeldThing, MouthShape, Pose
from libraries.drawn_world.people.figure import figure
from libraries.drawn_world.people.people_from_seeds import person_from_seed
from libraries.drawn_world.people.person import Person
from libraries.drawn_world.people.sample_people import SAMPLE_PEOPLE
from libraries.vector.affine import scaling, translation
from testbed.contact_sheets.sheet import picture_pixels, write_sheet

Cell = NDArray[np.uint8]
_HELD = {Pose.HOLD: HeldThing.BOX, Pose.GIVE: HeldThing.GIFT}


def whole_figure_picture(
    person: Person, acting: Acting, width: int = 280, height: int = 440, scale: float = 0.33
) -> Cell:
    """The picture of a whole figure, from head to soles."""
    return picture_pixels(
        figure(person, acting).picture, width, height, translation(width / 2, height * 0.97).after(scaling(scale))
    )


def head_and_shoulders_picture(
    person: Person, acting: Acting, width: int = 300, height: int = 300, scale: float = 0.8
) -> Cell:
    """The picture of a figure's head and shoulders."""
    drawn = figure(person, acting)
    place = translation(width / 2 - drawn.head[0] * scale, height * 0.58 - drawn.head[1] * scale).after(scaling(scale))
    return picture_pixels(drawn.picture, width, height, place)


def _pet(kind: AnimalKind, seed: int, mood: AnimalMood) -> Cell:
    picture = animal_picture(
        animal_from_seed(seed, kind), AnimalActing(mood, turn=(0.0, 0.8, -0.8)[seed % 3], tail=0.4)
    )
    return picture_pixels(picture, 220, 240, translation(100, 230).after(scaling(0.55)))


def overview_cells() -> list[Cell]:
    """The pictures of the overview in the docs: the cast in poses, and two rows of faces."""
    poses = [pose for pose in Pose if pose not in {Pose.HOLD, Pose.GIVE, Pose.TYPE, Pose.HEAD_IN_HANDS}]
    looks = list(Expression)
    cells: list[Cell] = []
    for i, person in enumerate(SAMPLE_PEOPLE.values()):
        acting = Acting(looks[i % 3], poses[i % len(poses)], turn=(0.0, 1.0, -1.0)[i % 3], stride=0.2)
        cells.append(whole_figure_picture(person, acting, 180, 230, 0.17))
    for i in range(24):
        person = person_from_seed(1000 + i)
        cells.append(
            head_and_shoulders_picture(
                person, Acting(looks[i % len(looks)], turn=(0.0, 0.8, -0.8)[i % 3]), 180, 230, 0.5
            )
        )
    return cells


def write_cast_sheets(folder: Path) -> Iterable[Path]:
    """Write the sheets of everybody: by view, from seeds, animals, and the steps of walking and running; gives their
    files.
    """
    cast = list(SAMPLE_PEOPLE.values())
    yield _written(overview_cells(), 12, folder / "people.jpg")
    views = [Acting(), Acting(turn=1), Acting(turn=-1), Acting(back=True)]
    yield _written([whole_figure_picture(person, view) for person in cast for view in views], 16, folder / "cast.png")
    yield _written(
        [whole_figure_picture(person_from_seed(seed), Acting()) for seed in range(48)], 12, folder / "crowd.png"
    )
    pets = [_pet(kind, seed, mood) for kind in AnimalKind for seed in range(3) for mood in AnimalMood]
    yield _written(pets, 14, folder / "animals.png")
    steps = [
        whole_figure_picture(person, Acting(pose=pose, turn=turn, stride=i / 8))
        for person, pose, turn in zip(cast, [Pose.WALK, Pose.RUN] * 12, [1, -1, 0.5] * 8, strict=True)
        for i in range(8)
    ]
    yield _written(steps, 16, folder / "steps.png")


def write_person_sheets(name: str, folder: Path) -> Iterable[Path]:
    """Write the sheets of one of the cast: all expressions, speech and poses; gives their files."""
    person = SAMPLE_PEOPLE[name]
    faces = [
        head_and_shoulders_picture(person, Acting(expression, turn=turn))
        for turn in (0, 1, -1)
        for expression in Expression
    ]
    yield _written(faces, 16, folder / f"{name}-expressions.png")
    speech = [head_and_shoulders_picture(person, Acting(Expression.GLAD, mouth=mouth)) for mouth in MouthShape]
    yield _written(
        [
            *speech,
            head_and_shoulders_picture(person, Acting(blink=0.5)),
            head_and_shoulders_picture(person, Acting(blink=1)),
        ],
        9,
        folder / f"{name}-speech.png",
    )
    for turn, view in ((0, "front"), (1, "right"), (-1, "left")):
        poses = [
            whole_figure_picture(person, Acting(pose=pose, turn=turn, held=_HELD.get(pose, HeldThing.NOTHING)))
            for pose in Pose
        ]
        yield _written(poses, 12, folder / f"{name}-poses-{view}.png")


def _written(cells: list[Cell], columns: int, path: Path) -> Path:
    write_sheet(cells, columns, path)
    return path


def main(arguments: list[str]) -> int:
    """Write the sheets and print their names; gives exit status 2 for wrong arguments."""
    if not arguments or set(arguments[1:]) - set(SAMPLE_PEOPLE):
        sys.stderr.write(
            f"usage: python -m testbed.contact_sheets.people FOLDER [NAME …]\nnames: {', '.join(SAMPLE_PEOPLE)}\n"
        )
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    names = arguments[1:]
    paths = (
        (path for name in names for path in write_person_sheets(name, folder)) if names else write_cast_sheets(folder)
    )
    sys.stdout.writelines(f"{path}\n" for path in paths)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
