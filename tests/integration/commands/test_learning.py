"""Approvals that take what was learned, over a real broker: what is recorded, and that facts alone give it again."""

import json
import threading
from datetime import UTC, datetime, timedelta
from math import exp
from typing import Any

import numpy as np
import pytest
from fixtures.doors import Doors
from fixtures.facts import NOW, post

from libraries.bus import Bus
from libraries.learning.film_fold import FilmFold
from libraries.learning.films import SEOUL, LearnerFilm
from libraries.learning.hour_bands import proposed_hour_band
from libraries.learning.proposals import FLOOR, draw_proposal_again
from libraries.learning.settings import LearningSettings
from schemas.errors import BadInput, ConfigurationError
from schemas.events import (
    ContentMeasured,
    ContentUploaded,
    Event,
    PostApproved,
    PostCollected,
    RecordedFact,
    decode_fact,
    encode_fact,
)
from schemas.film_proposals import ArmChoice, ChosenBy, FilmProposal
from schemas.recipe import FilmChoice, Recipe
from schemas.statistics import FilmAge, FilmStatistics
from services.commands.approve import ApprovePost, approve_post
from services.commands.learning import choice_proposals
from services.config import PublishSettings, Settings
from services.publish.limits.slots import reserve_slot

ALLOW = {"template": ("card", "post"), "opening": ("crack", "lamp", "record")}
SETTINGS = Settings(learning=LearningSettings(allow=ALLOW, films=6))
FILMS = 12
START = datetime.now(UTC) - timedelta(days=60)
"""Films are forgotten with time, so those of these tests are of lately."""


def history(number: int, views: int) -> list[Event]:
    """A post whose film was uploaded ``number`` days after the first one, and measured."""
    key, template = post(str(number)).key, ("card", "post")[number % 2]
    of_film: dict[str, Any] = {"post_key": key, "revision": 1}
    at = START + timedelta(days=number)
    statistics = FilmStatistics(views=views)
    return [
        PostCollected(post_key=key, revision=0, post=post(str(number))),
        PostApproved(**of_film, reviewer="kim", recipe=Recipe(film=FilmChoice(template=template)), time=at),
        ContentUploaded(
            **of_film, platform="youtube", remote_id="r", url="https://y.example/r", video_sha256="b" * 64, time=at
        ),
        ContentMeasured(**of_film, platform="youtube", remote_id="r", age=FilmAge.WEEK, statistics=statistics),
    ]


async def record(bus: Bus, *events: Event) -> None:
    for event in events:
        await bus.publish(event, expected=(await bus.post_state(event.post_key)).sequence)


async def channel(bus: Bus, films: int = FILMS) -> None:
    """Films of the template card, which are seen far more often, and of the template post, in turn."""
    rng = np.random.default_rng(3)
    for number in range(films):
        views = exp(rng.normal(9.0 if number % 2 == 0 else 5.5, 0.3))
        await record(bus, *history(number, round(views)))


async def approve_new(bus: Bus, number: int, settings: Settings = SETTINGS, **wanted: Any) -> PostApproved:
    """Collect one more post, once, and approve it; what was recorded."""
    made = post(str(number))
    if not await bus.facts_of_post(made.key):
        await record(bus, PostCollected(post_key=made.key, revision=0, post=made))
    await approve_post(bus, ApprovePost(post=made.key, **wanted), "lee", settings)
    event = (await bus.facts_of_post(made.key))[-1].event
    assert isinstance(event, PostApproved)
    return event


async def all_facts(bus: Bus) -> list[RecordedFact]:
    return [fact async for batch in bus.facts() for fact in batch]


async def test_an_approval_takes_what_is_proposed_where_the_recipe_is_open(bus: Bus) -> None:
    await channel(bus)
    approved = await approve_new(bus, 100)
    assert approved.proposal is not None
    chosen = approved.proposal.values()
    assert (approved.recipe.film.template, approved.recipe.film.opening) == (chosen["template"], chosen["opening"])
    assert approved.recipe.film.closing == "auto"
    by_factor = {one.factor: one for one in approved.proposal.arms}
    assert set(by_factor) == set(ALLOW)
    assert by_factor["template"].chances["card"] > 0.9
    assert by_factor["template"].chances["post"] >= FLOOR / 2 - 1e-9
    for one in approved.proposal.arms:
        assert one.by is ChosenBy.LEARNER
        assert one.propensity == one.chances[one.value]


async def test_nothing_is_proposed_unless_it_is_allowed_open_and_enough_was_measured(bus: Bus) -> None:
    await channel(bus, 5)
    assert (await approve_new(bus, 100)).proposal is None  # five of six films
    await record(bus, *history(5, 900))
    assert (await approve_new(bus, 101)).proposal is not None
    assert (await approve_new(bus, 102, Settings())).proposal is None
    named = SETTINGS.model_copy(update={"recipe": Recipe(film=FilmChoice(template="chat", opening="page"))})
    approved = await approve_new(bus, 103, named)
    assert (approved.proposal, approved.recipe.film.template) == (None, "chat")


