"""Pages as the stock skin of Gnuboard 5 draws them."""

from html import escape
from urllib.parse import quote

from fixtures_boards import PAGE_POSTS, Said, Truth, Written, served
from fixtures_collect import Answering, Reply


def gnuboard(truth: Truth, encoding: str = "utf-8", *, small: bool = False) -> Answering:
    """A Gnuboard 5 with one board, ``free``; ``small``: as it is drawn for telephones."""

    def draw(path: str, query: dict[str, str]) -> str | Reply:
        if path == "/bbs/password.php":
            return "<title>비밀번호 입력</title></head><body><form><input type='password' name='wr_password'></form>"
        if path != "/bbs/board.php":
            return Reply("없는 쪽입니다", 404)
        if "wr_id" not in query:
            return _g5_list(truth, int(query.get("page", "1")), small)
        post = next((post for post in truth.posts if post.id == query["wr_id"]), None)
        if post is None:
            gone = "글이 존재하지 않습니다.\\n\\n글이 삭제되었거나 이동하였을 수 있습니다."
            return f'<title>오류안내 페이지</title></head><body><script>alert("{gone}");</script><p>{gone}</p>'
        if post.secret:
            return Reply(status=302, headers={"Location": f"/bbs/password.php?w=s&bo_table=free&wr_id={post.id}"})
        return _g5_small_post(post) if small else _g5_post(post)

    return served(draw, encoding)


def _g5_name(name: str, member: bool = True) -> str:
    kind = "sv_member" if member else "sv_guest"
    return (
        f'<span class="sv_wrap"><a href="/bbs/profile.php?mb_id=x" class="{kind}" title="{name} 자기소개">'
        f'<span class="profile_img"><img src="/img/no_profile.gif" alt=""></span> {name}</a>'
        '<span class="sv"><a href="/bbs/memo_form.php">쪽지보내기</a><a href="/bbs/profile.php">자기소개</a>'
        "</span></span>"
    )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + "…"


def _g5_list(truth: Truth, page: int, small: bool) -> str:
    # Notices come first and take the place of other posts: a page may hold nothing else.
    posts = sorted(truth.posts, key=lambda post: not post.notice)
    shown = posts[(page - 1) * PAGE_POSTS : page * PAGE_POSTS]
    rows = "".join((_g5_small_row if small else _g5_row)(post, page) for post in shown)
    if small:
        return f"<title>자유게시판</title></head><body>{_g5_small_list(rows)}{_g5_pages(len(posts), page)}"
    if not shown:
        rows += '<tr><td colspan="7" class="empty_table">게시물이 없습니다.</td></tr>'
    heads = "".join(
        f'<th scope="col">{name}</th>'
        for name in (
            "번호",
            "제목",
            "글쓴이",
            *('<a href="?sst=x">' + n + " </a>" for n in ("조회", "추천", "비추천", "날짜")),
        )
    )
    return (
        f"<title>자유게시판 {page} 페이지 | 마당</title></head><body>"
        '<form name="foutlogin"><input type="password" name="mb_password"></form>'
        '<div id="bo_list" style="width:100%"><div class="tbl_head01 tbl_wrap"><table><caption>자유게시판 목록'
        "</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"{_g5_pages(len(posts), page)}</div>"
    )


