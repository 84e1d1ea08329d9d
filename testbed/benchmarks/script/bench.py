"""The benchmark of scripts: bad drafts stopped, good ones kept, beats told by the extractive writer, µs of a check."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from libraries.film_scripts.checks import FAULTS, examine_script
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from schemas.errors import BadInput
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Fault, Script
from services.studio.script.extractive.writer import ExtractiveWriter
from services.studio.script.llm import prompt
from services.studio.script.llm.draft import Draft, script_of_draft
from testbed.benchmarks.script.script_sets import SETS, GoodDraft, ScriptSets
from testbed.benchmarks.script.told_beats import is_beat_told

T = TypeVar("T")
Say = Callable[[str], None]
_LISTED: Final = 12
"""Names of beats in a line of output at most."""


@dataclass(frozen=True, slots=True)
class ScriptBenchScope:
    """Which of the sets are measured: of a folder, a kind of fault, a post, a sample. ``sample``: part k of n as (k,
    n); empty strings stand for all.
    """

    folder: Path = SETS
    kind: str = ""
    post: str = ""
    sample: tuple[int, int] = (1, 1)

    def sampled(self, all_: Sequence[T]) -> list[T]:
        """The items of a list that the sample takes: every n-th, from the k-th on."""
        part, parts = self.sample
        return list(all_[part - 1 :: parts])


class _Judged(NamedTuple):
    id: str
    kind: Fault | None
    found: frozenset[Fault]
    why: str


def parse_sample_option(text: str) -> tuple[int, int]:
    """The text ``k/n`` as two numbers. Raises BadInput."""
    part, _, parts = text.partition("/")
    if not (part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts)):
        raise BadInput("bench.bad_sample", sample=text)
    return int(part), int(parts)


def bench_script(wanted: ScriptBenchScope, say: Say) -> dict[str, float]:
    """How well scripts are checked and told: shares from 0 to 1, and µs of each check. Every draft and beat that misses
    is named through ``say``.
    """
    sets = ScriptSets(wanted.folder)
    judged, scripts = _judge(sets, wanted)
    figures = {**_stopped(judged, say), **_kept(judged, say)}
    if not wanted.kind:
        figures |= _beats(sets, wanted, say)
        figures |= _times(scripts)
    return figures


def script_from_draft(draft: GoodDraft, post: Post) -> Script:
    """The script a language model's draft becomes. Raises BadInput for a draft that is refused before any check."""
    given = draft.model_dump(exclude={"id", "register_"}) | {"refusal": ""}
    return script_of_draft(Draft.model_construct(**given), post)


def _judge(sets: ScriptSets, wanted: ScriptBenchScope) -> tuple[list[_Judged], list[tuple[Script, Post]]]:
    good = sets.good_drafts()
    drafts: list[tuple[Fault | None, GoodDraft, str]] = [
        *((None, draft, draft.post_id) for draft in ([] if wanted.kind else good.values())),
        *(
            (kind, draft.edited_draft(good[draft.of]), good[draft.of].post_id)
            for kind, draft in sets.bad_drafts()
            if wanted.kind in ("", kind.value)
        ),
    ]
    chosen = wanted.sampled([draft for draft in drafts if wanted.post in ("", draft[2])])
    posts = {name: sets.post(name) for name in {name for _, _, name in chosen}}
    instructions = prompt.system_prompt(ScriptChoice())
    judged: list[_Judged] = []
    scripts: list[tuple[Script, Post]] = []
    for kind, draft, name in chosen:
        try:
            script = script_from_draft(draft, posts[name])
        except BadInput as error:
            judged.append(_Judged(draft.id, kind, frozenset(), str(error.fields.get("faults"))))
            continue
        scripts.append((script, posts[name]))
        report = examine_script(script, posts[name], prompt=instructions)
        why = "; ".join(f"{fault.fault.value} ({fault.line}: {fault.excerpt})" for fault in report.faults)
        judged.append(_Judged(draft.id, kind, frozenset(fault.fault for fault in report.faults), why))
    return judged, scripts


def _stopped(judged: Sequence[_Judged], say: Say) -> dict[str, float]:
    """Of all bad drafts and of each kind: the share stopped with the right name, and with any."""
    bad = [each for each in judged if each.kind is not None]
    if not bad:
        return {}
    right: dict[str, list[bool]] = defaultdict(list)
    for each in bad:
        assert each.kind is not None
        right[each.kind.value].append(each.kind in each.found)
        if each.kind not in each.found:
            say(f"not stopped as {each.kind.value}: {each.id}: {each.why or 'no fault'}")
    return {
        "bad_drafts": float(len(bad)),
        "bad_stopped": sum(map(sum, right.values())) / len(bad),
        "bad_stopped_any": sum(bool(each.found) or bool(each.why) for each in bad) / len(bad),
        **{f"stopped_{kind}": sum(found) / len(found) for kind, found in sorted(right.items())},
    }


def _kept(judged: Sequence[_Judged], say: Say) -> dict[str, float]:
    good = [each for each in judged if each.kind is None]
    if not good:
        return {}
    for each in good:
        if each.why:
            say(f"good, but stopped: {each.id}: {each.why}")
    return {"good_drafts": float(len(good)), "good_kept": sum(not each.why for each in good) / len(good)}


def _beats(sets: ScriptSets, wanted: ScriptBenchScope, say: Say) -> dict[str, float]:
    """Shares of all beats, and of the reveals, that the extractive writer tells; ms for a script."""
    by_role: dict[str, list[bool]] = defaultdict(list)
    seconds: list[float] = []
    stories = [story for story in sets.stories() if story.beats and wanted.post in ("", story.post)]
    for story in wanted.sampled(stories):
        post = sets.post(story.post)
        began = time.perf_counter()
        script = ExtractiveWriter().write(post, ScriptChoice())
        seconds.append(time.perf_counter() - began)
        missed: list[str] = []
        for beat in story.beats:
            heard = is_beat_told(beat, script)
            by_role[beat.role].append(heard)
            if not heard:
                missed.append(f"{beat.role}: {beat.name}")
        if missed:
            say(f"not told of {story.post}: {'; '.join(missed[:_LISTED])}")
    if not seconds:
        return {}
    heard_of_all = [heard for found in by_role.values() for heard in found]
    return {
        "stories": float(len(seconds)),
        "beats_told": sum(heard_of_all) / len(heard_of_all),
        **{f"{role}_told": sum(found) / len(found) for role, found in sorted(by_role.items())},
        "extractive_ms": sum(seconds) / len(seconds) * 1000,
    }


def _times(scripts: Sequence[tuple[Script, Post]]) -> dict[str, float]:
    """µs that each check takes of a script, on average, and ms of the whole examination."""
    instructions = prompt.system_prompt(ScriptChoice())
    spent: dict[str, float] = defaultdict(float)
    whole = 0.0
    timed = scripts[:60]
    for script, post in timed:
        said = ScriptAndPost(script, post, instructions)
        for check in FAULTS:
            began = time.perf_counter()
            list(check(said))
            spent[check.__module__.rpartition(".")[2]] += time.perf_counter() - began
        began = time.perf_counter()
        examine_script(script, post, prompt=instructions)
        whole += time.perf_counter() - began
    if not timed:
        return {}
    return {
        **{f"{name}_us": total / len(timed) * 1e6 for name, total in spent.items()},
        "examine_ms": whole / len(timed) * 1000,
    }
