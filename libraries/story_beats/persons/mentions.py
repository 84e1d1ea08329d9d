"""Words in a sentence that mean a member of the cast, and how the member stands in the sentence."""

import re
from collections.abc import Container
from typing import Final, NamedTuple

from libraries.story_beats.lexicons import PERSONS, PersonWord
from libraries.story_beats.persons.members import NOBODY, Member
from libraries.story_beats.sentence import Sentence
from libraries.story_beats.word_table import can_follow_noun

PREDICATE: Final = re.compile(r"^(?:이었|였|이에|예|입니|임|이라고? |인데|이고|이신|이십|이다|이더|이시)")
SUBJECT: Final = re.compile(
    r"(?<![라다])(?<!하고)(?<!한테)(?<!에게)(?<!랑)(?<!와)(?<!과)(?<!보다)(?<!께)(?:이|가|은|는|도)$|께서(?:는|도)?$|이랑$|에서는$"
)
_BESIDE: Final = re.compile(r"(?:더러|을|를|한테|에게|께|한테는|에게는|께는|와|과|랑|이랑|하고|한테서|에게서|한테도)$")
_ACTS_BARE: Final = re.compile(
    r"^ (?:[가-힣]+ )?(?:서 ?있|앉아 ?있|와 ?있|기다리|나타나|나왔|나와|나오"
    r"|들어오|들어왔|도착|등장|달려오|뛰어오|웃|울|빵 ?터"
    r"|놀라|놀람|화남|화냄|출동|왔|옴|오심|가심|나감|나옴|감동|도망|말함|소리)[가-힣]{0,4}[.!?~ㅋㅎㅠ ]*$"
)
"""What somebody does whose word has no particle, as boards write (문 열자마자 엄마 서있음)."""
_BODY: Final = re.compile(
    r"^ (?:얼굴|눈|손|목소리|표정|낯빛|입|어깨|등|머리|웃음|팔|다리|눈물|숨|귀|볼|이마)"
    r"(?:이|가|은|는|도|에서|에는)(?![가-힣])"
)
_NEAR: Final = re.compile(
    r"^ (?:얼굴|눈|손|목소리|표정|앞|옆|곁|뒤|맞은편|품|귀|이마|볼|무릎|다리|발|머리|어깨|등|팔|허리|웃음소리)"
    r"(?:에|을|를|이|가|만|쪽|으로|은|는|의| )"
)
_OWNED: Final = re.compile(
    r"^ (?:이름|이야기|얘기|거(?![가-힣])|것|물건|댁|집|생각|생신|생일|글씨|번호|사진|차|냄새|신발|방|자리|덕"
    r"|때문|몰래)"
)
_LIKE: Final = re.compile(
    r"^(?:처럼|같은|같이|보다|뻘|인 ?줄|이라도|만한|이 아니|가 아니|는 아니|은 아니|도 아니|이 되|가 되)"
    r"|^[이가은는도]? ?(?:없|안 계)|^[이가은는]? ?아니[었라고에야]"
    r"|^[이가은는] (?:저|나)(?:뿐|밖에)|^인 (?:저|제|나|내)"
    r"|^[을를] (?:오래 |계속 )?(?:섰|맡|달았|지냈)"
    r"|^[은는] (?:물론|둘째치고|고사하고|커녕|말할 것도)|^[은는]?커녕|^마냥"
    r"|^ (?:같|처럼|만 ?한|뻘|인줄|인 줄|행세|흉내|역할|때|시절)"
)
_WHOSE_ACT: Final = re.compile(
    r"^ (?:[가-힣]+ ){0,2}(?:준|주신|주던|쓴|쓰신|적은|적어 준|만든|만드신|놓은|놓으신|보낸|보내신|골라 놓은|남긴"
    r"|남기신|두고 간|두고 가신|키운|담근|입던"
    r"|쓰던|가르쳐 준|알려 준|하신|시킨|사 온|사 오신|고른) [가-힣]+(?:을|를|이|가|에|은|는|도|의|로|으로|에서"
    r"|대로)(?![가-힣])"
)
"""Somebody only did before what the sentence speaks of (할머니가 써 주신 쪽지를)."""
_GONE: Final = re.compile(
    r"^ (?:[가-힣0-9]+ ){0,4}(?:돌아가[시셨신]|하늘나라|세상을 떠|숨을 거두|안 오|오지 않"
    r"|못 오|안 나타|나타나지 않|보이지 않)"
    r"|^ (?:[가-힣]+ ){0,2}(?:(?:출장|여행|외출|유학)(?:을|를|이|에|중| 중|가|간|갔| )|입대|집을 비|자리를 비)"
)
"""Who has died, is away, or does not come."""
_SUPPOSED: Final = re.compile(
    r"^ (?:[가-힣]+ ){0,2}[가-힣]*(?:[아어여와해]도|거나|까 ?봐|길 바라) "
    r"|^ (?:[가-힣]+ ){0,2}[가-힣]*면 (?:되|돼|된|안 되|안 돼|좋겠|어떨)"
    r"|^ (?:[가-힣]+ ){0,3}[가-힣]*(?:온|오신|간|가신|한|하신|된)다고 (?:해서|하길래|하니|해도)"
)
"""Somebody acts only if, or is said to act later."""
_FETCHED: Final = re.compile(r"^ (?:데리러|찾으러|만나러|마중|보러|모시러|데려오러)")
_WRITTEN_TO: Final = re.compile(r"^ (?:[가-힣]+ )?(?:전화|통화|연락|문자|카톡|메일|톡을|톡이|편지|사진|답장)")
"""Behind 한테 or 에게: the other one is likely elsewhere."""
_NOT_MET: Final = re.compile(
    r"^ (?:[가-힣]+ ){0,3}(?:안 (?:불|만났|만나|봤|데려)|못 (?:봤|만났|만나|찾)"
    r"|(?:부르|만나|보|데려가|찾)지 ?(?:는|도)? ?(?:않|못))"
)
"""Behind 을: the other one is not there."""
_TALKS_AFAR: Final = re.compile(r"^ (?:[가-힣]+ )?(?:통화|전화|연락|카톡|문자|메시지|영상통화|펜팔)")
"""Behind 이랑: the other one is elsewhere."""
_LISTED: Final = re.compile(
    r"(?:명부|명단|목록|기록|장부|연락처|사진|앨범|영상|화면|게시판|뉴스|신문|꿈|기억)(?:에|에는|에서|속에|으로) $"
)
"""Before the word of somebody who is only written down, pictured or dreamt of."""
_SEEN_DOING: Final = re.compile(r"^ [가-힣]*[는은던] (?:게|걸|것|거|모습|얼굴|꼴|뒷모습|표정)(?:[가-힣]*)(?![가-힣])")
"""Behind a word without a particle: somebody is seen doing something (아이 노는 게)."""
_OTHERS: Final = re.compile(r"(?:다른|딴|남의|웬만한|보통|요즘|세상) ?$")
"""Before the word of a group: nobody in particular."""
_ONLY: Final = re.compile(r"^ (?:[가-힣]+ ){0,3}[가-힣]*뿐")
_ALL: Final = re.compile(r"^ (?:둘|셋|넷|다섯|여섯|모두|함께|같이|포함)")
_COUNT_BEHIND: Final = re.compile(r"^ (?:(?:한|두|세|네|몇) ?(?:분|명|사람|놈|녀석|마리)|하나|둘|셋)([가-힣]*)")
_FIRST: Final = re.compile(
    r"(?<![가-힣])(?:(?:저|나)(?: 혼자|뿐|였|예요|입니다)[가-힣]*|제가|내가|저는|나는|저도|나도|저만|나만|저를|나를"
    r"|저한테|나한테|저에게|나에게|저랑|나랑|제게|내게|우리는|우리가|우리도|우리를|우리한테|우리끼리|저희는|저희가"
    r"|저희도|저희를|저희한테|저희끼리|저희 셋은|저희 둘은"
    r"|(?<![년달일주분초간호] )전(?! (?:남|여|직장|회사|주인|팀|부서|세))|난"
    r"|(?<![는던은운른린한된간] )날|절|저|나)(?![가-힣])"
)
_LABEL: Final = re.compile(r"^([가-힣]{1,8}) ?[:：] ?(?=\S)")
MYSELF: Final = frozenset(("나", "저", "본인", "글쓴이"))
"""How a dialogue calls the author."""
_ALONE: Final = re.compile(r"^[저나](?: 혼자|뿐|였|예|입)")
_OURS: Final = ("집", "회사", "동네", "아파트", "팀", "가게")


