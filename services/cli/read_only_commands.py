"""Commands that only read: the facts of a post, the state of the pipeline, the health of the machine."""

from json import loads
from typing import Annotated

import typer

from schemas.events import ContentVoiced, PostApproved, RecordedFact, StageDone, encode_fact
from schemas.states import fold_facts
from services.cli.shared.bus_work import all_post_states, run_on_bus
from services.cli.shared.output import JsonOption, console, load_settings, parse_post_key, print_json, print_table


def events(post: Annotated[str, typer.Argument(help="Key of the post: site.id.")], json: JsonOption = False) -> None:
    """Print the facts of one post in their order, with sequence, revision and causation."""
    key = parse_post_key(post)
    facts = run_on_bus("events", lambda _, bus: bus.facts_of_post(key))
    if json:
        print_json([_fact_json(recorded) for recorded in facts])
        return
    if not facts:
        console.print(f"There are no facts of {post}.")
        raise typer.Exit(1)
    ids = {recorded.event.event_id: recorded.sequence for recorded in facts}
    print_table(
        f"Facts of {post}",
        ["sequence", "time", "fact", "revision", "caused by", "says"],
        [
            (
                recorded.sequence,
                recorded.time.astimezone().strftime("%m-%d %H:%M:%S.%f")[:-3],
                recorded.event.kind,
                recorded.event.revision,
                ids.get(recorded.event.causation_id, ""),
                _fact_summary(recorded),
            )
            for recorded in facts
        ],
    )
    state = fold_facts(facts)
    console.print(f"State: {state.status.value if state.status else 'unknown'}, revision {state.revision}")


def _fact_json(recorded: RecordedFact) -> dict[str, object]:
    return {"sequence": recorded.sequence, "stored": recorded.time.isoformat(), **loads(encode_fact(recorded.event))}


def _fact_summary(recorded: RecordedFact) -> str:
    """The few fields that tell one fact from another of its kind."""
    event = recorded.event
    named = (
        "reviewer",
        "reason",
        "stage",
        "from_stage",
        "attempt",
        "served_by",
        "device",
        "cached",
        "seconds",
        "platform",
        "url",
    )
    fields = [(name, getattr(event, name, None)) for name in named]
    parts = [f"{name}={_value_text(value)}" for name, value in fields if value not in (None, "", False)]
    if isinstance(event, StageDone):
        parts += [f"passed over {one.sentence('en')}" for one in event.passed_over]
        parts += [f"with {model}" for model in event.models]
    if isinstance(event, PostApproved) and event.proposal is not None:
        parts += [f"{one.factor}={one.value} ({one.by.value}, {one.propensity:.2f})" for one in event.proposal.arms]
    if isinstance(event, ContentVoiced) and event.voice.speech is not None:
        parts += [f"line {one.index + 1} was asked for again ({one.code})" for one in event.voice.speech.retaken]
    message = getattr(event, "message", "")
    return ", ".join(parts) + (f" — {message}" if message else "")


def _value_text(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def status(json: JsonOption = False) -> None:
    """How many posts are in which state, what is being made, what failed."""
    states = run_on_bus("status", lambda _, bus: all_post_states(bus))
    counts: dict[str, int] = {}
    for state in states:
        if state.status:
            counts[state.status.value] = counts.get(state.status.value, 0) + 1
    failed = [s for s in states if s.failure is not None]
    if json:
        print_json(
            {
                "posts": counts,
                "failures": [s.failure.model_dump(mode="json", by_alias=True) for s in failed if s.failure],
            }
        )
        return
    print_table("Posts", ["status", "posts"], sorted(counts.items()))
    if failed:
        rows = [(s.post.key if s.post else "", s.failure.stage, s.failure.message) for s in failed if s.failure]
        print_table("Failures", ["post", "stage", "what happened"], rows)


def doctor(json: JsonOption = False) -> None:
    """Check everything the program needs on this machine; each finding names its remedy."""
    from services.cli.shared.doctor import doctor_findings

    findings = doctor_findings(load_settings())
    if json:
        print_json([finding.model_dump() for finding in findings])
    else:
        marks = {"ok": "✓", "warn": "!", "fail": "✗"}
        print_table(
            "Doctor", ["", "what", "found", "remedy"], [(marks[f.state], f.what, f.found, f.remedy) for f in findings]
        )
    if any(finding.state == "fail" for finding in findings):
        raise typer.Exit(1)
