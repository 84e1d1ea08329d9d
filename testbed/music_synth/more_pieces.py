"""Further pieces of music for each mood (`later_pieces` has more), in other keys, tempos and instruments."""

from testbed.music_synth.score import MusicSection, Part, Piece

TIPTOE = Piece(
    "tiptoe",
    tempo=92,
    swing=0.6,
    decay=0.7,
    seed=31,
    sections=(
        MusicSection("Gm Gm Cm D7", "bass reed wood"),
        MusicSection("Gm Gm Cm D7 Gm Eb A7 D7", "bass reed wood snap kalimba"),
        MusicSection("Cm Gm A7 D7", "bass reed snap brush plucks"),
    ),
    parts={
        "bass": Part("bass", ("0...2...0...2...", "0...2...3..2..1."), base=31, level=-19, room=0.05),
        "reed": Part(
            "reed",
            ("0.2.3...2.......", "3.2.0.....2.3...", "4...3.2.3.......", "3..2..1...0....."),
            base=55,
            level=-21,
            pan=-0.25,
            room=0.25,
        ),
        "kalimba": Part("kalimba", ("......4...5.....", "..4...3........."), base=67, level=-26, pan=0.4, room=0.3),
        "plucks": Part("pizzicato", ("..c...c...c...c.",), base=58, level=-23, pan=0.25),
        "wood": Part("wood", ("x.......x...o...",), level=-31, pan=0.35, room=0.2),
        "snap": Part("snap", ("....x.......x...",), level=-27, pan=0.1),
        "brush": Part("brush", ("..o...o...o...oo",), level=-28),
    },
)

PARADE = Piece(
    "parade",
    tempo=132,
    decay=0.8,
    seed=32,
    sections=(
        MusicSection("Bb Bb Eb Bb F7 F7 Bb F7", "tuba chords brush"),
        MusicSection("Bb G7 C7 F7 Bb G7 C7 F7", "tuba chords brush tune kick"),
        MusicSection("Eb F Bb Gm Eb C7 F7 F7", "tuba chords brush bars kick shaker"),
    ),
    parts={
        "tuba": Part("tuba", ("0-..2-..0-..2-..", "0-..2-..0-..1.2."), base=34, level=-18, room=0.06),
        "chords": Part("accordion", ("..c...c...c...c.",), base=58, level=-23, pan=-0.2),
        "tune": Part(
            "flute",
            ("2-..3-..4---....", "4-3-2-3-2---....", "3-..4-..5---4---", "3---2-..1---...."),
            base=62,
            level=-22,
            pan=0.25,
            room=0.3,
        ),
        "bars": Part("marimba", ("0.2.3.2.4...3...", "3.2.0.2.3......."), base=62, level=-22, pan=0.3),
        "kick": Part("kick", ("x.......x.......",), level=-21, room=0.04),
        "brush": Part("brush", ("....x.......x..o", "....x.......x.oo"), level=-25),
        "shaker": Part("shaker", ("x.o.x.o.x.o.x.o.",), level=-33, pan=-0.4),
    },
)

HOMEWARD = Piece(
    "homeward",
    tempo=96,
    beats=3,
    decay=2.0,
    seed=33,
    sections=(
        MusicSection("Eb Bb/D Cm7 Ab Eb/G Fm7 Bbsus4 Bb", "harp bass voices"),
        MusicSection("Eb Bb/D Cm7 Gm7 Ab Eb/G Fm7 Bb", "harp bass tune voices"),
        MusicSection("Cm7 Gm7 Ab Eb Fm7 Cm7 Ab Bb", "harp bass voices answer"),
    ),
    parts={
        "harp": Part("harp", ("0.2.3.4.3.2.", "0.2.4.3.4.2."), base=51, level=-19, pan=-0.15, room=0.35),
        "bass": Part("bass", ("0-------....",), base=31, level=-21, room=0.08),
        "voices": Part("choir", ("c-----------",), base=58, level=-26, room=0.45),
        "tune": Part(
            "flute",
            ("3---4---5---", "4-------....", "3---2---3---", "4-------3---"),
            base=60,
            level=-22,
            pan=0.25,
            room=0.45,
        ),
        "answer": Part("kalimba", ("....4...5...", "..3.....4..."), base=67, level=-26, pan=0.35, room=0.45),
    },
)

