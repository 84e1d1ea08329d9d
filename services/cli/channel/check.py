"""``wagglebot channel check``: whether a channel's newest films keep the rules that it needs to earn."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from libraries.bus import Bus
from libraries.channel.channel_platform import ChannelPlatform
from libraries.channel.channel_setup import channel_findings, channel_rows
from libraries.channel.report import ChannelReport, ReportedBrokenRule, UploadCap
from schemas.adapters import AdapterKind, usable_names
from schemas.failures import failure_explanation, join_sentences
from schemas.posts import PostKey
from services.bootstrap import Runtime
from services.cli.shared.bus_work import run_on_bus, user_name
from services.cli.shared.output import JsonOption, console, load_settings, parse_post_key, print_json, print_table
from services.config import Settings

channel = typer.Typer(help="What keeps a channel's income.", no_args_is_help=True)


@channel.callback()
def _channel() -> None:
    """What keeps a channel's income."""


@channel.command("list")
def list_channels(json: JsonOption = False) -> None:
    """The channels with their sites, languages and accounts, and what is missing; exits with 1 where something is."""
    settings = load_settings()
    rows = channel_rows(settings.publish)
    found = channel_findings(settings.publish, settings.collect.sites)
    if json:
        print_json({"channels": rows, "findings": [one.model_dump(mode="json") for one in found]})
    else:
        cells = [[", ".join(cell) if isinstance(cell, list) else cell for cell in row.values()] for row in rows]
        print_table(f"{len(rows)} channels", list(rows[0]), cells)
        for one in found:
            console.print(f"{'✓' if one.state == 'ok' else '!'} {one.what}: {one.found} {one.remedy}", markup=False)
    if any(one.state == "fail" for one in found):
        raise typer.Exit(1)


@channel.command("give")
def give_to_channel(
    post: Annotated[str, typer.Argument(help="Key of a post that was approved: sample.12.")],
    name: Annotated[str, typer.Argument(metavar="CHANNEL", help="The channel; main is the default one.")],
) -> None:
    """Have another film of an approved post made for another channel, by that channel's recipe."""
    key = parse_post_key(post)

    async def work(runtime: Runtime, bus: Bus) -> PostKey:
        from services.commands.approve import give_post_to_channel

        return await give_post_to_channel(bus, key, name, user_name(), runtime.settings)

    console.print(f"Approved: {run_on_bus('approve', work)}")


@channel.command("check")
def check_channel(
    name: Annotated[
        str, typer.Argument(metavar="[CHANNEL]", help="Only films made for it: main is the default one; else of all.")
    ] = "",
    platform: Annotated[str, typer.Option(help="Only films uploaded there; else all finished ones.")] = "",
    json: JsonOption = False,
) -> None:
    """How alike the last 50 films are, own words, verdicts, label and daily cap; exits with 1 when a rule is broken."""

    async def work(runtime: Runtime, bus: Bus) -> ChannelReport:
        place = ChannelPlatform.parse(platform)
        channel = None if not name else runtime.settings.publish.known_channel(name)
        on = str(place._replace(channel=channel)) if platform and channel else platform
        return await channel_report(runtime.settings, bus, on, channel)

    report = run_on_bus("channel", work)
    if json:
        print_json({"in_order": report.keeps_rules, **report.model_dump(mode="json")})
    else:
        _print(report)
    if not report.keeps_rules:
        raise typer.Exit(1)


async def channel_report(settings: Settings, bus: Bus, platform: str, channel: str | None = None) -> ChannelReport:
    """The report on the newest films of ``platform``, or of all; ``channel`` as `newest_films` takes it.

    Raises IllegalTransition without films.
    """
    from libraries.channel.film_choice_values import choice_values_of_film
    from libraries.channel.report import report_channel
    from services.cli.channel.newest_films import newest_films
    from services.publish.limits.quota import SEOUL
    from services.publish.metadata.publication import publication_of

    films = await newest_films(bus, platform, channel=channel)
    made = {film.film: publication_of(film.state) for film in films}
    options: Mapping[str, Sequence[str]] = {}
    if films and (post := films[-1].state.post) and (script := films[-1].state.script):
        options = choice_values_of_film(post, script, films[-1].state.recipe, usable_names(AdapterKind.TEMPLATE))
    return report_channel(
        films,
        settings.publish.channel_rules,
        SEOUL,
        platform=platform,
        cap=_cap(settings, platform),
        labelled=frozenset(name for name, publication in made.items() if publication and publication.labelled),
        options=options,
    )


def _cap(settings: Settings, platform: str) -> UploadCap | None:
    if not platform:
        return None
    _, section = settings.publish.account_settings(platform)
    a_day = getattr(section, "daily_cap", None)
    return UploadCap(platform=platform, a_day=a_day) if a_day else None


def _print(report: ChannelReport) -> None:
    rows = [
        (
            film.film,
            f"{film.interchangeability:.2f}",
            ", ".join(f"{one.film} {one.likeness:.2f}" for one in film.nearest),
            f"{film.verdict:.0%}",
            f"{film.shared_words:.0%}",
            "yes" if film.labelled else "no",
        )
        for film in report.films
    ]
    print_table(
        f"{len(rows)} films: interchangeability {report.interchangeability:.2f} of {report.limit:.2f} at most",
        ["film", "alike", "nearest", "own verdict", "words of the post", "AI label"],
        rows,
    )
    for one in report.advice:
        console.print(
            f"To vary the newest film: {one.choice} {one.before or '?'} → {one.after} ({one.interchangeability:.2f})"
        )
    for fault in (*report.broken, *(fault for film in report.films for fault in film.broken)):
        console.print(f"{'✗' if fault.refuses else '!'} {_sentence(fault)}")


def _sentence(fault: ReportedBrokenRule) -> str:
    explained = failure_explanation(fault.code, fault.fields, "en")
    return join_sentences(explained) if explained else fault.code
