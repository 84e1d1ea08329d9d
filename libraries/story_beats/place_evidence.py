"""How strongly a sentence says that it is set at a place, by how the words for places stand in it.

What is denied, compared, planned, guessed or only talked of counts nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from libraries.story_beats.lexicons import PERSONS, PLACE_GOES, PLACE_HINTS, PLACE_NAMES
from libraries.story_beats.place_groups import BUILDINGS, OPEN, SERVICES, SHOPS, VEHICLES
from libraries.story_beats.sentence import Sentence
from libraries.story_beats.word_table import FoundWord
from schemas.beats import Place

_LIKE: Final = re.compile(r"^(?:처럼|같|보다|만큼|이라도|인 줄|만 ?한|말고|아니|이 아니|가 아니|대신|는커녕|은커녕)")
_NEXT_LIKE: Final = re.compile(r"^ ?(?:같|처럼|만 한|만큼|대신|말고|비슷|못지않|인 줄|인줄)")
_DENIED: Final = re.compile(
    r"^[가-힣]* ?(?:[가-힣]+ )?(?:안 (?:가|갔|간|나|들|오|왔)|못 (?:가|갔|간|나)|가지 ?(?:않|못|도)"
    r"|아니[라고었에야다]|없[는었다고어])"
)
_PLANNED: Final = re.compile(
    r"^[가-힣]* ?(?:[가-힣]+ )?(?:다녀오겠|갈까|가려|가고 싶|갈 (?:거|생각|뻔|준비|예정|줄)|가자|가야 (?:하|되|겠)"
    r"|오라고|[가나하보오]자고|[가-힣]{2,}냐고"
    r"|가라고|가래|가면 )"
)
_TALKED_OF: Final = re.compile(r"^ (?:얘기|이야기|생각|꿈|소문|광고|영화|드라마|포스터|일|때문)")
_GUESSED: Final = re.compile(
    r"^.{0,14}(?:나 보다|나 봐|ㄴ가 보다|은가 보다|는가 보다|겠지|을까|ㄹ까|할까|줄 알|알고 있었|모르겠|척했|척하)"
)
_CHANGED: Final = re.compile(
    r"^[을를]? (?:잡아|잡았|예약|취소)"
    r"|^[을를] (?:옮기|옮겼|그만|다니|차리|차렸|알아|구하|구했|찾아보|나갔|나간|나왔|나온|사고|샀|팔|내놓|계약)"
)
_CONTRAST: Final = re.compile(r"^[이가] (?:되|돼|됐)|^[이가은는] 아니|^[은는]커녕|^[이]?라(?:기|고) ?(?:보다|생각)")
_POSITION: Final = re.compile(
    r"^ (앞|안|옆|뒤|위|밑|아래|근처|입구|구석|한쪽|끝|쪽|앞쪽|안쪽|건너편|맞은편|자리|한가운데|바닥|문)([가-힣]*)"
)
_NEXT_DOOR: Final = frozenset(("윗집", "아랫집", "옆집", "앞집", "위층", "아래층"))
_AS_IT_IS: Final = re.compile(r"[둔한된간진난] $")
"""Before 마당에 that is no yard (그만둔 마당에)."""
_ASKS: Final = re.compile(
    r"^ (?:연차|휴가|병가|이력서|지원|합격|입사|취직|제출|사표|사직서|물어|전화|신고|문의|연락|따졌|항의|민원을"
    r"|제보)"
)
_LEFT: Final = re.compile(r"^[이가을를]? ?(?:끝나|끝내|마치고|마치자|파하|나서자|그만두)")
"""What is over, or left (회식이 끝나고)."""
_ON_THE_WAY: Final = re.compile(r"^(?:에|으?로) (?:[가-힣]+ )?(?:가는데|가다가?|가던|가려|가는 중|오는데|오다가?|향하)")
"""Where nobody has arrived yet."""
_COMING_OUT: Final = re.compile(r"^에서 (?:막 )?(?:나오는|나오다|나서는|나오던)")
_GETTING_OFF: Final = re.compile(r"^에서 (?:막 |먼저 |급히 |잘못 |같이 )?내[리려렸린릴]")
_IF: Final = re.compile(r"^ (?:[가-힣0-9]+ ){0,3}[가-힣]{1,3}(?:으면|[가-힣]면) (?!안)")
"""What would be done there."""
_SENT: Final = re.compile(r"^(?:에|으?로|을) (?:[가-힣]+ )?(?:보냈|보내|데려다|맡기|맡겼|입학|등원)")
"""Where only somebody else goes."""
_LEAVE: Final = re.compile(r"(?:가 ?버렸|가 ?버림|떠났|사라졌|돌아갔|도망갔|뛰어갔|나가 버렸)[가-힣]*[.!?~…]*$")
"""Somebody goes; the author stays."""
_SUBJECT: Final = re.compile(r"(?:이|가|은|는|께서)$")
_TOGETHER: Final = re.compile(r"저를|나를|저랑|나랑|같이|함께|따라|데리고|우리")
_IS_FROM: Final = re.compile(r"^에서 [^,]{0,24}(?:하는|하던|일하는) (?:사람|분|친구|애|직원)")
_THERE_IS: Final = re.compile(r"^[이가에]? ?(?:있는|없는|달린|딸린|빠진|걸린|놓인|붙은|남은|쌓인|묻은|박힌|떨어진) ")
_BEFORE: Final = frozenset(("앞", "옆", "뒤"))
_OPENS_DOOR: Final = re.compile(r"^ 문을 (?:열|밀)")
_OUTSIDE: Final = frozenset(("앞", "옆", "뒤", "근처", "건너편", "맞은편"))
_ABOARD: Final = re.compile(r"^[가-힣]* ?(?:안|탔|타|태|탑승|올라|앉|내려|내리|몰)")
MOVES: Final = re.compile(
    r"가서|갔|간 |간다|갑니다|갔더니|왔|와서|와 |오시|오셨|오는|들어|도착|앉|서 있|있었|있는데|있어요|있음|올라"
    r"|내려|나가|나와|다니|모여|모였|쪼그|숨|눕|누워|뛰어"
    r"|뛰었|돌아|도망|향|달려|들렀|들러|끌려|데려|모시|보내|옮|불려|부르|불렀"
)
_WORKS: Final = re.compile(
    r"^[가-힣]* (?:야간 ?|주말 ?|심야 ?|새벽 ?)?(?:알바|근무|아르바이트|당직|일했|일할|일을 했|일하는데|에서 일)"
)
_FROM: Final = re.compile(
    r"^에서 (?:파는|있었던|겪은|생긴|당한|연락|전화|문자|편지|사진이|메일"
    r"|택배|[0-9]+분|가까|먼 |멀|산 |구한|맞춘|맞추|주문|시킨|예약|주운|빌린|만난|일하[는던]|온|왔"
    r"|보낸|배운|들은|사는|살던|나온|나오|나왔|떠나|출발|퇴근|돌아오|달려[오와왔나]|뛰어[오와왔나]|뛰쳐|내려[오와왔]|걸려|들려|데려|가져|꺼내)"
)
_ALONG: Final = re.compile(
    r"^ (?:[가-힣]+ )?(?:걷|걸어|걸었|거닐|산책|서성|돌아다|달리|달렸|뛰어|뛰었|가로질러|헤매"
    r"|올라|오르|올랐|찾아[가갔왔])"
)
"""What one does all along a place (공원을 걸었다)."""
_GOES: Final = re.compile(
    r"^ (?:(?!안 |못 )[가-힣]+ ){0,2}(?:갔|간 |가서|가니|갑니|감|가게 되|나갔|나가|나왔|나온|들렀|내려갔|올라갔)"
)
"""Behind what somebody goes for (밥 먹으러 갔다): they went."""
_STATION: Final = re.compile(
    r"(?<![가-힣])([가-힣]{2,6}(?<![가구국권담번변영지통현배주무면퇴전용징악교하단방적])역)"
    r"(에서|에|으로|까지|에는|은|이|을)?(?= |$|[.,!?])"
)
"""The name of a station; other words in -역 (구역, 전역, 용역) are left out."""


SURE: Final = 3.0
"""The weight of a place where something is done or somebody arrives."""
_BARE: Final = 1.25
"""The weight of a place without a particle: more than that of a thing, less than that of a particle."""
_STAFF_ACTS: Final = 1.51
"""The weight of a place whose staff acts."""
OF_A_PERSON: Final = 0.6
"""The weight of a place that only says of whom a sentence speaks (낚시터 관리인)."""


class PlaceEvidence(NamedTuple):
    """How strongly a sentence says that it is set at a place, and by which words."""

    place: Place
    weight: float
    words: tuple[str, ...] = ()
    line: int | None = None
    """The sentence of the words, -1 for the title; None: the sentence that is read."""


def place_evidence(sentence: Sentence) -> list[PlaceEvidence]:
    """The places that ``sentence`` speaks of, strongest first; of equals the later one."""
    weights: dict[Place, float] = defaultdict(float)
    words: dict[Place, list[str]] = defaultdict(list)
    for found, weight in _weighed(sentence):
        if weight > 0:
            weights[found.value] = max(weights[found.value], weight) + 0.3 * bool(weights[found.value])
            words[found.value].append(found.stem)
    order = list(weights)
    ranked = sorted(weights, key=lambda place: (weights[place], order.index(place)), reverse=True)
    return [PlaceEvidence(place, weights[place], tuple(words[place])) for place in ranked]


def _weighed(sentence: Sentence) -> Iterable[tuple[FoundWord[Place], float]]:
    named = PLACE_NAMES.find_words(sentence)
    for at, found in enumerate(named):
        yield found, _weight(sentence, found)
        if at + 1 == len(named) and (outside := _outside(sentence, found)):
            yield outside
    for found in PLACE_GOES.find_words(sentence):
        goes = not found.stem.endswith("러") or _GOES.match(sentence.told[found.end :]) is not None
        if goes:
            yield found, 0.8 if only_others_act(sentence) else SURE
    yield from _stations(sentence)
    taken = {found.at for found in named}
    for found in PLACE_HINTS.find_words(sentence):
        if found.at not in taken and not _set_aside(sentence, found):
            yield found, 1.6 if " " in found.stem and found.stem.rpartition(" ")[2] not in PERSONS else 1.2


def _stations(sentence: Sentence) -> Iterable[tuple[FoundWord[Place], float]]:
    """Stations by their names (강남역에서)."""
    for match in _STATION.finditer(sentence.told):
        found = FoundWord(Place.STATION, match.group(1), match.start(), match.end(), match.group(2))
        if match.group(1) not in PLACE_NAMES:
            yield found, _weight(sentence, found)


def _set_aside(sentence: Sentence, found: FoundWord[Place]) -> bool:
    """Whether the word is denied, compared, planned or only talked of."""
    if found.stem == "마당" and found.rest == "에" and _AS_IT_IS.search(sentence.told[: found.at]):
        return True
    behind = sentence.told_after(found.at + len(found.stem), 24)
    follows = sentence.told_after(found.end, 16)
    return bool(
        _LIKE.match(found.rest)
        or _NEXT_LIKE.match(follows)
        or _CONTRAST.match(behind)
        or _DENIED.match(behind)
        or _PLANNED.match(behind)
        or _GUESSED.match(behind)
        or _CHANGED.match(behind)
        or (found.rest in ("", "의") and _TALKED_OF.match(follows))
    )


def _outside(sentence: Sentence, found: FoundWord[Place]) -> tuple[FoundWord[Place], float] | None:
    """The street or the gate, where the sentence is set in front of a building (학교 앞에 서 있었다)."""
    place, position = _in_front(found), _POSITION.match(sentence.told[found.end :])
    if place is None or found.rest or position is None or position.group(1) not in _BEFORE:
        return None
    if _set_aside(sentence, found):
        return None
    follows = sentence.told[found.end + position.end() :]
    return found._replace(value=place), _by_particle(position.group(2) or "에", follows)


def _in_front(found: FoundWord[Place]) -> Place | None:
    """What is in front of the building that ``found`` names."""
    if found.stem.endswith("학교"):
        return Place.SCHOOL_GATE
    return Place.STREET if found.value in SHOPS | BUILDINGS else None


def _weight(sentence: Sentence, found: FoundWord[Place]) -> float:
    """How strongly a word that names a place says that the sentence is set there."""
    behind = sentence.told_after(found.at + len(found.stem), 16)
    if _set_aside(sentence, found) or (len(found.stem) == 1 and not found.rest):
        return 0.0
    if (left := _left(sentence, found, behind)) is not None:
        return left
    if _WORKS.match(behind):
        return 2.5
    follows = sentence.told[found.end :]
    rest = found.rest
    if not rest and _OPENS_DOOR.match(follows):
        return SURE
    if (position := _POSITION.match(follows)) and not rest:
        if position.group(1) in _OUTSIDE and found.value not in OPEN:
            return 0.0 if _in_front(found) is not None else 1.0
        rest, follows = position.group(2) or "에", follows[position.end() :]
    if found.value in VEHICLES and "에서" not in rest and not _ABOARD.match(rest + follows):
        return 0.8
    if found.stem in _NEXT_DOOR:
        return SURE if re.match(r"에|으?로", rest) and "에서" not in rest and MOVES.search(follows[:18]) else 0.8
    least = 2.0 if " " in found.stem else 0.0
    weight = max(least, _by_particle(rest, follows))
    served = found.value in SHOPS or found.value in SERVICES
    return weight if served or weight != _STAFF_ACTS else OF_A_PERSON


def _left(sentence: Sentence, found: FoundWord[Place], behind: str) -> float | None:
    """The weight of a place that somebody leaves, has not reached, or only would go to; None of any other."""
    if _IF.match(sentence.told_after(found.end, 24)) or (_LEAVE.search(sentence.told) and only_others_act(sentence)):
        return 0.8
    if _LEFT.match(behind) or _SENT.match(behind) or _ON_THE_WAY.match(behind):
        return 0.6
    if found.value in VEHICLES and _GETTING_OFF.match(behind):
        return 0.6
    if _COMING_OUT.match(behind):
        return 1.6
    is_from = _FROM.match(behind) or _IS_FROM.match(sentence.told_after(found.at + len(found.stem), 34))
    return 0.8 if (is_from or _THERE_IS.match(behind)) and not _WORKS.match(behind) else None


def only_others_act(sentence: Sentence) -> bool:
    """Whether somebody else than the author acts, without the author."""
    others = any(_SUBJECT.search(found.rest) for found in PERSONS.find_words(sentence))
    return others and not _TOGETHER.search(sentence.told)


def _by_particle(rest: str, follows: str) -> float:
    moves = bool(MOVES.search(follows[:18]))
    if "에서" in rest or "에선" in rest:
        return SURE
    if re.search(r"에(?:는|도|만)?$|엔$", rest):
        return SURE if moves else 1.0 if _ASKS.match(follows) else 1.8
    if re.search(r"으?로(?:는|도)?$", rest):
        return SURE if moves else 1.0
    if rest.endswith("까지") and moves:
        return SURE
    if rest.endswith("마다"):
        return 1.8
    if re.search(r"[을를]$", rest):
        return SURE if _ALONG.match(follows) else 1.5
    if re.search(r"[이가은는도]$", rest):
        return 1.6
    if rest.endswith("의"):
        return 0.9
    if rest:
        return 1.2
    return _beside_person(follows) if follows.strip(" .…!?ㅋㅎ") else 1.8


def _beside_person(follows: str) -> float:
    """A place before a word for a person: whoever works there is there, unless they come from it."""
    word = follows.split(maxsplit=1)[:1]
    if not word or not any(stem in PERSONS for stem in (word[0][:2], word[0][:3], word[0][:4])):
        return _BARE
    acts = word[0][-1] in "이가은는" or word[0].endswith("께서")
    return (
        _STAFF_ACTS
        if acts
        and not re.search(
            r"들어오|들어와|들어왔|찾아오|찾아왔|오셨"
            r"|왔|와서|다녀가",
            follows,
        )
        else OF_A_PERSON
    )
