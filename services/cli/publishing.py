"""Commands of an operator: permission of platforms, publishing, release, doubtful uploads, withdrawal."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typing_extensions import override

from libraries.bus import Bus
from libraries.channel.channel_platform import ChannelPlatform
from schemas.adapters import Account, Adapter, AdapterKind, usable_adapters
from schemas.errors import BadInput
from services.bootstrap import Runtime
from services.cli.shared.bus_work import command_request, run_on_bus, user_name
from services.cli.shared.output import JsonOption, console, error_text, parse_post_key, print_json, print_table

_CHANNEL: Final = "channel of the account"
"""Where a command of ``auth`` finds the channel that was named with its platform."""


class _PlatformsOfChannels(TyperGroup):
    """The commands of ``auth`` by platform; ``cats@youtube`` is that of the platform, for the channel's account."""

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        platform, ctx.meta[_CHANNEL] = ChannelPlatform.parse(cmd_name)
        return super().get_command(ctx, platform)


auth = typer.Typer(help="Give permission to publish.", no_args_is_help=True, cls=_PlatformsOfChannels)
uploads = typer.Typer(help="What was begun on which platform, and what is in doubt.", no_args_is_help=True)


PasteOption = Annotated[
    bool, typer.Option("--paste", help="No browser reaches this machine: paste the address it ended at.")
]


def _print_address(address: str) -> None:
    console.print(f"Open in a browser:\n{address}")


def _ask_address() -> str:
    answer: str = typer.prompt("Address the browser ended at", prompt_suffix=":\n")
    return answer


def _add_auth_command(platform: Adapter) -> None:
    """One command for each platform that needs the permission of an account."""

    @auth.command(
        platform.name,
        help=f"Let WaggleBot publish to {platform.title_en}; films that waited for it go on. "
        f"For a channel's own account: CHANNEL@{platform.name}.",
    )
    def authorise(context: typer.Context, paste: PasteOption = False) -> None:
        named = str(ChannelPlatform(platform.name, context.meta.get(_CHANNEL, "")))

        async def ask(place: Runtime, bus: Bus) -> int:
            from services.commands.resume_publishing import resume_publishing
            from services.publish.registry import quota_of_platform

            chosen, uploader = place.settings.publish, platform.load()
            pasted = _ask_address if paste or uploader.consent_is_pasted else None
            await uploader.authorise(chosen.account_settings(named)[1], _print_address, pasted)
            return await resume_publishing(bus, quota_of_platform(bus, chosen, named), named)

        waiting = run_on_bus("auth", ask)
        console.print(f"Permission kept. {waiting} waiting films go on.")


for _platform in usable_adapters(AdapterKind.PLATFORM):
    if any(isinstance(need, Account) for need in _platform.needs):
        _add_auth_command(_platform)


def publish(
    post: Annotated[str, typer.Argument(help="Key of the post: sample.12.")],
    platform: Annotated[str, typer.Option(help="Where to: one of the configured platforms.")],
) -> None:
    """Bring a finished film to a platform that does not have it yet.

    Films are brought there by themselves from the moment a platform is enabled; those made before only by this command,
    or all of them with WAGGLEBOT_PUBLISH__BACKLOG=true.
    """
    from services.commands.publish import PublishFilm, publish_film

    wanted = command_request(PublishFilm, post=parse_post_key(post), platform=platform)
    run_on_bus("publish", lambda runtime, bus: publish_film(bus, wanted, user_name(), runtime.settings.publish))
    console.print(f"Requested: {post}")


