"""The beats of a story told in sentences, and its cast."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from libraries.story_beats.actions_and_shots import (
    choose_shot,
    different_shot,
    told_actions,
    told_feelings,
    told_things,
)
from libraries.story_beats.persons.cast import CastFinder
from libraries.story_beats.persons.presence import PresenceSoFar, PresenceTracker, SeenMembers
from libraries.story_beats.place_groups import PAGES
from libraries.story_beats.places import sentence_settings
from libraries.story_beats.sentence import Sentence, read_sentence
from libraries.story_beats.sentence_setting import SentenceSetting
from libraries.story_beats.time_and_weather import SentenceTimeAndWeather, times_and_weather
from schemas.beats import Action, Beat, BeatReason, CastAppearance, Feeling, Place, ShotSize, Storyboard, TextSource


class StoryScene(NamedTuple):
    """A sentence, where and when it is set, and who is seen."""

    sentence: Sentence
    setting: SentenceSetting
    moment: SentenceTimeAndWeather
    seen: SeenMembers
    before: PresenceSoFar
    """What was known of who acts and speaks before the sentence."""
    after: PresenceSoFar


def storyboard_of_texts(title: str, board: str, texts: Sequence[str]) -> Storyboard:
    """A beat for each of ``texts``, the sentences of a story in their order."""
    finder = CastFinder(title, board)
    found = story_scenes(
        title, board, [read_sentence(index, text) for index, text in enumerate(texts)], PresenceTracker(finder)
    )
    cast = tuple(member.as_cast_member() for member in finder.finish_cast())
    return Storyboard(beats=tuple(beats_of_scenes(found)), cast=cast)


def story_scenes(title: str, board: str, sentences: Sequence[Sentence], presence: PresenceTracker) -> list[StoryScene]:
    """The scene of each sentence; ``presence`` and its cast learn whom they speak of."""
    found = []
    for at, (setting, moment) in enumerate(settings_times_and_weather(title, board, sentences)):
        before = presence.presence_so_far
        following = sentences[at + 1] if at + 1 < len(sentences) else None
        seen = presence.advance_to_sentence(sentences[at], following, page=setting.place in PAGES)
        found.append(StoryScene(sentences[at], setting, moment, seen, before, presence.presence_so_far))
    return found


def settings_times_and_weather(
    title: str, board: str, sentences: Sequence[Sentence]
) -> list[tuple[SentenceSetting, SentenceTimeAndWeather]]:
    """Where and when each sentence is set."""
    heading = read_sentence(-1, title.replace("(", " ").replace(")", " "))
    placed, timed = sentence_settings(heading, board, sentences), times_and_weather(heading, sentences)
    timed = [_where_it_is_so(moment, at, placed) for at, moment in enumerate(timed)]
    return list(zip(placed, timed, strict=True))


def _where_it_is_so(
    moment: SentenceTimeAndWeather, at: int, placed: Sequence[SentenceSetting]
) -> SentenceTimeAndWeather:
    """``moment`` of the sentence ``at``: a habit of one place says nothing of the hour at another."""
    if not moment.time.again or moment.time.line < 0:
        return moment
    return (
        moment
        if placed[at].place_without_screens == placed[moment.time.line].place_without_screens
        else moment.without_supposed_time()
    )


def beats_of_scenes(found: Sequence[StoryScene]) -> Iterator[Beat]:
    """The beats of scenes, no picture twice in a row."""
    last: Beat | None = None
    for scene in found:
        last = _beat(scene, last)
        yield last


def _beat(scene: StoryScene, last: Beat | None) -> Beat:
    sentence, setting, moment, seen = scene[:4]
    felt = told_feelings(sentence)
    feeling = felt[-1][0] if felt else Feeling.CALM
    done = told_actions(sentence)
    things = told_things(sentence)
    beat = Beat(
        line=sentence.line,
        place=setting.place,
        behind=setting.behind,
        place_certainty=setting.certainty,
        time=moment.time.value,
        weather=moment.weather.value,
        season=moment.season.value,
        cast=_appearances(seen, [action for action, _ in done], feeling),
        things=things,
        feeling=feeling,
        shot=choose_shot(
            setting.place,
            new_place=last is None or setting.place is not last.place,
            people=len(seen.members),
            speaks=seen.speaker is not None,
            feeling=feeling,
            seen=things,
        ),
        memory=sentence.earlier,
        why=tuple(_reasons(scene, done, felt)),
    )
    return _unlike(beat, last)


def _appearances(seen: SeenMembers, done: Sequence[Action], feeling: Feeling) -> tuple[CastAppearance, ...]:
    """Those who are seen; who acts is the first one."""
    return tuple(
        CastAppearance(
            member=member.id,
            certainty=certainty,
            action=_action(at, done, speaks=member is seen.speaker),
            feeling=feeling if at == 0 else Feeling.CALM,
            speaks=member is seen.speaker,
        )
        for at, (member, certainty) in enumerate(zip(seen.members, seen.certain, strict=True))
    )


def _action(at: int, done: Sequence[Action], *, speaks: bool) -> Action:
    if at == 0 and done:
        return done[0]
    return Action.SPEAKING if speaks else Action.UNKNOWN


def _reasons(
    scene: StoryScene, done: Sequence[tuple[Action, str]], felt: Sequence[tuple[Feeling, str]]
) -> Iterator[BeatReason]:
    sentence, setting, moment = scene[:3]
    if setting.place is not Place.UNKNOWN and setting.words:
        yield _reason("place", setting.words, setting.line, setting.source)
    for name, words, line, source in moment.reasons():
        yield _reason(name, words, line, source)
    if done:
        yield BeatReason(field="action", line=sentence.line, words=_short([word for _, word in done[:1]]))
    if felt:
        yield BeatReason(field="feeling", line=sentence.line, words=_short([word for _, word in felt[-1:]]))


def _reason(field: str, words: Sequence[str], line: int, source: TextSource) -> BeatReason:
    if line < 0:
        return BeatReason(field=field, source=TextSource.TITLE, line=0, words=_short(words))
    return BeatReason(field=field, source=source, line=line, words=_short(words))


def _short(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word[:40] for word in words if word)


def _unlike(beat: Beat, last: Beat | None) -> Beat:
    """``beat`` with another shot when it would show the same picture as the one before."""
    if last is None or beat.shot is ShotSize.SCREEN:
        return beat
    same = (beat.place, beat.shot, [one.member for one in beat.cast]) == (
        last.place,
        last.shot,
        [one.member for one in last.cast],
    )
    return beat.model_copy(update={"shot": different_shot(last.shot, beat.things, len(beat.cast))}) if same else beat
