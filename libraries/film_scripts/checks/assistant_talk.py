"""Talk of an assistant: a model that speaks to its user, of itself or of its task.

What it says of its task has signs of three kinds: of the text it was given, of what was asked for, and of what it did.
Two of them make it; one alone may be a story's, of an office or a letter.
"""

import re
from typing import Final

from libraries.film_scripts.checks.sentence_endings import without_laughter
from libraries.korean.quotations import SPEECH

_SPOKEN: Final = re.compile(rf"{SPEECH.pattern}(?=\s?[가-힣])")
"""What somebody in the story says; the sentence goes on behind it."""
_MODEL: Final = re.compile(
    r"(?<![A-Za-z])AI(?:로서|라서|이기|이므로|인 저)|(?:인공지능|언어 ?모델|챗봇)(?:으로서|로서|이라|이기|인 저|"
    r"이므로)|"
    r"사용자(?:님|가|께서|의 (?:요청|요구|지시|의도))|(?:제공|첨부|입력)(?:된|해 ?주신|하신) ?(?:글|본문|원문|내용|"
    r"정보|사연)|"
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
    r"(?:드릴|드리|줄|볼|보)(?:까|게|겠다|겠냐)요?(?:[라다냐]?(?:고|며|면서|길래)|는|란)?\s?(?:[가-힣]+(?:이|가|은|"
    r"는|께서|에게|"
    r"한테)\s)?(?:물|묻|여쭤|말|했|하(?![나])|제안|답|약속|그[러랬]|싶|고민)"
)
"""An offer that the story tells of."""
_GREETING: Final = re.compile(
    r"^(?:물론이?(?:죠|지|에요|입니다)|네[,.!]|알겠(?:습니다|어)|좋습니다|당연하죠|안녕하세요)"
)
_GIVEN: Final = re.compile(
    r"원문|본문|원글|게시글|(?:주어진|제공된|해당|이) (?:글|내용|정보|자료|사연|부분)(?!자)|글의 내용|명시(?:되|돼|"
    r"하지)|언급(?:되|돼|이 없|하지)|"
    r"제공되지|(?:글|사연|내용)에(?:는|서는|서|도)? [^.!?]{0,12}?(?:정보|언급|설명|내용)[이가은는도]? ?(?:부족|없|안|"
    r"나오지|나와 있지)|"
    r"(?:글|사연|내용)에(?:는|서는|서|도)? (?:없어|없으므로|안 나와|나오지 않아|나와 있지 않아|적혀 있지 않아)"
)
"""The text that a model was given."""
_ASKED: Final = re.compile(
    r"(?:앞서|위에서|미리) (?:말씀|언급|설명|제시)|(?:요청|요구|지시|말씀|부탁|질문|주문|원|지정|제시)하신|(?:요청|"
    r"요구|지시|지침|조건|형식|분량|길이|규칙|"
    r"기준)(?:에|대로| 사항| ?에 맞)|글쓴이의? (?:성별|나이|이름|직업|신분)|"
    r"개인 ?정보|댓글 ?번호|버전|(?:성별|나이|실명|지명|날짜|금액)[은는]"
)
"""What a model was asked for, and what it has to decide."""
_DID: Final = re.compile(
    r"(?:정하지|추측하지|지어내지|특정하지|가정하지|단정하지|밝히지|넣지|바꾸지|포함하지|언급하지|"
    r"다루지) 않(?:았(?:다(?![고는며])|습|어요|음)|겠습|겠음|음(?=\W*$)|고\W)|"
    r"생략|추측|가정하|반영(?:했|하였|하여)|재구성|각색|요약하(?:면|자면|여)|정리하(?:면|자면)|다시 (?:썼(?:습|으며|"
    r"어요|다(?!고)|음)|써 ?(?:봤|보았|드)|쓴 (?:글|것)|풀어|적어 ?(?:봤|보았))|"
    r"작성(?:되었|됐|된 것)|(?:수정|작성|보완|변경|변환|구성|다듬어)(?:했습|하였습|했음|함(?=\W*$)|해 ?(?:봤|보았|"
    r"드))|알 수 없(?:음|습|"
    r"어요|다(?![고는]))|확인(?:되지 않|할 수 없)|맞춰 |맞추어|"
    r"다음과 같(?:습|다|음|아요)|이상(?:으로|입니다)"
)
"""What a model did, as its own act: without a verb of saying behind it."""
_OUTSIDE: Final = re.compile(
    r"(?:글쓴이|작성자|필자|화자|저자)[는가은이] (?:이 글에서|해당 글에서|본문에서|자신의 (?:경험|사연|고민|"
    r"이야기))[^.!?]{0,24}?(?:하고 있|하였|합니다|전하|밝히)|"
    r"(?<![가-힣])이 (?:대본|영상|스크립트|쇼츠)[은이는의] |(?:이|해당|본|위) ?(?:글|사연|이야기|게시글|"
    r"내용)[은는이]? [^.!?]{0,40}?(?:다루|담고 있|담은|담긴|관한|"
    r"대한 (?:글|이야기|내용)|설명하|설명한|소개하|묘사|내용(?:입|이|임))|"
    r"글(?:에서|에는|에서는|만으로는?)[^.!?]{0,20}?(?:확인|알 수|나와|나오|적혀|밝혀|드러나|언급)[가-힣 ]{0,5}(?:않|"
    r"없)|"
    r"^(?:네|예|물론|알겠|좋습니다|그럼)[^.!?]{0,12}(?:알겠습니다|시작하겠습니다|해 ?보겠습니다|드리겠습니다)$|"
    r"^알겠습니다$|"
    r"(?:지금부터|그럼|이제|아래(?:와|에|는)|다음(?:과|은)|이어서)[^.!?]{0,24}(?:시작하겠|소개하겠|들려 ?드리|"
    r"전해 ?드리|알려 ?드리|말씀드리|살펴보|알아보|구성)"
)
"""A text seen from outside, or the opening of a presentation."""
_OF_TEXTS: Final = re.compile(
    r"제목|(?<![가-힣])훅|글자|문장|문단|분량|댓글|해시태그|원래 (?:내용|글)|일부 |표현|(?:중간|본문|글의?) 내용|"
    r"본문|맞춤법|"
    r"말투|어투"
)
_PERFORMS: Final = re.compile(
    r"^(?!.*(?:[\"“”]|(?<![가-힣])(?:저|제|나|내|우리)(?:는|가|도) )).*(?:(?<!모르)(?<!시)겠습니다|드립니다|드릴게요|"
    r"드리죠|하려고 합니다|"
    r"[갈날달둘들를릴말볼쓸알열올울을일줄질출칠킬할]게요)[.!~ ]*$"
)
"""A promise or an act of the one who speaks."""
_RETOLD: Final = re.compile(
    r"(?:재구성|각색|의역|축약|순화|윤색)(?:해 ?(?:보|봤|드)|했(?:습|어요|음|다(?!고))|하였|함(?=\W*$))|"
    r"열린 결말로 ?(?:처리|두|남)"
)
"""What only a reteller does to a story."""
_WORKED: Final = re.compile(
    r"(?:순화|완화|익명 처리|구성|표시|작성|정리|요약|압축|번역|수정|반영|고려|제외|생략|추가|선택|배치|조정|변경|"
    r"유지|통일)(?:해 ?(?:봤|"
    r"보았|뒀|두었|드)|했(?:습|어요|음|다(?!고))|"
    r"하였|함(?=\W*$)|하지 않았(?:습|음|어))|(?:줄였|옮겼|바꿨|바꾸었|뺐|넣었|골랐|지었|다듬었|풀었)(?:습니다|음|"
    r"어요|다)(?=\W*$)"
)
"""What is done to texts, and the things that are done to."""
_SIGNS: Final = 2
_OF_THE_SOURCE: Final = re.compile(
    r"(?:원문|본문|원글|게시글|(?:주어진|제공된) (?:글|내용|정보|사연))(?:에 따르면|에 의하면|상으로는|을 보면)"
)
"""Whoever tells a story does not say so."""
_AT_SERVICE: Final = re.compile(
    r"(?:언제든(?:지)?|더 필요|추가로|궁금한 (?:점|것|게)|원하시(?:면|는)|필요하시면|"
    r"도움이 필요)[^.!?]{0,24}?(?:말씀|알려|문의|물어|요청|질문)[가-힣 ]{0,6}(?:주세요|주십시오|하세요|줘)(?=\W*$)|"
    r"도움이 되(?:셨|었)(?:길|으면|기를|다면)|도와 ?드릴(?:까요|게요| 수 (?:없|있)(?:습니다|어요)(?=\W*$))|(?:죄송|"
    r"미안)(?:하지만|"
    r"합니다만)[^.!?]{0,20}(?:작성|"
    r"생성|제공|도와|답)[^.!?]{0,10}(?:없|어렵)"
)
"""An offer of further help, or a refusal."""


