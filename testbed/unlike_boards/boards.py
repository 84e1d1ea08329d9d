"""The list of all test boards."""

from typing import Final

from testbed.unlike_boards.board import Board
from testbed.unlike_boards.mixed_boards import CountInTitleBoard, IconBoard, TwoRowBoard
from testbed.unlike_boards.modern_boards import ArticleCardBoard, HashedClassBoard, PhoneBoard
from testbed.unlike_boards.structured_boards import EqualBoxBoard, JsonLdBoard, MicrodataBoard
from testbed.unlike_boards.table_boards import ClasslessBoard, DefinitionListBoard, FontTableBoard

BOARDS: Final[tuple[type[Board], ...]] = (
    FontTableBoard,
    DefinitionListBoard,
    ClasslessBoard,
    HashedClassBoard,
    ArticleCardBoard,
    PhoneBoard,
    JsonLdBoard,
    MicrodataBoard,
    EqualBoxBoard,
    TwoRowBoard,
    CountInTitleBoard,
    IconBoard,
)
