"""Every sentence the server says to a reviewer, in the languages of the app."""

from typing import Final, Literal, get_args

Language = Literal["ko", "en"]

_SENTENCES: Final[dict[str, dict[Language, str]]] = {
    "already_APPROVED": {
        "ko": "이미 승인된 글입니다. 다른 곳에서 먼저 결정했습니다.",
        "en": "This post has already been approved somewhere else.",
    },
    "already_DECLINED": {
        "ko": "이미 거절된 글입니다. 다른 곳에서 먼저 결정했습니다.",
        "en": "This post has already been declined somewhere else.",
    },
    "already_PROCESSING": {
        "ko": "이미 영상을 만들고 있는 글입니다.",
        "en": "A film is already being made of this post.",
    },
    "already_RENDERED": {"ko": "이미 영상이 완성된 글입니다.", "en": "The film of this post is already finished."},
    "already_UPLOADED": {"ko": "이미 게시된 글입니다.", "en": "The film of this post is already published."},
    "already_FAILED": {
        "ko": "제작에 실패한 글입니다. 진행 탭에서 다시 시도할 수 있습니다.",
        "en": "Making this film failed. You can try again in the Progress tab.",
    },
    "already_RETRACTED": {
        "ko": "삭제 요청으로 내려간 글이라 더는 다룰 수 없습니다.",
        "en": "This post was taken down and cannot be used any more.",
    },
    "gone": {
        "ko": "원래 사이트에서 삭제된 글이라 영상을 만들거나 게시할 수 없습니다.",
        "en": "Its site no longer shows this post, so no film can be made or published of it.",
    },
    "already_COLLECTED": {"ko": "아직 결정하지 않은 글입니다.", "en": "This post has not been decided yet."},
    "unknown_post": {"ko": "그런 글이 없습니다.", "en": "There is no such post."},
    "unknown_site": {
        "ko": "수집하도록 설정된 사이트가 아닙니다.",
        "en": "That site is not among those set to be crawled.",
    },
    "changed": {
        "ko": "결정하는 사이에 글의 상태가 여러 번 바뀌었습니다. 다시 한번 결정해 주세요.",
        "en": "The post changed several times meanwhile. Please decide again.",
    },
    "not_saved": {
        "ko": "저장하지 못했습니다. 메시지 서버가 응답하지 않습니다. 잠시 뒤 다시 시도해 주세요.",
        "en": "Not saved: the message broker does not answer. Please try again in a moment.",
    },
    "nothing_failed": {"ko": "다시 시도할 실패가 없습니다.", "en": "There is no failure to try again."},
    "wrong_password": {"ko": "비밀번호가 맞지 않습니다.", "en": "The password is not right."},
    "throttled": {
        "ko": "잘못된 시도가 너무 많았습니다. 1분 뒤에 다시 시도해 주세요.",
        "en": "Too many wrong tries. Please wait a minute.",
    },
    "login_first": {"ko": "먼저 로그인해 주세요.", "en": "Please log in first."},
    "bad_host": {
        "ko": "허용되지 않은 주소로 접속했습니다.",
        "en": "This host name is not allowed here.",
    },
    "bad_origin": {
        "ko": "다른 사이트에서 보낸 요청은 받지 않습니다.",
        "en": "Requests sent from other sites are refused.",
    },
    "json_only": {"ko": "JSON 요청만 받습니다.", "en": "Only JSON bodies are accepted."},
    "not_now": {
        "ko": "지금은 불러올 수 없습니다. 잠시 뒤 저절로 다시 시도합니다.",
        "en": "Not available just now. It is tried again by itself in a moment.",
    },
    "not_understood": {"ko": "요청 내용을 이해할 수 없습니다.", "en": "The request is not understood."},
    "gone_at_source": {
        "ko": "원래 사이트에서 사라진 글이라 영상으로 만들 수 없습니다.",
        "en": "Its site no longer shows this post, so no film is made of it.",
    },
    "check_first": {
        "ko": "승인하기 전에 확인해야 할 것이 있는 글입니다.",
        "en": "Something of this post must be looked at before it is approved.",
    },
    "operators_only": {
        "ko": "운영자만 할 수 있습니다.",
        "en": "Only an operator may do this.",
    },
    "weak_account": {
        "ko": "이름은 글자·숫자 40자 이내, 비밀번호는 8자 이상이어야 합니다.",
        "en": "A name has at most 40 letters and digits, a password at least 8 characters.",
    },
    "wrong_code": {
        "ko": "코드가 맞지 않습니다. 터미널에 표시된 코드를 확인해 주세요.",
        "en": "The code is not right. Look at the one in the terminal.",
    },
    "operator_first": {
        "ko": "첫 계정은 운영자여야 합니다.",
        "en": "The first account must be an operator's.",
    },
    "last_operator": {
        "ko": "마지막 운영자 계정이거나 없는 계정이라 지울 수 없습니다.",
        "en": "That account is not there, or it is the last operator's.",
    },
    "no_letter": {
        "ko": "이미 처리되었거나 다시 시도할 수 없는 항목입니다.",
        "en": "It was settled already, or cannot be tried again.",
    },
    "site_closed": {
        "ko": "사이트 정책상 수집할 수 없는 사이트입니다. 허락을 받았다면 사이트 설정에 적어 주세요.",
        "en": "Its policy closes this site. Note your permission in its file if you have one.",
    },
    "no_script": {"ko": "아직 대본이 없는 글입니다.", "en": "This post has no script yet."},
    "script_changed": {
        "ko": "그사이 다른 곳에서 바뀌었습니다. 새로 불러와 다시 고쳐 주세요.",
        "en": "It was changed somewhere else meanwhile. Load it again.",
    },
    "no_film": {"ko": "완성된 영상이 없는 글입니다.", "en": "This post has no finished film."},
    "film_changed": {
        "ko": "보고 있던 영상이나 설명이 그사이 바뀌었습니다. 다시 확인해 주세요.",
        "en": "The film or its words changed since you looked. Look again.",
    },
    "nothing_to_publish": {
        "ko": "이미 게시했거나 설정되지 않은 플랫폼입니다.",
        "en": "It is published there already, or that platform is not set up.",
    },
    "not_here": {"ko": "찾을 수 없습니다.", "en": "Nothing is here."},
}


def sentence(code: str, language: Language = "ko") -> str:
    """The sentence of a code. Raises KeyError for a code without one."""
    return _SENTENCES[code][language]


def language_of(accept: str | None) -> Language:
    """The language our own pages ask for by ``Accept-Language``; Korean unless it is exactly one of ours."""
    for language in get_args(Language):
        if accept == language:
            found: Language = language
            return found
    return "ko"
