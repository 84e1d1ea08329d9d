"""Give an approved post to another channel: a further film is made of it, by that channel's recipe."""

from libraries.bus import Bus
from libraries.channel.films_of_post import posts_of_all_films
from schemas.errors import BadInput, IllegalTransition
from schemas.events import PostApproved
from schemas.posts import PostKey
from services.commands.approve import ApprovePost, approve_further_film
from services.config import Settings


async def give_post_to_channel(bus: Bus, key: PostKey, channel: str, who: str, settings: Settings) -> PostKey:
    """Approve a further film of a post for ``channel``, with the checks and the verdict of its approval; gives its key.

    Raises ConfigurationError (``channel.unknown``), BadInput (``post.unknown``), IllegalTransition
    (``post.not_decided``, ``channel.has_film``), and as `approve_post` does.
    """
    wanted = settings.publish.known_channel(channel)
    posts = await posts_of_all_films(bus, key)
    states = {one: await bus.post_state(one) for one in posts}
    if states[posts[0]].post is None:
        raise BadInput("post.unknown", post=str(key))
    approvals = [one.event for one in await bus.facts_of_post(posts[0]) if isinstance(one.event, PostApproved)]
    if not approvals:
        raise IllegalTransition("post.not_decided")
    for post, state in states.items():
        if state.channel == wanted and state.revision:
            raise IllegalTransition("channel.has_film", post=str(post), channel=channel)
    given = ApprovePost(post=posts[0], checked=approvals[-1].checked, verdict=approvals[-1].verdict)
    return await approve_further_film(bus, given, wanted, who, settings)
