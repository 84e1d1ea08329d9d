"""How well the rules of beats agree with what a reader sees: right, wrong and unknown, field by field."""

import argparse
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from libraries.story_beats.text_storyboard import storyboard_of_texts
from schemas.beats import (
    DARK,
    DAYLIGHT,
    SCREENS,
    Age,
    Beat,
    BeatCertainty,
    CastMember,
    Place,
    Sex,
    Storyboard,
    TimeOfDay,
)
from testbed.benchmarks.script.beat_sets import LabelledCastMember, LabelledPost, SentenceLabel, labelled_posts

RIGHT: Final = "right"
WRONG: Final = "wrong"
UNKNOWN: Final = "unknown"


class LabelComparison(NamedTuple):
    """One value that the rules found, compared with its hand-written label."""

    field: str
    verdict: str
    post: str
    line: int
    found: str
    label: str


def compare_labels(post: LabelledPost) -> Iterator[LabelComparison]:
    """The comparison of every labelled value of a post with what the rules find."""
    board = storyboard_of_texts(post.title, post.board, post.sentences)
    who = _same(board, post)
    for line, seen in post.seen.items():
        beat = board.beats[line]
        yield from _fields(post.post, beat, seen)
        yield from _persons(post.post, beat, seen, who)
        yield _picture(post, beat, seen, who, board)
    yield from _looks(post, board, who)


def _same(board: Storyboard, post: LabelledPost) -> dict[str, str]:
    """The labelled member that each member of the found cast is; itself where it is none."""
    found: dict[str, str] = {"author": "author"}
    for member in board.cast:
        names = (member.id, *member.names)
        called = {name: key for key, one in post.cast.items() for name in (key, *one.called)}
        label = next((called[name] for name in names if name in called), None)
        found.setdefault(member.id, label or f"({member.id})")
    return found


def _fields(post: str, beat: Beat, seen: SentenceLabel) -> Iterator[LabelComparison]:
    line = beat.line
    if seen.places:
        label = "|".join(sorted(seen.places))
        shown = {beat.place, beat.behind} if beat.place in SCREENS else {beat.place}
        verdict = RIGHT if shown & seen.places else UNKNOWN if beat.place is Place.UNKNOWN else WRONG
        yield LabelComparison("place", verdict, post, line, beat.place, label)
    if seen.times:
        label = "|".join(sorted(seen.times))
        verdict = RIGHT if beat.time in seen.times else UNKNOWN if beat.time is TimeOfDay.UNKNOWN else WRONG
        yield LabelComparison("time", verdict, post, line, beat.time, label)
        dark = _dark(beat.time)
        if dark is not None and seen.times <= DARK | DAYLIGHT:
            turned = dark not in {_dark(time) for time in seen.times}
            yield LabelComparison("night or day", WRONG if turned else RIGHT, post, line, beat.time, label)
    if seen.weathers:
        label = "|".join(sorted(seen.weathers))
        verdict = RIGHT if beat.weather in seen.weathers else UNKNOWN if beat.weather == "unknown" else WRONG
        yield LabelComparison("weather", verdict, post, line, beat.weather, label)


def _dark(time: TimeOfDay) -> bool | None:
    return True if time in DARK else False if time in DAYLIGHT else None


def _persons(post: str, beat: Beat, seen: SentenceLabel, who: dict[str, str]) -> Iterator[LabelComparison]:
    shown = {who[one.member] for one in beat.cast}
    for name in sorted(seen.must):
        verdict = RIGHT if name in shown else UNKNOWN
        yield LabelComparison(_whose(name), verdict, post, beat.line, ",".join(sorted(shown)), name)
    for name in sorted(shown - seen.must - seen.may):
        yield LabelComparison(_whose(name), WRONG, post, beat.line, name, ",".join(sorted(seen.must | seen.may)))


