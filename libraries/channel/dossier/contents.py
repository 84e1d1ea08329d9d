"""What stands in a film's dossier, taken from the facts of its post."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from libraries.channel.host_verdict import HostSpeechShare, host_speech_share
from libraries.channel.words_shared_with_post import WordsSharedWithPost, words_shared_with_post
from schemas.errors import IllegalTransition
from schemas.events import ContentRequested, ContentScriptApproved, Event, RecordedFact, StageDone
from schemas.pictures import NO_PICTURES, Attribution, Origin
from schemas.posts import Post
from schemas.script import Line, Script, Speaker
from schemas.states import RETRY_BY, PostState, fold_facts


class DossierDecision(NamedTuple):
    """What a person decided, and when: the kind of the fact, and what it says beside."""

    time: datetime
    who: str
    kind: str
    detail: str


class ScriptLine(NamedTuple):
    """A line of the script, and its parts that stand in the post, as (start, end) in characters."""

    line: Line
    shared: tuple[tuple[int, int], ...]


class StageOrigin(NamedTuple):
    """How a stage was made: by which adapter, with which models under which licences, under which key."""

    kind: str
    time: datetime
    by: str
    models: tuple[str, ...]
    key: str


class FilmDossier(NamedTuple):
    """The contents of a film's dossier. ``permission``: what is on record about the site, by what it is."""

    post: Post
    revision: int
    title: str
    permission: Mapping[str, str]
    collected: datetime
    decisions: tuple[DossierDecision, ...]
    lines: tuple[ScriptLine, ...]
    words_shared_with_post: WordsSharedWithPost
    verdict: HostSpeechShare
    written_by_person: bool
    """Whether a person approved or changed the script."""
    recorded: int
    """Lines in a person's own voice."""
    pictures: Mapping[Origin, int]
    credits: tuple[str, ...]
    labelled: bool
    stages: tuple[StageOrigin, ...]
    hashes: Mapping[str, str]
    facts: tuple[tuple[int, datetime, str, str], ...]
    """Every fact: sequence, time, kind, digest of its content."""


def film_dossier(facts: Sequence[RecordedFact], permission: Mapping[str, str], *, labelled: bool) -> FilmDossier:
    """The dossier of the film that the facts of one post end with; ``labelled``: whether it carries the AI label.

    Raises IllegalTransition (``post.no_film``) where there is none.
    """
    state = fold_facts(facts)
    if state.post is None or state.script is None or state.film is None:
        raise IllegalTransition("post.no_film")
    words = words_shared_with_post(state.script, state.post)
    return FilmDossier(
        post=state.post,
        revision=state.revision,
        title=state.script.title,
        permission=permission,
        collected=facts[0].time,
        decisions=tuple(made for one in facts if (made := _decision(one)) is not None),
        lines=_lines(state.script, words),
        words_shared_with_post=words,
        verdict=host_speech_share(state.script),
        written_by_person=any(_gives_script(one.event, state.revision) for one in facts),
        recorded=sum(line.recording is not None for line in state.script.lines),
        pictures=_origins(state),
        credits=tuple(f"{one.title} — {one.author} · {one.licence} ({one.page})" for one in _attributions(state)),
        labelled=labelled,
        stages=_stages(facts, state.revision),
        hashes=_hashes(state),
        facts=tuple((one.sequence, one.time, one.event.kind, one.digest) for one in facts),
    )


def _lines(script: Script, words: WordsSharedWithPost) -> tuple[ScriptLine, ...]:
    shared = {one.line: one.spans for one in words.lines}
    return tuple(ScriptLine(line, shared.get(at, ())) for at, line in enumerate(script.lines))


def _decision(recorded: RecordedFact) -> DossierDecision | None:
    """The decision of a person that a fact is; None for what the program did by itself."""
    event = recorded.event
    who = getattr(event, "reviewer", "") or getattr(event, "by", "")
    if not who or who == RETRY_BY:
        return None
    said = [getattr(event, name, "") for name in ("platform", "privacy", "reason", "verdict")]
    stage = getattr(event, "from_stage", None)
    checked = getattr(event, "checked", ())
    parts = [*(str(each) for each in said if each), *([str(stage)] if stage else []), *checked]
    return DossierDecision(recorded.time, who, event.kind, " · ".join(parts))


def _gives_script(event: Event, revision: int) -> bool:
    """Whether a fact is a person's approval or change of the script of a revision."""
    given = isinstance(event, ContentRequested) and event.script is not None
    return event.revision == revision and (given or isinstance(event, ContentScriptApproved))


def _origins(state: PostState) -> Mapping[Origin, int]:
    counts: dict[Origin, int] = {}
    for picture in (state.pictures or NO_PICTURES).pictures:
        counts[picture.origin] = counts.get(picture.origin, 0) + 1
    return counts


def _attributions(state: PostState) -> Sequence[Attribution]:
    return (state.pictures or NO_PICTURES).attributions


def _stages(facts: Sequence[RecordedFact], revision: int) -> tuple[StageOrigin, ...]:
    """The newest result of each stage, of this revision or of the one that it was kept from."""
    newest: dict[str, StageOrigin] = {}
    for one in facts:
        event = one.event
        if isinstance(event, StageDone) and event.revision <= revision:
            models = tuple(map(str, event.models))
            newest[event.kind] = StageOrigin(event.kind, one.time, event.served_by, models, event.stage_key)
    return tuple(newest.values())


def _hashes(state: PostState) -> Mapping[str, str]:
    assert state.film is not None
    found = {"video": state.film.video.sha256, "thumbnail": state.film.thumbnail.sha256}
    found["captions"] = state.film.captions.sha256
    return found | ({"narration": state.voice.audio.sha256} if state.voice is not None else {})


def lines_given_by_person(dossier: FilmDossier) -> Sequence[Line]:
    """The lines that a person gave: the host's words, and lines in a person's own voice."""
    return [one.line for one in dossier.lines if one.line.speaker is Speaker.HOST or one.line.recording is not None]
