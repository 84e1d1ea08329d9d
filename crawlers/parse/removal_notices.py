"""Sentences that a site puts in the place of what somebody wrote: it was removed, is secret, or for members."""

import re
from typing import Final, Literal

_LONGEST: Final = 120
"""Characters of a notice at most; whoever writes more tells something."""
_THIS: Final = r"(?:(?:이|해당|본|요청하신) )?"
_BY: Final = (
    r"(?:(?:작성자|글쓴이|본인|관리자|운영자|운영진|회원|이용자|사용자|신고)\S{0,10} ?(?:요청|신고|의|의해)?\S{0,4} ?"
    r"(?:인해|의해)? ?)?"
)
_POST: Final = r"(?<!댓)(?:글|게시물|게시글|문서|페이지|자료)"
_COMMENT: Final = r"(?:댓글|답글|덧글|리플|코멘트|의견|대댓글|답변)"
_TAKEN: Final = r"삭제(?:된|처리된|한)|블라인드(?: ?처리)?된|가려진|차단된|규제된|숨김 ?처리된|임시 ?조치된"
_WAS_TAKEN: Final = (
    r"(?:삭제|블라인드(?: ?처리)?|숨김 ?처리|임시 ?조치|차단|규제)(?:되었|됐|하였|했)(?:습니다|음)|가려졌습니다"
)


def _of(what: str) -> str:
    """Patterns for ``what`` having been removed."""
    return (
        rf"{_THIS}{_BY}(?:{_TAKEN}|존재하지 ?않는|없는) {what}(?:입니다|이에요|임)?|"
        rf"{_THIS}{what}(?:이|은|는|가)? ?[^.]{{0,24}}?(?:{_WAS_TAKEN})"
    )


_GONE: Final = re.compile(
    rf"\W*(?:{_of(_POST)}|(?:this (?:post|article|topic|thread) (?:has been|was) )?(?:deleted|removed)(?: by \w+)?)\W*",
    re.IGNORECASE,
)
_SECRET: Final = re.compile(
    rf"\W*{_THIS}(?:비밀 ?{_POST}(?:입니다|로 (?:작성|등록)되었습니다)?|"
    r"(?:작성자|글쓴이)(?:와|만|와 관리자만)[^.]{0,24}(?:볼|읽을|열람)[^.]{0,16})\W*"
)
_MEMBERS: Final = re.compile(
    r"[^.]{0,30}(?:"
    r"로그인[^.]{0,10}(?:필요|하셔야|하세요|해 ?주|하십시오|하시기)|"
    r"로그인[^.]{0,10}후[^.]{0,16}(?:볼|보실|이용|확인|열람|읽|가능)|"
    r"(?:성인|본인|실명) ?인증[^.]{0,16}(?:필요|하셔야|해 ?주|하세요|받)|"
    r"(?:회원|등급|레벨)\S{0,4} ?(?:만|에게만|이상)[^.]{0,12}(?:볼|보실|읽|열람|이용|공개|접근)|"
    r"(?:읽|볼|열람|접근|보기)[^.]{0,8}권한[^.]{0,4}(?:없|부족)"
    r")[^.]{0,30}(?:니다|세요|시오|바랍니다|해요)(?:\W*(?:로그인|회원가입|login)){0,3}\W*",
    re.IGNORECASE,
)
_COMMENT_NOTICE: Final = re.compile(
    rf"\W*(?:{_of(_COMMENT)}|{_THIS}(?:비밀|비공개|차단) ?{_COMMENT}(?:입니다)?|"
    rf"{_THIS}{_COMMENT}\S? ?(?:작성자|글쓴이)만 [^.]{{0,12}}(?:수 있습니다|보기)|"
    r"(?:this comment (?:has been|was) )?(?:deleted|removed)(?: by \w+)?|삭제됨|댓글 ?내용 ?확인)\W*",
    re.IGNORECASE,
)


def kind_of_post_notice(text: str) -> Literal["gone", "secret", "login", ""]:
    """What a text that stands in the place of a post says; empty for one that somebody wrote."""
    said = " ".join(text.split())
    if not 0 < len(said) <= _LONGEST:
        return ""
    if _GONE.fullmatch(said):
        return "gone"
    if _SECRET.fullmatch(said):
        return "secret"
    return "login" if _MEMBERS.fullmatch(said) else ""


def is_removed_comment_notice(text: str) -> bool:
    """Whether a text stands in the place of a comment that was removed or is secret."""
    return 0 < len(text) <= _LONGEST and _COMMENT_NOTICE.fullmatch(" ".join(text.split())) is not None