async def test_a_persons_choice_goes_before_and_is_recorded_as_such(bus: Bus) -> None:
    await channel(bus)
    approved = await approve_new(bus, 100, choices={"template": "post", "seconds": "35"})
    assert (approved.recipe.film.template, approved.recipe.script.seconds) == ("post", 35.0)
    assert approved.proposal is not None
    template = next(one for one in approved.proposal.arms if one.factor == "template")
    assert (template.by, template.propensity, template.value) == (ChosenBy.PERSON, 1.0, "post")
    assert template.proposed in ALLOW["template"]
    opening = next(one for one in approved.proposal.arms if one.factor == "opening")
    assert opening.by is ChosenBy.LEARNER
    fold = FilmFold()
    fold.add_facts(await all_facts(bus))
    at = {"post_key": approved.post_key, "revision": 1, "platform": "youtube", "remote_id": "r"}
    uploaded = ContentUploaded(**at, url="https://y.example/r", video_sha256="b" * 64)
    fold.add_facts([RecordedFact(fold.until + 1, NOW, uploaded)])
    film = next(one for one in fold.films() if one.name == f"{approved.post_key}:1")
    assert film.drawn == {"opening"}


async def test_a_choice_that_no_film_can_have_is_refused(bus: Bus) -> None:
    """Whether its factor is proposed or not."""
    await channel(bus, 6)
    for number, wrong in enumerate(({"template ": "card"}, {"hour": "18-21"}, {"captions": "neon"}, {"template": ""})):
        for settings in (Settings(), SETTINGS):
            with pytest.raises(BadInput) as refused:
                await approve_new(bus, 100 + number, settings, choices=wrong)
            assert refused.value.code == "learning.no_such_choice"
        assert [fact.event.kind for fact in await bus.facts_of_post(post(str(100 + number)).key)] == ["post.collected"]


async def test_a_film_takes_its_slot_within_the_hours_that_were_proposed(bus: Bus) -> None:
    publish = PublishSettings(slots={"youtube": ("daily 07:30", "daily 12:30", "daily 19:00")})
    for number, (hours, wanted) in enumerate((("12-15", "12:30"), ("18-21", "19:00"), ("12-15", "12:30"))):
        made = post(str(number))
        hour = ArmChoice(factor="hour", value=hours, propensity=0.5, by=ChosenBy.LEARNER)
        proposal = FilmProposal(arms=(hour,), seed=1, until=0, day=20_759.0, model="0" * 64)
        approved = PostApproved(post_key=made.key, revision=1, reviewer="kim", proposal=proposal)
        await record(bus, PostCollected(post_key=made.key, revision=0, post=made), approved)
        at = await reserve_slot(bus, publish, "youtube", made.key, "a" * 64)
        assert at.astimezone(SEOUL).strftime("%H:%M") == wanted
    only_early = PublishSettings(slots={"youtube": ("daily 07:30",)})  # no time lies within the hours
    at = await reserve_slot(bus, only_early, "youtube", post("0").key, "b" * 64)
    assert at.astimezone(SEOUL).strftime("%H:%M") == "07:30"


async def test_hours_are_proposed_with_an_approval(bus: Bus) -> None:
    await channel(bus)
    hours = SETTINGS.model_copy(update={"learning": LearningSettings(allow={"hour": ("12-15", "18-21")}, films=6)})
    approved = await approve_new(bus, 100, hours)
    assert approved.proposal is not None
    assert proposed_hour_band(await bus.facts_of_post(approved.post_key)) == approved.proposal.values()["hour"]
    assert approved.recipe.film.template == "auto"
    assert proposed_hour_band(await bus.facts_of_post(post("1").key)) == ""


async def test_replaying_all_facts_gives_the_same_proposals(bus: Bus) -> None:
    """Approvals between readings that come late; each proposal is then drawn anew from the facts before it alone."""
    await channel(bus, 8)
    made = []
    for number in range(100, 106):
        made.append(await approve_new(bus, number))
        await record(bus, *history(number - 90, 40 * number))
    stored = await all_facts(bus)
    again = [fact.event for fact in stored if isinstance(fact.event, PostApproved) and fact.event.proposal]
    assert again == made
    assert len({event.proposal.model for event in made if event.proposal}) == len(made)
    for event in made:
        proposal = event.proposal
        assert proposal is not None
        fold = FilmFold()
        fold.add_facts(fact for fact in stored if fact.sequence <= proposal.until)
        assert draw_proposal_again(proposal, fold.films()) == proposal
        # Of a fact less it is another one: the films are really what it is made of.
        fewer = FilmFold()
        fewer.add_facts(fact for fact in stored if fact.sequence < proposal.until)
        assert draw_proposal_again(proposal, fewer.films()).model != proposal.model


