"""Postal addresses by road or by lot, and apartments."""

import re
from typing import Final

from libraries.texts.personal_data.rule import UNITS, make_rule, text_around, text_before

_PROVINCES: Final = (
    "(?:서울|부산|대구|인천|광주|대전|울산|세종|제주|경기|강원|충청?[남북]|전라?[남북]|경상?[남북])"
    "(?:특별자치|특별|광역)?[시도]?"
)
_DISTRICT: Final = "[가-힣]{1,4}[시군구]"
_NUMBER: Final = r"(?:산 ?)?\d{1,4}(?:-\d{1,4})?(?:번지)?"
_ROAD: Final = rf"(?P<road>[가-힣A-Za-z0-9·]{{1,10}}?(?:대로|로|길)) ?(?:\d{{1,4}} ?(?:번|[가-하])?길 ?)?{_NUMBER}"
_LOT: Final = rf"(?:[가-힣]{{1,4}}[읍면] ?)?[가-힣]{{1,5}}(?:\d?[동리]|\d가) ?{_NUMBER}"
_HOUSE: Final = (
    r"(?:[, ]{0,2}\([가-힣0-9]{1,8}[동가리로](?:[ ,][가-힣0-9 -]{1,14})?\))?"
    r"(?:[, ]{1,2}[가-힣A-Za-z0-9]{1,10}(?:아파트|빌라|오피스텔|맨션|자이|푸르지오|래미안|빌))?"
    r"(?:[, ]{0,2}(?:\d{1,4}|[A-Z가나다라마]) ?동)?(?:[, ]{0,2}(?:지하 ?)?\d{1,2} ?층)?"
    r"(?:[, ]{0,2}비?\d{1,4} ?호(?!선))?(?:[, ]{0,2}\([가-힣0-9]{1,8}[동가리로]\))?"
)
_END: Final = (
    rf"(?![\d*]|-\d|(?:{UNITS}| ?가(?![가-힣])| ?번(?!지| ?길)| ?차선| ?호선|여|[동급]| ?[번가-하]?길| ?단지| ?공구))"
)
_ADVERBS: Final = re.compile(
    "(?:으로|그대로|이대로|별로|새로|서로|바로|따로|주로|제로|홀로|함부로|절대로|제대로|억지로|때로|정말로|스스로|실제로|"
    "진짜로|의외로|멋대로|마음대로|대체로|도로|하루로)$"
)
"""Words that end like a road."""
_SHOP: Final = re.compile(
    "맛집|식당|카페|매장|가게|본점|지점|팝업|전시|시장|시청|구청|도청|군청|주민센터|박물관|미술관|공연|극장|축제|집회|"
    "호텔|펜션|리조트|병원|의원|약국|학교|은행|마트|백화점|스타벅스|국밥|빵집|술집|빌딩|센터|회관|공원|역 |터미널|"
    "도서관|법원|경찰서|성당|교회|치과|고깃집|횟집|분식|영업|예약|오픈|체육관|경기장|컨벤션|본사|공장|행사|예식|웨딩|"
    "[가-힣]궁|타워|플라자|아울렛|구장|스타디움|해수욕장|수목원|휴게소|주차장|청사|의사당|방송국|사옥|기념관|체험관|"
    r"업체|채주|지출처|소재지|위치|장소|일대|일원|대상지|필지|사업|점\(|㈜|\(주\)|주식회사"
)
_HOME: Final = re.compile(
    "집 ?위치|우리 ?집|저희 ?집|제 ?집|집 ?주소|살아|살고|삽니|사는|살던|거주|배송지|택배|받는|자택|본가|"
    "원룸|자취|이사 ?[왔온가간]|윗집|아랫집|옆집|세대주"
)
_NO_TOWN: Final = re.compile(
    ".{0,2}(?:다시|역시|혹시|무시|잠시|즉시|동시|당시|일시|임시|감시|몇시|반드시|표시|도시|누구|친구|지구|야구|축구|농구|배구|요구|연구|"
    "출구|입구|도구|가구|인구|탁구|당구|식구|장군|적군|아군|공군|해군|육군)"
)
"""Words that end like a town."""
_FLAT: Final = re.compile(r"\d ?호$|번길")
_LABELLED: Final = re.compile(r"(?:주소|배송지|보낼 ?곳|받는 ?곳) ?[:은는]? ?$")
_PUBLIC_ROOM: Final = re.compile(
    "전시|부스|코엑스|킨텍스|벡스코|박람회|행사장|강의|공학관|학관|캠퍼스|연구동|실험|상가|호텔|리조트|펜션|콘도|병동|병원|"
    "입원|병실|객실|매장|시장|세미나|회의실|고시(?!원) ?제?|공고|훈령|예규"
)
_BLOCK_WORDS: Final = (
    *("아파트", "자이", "푸르지오", "래미안", "힐스테이트", "편한세상", "더샵", "아이파크", "빌라", "오피스텔", "원룸"),
    *("맨션", "연립", "고시원", "하이츠", "팰리스", "캐슬", "타운", "단지", "빌"),
)
_BLOCKS: Final = "|".join(_BLOCK_WORDS)


