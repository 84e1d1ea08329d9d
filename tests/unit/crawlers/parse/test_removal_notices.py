"""What a site says in the place of what somebody wrote, and what people write that only sounds like it."""

from crawlers.parse.removal_notices import is_removed_comment_notice, kind_of_post_notice

POSTS = {
    "gone": [
        "삭제된 게시물입니다.",
        "작성자의 요청으로 삭제된 글입니다.",
        "해당 글은 운영자에 의해 삭제되었습니다.",
        "이 게시글은 신고가 누적되어 블라인드 처리되었습니다.",
        "본 게시물은 임시조치되었습니다.",
        "존재하지 않는 글입니다",
        "[deleted]",
        "This post has been removed by moderators",
    ],
    "secret": ["비밀글입니다.", "🔒 비밀글입니다", "작성자와 관리자만 볼 수 있는 글입니다."],
    "login": [
        "이 글은 로그인 후 볼 수 있습니다.",
        "로그인이 필요한 글입니다.",
        "성인 인증이 필요한 게시물입니다. 로그인 회원가입",
        "정회원 등급 이상만 읽을 수 있습니다.",
        "글을 읽을 권한이 없습니다.",
        "회원만 열람하실 수 있습니다",
    ],
    "": [
        "어제 쓴 글이 삭제되었습니다. 왜 그런지 아시는 분 계신가요? 규정을 다 읽어 봤는데도 모르겠어요.",
        "삭제된 글 보는 방법이 있나요?",
        "관리자가 지운 글을 다시 올립니다",
        "로그인이 자꾸 풀리는데 저만 그런가요",
        "비밀글로 쓰려다가 그냥 씁니다",
        "회원 가입한 지 십 년이 됐네요",
        "로그인이 안 됩니다",
        "로그인 후에 자꾸 튕깁니다",
        "회원만 늘어나고 있습니다",
        "권한이 없습니다라고 뜨는데 왜죠",
        "성인 인증 버튼이 안 눌립니다",
        "비 오는 날",
        "",
    ],
}
REMOVED = [
    "댓글내용 확인",
    "삭제된 댓글입니다.",
    "작성자가 삭제한 댓글입니다.",
    "해당 댓글은 운영원칙에 의해 삭제되었습니다.",
    "관리자에 의해 삭제된 댓글입니다.",
    "비밀댓글입니다.",
    "비밀 댓글입니다",
    "신고로 인해 블라인드 처리된 댓글입니다",
    "차단된 댓글입니다.",
    "[삭제된 답글입니다]",
    "[deleted]",
    "This comment was removed by a_moderator",
]
SAID = [
    "댓글 삭제하지 마세요",
    "왜 제 댓글이 삭제되었는지 모르겠어요",
    "삭제된 댓글 뭐였나요?",
    "비밀입니다 ㅋㅋ",
    "작성자가 착하네",
    "글이 삭제됐네요 아쉽다",
    "관리자 뭐 하나",
    "",
]


def test_a_notice_in_the_place_of_a_post_is_known_by_what_it_says() -> None:
    wrong = [
        (text, found) for kind, texts in POSTS.items() for text in texts if (found := kind_of_post_notice(text)) != kind
    ]
    assert wrong == []


def test_a_notice_in_the_place_of_a_comment_is_no_comment() -> None:
    assert [text for text in REMOVED if not is_removed_comment_notice(text)] == []
    assert [text for text in SAID if is_removed_comment_notice(text)] == []