def _g5_pages(posts: int, page: int) -> str:
    links = "".join(
        f'<span class="sound_only">열린</span><strong class="pg_current">{n}</strong>'
        if n == page
        else f'<a href="./board.php?bo_table=free&amp;page={n}" class="pg_page">{n}'
        '<span class="sound_only">페이지</span></a>'
        for n in range(1, -(-posts // PAGE_POSTS) + 1)
    )
    return f'<nav class="pg_wrap"><span class="pg">{links}</span></nav>'


def _g5_small_list(rows: str) -> str:
    return f'<div id="bo_list"><div class="list_01"><ul>{rows}</ul></div></div>'


def _g5_small_row(post: Written, page: int) -> str:
    lock = '<i class="fa fa-lock" aria-hidden="true"></i> ' if post.secret else ""
    category = f'<a href="?sca={post.category}" class="bo_cate_link">{post.category}</a>' if post.category else ""
    count = (
        f'<span class="bo_cmt"><span class="sound_only">댓글</span> <span class="cnt_cmt">{len(post.comments)}</span>'
    )
    return (
        f'<li class="{"bo_notice" if post.notice else ""}"><div class="bo_cnt">'
        f'<div class="bo_cate_ico">{category}</div>'
        f'<a href="/bbs/board.php?bo_table=free&amp;wr_id={post.id}&amp;page={page}" class="bo_subject"> {lock}'
        f'{escape(_cut(post.title, 30))} <span class="new_icon">N<span class="sound_only">새글</span></span>'
        f"{count + '개</span>' if post.comments else ''}</a></div>"
        f'<div class="bo_info"><span class="sound_only">작성자</span>{_g5_name(post.author)}'
        f'<span class="bo_date"><i class="fa"></i> {post.created_at:%m-%d}</span>'
        f'<span class="bo_view"><i class="fa"></i> {post.views:,}<span class="sound_only">회</span></span>'
        f'<span class="sound_only">추천</span><i class="fa"></i> {post.likes}'
        f'<span class="sound_only">비추천</span><i class="fa"></i> {post.dislikes}</div></li>'
    )


def _g5_row(post: Written, page: int) -> str:
    lock = '<i class="fa fa-lock" aria-hidden="true"></i> ' if post.secret else ""
    category = f'<a href="?sca={post.category}" class="bo_cate_link">{post.category}</a>' if post.category else ""
    number = '<strong class="notice_icon">공지</strong>' if post.notice else post.id
    count = (
        f'<span class="sound_only">댓글</span><span class="cnt_cmt">{len(post.comments)}</span>'
        '<span class="sound_only">개</span>'
        if post.comments
        else ""
    )
    return (
        f'<tr class="{"bo_notice" if post.notice else ""} even"><td class="td_num2">{number}</td>'
        f'<td class="td_subject" style="padding-left:0px">{category}<div class="bo_tit">'
        f'<a href="http://HOST/bbs/board.php?bo_table=free&amp;wr_id={post.id}&amp;page={page}"> {lock}'
        f'{escape(_cut(post.title, 60))} </a><span class="new_icon">N<span class="sound_only">새글</span></span>'
        f'<i class="fa fa-heart" aria-hidden="true"></i>{count}</div></td>'
        f'<td class="td_name sv_use">{_g5_name(post.author)}</td><td class="td_num">{post.views}</td>'
        f'<td class="td_num">{post.likes}</td><td class="td_num">{post.dislikes}</td>'
        f'<td class="td_datetime">{post.created_at:%m-%d}</td></tr>'
    ).replace("http://HOST", "")


def _g5_body(post: Written) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in post.text)
    pictures = "".join(_g5_thumbnail(path, f"/bbs/view_image.php?fn={quote(path, safe='')}") for path in post.images)
    video = '<p><iframe src="https://video.example/embed/1" width="560"></iframe></p>' if post.video else ""
    return paragraphs + pictures + video


def _g5_thumbnail(path: str, viewer: str) -> str:
    folder, _, name = path.rpartition("/")
    stem, _, suffix = name.rpartition(".")
    return (
        f'<p><a href="http://HOST{viewer}" target="_blank" class="view_image">'
        f'<img src="{folder}/thumb-{stem}_835x600.{suffix}" alt=""/></a></p>'
    ).replace("http://HOST", "")


def _g5_post(post: Written) -> str:
    uploads = "".join(
        _g5_thumbnail(path, f"/bbs/view_image.php?bo_table=free&fn={path.rpartition('/')[2]}") for path in post.uploads
    )
    above = f'<div id="bo_v_img">\n{uploads}</div>' if uploads else ""
    category = f'<span class="bo_v_cate">{post.category}</span> ' if post.category else ""
    comments = (
        "".join(_g5_comment(said, 50) for said in post.comments) or '<p id="bo_vc_empty">등록된 댓글이 없습니다.</p>'
    )
    return (
        f"<title>{escape(post.title)} &gt; 자유게시판 | 마당</title></head><body>"
        '<form name="foutlogin"><input type="password" name="mb_password"></form>'
        f'<article id="bo_v"><header><h2 id="bo_v_title">{category}'
        f'<span class="bo_v_tit">\n{escape(_cut(post.title, 70))}'
        '</span></h2></header><section id="bo_v_info"><h2>페이지 정보</h2><div class="profile_info">'
        f'<div class="pf_img"><img src="/img/no_profile.gif"></div><div class="profile_info_ct">'
        f'<span class="sound_only">작성자</span> <strong>{_g5_name(post.author)}&nbsp;(1.♡.2.3)</strong><br>'
        '<span class="sound_only">댓글</span><strong><a href="#bo_vc"> <i class="fa">'
        f"</i> {len(post.comments):,}건</a></strong>"
        f'<span class="sound_only">조회</span><strong><i class="fa"></i> {post.views:,}회</strong>'
        '<strong class="if_date"><span class="sound_only">작성일</span><i>'
        f"</i> {post.created_at:%y-%m-%d %H:%M}</strong>"
        f'</div></div></section><section id="bo_v_atc"><h2 id="bo_v_atc_title">본문</h2>{above}'
        f'<div id="bo_v_con">{_g5_body(post)}</div>{_g5_votes(post)}</section></article>'
        f'<section id="bo_vc"><h2>댓글목록</h2>{comments}</section>'
        '<aside id="bo_vc_w"><form><textarea id="wr_content"></textarea><input type="password"></form></aside>'
    )


def _g5_votes(post: Written) -> str:
    return (
        '<div id="bo_v_act"><span class="bo_v_good"><i></i><span class="sound_only">추천</span>'
        f'<strong>{post.likes:,}</strong></span><span class="bo_v_nogood"><i></i><span class="sound_only">비추천</span>'
        f"<strong>{post.dislikes:,}</strong></span></div>"
    )


def _g5_small_post(post: Written) -> str:
    uploads = "".join(_g5_thumbnail(path, f"/bbs/view_image.php?fn={quote(path, safe='')}") for path in post.uploads)
    category = f'<span class="bo_v_cate">{post.category}</span> ' if post.category else ""
    comments = "".join(_g5_comment(said, 15) for said in post.comments)
    return (
        f'<title>{escape(post.title)} &gt; 자유게시판 | 마당</title></head><body><article id="bo_v"><header>'
        f'<h2 id="bo_v_title">{category}<span class="bo_v_tit">{escape(_cut(post.title, 70))}</span></h2>'
        f'<div id="bo_v_info"><h2>페이지 정보</h2><span class="sound_only">작성자 </span>{_g5_name(post.author)}'
        '<span class="ip">&nbsp;(1.♡.2.3)</span><span class="sound_only">작성일</span><i class="fa"></i> '
        f"{post.created_at:%y-%m-%d %H:%M}"
        f'<span class="sound_only">조회</span><strong><i class="fa"></i> {post.views:,}</strong>'
        f'<span class="sound_only">댓글</span><strong><i class="fa"></i> {len(post.comments):,}</strong></div></header>'
        f'<section id="bo_v_atc"><div id="bo_v_img">{uploads}</div><div id="bo_v_con">{_g5_body(post)}</div>'
        f'{_g5_votes(post)}</section></article><section id="bo_vc">{comments}</section>'
    )


def _g5_comment(said: Said, step: int) -> str:
    """Gnuboard keeps no removed comments: one that was `deleted` in the truth is drawn as a secret one."""
    closed = said.secret or said.deleted
    indent = f'style="margin-left:{said.depth * step}px;border-top-color:#e0e0e0"' if said.depth else ""
    shown = '<a href="/bbs/password.php?w=sc" class="s_cmt">댓글내용 확인</a>' if closed else escape(said.text)
    icon = '<img src="/skin/board/basic/img/icon_secret.gif" alt="비밀글">' if closed else ""
    raw = "비밀글 입니다." if closed else escape(said.text)
    return (
        f'<article id="c_{said.id}" {indent}><div class="pf_img"><img src="/img/no_profile.gif"></div>'
        f'<div class="cm_wrap"><header><h2>{said.author}님의 댓글</h2>{_g5_name(said.author, member=False)}'
        f'<span class="bo_vc_hdinfo"><time datetime="{said.created_at:%Y-%m-%dT%H:%M:%S}+09:00">'
        f"{said.created_at:%y-%m-%d %H:%M}</time></span></header>"
        f'<div class="cmt_contents"><p>{icon}{shown.replace(chr(10), "<br>")}</p></div>'
        f'<input type="hidden" value="{"secret" if closed else ""}" id="secret_comment_{said.id}">'
        f'<textarea id="save_comment_{said.id}" style="display:none">{raw}</textarea></div></article>'
    )
