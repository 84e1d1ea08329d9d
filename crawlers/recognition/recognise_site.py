"""An unknown site explored on the internet, under the manners of every crawl."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from crawlers.fetch.page_address import PageAddress
from crawlers.fetch.polite_client import PoliteClient
from crawlers.recognition.changed_layout import correct_by_known_posts
from crawlers.recognition.correction_by_examples import correct_by_examples
from crawlers.recognition.elements.rows import FetchedPage
from crawlers.recognition.site_explorer import ExploredSite, SiteExplorer
from crawlers.recognition.site_file import site_code_of_address
from crawlers.sites_config.model import SiteSpec
from libraries.network_addresses import is_loopback
from schemas.errors import BadInput
from schemas.posts import Post

_ROBOTS = "page.robots"


async def recognise_site(
    url: str,
    contact: str,
    examples: Mapping[str, str] | None = None,
    known: Sequence[Post] = (),
    *,
    loopback: bool = True,
) -> ExploredSite:
    """The site at ``url``, corrected by ``examples`` (`correct_by_examples`) and by posts that were collected before.

    Without ``loopback`` this machine's own servers are not asked: for whoever asks from another machine.

    Raises BadInput (``site.not_recognised``, ``site.example_*``, ``page.*`` of the first page), ProviderDown, and
    ConfigurationError without ``contact``.
    """
    closed = False
    async with PoliteClient(_provisional(url, loopback=loopback), contact) as client:

        async def fetch(address: str) -> FetchedPage:
            nonlocal closed
            try:
                answer = await client.fetch_page(address)
            except BadInput as error:
                closed = closed or error.code.startswith(_ROBOTS)
                raise
            return FetchedPage.of(answer.url, answer.body)

        titles = [(examples or {}).get("title", ""), *(post.title for post in known)]
        now = datetime.now(UTC)
        explored = await SiteExplorer(fetch, now, [title for title in titles if title]).explore(url)
    explored.proposal.robots = "partial" if closed else "allow"
    if known:
        correct_by_known_posts(explored, known, now)
    correct_by_examples(explored, examples or {})
    return explored


def _provisional(url: str, *, loopback: bool) -> SiteSpec:
    """A site that serves only to fetch its pages. Raises BadInput for what is no address of a page."""
    try:
        address = PageAddress.parse(url)
    except BadInput as error:
        raise BadInput("site.address", site="new", address=url[:200], why="it is no address of a page") from error
    host = address.host
    if is_loopback(host) and not loopback:
        raise BadInput("page.address.private", url=url[:200], address=host)
    local = {"loopback": True, "min_delay": 0} if is_loopback(host) else {}
    bare = host.removeprefix("www.")
    return SiteSpec.model_validate(
        {
            "code": site_code_of_address(url),
            "name": host[:64],
            "engine": "declarative-html",
            "base_url": address.origin,
            "hosts": [host] if local else sorted({host, bare, f"www.{bare}"}),
            "boards": [{"code": "board", "path": "/"}],
            "open_ended": True,
            "policy": {**local, "enabled": False, "reason": "being recognised"},
        }
    )