def talks_as_assistant(text: str, source: str = "", *, alien: bool = False) -> bool:
    """Whether a model speaks to its user of its task or of itself. Words of ``source``, the post, are the story's.

    ``alien``: the text has little of the post.
    """
    text = _OFFERED.sub(" ", _SPOKEN.sub(" ", text))
    if _strange(_MODEL, text, source):
        return True
    if _strange(_OF_THE_SOURCE, text, source) or _AT_SERVICE.search(text):
        return True
    if sum(_strange(sign, text, source) for sign in (_GIVEN, _ASKED, _DID)) >= _SIGNS:
        return True
    if _strange(_OUTSIDE, without_laughter(text), source):
        return True
    if alien and _strange(_RETOLD, text, source):
        return True
    if alien and _strange(_OF_TEXTS, text, source) and _strange(_WORKED, text, source):
        return True
    if alien and _PERFORMS.search(text):
        return True
    script = _strange(_SCRIPT, text, source)
    offer = (script or _WORK.search(text)) and _OFFER.search(text)
    return bool(offer or (script and _GREETING.search(text)))


def _strange(pattern: re.Pattern[str], text: str, source: str) -> bool:
    """Whether ``text`` has a match of which ``source`` has neither the group nor, without one, the whole."""
    return any(found.group(found.lastindex or 0) not in source for found in pattern.finditer(text))
