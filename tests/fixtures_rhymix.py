"""Pages as the two stock skins of Rhymix draw them."""

from html import escape

from fixtures_boards import PAGE_COMMENTS, PAGE_POSTS, Said, Truth, Written, served
from fixtures_collect import Answering, Reply


def rhymix(truth: Truth, skin: str = "xedition", encoding: str = "utf-8") -> Answering:
    """A Rhymix with one board, ``free``, in one of its two stock skins."""

    def draw(path: str, query: dict[str, str]) -> str | Reply:
        if path == "/free" and "document_srl" not in query:
            return _rx_list(truth, int(query.get("page", "1")))
        identity = query.get("document_srl") or path.removeprefix("/free/")
        post = next((post for post in truth.posts if post.id == identity), None)
        if post is None:
            return Reply("<title>404</title><h1>대상을 찾을 수 없습니다.</h1>", 404)
        pages = max(1, -(-len(post.comments) // PAGE_COMMENTS))
        drawn = _rx_post(post, skin, int(query.get("cpage", str(pages))), pages)
        return Reply(drawn, 403) if post.secret else drawn

    return served(draw, encoding)


def _rx_list(truth: Truth, page: int) -> str:
    posts = [post for post in truth.posts if not post.notice]
    notices = "".join(_rx_row(post) for post in truth.posts if post.notice)
    rows = "".join(map(_rx_row, posts[(page - 1) * PAGE_POSTS : page * PAGE_POSTS]))
    names = ("번호", "제목", "글쓴이", "날짜", "조회 수", "추천 수", "비추천 수")
    last = -(-len(posts) // PAGE_POSTS)
    links = "".join(
        f"<strong>{n}</strong>" if n == page else f'<a href="/free?page={n}">{n}</a>' for n in range(1, last + 1)
    )
    return (
        "<title>자유게시판 - 마당</title></head><body>"
        '<div class="board_list" id="board_list"><table width="100%"><thead><tr>'
        + "".join(f'<th scope="col"><span>{name}</span></th>' for name in names)
        + f"</tr></thead><tbody>{notices}{rows}</tbody></table></div>"
        f'<div class="list_footer"><div class="pagination"><a href="/free" class="direction prev">첫 페이지</a>{links}'
        f'<a href="/free?page={last}" class="direction next">끝 페이지</a></div></div>'
    )


def _rx_row(post: Written) -> str:
    count = (
        f'<a href="/free/{post.id}#comment" class="replyNum" title="Replies">[{len(post.comments)}]</a>'
        if post.comments
        else ""
    )
    icon = (
        '<img src="/modules/document/tpl/icons/default/secret.gif" alt="secret" title="secret" />'
        if post.secret
        else ""
    )
    number = '<td class="notice">공지</td>' if post.notice else '<td class="no">1</td>'
    return (
        f'<tr{" class=notice" if post.notice else ""}>{number}<td class="title">'
        f'<a href="/index.php?mid=free&amp;page=1&amp;document_srl={post.id}"><span style="font-weight:bold">'
        f'{escape(post.title)}</span></a>{count}{icon}</td><td class="author">'
        '<a href="#popup_menu_area" class="member_4">'
        f'{post.author}</a></td><td class="time">{post.created_at:%Y.%m.%d}</td><td class="readNum">{post.views}</td>'
        f'<td class="voteNum">{post.likes}</td><td class="voteNum">{-post.dislikes}</td></tr>'
    )


def _rx_post(post: Written, skin: str, page: int, pages: int) -> str:
    stock = skin == "default"
    if stock:
        vote = f'<span class="vote">추천:{post.likes}</span>' if post.likes else ""
        meta = (
            f'<p class="time">\n{post.created_at:%Y.%m.%d %H:%M}\n</p><p class="meta">\n{post.author}\n'
            f'<span class="sum"><span class="read">조회 수:{post.views}</span>{vote}</span></p>'
        )
        foot = ""
    else:
        vote = f'<span class="vote_count"><i></i>추천:{post.likes}</span>' if post.likes else ""
        meta = (
            '<p class="meta"><span class="author"><i class="xi-user"></i> '
            '<a href="#popup_menu_area" class="member_4 author">'
            f'{post.author}</a></span><span class="time"><i></i> {post.created_at:%Y.%m.%d %H:%M}</span>'
            f'<span class="read_count"><i></i> 조회 수 : {post.views}</span>{vote}</p>'
        )
        foot = '<div class="vote"><ul>' + "".join(
            f"""<li><a href="#" onclick="doCallModuleAction('document','procDocumentVote{way}','{post.id}');"
            class="voted"><i></i><br>{word} {figure}</a></li>"""
            for way, word, figure in (("Up", "추천", post.likes), ("Down", "비추천", -post.dislikes))
        )
        foot += "</ul></div>"
    category = f'<a href="/free/category/1" class="category">{post.category}</a>' if post.category else ""
    return (
        f"<title>{escape(post.title)} - 마당</title></head><body>"
        '<form id="login"><input type="password" name="password"></form>'
        f'<div class="board_read"><div class="read_header"><h1>{category}<a href="/free/{post.id}">'
        '<span style="color:#e00">'
        f'{escape(post.title)}</span></a></h1>{meta}</div><div class="read_body">{_rx_body(post)}</div>'
        f'<div class="read_footer">{foot}</div></div>{_rx_feedback(post, skin, page, pages)}'
        '<div class="board_list"><table><thead></thead><tbody><tr><td class="title"><a href="/free/1">다른 글'
        "</a></td></tr>"
        "</tbody></table></div>"
    )


def _rx_body(post: Written) -> str:
    if post.secret:
        return (
            '<form action="./" method="get" class="secretForm"><p>'
            '<label for="cpw">비밀글입니다. 비밀번호를 입력하세요.</label></p>'
            '<p><input type="password" name="password" id="cpw" class="iText" /></p></form>'
        )
    lines = "".join(f"<p>{escape(line)}</p>" for line in post.text)
    pictures = "".join(f'<p><img src="{path}" alt="" /></p>' for path in (*post.uploads, *post.images))
    video = "<p><video src='/files/attach/a.mp4'></video></p>" if post.video else ""
    return (
        f'<!--BeforeDocument({post.id},4)--><div class="document_{post.id}_4 rhymix_content xe_content">'
        f"{lines}{pictures}{video}</div><!--AfterDocument({post.id},4)-->"
    )


def _rx_feedback(post: Written, skin: str, page: int, pages: int) -> str:
    if post.secret:
        return ""
    shown = post.comments[(page - 1) * PAGE_COMMENTS : page * PAGE_COMMENTS]
    items = "".join(_rx_comment(said, skin) for said in shown)
    listed = f'<ul class="fbList">{items}</ul>' if post.comments else ""
    navigation = ""
    if pages > 1:
        numbers = "".join(
            f"<strong>{n}</strong>" if n == page else f'<a href="/free/{post.id}?cpage={n}#comment">{n}</a>'
            for n in range(1, pages + 1)
        )
        navigation = (
            f'<div class="pagination"><a href="/free/{post.id}?cpage=1#comment" class="direction prev">첫 페이지</a>'
            f'{numbers}<a href="/free/{post.id}?cpage={pages}#comment" class="direction next">끝 페이지</a></div>'
        )
    return (
        f'<div class="feedback" id="comment"><div class="fbHeader"><h2><i></i> 댓글 <em>{len(post.comments)}'
        "</em></h2></div>"
        f'{listed}{navigation}<form class="write_comment" id="write_comment">'
        '<input type="password" name="password"></form></div>'
    )


def _rx_comment(said: Said, skin: str) -> str:
    if said.deleted:
        body = '<div class="rhymix_content xe_content deleted">삭제된 댓글입니다.</div>'
    elif said.secret:
        body = (
            '<form action="./" method="get" class="rhymix_content xe_content secretForm"><p>'
            "<label>비밀글입니다.</label></p>"
            '<p><input type="password" name="password"></p></form>'
        )
    else:
        lines = "".join(f"<p>{escape(line)}</p>" for line in said.text.split("\n"))
        body = (
            f'<!--BeforeComment({said.id},4)--><div class="comment_{said.id}_4 rhymix_content xe_content">{lines}</div>'
        )
    if skin == "default":
        votes = f'<span class="vote">추천:{said.likes}</span>' if said.likes else ""
    else:
        votes = "".join(
            f"""<a href="#" onclick="doCallModuleAction('comment','procCommentVote{way}','{said.id}');return false;"
            class="voted"><i class="xi-thumbs-up"></i>{word}{figure}</a>"""
            for way, word, figure in (("Up", "추천", said.likes), ("Down", "비추천", -said.dislikes))
        )
    indent = f" indent indent{said.depth}" if said.depth else ""
    return (
        f'<li class="fbItem{indent}" id="comment_{said.id}"><div class="fbMeta"><span class="profile"></span>'
        f'<h3 class="author"><strong>{said.author}</strong></h3>'
        f'<p class="time">{said.created_at:%Y.%m.%d %H:%M}</p></div>'
        f'{body}<p class="action">{votes}<a href="#" class="reply">답글</a></p></li>'
    )
