"""Posts for the studio: those of the sample board, and small ones for a purpose."""

from functools import cache

from crawlers.sample.content import Picture, all_posts
from schemas.posts import Comment, Post, PostKey, Stats


@cache
def sample_posts() -> tuple[Post, ...]:
    """Every post of the sample board as a crawler would deliver it, without its pictures."""
    return tuple(
        Post(
            key=PostKey.of("sample", found.id),
            origin_id=found.id,
            site_name="와글마당",
            board=found.board,
            url=f"https://waggle.example/post/{found.id}",
            title=found.title,
            content="\n\n".join(part for part in found.paragraphs if not isinstance(part, Picture)),
            author=found.author,
            stats=Stats(views=found.views, likes=found.likes, comments=len(list(found.remarks()))),
            comments=tuple(
                Comment(id=str(place), author=remark.by, content=remark.text, likes=remark.likes, best=remark.best)
                for place, (remark, _) in enumerate(found.remarks())
                if remark.state == "shown"
            ),
        )
        for found in all_posts()
    )


def small_post(
    identity: str = "1",
    title: str = "회사 냉장고에서 도시락이 사라집니다",
    content: str = "어제 점심에 냉장고를 열었는데 제 도시락이 없었습니다.\n알고 보니 팀장님이 드시고 계셨어요.",
    comments: tuple[str, ...] = ("그 팀장님 배짱 한번 대단하시네요", "도시락에 이름을 크게 써 두세요"),
) -> Post:
    """A post of two sentences and two comments."""
    return Post(
        key=PostKey.of("sample", identity),
        origin_id=identity,
        site_name="와글마당",
        board="직장",
        url=f"https://waggle.example/post/{identity}",
        title=title,
        content=content,
        stats=Stats(views=1200, likes=30, comments=len(comments)),
        comments=tuple(
            Comment(id=f"c{place}", author=f"느긋한고래{place}", content=text, likes=50 - place)
            for place, text in enumerate(comments)
        ),
    )
