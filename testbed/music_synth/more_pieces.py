"""Further pieces for each mood, in other keys, tempos and instruments."""

from typing import Final

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

NOTEBOOK = Piece(
    "notebook",
    tempo=92,
    decay=1.0,
    seed=37,
    sections=(
        MusicSection("F C/E Dm7 Bb", "guitar bass tongues"),
        MusicSection("F C/E Dm7 Bb Gm7 Am7 Bb C", "guitar bass tongues kick snap shaker"),
        MusicSection("Dm7 Bb F C", "guitar bass kick snap shaker tune"),
    ),
    parts={
        "guitar": Part("nylon", ("0.2.1.3.2.1.3.2.", "0.2.3.2.1.2.3.1."), base=53, level=-20, pan=-0.2),
        "tongues": Part("kalimba", ("....4.....3.....", "..5...4........."), base=65, level=-23, pan=0.3, room=0.3),
        "tune": Part("flute", ("2-----3---......", "4---3---2-------"), base=60, level=-23, pan=0.2, room=0.35),
        "bass": Part("bass", ("0---....0---2-..", "0-----0-....2-0-"), base=29, level=-19, room=0.04),
        "kick": Part("kick", ("x.........x.....",), level=-20, room=0.04),
        "snap": Part("snap", ("....x.......x...",), level=-28),
        "shaker": Part("shaker", ("x.o.x.o.x.o.x.oo",), level=-34, pan=0.4),
    },
)

TRANSIT = Piece(
    "transit",
    tempo=118,
    decay=1.2,
    seed=38,
    sections=(
        MusicSection("E E C#m7 A", "motor hat glass keys"),
        MusicSection("E B/D# C#m7 A E B/D# F#m7 A", "motor hat kick glass keys"),
        MusicSection("C#m7 A E B C#m7 A F#m7 B", "motor hat kick harp keys"),
    ),
    parts={
        "motor": Part("motor", ("0.0.2.0.0.0.2.0.", "0.0.2.0.0.2.0.2."), base=40, level=-20, room=0.05),
        "harp": Part("harp", ("0.2.3.4.3.2.3.2.", "0.2.4.3.4.3.2.3."), base=59, level=-22, pan=-0.25, room=0.3),
        "keys": Part("electric", ("c-----..c-----..", "....c-----..c---"), base=56, level=-22, pan=0.2),
        "glass": Part("glass", ("4-------3-------",), base=64, level=-22, pan=0.2, room=0.4),
        "kick": Part("kick", ("x...x...x...x...",), level=-20, room=0.04),
        "hat": Part("hat", ("..x...x...x...x.", "..x...x...x..ox."), level=-32, pan=-0.2),
    },
)

VERDICT = Piece(
    "verdict",
    tempo=110,
    decay=1.3,
    seed=39,
    sections=(
        MusicSection("Fm Fm Db Eb", "bows bass keys hat"),
        MusicSection("Fm C/E Fm Db Bbm Fm Db C", "bows bass keys hat kick snap"),
        MusicSection("Db Eb Fm Cm Db Eb C C", "bows bass kick brush left right"),
    ),
    parts={
        "bows": Part("strings", ("c.c.c...c.c.c...", "c.c.c...c...c.c."), base=56, level=-21, pan=-0.15, room=0.25),
        "bass": Part("bass", ("0-----0-0-----..", "0-----0-..0-0-.."), base=29, level=-19, room=0.04),
        "keys": Part("felt", ("c-------........", "c-------....c---"), base=49, level=-21, pan=0.1, room=0.25),
        "left": Part("reed", ("0.2.3-..........", "0.2.4-.........."), base=56, level=-23, pan=-0.5, room=0.25),
        "right": Part("accordion", ("........3.2.0-..", "........4.3.2-.."), base=61, level=-25, pan=0.5),
        "kick": Part("kick", ("x.....x...x.....",), level=-19, room=0.04),
        "snap": Part("snap", ("....x.......x...",), level=-27),
        "brush": Part("brush", ("....x.......x..o",), level=-25),
        "hat": Part("hat", ("x.x.x.x.x.x.x.x.",), level=-33, pan=0.3),
    },
)

