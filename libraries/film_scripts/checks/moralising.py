"""Moralising: sermons and lessons for everybody that end a story which has none.

A lesson joins something that is claimed of people in general with a form of teaching: a duty, a proverb, "it shows
us that". One sign alone is a sentence of a story: people in it teach, learn, must and are told.
"""

import re
from typing import Final

from libraries.film_scripts.checks.sentence_endings import (
    SpeechLevel,
    is_hearsay,
    is_past_tense,
    speech_level,
    without_laughter,
)
from libraries.korean.quotations import SPEECH

_LESSON: Final = re.compile(
    r"교훈|중요성|소중(?:함|한 (?:것|선물|가치|사람))|덕목|진리|일깨|깨닫게|깨달아|깨달을 수|배우게|배워야|배울 수|"
    r"되새기|"
    r"새겨야|잊지 말아야|기억해야|돌아보(?:는|아야|게 되)|(?:힘|가치|의미|소중함|사실|것)을 보여 ?(?:줌|줍|줘|준|주|"
    r"줬)|"
    r"알려 ?주는 (?:사연|이야기|글)|느끼게 (?:해|하)|값진|본받|귀감|울림"
)
_CLAIM: Final = (
    r"(?:[다라]는 (?:것|걸|게|거|점|사실|말|진리|메시지|생각)[을이]?|[가-힣]*[음함됨임]을|"
    r"얼마나 [가-힣]+지(?:를|도)?|의미를|가치를|소중함을|중요성을|지혜를)"
)
"""What is taught, as a noun."""
_TEACH: Final = re.compile(
    _CLAIM + r" ?(?:우리에게 |모두에게 |다시 ?(?:한번|금)? ?|새삼 |잘 |분명히 |몸소 )*"
    r"(?:알려 ?[주준줘줍줌]|보여 ?[주준줘줬줍줌]|말해 ?[주준줘줍줌]|가르쳐 ?[주준줘줍줌]|증명|일깨|깨닫게|깨달을|"
    r"배우게|배울|느끼게|느낄|"
    r"알 수 있|알게 (?:됩|된|돼|되|해)|생각하게|생각해 보게|떠오르|떠올리|되새|되돌아보|돌아보|실감)"
)
"""A claim that is taught to nobody in the story: it has the form of the present or of what one can."""
_DUTY: Final = re.compile(
    r"[아어해여겨려워와져켜되돼]야 ?(?:해요|합니다|함|해|한다|하죠|하지 않|하겠|할 것|할 거|할 때|겠|만)|"
    r"[아어해여겨려워와져켜돼]야겠|말아야 ?(?:하|해|함|합|한|할|겠|죠)|"
    r"(?:[서면]는?|선) 안 (?:[됩됨]|되(?:는 법|지 않|겠|죠|는 것)|[돼된](?:요|다)?(?=\W*$|다는|요))|(?:는|은|"
    r"ㄴ) 법이?(?:다|에요|예요|죠|지|임|입니다)|"
    r"마련이?(?:다|에요|죠|지|임|입니다)|"
    r"(?:필요|중요|소중)(?:하겠|합니다|해요|하다고 생각|하다는 (?:것|점|걸)|한지)"
)
_ATTITUDE: Final = re.compile(
    r"(?:자세|태도|마음가짐|마음 ?씀씀이|배려|관심|용기|지혜|이해심|책임감)[이가는]? ?(?:꼭 |더 |더욱 |정말 |"
    r"절실히 )?(?:필요|중요)(?:하다\W*$|합니다|해요|하죠|함|하지 않)"
)
"""A virtue that is needed, by nobody in particular."""
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
_WE: Final = re.compile(
    r"우리(?:에게|는|가|도| 모두| 사회|들)|누구나|사람은|사람이란|인간은|인생(?:은|이|에서)|삶(?:은|이|에서)|사회|"
    r"세상|이처럼|이렇듯|"
    r"이를 통해|모든 (?:사람|것|일)|"
    r"이 (?:이야기|사연|글|일)(?:은|는|를|을)"
)
"""Everybody, or the story as a whole."""
_VIRTUE: Final = re.compile(
    r"정직|책임감|꾸준함|배려|겸손|존중|편견|용기|감사|사랑|믿음|희망|노력|가족|마음|행복|배움|포기|소통|성공|우정|"
    r"진심|친절|인내|양보|이웃"
)
_PEOPLE: Final = re.compile(
    r"사람[을이의도]|남을|남의|남에게|타인|상대방|서로|겉(?:모습|만)|말 한마디|진정한|작은 (?:친절|관심|배려|도움|"
    r"실수|용기)|약속은|거짓말은|"
    r"(?:어른|사람|부모|이웃|친구|사회|세상)[이가] ?되[어는]"
)
"""Others, and what is said of people in general."""


