"""What was learned from the films so far, and what another policy would have brought."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from libraries.bus import Bus
from libraries.learning.films import epoch_day_in_seoul
from libraries.learning.inbox_posts import KINDS, InboxFold, InboxPost
from libraries.learning.policy import WhatIfPolicy, films_under_inbox_order
from libraries.learning.report import LearnedReport, WhatIfReport, learned_report, reported_policy_effect
from libraries.learning.settings import LearningSettings
from libraries.learning.slot_policy import FilmsUnderSlots, films_under_slots
from schemas.clock import utc_now
from services.commands.learning.choice_proposals import channel_films
from services.publish.limits.slots import WeeklySlot, parse_weekly_slots, slot_times_between


async def channel_learning_report(bus: Bus, settings: LearningSettings) -> LearnedReport:
    """What is known of every choice and of the order of the inbox. Raises ProviderDown."""
    films, posts = await channel_films(bus), await _inbox(bus)
    now = epoch_day_in_seoul(utc_now())
    return await asyncio.to_thread(learned_report, films, posts, now, settings)


async def what_if_report(bus: Bus, policy: WhatIfPolicy, since: datetime) -> WhatIfReport:
    """What a policy would have made since then, and brought. Raises BadInput, ProviderDown."""
    policy.require_valid_policy()
    first, now = epoch_day_in_seoul(since), epoch_day_in_seoul(utc_now())
    arms = order = slots = None
    if policy.arms:
        films = await channel_films(bus)
        arms = await asyncio.to_thread(reported_policy_effect, films, policy.arms, first, now)
    if policy.order:
        order = films_under_inbox_order(await _inbox(bus), policy.order, first)
    if policy.slots:
        slots = await _under_slots(bus, parse_weekly_slots(policy.slots, "--policy"), since)
    return WhatIfReport(arms=arms, order=order, slots=slots)


async def _under_slots(bus: Bus, weekly: Sequence[WeeklySlot], since: datetime) -> FilmsUnderSlots:
    finished: dict[str, float] = {}
    async for batch in bus.facts(kinds=("content.rendered",)):
        for fact in batch:
            finished.setdefault(str(fact.event.post_key), epoch_day_in_seoul(fact.event.time))
    seen: dict[str, float] = {}
    for film in await channel_films(bus):
        seen.setdefault(film.name.rpartition(":")[0], film.day)
    now = utc_now()
    times = [epoch_day_in_seoul(one) for one in slot_times_between(weekly, since, now)]
    return films_under_slots(finished, seen, times, epoch_day_in_seoul(since), epoch_day_in_seoul(now))


async def _inbox(bus: Bus) -> list[InboxPost]:
    fold = InboxFold()
    async for batch in bus.facts(kinds=KINDS):
        fold.add_facts(batch)
    return fold.posts()
