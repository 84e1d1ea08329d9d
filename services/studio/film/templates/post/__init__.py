"""The script's own lines as paragraphs of the post, read from its sheet."""

from schemas.adapters import Adapter, AdapterKind

TEMPLATE = Adapter(
    kind=AdapterKind.TEMPLATE,
    name="post",
    version="3",
    make="services.studio.film.templates.post.template:PostTemplate",
    title_en="Post",
    title_ko="게시글",
)