class Mention(NamedTuple):
    """A word that means a member of the cast."""

    member: Member
    at: int
    subject: bool
    """Who acts, or is spoken of."""
    topic: bool
    """The sentence is about the member (은, 는)."""
    present: bool
    """To be seen in the sentence: acts, is acted upon, or is shown by face, hand or voice."""
    asked: bool = False
    """Somebody turns to the member (한테, 에게)."""
    absent: bool = False
    """The sentence is about the member, who is not there."""


def make_mention(sentence: Sentence, member: Member, at: int, end: int, rest: str) -> Mention:
    """The mention of ``member`` by the 어절 that ends at ``end`` with the particles ``rest``."""
    follows = sentence.told[end : end + 10]
    if not rest and (counted := _COUNT_BEHIND.match(follows)):
        rest = counted.group(1)
    if member.is_group and _OTHERS.search(sentence.told[:at]):
        return Mention(member, at, subject=False, topic=False, present=False)
    bare = not rest and _ACTS_BARE.match(sentence.told[end : end + 30]) is not None
    shown = bare or (not rest and (follows.startswith(":") or bool(_BODY.match(follows))))
    listed = (not rest and follows.startswith(",")) or (rest == "까지" and _ALL.match(follows) is not None)
    described = _is_elsewhere(rest, sentence.told[end : end + 30]) or _LISTED.search(sentence.told[:at]) is not None
    subject = (bool(SUBJECT.search(rest) or PREDICATE.match(rest)) or shown) and not described
    owned = rest in ("", "의") and _OWNED.match(follows) is not None and not subject
    beside = _BESIDE.search(rest) is not None and not _is_apart(rest, sentence.told[end : end + 30])
    present = (subject or beside or _is_shown(rest, follows, sentence.told[end : end + 20]) or listed) and not owned
    asked = rest.startswith(("한테", "에게", "께")) and not rest.startswith("께서")
    absent = described and rest.endswith(("이", "가", "은", "는", "께서"))
    return Mention(member, at, subject, rest.endswith(("은", "는")), present, asked, absent)


