"""Sentences: whole ones, in one style from the first to the last."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from libraries.film_scripts.checks.script_and_post import ScriptAndPost, SpokenSentence
from libraries.film_scripts.checks.sentence_endings import (
    SpeechLevel,
    ends_with_quotation,
    is_unfinished,
    lacks_clause,
    most_common_level,
    possible_subject_noun,
    speech_level,
    without_laughter,
)
from schemas.script import Fault, Role, ScriptFault

_STOPPED: Final = re.compile(r"(?:[.!?…~]|[ㅋㅎㅠ]{2})[^0-9A-Za-z가-힣]*$")
_OPEN_FACT: Final = re.compile(
    r"(?:[가-힣]*[았었했였갔왔됐졌렸쳤켰났샀잤탔섰컸떴봤줬])(?:고|는데|지만|거든|으니까|더니)$|(?:는데|니까|거든|거고|이고|면서)$"
)
"""Endings with which plain speech breaks off on purpose: the fact is told, what it means is left to the listener."""
_SPOKEN_END: Final = re.compile(r"(?:(?<![놓두지])고|(?<![면나])서|데|니까|거든)$")
"""Connective endings that plain speech closes a sentence with, when a stop stands behind them: not those of an act
done before another (해 놓고, 하고 나서) or beside it (하면서)."""
_AFTERTHOUGHT: Final = 16
"""Characters of a fragment with a stop that adds to the sentence before it (그것도 새벽 세 시에)."""
_HEARD: Final = re.compile(r"(?:더라|거든)$")
"""Plain endings that belong to the style of boards too."""
_REPORTED: Final = re.compile(r"(?:다|라|냐|자|달라)고$")
"""What somebody said, told without the verb of saying."""
_LONGEST_HOOK: Final = 57
"""Characters near the greatest length of a hook, where the form of the answer cuts it."""
_SHORT_NOUNS: Final = "썰법것날말곳글집길일밤돈차밥꿈힘맛방문손발눈입몸옷책물불땅산강달해별꽃비답삶죄벌적수때"
_NAMED: Final = r"(?:[은는을를의도와과가이]|에게|한테|에서|이랑|랑|처럼|이라|라고|입니다|이에요|예요)"


def faults(told: ScriptAndPost) -> Iterator[ScriptFault]:
    """The faults ``broken_sentence`` and ``mixed_register``."""
    main = usual_speech_level(told)
    stops = _mostly_stopped(told)
    for sentence in told.sentences:
        if is_broken_sentence(sentence, told, main, stops=stops):
            yield sentence.fault_here(Fault.BROKEN_SENTENCE, sentence.text[-40:])
        found = speech_level(sentence.text)
        asked = sentence.role is Role.HOOK and sentence.text.endswith("?")
        heard = main is SpeechLevel.NOMINAL and bool(_HEARD.search(without_laughter(sentence.text)))
        if found not in {None, main} and not asked and not heard:
            yield sentence.fault_here(Fault.MIXED_REGISTER, sentence.text[-40:])


def figures(told: ScriptAndPost) -> Mapping[str, Any]:
    """The figures of sentences: the usual speech level, and the share of whole sentences."""
    main = usual_speech_level(told)
    stops = _mostly_stopped(told)
    torn = sum(is_broken_sentence(sentence, told, main, stops=stops) for sentence in told.sentences)
    return {"speech_level": main or "", "whole_sentences": 1 - torn / len(told.sentences) if told.sentences else 1.0}


def usual_speech_level(told: ScriptAndPost) -> SpeechLevel | None:
    """The speech level of most sentences of a script; None when none of them has one that can be told."""
    return most_common_level(sentence.text for sentence in told.sentences)


def is_broken_sentence(sentence: SpokenSentence, told: ScriptAndPost, main: SpeechLevel | None, *, stops: bool) -> bool:
    """Whether a sentence is incomplete: with a particle or connective last, or cut. ``stops``: most end in a stop."""
    text = sentence.text
    if ends_with_quotation(text) or speech_level(text) is not None or not without_laughter(text):
        return False
    stopped = bool(_STOPPED.search(text))
    if stopped and (
        _REPORTED.search(without_laughter(text))
        or (main is SpeechLevel.PLAIN and _OPEN_FACT.search(without_laughter(text)))
    ):
        return False
    if text.rstrip().endswith("?") or (stopped and without_laughter(text).endswith("수밖에")):
        return False
    if stopped and main is not SpeechLevel.POLITE and lacks_clause(text) and _SPOKEN_END.search(without_laughter(text)):
        return False
    if stopped and len(text) <= _AFTERTHOUGHT and not lacks_clause(text):
        return False
    if is_unfinished(text):
        return True
    noun = possible_subject_noun(text)
    if noun and not _is_noun(without_laughter(text).rpartition(" ")[2], told):
        return True
    if stopped:
        return False
    word = without_laughter(text).rpartition(" ")[2]
    if sentence.role is Role.BODY:
        return stops or not _is_noun(word, told)
    return len(text) >= _LONGEST_HOOK or _cut_within(word, told)


def _cut_within(word: str, told: ScriptAndPost) -> bool:
    """Whether ``word`` is only the beginning of one: a lone syllable that is no noun, or part of a word of the post."""
    if len(word) == 1:
        return word not in _SHORT_NOUNS
    longer = re.findall(rf"(?<![가-힣]){re.escape(word)}[가-힣]*", told.post_words_with_site)
    return bool(longer) and word not in longer and not _is_noun(word, told)


def _is_noun(word: str, told: ScriptAndPost) -> bool:
    """Whether the post or the script has ``word`` with a particle behind it."""
    return bool(re.search(rf"(?<![가-힣]){re.escape(word)}{_NAMED}", f"{told.post_words_with_site} {told.narration}"))


def _mostly_stopped(told: ScriptAndPost) -> bool:
    stopped = sum(bool(_STOPPED.search(sentence.text)) for sentence in told.sentences)
    return 2 * stopped > len(told.sentences)