def _is_home(match: re.Match[str]) -> bool:
    """An address is somebody's unless a shop, an office or an event is named beside it.

    Words alone may look like a road ("다시 돌아가 8"): without a town they need a label, or the number of a flat.
    """
    road = match["road"] if "road" in match.re.groupindex else ""
    if road and _ADVERBS.search(road):
        return False
    near = text_around(match, 25)
    town = (match["town"] or "").strip()
    has_town = town.startswith("세종") or (town[-1:] in tuple("시군구") and not _NO_TOWN.fullmatch(town))
    is_home = _HOME.search(near) is not None
    if not has_town and not (
        _LABELLED.search(text_before(match, 12)) or (is_home and (town or _FLAT.search(match[0])))
    ):
        return False
    return is_home or not _SHOP.search(near)


def _is_apartment(match: re.Match[str]) -> bool:
    return not _PUBLIC_ROOM.search(text_around(match, 15))


_CHAIN: Final = (
    rf"(?<![가-힣])(?P<town>{_PROVINCES} ?(?:{_DISTRICT} ?){{0,2}}(?:[가-힣]{{2}} )?|(?:{_DISTRICT} ){{1,2}})?"
    "(?:[가-힣]{1,4}[읍면] ?)?"
)
_NUMBERED: Final = r"[로길동리가] ?(?:산 ?)?\d"
POSTAL: Final = (
    make_rule("주소", f"{_CHAIN}{_ROAD}{_END}{_HOUSE}", _is_home, sign=_NUMBERED),
    make_rule("주소", f"{_CHAIN}{_LOT}{_END}{_HOUSE}", _is_home, sign=_NUMBERED),
)
APARTMENTS: Final = (
    make_rule(
        "동호수",
        r"(?<![\d제-])(?!(?:19|20)\d\d-)\d{2,4}-\d{3,4}호(?!선|차|기|실)",
        _is_apartment,
        sign=r"-\d{3,4}호",
        least=3,
    ),
    make_rule(
        "동호수",
        r"(?:(?:\d{1,2}단지 ?)?(?<!\d)\d{1,4}|(?<![A-Za-z0-9])[A-Za-z]|(?<![가-힣A-Za-z0-9])[가나다라마바사])"
        r" ?동[ -]{0,2}(?:지하 ?|B)?\d{2,4} ?호(?!선|차|기|실)",
        _is_apartment,
        words=("동",),
        least=3,
    ),
    make_rule("동호수", r"(?<!\d)\d{2,4} ?동 ?\d{1,2} ?층(?: ?\d{1,4} ?호)?", _is_apartment, words=("동",), least=3),
    make_rule(
        "동호수",
        rf"(?<!\d)\d{{3,4}}동 \d{{3,4}}(?![\d,.:~-]|(?:{UNITS}|번|호선))",
        _is_apartment,
        words=("동 ",),
        least=3,
    ),
    make_rule(
        "동호수",
        rf"(?:{_BLOCKS}) ?((?!(?:19|20)\d\d-)\d{{2,4}}(?:-|동 ?)\d{{2,4}}(?: ?호)?|\d{{3,4}}호)(?![\d선차-])",
        _is_apartment,
        datum=1,
        words=_BLOCK_WORDS,
        least=3,
    ),
)
