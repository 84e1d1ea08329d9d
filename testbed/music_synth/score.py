"""The notation of a piece: chords by name, parts as lines of four steps a beat, sections with their parts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

STEPS: Final = 4
"""Steps of a beat."""

_QUALITIES: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "": (0, 4, 7),
        "m": (0, 3, 7),
        "7": (0, 4, 7, 10),
        "m7": (0, 3, 7, 10),
        "maj7": (0, 4, 7, 11),
        "6": (0, 4, 7, 9),
        "m6": (0, 3, 7, 9),
        "add9": (0, 2, 4, 7),
        "madd9": (0, 2, 3, 7),
        "m9": (0, 2, 3, 7, 10),
        "maj9": (0, 2, 4, 7, 11),
        "9": (0, 2, 4, 7, 10),
        "dim7": (0, 3, 6, 9),
        "sus2": (0, 2, 7),
        "sus4": (0, 5, 7),
        "5": (0, 7),
    }
)
_LETTERS: Final[Mapping[str, int]] = MappingProxyType({"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11})
_CHORD = re.compile(r"^([A-G][b#]?)(\w*?)(?:/([A-G][b#]?))?$")


class Chord(NamedTuple):
    """A chord as pitch classes, 0 = C: its tones from the root up, and the one in the bass."""

    tones: tuple[int, ...]
    bass: int

    @classmethod
    def parse(cls, name: str) -> "Chord":
        """The chord of a name such as ``Fmaj7`` or ``D/F#``. Raises ValueError for anything else."""
        match = _CHORD.match(name)
        if not match or match[2] not in _QUALITIES:
            raise ValueError(f"{name!r} is no chord we know")
        root = _pitch_class(match[1])
        tones = tuple((root + step) % 12 for step in _QUALITIES[match[2]])
        return cls(tones, _pitch_class(match[3]) if match[3] else root)

    def notes_from(self, base: int) -> Iterator[int]:
        """All tones of the chord as MIDI notes from ``base`` up, without end."""
        note = base
        while True:
            if note % 12 in self.tones:
                yield note
            note += 1

    def nth_note(self, base: int, index: int) -> int:
        """The ``index``-th tone of the chord at or above ``base``, as a MIDI note."""
        ladder = self.notes_from(base)
        for _ in range(index):
            next(ladder)
        return next(ladder)

    def voicing(self, base: int, count: int, before: tuple[int, ...]) -> tuple[int, ...]:
        """``count`` tones of the chord near ``base``, in the position that moves the least from the chord before."""
        choices = [tuple(self.nth_note(base - 5, low + i) for i in range(count)) for low in range(len(self.tones) + 1)]
        wanted = before or tuple(base + 4 * i for i in range(count))
        return min(choices, key=lambda notes: sum(abs(a - b) for a, b in zip(notes, wanted, strict=True)))


def _pitch_class(name: str) -> int:
    return (_LETTERS[name[0]] + {"b": -1, "#": 1}.get(name[1:], 0)) % 12


class NoteStep(NamedTuple):
    """One note or hit of a line: ``tone`` is a digit (which tone of the chord), ``c`` (whole chord), ``x`` or ``o``
    (hit, soft hit).
    """

    start: int
    length: int
    tone: str


def parse_steps(line: str, beats: int) -> list[NoteStep]:
    """The notes and hits of one bar of a line: ``.`` is silence, ``-`` holds what sounds.

    Raises ValueError when the line is not as long as a bar.
    """
    if len(line) != STEPS * beats:
        raise ValueError(f"{line!r} has {len(line)} steps, not {STEPS * beats}")
    return [NoteStep(found.start(), len(found[0]), found[0][0]) for found in re.finditer(r"[0-9cxo]-*", line)]


@dataclass(frozen=True)
class Part:
    """What one instrument plays. ``lines`` take turns bar by bar; ``base`` is the lowest MIDI note of its chords.

    ``level`` in dB among the others, ``pan`` -1..1, ``room`` how much of it goes to the reverb.
    """

    instrument: str
    lines: tuple[str, ...]
    base: int = 60
    level: float = -20.0
    pan: float = 0.0
    room: float = 0.2
    voices: int = 3


@dataclass(frozen=True)
class MusicSection:
    """A section of a piece: its chords, one a bar, and the names of the parts that play them."""

    chords: str
    parts: str


@dataclass(frozen=True)
class Piece:
    """A piece of background music. ``swing``: where in its beat an off-beat falls (0.5 = straight), for steps of
    1/``swung``.

    ``decay`` in seconds is the room, ``seed`` the hand that plays it, ``beats`` how many a bar has.
    """

    name: str
    tempo: float
    sections: tuple[MusicSection, ...]
    parts: Mapping[str, Part]
    swing: float = 0.5
    swung: int = 8
    decay: float = 1.2
    seed: int = 1
    beats: int = 4

    @property
    def bars(self) -> int:
        """The number of its bars."""
        return sum(len(section.chords.split()) for section in self.sections)

    @property
    def seconds(self) -> float:
        """Its length in seconds."""
        return self.bars * self.beats * 60 / self.tempo
