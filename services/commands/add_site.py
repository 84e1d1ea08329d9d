"""Recognise an unknown site, or one whose layout changed, and write its file beside the settings."""

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pydantic import Field

from crawlers.recognition.explore import Explored
from crawlers.recognition.mend import Difference, FoundAgain, differences, found_again
from crawlers.recognition.polite import recognise
from crawlers.recognition.site_file import code_for, save
from crawlers.sites_config import registry
from crawlers.sites_config.own_files import DeclaredSite
from libraries.bus import Bus
from schemas.base import Frozen
from schemas.events import PostCollected
from schemas.posts import Post
from services.commands.audit_log import Act, Audit
from services.config import CollectSettings

_NEWEST = 60


class AddSite(Frozen):
    """An address, and texts on its pages by what they are. ``code`` and ``name`` may be left to the host."""

    url: str
    code: str = ""
    name: str = ""
    examples: dict[str, str] = Field(default_factory=dict)


class SavedSite(Frozen):
    """The file that was written, how sure each field is, and, of a site that was mended, what changed."""

    site: str
    file: str
    terms_url: str
    certainties: dict[str, str]
    differences: tuple[Difference, ...] = ()
    found_again: FoundAgain | None = None


async def recognise_site(request: AddSite, settings: CollectSettings, known: Sequence[Post] = ()) -> Explored:
    """Raises as `recognise`."""
    return await recognise(request.url, settings.contact, request.examples, known)


def save_site(
    explored: Explored,
    request: AddSite,
    who: str,
    audit: Audit,
    mended: DeclaredSite | None = None,
    known: Sequence[Post] = (),
) -> SavedSite:
    """Write the file, note who did. Raises BadInput (``site.already_declared``) for a code that is taken."""
    proposal = explored.proposal
    code = request.code or code_for(request.url)
    name = request.name or urlsplit(request.url).hostname or code
    changed = tuple(differences(mended.spec, explored)) if mended else ()
    file = save(proposal, code, name, registry.OWN, mended)
    audit.note(Act(who=who, what="site_mended" if mended else "site_added", about=code))
    return SavedSite(
        site=code,
        file=str(file),
        terms_url=proposal.terms_url,
        certainties={name: str(value) for name, value in proposal.certainties.items()},
        differences=changed,
        found_again=found_again(explored, known, datetime.now(UTC)) if mended else None,
    )


async def collected_posts(bus: Bus, site: str) -> Sequence[Post]:
    """The newest posts of a site that were collected, at most sixty."""
    newest: deque[Post] = deque(maxlen=_NEWEST)
    async for batch in bus.facts(kinds=("post.collected",)):
        events = (fact.event for fact in batch)
        newest.extend(each.post for each in events if isinstance(each, PostCollected) and each.post.key.site == site)
    return tuple(newest)
