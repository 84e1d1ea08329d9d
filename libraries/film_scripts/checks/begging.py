"""Begging: what a film asks its viewers to do on the platform, whatever the words are.

A request that ends a sentence is one to the viewers: what people in the story ask of each other is told by a verb of
asking behind it (달라고 했다), or stands in quotation marks.
"""

import re
from typing import Final

from libraries.film_scripts.checks.sentence_endings import is_hearsay, is_past_tense, without_laughter
from libraries.korean.quotations import SPEECH

_THING: Final = re.compile(
    r"구독|좋아요|알림 ?(?:설정|신청)|알림을|팔로우|팔로잉|맞팔|댓글|하트|엄지|따봉|"
    r"공유(?=\W*$|[를도와과,·]|[하해한할]| ?(?:부탁|버튼|좀|꼭|많이|한 ?번|필수|바라|고고|ㄱㄱ|잊|[하해]|까지))|"
    r"저장해|저장하|채널|정주행|영상|단톡방|"
    r"후원|멤버십|다음 ?(?:편|이야기|영상)|프로필"
)
"""What a film asks its viewers for."""
_REQUEST: Final = re.compile(
    r"(?:[아어여해러려겨혀켜내둬춰워와가써퍼]|남겨)\s?(?:주(?:세요|셈|십시오|시[면길기겠]|실|"
    r"고 ?가(?:세|셈|요|줘|십|시)|기(?=\W*$)|길|면)|줘(?!서|야|도|[라요]고|[었였])|줄래|두세요|둬|놓으)"
    r"|부탁(?!했|하셨|받|[한할] |하[러는던자니]|하려|해서|하길래|을 (?:받|했|들)|이[라었]|드렸)|"
    r"잊지 ?(?:마|말)|[하두르기적가보](?:세요|십시오|셈|시길|시기)|바람$|바람\W|바라[요며]|바랍니다"
    r"|(?:는|은|ㄴ|한|둔) ?(?:거|것) ?(?:알지|알죠|아시죠|잊지)|하는 거 알|해야 ?(?:겠죠|해요|됨|돼)|(?:하|"
    r"르)면 ?(?:됨|돼|되)|필수(?!라|였|인 |가 |로 |품)|고고|ㄱㄱ"
)
"""The forms of a request."""
_ACT: Final = re.compile(
    r"구독|좋아요|알림|팔로우|맞팔|댓글|하트|엄지|따봉|추천|공유|저장|채널|정주행|영상|화면|버튼|톡톡|클릭|터치|후원|"
    r"멤버십|프로필|태그|"
    r"다음 ?(?:편|이야기|사연)|(?:친구|가족|지인|주변)[가-힣]* ?[가-힣 ]{0,6}(?:보내|알려|전해|퍼뜨려|보여)|"
    r"(?:여러분|님들|당신|너희|다들|각자)[가-힣]*[^.!?]{0,14}(?:생각|의견|경험|이야기|사연|한마디|느낌)|(?:아래|"
    r"밑)에 (?:남|적|써|달)"
)
"""What a viewer can do on a platform."""
_ENDS_AS_REQUEST: Final = re.compile(
    r"(?:[아어여해려겨켜내둬워와가써러] ?(?:주(?:세요|십시오|셈|삼|라|기|시길(?: 바[라랄][가-힣]*)?)|줘요?|"
    r"주고 ?가(?:요|세요|셈|자|기|줘)|"
    r"(?:두|보|놓)(?:세요|자|셈|기)|봐요?|둬요?)|"
    r"주(?:시)?면 (?:좋겠|감사|고맙|큰)[가-힣]*|하(?:세요|십시오|자|셈|기)|합시다|"
    r"(?:누르|남기|보내|달|기다리|기대하|가|눌러|켜)(?:자|기|세요|셈|십시오)|바[라랍][가-힣]*|바람|"
    r"(?<!고 )(?<!을 )부탁(?: ?(?:해요?|합니다|함|이에요|드려요?|드립니다|드림|드릴게요))?|"
    r"(?:기다릴|기대할)게요?|기다리(?:겠습니다|고 있을게요?)|기다려요|(?:마|말)(?:세요|자|아요|기|고)|고고|ㄱㄱ|"
    r"필수(?:예요|임)?|감사하겠[가-힣]+|고맙겠[가-힣]+)$"
)
"""The forms of a request that ends a sentence."""
_PLEASE: Final = re.compile(
    r"(?:주(?:세요|십시오|셈|삼)|보세요|바랍니다|부탁(?: ?드려요| ?드립니다|해요|합니다)?|마세요|합시다)$"
)
"""A request to somebody who is there."""
_FOR_US: Final = re.compile(
    r"(?:여러분|당신|님들)의 (?:하트|구독|좋아요|댓글|응원|관심|사랑|공유)[가이는]|(?:다음|또 다른|더|"
    r"내일)[^.!?]{0,16}(?:돌아올게|돌아오겠|찾아올게|찾아오겠|찾아뵐게|찾아뵙겠|만나요|가져올게)|(?:구독|좋아요|댓글|"
    r"공유|하트|응원|팔로우)[^.!?]{0,20}(?:힘이 ?(?:돼|됩|될|된|되)|도움이 ?(?:돼|됩|될|된|되))|"
    r"(?:구독|알림|팔로우)[가-힣]*[^.!?]{0,10}(?:하|두|켜|누르|받으|설정하)(?:시)?면[^.!?]{0,30}(?:수 있|놓치|만나|"
    r"볼게|올게)"
)
"""What it would be good for."""
_YOURS: Final = re.compile(
    r"(?:여러분|당신|님들|너희|각자)[가-힣]*[^.!?]{0,10}(?:이야기|사연|경험|생각|의견|한마디)[을를도은는]?[^.!?]{0,10}"
    r"(?:들려|알려|남겨|말해|적어|나눠|써|보내|공유)(?!드)[^.!?]{0,8}$"
)
"""What the viewers are to tell."""
_WATCHED: Final = re.compile(
    r"(?:재미있게|재밌게|잘|즐겁게|끝까지|유익하게) (?:봤|보셨|들었|들으셨|읽었|읽으셨)(?:으면|다면|나요|죠)|"
    r"공감[가-힣]{0,3} ?(?:면|다면|시면|신다면)|재미있으면|재밌으면|"
    r"(?:이런 |다른 |비슷한 |더 )(?:이야기|썰|사연|영상)[^.!?]{0,8}(?:더|또|계속|듣고|보고|궁금)[^.!?]{0,8}(?:면|"
    r"다면|신 분)|(?:도움이|위로가|힘이) (?:됐|되셨|되었)(?:다면|으면|나요)|"
    r"마음에 (?:들었|드셨)(?:다면|으면)|(?:위로|아래로) (?:쓱|쭉|스크롤|스와이프|올리|내리)"
)
"""Viewers as they have watched."""
_ON_PLATFORM: Final = re.compile(
    r"구독(?!자|료|경제)|좋아요(?:를|와|랑|는|,| (?:꾹|한|버튼|하나|눌러))|팔로우|알림 ?(?:설정|신청)|맞팔|"
    r"하트 ?(?:콕|꾹|뿅|한 번|하나|백 ?개|천 ?개|만 ?개)|댓글(?:로| 달)|태그하"
)
"""Acts of a platform."""
_PLATFORM: Final = re.compile(
    r"구독|좋아요|알림|팔로우|하트|채널|버튼|영상|엄지|[0-9이삼]+탄(?=[이을도은])|다음 ?편|시청자"
)
_EAGER: Final = re.compile(
    r"(?:가즈아|가자|함께해요?|함께하(?:자|세요)|사랑(?:입니다|이에요|이죠|임)|센스(?:입니다|예요)?|국룰|약속|매너|"
    r"[ㄹ실할줄]래요?|잊지|놓치지|"
    r"고정|만나요|올게요?|오겠습니다|돌아올게요?|찾아뵐게요?|찾아올게요?|만나 ?뵐게요)(?:$|[ .!?])"
)
"""A cheer, a promise or a plan with a thing of the platform that the post does not have."""
_ASKS: Final = re.compile(r"(?:어떻게|어떤|무엇|뭐|뭘|누구|누가|언제|어디|왜|몇|얼마)[^.!?]*\?\W*$")
"""A question to the viewers, which every last line is: 어떻게 생각하세요?"""
_SPOKEN: Final = re.compile(rf"{SPEECH.pattern}(?=\s?[가-힣])")
"""What somebody in the story says; the sentence goes on behind it."""
_SPEECH: Final = re.compile(r"[\"“'‘][^\"“”'‘’]*[\"”'’]")
_SUBSCRIBERS: Final = re.compile(r"구독자\s?(?:분|님|여러분|들)")


