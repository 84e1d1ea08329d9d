"""Still more pieces of music for each mood, and the list of all further pieces."""

from typing import Final

from testbed.music_synth.more_pieces import ATTIC, FURNACE, HOMEWARD, LETTER, PARADE, TIPTOE
from testbed.music_synth.score import MusicSection, Part, Piece

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
