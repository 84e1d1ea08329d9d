"""The question that a film ends with, by the mood of its story."""

from typing import Final

from schemas.script import Mood

_ANY: Final = ("여러분은 어떻게 생각하세요?", "여러분이라면 어떻게 하셨겠어요?", "비슷한 일, 겪어 보셨나요?")
_QUESTIONS: Final = {
    Mood.HUMOR: (
        "여러분 주변에도 이런 사람 있나요?",
        "더 웃긴 일도 겪어 보셨나요?",
        "비슷한 일, 겪어 보셨나요?",
    ),
    Mood.TOUCHING: ("오늘 떠오른 사람이 있나요?", "마음에 남은 한마디를 적어 주세요", "여러분의 따뜻한 기억은요?"),
    Mood.ANGER: ("여러분이라면 참으셨겠어요?", "이건 누구 잘못일까요?", "여러분이라면 어떻게 하셨겠어요?"),
    Mood.SADNESS: ("어떤 말을 건네고 싶으세요?", "위로의 한마디 남겨 주세요", "여러분은 어떻게 생각하세요?"),
    Mood.HORROR: ("이런 일, 겪어 본 적 있나요?", "여러분이라면 어떻게 하셨겠어요?", "무엇이었을까요?"),
    Mood.CONTROVERSY: ("여러분은 어느 쪽이세요?", "이건 누구 잘못일까요?", "여러분의 생각을 들려주세요"),
    Mood.SHOCK: ("믿어지시나요?", "여러분은 어떻게 생각하세요?", "여러분이라면 어떻게 하셨겠어요?"),
}


_VOTE: Final = "글쓴이 마음, 공감하시나요?"
"""Above the answers "공감해요" and "글쎄요"."""


def closing_question(mood: Mood, seed: int, *, vote: bool = False) -> str:
    """One of the questions that suit the mood, the seed chooses; with ``vote`` the one that its answers answer."""
    if vote:
        return _VOTE
    asked = _QUESTIONS.get(mood, _ANY)
    return asked[seed % len(asked)]
