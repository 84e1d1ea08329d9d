"""Posts of the inbox folded from facts, and another order of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixtures.facts import facts_of, post
from fixtures.rows import each_row
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.learning.films import epoch_day_in_seoul
from libraries.learning.inbox_posts import FEATURE_WORDS, InboxFold, InboxPost, describe_feature, features_of_post
from libraries.learning.policy import WhatIfPolicy, films_under_inbox_order
from schemas.errors import BadInput
from schemas.events import Event, PostApproved, PostCollected, PostDeclined, PostReopened, PostRetracted

NIGHT = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
"""00:30 in Seoul, the next day."""


def collected(identity: str) -> PostCollected:
    made = post(identity).model_copy(update={"score": 0.8, "score_parts": {"likes": 0.9}})
    return PostCollected(post_key=made.key, revision=0, post=made, time=NIGHT)


def approved(identity: str, hours: int = 1) -> PostApproved:
    at = NIGHT + timedelta(hours=hours)
    return PostApproved(post_key=post(identity).key, revision=1, reviewer="kim", time=at)


def declined(identity: str) -> PostDeclined:
    return PostDeclined(post_key=post(identity).key, revision=0, reviewer="kim", time=NIGHT)


def posts_of(*events: Event) -> list[InboxPost]:
    fold = InboxFold()
    fold.add_facts(facts_of(events))
    return fold.posts()


def test_a_post_with_what_was_known_when_it_was_collected() -> None:
    (found,) = posts_of(collected("1"))
    assert (found.key, found.day, found.score, found.worth) == ("sample.1", epoch_day_in_seoul(NIGHT), 0.8, None)
    assert found.features["likes"] == 0.9
    assert found.features["views"] == 0.5  # its site does not show them
    assert found.features["hour.00-06"] == found.features["site.sample"] == 1.0


def test_the_last_decision_counts_and_one_that_was_taken_back_does_not() -> None:
    declined_first = posts_of(collected("1"), declined("1"), approved("1"))
    assert declined_first[0].worth == 1.0
    assert declined_first[0].decided == epoch_day_in_seoul(NIGHT + timedelta(hours=1))
    assert posts_of(collected("1"), declined("1"))[0].worth == 0.0
    reopened = PostReopened(post_key=post("1").key, revision=0, reviewer="kim")
    assert posts_of(collected("1"), declined("1"), reopened)[0].worth is None
    assert posts_of(collected("1"), PostRetracted(post_key=post("1").key, revision=0, by="kim", reason="x")) == []
    assert posts_of(approved("2")) == []


@each_row("text,feature", [('"뭐라고?"', "quoted"), ("그녀가 「그래」 했다", "quoted")])
def test_quoted_speech_is_a_feature(text: str, feature: str) -> None:
    plain = features_of_post(post("1").model_copy(update={"content": "조용했습니다."}), 5)
    assert plain[feature] == 0.0
    assert features_of_post(post("1").model_copy(update={"content": text}), 5)[feature] == 1.0


def test_every_feature_has_words_in_both_languages_for_high_and_low() -> None:
    for name in features_of_post(post("1"), 13):
        words = {describe_feature(name, high=high) for high in (True, False)}
        assert len(words) == 2
        assert all(english and korean for english, korean in words)
        assert "." in name or name in FEATURE_WORDS


@settings(max_examples=30)
@given(st.lists(st.sampled_from("1234"), max_size=8), st.integers(0, 20))
def test_facts_that_come_in_parts_give_the_same_posts(names: list[str], cut: int) -> None:
    events = [event for name in names for event in (collected(name), declined(name), approved(name))]
    facts = facts_of(events)
    parts = InboxFold()
    parts.add_facts(facts[:cut])
    parts.add_facts(facts)
    assert parts.posts() == posts_of(*events)


def waiting(name: str, likes: float, *, day: float = 0.2, worth: float | None = None) -> InboxPost:
    return InboxPost(name, day, 0.5, {"likes": likes}, None if worth is None else day + 0.5, worth)


def test_another_order_makes_as_many_films_a_day_of_the_posts_it_sets_first() -> None:
    posts = [
        waiting("liked", 0.9),
        waiting("declined", 1.0, worth=0.0),
        waiting("made", 0.2, worth=1.0),
        waiting("made too", 0.8, worth=1.0),
        waiting("next day", 0.1, day=1.1, worth=1.0),
        waiting("too old", 1.0, day=-3.0),
    ]
    found = films_under_inbox_order(posts, {"likes": 1.0}, 0.0)
    assert found.films == 3
    assert found.same == ("made", "made too")
    assert found.instead == ("liked",)
    assert found.dropped == ("next day",)
    backwards = films_under_inbox_order(posts, {"likes": -1.0}, 0.0)
    assert (backwards.same, backwards.instead) == (("made", "made too", "next day"), ())
    assert films_under_inbox_order(posts, {"likes": 1.0}, 9.0).films == 0


@each_row(
    "policy,code",
    [
        ({}, "learning.policy_empty"),
        ({"arms": {"template": {"card": 0.5, "post": 0.4}}}, "learning.policy_not_a_chance"),
        ({"arms": {"templat": {"card": 1}}}, "learning.no_such_choice"),
        ({"arms": {"captions": {"neon": 1}}}, "learning.no_such_choice"),
        ({"arms": {"template": {"auto": 1}}}, "learning.no_such_choice"),
        ({"order": {"like": 1}}, "learning.no_such_feature"),
    ],
)
def test_a_policy_that_cannot_be_asked_is_refused(policy: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        WhatIfPolicy.model_validate(policy).require_valid_policy()
    assert refused.value.code == code


def test_a_policy_that_can_be_asked() -> None:
    WhatIfPolicy(arms={"template": {"card": 0.3, "post": 0.7}}).require_valid_policy()
    WhatIfPolicy(order={"likes": 1.0, "site.sample": 0.5}).require_valid_policy()
    WhatIfPolicy(slots=("daily 18:30",)).require_valid_policy()
    WhatIfPolicy(arms={"hour": {"18-21": 1.0}, "seconds": {"35": 1.0}}).require_valid_policy()
