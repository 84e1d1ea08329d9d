"""Posts that go on with an earlier one of their author: what is proposed to the reviewer, and what is recorded."""

import asyncio

from libraries.bus import Bus
from libraries.film_scripts.follow_ups import announces_follow_up, most_alike_first, recall_text
from schemas.errors import BadInput, IllegalTransition
from schemas.events.post import PartTwo
from schemas.posts import Post, PostKey
from schemas.views import InboxCard, Projection


async def proposed_first_part(bus: Bus, projection: Projection, post: Post) -> InboxCard | None:
    """The earlier post of the same author that ``post`` seems to go on with, where a film of it was made.

    It is a proposal: pseudonyms of a site are many, but two authors may share one.
    """
    if not post.author or not announces_follow_up(post.title):
        return None
    found = await asyncio.to_thread(projection.earlier_posts_of_author, post.key)
    earlier = {card.key: card for card in found if card.url != str(post.url)}  # not this post, for another channel
    for key in most_alike_first(post.title, {key: card.title for key, card in earlier.items()}):
        state = await bus.post_state(key)
        if state.film is not None and state.script is not None:
            return earlier[key]
    return None


async def part_two_after(bus: Bus, post: PostKey, first: PostKey) -> PartTwo:
    """What the approval of ``post`` as the second part of ``first`` records.

    Raises BadInput (``post.unknown``, ``post.other_author``), IllegalTransition (``post.first_part_without_film``).
    """
    states = {key: await bus.post_state(key) for key in (post, first)}
    posts = {key: state.post for key, state in states.items()}
    one, two = posts[first], posts.get(post)
    if one is None or two is None:
        raise BadInput("post.unknown", post=str(first if one is None else post))
    if first == post or not one.author or (one.key.site, one.author) != (two.key.site, two.author):
        raise BadInput("post.other_author", post=str(post), first=str(first))
    script = states[first].script
    if script is None or states[first].film is None:
        raise IllegalTransition("post.first_part_without_film", first=str(first))
    return PartTwo(first=first, title=one.title, url=str(one.url), recall=recall_text(script))
