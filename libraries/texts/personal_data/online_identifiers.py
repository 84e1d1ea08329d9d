"""E-mail addresses, messenger ids, addresses of open chats and of profiles, and public IP addresses."""

import re
from ipaddress import IPv4Address, ip_address
from typing import Final

from libraries.texts.personal_data.rule import make_rule, text_after, text_before

_LOCAL: Final = r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}"
_AT: Final = r"(?:@|[(\[{<] ?(?:at|@|골뱅[이2]|앳) ?[)\]}>]|골뱅[이2]|앳)"
_DOT: Final = (
    r"(?:\.| ?(?:[(\[{] ?(?:dot|\.|점|닷) ?[)\]}]|(?<= )dot(?= )|점|닷) ?|"
    r" ?[.,·ㆍ•] ?(?=(?:com|net|org|co|kr)(?![A-Za-z])))"
)
"""A stop, or what is written for one. Beside a space or as another sign it must lead to the end of a domain: the stop
behind an address ends its sentence."""
_PROVIDERS: Final = (
    "naver|gmail|daum|hanmail|nate|kakao|hotmail|outlook|yahoo|icloud|proton|"
    "네이버|지메일|쥐메일|다음|한메일|네이트|카카오|핫메일|아웃룩|야후"
)
_TLD: Final = r"(?:com|net|org|co\.kr|kr|컴|콤|닷컴|닷넷|넷)"
_MESSENGERS: Final = (
    *(
        "카카오톡",
        "카톡",
        "카 톡",
        "까톡",
        "까똑",
        "갠톡",
        "개인톡",
        "카카오",
        "ㅋㅌ",
        "ㅋㅏ톡",
        "오픈톡",
        "텔레그램",
        "텔레",
        "텔그",
        "텔ㄹ",
        "라인",
    ),
    *(
        "인스타그램",
        "인스타",
        "인별",
        "디스코드",
        "디코",
        "디엠",
        "위챗",
        "왓츠앱",
        "스냅챗",
        "시그널",
        "스카이프",
        "틱톡",
    ),
    *("kakaotalk", "kakao", "telegram", "line", "instagram", "insta", "discord", "wechat", "whatsapp", "dm"),
)
_MESSENGER: Final = "|".join(rf"(?<![a-z]){name}(?![a-z])" if name.isascii() else name for name in _MESSENGERS)
_WORD_ID: Final = "아이디|아디|id|계정|친추|친구 ?추가"
_FILLER: Final = rf"(?: ?(?:{_WORD_ID}|추가|검색|연락|문의|닉네임|닉))?"
_PARTICLE: Final = "(?:는요|은요|는|은|이|가|으로|로)?"
_GAP: Final = r"(?:(?!\n)[\W_]){0,4}"
_ID: Final = (
    r"(?!https?:|www\.)(?=[A-Za-z0-9._\-]{0,30}[A-Za-z])[A-Za-z0-9][A-Za-z0-9._\-]{3,29}(?<![.\-])(?:#\d{3,5})?"
)
_MIXED: Final = (
    r"(?!ver|v?\d|ios|android|iphone|galaxy|window|https?:|www\.)"
    r"(?![A-Za-z0-9_\-]*\.(?:com|net|kr|org|io|me|gg|co|jpe?g|png|gif|mp4|webp|apk|exe|pdf|zip)(?![A-Za-z0-9]))"
    r"(?=[A-Za-z._\-]{2,24}\d|[A-Za-z]{2,24}[._][A-Za-z]{2})[A-Za-z][A-Za-z0-9._\-]{4,29}(?<![.\-])"
)
"""An id that is no word: letters and figures, or words joined by ``_`` or a stop; no address of a page or a file."""
_HIDDEN: Final = r"(?:\*{1,4}|x{1,4})"
_MOBILE_NETS: Final = frozenset({"39.7", "110.70", "61.43", "27.100"})
_RESOLVERS: Final = frozenset(
    {
        *("8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "208.67.222.222", "208.67.220.220"),
        *("94.140.14.14", "94.140.15.15", "149.112.112.112", "223.5.5.5", "114.114.114.114"),
        *("168.126.63.1", "168.126.63.2", "210.220.163.82", "219.250.36.130", "164.124.101.2", "203.248.252.2"),
    }
)
"""Public name servers, which anybody may enter."""
_VERSION: Final = re.compile(
    r"버[전젼]|ver|[vV]\.?$|빌드|build|펌웨어|드라이버|업데이트|패치|크롬|릴리[즈스]|release|firmware|chrome|스키마|chapter|챕터|DNS",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(" [가-힣]")
"""What follows the number of a chapter, "1.3.2.5 시료", at the start of its line."""
_VERSION_BEHIND: Final = re.compile(
    r" ?(?:버[전젼]|빌드|릴리[즈스]|으?로 ?(?:업|다운|롤백|올|내)|업데이트|패치|절|항|순|번째|단계|에서 끊)"
)


def _is_public(match: re.Match[str]) -> bool:
    """Private and reserved addresses, public name servers and numbers of versions lead to nobody."""
    try:
        address = ip_address(match[0])
    except ValueError:
        return False
    if isinstance(address, IPv4Address) and not _is_no_version(match):
        return False
    return str(address) not in _RESOLVERS and not (
        address.is_private or address.is_multicast or address.is_loopback or address.is_unspecified
    )


def _is_no_version(match: re.Match[str]) -> bool:
    if (
        not text_before(match, 4).strip()
        and _HEADING.match(text_after(match, 3))
        and all(int(part) < 32 for part in re.findall(r"\d+", match[0]))
    ):
        return False
    return not _VERSION.search(text_before(match, 12)) and not _VERSION_BEHIND.match(text_after(match, 10))


def _is_partial(match: re.Match[str]) -> bool:
    first, second = match[1], match[2]
    if int(first) > 255 or int(second) > 255 or int(first) == 0:
        return False
    return len(first) == 3 or len(second) == 3 or f"{first}.{second}" in _MOBILE_NETS


MAIL: Final = (
    make_rule(
        "이메일",
        rf"{_LOCAL} ?{_AT} ?[A-Za-z0-9\-]{{1,63}}(?:{_DOT}[A-Za-z0-9\-]{{2,63}}){{0,4}}"
        rf"{_DOT}[A-Za-z]{{2,24}}(?![A-Za-z0-9])",
        words=("@", "골뱅", "앳", "(at", "[at", "( at", "[ at", "{at", "<at"),
        least=0,
    ),
    make_rule(
        "이메일",
        rf"{_LOCAL}(?<=[A-Za-z0-9]{{3}}) ?{_AT} ?(?:{_PROVIDERS})(?:{_DOT}?{_TLD})?(?![A-Za-z])",
        words=("@", "골뱅", "앳", "(at", "[at", "( at", "[ at", "{at", "<at"),
        least=0,
    ),
    make_rule("이메일", rf"{_LOCAL}(?: at |#)(?:{_PROVIDERS}){_DOT}{_TLD}(?![A-Za-z])", words=(" at ", "#"), least=0),
)
CHATS: Final = (
    make_rule(
        "오픈채팅",
        r"(?:https?://)?(?:www\.)?(?:(?:open|qr)\.kakao\.com/|t(?:elegram)?\.me/|discord(?:app)?\.(?:gg|com/invite)/|line\.me/|wa\.me/)"
        r"[A-Za-z0-9_/+~@%=?&.\-]{3,80}(?<![.?&])",
        words=("kakao.com/", "t.me/", "telegram.me/", "discord", "line.me/", "wa.me/"),
        least=0,
    ),
    make_rule(
        "아이디",
        r"(?:https?://)?(?:www\.)?instagram\.com/(?!(?:p|reel|reels|explore|stories|tv)(?:/|\b))[A-Za-z0-9._]{3,30}/?",
        words=("instagram.com/",),
        least=0,
    ),
)
IDS: Final = (
    make_rule(
        "아이디",
        rf"(?:{_MESSENGER}) ?(?:{_PARTICLE} ?[:@=→]|(?:{_WORD_ID}){_PARTICLE}){_GAP}"
        rf"({_ID}|[가-힣]{{2,5}}\d{{2,8}}(?![가-힣]))",
        datum=1,
        words=_MESSENGERS,
        least=0,
    ),
    make_rule(
        "아이디",
        rf"(?:{_MESSENGER}){_FILLER}{_PARTICLE}{_GAP}([A-Za-z][A-Za-z0-9._]{{1,30}}#\d{{3,5}}|{_MIXED})",
        datum=1,
        words=_MESSENGERS,
        least=0,
    ),
    make_rule(
        "아이디",
        rf"(?<![A-Za-z0-9._@/\-])({_MIXED})(?:으?로)? ?(?:{_MESSENGER}) ?"
        "(?:주|추가|연락|친추|문의|해|디엠|보내|톡|아이디)",
        datum=1,
        words=_MESSENGERS,
        least=0,
    ),
)
ADDRESSES: Final = (
    make_rule(
        "IP", r"(?<!\d)(?<!\d\.)(?<!v)(?<!v\.)\d{1,3}(?:\.\d{1,3}){3}(?![\d]|\.\d)", _is_public, sign=r"\d\.\d", least=2
    ),
    make_rule(
        "IP",
        r"(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,6}(?![\w:])",
        _is_public,
        sign="[0-9a-f]{3,4}:",
        least=2,
    ),
    make_rule(
        "IP",
        rf"(?<!\d)(?<!\d\.)\d{{1,3}}\.\d{{1,3}}(?:\.(?:{_HIDDEN}|\d{{1,3}}))?\.{_HIDDEN}(?![A-Za-z0-9*]|\.[\w*])",
        _is_no_version,
        sign=r"\.[*x]",
        least=2,
    ),
    make_rule("IP", r"(?<!\d)\d{1,3}(?:\[\.\]\d{1,3}){3}(?!\d)", sign=r"\[\.\]", least=2),
    make_rule(
        "IP",
        r"(?:아이피|(?<![a-z])ip)[^\d\n]{0,8}(\d{1,3}(?:\. \d{1,3}){3})(?!\d)",
        datum=1,
        words=("아이피", "ip"),
        least=2,
    ),
    make_rule(
        "IP", r"(?:ㅇㅇ|익명|유동) \((\d{1,3})\.(\d{1,3})\)", _is_partial, words=("ㅇㅇ", "익명", "유동"), least=2
    ),
    make_rule("IP", r"(?<=\S)\((\d{1,3})\.(\d{1,3})\)", _is_partial, sign=r"\(\d+\.", least=2),
)
