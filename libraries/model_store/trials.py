"""What a trial of a writer or voice says of it, the lines that a voice is tried with, and letters heard otherwise."""

from typing import Annotated, Final

from pydantic import Field

from schemas.base import Frozen

WRITER_FLOOR: Final = 0.75
"""Share of posts whose script must pass; below it, most of a writer's work is done by the next one of the chain."""
VOICE_FLOOR: Final = 0.9
"""Share of lines that must be faultless: two faulty ones of ten, and every film has some."""
KOREAN_LINES: Final = (
    "어제 회사에서 정말 황당한 일이 있었습니다.",
    "점심시간에 제 도시락이 또 사라진 거예요.",
    "그래서 이번에는 냉장고 앞에 카메라를 숨겨 두었습니다.",
    "오후 세 시 이십 분, 문이 천천히 열렸습니다.",
    "들어온 사람은 다름 아닌 우리 팀장님이었어요.",
    "팀장님은 주위를 둘러보더니 김치볶음밥을 꺼냈습니다.",
    "저는 웃음을 참느라 죽는 줄 알았습니다.",
    "다음 날 저는 밥 위에 쪽지를 한 장 올려 두었습니다.",
    "맛있게 드세요, 오늘은 조금 맵습니다.",
    "그 뒤로 제 도시락은 한 번도 사라지지 않았습니다.",
)
ENGLISH_LINES: Final = (
    "Something strange happened at the office yesterday.",
    "My lunch had vanished from the fridge once again.",
    "So this time I hid a camera right in front of it.",
    "At twenty past three the door opened very slowly.",
    "The person who came in was our own team leader.",
    "He looked around and took out my fried rice.",
    "I could hardly keep myself from laughing.",
    "The next day I left a little note on top of the rice.",
    "Enjoy your meal, it is a bit spicy today.",
    "Since then my lunch has never disappeared again.",
)


class TrialFailure(Frozen):
    """A post or line of a trial that failed, and why."""

    of: str
    code: str
    why: str


class WriterTrialResult(Frozen):
    """The result of a trial of a writer on posts of the sample board.

    ``passed``: scripts that the examination lets through.
    """

    adapter: str
    device: str
    posts: int
    passed: int
    pass_rate: Annotated[float, Field(ge=0, le=1)]
    floor: float = WRITER_FLOOR
    below_floor: bool
    seconds_a_post: float
    failures: tuple[TrialFailure, ...]


class VoiceTrialResult(Frozen):
    """The result of a trial of a voice: how it speaks ten lines.

    ``seconds_a_syllable``: of sound; ``work_a_second``: seconds of computing for a second of sound; ``lufs``: loudness
    of all lines; ``clipped``: the largest share of distorted samples in a line; ``cut_ends``: lines that end inside a
    sound; ``character_errors``: share of letters that a recogniser hears otherwise, None without one; it only
    tells, since a recogniser errs itself.
    """

    adapter: str
    device: str
    lines: int
    faultless: int
    floor: float = VOICE_FLOOR
    below_floor: bool
    seconds_a_syllable: float
    work_a_second: float
    lufs: float | None
    clipped: float
    cut_ends: int
    character_errors: float | None
    failures: tuple[TrialFailure, ...]


def character_error_rate(said: str, recognised: str) -> float:
    """Edits that turn what was recognised into what was said, over the letters said; spaces and marks do not count."""
    one, other = ("".join(filter(str.isalnum, text.lower())) for text in (said, recognised))
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, each in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != each))
    return row[-1] / max(1, len(one))
