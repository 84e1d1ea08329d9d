"""Digests of drawn people and animals, for tests: ``python -m testbed.contact_sheets.people_digests`` records them.

A digest is over the vectors, not over pixels: pixels are the painter's. Changed digests are only recorded with a new
version of `PEOPLE` or `ANIMALS`, or with ``--unreleased`` while that version has not left the house.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from libraries.drawn_world.animals import ANIMALS
from libraries.drawn_world.animals.animal import AnimalActing, AnimalKind, AnimalMood, animal_from_seed
from libraries.drawn_world.animals.drawing import animal_picture
from libraries.drawn_world.people import PEOPLE
from libraries.drawn_world.people.acting import Acting, Expression, HeldThing, MouthShape, Pose
from libraries.drawn_world.people.figure import figure
from libraries.drawn_world.people.people_from_seeds import person_from_seed
from libraries.drawn_world.people.person import Person
from libraries.drawn_world.people.sample_people import SAMPLE_PEOPLE
from libraries.vector.picture import Group, Picture

FILE: Final = Path(__file__).parents[2] / "tests/golden/people.json"
VERSION: Final = f"{PEOPLE.version}, {ANIMALS.version}"
_ACTING: Final = ("office_woman", "boss", "grandmother", "boy")


def people_digest(*moments: tuple[Person, Acting]) -> str:
    """One digest over the vectors of some figures."""
    return _digest(figure(person, acting).picture for person, acting in moments)


def _digest(pictures: Iterable[Picture]) -> str:
    whole = hashlib.sha256()
    for picture in pictures:
        for word in _words(picture):
            whole.update(word)
    return whole.hexdigest()[:16]


def _words(picture: Picture) -> Iterator[bytes]:
    """The picture part by part, rounded to a hundredth of a unit: sines of other libraries differ in the last digit."""
    if isinstance(picture, Group):
        yield repr((picture.opacity, picture.blend, picture.blur, picture.mask is not None)).encode()
        yield _rounded(np.array(picture.transform or (), np.float32))
        if picture.clip is not None:
            yield _rounded(np.frombuffer(picture.clip.points, np.float32))
        for part in picture.parts:
            yield from _words(part)
    else:
        yield picture.path.commands + repr((picture.fill, picture.stroke, picture.line_below)).encode()
        yield _rounded(np.frombuffer(picture.path.points, np.float32))


def _rounded(numbers: NDArray[np.float32]) -> bytes:
    return (np.round(numbers, 2) + np.float32(0)).tobytes()


def digests_by_name() -> dict[str, str]:
    """Digests by name: each of the cast, some with every expression and pose in every view, and the crowd."""
    found = {
        name: people_digest((SAMPLE_PEOPLE[name], Acting()), (SAMPLE_PEOPLE[name], Acting(back=True)))
        for name in SAMPLE_PEOPLE
    }
    found |= {
        f"{name}: {look}": people_digest((SAMPLE_PEOPLE[name], Acting(look))) for name in _ACTING for look in Expression
    }
    views = (Acting(), Acting(turn=1), Acting(turn=-1), Acting(back=True))
    for name in _ACTING[:2]:
        for pose in Pose:
            moments = [replace(view, pose=pose, held=HeldThing.CUP, stride=0.2) for view in views]
            found[f"{name}: {pose}"] = people_digest(*((SAMPLE_PEOPLE[name], moment) for moment in moments))
    for kind, mood in product(AnimalKind, AnimalMood):
        pictures = [animal_picture(animal_from_seed(seed, kind), AnimalActing(mood, 0.5, 0.3)) for seed in range(6)]
        found[f"{kind}: {mood}"] = _digest(pictures)
    for mouth in MouthShape:
        found[f"speech: {mouth}"] = people_digest((SAMPLE_PEOPLE["office_man"], Acting(mouth=mouth)))
    found["crowd"] = people_digest(*((person_from_seed(seed), Acting()) for seed in range(100)))
    return found


def main(arguments: list[str]) -> int:
    """Record the digests; gives exit status 1 where they changed without a new version."""
    before = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"version": "", "digests": {}}
    now = {"version": VERSION, "digests": digests_by_name()}
    if before["version"] == now["version"] and before["digests"] != now["digests"] and "--unreleased" not in arguments:
        sys.stderr.write("they look different: raise the version of PEOPLE or of ANIMALS\n")
        return 1
    FILE.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
