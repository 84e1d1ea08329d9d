"""Publishers with platforms of their own on one ledger: none of them enables anew what another one serves."""

import asyncio

from fixtures.platform import Channel, channel, clock, platform

from libraries.bus import Bus
from services.publish.platforms.base import BaseUploader
from services.publish.platforms.export.uploader import ExportUploader
from services.publish.upload.enabled_platforms import (
    add_missed_publishing_seconds,
    announce_served_accounts,
    record_enabled_platforms,
)

__all__ = ["channel", "clock", "platform"]


def export(channel: Channel) -> ExportUploader:
    return ExportUploader(channel.store, channel.exports)


async def test_publishers_with_lists_of_their_own_leave_each_others_platforms_as_they_were(
    bus: Bus, channel: Channel
) -> None:
    mine: list[BaseUploader] = [export(channel)]
    theirs: list[BaseUploader] = [channel.uploader()]
    assert await record_enabled_platforms(bus, mine) == {"export": None}
    first = await record_enabled_platforms(bus, theirs)
    for publisher in (mine, theirs, theirs, mine, mine, theirs):
        assert await record_enabled_platforms(bus, publisher) == ({"export": None} if publisher is mine else first)
    both = [*mine, *theirs]
    assert await record_enabled_platforms(bus, both) == {"export": None, **first}


async def test_a_changed_list_is_of_a_publisher_that_does_not_run(bus: Bus, channel: Channel) -> None:
    both: list[BaseUploader] = [export(channel), channel.uploader()]
    await record_enabled_platforms(bus, both)
    stop = asyncio.Event()
    async with bus.listen("lease.publisher.*") as taken:
        running = asyncio.create_task(announce_served_accounts(bus, both, stop))
        async with asyncio.timeout(60):
            await anext(taken)
    await record_enabled_platforms(bus, [export(channel)])  # another one beside it
    stop.set()
    await running
    assert await record_enabled_platforms(bus, both) == {"export": None, "youtube": None}
    await record_enabled_platforms(bus, [export(channel)])  # known by now, and no change of the other
    assert await record_enabled_platforms(bus, both) == {"export": None, "youtube": None}


async def test_what_nobody_served_for_a_day_of_others_counts_as_left_out(bus: Bus, channel: Channel) -> None:
    mine: list[BaseUploader] = [export(channel)]
    theirs: list[BaseUploader] = [channel.uploader()]
    await record_enabled_platforms(bus, mine)
    first = await record_enabled_platforms(bus, theirs)
    await add_missed_publishing_seconds(bus, ("export.main",), 23 * 3600.0)
    assert await record_enabled_platforms(bus, theirs) == first
    await add_missed_publishing_seconds(bus, ("export.main",), 23 * 3600.0)  # its restart began the count anew
    assert await record_enabled_platforms(bus, theirs) == first
    await add_missed_publishing_seconds(bus, ("export.main",), 12 * 3600.0)
    await add_missed_publishing_seconds(bus, ("export.main",), 12 * 3600.0)
    again = await record_enabled_platforms(bus, theirs)
    assert first["youtube"] is not None
    assert again["youtube"] is not None
    assert again["youtube"] > first["youtube"]
    assert await record_enabled_platforms(bus, mine) == {"export": None}
