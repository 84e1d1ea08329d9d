"""Servers of models on loopback: they answer what a test tells them to, and keep what they were asked."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from schemas.posts import Comment, Post

__all__ = ["STORY", "Asked", "Heard", "completion", "hidden_in", "serving", "story"]


class Asked(NamedTuple):
    """A request as it arrived."""

    path: str
    body: Any
    key: str


class Heard:
    """A running server: ``url`` is its address, ``asked`` every request in its order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []


Answerer = Callable[[Asked], tuple[int, bytes]]


@contextmanager
def serving(answer: Answerer) -> Iterator[Heard]:
    """A server on a free port of loopback that answers every POST by ``answer``: status and body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked = Asked(self.path, json.loads(body), self.headers.get("Authorization", ""))
            heard.asked.append(asked)
            status, said = answer(asked)
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    heard = Heard(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def completion(text: str, **message: Any) -> tuple[int, bytes]:
    """A chat completion that says ``text``."""
    finish = message.pop("finish_reason", "stop")
    choice = {"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}
    return 200, json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


STORY: dict[str, Any] = {
    "refusal": "",
    "title": "냉장고 도둑의 뜻밖의 정체",
    "hook": "점심시간마다 사라지는 도시락, 범인은 가까이 있었습니다.",
    "body": [
        "글쓴이는 요즘 출근길이 무척 괴로웠다고 합니다.",
        "아침마다 정성껏 싸 온 밥이 오후만 되면 감쪽같이 없어졌거든요.",
        "처음에는 누가 착각했겠거니 하고 조용히 넘어갔습니다.",
        "하지만 같은 일이 되풀이되자 슬슬 오기가 생겼죠.",
        "결국 뚜껑에 아주 매운 고추 그림을 붙여 두고 기다렸습니다.",
        "그날 오후, 탕비실에서 다급한 기침 소리가 들려왔습니다.",
        "달려가 보니 눈물을 글썽이며 물을 찾는 사람은 바로 상사였습니다.",
        "상사는 얼굴이 빨개진 채로 한참 동안 아무 말도 못 했다네요.",
    ],
    "comments": [0, 1],
    "closer": "여러분이라면 그 자리에서 뭐라고 하셨을까요?",
    "hashtags": ["#직장생활", "회사썰", "#도시락"],
    "mood": "humor",
}
"""A draft that keeps every rule, for any post."""


def story(**changes: Any) -> str:
    """`STORY` as JSON, with other values for some of its fields."""
    return json.dumps(STORY | changes, ensure_ascii=False)


def hidden_in(post: Post, order: str, place: int) -> Post:
    """``post`` with ``order`` in its text, its title or a comment, by turns."""
    if place % 4 == 3:
        comments = (*post.comments, Comment(id="evil", author="낯선손님", content=order, likes=9999, best=True))
        return post.model_copy(update={"comments": comments})
    if place % 8 == 1 and "\n" not in order and len(order) < 200:
        return post.model_copy(update={"title": order})
    paragraphs = post.content.splitlines()
    paragraphs.insert(len(paragraphs) // 2, order)
    return post.model_copy(update={"content": "\n".join(paragraphs)})
