"""Which parts of a film its cut keeps: those of most weight that fit the time and go together."""

from collections.abc import Iterator, Sequence
from typing import Final

from libraries.film_scripts.phrases import all_program_phrases
from libraries.korean.sentences import title_without_tags
from libraries.storyboard.film_cut import ScenePart
from schemas.posts import Post
from schemas.script import Line, Role, Script, Speaker
from services.studio.script.extractive.sentence_choice import Wording, Wordings, choose_sentences
from services.studio.script.extractive.sentence_links import index_of_ending, sentence_links, with_ends_linked
from services.studio.script.extractive.sentence_weight import SentenceWeigher

SHORTEST: Final = 35.0
"""Seconds that a cut has at least."""
_SPARES: Final = (0.0, 0.5, 1.5, 3.0)
"""Seconds that are kept back, tried in turn: the choice counts rounded times."""
_COMMENTS: Final = 12
"""The best comments that say what readers noticed."""


def parts_of_cut(parts: Sequence[ScenePart], script: Script, post: Post, seconds: float) -> list[ScenePart]:
    """The parts that a cut of at most ``seconds`` keeps, in order; empty where none of at least `SHORTEST` is possible.

    The opening, the host's own words, the closing question and the end card stay. Comments are left out first, the
    last ones before the others, then sentences of the story, but never its end.
    """
    story = [part for part in parts if _is_story(part, parts, script, post)]
    talk = [part for part in parts if part not in story and _has(part, script, Role.COMMENT)]
    lead_in = [part for part in parts if part not in story and part not in talk and _leads_in(part, script, post)]
    fixed = [part for part in parts if part not in story and part not in talk and part not in lead_in]
    for shown, told in _choices(story, talk):
        kept = {*fixed, *talk[:shown], *(lead_in if shown else [])}
        budget = seconds - _seconds(kept)
        chosen = story if told else _chosen(story, script, post, budget)
        if chosen and SHORTEST <= _seconds(kept) + _seconds(chosen) <= seconds:
            return [part for part in parts if part in kept or part in chosen]
    return []


def _choices(story: Sequence[ScenePart], talk: Sequence[ScenePart]) -> Iterator[tuple[int, bool]]:
    """How many comments, and whether all of the story is told, in the order in which it is tried."""
    if story:
        yield from ((shown, True) for shown in range(len(talk), min(1, len(talk)) - 1, -1))
        yield from ((shown, False) for shown in range(min(1, len(talk)), -1, -1))


def _chosen(story: Sequence[ScenePart], script: Script, post: Post, budget: float) -> list[ScenePart]:
    """The parts of a story that are told in ``budget`` seconds; none where its end does not fit."""
    texts = [" ".join(line.display for line in _lines(part, script)) for part in story]
    comments = [comment.content for comment in post.best_comments[:_COMMENTS]]
    weigher = SentenceWeigher(texts, title_without_tags(post.title), comments)
    forms = [
        Wording(text, part.seconds, weigher.weight(at))
        for at, (text, part) in enumerate(zip(texts, story, strict=True))
    ]
    links = with_ends_linked(sentence_links(texts), texts)
    options = [Wordings(form, form, link) for form, link in zip(forms, links, strict=True)]
    for spare in _SPARES:
        told = [story[each.place] for each in choose_sentences(options, budget - spare, index_of_ending(texts))]
        if told and _seconds(told) <= budget:
            return told
    return []


def _is_story(part: ScenePart, parts: Sequence[ScenePart], script: Script, post: Post) -> bool:
    lines = _lines(part, script)
    plain = all(line.role is Role.BODY and line.speaker in (Speaker.NARRATOR, Speaker.PERSON) for line in lines)
    return bool(lines) and part is not parts[0] and plain and not _leads_in(part, script, post)


def _leads_in(part: ScenePart, script: Script, post: Post) -> bool:
    """Whether a part is a sentence of the program's own that leads to the comments."""
    lines = _lines(part, script)
    ours = all_program_phrases(post)
    return bool(lines) and all(line.role is Role.BODY and line.display in ours for line in lines)


def _has(part: ScenePart, script: Script, role: Role) -> bool:
    return bool(part.lines) and all(line.role is role for line in _lines(part, script))


def _lines(part: ScenePart, script: Script) -> list[Line]:
    return [script.lines[at] for at in part.lines]


def _seconds(parts: Sequence[ScenePart] | set[ScenePart]) -> float:
    return sum(part.seconds for part in parts)
