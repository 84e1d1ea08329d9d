"""Why something failed, in Korean: by the class an error's sentence belongs to, and by the cause it names.

The facts keep the sentence an error was raised with, in English. Every such sentence is its class's docstring filled
in (`schemas.errors`), so the class can be read back out of it; the English stays at hand in the app.
"""

import inspect
import re
from functools import cache
from typing import Final

from schemas import errors
from schemas.base import Frozen
from schemas.errors import WaggleError


class FailureText(Frozen):
    """A failure for a reviewer: what happened, and what helps."""

    sentence: str
    remedy: str


class Explained(Frozen):
    """As the app shows it: in Korean, and the English words it was recorded with."""

    ko: FailureText
    en: str


_KINDS: Final[dict[str, FailureText]] = {
    "WaggleError": FailureText(sentence="작업을 마치지 못했습니다.", remedy="다시 시도해 주세요."),
    "Retryable": FailureText(sentence="지금은 작업할 수 없었습니다.", remedy="저절로 다시 시도합니다."),
    "Permanent": FailureText(
        sentence="작업에 실패했습니다.", remedy="내용을 확인한 뒤 다시 시도하거나, 글을 거절해 주세요."
    ),
    "ProviderDown": FailureText(
        sentence="작업에 필요한 외부 서비스가 응답하지 않습니다.",
        remedy="잠시 뒤 저절로 다시 시도하며, 잃는 것은 없습니다. 오래 이어지면 그 서비스의 상태를 확인해 주세요.",
    ),
    "Parked": FailureText(sentence="정해진 때까지 기다리는 중입니다.", remedy="때가 되면 저절로 이어집니다."),
    "NoSpace": FailureText(sentence="저장 공간이 가득 찼습니다.", remedy="공간을 비우면 작업이 저절로 이어집니다."),
    "IllegalTransition": FailureText(
        sentence="글의 상태가 바뀌어 이 작업이 더는 맞지 않습니다.", remedy="글을 다시 확인하고 결정해 주세요."
    ),
    "Conflict": FailureText(sentence="다른 곳에서 동시에 바꾸었습니다.", remedy="다시 확인하고 결정해 주세요."),
    "BadInput": FailureText(
        sentence="받은 내용을 그대로 쓸 수 없습니다.", remedy="내용을 고쳐 다시 만들거나, 글을 거절해 주세요."
    ),
    "ConfigurationError": FailureText(
        sentence="설정에 문제가 있어 작업하지 못했습니다.", remedy="설정을 바로잡은 뒤 다시 시도해 주세요."
    ),
    "Refused": FailureText(
        sentence="언어 모델이 이 글로 대본 쓰기를 거절했습니다.",
        remedy="다른 작성기로 만들거나, 글을 거절해 주세요.",
    ),
    "MediaMissing": FailureText(
        sentence="필요한 미디어 파일이 저장소에 없습니다.", remedy="백업에서 되살리거나 그 단계부터 다시 만들어 주세요."
    ),
}
_FAULT: Final = FailureText(
    sentence="예상하지 못한 오류가 났습니다.",
    remedy="로그를 확인한 뒤 다시 시도해 주세요. 되풀이되면 프로그램의 결함입니다.",
)