def _picture(
    post: LabelledPost, beat: Beat, seen: SentenceLabel, who: dict[str, str], board: Storyboard
) -> LabelComparison:
    """Whether the picture of a line fits, when what is only guessed is left out of it.

    Wrong: a wrong place, day for night, somebody who is not there, or of another sex. Unknown: nobody of those who must
    be seen, or a place that is only guessed.
    """
    sure = [one.member for one in beat.cast if one.certainty is not BeatCertainty.GUESSED]
    shown = {who[member] for member in sure}
    place = {beat.place, beat.behind} if beat.place in SCREENS else {beat.place}
    lost = bool(seen.places) and not place & seen.places
    dark = _dark(beat.time) if seen.times and seen.times <= DARK | DAYLIGHT else None
    turned = dark is not None and dark not in {_dark(time) for time in seen.times}
    other_sex = any(_is_of_other_sex(board.member(member), post.cast.get(who[member])) for member in sure)
    strangers = shown - seen.must - seen.may - {"author"}
    guessed = beat.place_certainty is BeatCertainty.GUESSED
    missing = bool(seen.must - {"author"}) and not shown & seen.must
    wrong = strangers or turned or other_sex or (lost and not guessed)
    verdict = WRONG if wrong else UNKNOWN if missing or (guessed and seen.places) else RIGHT
    found = f"{'/'.join(sorted(place))} {','.join(sorted(shown))}"
    return LabelComparison("picture", verdict, post.post, beat.line, found, ",".join(sorted(seen.must)))


def _is_of_other_sex(member: CastMember, label: LabelledCastMember | None) -> bool:
    return label is not None and Sex.UNKNOWN not in (member.sex, label.sex) and member.sex is not label.sex


def _whose(name: str) -> str:
    """The author, who may stand in most pictures without harm, is counted apart."""
    return "author" if name == "author" else "persons"


def _looks(post: LabelledPost, board: Storyboard, who: dict[str, str]) -> Iterator[LabelComparison]:
    """Sex and age of everybody in the cast whom the label knows."""
    for member in board.cast:
        label = post.cast.get(who[member.id])
        if label is not None:
            yield from _look(post.post, member, label)


def _look(post: str, member: CastMember, label: LabelledCastMember) -> Iterator[LabelComparison]:
    line = member.lines[0] if member.lines else 0
    if label.sex is not Sex.UNKNOWN:
        verdict = RIGHT if member.sex is label.sex else UNKNOWN if member.sex is Sex.UNKNOWN else WRONG
        yield LabelComparison("sex", verdict, post, line, f"{member.id}: {member.sex}", label.sex)
    if label.age is not Age.UNKNOWN:
        verdict = RIGHT if member.age is label.age else UNKNOWN if member.age is Age.UNKNOWN else WRONG
        yield LabelComparison("age", verdict, post, line, f"{member.id}: {member.age}", label.age)


def scores_by_field(folder: str) -> tuple[dict[str, Counter[str]], list[LabelComparison]]:
    """For each field how often the rules are right, wrong or say nothing, and every comparison."""
    judged = [each for post in labelled_posts(folder) for each in compare_labels(post)]
    fields: dict[str, Counter[str]] = {}
    for each in judged:
        fields.setdefault(each.field, Counter())[each.verdict] += 1
    return fields, judged


def main() -> None:
    """Print the shares, and with ``--wrong`` each comparison that is not right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aside", action="store_true", help="the posts that are kept aside")
    parser.add_argument("--tuning", action="store_true", help="the posts that were labelled to tune the rules")
    parser.add_argument("--further", action="store_true", help="the posts written and labelled before version 3")
    parser.add_argument("--wrong", default="", metavar="FIELD", help="list what is not right of this field")
    given = parser.parse_args()
    fields, judged = scores_by_field(
        next((name for name in ("aside", "tuning", "further") if getattr(given, name)), "seen")
    )
    for name, counts in fields.items():
        total = counts.total()
        shares = ", ".join(f"{verdict} {counts[verdict] / total:.1%}" for verdict in (RIGHT, WRONG, UNKNOWN))
        print(f"{name}: {shares} of {total}")
    for each in judged:
        if each.field == given.wrong and each.verdict != RIGHT:
            print(f"{each.post}:{each.line} {each.verdict}: {each.found} instead of {each.label}")


if __name__ == "__main__":
    main()