def _is_shown(rest: str, follows: str, further: str) -> bool:
    """Whether somebody is shown by a face, a hand or a deed, though the sentence is not about them."""
    return _NEAR.match(follows) is not None or (not rest and _SEEN_DOING.match(further) is not None)


def _is_apart(rest: str, follows: str) -> bool:
    """Whether somebody with the particles ``rest`` is only called, fetched or not met, by what ``follows``."""
    if _WRITTEN_TO.match(follows):
        return True
    return rest[-1:] in ("을", "를") and (_FETCHED.match(follows) or _NOT_MET.match(follows)) is not None


def _is_elsewhere(rest: str, follows: str) -> bool:
    """Whether somebody with the particles ``rest`` is not there, by what ``follows`` in the sentence."""
    if _WHOSE_ACT.match(follows[:24]) or (rest.endswith("랑") and _TALKS_AFAR.match(follows)):
        return True
    if not rest.endswith(("이", "가", "은", "는", "께서")):
        return False
    return bool(_GONE.match(follows) or _SUPPOSED.match(follows) or _ONLY.match(follows))


def author_mention(sentence: Sentence, author: Member) -> Mention | None:
    """The mention of the author, who says 저 or 나."""
    found = _FIRST.search(sentence.told)
    if found is None:
        return None
    word = found.group()
    owner = not sentence.told[found.end() :].lstrip().startswith(_OURS)
    subject = word[-1] in "가는도만전난" or _ALONE.match(word) is not None
    return Mention(author, found.start(), subject, word[-1] in "는전난", owner or subject)


def speaker_label(sentence: Sentence, names: Container[str] = ()) -> str:
    """Who says the sentence, as a dialogue writes it (엄마 : 밥 먹어라), a person or one of ``names``; else empty."""
    found = _LABEL.match(sentence.text)
    name = found.group(1) if found else ""
    return name if name in MYSELF or name in names or person_word(name) is not NOBODY else ""


def is_only_compared(rest: str, sentence: Sentence, end: int) -> bool:
    """Whether a word with the particles ``rest`` is only a likeness, is denied, or is not there."""
    return _LIKE.match(rest + sentence.told[end : end + 10]) is not None


def is_before_person(sentence: Sentence, end: int) -> bool:
    """Whether the word behind the place ``end`` means a person (수간호사 선생님)."""
    following = sentence.told[end : end + 12].split(maxsplit=1)
    return bool(following) and sentence.told[end : end + 1] == " " and person_word(following[0]) is not NOBODY


def person_word(word: str) -> PersonWord:
    """What an 어절 says of a person; `NOBODY` where it names none."""
    for length in range(len(word), 0, -1):
        row = PERSONS.get(word[:length])
        if row is not None and can_follow_noun(word[length:]):
            return row
    return NOBODY
