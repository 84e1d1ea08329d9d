"""The pieces of background music that come first for their moods. Each is a loop of 40 to 64 seconds in sections that
come and go, quiet in the middle register where a voice speaks. Melodies step along the tones of the chord that sounds,
so nothing rubs.
"""

from typing import Final

from testbed.music_synth.score import MusicSection, Part, Piece

BOUNCE = Piece(
    "bounce",
    tempo=116,
    swing=0.62,
    decay=0.8,
    seed=11,
    sections=(
        MusicSection("C Am7 Dm7 G7 C Am7 Dm7 G7", "bass plucks snap"),
        MusicSection("C Am7 Dm7 G7 F C/E Dm7 G7", "bass plucks snap shaker tune"),
        MusicSection("F Fm6 C/E Am7 F Fm6 Dm7 G7", "bass plucks kick shaker bells"),
    ),
    parts={
        "bass": Part("bass", ("0--.....2--.....", "0--.....2--.0-2-"), base=36, level=-19, room=0.05),
        "plucks": Part("pizzicato", ("....c.......c...", "....c.......c.c."), base=62, level=-21, pan=-0.25),
        "tune": Part(
            "marimba",
            ("4...3.2.3.......", "2.2.3...4...3...", "5...4.3.4.......", "3.2.1...2......."),
            base=64,
            level=-21,
            pan=0.3,
        ),
        "bells": Part("bell", ("......4.......5.", "..3...........2."), base=72, level=-27, pan=0.45, room=0.4),
        "snap": Part("snap", ("....x.......x...",), level=-27, pan=0.1),
        "kick": Part("kick", ("x.......x.......",), level=-21, room=0.05),
        "shaker": Part("shaker", ("o.x.o.x.o.x.o.x.",), level=-32, pan=-0.4),
    },
)

STROLL = Piece(
    "stroll",
    tempo=82,
    swing=0.57,
    swung=16,
    decay=1.0,
    seed=12,
    sections=(
        MusicSection("Fmaj7 Em7 Dm7 Cmaj7", "keys bass hat"),
        MusicSection("Fmaj7 Em7 Dm7 G6 Fmaj7 Em7 Am7 G6", "keys bass kick brush hat lead"),
        MusicSection("Dm9 G7 Cmaj9 Am7", "keys bass kick brush hat pad"),
    ),
    parts={
        "keys": Part(
            "electric", ("c-----..c---..c-", "c---..c-----....", "c-----..c-..c---"), base=60, level=-19, voices=4
        ),
        "bass": Part("bass", ("0-----..0-.2--..", "0-----....0-2-3-"), base=34, level=-19, room=0.04),
        "lead": Part(
            "nylon",
            ("........4---3-2-", "3-----..........", "....5---4-3-2---", "..3---2---......"),
            base=64,
            level=-22,
            pan=0.25,
            room=0.35,
        ),
        "pad": Part("pad", ("c---------------",), base=62, level=-27, room=0.4),
        "kick": Part("kick", ("x......x..x.....",), level=-19, room=0.04),
        "brush": Part("brush", ("....x.......x..o",), level=-25),
        "hat": Part("hat", ("x.o.x.oox.o.x.o.",), level=-33, pan=0.3),
    },
)

LANTERN = Piece(
    "lantern",
    tempo=72,
    decay=2.2,
    seed=13,
    sections=(
        MusicSection("G D/F# Em7 Cadd9", "piano bass"),
        MusicSection("G D/F# Em7 Cadd9 G/B Cadd9 Am7 Dsus4", "piano bass pad tune"),
        MusicSection("Em7 Cadd9 G D", "piano bass pad shaker"),
    ),
    parts={
        "piano": Part("felt", ("0-1-2-3-4-3-2-1-", "0-1-3-2-4-2-3-1-"), base=55, level=-19, pan=-0.1, room=0.35),
        "bass": Part("bass", ("0-------------..",), base=31, level=-22, room=0.1),
        "tune": Part(
            "bell",
            ("........4---....", "5-------....3---", "....4-------....", "3---2-----------"),
            base=67,
            level=-26,
            pan=0.3,
            room=0.5,
        ),
        "pad": Part("strings", ("c---------------",), base=62, level=-25, room=0.45),
        "shaker": Part("shaker", ("o...x...o...x...",), level=-36, pan=0.4),
    },
)

RAIN = Piece(
    "rain",
    tempo=66,
    decay=2.6,
    seed=14,
    sections=(
        MusicSection("Am9 Fmaj7 Cmaj7 Em7", "piano pad"),
        MusicSection("Am9 Fmaj7 Cmaj7 Em7 Dm9 Am7 Fmaj7 Em7", "piano pad bass tune"),
        MusicSection("Fmaj7 Em7 Dm9 Am7", "piano bass pad"),
    ),
    parts={
        "piano": Part(
            "felt", ("0---2---3---2---", "0---2---4---....", "0---3---2---1---"), base=57, level=-19, room=0.4
        ),
        "pad": Part("pad", ("c---------------",), base=57, level=-23, room=0.4, voices=4),
        "bass": Part("bass", ("0-----------....",), base=33, level=-23, room=0.1),
        "tune": Part(
            "nylon",
            ("........5---4---", "3-------........", "....4---5-------", "4---3-----------"),
            base=64,
            level=-25,
            pan=0.25,
            room=0.5,
        ),
    },
)