BALCONY = Piece(
    "balcony",
    tempo=104,
    decay=1.1,
    seed=40,
    sections=(
        MusicSection("Amaj7 Bm7 C#m7 Bm7", "guitar bass shaker"),
        MusicSection("Dmaj7 C#m7 Bm7 E9 Amaj7 F#m7 Bm7 E9", "guitar bass shaker wood tune"),
        MusicSection("Dmaj7 Dm6 C#m7 F#m7 Bm7 E9 Amaj7 E9", "guitar bass shaker wood keys"),
    ),
    parts={
        "guitar": Part("nylon", ("c..c..c...c..c..", "..c..c..c..c..c."), base=57, level=-20, pan=-0.2, voices=4),
        "bass": Part("bass", ("0-----2-0-----2-",), base=33, level=-19, room=0.04),
        "tune": Part(
            "flute",
            ("....3-4---3-2---", "3-------........", "..4---3---2-3---", "2---------......"),
            base=61,
            level=-23,
            pan=0.3,
            room=0.35,
        ),
        "keys": Part("electric", ("....4...3-......", "..5...4...3-...."), base=64, level=-25, pan=0.3, room=0.3),
        "wood": Part("wood", ("x..x..x...x..x..",), level=-33, pan=0.35),
        "shaker": Part("shaker", ("x.o.x.oox.o.x.oo",), level=-36, pan=-0.4),
    },
)

LAUNDRY = Piece(
    "laundry",
    tempo=106,
    beats=3,
    decay=0.9,
    seed=41,
    sections=(
        MusicSection("G D/F# Em7 C G D/F# C D", "strum bass"),
        MusicSection("G D/F# Em7 C Am7 Em7 C D", "strum bass tune snap"),
        MusicSection("C D Bm7 Em7 C G/B Am7 D", "strum bass air snap shaker"),
    ),
    parts={
        "strum": Part("nylon", ("....c...c...", "....c...c.c."), base=55, level=-20, pan=-0.2, voices=4),
        "bass": Part("bass", ("0-----......", "0-----....2-"), base=31, level=-19, room=0.05),
        "tune": Part(
            "kalimba",
            ("2...3.4.....", "3...2.......", "4...3.2.3...", "2..........."),
            base=62,
            level=-22,
            pan=0.3,
            room=0.3,
        ),
        "air": Part("accordion", ("c-----------",), base=59, level=-26, pan=0.1, room=0.3),
        "snap": Part("snap", ("........x...", "....o...x..."), level=-29, pan=0.2),
        "shaker": Part("shaker", ("x.o.x.o.x.o.",), level=-34, pan=-0.4),
    },
)

LANDSLIDE = Piece(
    "landslide",
    tempo=94,
    decay=1.8,
    seed=42,
    sections=(
        MusicSection("C#m C#m A A", "tom deep bows hat"),
        MusicSection("C#m A E B C#m A F#m G#", "tom kick deep bows voices hat"),
        MusicSection("A B C#m G#", "tom kick deep bows voices arp"),
    ),
    parts={
        "tom": Part("tom", ("x..x..x.....x...", "x..x..x...x.x.xx"), level=-18, room=0.25),
        "kick": Part("kick", ("x.......x.......",), level=-19, room=0.05),
        "deep": Part("tuba", ("0---------......", "0-------0---...."), base=32, level=-20, room=0.2),
        "bows": Part("tremolo", ("c---------------",), base=57, level=-23, room=0.3),
        "voices": Part("choir", ("c-------c-------", "c---------------"), base=61, level=-23, room=0.4),
        "arp": Part("pizzicato", ("0.2.3.2.4.2.3.2.",), base=61, level=-23, pan=0.25),
        "hat": Part("hat", ("x...x...x...x.o.",), level=-33, pan=-0.3),
    },
)

ENCORES: Final = (
    *(TIPTOE, PARADE, HOMEWARD, FURNACE, LETTER, ATTIC),
    *(NOTEBOOK, TRANSIT, VERDICT, BALCONY, LAUNDRY, LANDSLIDE),
)
