"""The report of a script in words for people, in English and Korean: each fault, and the figures that matter most."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from schemas.failures import Language
from schemas.script import Fault, ScriptFault, ScriptFigures


class _Words(NamedTuple):
    en: str
    ko: str

    def in_language(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en


_FAULTS: Final[Mapping[Fault, _Words]] = {
    Fault.OTHER_SCRIPT: _Words("words in letters of another script", "다른 나라 글자로 쓴 말이 있습니다"),
    Fault.LATIN_TEXT: _Words("Latin words that the post does not have", "글에 없는 영어가 있습니다"),
    Fault.REPETITION: _Words("says the same again", "같은 말을 되풀이합니다"),
    Fault.PROMPT_ECHO: _Words("tells the instructions of the writer", "대본을 쓰라는 지시문을 읽습니다"),
    Fault.OTHER_STORY: _Words("another story than that of the post", "글과 다른 이야기입니다"),
    Fault.INVENTED_NAME: _Words("a name that the post does not have", "글에 없는 이름이 나옵니다"),
    Fault.INVENTED_NUMBER: _Words("a number that the post does not have", "글에 없거나 글과 다른 숫자가 나옵니다"),
    Fault.WRONG_ORDER: _Words("events in another order than in the post", "사건의 순서가 글과 다릅니다"),
    Fault.NO_BEGINNING: _Words("who and where is never said", "누가 어디서 겪은 일인지 나오지 않습니다"),
    Fault.NO_REVEAL: _Words("the turn or the end is missing", "반전이나 결말이 빠졌습니다"),
    Fault.MIXED_REGISTER: _Words("another style than the other sentences", "다른 문장과 말투가 다릅니다"),
    Fault.BROKEN_SENTENCE: _Words("no whole sentence", "문장이 끝나지 않고 끊깁니다"),
    Fault.VAGUE_HOOK: _Words("a first sentence that fits any story", "어떤 글에나 붙일 수 있는 첫 문장입니다"),
    Fault.FALSE_HOOK: _Words("a first sentence that the post does not bear out", "첫 문장이 글의 내용과 다릅니다"),
    Fault.BORROWED_COMMENT: _Words("a comment told as narration", "댓글에 나온 말을 이야기처럼 들려줍니다"),
    Fault.BEGGING: _Words("asks to subscribe, like, comment or share", "구독, 좋아요, 댓글이나 공유를 부탁합니다"),
    Fault.TITLE_UNLIKE: _Words("a title that is not about the post", "제목이 글의 내용과 다릅니다"),
    Fault.TOO_LONG: _Words("too long", "너무 깁니다"),
    Fault.TOO_SHORT: _Words("too short", "너무 짧습니다"),
    Fault.MARKUP: _Words("signs or stage directions that are no speech", "읽을 수 없는 기호나 지문이 있습니다"),
    Fault.ASSISTANT_TALK: _Words("a model speaks of its task", "언어 모델이 자기 작업을 설명합니다"),
    Fault.COPIED: _Words("more than 30 characters in a row of the post", "글을 30자 넘게 그대로 옮겼습니다"),
    Fault.MORALISING: _Words("a lesson that the post does not have", "글에 없는 교훈을 늘어놓습니다"),
    Fault.INSULT: _Words("an insult", "욕설이나 비하 표현이 있습니다"),
    Fault.CONTACT: _Words("an address or telephone number", "링크나 연락처가 있습니다"),
    Fault.NICKNAME: _Words("the name of a user", "글쓴이나 댓글 작성자의 닉네임이 나옵니다"),
    Fault.INVENTED_ENDING: _Words("an end or event that the post does not have", "글에 없는 결말이나 사건이 나옵니다"),
    Fault.WORD_SALAD: _Words("a sentence that means nothing", "뜻이 통하지 않는 문장이 있습니다"),
}
_SPARE: Final = 4.0
"""Seconds that a script may be shorter than its post needs without a word."""
_LEVELS: Final[Mapping[str, _Words]] = {
    "haeyo": _Words("polite style", "존댓말"),
    "eumseum": _Words("nominal style", "음슴체"),
    "banmal": _Words("plain style", "반말"),
}
_SECOND: Final[Mapping[str, _Words]] = {
    "no line": _Words("asked again, the model names no line", "모델에 다시 물었을 때 어긋난 문장 없음"),
    "not believed": _Words("asked again, the model cannot be believed", "모델에 다시 물었지만 믿을 수 없는 답"),
    "not answered": _Words("asked again, the model gave no answer", "모델에 다시 물었지만 답이 없음"),
}


def fault_description(fault: Fault, language: Language) -> str:
    """What is wrong, in words for a person."""
    return _FAULTS[fault].in_language(language)


def fault_description_with_place(fault: ScriptFault, language: Language) -> str:
    """What is wrong, in words, with its line, counted from 1, and the words that it is about."""
    words = fault_description(fault.fault, language)
    quoted = f"{words}: {fault.excerpt}" if fault.excerpt else words
    if fault.line is None:
        return quoted
    return f"{fault.line + 1}번째 줄 · {quoted}" if language == "ko" else f"line {fault.line + 1} · {quoted}"


def too_short_warning(figures: ScriptFigures, language: Language) -> str:
    """A sentence that says how long the script should be; empty where it is long enough or that is not known."""
    needed = figures.needed_seconds
    if needed is None or needed <= figures.seconds + _SPARE:
        return ""
    return f"이 글은 {needed:.0f}초가 필요합니다" if language == "ko" else f"this post needs {needed:.0f} s"


def main_figures_in_words(figures: ScriptFigures, language: Language) -> tuple[str, ...]:
    """The main figures in words: length, share of the story, style, longest copied run, answer to the second question.

    What was not measured is left out.
    """
    parts = [_Words(f"about {figures.seconds:.0f} s", f"약 {figures.seconds:.0f}초")]
    if figures.told is not None:
        parts.append(_Words(f"tells {figures.told:.0%} of the story", f"글의 내용 가운데 {figures.told:.0%}를 들려줌"))
    if short := too_short_warning(figures, language):
        parts.append(_Words(short, short))
    if level := _LEVELS.get(figures.speech_level):
        parts.append(level)
    if run := figures.post_run:
        parts.append(
            _Words(f"at most {run} characters in a row of the post", f"글과 이어서 똑같은 글자는 최대 {run}자")
        )
    if second := _SECOND.get(figures.second_question):
        parts.append(second)
    return tuple(part.in_language(language) for part in parts)
