"""Closers, lead-ins and hashtags that scripts have without a language model."""

import hashlib
from collections.abc import Sequence
from typing import Final

from schemas.posts import Post
from schemas.script import Mood

CLOSERS: Final[dict[Mood, tuple[str, ...]]] = {
    Mood.HUMOR: (
        "여러분도 이런 적 있으신가요? 댓글로 들려주세요.",
        "이 상황, 여러분이라면 웃음 참을 수 있으세요?",
        "더 웃긴 경험 있으시면 댓글로 자랑해 주세요.",
    ),
    Mood.TOUCHING: (
        "여러분에게도 이렇게 고마운 사람이 있나요?",
        "오늘은 고마운 분께 먼저 연락해 보는 건 어떨까요?",
        "마음이 따뜻해지셨다면 댓글로 나눠 주세요.",
    ),
    Mood.ANGER: (
        "여러분이라면 어떻게 하셨을까요?",
        "이거 저만 화나는 거 아니죠? 댓글로 알려 주세요.",
        "여러분은 이런 사람 만나면 어떻게 하시나요?",
    ),
    Mood.SADNESS: (
        "글쓴이에게 어떤 말을 해 주고 싶으세요?",
        "비슷한 일을 겪으셨다면 댓글로 위로해 주세요.",
        "여러분은 힘들 때 어떻게 버티시나요?",
    ),
    Mood.HORROR: (
        "여러분이라면 그 자리에 그대로 계실 수 있었을까요?",
        "여러분도 설명할 수 없는 일을 겪어 보셨나요?",
        "이 이야기, 여러분은 어떻게 생각하세요?",
    ),
    Mood.INFO: (
        "여러분만 아는 방법도 댓글로 알려 주세요.",
        "직접 해 보신 분들은 후기 남겨 주세요.",
        "더 좋은 방법 아시는 분 계신가요?",
    ),
    Mood.CONTROVERSY: (
        "여러분은 누구 편이신가요? 댓글로 알려 주세요.",
        "여러분이라면 어떻게 하시겠어요?",
        "누가 잘못한 걸까요? 여러분 생각이 궁금합니다.",
    ),
    Mood.DAILY: (
        "여러분 생각은 어떠세요? 댓글로 남겨 주세요.",
        "여러분에게도 이런 하루가 있었나요?",
        "비슷한 경험 있으시면 댓글로 들려주세요.",
    ),
    Mood.SHOCK: (
        "이 결말, 예상하셨나요? 댓글로 알려 주세요.",
        "여러분이 이 상황이었다면 어떻게 하셨을까요?",
        "이거 정말 실화일까요? 여러분 생각이 궁금합니다.",
    ),
}
_LEAD_INS: Final = (
    "이 글에 달린 댓글 반응입니다.",
    "댓글 반응은 이랬습니다.",
    "사람들 반응도 볼까요?",
)
_TAGS: Final = {
    Mood.HUMOR: ("#웃긴썰", "#유머"),
    Mood.TOUCHING: ("#감동", "#감동썰"),
    Mood.ANGER: ("#사이다", "#빌런"),
    Mood.SADNESS: ("#위로", "#공감"),
    Mood.HORROR: ("#공포썰", "#괴담"),
    Mood.INFO: ("#꿀팁", "#정보"),
    Mood.CONTROVERSY: ("#논란", "#고민"),
    Mood.DAILY: ("#일상", "#공감"),
    Mood.SHOCK: ("#반전", "#실화"),
}


def _pick(phrases: Sequence[str], post: Post) -> str:
    """One of ``phrases``, always the same one for the same post."""
    digest = hashlib.sha256(str(post.key).encode()).digest()
    return phrases[digest[0] % len(phrases)]


def closer(mood: Mood, post: Post) -> str:
    """The last line: a question to the viewer."""
    return _pick(CLOSERS[mood], post)


def lead_in(post: Post) -> str:
    """What the narrator says before the comments."""
    return _pick(_LEAD_INS, post)


def figures(post: Post) -> list[str]:
    """Sentences that say where the post is from and how it was received; only what its site shows."""
    said = [f"{post.site_name}에 올라온 이야기입니다."]
    if post.stats.views:
        said.append(f"조회수가 {_round(post.stats.views)} 회를 넘긴 글인데요.")
    if (post.stats.comments or 0) >= 10:
        said.append(f"댓글도 {post.stats.comments}개나 달렸습니다.")
    if post.stats.likes:
        said.append(f"추천은 {post.stats.likes}개를 받았습니다.")
    return said


def _round(number: int) -> str:
    """The way people say it: 14,205 is 만 사천."""
    if number < 1000:
        return str(number // 10 * 10 or number)
    thousands = number // 1000
    over, rest = divmod(thousands, 10)
    return " ".join((f"{over}만" if over else "", f"{rest}천" if rest else "")).strip()


def hashtags(mood: Mood, post: Post) -> tuple[str, ...]:
    """Three or four tags: the kind of film, its mood, the board where it is a single word."""
    board = post.board if post.board.isalnum() and len(post.board) <= 12 else ""
    return tuple(dict.fromkeys(("#썰", *_TAGS[mood], *((f"#{board}",) if board else ()))))


def own_text(post: Post) -> str:
    """Every sentence and tag of this module that a script of ``post`` may have."""
    closers = (text for texts in CLOSERS.values() for text in texts)
    tags = (tag for mood in CLOSERS for tag in hashtags(mood, post))
    return " ".join((*closers, *_LEAD_INS, *figures(post), *tags))
