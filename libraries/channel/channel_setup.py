"""What is missing where there are several channels: accounts, accounts of their own, sites."""

from collections.abc import Sequence

from libraries.channel.channel_platform import DEFAULT, account_key
from libraries.channel.channel_settings import ChannelSettings
from libraries.channel.channels_section import ChannelsSection
from libraries.checks.adapter_needs import unmet_needs
from libraries.checks.finding import Finding
from schemas.adapters import Account
from schemas.errors import ConfigurationError


def channel_findings(publish: ChannelsSection, crawled: Sequence[str]) -> list[Finding]:
    """One finding for each channel beside the default one, and one for the sites; none where there is no other.

    ``crawled``: codes of the sites that are crawled.
    """
    if not publish.channels:
        return []
    return [*(_channel(publish, name, crawled) for name in publish.channels), _sites(publish, crawled)]


def _channel(publish: ChannelsSection, name: str, crawled: Sequence[str]) -> Finding:
    what, lacks, cures = f"channel {name}", list[str](), list[str]()
    try:
        for platform in publish.platforms_of(name):
            found, cure = _lacking(publish, platform)
            lacks += found
            cures += cure
    except ConfigurationError as error:
        return Finding(what=what, state="fail", found=str(error))
    if not publish.platforms_of(name):
        lacks.append("it has no account: its films go nowhere")
        cures.append('Name its platforms: "accounts": {"export": {}}.')
    unread = [site for site in publish.channels[name].sites if site not in crawled]
    if unread and not lacks:
        remedy = "Add them to WAGGLEBOT_COLLECT__SITES, or take them out of its sites."
        return Finding(what=what, state="warn", found=f"sites that are not crawled: {', '.join(unread)}", remedy=remedy)
    if lacks:
        return Finding(what=what, state="fail", found="; ".join(lacks), remedy=" ".join(dict.fromkeys(cures)))
    return Finding(what=what, state="ok", found=", ".join(publish.platforms_of(name)))


def _lacking(publish: ChannelsSection, platform: str) -> tuple[list[str], list[str]]:
    """What a channel's account lacks, and what helps. Raises ConfigurationError (two channels with one account)."""
    adapter, section = publish.account_settings(platform)
    for other in publish.all_platforms:
        mine, theirs = section, publish.account_settings(other)[1]
        if other == platform or mine is None or theirs is None or type(mine) is not type(theirs):
            continue
        for setting in (need.setting for need in adapter.needs if isinstance(need, Account)):
            if getattr(mine, setting) == getattr(theirs, setting):
                raise ConfigurationError("channel.same_account", one=other, other=platform)
        if account_key(platform, str(getattr(mine, "channel", ""))) == account_key(
            other, str(getattr(theirs, "channel", ""))
        ):
            raise ConfigurationError("channel.same_account", one=other, other=platform)
    unmet = unmet_needs(adapter, section)
    cures = [f"Run: wagglebot auth {platform}" if "wagglebot auth" in lack.cure else lack.cure for lack in unmet]
    return [f"{platform}: {lack.what}" for lack in unmet], cures


def _sites(publish: ChannelsSection, crawled: Sequence[str]) -> Finding:
    """Crawled sites whose posts no channel takes by itself: they go to the default one, where that has a platform."""
    named = [channel for channel in publish.channels.values() if channel.sites or channel.languages]
    free = [site for site in crawled if not any(site in (channel.sites or (site,)) for channel in named)]
    what, platforms = "sites of channels", ", ".join(publish.platforms)
    if free and not platforms:
        remedy = "Name them in a channel's sites, or a platform in WAGGLEBOT_PUBLISH__PLATFORMS."
        found = f"no channel takes posts of {', '.join(free)}, and the default one has no platform"
        return Finding(what=what, state="warn", found=found, remedy=remedy)
    found = f"posts of {', '.join(free)} are the default channel's" if free else "each site has a channel"
    return Finding(what=what, state="ok", found=found)


def channel_rows(publish: ChannelsSection) -> list[dict[str, str | list[str]]]:
    """Every channel with its title, sites, languages and platforms, the default one first."""
    own = {DEFAULT: ChannelSettings(), **publish.channels}
    return [
        {
            "channel": name,
            "title": one.title,
            "sites": list(one.sites),
            "languages": list(one.languages),
            "platforms": list(publish.platforms_of(publish.known_channel(name))),
        }
        for name, one in own.items()
    ]
