"""Words by which a story goes to another place, comes back, or only hears of one."""

import re
from typing import Final

from libraries.story_beats.lexicons import PLACE_NAMES
from libraries.story_beats.place_groups import BUILDINGS, SERVICES, SHOPS
from libraries.story_beats.sentence import Sentence
from schemas.beats import Place

P = Place
SUMMONS: Final = re.compile(
    r"([가-힣]{2,5}?)(?:으로|로|에) (?:와|오|올라와|올라오|내려와|나와|들어와)(?:라|세요|요|봐|십시오)"
)
SOMEWHERE: Final = re.compile(
    r"(?:끌고|데리고|따라) ?(?:가|갔|나섰)|[가-힣]{2,}(?:동|시|읍|면|역|군)에 (?:다시 )?(?:갔|도착)|그쪽으로 (?:갔|걸)"
)
GETS_OFF: Final = re.compile(r"(?<![가-힣])(?<!비가 )(?<!눈이 )내(?:려서|리자마자|리니|리고|리는데|려 |렸|린 )")
GOES_OUT: Final = re.compile(
    r"(?:밖으로|[을를]|고|에서) (?:[가-힣]+(?:히|게|로) |그냥 |바로 |얼른 |같이 |다시 |막 )?(?:뛰쳐)?나"
    r"(?:왔|와서|와 |오는데|오니|오자|오다|섰|서는데|서니)"
)
"""Somebody leaves a building (계산하고 나왔다)."""
OUTSIDE_OF: Final = {
    P.TAXI: P.STREET,
    P.CAR: P.STREET,
    P.BUS: P.BUS_STOP,
    P.SUBWAY_TRAIN: P.SUBWAY_PLATFORM,
    P.TRAIN: P.STATION,
}
"""Where one stands who gets off."""
CAME_BACK: Final = re.compile(r"돌아오니|돌아왔더니|돌아와 ?보니|돌아와서|돌아갔더니|돌아가니")
BACK: Final = re.compile(r"돌아오니|돌아가니|돌아갔더니|돌아왔|돌아오[셨시는]|돌아와|집에 (?:왔|와|오)")
SAID: Final = re.compile(r"[다라]고 (?:했|하셨|하시|말했|말씀)")
"""What somebody says of another place."""
FETCHED: Final = re.compile(r"에서 .{0,24}(?:데려|가져|떼어|얻어|받아|빌려|주워|사) ?(?:왔|와서)")


def place_after_leaving(sentence: Sentence, here: Place) -> Place | None:
    """Where one is who, by ``sentence``, gets off what it names or was ``here``, or leaves a house ``here``."""
    if GETS_OFF.search(sentence.told):
        left = [each.value for each in PLACE_NAMES.find_words(sentence) if each.rest.startswith("에서")]
        return next((OUTSIDE_OF[each] for each in (*left, here) if each in OUTSIDE_OF), None)
    return P.STREET if here in SHOPS | SERVICES | BUILDINGS and GOES_OUT.search(sentence.told) else None
