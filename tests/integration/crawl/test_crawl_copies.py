"""A story that another site told before is collected with a note of it."""

from pathlib import Path

from fixtures.crawl.collect import Reply, listing, pages, post_page, site, web
from pydantic import SecretStr

from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas.events import PostCollected
from services.collect.crawl import crawl_once
from services.config import CollectSettings

STORY = (
    "<p>지난주에 이사한 집 우편함에서 전 주인 앞으로 온 편지를 발견했습니다.</p><p>관리실에 물어보니 연락처가 남아 "
    "있더라고요. 전화를 드렸더니 십 년 전에 헤어진 친구가 보낸 편지라고 하셨어요.</p>"
)


async def test_a_copy_on_another_site_names_its_original(bus: Bus, tmp_path: Path) -> None:
    replies: dict[str, Reply | str] = {
        "/list": listing(("1", "편지", 9)),
        "/p/1": post_page("우편함에서 나온 편지", STORY),
        "/p/2": post_page("[펌] 우편함에서 나온 편지", STORY + "<p>출처: 어느 게시판</p>"),
        "/p/3": post_page(
            "오늘의 점심", "<p>김치찌개를 먹었습니다. 국물이 진해서 밥을 두 공기나 비웠네요. 내일도 가려고요.</p>"
        ),
    }
    settings, store = CollectSettings(author_salt=SecretStr("소금")), LocalStore(tmp_path)
    with web(pages(replies)) as server:
        await crawl_once(bus, store, site(server.url), settings)
        replies["/list"] = listing(("2", "편지", 5), ("3", "점심", 2))
        # Another site, and a collector that has to read what was collected before.
        await crawl_once(bus, store, site(server.url, code="other"), settings)
    facts = [fact.event async for batch in bus.facts() for fact in batch]
    flags = {str(fact.post_key): fact.post.flags for fact in facts if isinstance(fact, PostCollected)}
    assert flags == {"toy.1": (), "other.2": ("copy:toy.1",), "other.3": ()}
