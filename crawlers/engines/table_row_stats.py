"""Numbers of a list that is a table, found by the headings of its columns."""

from crawlers.engines.declarative import one_line
from crawlers.parse.markup import Node
from crawlers.parse.numbers import parse_number
from schemas.posts import Stats

_HEADINGS = (("비추천", "dislikes"), ("추천", "likes"), ("조회", "views"))


def stats_by_column_heading(row: Node) -> Stats:
    """Views, likes and dislikes of a table row; None for one without a column."""
    found: dict[str, int | None] = {}
    cells = row.xpath("./td")
    for place, heading in enumerate(row.xpath("ancestor::table[1]/thead//th")):
        text = one_line(" ".join(heading.css("::text").getall()))
        name = next((name for word, name in _HEADINGS if text.startswith(word)), None)
        if name is not None and place < len(cells):
            found.setdefault(name, parse_number(" ".join(cells[place].css("::text").getall())))
    return Stats(views=found.get("views"), likes=found.get("likes"), dislikes=found.get("dislikes"))
