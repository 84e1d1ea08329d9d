"""Insults, addresses and names of users: what must not be said of, or to, anybody."""

import re
from collections.abc import Iterator
from typing import Final

from schemas.script import Fault, ScriptFault
from services.studio.script.checks.script_and_post import ScriptAndPost, whole

_INSULT: Final = re.compile(
    r"[씨시쓰][이]?[발빨벌팔](?:[아놈년새,.!? ]|$|롬)|병[신쉰](?!도|고)|좆|[개걔애놈] ?[새색][끼키]|"
    r"(?<![가-힣])(?:[이저그]런?|한|친|어떤|미친|못된|나쁜) ?[새색][끼키](?=[가이를들야는은,.!?])|"
    r"지랄|미친 ?[놈년새]|또라이|(?:맘|급식|틀딱|진지|설명|한남|일베|꼰대|학식|노인|무임승차)충|[가-힣]{1,2}충새끼|"
    r"한남(?!동|대교|역|로|오거리|더힐|뉴타운)|김치녀|된장녀|틀딱|쓰레기 ?같은|찐따|애미|"
    r"느금|등신(?!대)|저능아|돌대가리|돌머리|골빈|호구 ?새|"
    r"머저리|모지리|양아치|개독|"
    r"(?:못된|나쁜|어떤|더러운) ?년(?!도)(?=[은이을들의도한]|$|[,.!?])|[저그썅] ?년(?=[은이을들의]|$|[,.!?])|이?란 것들"
)
_MILD: Final = re.compile(
    r"(멍청)[한이]|(무식)한|(꼰대)|(바보) ?같은|(얼간이)|(한심)한 (?:인간|사람|여자|남자)|"
    r"(?:[한은난된쁜없는친던그이저떤] |신입 ?|[부과차사팀실]장 ?|상사 ?|남편 ?)(놈)(?=[은이을들의도한만과]|$|[,.!?])"
)
"""Rude words that may be told where the post has them; the group is the word."""
_LINK: Final = re.compile(
    r"https?://|www\.|\w@\w|@[A-Za-z0-9_.]{3,}|"
    r"골뱅이 ?(?:[A-Za-z]|네이버|지메일|구글|다음|한메일|카카오|네이트|핫메일)|링크(?:는|를)?\s?(?:프로필|댓글|설명)|"
    r"(?<![\w.])[\w-]{2,}\s?(?:\.|점\s?|닷)(?:com|net|org|kr|co|shop|io|me|ly|tv|site|store|컴|케이알)(?![a-z가-힣]{3})",
    re.IGNORECASE,
)
_READ: Final = r"[공영일이삼사오육륙칠팔구]"
_DAYS: Final = r"(?:일이|이삼|삼사|사오|오육|육칠|칠팔|팔구)일"
"""Two or three days, and so on."""
_NUMBER: Final = re.compile(
    r"(?<!\d)(?:0\d{1,2}[-. ]?\d{3,4}[-. ]?\d{4}|1[568]\d{2}[-. ]\d{4}|(?<!-)\d{3,4}-\d{4}(?!-|호))(?!\d)|"
    rf"공일공|(?<![가-힣])(?!{_DAYS}\s{_DAYS}){_READ}{{3,4}}\s{_READ}{{4}}(?![가-힣]{{2}})"
)
_MESSENGER: Final = re.compile(
    r"(?:카카오톡|카톡|텔레그램|인스타(?:그램)?|(?<![가-힣])라인|디스코드|오픈 ?채팅|오픈 ?카톡|아이디|계정|채널|디엠)"
    r"[^.!?]{0,12}?[A-Za-z][A-Za-z0-9_.]{4,}|[A-Za-z][A-Za-z0-9_.]{4,}\s?(?:채널|계정|아이디)",
    re.IGNORECASE,
)
_SHORTEST_NAME: Final = 3


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """insult, contact, nickname."""
    for sentence in told.sentences:
        if word := insult(sentence.text, told.words):
            yield sentence.fault(Fault.INSULT, word)
        if address := contact(sentence.text, told.source):
            yield sentence.fault(Fault.CONTACT, address)
    if word := insult(f"{told.title} {told.tags}", told.words):
        yield whole(Fault.INSULT, word)
    if address := contact(told.title, told.source):
        yield whole(Fault.CONTACT, address)
    yield from _names(told)


def insult(text: str, words: str) -> str:
    """An insult in ``text``, empty when there is none; a mild one counts unless ``words``, the post's, have it."""
    if found := _INSULT.search(text):
        return found.group()
    strange = (found.group() for found in _MILD.finditer(text) if found.group(found.lastindex or 0) not in words)
    return next(strange, "")


def contact(text: str, source: str) -> str:
    """An address, a telephone number or the name of an account in ``text``; empty when there is none."""
    found = _LINK.search(text) or _NUMBER.search(text)
    if found:
        return found.group()
    account = _MESSENGER.search(text)
    return account.group() if account and account.group() not in source else ""


def _names(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """Names of the post's users, where they are no words of its text: those may be told."""
    for name in sorted({told.post.author, *(comment.author for comment in told.post.comments)}):
        if len(name) < _SHORTEST_NAME:
            continue
        user = "(?:님|씨|이?라는 (?:분|사람|이용자|유저|회원|네티즌|누리꾼|닉네임|작성자))"
        person = re.compile(rf"{re.escape(name)} ?{user}")
        for sentence in told.sentences:
            if _named(name, person, sentence.text, told.words):
                yield sentence.fault(Fault.NICKNAME, name)
        if _named(name, person, told.title, told.words):
            yield whole(Fault.NICKNAME, name)


def _named(name: str, person: re.Pattern[str], text: str, words: str) -> bool:
    called = person.search(text)
    return name in text and (name not in words or (called is not None and called.group() not in words))