EMBER = Piece(
    "ember",
    tempo=100,
    decay=1.1,
    seed=15,
    sections=(
        MusicSection("Dm Dm Bb C", "motor tom"),
        MusicSection("Dm Dm Bb C Dm Gm Bb A", "motor tom strings brush hat"),
        MusicSection("Gm Gm Dm Dm Bb Bb C A", "motor tom plucks brush hat"),
    ),
    parts={
        "motor": Part("motor", ("0.0.0.0.0.0.0.2.", "0.0.0.0.0.0.2.0."), base=38, level=-20, room=0.05),
        "tom": Part("tom", ("x.....x.....x...", "x.....x...x.x.o."), level=-19, room=0.2),
        "strings": Part("strings", ("c---c---c---c---", "c-------c-c-c---"), base=60, level=-23, room=0.25),
        "plucks": Part("nylon", ("0.2.3.2.0.2.3.4.",), base=62, level=-23, pan=0.3),
        "brush": Part("brush", ("....x.......x...",), level=-24),
        "hat": Part("hat", ("x.x.x.x.x.x.x.xo",), level=-33, pan=-0.3),
    },
)

STANDOFF = Piece(
    "standoff",
    tempo=94,
    decay=1.4,
    seed=16,
    sections=(
        MusicSection("Em Em C C", "plucks wood bass"),
        MusicSection("Em Em C Am Em G C D", "plucks wood bass pad kick"),
        MusicSection("Am Am Em Em C D Em D", "plucks bass pad kick brush answer"),
    ),
    parts={
        "plucks": Part("pizzicato", ("0.2.3.2.0.2.3.2.", "0.2.3.4.3.2.3.2."), base=64, level=-21, pan=-0.3),
        "answer": Part("marimba", ("......5.4.......", "..........3.4.5."), base=64, level=-24, pan=0.35),
        "bass": Part("bass", ("0-----..0-..2-..", "0-----..0-......"), base=35, level=-19, room=0.05),
        "pad": Part("pad", ("c---------------",), base=57, level=-25, room=0.35),
        "wood": Part("wood", ("x...o...x...o...",), level=-30, pan=0.4, room=0.3),
        "kick": Part("kick", ("x.....x...x.....",), level=-20, room=0.05),
        "brush": Part("brush", ("....x.......x...",), level=-26),
    },
)

CELLAR = Piece(
    "cellar",
    tempo=60,
    decay=3.2,
    seed=17,
    sections=(
        MusicSection("C5 C5 Ab C5", "drone heart"),
        MusicSection("Cm Cm Ab Gm", "drone heart box"),
        MusicSection("Fm Cm Ab G", "drone heart piano strings"),
    ),
    parts={
        "drone": Part("pad", ("c---------------",), base=45, level=-20, room=0.4),
        "heart": Part("heart", ("x.......x.......", "x..............."), level=-18, room=0.15),
        "box": Part(
            "bell", ("4---3-------....", "2-----------....", "3---4---3-------"), base=67, level=-25, pan=0.3, room=0.7
        ),
        "piano": Part("felt", ("0-----------....", "........0-------"), base=39, level=-22, pan=-0.2, room=0.5),
        "strings": Part("strings", ("c---------------",), base=64, level=-29, room=0.5),
    },
)

CLOCKWORK = Piece(
    "clockwork",
    tempo=108,
    decay=0.9,
    seed=18,
    sections=(
        MusicSection("D A/C# Bm7 G", "plucks bass"),
        MusicSection("D A/C# Bm7 G D A/C# Em7 A", "plucks bass kick snap shaker"),
        MusicSection("G A Bm7 D G A D D", "plucks bass kick snap shaker keys tune"),
    ),
    parts={
        "plucks": Part("marimba", ("0.2.1.2.3.2.1.2.", "0.2.1.2.4.2.3.2."), base=62, level=-21, pan=-0.2),
        "keys": Part("electric", ("c---....c---....", "..c---....c---.."), base=60, level=-23, pan=0.15),
        "tune": Part("bell", ("4...3...2...3...", "5.......4......."), base=69, level=-28, pan=0.3, room=0.4),
        "bass": Part("bass", ("0---..0-2---....", "0---..0-2---2-0-"), base=33, level=-19, room=0.04),
        "kick": Part("kick", ("x.......x.......", "x.......x.....o."), level=-21, room=0.04),
        "snap": Part("snap", ("....x.......x...",), level=-28),
        "shaker": Part("shaker", ("o.x.o.x.o.x.o.x.",), level=-33, pan=0.4),
    },
)

PULSE = Piece(
    "pulse",
    tempo=124,
    decay=1.3,
    seed=19,
    sections=(
        MusicSection("Cm Cm Ab Ab", "motor wood pad"),
        MusicSection("Cm Cm Ab Ab Eb Eb Bb Bb", "motor wood kick pad plucks"),
        MusicSection("Cm Ab Fm Gm Cm Ab Fm G", "motor kick hat strings plucks tom"),
        MusicSection("Cm Cm Ab Gm", "motor wood kick"),
    ),
    parts={
        "motor": Part("motor", ("0.0.0.0.0.0.0.0.", "0.0.0.0.0.0.2.0."), base=36, level=-20, room=0.05),
        "plucks": Part("nylon", ("..3.....2.......", "..4.....3...2..."), base=63, level=-23, pan=0.3, room=0.35),
        "pad": Part("pad", ("c---------------",), base=60, level=-25, room=0.35),
        "strings": Part("strings", ("c-------c-------",), base=63, level=-24, room=0.3),
        "kick": Part("kick", ("x...x...x...x...",), level=-19, room=0.04),
        "tom": Part("tom", ("............x.x.", "................"), level=-22),
        "hat": Part("hat", ("..x...x...x...xo",), level=-32, pan=-0.25),
        "wood": Part("wood", ("x.o.x.o.x.o.x.o.",), level=-32, pan=0.4),
    },
)

PIECES: Final = (BOUNCE, LANTERN, EMBER, RAIN, CELLAR, CLOCKWORK, STANDOFF, STROLL, PULSE)
