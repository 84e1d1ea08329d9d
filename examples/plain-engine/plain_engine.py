"""The engine ``plain``: boards whose lists are ``{"posts": [{"id", "title"}]}`` and whose posts are such objects."""

import json
from typing import Any

from wagglebot.plugins import Adapter, AdapterKind, BadInput, Extra
from wagglebot.plugins.engine import BaseCrawler, Listing, ParsedComment, ParsedPost, PostRef


class Plain(BaseCrawler):
    PAGE = "{base}/post/{id}"

    def listing(self, body: bytes, url: str) -> Listing:
        rows = _object(body).get("posts", [])
        return Listing(
            tuple(PostRef(str(row["id"]), self.address(str(row["id"])), row["title"]) for row in rows), len(rows)
        )

    def post(self, body: bytes, url: str) -> ParsedPost:
        found = _object(body)
        if not {"id", "title", "text"} <= found.keys():
            raise BadInput("page.not_a_post.format", url=url, why="no id, title and text")
        comments = tuple(ParsedComment(str(n), text) for n, text in enumerate(found.get("comments", [])))
        return ParsedPost(str(found["id"]), found["title"], found["text"], comments=comments)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


PLAIN = Adapter(
    kind=AdapterKind.ENGINE,
    name="plain",
    version="1",
    make=Plain,
    title_en="Plain boards",
    title_ko="단순 게시판",
    needs=(Extra("collect", ("w3lib",)),),
)