_ADVICE: Final = re.compile(
    r"(?<![라다])면 어떨까|(?:는|은) (?:건|게|것은|것도) (?:어떨까|어때|어떠)|[았었했]으면 (?:해요|합니다|함|한다|"
    r"좋겠|싶)|바[라랍](?:요|"
    r"니다|며)|길 바람|"
    r"필요(?:가|는|도|성이) 있|잊지 ?(?:마|말)|(?:생각|돌아보|느끼|깨닫|되새기|반성|고민)(?:하|해 보)?게 (?:만드|"
    r"만들|하는|해 ?주|합니다|해요|함|한다|됩니다|돼요|됨|된다)|"
    r"(?:는|은|ㄴ) 법(?:이|입|임)|지 ?(?:말자|맙시다|말아요|말길)|(?:합시다|봅시다|갑시다|삽시다)$|다는 (?:말|속담|"
    r"격언)(?:이|처럼|이야말로) ?(?:딱 |꼭 |새삼 |절로 |자꾸 )?(?:맞|"
    r"떠오|생각|실감|어울|와닿)"
)
"""Advice, a wish or a proverb, for whoever listens."""
_GENERAL: Final = re.compile(
    r"우리(?:는|가|도|에게|들| 모두| 사회| 주변| 삶| 인생)|누구나|누구에게나|(?:^|[,.] ?|(?:결국|역시|원래|이래서|"
    r"그래서|참|모든) )사람(?:은|이란|들은)|인간은|"
    r"인생[은이에의]|인생이란|"
    r"(?<![가-힣])삶|세상[은이]|사회[는가의]|모든 |"
    r"진심[은이](?!라)|사랑은|행복은|행복이|믿음은|용기는|배려는|친절은|마음은|노력은|정직은|가족이란|우정이란|부모란"
)
"""Everybody, or a virtue as the subject."""
_WEAK: Final = re.compile(
    r"사람[을이의도]|가족|부모|친구|이웃|주변|자신|스스로|서로|마음(?!에 (?:남|들|걸))|말 ?한마디|오해|다툼|갈등|"
    r"관계|도움|배려|관심|존중|감사|용기|희망|노력|"
    r"진심|사랑|행복|믿음|신뢰|친절|양보|약속|실수|실패|성공|후회|예의|편견|진정한|소중|작은|사소한|따뜻|가까[운이]|"
    r"누군가|때로는|때론|위로|침묵|큰 힘|나눔|나눌수록|"
    r"남[을의]|겉모습|돈보다|만큼"
)
_CUSTOM: Final = re.compile(
    r"기도 (?:하|해|합|함)|기 마련|[ㄹ을할될릴일볼줄] 수(?:도|가)? 있|때가 (?:있|많)|많(?:습|아|다|음)|중요|필요|"
    r"숨어 있|[다라]고 하나 봐|[다라]더니|는 말이 있|아닐까|않을까|아니겠"
)
"""How it usually is, or may be."""
_YOU: Final = re.compile(r"여러분|당신|너(?:라|도|는|희)|님들")
_ABSTRACT: Final = 2


def is_sermon(text: str) -> bool:
    """Whether a sentence that has little of the post gives advice to everybody, or says in the present what people and
    virtues are like.

    In a sentence of the post's words the same forms tell what somebody in the story wished or thought.
    """
    plain = without_laughter(SPEECH.sub(" ", text))
    if _ADVICE.search(_DUTY_TOLD.sub(" ", plain)):
        return True
    asked = text.rstrip().endswith("?") and not _CUSTOM.search(plain)
    if asked or is_past_tense(plain) or is_hearsay(plain) or _YOU.search(plain):
        return False
    if speech_level(plain) is SpeechLevel.NOMINAL and not _CUSTOM.search(plain):
        return False
    general = 2 * bool(_GENERAL.search(plain)) + len({found.group() for found in _WEAK.finditer(plain)})
    return general + bool(_CUSTOM.search(plain)) > _ABSTRACT or (general >= _ABSTRACT and bool(speech_level(plain)))


def draws_lesson(text: str) -> bool:
    """Whether a sentence draws a lesson for everybody: a lesson, a duty or a best thing, with a general subject or a
    virtue, or two of them. A duty that somebody in the story told, heard or felt is none."""
    if _ATTITUDE.search(text):
        return True
    text = _DUTY_TOLD.sub(" ", SPEECH.sub(" ", text))
    everybody = bool(_WE.search(text))
    duty = _DUTY.search(text if everybody else _DUTY_FELT.sub(" ", text))
    strong = bool(_LESSON.search(text)) + bool(_TEACH.search(text)) + bool(duty) + bool(_BEST.search(text))
    general = everybody + bool(_VIRTUE.search(text) or _PEOPLE.search(text))
    return strong > 0 and strong + general >= 2