def begs_viewers(text: str, source: str = "", *, alien: bool = False) -> bool:
    """Whether ``text`` asks viewers to subscribe, like, comment, share, follow or come back.

    ``source``: the post; things of a platform that it has may be those of the story. ``alien``: the text has little of
    the post, so that any request in it is one to the viewers.
    """
    text = _SPOKEN.sub(" ", text)
    thing = _THING.search(text)
    if _SUBSCRIBERS.search(text) or (thing and _REQUEST.search(text, thing.start())):
        return True
    plain = without_laughter(text)
    if _FOR_US.search(text) or _YOURS.search(plain):
        return True
    if _strange(_PLATFORM, text, source) and _EAGER.search(text):
        return True
    please = alien and _PLEASE.search(without_laughter(_SPEECH.sub(" ", text)))
    if _ENDS_AS_REQUEST.search(plain) and (_ACT.search(text) or please) and not _ASKS.search(text):
        return True
    return alien and (bool(_WATCHED.search(text)) or _offers(text, source))


def _offers(text: str, source: str) -> bool:
    """Whether a sentence in the present has an act of a platform that is none of the story."""
    now = not is_past_tense(text) and not is_hearsay(text) and not text.rstrip().endswith("?")
    return now and _strange(_ON_PLATFORM, text, source)


def _strange(pattern: re.Pattern[str], text: str, source: str) -> bool:
    return any(found.group() not in source for found in pattern.finditer(text))
