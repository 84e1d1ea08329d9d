"""Measures of bodies, in units of which an unscaled head is 250 high; x to the right, y down, the soles at 0."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from libraries.drawn_world.people.person import AgeGroup, Build, Person, Sex


@dataclass(frozen=True, slots=True)
class BodyMeasures:
    """The measures of a body: half widths of neck, shoulders, chest, waist and hips; widths of arm and leg; lengths;
    scale of the head."""

    neck: float
    shoulders: float
    chest: float
    waist: float
    hips: float
    arm: float
    leg: float
    legs: float
    torso: float
    throat: float
    head: float = 1.17
    stoop: float = 0.0
    """How far the head hangs forward and down."""

    @property
    def hip_line(self) -> float:
        """The y of the hips, negative."""
        return -self.legs

    @property
    def shoulder_line(self) -> float:
        """The y of the shoulders, negative."""
        return -self.legs - self.torso

    @property
    def chin_line(self) -> float:
        """The y of the chin, negative."""
        return self.shoulder_line - self.throat + self.stoop

    @property
    def height(self) -> float:
        """Units from the soles to the top of the hair."""
        return -self.chin_line + 292 * self.head


_W, _M = Sex.WOMAN, Sex.MAN
_TABLE: Final = {
    (AgeGroup.CHILD, _W): BodyMeasures(21, 78, 74, 72, 78, 40, 56, 238, 214, 46, 1.08),
    (AgeGroup.CHILD, _M): BodyMeasures(22, 82, 77, 76, 78, 41, 56, 238, 216, 46, 1.08),
    (AgeGroup.STUDENT, _W): BodyMeasures(25, 100, 90, 78, 92, 45, 72, 392, 296, 70, 1.15),
    (AgeGroup.STUDENT, _M): BodyMeasures(30, 116, 104, 94, 96, 49, 78, 408, 308, 74, 1.15),
    (AgeGroup.TWENTIES, _W): BodyMeasures(26, 106, 96, 80, 98, 46, 76, 416, 312, 74),
    (AgeGroup.TWENTIES, _M): BodyMeasures(34, 130, 116, 102, 104, 54, 84, 430, 322, 76),
    (AgeGroup.THIRTIES, _W): BodyMeasures(27, 108, 99, 86, 102, 47, 78, 410, 314, 72),
    (AgeGroup.THIRTIES, _M): BodyMeasures(36, 136, 124, 112, 110, 58, 88, 428, 326, 74),
    (AgeGroup.MIDDLE, _W): BodyMeasures(29, 110, 108, 104, 112, 52, 84, 378, 310, 62),
    (AgeGroup.MIDDLE, _M): BodyMeasures(39, 140, 132, 128, 118, 61, 90, 410, 326, 66),
    (AgeGroup.OLD, _W): BodyMeasures(27, 98, 104, 112, 116, 50, 80, 300, 292, 44, 1.15, 10),
    (AgeGroup.OLD, _M): BodyMeasures(30, 116, 112, 112, 108, 52, 80, 350, 306, 48, 1.15, 10),
}


@lru_cache(maxsize=256)
def body_measures(person: Person) -> BodyMeasures:
    """The measures of the person's body, from age, sex and build."""
    own = _TABLE[person.age, person.sex]
    if person.build is Build.MEDIUM:
        return own
    wide, limb = (0.93, 0.9) if person.build is Build.SLIM else (1.1, 1.12)
    belly = wide if person.build is Build.SLIM else 1.24
    return replace(
        own,
        neck=own.neck * limb,
        shoulders=own.shoulders * (0.96 if person.build is Build.SLIM else 1.06),
        chest=own.chest * wide,
        waist=own.waist * belly,
        hips=own.hips * wide,
        arm=own.arm * limb,
        leg=own.leg * limb,
    )
