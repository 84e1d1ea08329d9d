"""Contacts: telephone numbers, addresses, accounts and links, by their shape."""

import re
from typing import Final

_LINK: Final = re.compile(
    r"https?://|[A-Za-z0-9-]+\.[A-Za-z]{2,}/\w|www\.|\w@\w|@[A-Za-z0-9_.]{3,}|"
    r"골뱅이 ?(?:[A-Za-z]|네이버|지메일|구글|다음|한메일|카카오|네이트|핫메일)|"
    r"(?<![\w.])[\w-]{2,}\s?(?:\.|점\s?|닷)(?:com|net|org|kr|co|shop|io|me|ly|tv|site|store|컴|"
    r"케이알)(?![a-z가-힣]{3})|"
    r"(?:점|닷) ?(?:컴(?![퓨백뱃포])|케이알)",
    re.IGNORECASE,
)
_DIGIT: Final = r"[0-9공영빵일이삼사오육륙칠팔구]"
_READ: Final = r"[공영일이삼사오육륙칠팔구]"
_BETWEEN: Final = r"(?:에|의|다시)?[-\s.,]*"
_DAYS: Final = r"(?:일이|이삼|삼사|사오|오육|육칠|칠팔|팔구)일"
"""Two or three days, and so on."""
_NUMBER: Final = re.compile(
    r"(?<!\d)(?:0\d{1,2}[-. ]?\d{3,4}[-. ]?\d{4}|1[568]\d{2}[-. ]\d{4}|(?<!-)\d{3,4}-\d{4}(?!-|호))(?!\d)|"
    rf"공일공|(?<![가-힣])(?!{_DAYS}\s{_DAYS}){_READ}{{3,4}}\s{_READ}{{4}}(?![가-힣]{{2}})|"
    rf"(?<![가-힣0-9])(?:(?=[0-9]*[가-힣])[0공영빵]{_DIGIT}{{1,2}}{_BETWEEN}{_DIGIT}{{3,4}}{_BETWEEN}{_DIGIT}{{4}}|"
    rf"{_READ}{{3,4}}(?:에|의|다시)\s{_READ}{{4}}(?=(?:으?로|번|[이예]|$|\W)))|"
    r"(?:계좌|은행|뱅크|농협|입금|송금|후원)[^.!?]{0,12}?\d{2,6}-\d{2,6}-\d{4,8}"
)
"""A number to call or to pay to, in digits or read aloud digit by digit."""
_ACCOUNT: Final = re.compile(
    r"(?:카카오톡|카톡|텔레그램|인스타(?:그램)?|(?<![가-힣])라인|디스코드|오픈 ?채팅|오픈 ?카톡|아이디|계정|채널|디엠)"
    r"[^.!?]{0,12}?[A-Za-z][A-Za-z0-9_.]{4,}|[A-Za-z][A-Za-z0-9_.]{4,}\s?(?:채널|계정|아이디)|"
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]{2,}",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"(?:아이디|계정|닉네임|톡 ?아이디)[은는이가를]? ?['\"]?[가-힣A-Za-z]+[0-9]+|"
    r"(유튜브|인스타(?:그램)?|틱톡|블로그|네이버 ?(?:카페|밴드)|페이스북|트위터|스레드)[^.!?]{0,16}?(?:채널|계정|"
    r"페이지|카페|밴드|주소)"
    r"[^.!?]{0,20}?(?:있습니다|있어요|있음|볼 수|확인|검색|보세요|놀러|들어오|찾아|올라와 ?있|올려 ?[뒀두]|하세요|"
    r"주세요)"
)
"""An account that is named, or where a film sends its viewers; the group is the platform, which the post may have."""
_WHERE: Final = r"(?:프로필|고정 ?댓글|설명 ?란|더 ?보기|바이오|영상 ?설명)"
_WAY: Final = re.compile(
    rf"(링크)[은는를을도]?\s?(?:프로필|댓글|설명)|(링크)[^.!?]{{0,12}}{_WHERE}|{_WHERE}[^.!?]{{0,12}}(링크)|"
    r"(?:아래|위|하단|상단|첨부한|밑에?) ?(링크)|(?:블로그|카페|유튜브|인스타|틱톡|홈페이지|"
    r"누리집)[^.!?]{0,14}에서 (?:볼 수|확인할 수|만나|더 보)[^.!?]{0,6}(?:$|[.!])|"
    r"(오픈 ?(?:채팅|카톡|챗))[^.!?]{0,12}?(?:비번|비밀번호|코드|방 이름|주소)|"
    r"(?:디엠|쪽지|메일|톡|카톡|전화|번호|문자|링크)(?:으?로)? ?(?:문의|연락|제보|상담|신청)[가-힣 ]{0,6}?(?:주세요|"
    r"주시|하세요|바랍|받습|받아요|받고 있)|"
    r"(오픈 ?(?:채팅|카톡|챗))[^.!?]{0,25}?(?:검색|들어오[시면세실]|들어와(?:요|라|\W)|들어올 수|입장|참여|문의|찾아오)"
)
"""How the viewers find a link or a room; the group is the word of the story, where the post has it."""


def find_contact(text: str, source: str) -> str:
    """An address, a telephone number, an account or the way to a link in ``text``; empty when there is none.

    Names and ways may be told where ``source``, the post, has them.
    """
    if found := _LINK.search(text) or _NUMBER.search(text):
        return found.group()
    account = _ACCOUNT.search(text)
    if account and account.group() not in source:
        return account.group()
    ways = (way for pattern in (_OFFICE, _WAY) for way in pattern.finditer(text))
    return next((way.group() for way in ways if way.group(way.lastindex or 0) not in source), "")
