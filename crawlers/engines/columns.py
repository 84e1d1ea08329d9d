"""Figures of a list that is a table: which column is which says its heading, whatever columns a board shows."""

from parsel import Selector

from crawlers.engines.declarative import one_line
from crawlers.parse.numbers import number
from schemas.posts import Stats

_HEADINGS = (("비추천", "dislikes"), ("추천", "likes"), ("조회", "views"))


def figures_by_heading(row: Selector) -> Stats:
    """Views, likes and dislikes of a table row; None for those without a column."""
    found: dict[str, int | None] = {}
    cells = row.xpath("./td")
    for place, heading in enumerate(row.xpath("ancestor::table[1]/thead//th")):
        text = one_line(" ".join(heading.css("::text").getall()))
        name = next((name for word, name in _HEADINGS if text.startswith(word)), None)
        if name is not None and place < len(cells):
            found.setdefault(name, number(" ".join(cells[place].css("::text").getall())))
    return Stats(views=found.get("views"), likes=found.get("likes"), dislikes=found.get("dislikes"))
