"""All boards of unlike structure."""

from typing import Final

from testbed.unlike_boards.board import Board
from testbed.unlike_boards.mixed import Icons, InLink, TwoRows
from testbed.unlike_boards.modern import Cards, Hashed, Phone
from testbed.unlike_boards.old import Bare, FontTables, Terms
from testbed.unlike_boards.structured import Equal, Itemised, LinkedData

BOARDS: Final[tuple[type[Board], ...]] = (
    FontTables,
    Terms,
    Bare,
    Hashed,
    Cards,
    Phone,
    LinkedData,
    Itemised,
    Equal,
    TwoRows,
    InLink,
    Icons,
)
