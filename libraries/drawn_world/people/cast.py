"""A cast of people, and people from a seed."""

from typing import Final

from libraries.drawn_world.people.person import Age, Beard, Build, Dress, Glasses, Hair, Headwear, Person, Sex, Skin

_W, _M = Sex.WOMAN, Sex.MAN

CAST: Final = {
    "office_woman": Person(Age.TWENTIES, _W, Build.SLIM, Skin.FAIR, Hair.LONG, "#4a2c33"),
    "office_man": Person(
        Age.TWENTIES, _M, hair=Hair.SIDE_PART, hair_color="#35292a", dress=Dress.SHIRT, color="#eef2fa",
        second_color="#2f4fa0", lower_color="#39405a", skin=Skin.LIGHT,
    ),
    "boss": Person(
        Age.MIDDLE, _M, Build.STOUT, Skin.WARM, Hair.SWEPT_BACK, "#5d5a60", dress=Dress.SUIT, color="#3d4660",
        second_color="#a03a46", glasses=Glasses.SQUARE,
    ),
    "team_leader": Person(
        Age.THIRTIES, _W, Build.MEDIUM, Skin.LIGHT, Hair.BOB, "#2e2430", dress=Dress.SUIT, color="#5a4a72",
        second_color="#c9a24a", glasses=Glasses.HALF, earrings=True,
    ),
    "grandmother": Person(
        Age.OLD, _W, Build.MEDIUM, Skin.WARM, Hair.PERM, "#dcd7dc", dress=Dress.QUILTED_VEST, color="#8f5a8c",
        second_color="#c9a0b8", lower_color="#5b4a6b", eye_color="#4a3a38",
    ),
    "grandfather": Person(
        Age.OLD, _M, Build.SLIM, Skin.TAN, Hair.BALDING, "#cfcbd0", dress=Dress.CARDIGAN, color="#7d8a6a",
        second_color="#efe6d2", lower_color="#55504a", eye_color="#4a3a30", glasses=Glasses.ROUND,
    ),
    "school_boy": Person(
        Age.STUDENT, _M, Build.SLIM, Skin.LIGHT, Hair.FRINGE, "#2b2a38", dress=Dress.SCHOOL_UNIFORM, color="#3f4d78",
        second_color="#b8434a", lower_color="#4a4f60",
    ),
    "school_girl": Person(
        Age.STUDENT, _W, Build.SLIM, Skin.FAIR, Hair.PONYTAIL, "#5a3a30", dress=Dress.SCHOOL_UNIFORM, color="#3f4d78",
        second_color="#d2545c", lower_color="#5a6488", skirt=True,
    ),
    "boy": Person(
        Age.CHILD, _M, skin=Skin.LIGHT, hair=Hair.CROP, hair_color="#3a2c28", dress=Dress.T_SHIRT, color="#f6c64a",
        second_color="#e8574a", lower_color="#4f74b0",
    ),
    "girl": Person(
        Age.CHILD, _W, skin=Skin.FAIR, hair=Hair.PIGTAILS, hair_color="#6a4030", dress=Dress.ONE_PIECE, color="#f29aa2",
        second_color="#fff1d6", lower_color="#f29aa2", skirt=True,
    ),
    "neighbour": Person(
        Age.MIDDLE, _M, Build.MEDIUM, Skin.TAN, Hair.CROP, "#4c4a4c", headwear=Headwear.CAP, headwear_color="#b5432f",
        dress=Dress.WORK_JACKET, color="#5d6b52", second_color="#c9b48a", lower_color="#4b4a4d", beard=Beard.STUBBLE,
    ),
    "landlady": Person(
        Age.MIDDLE, _W, Build.STOUT, Skin.WARM, Hair.CURLY, "#4a3038", dress=Dress.SWEATER, color="#d2694f",
        second_color="#f4e3c8", lower_color="#5a5060", earrings=True,
    ),
    "cook": Person(
        Age.MIDDLE, _W, Build.MEDIUM, Skin.LIGHT, Hair.LOW_BUN, "#3a2c30", headwear=Headwear.KERCHIEF,
        headwear_color="#d1574b", dress=Dress.APRON, color="#f2e7d2", second_color="#4f8a78", lower_color="#4a4658",
    ),
    "soldier": Person(
        Age.TWENTIES, _M, Build.MEDIUM, Skin.TAN, Hair.CROP, "#2c2626", headwear=Headwear.ARMY_CAP,
        headwear_color="#6b7450", dress=Dress.SOLDIER, color="#6b7450", lower_color="#6b7450",
    ),
    "doctor": Person(
        Age.THIRTIES, _M, Build.SLIM, Skin.LIGHT, Hair.TWO_BLOCK, "#2c2a30", dress=Dress.DOCTOR, second_color="#7fb3d6",
        lower_color="#4a5060", glasses=Glasses.ROUND,
    ),
    "nurse": Person(
        Age.TWENTIES, _W, Build.MEDIUM, Skin.FAIR, Hair.BUN, "#57352e", dress=Dress.SCRUBS, color="#6cb8b4",
        lower_color="#6cb8b4", mask=True,
    ),
    "rider": Person(
        Age.TWENTIES, _M, Build.MEDIUM, Skin.WARM, Hair.FRINGE, "#33282a", headwear=Headwear.HELMET,
        headwear_color="#2aa79b", dress=Dress.RIDER, color="#2f3a4a", second_color="#2ac1a8", lower_color="#3a3c46",
    ),
    "part_timer": Person(
        Age.TWENTIES, _W, Build.MEDIUM, Skin.LIGHT, Hair.LONG_FRINGE, "#2c2530", dress=Dress.HOODIE, color="#8892b8",
        lower_color="#3f4a6a",
    ),
    "friend": Person(
        Age.TWENTIES, _M, Build.STOUT, Skin.LIGHT, Hair.CURLY, "#3a2a26", dress=Dress.HOODIE, color="#e08a4a",
        lower_color="#4a5068", glasses=Glasses.ROUND,
    ),
    "boyfriend": Person(
        Age.TWENTIES, _M, Build.SLIM, Skin.FAIR, Hair.CURTAIN, "#4a3328", dress=Dress.LONG_COAT, color="#b58a5c",
        second_color="#efe8dc", lower_color="#3c3a44",
    ),
    "mother_in_law": Person(
        Age.MIDDLE, _W, Build.MEDIUM, Skin.FAIR, Hair.WAVY, "#5a3830", dress=Dress.BLOUSE, color="#7a6fae",
        second_color="#f2c76a", lower_color="#4c3f5c", skirt=True, earrings=True, mole=True,
    ),
    "caretaker": Person(
        Age.OLD, _M, Build.MEDIUM, Skin.TAN, Hair.BALD, "#b8b4b8", dress=Dress.PADDED_COAT, color="#3f6076",
        lower_color="#4a4750", beard=Beard.MOUSTACHE,
    ),
    "job_seeker": Person(
        Age.TWENTIES, _M, Build.MEDIUM, Skin.WARM, Hair.TWO_BLOCK, "#2a2630", dress=Dress.TRACKSUIT, color="#4f8a6a",
        second_color="#f4f4ee", lower_color="#4f8a6a", beard=Beard.STUBBLE,
    ),
    "wife": Person(
        Age.THIRTIES, _W, Build.MEDIUM, Skin.LIGHT, Hair.PIXIE, "#6a3f30", dress=Dress.CARDIGAN, color="#e9b7a0",
        second_color="#fff7ea", lower_color="#6a7a9a",
    ),
}
