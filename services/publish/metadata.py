"""Title, description and hashtags of a publication, from the post and its script."""

from schemas.events import Film
from schemas.posts import Post
from schemas.script import Script
from services.publish.uploader import Publication

DISCLOSURE = "AI 음성으로 읽고 각색한 영상입니다. 내용의 사실 여부는 확인되지 않았습니다."


def publication(post: Post, script: Script, film: Film, revision: int) -> Publication:
    """What a platform is told about a film of ``post``."""
    paragraphs = [
        script.summary,
        f"출처: {post.site_name} {post.url}",
        DISCLOSURE,
        " ".join(script.hashtags),
    ]
    return Publication(
        post_key=post.key,
        revision=revision,
        title=script.title,
        description="\n\n".join(part for part in paragraphs if part),
        hashtags=script.hashtags,
        source_url=str(post.url),
        film=film,
    )
