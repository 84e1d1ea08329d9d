"""Insults: words of abuse, by their stems and with the spellings that are to hide them."""

import re
from typing import Final

_INSULT: Final = re.compile(
    r"[씨시쓰][이]?[발빨벌팔](?:[아놈년새,.!? ]|$|롬)|병[신쉰](?!도|고)|좆|[개걔애놈] ?[새색][끼키]|"
    r"(?<![가-힣])(?:[이저그]런?|한|친|어떤|미친|못된|나쁜) ?[새색][끼키](?=[가이를들야는은,.!?])|"
    r"지랄|미친 ?[놈년새]|또라이|(?:맘|급식|틀딱|진지|설명|한남|일베|꼰대|학식|노인|무임승차)충|[가-힣]{1,2}충새끼|"
    r"한남(?!동|대교|역|로|오거리|더힐|뉴타운)|김치녀|된장녀|틀딱|쓰레기 ?같은|찐따|애미|"
    r"느금|등신(?!대)|저능아|돌대가리|돌머리|골빈|호구 ?새|"
    r"머저리|모지리|양아치|개독|"
    r"(?:못된|나쁜|어떤|더러운) ?년(?!도)(?=[은이을들의도한]|$|[,.!?])|[저그썅] ?년(?=[은이을들의]|$|[,.!?])|"
    r"이?란 것들|"
    r"인간 ?말종|인간 ?쓰레기|개돼지|기레기|짱깨|쪽[바발]리|쪽발이|깜둥이|검둥이|정신병자|(?<![가-힣])[쌍썅][놈것]|"
    r"(?:짐승|버러지|벌레|쓰레기|똥|개)만도 ?못|뒈져|아가리[를]? ?(?:닥|놀|벌|싸)|"
    r"(?:주둥이|주둥아리|입)[을를]? ?(?:나불|함부로 놀)|주둥이[를]? ?놀|머리(?:에|통에) ?똥만|뇌가 ?(?:없는|텅)"
)
"""Words of abuse that no narrator says, whatever the post has."""
_DISGUISED: Final = re.compile(
    r"(?<![가-힣])[씨시쒸쓰][0-9.*~^@_-]{1,2}[발빨벌팔]|병[0-9.*~^@_-]{1,2}[신쉰]|개[0-9.*~^@_-]{1,2}[새색][끼키]|"
    r"지[0-9.*~^@_-]{1,2}랄|"
    r"(?<![ㄱ-ㅣ])(?:[ㅅㅆ]ㅂ|ㅂㅅ|ㅄ|ㅈㄹ|ㄱㅅㄲ|ㅁㅊ(?:ㄴ|[놈년])|ㅈ같)(?![ㄱ-ㅎ])"
)
"""The same with signs or numbers within, or as first consonants."""
_REPORTED: Final = r"(?!이?라(?:고|며|는|면서|길래|서)|[가-힣]* 소리)"
"""What somebody calls somebody: he is called so in the story."""
_MILD: Final = re.compile(
    r"(멍청)[한이]|(무식)한|(꼰대)|(바보) ?같은|(얼간이)|(한심)한 (?:인간|사람|여자|남자)|"
    r"(?:[한은난된쁜없는친던그이저떤] |신입 ?|[부과차사팀실]장 ?|상사 ?|남편 ?)(놈)(?=[은이을들의도한만과]|$|[,.!?])|"
    rf"(할망구|영감탱이|영감쟁이|여편네|찌질[이한]|꼴통|꼴값|(?<![가-힣])말종|멍텅구리|쪼다|관종|싸가지){_REPORTED}|"
    r"(?:^|[가-힣] )(?:그|저|이|네|그놈의|저놈의) (주둥이|주둥아리|아가리|낯짝|면상|상판)|"
    r"[가-힣] ?(주제에) (?:감히|무슨|뭘|뭐|어디|왜|말|큰소리|잘난|사람|남|건방|버릇)|(주제)(?:도|를) 모르|"
    r"(노망) ?(?:난|든|이 난|이 든) (?!줄|거|것|게|건|사람처럼)|(치매) ?걸린 (?:것|늙|인간)|(덜떨어)진|(되먹지) ?못한|"
    r"(못돼) ?(?:먹|처먹)은|(빌어먹)을|([염옘]병)(?:할|떨|하네)|(닥쳐)라?(?=[.,!? ]|$)|(망할) (?:놈|년|것|인간|영감|"
    r"자식)|(썩을) (?:놈|년|것)|(재수) ?없는 (?:인간|것|여자|남자)|"
    r"(미개)한|(천박)한|(역겨)운 (?:인간|여자|남자|사람)|(늙다리|늙은이)|(처먹|씨부리|지껄이)[가-힣]"
)
"""Rude words that may be told where the post has them; the group is the word."""
_SPEECH: Final = re.compile(r"[\"“][^\"“”]*[\"”]")


def insult(text: str, words: str) -> str:
    """An insult in ``text``, empty when there is none; a mild one counts unless ``words``, the post's, have it or
    somebody in the story says it."""
    if found := _INSULT.search(text) or _DISGUISED.search(text):
        return found.group()
    told = _SPEECH.sub(" ", text)
    strange = (found.group() for found in _MILD.finditer(told) if found.group(found.lastindex or 0) not in words)
    return next(strange, "")
