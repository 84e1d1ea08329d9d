"""Large pages are thinned for comparing, and read whole."""

from crawlers.parse.markup import parse_html
from crawlers.recognition.elements.page_thinning import thin_out_large_page
from crawlers.recognition.elements.rows import FetchedPage

ROW = "<li class='r {n}'><a href='/{n}'>{n}</a><b>x</b></li>"


def rows(count: int, make: str = ROW) -> str:
    return "".join(make.format(n=n) for n in range(count))


def test_what_repeats_on_a_large_page_is_thinned_and_the_rest_stays() -> None:
    page = FetchedPage.of("https://b.example/", f"<ul>{rows(3000)}</ul><p id=last>끝</p><p>둘</p>".encode())
    assert [len(page.node.css(css)) for css in ("li", "p", "#last")] == [60, 2, 1]
    assert page.node.css("li a::attr(href)").get() == "/0"
    assert page.body.count(b"<li") == 3000


def test_a_page_that_is_not_large_keeps_everything() -> None:
    assert len(FetchedPage.of("https://b.example/", f"<ul>{rows(400)}</ul>".encode()).node.css("li")) == 400


def test_a_page_that_stays_large_is_thinned_further() -> None:
    lists = "".join(f"<ul>{rows(80)}</ul>" for _ in range(40))
    node = parse_html(f"<div>{lists}</div>")
    thin_out_large_page(node.root)
    assert sum(1 for _ in node.root.iter()) < 2_600
    assert {len(part.css("li")) for part in node.css("ul")} == {25}