_CAUSES: Final[tuple[tuple[str, str], ...]] = (
    (r"took longer than ([\d.]+) s and was ended", "제한 시간 {0}초를 넘겨 중단했습니다."),
    (r"still at work after (\d+) s", "영상 도구가 {0}초 안에 끝나지 않았습니다."),
    (r"SIGKILL|SIGTERM", "작업 프로세스가 강제로 종료되었습니다. 메모리가 모자랐을 수 있습니다."),
    (r"its process (?:ended|was ended|said)", "작업 프로세스가 도중에 끝났습니다."),
    (r"its worker went away (\d+) times", "작업하던 프로세스가 {0}번 사라졌습니다."),
    (r"has no title, text or comments that could be spoken", "읽을 수 있는 제목·본문·댓글이 없습니다."),
    (r"its text is not in the stream", "글의 본문이 남아 있지 않습니다. 먼저 다시 수집해 주세요."),
    (r"has no script", "아직 대본이 없습니다. 대본부터 다시 만들어 주세요."),
    (r"has no narration", "아직 목소리가 없습니다. 목소리부터 다시 만들어 주세요."),
    (r"returned silence|it is silent", "목소리에 소리가 없습니다."),
    (r"(\d+) words, its script line (\d+)", "목소리의 어절({0})과 대본의 어절({1})이 맞지 않습니다."),
    (r"says what (\S+) said already \((\d+)% alike\)", "최근 영상 {0}의 대본과 {1}% 비슷합니다."),
    (r"there is no such template", "그런 템플릿이 없습니다."),
    (r"there is no such theme", "그런 테마가 없습니다."),
    (r"no such voice|no style is set for it|no recording for the voice", "그런 목소리가 없습니다."),
    (r"there is no such file in", "그런 음악·효과음 파일이 없습니다."),
    (r"too many pixels", "그림이 너무 큽니다."),
    (r"Picture .*cannot be read", "그림 파일을 읽을 수 없습니다."),
    (r"h264_nvenc does not work", "이 컴퓨터에서는 NVENC 인코더를 쓸 수 없습니다."),
    (r"ffmpeg ended with (\d+)", "영상 도구가 오류({0})로 끝났습니다."),
    (r"came out at (-?[\d.]+) LUFS", "음량을 맞추지 못했습니다({0} LUFS)."),
    (r"another uploader is at it", "다른 프로세스가 같은 영상을 올리는 중입니다."),
    (r"still processing it", "플랫폼이 아직 영상을 처리하는 중입니다."),
    (r"a reviewer chose this time", "검토자가 정한 공개 시각을 기다립니다."),
    (r"no film is listed|all bytes were sent", "모두 보냈지만 플랫폼 목록에 아직 보이지 않습니다."),
    (r"[Qq]uota", "플랫폼의 오늘 할당량을 다 썼습니다."),
    (r"took its films of the day|films? (?:a|of the) day|daily", "오늘 올릴 수 있는 편수를 다 채웠습니다."),
    (r"permission|consent|token|invalid_grant|unauthori[sz]ed", "플랫폼의 사용 권한이 끝났거나 없습니다."),
    (r"api_key|does not accept it", "서버가 API 키를 받아들이지 않습니다."),
    (r"the server refuses it", "서버가 요청을 받아들이지 않습니다."),
    (r"no chat completion|no fit script", "언어 모델의 답을 대본으로 쓸 수 없습니다."),
    (r"onnxruntime", "로컬 모델에 필요한 onnxruntime이 없거나 겹쳐 있습니다."),
    (r"did not answer a moment ago|Connection refused|timed out|TimeoutError", "방금 연결해 보았지만 답이 없었습니다."),
    (r"The broker", "메시지 서버와 연결이 끊겼습니다."),
    (r"no longer shows it", "원래 사이트에서 글이 사라졌습니다."),
    (r"it is none of our facts|it came on", "알아볼 수 없는 메시지입니다. 버리는 수밖에 없습니다."),
    (r"robots", "사이트의 robots.txt가 이 접근을 막고 있습니다."),
)


def explain(message: str, error: str = "") -> Explained:
    """What ``message``, an error's recorded sentence, means; ``error`` names its class. Empty stays empty."""
    if not message:
        return Explained(ko=FailureText(sentence="", remedy=""), en="")
    if re.search("[가-힣]", message) and not re.search("[A-Za-z]{4}", message):  # said in Korean from the start
        return Explained(ko=FailureText(sentence=message, remedy=""), en=message)
    name = error or _name(message)
    told = _KINDS.get(name, _FAULT)
    cause = next((text.format(*found.groups()) for why, text in _CAUSES if (found := re.search(why, message))), "")
    return Explained(ko=told.model_copy(update={"sentence": f"{told.sentence} {cause}".strip()}), en=message)


def kinds() -> dict[str, type[WaggleError]]:
    """Every class of error that there is by now, by name."""
    found: dict[str, type[WaggleError]] = {}
    waiting = [WaggleError]
    while waiting:
        each = waiting.pop()
        found[each.__name__] = each
        waiting += each.__subclasses__()
    return found


def _name(message: str) -> str:
    """The class of a sentence: the one a letter puts before it, else the most particular one whose words it has."""
    named = message.partition(": ")[0]
    if named in _KINDS:
        return named
    return next((name for name, pattern in _patterns() if pattern.fullmatch(message)), "")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The docstrings of the contract's errors as patterns, the one with the most words of its own first."""
    classes = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, WaggleError)]
    texts = [(each.__name__, " ".join(inspect.cleandoc(each.__doc__ or "").split())) for each in classes]
    texts.sort(key=lambda item: -len(re.sub(r"\{\w+\}", "", item[1])))
    return tuple((name, re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(text)), re.DOTALL)) for name, text in texts)
