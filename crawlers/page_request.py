"""What an engine asks the crawl to fetch beside the addresses of lists and posts: an end point's request."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self
from urllib.parse import urljoin, urlsplit

_ENGINES_OWN = frozenset({"accept", "origin", "referer"})


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A request of an engine; the polite client sends it under the same manners as any page.

    ``form`` is the body of a POST, as names and values. ``headers`` may be Accept, Origin, Referer and those that begin
    with X-: who asks is never an engine's to say. ``page_cookies`` asks that the cookies which the post's own page set
    are sent back to its host, with this post's comments alone; ``cookies`` are those, filled in by the crawl. Nobody
    logs in with them, and none is kept for another post.

    Raises ValueError for a header that is not an engine's or has several lines, and for a form without POST.
    """

    url: str
    method: Literal["GET", "POST"] = "GET"
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    page_cookies: bool = False
    cookies: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for name, value in self.headers:
            if not value.isprintable():
                raise ValueError(f"the header {name} has a value of several lines")
            if name.lower() not in _ENGINES_OWN and not name.lower().startswith("x-"):
                raise ValueError(f"the header {name} is not an engine's to send")
        if self.form and self.method != "POST":
            raise ValueError("a form is sent with POST")

    @classmethod
    def get(cls, url: str, headers: Mapping[str, str] | None = None, *, page_cookies: bool = False) -> Self:
        """A GET request for ``url``."""
        return cls(url, headers=tuple((headers or {}).items()), page_cookies=page_cookies)

    @classmethod
    def post(
        cls, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None, *, page_cookies: bool = False
    ) -> Self:
        """A POST of ``form``, sent as ``application/x-www-form-urlencoded`` in UTF-8."""
        return cls(url, "POST", tuple(form.items()), tuple((headers or {}).items()), page_cookies)

    @property
    def form_values(self) -> dict[str, str]:
        """The form by its names."""
        return dict(self.form)

    @property
    def identity(self) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """What two requests for the same page have in common."""
        return self.method, self.url.partition("#")[0], self.form

    def with_form(self, **values: str) -> Self:
        """The same request with other values in its form: the next page of a POST end point."""
        return replace(self, form=tuple((self.form_values | values).items()))

    def after_redirect(self, status: int, location: str) -> Self:
        """The request that an answer with ``status`` sends us on to: 307 and 308 keep method and form.

        Cookies go on to the same host alone, and never from an encrypted connection to a plain one.
        """
        try:
            url = urljoin(self.url, location)
        except ValueError:  # no address, as whoever is about to send it says
            return replace(self, url=location, method="GET", form=(), cookies=())
        before, after = urlsplit(self.url), urlsplit(url)
        in_plain_text = before.scheme == "https" and after.scheme != "https"
        kept = self.cookies if after.netloc == before.netloc and not in_plain_text else ()
        if status in (307, 308) or self.method == "GET":
            return replace(self, url=url, cookies=kept)
        return replace(self, url=url, method="GET", form=(), cookies=kept)


def to_page_request(asked: PageRequest | str) -> PageRequest:
    """``asked`` as a request; a plain address is read with GET."""
    return PageRequest(asked) if isinstance(asked, str) else asked
