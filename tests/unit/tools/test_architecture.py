"""The picture of the rooms: which arrows it has."""

import re
from xml.etree import ElementTree as ET

import architecture


def test_imports_between_modules_become_arrows_between_rooms() -> None:
    arrows = [("services.a.x", "services.b.y"), ("services.a.x", "services.a.z"), ("schemas.p", "outside.q")]
    assert architecture.room_edges(arrows, {"services.a", "services.b", "schemas"}) == {("services.a", "services.b")}


def test_an_arrow_that_others_imply_is_left_out() -> None:
    assert architecture.without_implied_arrows({("a", "b"), ("b", "c"), ("a", "c")}) == [("a", "b"), ("b", "c")]
    assert architecture.without_implied_arrows({("a", "b"), ("b", "a")}) == [("a", "b"), ("b", "a")]


def test_the_picture_shows_every_room_and_arrow_once() -> None:
    text = architecture.svg_text([["top"], ["left", "right"]], [("top", "left"), ("top", "right")])
    ET.fromstring(text)
    assert re.findall(r">([a-z]+)</text>", text) == ["top", "left", "right"]
    assert len(re.findall(r'<path d="M[0-9]+,[0-9]+ C', text)) == 2


def test_the_rooms_are_those_of_the_architecture_contract() -> None:
    rooms = {room for row in architecture.rooms_by_layer() for room in row}
    assert {"schemas", "crawlers", "libraries.bus", "services.cli", "testbed"} <= rooms


def test_no_two_boxes_of_a_row_overlap_and_every_name_fits_its_box() -> None:
    for row in architecture.rooms_by_layer():
        assert len(row) * architecture.BOX_WIDTH < architecture.WIDTH, row
        assert [room for room in row if len(room) * architecture.LETTER_WIDTH >= architecture.BOX_WIDTH] == []