def release(
    post: Annotated[str, typer.Argument(help="Key of the post: sample.12.")],
    platform: Annotated[str, typer.Option(help="Where it may be seen.")] = "youtube",
    unlisted: Annotated[bool, typer.Option("--unlisted", help="Only for those who have the address.")] = False,
    at: Annotated[datetime | None, typer.Option(help="Not before this time, of this machine's zone.")] = None,
    slot: Annotated[
        bool, typer.Option("--slot", help="At the channel's next free weekly time (publish.slots).")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Let a film be seen, with exactly the words beside it now; a later change of either voids it."""
    from services.commands.release import ReleaseFilm

    if at and slot:
        raise BadInput("cli.one_time")
    privacy = "unlisted" if unlisted else "public"
    when = at.astimezone(UTC) if at else None
    wanted = command_request(ReleaseFilm, post=parse_post_key(post), platform=platform, privacy=privacy, at=when)

    async def work(runtime: Runtime, bus: Bus) -> str:
        from libraries.channel.rules import broken_rules
        from services.commands.release import release_at_next_slot, release_film, require_publication

        state = await bus.post_state(wanted.post)
        words, rules = require_publication(state), runtime.settings.publish.channel_rules
        console.print(f"{words.title}\n\n{words.description}\n")
        if state.script is not None and state.post is not None:
            for broken in broken_rules(state.script, state.post, rules):
                console.print(f"! {error_text(broken.error)}\n")
        if not yes:
            typer.confirm(f"Let everybody on {platform} see this?", abort=True)
        sealed = wanted.model_copy(update={"seal": words.seal})
        if slot:
            shown = await release_at_next_slot(bus, sealed, user_name(), runtime.settings.publish)
            console.print(f"It is shown on {shown.astimezone():%a %Y-%m-%d %H:%M}, this machine's time.")
        else:
            await release_film(bus, sealed, user_name(), rules)
        return words.seal

    seal = run_on_bus("publish", work)
    console.print(f"Released, sealed by {seal[:16]}.")


def hide(
    post: Annotated[str, typer.Argument(help="Key of the post: sample.12.")],
    platform: Annotated[str, typer.Option(help="Where nobody may see it any more.")] = "youtube",
) -> None:
    """Make a released film private again, or cancel a release that waits for its time. It stays on the platform."""
    from services.commands.release import HideFilm

    wanted = command_request(HideFilm, post=parse_post_key(post), platform=platform)

    async def work(_place: Runtime, bus: Bus) -> None:
        from services.commands.release import hide_film

        await hide_film(bus, wanted, user_name())

    run_on_bus("publish", work)
    console.print(f"Hidden as soon as {platform} answers: {post}")


@uploads.command(name="list")
def list_uploads(
    doubt: Annotated[bool, typer.Option("--doubt", help="Only those that a person must look at.")] = False,
    json: JsonOption = False,
) -> None:
    """Every film on every platform, as the ledger has it. Upload addresses are secret and never shown."""

    async def read(_place: Runtime, bus: Bus) -> list[dict[str, object]]:
        from services.publish.upload.journal import UploadJournal, UploadState

        pages = [page.record async for page in UploadJournal(bus.ledger()).entries()]
        wanted = [record for record in pages if not doubt or record.state is UploadState.DOUBT]
        shown = {"platform", "channel", "state", "remote_id", "url", "privacy", "reason", "since", "skipped"}
        return [
            {"key": one.key, "post": str(one.post_key), **one.model_dump(mode="json", include=shown)} for one in wanted
        ]

    rows = run_on_bus("publish", read)
    if json:
        print_json(rows)
    else:
        columns = ["key", "post", "state", "privacy", "remote_id", "reason"]
        print_table(f"{len(rows)} uploads", columns, [[row[name] for name in columns] for row in rows])


@uploads.command("settle")
def settle_doubtful_upload(
    key: Annotated[str, typer.Argument(help="Key of the upload, as `uploads list --doubt` shows it.")],
    video: Annotated[str, typer.Option(help="Id of the video you found on the platform.")] = "",
    absent: Annotated[bool, typer.Option("--absent", help="You looked, and it is not there.")] = False,
) -> None:
    """Say what you found of an upload that is in doubt; it then goes on by itself."""
    from services.commands.settle_upload import SettleUpload, settle_upload

    if bool(video) == absent:
        raise BadInput("cli.one_answer")
    run_on_bus("publish", lambda _, bus: settle_upload(bus, SettleUpload(upload=key, video=video or None), user_name()))
    console.print("Noted; the upload goes on.")


def withdraw(
    named: Annotated[str, typer.Argument(metavar="POST|VIDEO", help="Key of the post, or id or address of a video.")],
    reason: Annotated[str, typer.Option(help="Why; kept with the tombstone.")],
    hold: Annotated[str, typer.Option(help="Keep the hidden video so long before it is deleted: 30d.")] = "",
    json: JsonOption = False,
) -> None:
    """Take a post back for ever: videos hidden and deleted, text and media purged, never to be collected again."""
    from services.commands.withdraw import WithdrawPost, withdraw_post

    match = re.fullmatch(r"(\d{1,4})d", hold) if hold else None
    if hold and match is None:
        raise BadInput("cli.not_days", text=hold)
    wanted = command_request(
        WithdrawPost, named=named, reason=reason, hold=timedelta(days=int(match[1])) if match else None
    )
    outcome = run_on_bus(
        "withdraw", lambda runtime, bus: withdraw_post(bus, wanted, user_name(), runtime.settings, runtime.store)
    )
    if json:
        print_json(outcome)
    else:
        print_table(f"withdrawn: {outcome.post}", ["what", "which"], list(outcome.model_dump(exclude={"post"}).items()))
    if outcome.unsure or outcome.by_hand:
        raise typer.Exit(1)
