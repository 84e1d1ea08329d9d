"""Tone: who speaks to whom. Begging, sermons, and a model that speaks as an assistant.

Each kind joins a subject with a form of speech, so that a story about subscribers or teachers is none of them.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from schemas.script import Fault, ScriptFault
from services.studio.script.checks.begging import begs
from services.studio.script.checks.script_and_post import ScriptAndPost, whole

_SPOKEN: Final = re.compile(r"[\"“][^\"“”]*[\"”](?=\s?[가-힣])")
"""What somebody in the story says; the sentence goes on behind it."""
_MODEL: Final = re.compile(
    r"(?<![A-Za-z])AI(?:로서|라서|이기|이므로|인 저)|(?:인공지능|언어 ?모델|챗봇)(?:으로서|로서|이라|이기|인 저|"
    r"이므로)|"
    r"사용자님|(?:제공|첨부|입력)(?:된|해 ?주신|하신) ?(?:글|본문|원문|내용|정보|사연)|"
    r"(?:본문|원문|원글|사연|글)(?:을|를) (?:바탕|토대|기반)으로|(?:보내|네가|주신|공유해) ?(?:주신|준) (?:글|사연|"
    r"본문)|"
    r"원문만으로|분량에 맞|해요체|합니다체|음슴체|반말로 바꿔|전문가(?:와|의) 상담|"
    r"(요청)(?:하신|에 따라)|(수정|변경|추가)(?:할|이 필요한) (?:부분|내용|사항)"
)
"""A model of itself or of its task. A group is the word of an office: where the post has it, it is the post's."""
_SCRIPT: Final = re.compile(r"대본|스크립트|쇼츠|숏폼|영상용|초안|요약|각색|버전")
_WORK: Final = re.compile(r"(?:제목|해시태그|사연|이야기|글|내용)(?:을|를|으로)|제목도")
_OFFER: Final = re.compile(
    r"(?:만들어|작성해|정리해|요약해|각색해|바꿔|들려|소개해|제안해|수정해|써)\s?(?:드[릴리렸려]|보겠|볼게|보았|봤|"
    r"줄게|줄까)|"
    r"작성(?:했습|하였습|된 (?:대본|글)|하겠)|제안할 수|생략했습|각색했습|다음은|아래는|여기 있"
)
_OFFERED: Final = re.compile(
    r"(?:드릴|드리|줄|볼|보)(?:까|게|겠다|겠냐)요?(?:[라다냐]?(?:고|며|면서|길래)|는|란)?\s?(?:[가-힣]+(?:이|가|은|는|께서|에게|"
    r"한테)\s)?(?:물|묻|여쭤|말|했|하(?![나])|제안|답|약속|그[러랬]|싶|고민)"
)
"""An offer that the story tells of."""
_GREETING: Final = re.compile(
    r"^(?:물론이?(?:죠|지|에요|입니다)|네[,.!]|알겠(?:습니다|어)|좋습니다|당연하죠|안녕하세요)"
)
_WE: Final = re.compile(
    r"우리(?:에게|는|가|도| 모두| 사회|들)|누구나|사람은|인생(?:은|이|에서)|삶(?:은|이|에서)|사회|세상|이처럼|"
    r"이를 통해|"
    r"이 (?:이야기|사연|글|일)(?:은|는|를|을)"
)
_LESSON: Final = re.compile(
    r"교훈|중요성|소중(?:함|한 (?:것|선물|가치|사람))|덕목|진리|일깨|깨닫게|깨달아|깨달을 수|배우게|배워야|배울 수|"
    r"가르쳐|되새기|"
    r"새겨야|잊지 말아야|기억해야|돌아보(?:는|아야|게 되)|(?:힘|가치|의미|소중함|사실|것)을 보여 ?(?:줌|줍|줘|준|주|"
    r"줬)|"
    r"알려 ?주는 (?:사연|이야기|글)|느끼게 (?:해|하)|값진|본받|귀감|울림"
)
_DUTY: Final = re.compile(
    r"[아어해여겨려워와져]야 (?:해요|합니다|함|해|한다|하죠|하지 않|할 것|할 거|할 때|겠|만)|"
    r"[아어해여겨려워와져]야겠|"
    r"(?:필요|중요|소중)(?:하겠|합니다|해요|하다고 생각|하다는 (?:것|점|걸))"
)
_DUTY_TOLD: Final = re.compile(
    r"야 (?:한|된|하겠|되겠)다(?:는 (?:말|이야기|얘기|소리|통보|연락|지시)|"
    r"(?:고|며|면서)\s?(?:(?:했|하[시더셨길]|그러|그랬)|"
    r"[^.!?]{0,16}?(?:말(?!하고 ?싶|하고자|씀드리고)|통보|안내|연락|지시|명령|들[었은어]|듣|혼[났냈]|우[겼기]|고집|"
    r"주장|조언|충고|당부|설득|적혀|쓰여|소리|외[쳤치])))"
)
"""A duty that somebody speaks or hears of."""
_DUTY_FELT: Final = re.compile(r"야 (?:한|된|하겠|되겠)다고 ?[^.!?]{0,8}?(?:느꼈|생각했|믿었|배웠|다짐|결심|마음먹)")
"""A duty that the narrator felt; said of everybody it is a lesson."""
_BEST: Final = re.compile(r"야말로|가장 (?:확실|소중|값진|큰 (?:행복|선물|재산|힘))")
_VIRTUE: Final = re.compile(
    r"정직|책임감|꾸준함|배려|겸손|존중|편견|용기|감사|사랑|믿음|희망|노력|가족|마음|행복|배움|포기|소통|성공|우정|"
    r"진심|친절|인내|양보|이웃"
)


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """begging, assistant_talk, moralising."""
    kinds: tuple[tuple[Fault, Callable[[str], bool]], ...] = (
        (Fault.BEGGING, begs),
        (Fault.ASSISTANT_TALK, lambda text: assists(text, told.words)),
        (Fault.MORALISING, moralises),
    )
    for kind, has in kinds:
        for sentence in told.sentences:
            if has(sentence.text):
                yield sentence.fault(kind)
        if has(told.title):
            yield whole(kind, told.title)


def assists(text: str, source: str = "") -> bool:
    """Whether a model speaks to its user of its task or of itself. Words of ``source``, the post, are the story's."""
    text = _OFFERED.sub(" ", _SPOKEN.sub(" ", text))
    if _strange(_MODEL, text, source):
        return True
    script = _strange(_SCRIPT, text, source)
    offer = (script or _WORK.search(text)) and _OFFER.search(text)
    return bool(offer or (script and _GREETING.search(text)))


def _strange(pattern: re.Pattern[str], text: str, source: str) -> bool:
    """Whether ``text`` has a match of which ``source`` has neither the group nor, without one, the whole."""
    return any(found.group(found.lastindex or 0) not in source for found in pattern.finditer(text))


def moralises(text: str) -> bool:
    """Whether a sentence draws a lesson for everybody: a lesson, a duty or a best thing, with a general subject or a
    virtue, or two of them. A duty that somebody in the story told, heard or felt is none."""
    text = _DUTY_TOLD.sub(" ", text)
    everybody = bool(_WE.search(text))
    duty = _DUTY.search(text if everybody else _DUTY_FELT.sub(" ", text))
    strong = bool(_LESSON.search(text)) + bool(duty) + bool(_BEST.search(text))
    general = everybody + bool(_VIRTUE.search(text))
    return strong > 0 and strong + general >= 2
