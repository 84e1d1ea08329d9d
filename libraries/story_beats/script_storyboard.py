"""The storyboard of a script: its own words, and where they say nothing, those of the post it tells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from libraries.korean.sentences import split_sentences
from libraries.story_beats.actions_and_shots import different_shot, told_feelings, told_things
from libraries.story_beats.persons.cast import CastFinder
from libraries.story_beats.persons.members import Member
from libraries.story_beats.persons.presence import PresenceTracker, SeenMembers
from libraries.story_beats.place_groups import PAGES
from libraries.story_beats.sentence import Sentence, read_sentence
from libraries.story_beats.sentence_setting import SentenceSetting
from libraries.story_beats.text_storyboard import StoryScene, beats_of_scenes, settings_times_and_weather, story_scenes
from libraries.versions import VersionedPart
from schemas.beats import Beat, BeatCertainty, BeatReason, Feeling, Place, ShotSize, Storyboard, TextSource
from schemas.posts import Post
from schemas.script import Line, Role, Script, Speaker

BEATS: Final = VersionedPart("script.beats", "3")
"""Raised when a line gets another beat, or a story another cast."""
_WORD: Final = re.compile(r"[가-힣A-Za-z0-9]{2,}")
_ALIKE: Final = 0.34
"""Share of the beginnings of words that a line must have in common with the sentence of the post that it tells."""


class _Told(NamedTuple):
    """A sentence of a script and the lines that it is spoken in."""

    text: str
    lines: tuple[int, ...]


def make_storyboard(script: Script, post: Post) -> Storyboard:
    """What is to be seen at each line of ``script``, and who is who. The same script and post give the same beats."""
    finder = CastFinder(post.title, post.board)
    presence = PresenceTracker(finder)
    source = split_sentences(post.content)
    known = story_scenes(
        post.title, post.board, [read_sentence(index, text) for index, text in enumerate(source)], presence
    )
    spoken_of = {member: frozenset(member.lines) for member in finder.roster.members}
    finder.settle_author_traits()
    for member in finder.roster.members:
        member.lines.clear()
    told = list(_sentences(script.lines, post.content, source))
    retold = _retold([read_sentence(index, each.text) for index, each in enumerate(told)], known, presence, post)
    for scene, origin in retold:
        for member in (member for member, lines in spoken_of.items() if origin in lines):
            member.add_line(scene.sentence.line)
    merged = _named([scene for scene, _ in retold], told, script.lines, finder)
    cast = _relined(finder, merged, told)
    by_sentence = list(beats_of_scenes(merged))
    beats = _by_line(script.lines, told, by_sentence)
    return Storyboard(beats=tuple(beats), cast=tuple(member.as_cast_member() for member in cast), version=BEATS.version)


def _sentences(lines: Sequence[Line], content: str, source: Sequence[str]) -> Iterator[_Told]:
    """The lines that tell the story, joined where a sentence goes on in the next one."""
    held: list[int] = []
    marked = any(line.continues for line in lines)
    for at, line in enumerate(lines):
        if line.role is Role.COMMENT or (line.role is Role.CLOSER and line.display not in content):
            continue
        held.append(at)
        if not (line.continues if marked else _is_cut(lines, held, source)):
            yield _told(lines, held)
            held = []
    if held:
        yield _told(lines, held)


def _is_cut(lines: Sequence[Line], held: Sequence[int], source: Sequence[str]) -> bool:
    """Whether a sentence of the post goes on in the line behind ``held``: scripts of release 0.1.0 do not say it."""
    following = held[-1] + 1
    if following == len(lines) or lines[following].role is Role.COMMENT:
        return False
    joined = " ".join(lines[at].display for at in (*held, following))
    return any(joined in sentence for sentence in source)


def _told(lines: Sequence[Line], held: Sequence[int]) -> _Told:
    text = " ".join(lines[at].display for at in held)
    quoted = lines[held[0]].speaker is Speaker.PERSON and not text.startswith(('"', "“"))
    return _Told(f'"{text}"' if quoted else text, tuple(held))


def _retold(
    told: Sequence[Sentence], known: Sequence[StoryScene], presence: PresenceTracker, post: Post
) -> list[tuple[StoryScene, int | None]]:
    """The scenes of the script, each with the sentence of the post that it is, word for word.

    Each sentence is read from where the post stood before it; what it does not say is as where the post says it.
    """
    stems = [_beginnings(scene.sentence) for scene in known]
    whole = {scene.sentence.text: scene for scene in known}
    lines = {whole[each.text].sentence.line: each.line for each in told if each.text in whole}
    retold: list[tuple[StoryScene, int | None]] = []
    for at, (setting, moment) in enumerate(settings_times_and_weather(post.title, post.board, told)):
        sentence = told[at]
        origin = whole.get(sentence.text) or _same(sentence, known) or _alike(sentence, known, stems)
        if origin is not None and sentence.text in whole:
            presence.resume_from(origin.after)
            same = origin._replace(sentence=sentence, setting=origin.setting.with_script_lines(lines))
            retold.append((same._replace(moment=origin.moment.with_script_lines(lines)), origin.sentence.line))
            continue
        if origin is not None:
            presence.resume_from(origin.before)
        before = presence.presence_so_far
        seen = presence.advance_to_sentence(
            sentence, told[at + 1] if at + 1 < len(told) else None, page=setting.place in PAGES
        )
        scene = StoryScene(sentence, setting, moment, seen, before, presence.presence_so_far)
        retold.append((_with(scene, origin, lines), None))
    return retold


def _same(sentence: Sentence, known: Sequence[StoryScene]) -> StoryScene | None:
    """The sentence of the post that ``sentence`` is a part of."""
    return next((each for each in known if sentence.text in each.sentence.text), None)


def _beginnings(sentence: Sentence) -> frozenset[str]:
    return frozenset(word[:2] for word in _WORD.findall(sentence.text))


def _alike(sentence: Sentence, known: Sequence[StoryScene], stems: Sequence[frozenset[str]]) -> StoryScene | None:
    """The sentence of the post that ``sentence`` most likely tells."""
    own = _beginnings(sentence)
    if not own:
        return None
    shares = [len(own & each) / len(own) for each in stems]
    best = max(range(len(shares)), key=shares.__getitem__, default=-1)
    return known[best] if best >= 0 and shares[best] >= _ALIKE else None


def _with(scene: StoryScene, source: StoryScene | None, lines: Mapping[int, int]) -> StoryScene:
    """``scene`` with what its own sentence does not say as ``source``, a sentence of the post, has it."""
    if source is None:
        return scene
    here = scene.sentence.line
    own = scene.setting.since == here and scene.setting.line == here and scene.setting.words
    setting = scene.setting if own else _as_before(source.setting.with_script_lines(lines))
    moment = scene.moment.with_told_first(here, source.moment.with_script_lines(lines))
    return scene._replace(setting=setting, moment=moment, seen=scene.seen if scene.seen.named else source.seen)


def _as_before(setting: SentenceSetting) -> SentenceSetting:
    """A setting that another sentence tells."""
    told = setting.certainty is BeatCertainty.TOLD
    return setting._replace(certainty=BeatCertainty.HELD) if told else setting


def _named(
    merged: Sequence[StoryScene], told: Sequence[_Told], lines: Sequence[Line], finder: CastFinder
) -> list[StoryScene]:
    """The scenes, with the speaker where the script itself says who speaks."""
    return [_spoken_by(scene, lines[each.lines[0]], finder) for scene, each in zip(merged, told, strict=True)]


def _spoken_by(scene: StoryScene, line: Line, finder: CastFinder) -> StoryScene:
    if line.speaker is not Speaker.PERSON or not line.person:
        return scene
    who = next((member for member in finder.roster.members if line.person in member.names), None)
    return scene if who is None else scene._replace(seen=SeenMembers((who,), who, (BeatCertainty.TOLD,), named=True))


def _relined(finder: CastFinder, merged: Sequence[StoryScene], told: Sequence[_Told]) -> list[Member]:
    """The cast, with the lines of the script in place of its sentences; who is seen is in the cast too."""
    for scene in merged:
        for member in scene.seen.members:
            member.add_line(scene.sentence.line)
    cast = finder.finish_cast()
    for member in cast:
        member.lines[:] = [line for sentence in sorted(member.lines) for line in told[sentence].lines]
    return cast


def _by_line(lines: Sequence[Line], told: Sequence[_Told], by_sentence: Sequence[Beat]) -> Iterator[Beat]:
    """A beat for each line: that of its sentence, with what the line itself shows."""
    of_line = {at: beat for each, beat in zip(told, by_sentence, strict=True) for at in each.lines}
    lines_of = {each.lines[0]: each.lines for each in told}
    last = Beat(line=0)
    for at, line in enumerate(lines):
        beat = of_line.get(at)
        if beat is None:
            last = _reaction(at, line, last)
        elif at in lines_of and len(lines_of[at]) == 1:
            last = beat.model_copy(update={"line": at, "why": _relate(beat, told)})
        else:
            last = _part(at, line, beat.model_copy(update={"why": _relate(beat, told)}), last)
        yield last


def _relate(beat: Beat, told: Sequence[_Told]) -> tuple[BeatReason, ...]:
    """The reasons, with lines of the script for sentences."""
    return tuple(
        reason.model_copy(update={"line": told[reason.line].lines[0]}) if reason.source is TextSource.SCRIPT else reason
        for reason in beat.why
    )


def _part(at: int, line: Line, beat: Beat, last: Beat) -> Beat:
    """The beat of a line that is a part of a sentence."""
    own = read_sentence(at, line.display)
    things = told_things(own)
    felt = told_feelings(own)
    begins = last.line != at - 1 or last.why != beat.why
    shot = beat.shot if begins or beat.shot is ShotSize.SCREEN else different_shot(last.shot, things, len(beat.cast))
    update = {"line": at, "things": things, "feeling": felt[-1][0] if felt else beat.feeling, "shot": shot}
    return beat.model_copy(update=update)


def _reaction(at: int, line: Line, last: Beat) -> Beat:
    """The beat of a comment, or of the last word to the viewers: the place stays, nobody of the story is in it."""
    felt = told_feelings(read_sentence(at, line.display))
    place = last.behind if last.behind is not Place.UNKNOWN else last.place
    feeling = felt[-1][0] if felt else Feeling.CALM
    return Beat(line=at, place=place, time=last.time, weather=last.weather, season=last.season, feeling=feeling)
