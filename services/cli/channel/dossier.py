"""``wagglebot dossier``: one page about a film or a channel, for an appeal to a platform."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer

from libraries.bus import Bus
from libraries.channel.channel_platform import DEFAULT
from libraries.channel.dossier.contents import FilmDossier
from libraries.files import disk_errors_as_no_space
from schemas.failures import Language
from schemas.posts import PostKey
from services.bootstrap import Runtime
from services.cli.channel.check import channel_report
from services.cli.shared.bus_work import run_on_bus
from services.cli.shared.output import console, parse_post_key


def dossier(
    of: Annotated[str, typer.Argument(metavar="FILM|CHANNEL", help="A post, a channel, or a platform: cats@youtube.")],
    language: Annotated[Literal["ko", "en"], typer.Option(help="Language of the page.")] = "ko",
    out: Annotated[Path | None, typer.Option(help="File to write; else dossier-….html here.")] = None,
) -> None:
    """Write one page: source, permission, who decided what and when, script against source, own part, models, hashes.

    It is HTML that stands alone; a browser's print command makes a PDF of it, on A4.
    """
    name = of if "." in of else f"channel-{of}"
    file = out or Path(f"dossier-{name}.html")

    async def work(runtime: Runtime, bus: Bus) -> str:
        from libraries.channel.dossier.page import PageLocale, channel_page, film_page
        from schemas.clock import utc_now
        from services.publish.limits.quota import SEOUL

        reading = PageLocale(language, SEOUL)
        if "." in of:
            return film_page(await _film(bus, parse_post_key(of), language), reading, utc_now())
        publish = runtime.settings.publish
        channel = publish.known_channel(of) if of in (*publish.channels, DEFAULT) else None
        report = await channel_report(runtime.settings, bus, of if channel is None else "", channel)
        films = [await _film(bus, PostKey.parse(one.film), language) for one in report.films]
        return channel_page(of, report, films, reading, utc_now())

    page = run_on_bus("dossier", work)
    with disk_errors_as_no_space(file):
        file.write_text(page, encoding="utf-8")
    console.print(f"Written: {file}")


async def _film(bus: Bus, key: PostKey, language: Language) -> FilmDossier:
    """The dossier of a post's film. Raises IllegalTransition where it has none."""
    from libraries.channel.dossier.contents import film_dossier
    from schemas.states import fold_facts
    from services.publish.metadata.publication import publication_of

    facts = await bus.facts_of_post(key)
    words = publication_of(fold_facts(facts))
    return film_dossier(facts, site_permission(key.site, language), labelled=words is not None and words.labelled)


def site_permission(code: str, language: Language) -> Mapping[str, str]:
    """What is on record about the use of a site's posts: robots.txt, terms, and a permission given."""
    from crawlers.sites_config import registry
    from schemas.errors import BadInput

    korean = language == "ko"
    try:
        policy = registry.site_spec(code).policy
    except BadInput:
        return {
            "이용 근거" if korean else "Permission": "등록되지 않은 사이트" if korean else "the site is not declared"
        }
    terms = " · ".join(str(part) for part in (policy.terms.stance, policy.terms.checked_at, policy.terms.url) if part)
    found = {"robots.txt": policy.robots, "이용약관" if korean else "Terms": terms}
    if (given := policy.operator_permission) is not None:
        parts = (given.ground, given.ref, given.date, given.clause, given.by)
        found["받은 허락" if korean else "Permission given"] = " · ".join(str(part) for part in parts if part)
    return found
