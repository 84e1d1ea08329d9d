"""Commands about what was learned from films."""

from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Annotated

import typer

from services.cli.shared.bus_work import model_from_json, run_on_bus
from services.cli.shared.output import JsonOption, console, message_language, print_json, print_table, read_input


def learned(json: JsonOption = False) -> None:
    """What is known of every choice of films, and of the order of the inbox."""
    from services.commands.learning.reports import channel_learning_report

    report = run_on_bus("learned", lambda runtime, bus: channel_learning_report(bus, runtime.settings.learning))
    if json:
        print_json(report)
        return
    korean = message_language() == "ko"
    rows = [
        (
            arm.factor,
            arm.value,
            f"{arm.films} ({arm.drawn})",
            f"x {arm.ratio:.2f} ({arm.low:.2f}-{arm.high:.2f})",
            f"{arm.best:.0%}",
            arm.says_ko if korean else arm.says_en,
        )
        for arm in report.arms
    ]
    columns = ["choice", "value", "films (drawn)", "views against the others", "chance to be best", "what may be said"]
    print_table(f"{report.measured} of {report.films} films measured", columns, rows)
    proposing = "proposed" if report.proposing else f"not proposed (needs {report.needed} films and learning.allow)"
    console.print(f"Choices of the next film are {proposing}.")
    order = report.order
    state = "on" if order.on else "off"
    console.print(f"The learned order of the inbox is {state}: {order.gain:+.3f} on {order.days} days held back.")
    for post in order.posts:
        console.print(f"  {post.post}  {post.worth:.2f}  {', '.join(post.reasons_ko if korean else post.reasons_en)}")


def whatif(
    policy: Annotated[
        Path,
        typer.Option(help="JSON: chances of choices (arms), weights of the inbox (order), weekly times (slots)."),
    ],
    since: Annotated[datetime, typer.Option(help="From this day on (local time).")],
    json: JsonOption = False,
) -> None:
    """What another policy would have made since a day, and what it would have brought."""
    from libraries.learning.policy import WhatIfPolicy
    from services.commands.learning.reports import what_if_report

    asked = model_from_json(WhatIfPolicy, read_input(str(policy)), str(policy))
    answer = run_on_bus("whatif", lambda _, bus: what_if_report(bus, asked, since.astimezone(UTC)))
    if json:
        print_json(answer)
        return
    if arms := answer.arms:
        says = arms.says_ko if message_language() == "ko" else arms.says_en
        console.print(f"Choices: {says}, by {arms.films} films that are worth {arms.worth:.0f}.")
    if order := answer.order:
        console.print(f"Order: of {order.films} films {len(order.same)} would have been made too.")
        print_table(
            "Others", ["made instead", "not made"], list(zip_longest(order.instead, order.dropped, fillvalue=""))
        )
    if slots := answer.slots:
        console.print(
            f"Weekly times: of {slots.finished} finished films {slots.published} would have been seen "
            f"after {_days(slots.wait_days)} in the median; {slots.was_published} were, "
            f"after {_days(slots.was_wait_days)}."
        )


def _days(median: float | None) -> str:
    return "-" if median is None else f"{median:.1f} days"