async def test_a_remembered_fold_and_a_fresh_connection_propose_alike(bus: Bus) -> None:
    """What a process keeps of the facts changes nothing: a second one reads all of them and comes to the same."""
    await channel(bus, 7)
    first = await approve_new(bus, 100)
    await record(bus, *history(7, 5000))
    second = await approve_new(bus, 101)
    assert first.proposal is not None
    assert second.proposal is not None
    assert second.proposal.until > first.proposal.until
    fresh = FilmFold()
    fresh.add_facts(fact for fact in await all_facts(bus) if fact.sequence <= second.proposal.until)
    assert draw_proposal_again(second.proposal, fresh.films()) == second.proposal


async def test_the_films_are_gone_through_once_a_day_and_after_another_film_was_measured(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at each approval, and never on the thread of the app."""
    threads, films_of = list[threading.Thread](), FilmFold.films

    def films(fold: FilmFold) -> list[LearnerFilm]:
        threads.append(threading.current_thread())
        return films_of(fold)

    monkeypatch.setattr(FilmFold, "films", films)
    await channel(bus, 7)
    made = [await approve_new(bus, number) for number in (100, 101)]
    older = history(0, 5)[-1].model_copy(update={"age": FilmAge.FOUR_WEEKS, "event_id": "b" * 32})
    await record(bus, older)
    made.append(await approve_new(bus, 102))
    assert len(threads) == 1
    await record(bus, *history(7, 5000))
    made += [await approve_new(bus, number) for number in (103, 104)]
    assert len(threads) == 2
    monkeypatch.setattr(choice_proposals, "utc_now", lambda: datetime.now(UTC) + timedelta(days=1))
    made.append(await approve_new(bus, 105))
    assert len(threads) == 3
    assert threading.main_thread() not in threads
    stored = await all_facts(bus)
    for proposal in (event.proposal for event in made):
        assert proposal is not None
        fold = FilmFold()
        fold.add_facts(fact for fact in stored if fact.sequence <= proposal.until)
        assert draw_proposal_again(proposal, films_of(fold)) == proposal


def test_an_approval_of_an_older_release_is_read() -> None:
    event = PostApproved(post_key=post().key, revision=1, reviewer="kim")
    fields = json.loads(encode_fact(event))
    del fields["proposal"]
    assert decode_fact(json.dumps(fields).encode()) == event


async def test_the_facts_of_a_post_tell_who_chose_and_by_which_chance(doors: Doors) -> None:
    await channel(doors.bus)
    approved = await approve_new(doors.bus, 100, choices={"opening": "lamp"})
    assert approved.proposal is not None
    template = next(one for one in approved.proposal.arms if one.factor == "template")
    shown = " ".join((await doors.run("events", "sample.100")).stdout.split())
    assert "opening=lamp (person, 1.00)" in shown
    assert f"template={template.value} (learner, {template.propensity:.2f})" in shown


async def test_what_was_learned_and_what_another_policy_would_have_brought(doors: Doors, tmp_path: Any) -> None:
    await channel(doors.bus)
    doors.environment["WAGGLEBOT_LEARNING__ALLOW"] = json.dumps(ALLOW)
    doors.environment["WAGGLEBOT_LEARNING__FILMS"] = "6"
    shown = json.loads((await doors.run("learned", "--json")).stdout)
    assert (shown["measured"], shown["films"], shown["proposing"]) == (FILMS, FILMS, True)
    card = next(one for one in shown["arms"] if one["value"] == "card")
    assert (card["films"], card["drawn"], card["says_ko"]) == (6, 0, "아직 모릅니다")
    assert card["low"] > 1
    assert shown["order"]["on"] is False
    plain = await doors.run("learned")
    assert "unknown yet" in plain.stdout
    assert "is off" in plain.stdout
    since = f"{START - timedelta(days=1):%Y-%m-%d}"
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"arms": {"template": {"card": 1}}, "order": {"likes": 1}}), encoding="utf-8")
    asked = json.loads((await doors.run("whatif", "--policy", str(policy), "--since", since, "--json")).stdout)
    assert (asked["arms"]["films"], asked["arms"]["ratio"], asked["arms"]["says_ko"]) == (0, None, "아직 모릅니다")
    assert asked["order"]["films"] == FILMS
    assert asked["slots"] is None
    policy.write_text('{"slots": ["daily 18:30"]}', encoding="utf-8")
    asked = json.loads((await doors.run("whatif", "--policy", str(policy), "--since", since, "--json")).stdout)
    assert (asked["arms"], asked["order"]) == (None, None)
    assert asked["slots"]["finished"] == asked["slots"]["published"] + asked["slots"]["left"]
    told = await doors.run("whatif", "--policy", str(policy), "--since", since)
    assert f"of {asked['slots']['finished']} finished films" in " ".join(told.stdout.split())
    policy.write_text('{"slots": ["daily 25:30"]}', encoding="utf-8")
    wrong = await doors.run("whatif", "--policy", str(policy), "--since", since)
    assert isinstance(wrong.exception, ConfigurationError)
    policy.write_text('{"arms": {"template": {"card": 0.7}}}', encoding="utf-8")
    wrong = await doors.run("whatif", "--policy", str(policy), "--since", since)
    assert isinstance(wrong.exception, BadInput)
    assert wrong.exception.code == "learning.policy_not_a_chance"
