"""A recognised site written as a file beside the operator's settings, with what a person wants to know of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pydantic import Field

from crawlers.recognition.changed_layout import (
    ProposedChange,
    TextsFoundAgain,
    count_texts_found_again,
    proposed_changes,
)
from crawlers.recognition.site_explorer import ExploredSite
from crawlers.recognition.site_file import save_site_file, site_code_of_address
from crawlers.sites_config import registry
from crawlers.sites_config.declared_site import DeclaredSite
from schemas.base import Frozen
from schemas.errors import BadInput
from schemas.posts import Post


class SiteToAdd(Frozen):
    """A request to add the site at ``url``; ``examples`` are texts on its pages by what they are. ``code`` and ``name``
    are made of the host where they are empty.
    """

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
    differences: tuple[ProposedChange, ...] = ()
    found_again: TextsFoundAgain | None = None

    @property
    def found_again_text(self) -> str:
        """How much of what was collected before is read again, of a site that was mended."""
        found = self.found_again
        parts = {"titles": found.titles, "texts": found.texts, "comments": found.comments} if found else {}
        return ", ".join(f"{name} {again} of {known}" for name, (again, known) in parts.items())

    @property
    def sentence(self) -> str:
        """Where the file is, and that the site stays closed until its terms are read, in English."""
        return f"Written: {self.file}. It is closed until you have read the site's terms: {self.terms_url or '-'}"


def save_site(
    explored: ExploredSite, request: SiteToAdd, mended: DeclaredSite | None = None, known: Sequence[Post] = ()
) -> SavedSite:
    """Write the site file of an explored site, and say where it is and how sure its fields are.

    Raises BadInput where a mended site reads nothing of what is known, and as `save_site_file`.
    """
    proposal = explored.proposal
    code = request.code or site_code_of_address(request.url)
    name = request.name or (urlsplit(request.url).hostname or code)[:64]
    changed = tuple(proposed_changes(mended.spec, explored)) if mended else ()
    again = count_texts_found_again(explored, known, datetime.now(UTC)) if mended else None
    if again is not None and known and not any(found for found, _ in (again.titles, again.texts, again.comments)):
        raise BadInput("site.not_found_again", site=code)
    file = save_site_file(proposal, code, name, registry.OWN, mended)
    return SavedSite(
        site=code,
        file=str(file),
        terms_url=proposal.terms_url,
        certainties={name: str(value) for name, value in proposal.certainties.items()},
        differences=changed,
        found_again=again,
    )
