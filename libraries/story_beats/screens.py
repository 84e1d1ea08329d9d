"""Screens and pages that a sentence looks at: chats, letters, films of a camera."""

import re
from typing import Final

from libraries.story_beats.lexicons import SCREENS
from libraries.story_beats.place_evidence import PlaceEvidence
from libraries.story_beats.sentence import Sentence
from schemas.beats import Place

P = Place
_WRITTEN: Final = re.compile(
    r"입력|만들|쓰셨|쓰는|적혀|적힌|쓰여|써 있|적었|적어|쓰신|써 주|읽|펴|펼|열어|봤|보니|보는|붙어|붙었|왔|보냈"
    r"|보내|떴|뜨|올라왔|올렸|울렸|울리|들어왔|찍어|눌렀|켜|쳤|침"
)
WRITES: Final = re.compile(
    r"이거였|이랬|이런 (?:글|내용|말)|이렇게 (?:적|쓰|써|올|답)|(?:적었|적혀|쓰여|썼"
    r"|써 놨|써 붙|써붙|써 줬|적어 주|적어 놨"
    r"|쓰셨)[가-힣]*[.:]?\s*$"
)
ON_PAGE: Final = re.compile(
    r"(?:되어|돼|저장돼) ?있|적혀|적었|적은|적힌|읽|글씨|글자|이름|번호|받침|별점|화면|답장|문자|펴 보|넘겼|넘겨"
    r"|쪽지|사진"
)


def screen_evidence(sentence: Sentence) -> PlaceEvidence | None:
    """The screen or page that ``sentence`` looks at, or speaks of."""
    if re.search(r"CCTV|cctv", sentence.told):
        return PlaceEvidence(Place.SURVEILLANCE_SCREEN, 2.0, ("CCTV",))
    written = bool(_WRITTEN.search(sentence.told))
    best: PlaceEvidence | None = None
    for found in SCREENS.find_words(sentence):
        clear = written or " " in found.stem or found.value is P.PHONE_CALL or bool(WRITES.search(sentence.told))
        each = PlaceEvidence(found.value, 2.0 if clear else 1.0, (found.stem,))
        if best is None or (each.weight >= best.weight and not (best.place is P.PAPER and found.stem == "답장")):
            best = each
    if best is None and (match := WRITES.search(sentence.told)):
        return PlaceEvidence(P.PAPER, 1.0, (match.group(),))
    return best
