"""The HTML of the sample board. The classes it uses are described in `crawlers.sample.server`."""

from functools import cache
from html import escape

from PIL import Image

from crawlers.sample.board_state import BoardComment, BoardCommentPage, BoardPost
from crawlers.sample.sample_posts import IMAGES, PictureFile, all_sample_posts

SITE_NAME = "와글마당"

_PAGE = """<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header class="wg-top"><a class="wg-top__name" href="/board">와글마당</a>
<span class="wg-top__motto">오늘도 와글와글</span></header>
<main>
{main}
</main>
<footer class="wg-foot">와글마당의 모든 글과 그림은 지어낸 것입니다.</footer>
</body>
</html>
"""

_NOTICE = """<li class="wg-row wg-row--notice"><a class="wg-row__link" href="/notice/1">
<span class="wg-row__board">공지</span>
<span class="wg-row__title">와글마당 이용 안내: 서로 다정하게 이야기해요</span></a></li>"""
_AD = """<li class="wg-row wg-row--ad"><a class="wg-row__link" href="/ad/7" rel="sponsored">
<span class="wg-row__board">광고</span>
<span class="wg-row__title">[광고] 상상 속 장터, 이번 주만 반값</span></a></li>"""


def list_page(entries: list[BoardPost], page: int, last: int) -> str:
    """A page of the list: the notice on top, an advertisement after the fifth post."""
    rows = [_row(entry) for entry in entries]
    rows.insert(min(5, len(rows)), _AD)
    links = []
    if page > 1:
        links.append(f'<a rel="prev" href="/board?page={page - 1}">이전</a>')
    links.append(f"<strong>{page}</strong>")
    if page < last:
        links.append(f'<a rel="next" href="/board?page={page + 1}">다음</a>')
    main = (
        '<h1 class="wg-heading">지금 뜨는 글</h1>\n<ol class="wg-list">\n'
        + "\n".join([_NOTICE, *rows])
        + f'\n</ol>\n<nav class="wg-pages">{" ".join(links)}</nav>'
    )
    return _PAGE.format(title=f"지금 뜨는 글 | {SITE_NAME}", main=main)


def post_page(entry: BoardPost, shown: BoardCommentPage, *, empty: bool = False) -> str:
    """A post and a page of its comments; without its body when ``empty``."""
    post = entry.post
    body = "" if empty else "\n".join(_paragraph(part) for part in post.paragraphs)
    main = f"""<article class="wg-post" data-post="{post.id}">
<p class="wg-post__board">{escape(post.board)}</p>
<h1 class="wg-post__title">{escape(post.title)}</h1>
<p class="wg-post__meta"><span class="wg-post__author">{escape(post.author)}</span>
<time class="wg-post__time" datetime="{entry.posted_at.isoformat()}">{entry.posted_at:%Y.%m.%d %H:%M}</time>
<span>조회 <b class="wg-post__views">{entry.views:,}</b></span></p>
<div class="wg-post__body">
{body}
</div>
<p class="wg-post__votes"><span>추천 <b class="wg-post__likes">{entry.likes:,}</b></span>
<span>반대 <b class="wg-post__dislikes">{post.dislikes:,}</b></span></p>
</article>
<section class="wg-comments">
<h2>댓글 <b class="wg-comments__count">{entry.shown_comment_count:,}</b></h2>
<ol class="wg-comments__list">
{"".join(_comment(comment) for comment in shown.comments)}</ol>
{_comment_links(post.id, shown)}
</section>
<nav class="wg-back"><a href="/board">목록으로</a></nav>"""
    return _PAGE.format(title=f"{escape(post.title)} | {SITE_NAME}", main=main)


def message_page(text: str = "준비 중인 곳이에요") -> str:
    """A page of the site that is neither list nor post."""
    main = f'<section class="wg-stray"><p>{escape(text)}</p><p><a href="/board">와글마당으로 가기</a></p></section>'
    return _PAGE.format(title=SITE_NAME, main=main)


@cache
def picture_names() -> frozenset[str]:
    """Files that posts show; nothing else of the folder is served."""
    return frozenset(picture.file for post in all_sample_posts() for picture in post.images)


@cache
def _size(name: str) -> tuple[int, int]:
    with Image.open(IMAGES / name) as picture:
        return picture.size


def _row(entry: BoardPost) -> str:
    post = entry.post
    return f"""<li class="wg-row" data-post="{post.id}"><a class="wg-row__link" href="/post/{post.id}">\
<span class="wg-row__board">{escape(post.board)}</span>
<span class="wg-row__title">{escape(post.title)}</span> \
<span class="wg-row__comments">{entry.shown_comment_count:,}</span></a>
<span class="wg-row__author">{escape(post.author)}</span>
<time class="wg-row__time" datetime="{entry.posted_at.isoformat()}">{entry.posted_at:%m.%d %H:%M}</time>
<span>조회 <b class="wg-row__views">{entry.views:,}</b></span>
<span>추천 <b class="wg-row__likes">{entry.likes:,}</b></span></li>"""


def _paragraph(part: str | PictureFile) -> str:
    if isinstance(part, PictureFile):
        width, height = _size(part.file)
        source = f'src="/image/{part.file}" width="{width}" height="{height}"'
        return f'<figure><img {source} alt="{escape(part.alt)}"></figure>'
    return f"<p>{_lines(part)}</p>"


def _comment(comment: BoardComment) -> str:
    remark = comment.remark
    if remark.state != "shown":
        text = "삭제된 댓글입니다." if remark.state == "deleted" else "비밀 댓글입니다."
        return (
            f'<li class="wg-comment wg-comment--{remark.state}" id="c{comment.id}" data-comment="{comment.id}">'
            f'<p class="wg-comment__text">{text}</p></li>\n'
        )
    classes = "wg-comment" + " wg-comment--best" * remark.best + " wg-comment--reply" * bool(comment.parent_id)
    parent = f' data-parent="{comment.parent_id}"' if comment.parent_id else ""
    return f"""<li class="{classes}" id="c{comment.id}" data-comment="{comment.id}"{parent}>
<p class="wg-comment__head"><span class="wg-comment__author">{escape(remark.by)}</span>
<time class="wg-comment__time" datetime="{comment.created_at.isoformat()}">{comment.created_at:%m.%d %H:%M}</time></p>
<p class="wg-comment__text">{_lines(remark.text)}</p>
<p class="wg-comment__foot">추천 <b class="wg-comment__likes">{remark.likes:,}</b>
반대 <b class="wg-comment__dislikes">{remark.dislikes:,}</b></p>
</li>
"""


def _comment_links(post_id: str, shown: BoardCommentPage) -> str:
    if shown.last == 1:
        return ""
    links = [
        f"<strong>{number}</strong>"
        if number == shown.number
        else f'<a href="/post/{post_id}?cp={number}">{number}</a>'
        for number in range(1, shown.last + 1)
    ]
    return f'<nav class="wg-comments__pages">{" ".join(links)}</nav>'


def _lines(text: str) -> str:
    return "<br>\n".join(escape(line) for line in text.splitlines())