FURNACE = Piece(
    "furnace",
    tempo=140,
    decay=1.0,
    seed=34,
    sections=(
        MusicSection("F#m F#m D E", "cellos kick tom"),
        MusicSection("F#m F#m D E F#m A D C#", "cellos kick tom brush hat bows"),
        MusicSection("Bm Bm F#m F#m D E C#7 C#7", "cellos kick brush hat bows keys"),
        MusicSection("F#m F#m D E", "cellos kick tom brush"),
    ),
    parts={
        "cellos": Part("reed", ("0.0.2.0.0.2.0.3.", "0.0.2.0.3.2.0.2."), base=42, level=-19, pan=-0.1, room=0.15),
        "bows": Part("tremolo", ("c-------c---c---", "c-----------c-c-"), base=61, level=-24, room=0.25),
        "keys": Part("bass", ("0-..0-..0---....",), base=30, level=-21, room=0.05),
        "kick": Part("kick", ("x.....x.x.......", "x.....x.x...x..."), level=-18, room=0.04),
        "tom": Part("tom", ("............x.xx", "........x..x..x."), level=-20, room=0.2),
        "brush": Part("brush", ("....x.......x...", "....x.......x..o"), level=-23),
        "hat": Part("hat", ("x.o.x.o.x.o.x.o.",), level=-33, pan=0.3),
    },
)

LETTER = Piece(
    "letter",
    tempo=72,
    beats=3,
    decay=2.4,
    seed=35,
    sections=(
        MusicSection("Bm G D A/C#", "harp strings"),
        MusicSection("Bm G Em F#m G D Em F#", "harp strings bass tune"),
        MusicSection("G A F#m Bm", "harp strings bass"),
    ),
    parts={
        "harp": Part("harp", ("0...2...3...", "0...2...4.3."), base=47, level=-19, pan=0.1, room=0.35),
        "strings": Part("strings", ("c-----------",), base=54, level=-22, room=0.4),
        "bass": Part("bass", ("0-------....",), base=35, level=-23, room=0.1),
        "tune": Part(
            "reed",
            ("4-------3---", "3-----------", "2---3---4---", "3-------....", "4---5---4---", "3-------2---"),
            base=59,
            level=-23,
            pan=-0.2,
            room=0.5,
        ),
    },
)

ATTIC = Piece(
    "attic",
    tempo=84,
    beats=3,
    decay=3.0,
    seed=36,
    sections=(
        MusicSection("F#m F#m D D", "glass wood drone"),
        MusicSection("F#m D Bm Fdim7 F#m D G F#m", "glass wood drone box"),
        MusicSection("Bm F#m G F#m Bm Gm C#7 C#7", "drone box voices tom bows"),
    ),
    parts={
        "glass": Part("glass", ("4-----------", "3-----------"), base=62, level=-21, pan=0.2, room=0.5),
        "drone": Part("motor", ("0-----------",), base=30, level=-20, room=0.2),
        "box": Part(
            "kalimba",
            ("0...3...2...", "4.......3...", "2...3...0...", "3..........."),
            base=66,
            level=-24,
            pan=-0.3,
            room=0.7,
        ),
        "voices": Part("choir", ("c-----------",), base=54, level=-24, room=0.5),
        "bows": Part("tremolo", ("c-----------",), base=57, level=-28, room=0.4),
        "tom": Part("tom", ("x...........", "........o..."), level=-22, pan=-0.2, room=0.5),
        "wood": Part("wood", ("x.....o.....",), level=-30, pan=0.45, room=0.6),
    },
)
