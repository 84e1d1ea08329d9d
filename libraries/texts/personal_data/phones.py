"""Telephone numbers: mobile, land lines, internet and safety numbers, also with letters or words for digits."""

import re
from typing import Final

from libraries.texts.personal_data.rule import digits_of, is_order_number, make_rule, text_around, text_before

_WORDS: Final = "공영빵일이삼사오육륙칠팔구"
_ALIKE: Final = "0-9OIlSBZㅇ○〇|ㅣ"
"""Digits, and the letters that look like one."""
_ZERO, _ONE = "[0Ooㅇ○〇공영빵]", "[1Iil|ㅣ일]"
_NET: Final = f"{_ZERO}{_ONE}[0Oㅇ○〇공영빵16789육륙칠팔구]"
_GAP: Final = r"(?:(?:(?!\n)[\W_]){0,4}| ?(?:다시|대시|하이픈|빼기|에|의|국) ?)"
_GROUP: Final = f"(?![{_ALIKE}]{{3}}[{_WORDS}])[{_ALIKE}{_WORDS}]{{4}}"
"""Four digits. The last alone is no word: in ``567이에요`` it is a particle."""
_END: Final = r"(?!-?\d)"
_AREA: Final = r"(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|[78]0|50\d)"
_SEPARATOR: Final = r"[) .\-/_~·,]{1,3}"
_COMPANY: Final = (
    r"1(?:5(?:22|33|44|66|77|88|99)|6(?:00|44|55|6[0168]|70|88)|8(?:00|11|33|55|77|99))[- ]?\d{4}(?!\d| ?년)"
)
_COMPANY_CUE: Final = re.compile(
    r"대표|고객|콜 ?센터|상담|ARS|은행|보험|카드사|24시|대리|광고|센터|본사", re.IGNORECASE
)
_CALL_CUE: Final = re.compile(r"전화|연락|문의|번호|걸어|콜|☎|☏|📞|tel", re.IGNORECASE)


def _is_no_code(match: re.Match[str]) -> bool:
    """Single noughts and ones are binary code, or the innings of a game."""
    return bool(set(digits_of(match[0])) - {"0", "1"})


def _is_number(match: re.Match[str]) -> bool:
    """Letters alone are a word, though each looks like a digit."""
    return len(re.findall(f"[0-9{_WORDS}]", match[0])) >= 6


def _is_shown(match: re.Match[str]) -> bool:
    return len(digits_of(match[0])) >= 7 and re.search(r"[*xX○●#]", match[0]) is not None


def _is_free(match: re.Match[str]) -> bool:
    return not is_order_number(match) or _CALL_CUE.search(text_before(match, 8)) is not None


def _is_persons(match: re.Match[str]) -> bool:
    """Numbers of companies are no personal data, unless somebody asks to be called there."""
    return bool(_CALL_CUE.search(text_around(match, 12))) and not _COMPANY_CUE.search(text_around(match, 16))


def _is_international(match: re.Match[str]) -> bool:
    return 9 <= len(digits_of(match[0])) <= 15


PHONES: Final = (
    make_rule(
        "전화번호",
        rf"(?<!\d)(?:\+|00)?82{_GAP}\(?0?\)?{_GAP}1[016789]{_GAP}\d{{3,4}}{_GAP}\d{{4}}{_END}",
        sign="82",
        least=7,
    ),
    make_rule(
        "전화번호", rf"(?<!\d)(?:\+|00)82{_GAP}\(?0?{_AREA}\)?{_GAP}\d{{3,4}}{_GAP}\d{{4}}{_END}", sign="82", least=7
    ),
    make_rule(
        "전화번호",
        rf"(?<![\dA-Za-z])(?:\({_NET}\)|{_NET}){_GAP}"
        rf"[{_ALIKE}{_WORDS}]{{3,4}}{_GAP}{_GROUP}{_END}",
        _is_number,
        sign=f"{_ZERO}{_ONE}",
        least=0,
    ),
    make_rule(
        "전화번호",
        r"(?<!\d)(?<!\d )0 {0,2}1 {0,2}[016789] {0,2}[-./]? ?(?:\d {0,2}){3,4}[-./]? ?(?:\d {0,2}){3}\d(?! {0,2}\d)",
        _is_no_code,
        sign=r"0 {0,2}1 {0,2}[016789]",
        least=7,
    ),
    make_rule("전화번호", r"(?<!\d)010(?:[-. ]?\d){8}(?![-. ]?\d)", sign="010", least=7),
    make_rule(
        "전화번호", r"(?<!\d)0([-.·_/*,])1\1[016789]\1(?:\d\1){6,7}\d(?!\d)", _is_no_code, sign="0[-.·_/*,]1", least=7
    ),
    make_rule(
        "전화번호",
        rf"[공영빵][ -.]{{0,2}}일[ -.]{{0,2}}[공영빵일육륙칠팔구]{_GAP}(?:[{_WORDS}][ -.]{{0,3}}){{6,7}}[{_WORDS}]",
        sign="[공영빵][ -.]{0,2}일",
        least=0,
    ),
    make_rule(
        "전화번호",
        r"[공영](?:이|삼[일이삼]|사[일이삼사]|오[일이삼사오]|육[일이삼사]|칠[공영])"
        rf"[ \-.]{{1,3}}[{_WORDS}]{{3,4}}[ \-.]{{1,3}}[{_WORDS}]{{4}}",
        sign="[공영][이삼사오육칠]",
        least=0,
    ),
    make_rule(
        "전화번호",
        rf"(?<!\d)01[016789]{_SEPARATOR}[\dxX*○●#]{{3,4}}{_SEPARATOR}[\dxX*○●#]{{4}}(?![\w*])",
        _is_shown,
        sign="01",
        least=7,
    ),
    make_rule("전화번호", r"(?<![\d.-])1[016789]-\d{3,4}-\d{4}(?![\d-])", _is_free, sign="1[016789]-", least=7),
    make_rule("전화번호", rf"(?<!\d)\(0 ?{_AREA}\) ?\d{{3,4}}[- .]?\d{{4}}{_END}", sign=r"\(0", least=7),
    make_rule(
        "전화번호",
        rf"(?<![\dA-Z])(?<!\d[-.,])[0O] ?{_AREA}{_SEPARATOR}\d{{3,4}}{_SEPARATOR}\d{{4}}{_END}(?! ?(?:년|원))",
        sign=r"[0o] ?[2-8]",
        least=7,
    ),
    make_rule(
        "전화번호",
        r"(?<![\dA-Za-z-])(?<!\d[.,])0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|80|50\d)\d{7,8}(?![\d-]|\.\d)",
        _is_free,
        sign=r"0[2-8]\d{7}",
        least=7,
    ),
    make_rule(
        "전화번호",
        r"(?:전화|전번|연락처|팩스|fax|tel|폰|☎|☏|📞|(?<![a-z])(?:t|h\.?p)[.:)])[^\d\n]{0,6}"
        rf"((?!(?:19|20)\d\d[-.](?:19|20))\d{{3,4}}[-.]\d{{4}}){_END}",
        lambda match: not re.match(_COMPANY, match[1]),
        datum=1,
        sign=r"\d{3}[-.]\d{4}",
        least=7,
    ),
    make_rule("전화번호", rf"(?<![\d-]){_COMPANY}", _is_persons, sign=r"1[568]\d\d[- ]?\d{4}", least=7),
    make_rule(
        "전화번호",
        r"(?<![\w+])\+(?!82)[1-9]\d{0,2}(?:[-. ()]{1,2}\d{2,4}){2,4}(?!\d)",
        _is_international,
        sign=r"\+\d",
        least=7,
    ),
)
