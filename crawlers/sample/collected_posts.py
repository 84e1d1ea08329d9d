"""Posts of the sample board as a crawl would give them, without their pictures."""

from crawlers.sample.sample_posts import PictureFile, SamplePost
from schemas.posts import Comment, Post, PostKey, Stats


def collected_post(found: SamplePost, *, site: str = "trial", number: str = "", ending: str = "") -> Post:
    """A post of the board. ``site`` and ``number`` make its key, its own number where none is given; ``ending``: one
    more paragraph, which makes it another text.
    """
    number = number or found.id
    text = [part for part in found.paragraphs if not isinstance(part, PictureFile)]
    return Post(
        key=PostKey.of(site, number),
        origin_id=number,
        site_name="와글마당",
        board=found.board,
        url=f"https://waggle.example/post/{number}",
        title=found.title,
        content="\n\n".join([*text, *([ending] if ending else [])]),
        stats=Stats(views=found.views, likes=found.likes, comments=0),
        comments=tuple(
            Comment(id=str(place), author=remark.by, content=remark.text, likes=remark.likes)
            for place, (remark, _) in enumerate(found.all_comments())
            if remark.state == "shown"
        ),
    )
