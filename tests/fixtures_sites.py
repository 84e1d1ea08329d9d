"""Pages of declared sites, drawn after the structure of the real ones with invented words.

A sketch is a row of the list, a post's page and a comment; ``{…}`` is filled from the truth, and whatever is filled
must be read again. ``closed`` is a row or comment that must not be read: a notice, an advertisement, a removed comment.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Fact(NamedTuple):
    """What a page is filled with."""

    id: str
    title: str
    author: str
    body: str
    views: int
    likes: int
    dislikes: int
    comments: int


class Remark(NamedTuple):
    cid: str
    who: str
    said: str
    up: int


POSTS = (
    Fact(
        "41009",
        "편의점에서 우산을 두 번 잃어버린 이야기",
        "느림보",
        "비가 오는 날이었어요. 똠양꿍을 먹고 나오니 없더라고요.",
        48210,
        1024,
        7,
        2,
    ),
    Fact(
        "41010",
        "고양이가 회의에 들어왔습니다",
        "밤산책",
        "화면을 켠 채로 자리를 비웠더니 고양이가 발표를 하고 있었습니다.",
        312,
        5,
        1,
        2,
    ),
)
REMARKS = (
    Remark("9001", "감자전", "저도 그 편의점 알아요", 12),
    Remark("9002", "꿀떡이", "우산도 집이 그리웠나 봐요", 3),
)
PICTURE = "https://img.example/a.jpg"


@dataclass(frozen=True)
class Sketch:
    """``around`` holds the rows; ``remarks`` stands in the post where the comments go; ``path`` is a post's address."""

    path: str
    around: str
    row: str
    post: str
    closed_row: str = ""
    comment: str = ""
    closed_comment: str = ""

    def listed(self) -> str:
        rows = "".join(self.row.format(**post._asdict()) for post in POSTS)
        return self.around.format(rows=self.closed_row + rows)

    def shown(self, post: Fact) -> str:
        remarks = "".join(self.comment.format(**remark._asdict()) for remark in REMARKS)
        filled = post._asdict() | {"body": f'<p>{post.body}</p><img data-fileno="1" src="{PICTURE}">'}
        return self.post.format(**filled, remarks=self.closed_comment + remarks)


_XE = '<div class="document_{id}_44 xe_content">{body}</div>'

SKETCHES = {
    "natepann": Sketch(
        path="/talk/{id}",
        around='<div class="cntList"><ul class="post_wrap">{rows}</ul></div>',
        row='<li><dl><dt><h2><a href="/talk/{id}">{title}</a></h2> <span class="reple-num">({comments})</span></dt>'
        '<dd class="info"><span class="count">조회 {views}</span><span class="rcm">추천 {likes}</span></dd></dl></li>',
        post='<div class="post-tit-info"><h1>{title}</h1><div class="info"><span class="count">조회 {views}'
        "</span></div></div>"
        '<div id="contentArea">{body}</div><div class="btnbox up"><span class="count">{likes}</span></div>'
        '<div class="cmt_tit">댓글 <strong>{comments}</strong>개</div><div id="bepleDiv">'
        '<div class="cmt_best">{remarks}</div></div>',
        comment='<dl class="cmt_item" id="{cid}"><dt><span class="nameui">{who}</span><i>2026.11.19 19:58</i></dt>'
        '<dd class="usertxt">{said}</dd><dd class="n_good">{up}</dd></dl>',
    ),
    "dcinside": Sketch(
        path="/board/view/?id=dcbest&no={id}",
        around="<table><tbody>{rows}</tbody></table>",
        closed_row='<tr class="ub-content us-post"><td class="gall_tit"><em class="icon_notice"></em>'
        '<a href="?no=1">갤러리 이용 안내</a></td></tr>',
        row='<tr class="ub-content us-post"><td class="gall_tit ub-word">'
        '<a href="/board/view/?id=dcbest&amp;no={id}">{title}</a>'
        '<a class="reply_numbox"><span class="reply_num">[{comments}]</span></a></td>'
        '<td class="gall_date" title="2026-11-22 21:45:10">21:45</td><td class="gall_count">{views}</td>'
        '<td class="gall_recommend">{likes}</td></tr>',
        post='<div class="gallview_head"><span class="title_subject">{title}</span><div class="gall_writer">'
        '<span class="nickname">{author}</span><span class="gall_date" title="2026-11-22 21:45:10">x</span></div>'
        '<span class="gall_count">조회 {views}</span></div><div class="write_div">{body}</div>'
        '<p class="up_num">{likes}</p>',
    ),
    "fmkorea": Sketch(
        path="/best/{id}",
        around='<div class="fm_best_widget"><ul>{rows}</ul></div>',
        row='<li class="li"><h3 class="title"><a href="/best/{id}"><span class="ellipsis-target">{title}</span> '
        '<span class="comment_count">[{comments}]</span></a></h3><a class="pc_voted_count">'
        '<span class="count">{likes}</span></a>'
        '<span class="category"><a>유머</a></span><span class="regdate">21:45</span></li>',
        post='<div class="rd_hd"><h1><span class="np_18px_span">{title}</span></h1>'
        '<span class="date m_no">2026.11.22 21:45</span>'
        '<a class="member_plate">{author}</a><div class="side fr"><span>조회 수 <b>{views}</b></span>'
        f"<span>추천 수 <b>{{likes}}</b></span><span>댓글 <b>{{comments}}</b></span></div></div><article>{_XE}"
        "</article>"
        '<ul class="fdb_lst_ul">{remarks}</ul>',
        comment='<li class="fdb_itm" id="comment_{cid}"><div class="meta"><a class="member_plate">{who}</a></div>'
        '<div class="comment-content"><div class="comment_{cid}_1 xe_content">{said}</div></div>'
        '<span class="voted_count">{up}</span></li>',
    ),
    "theqoo": Sketch(
        path="/hot/{id}",
        around='<table class="theqoo_board_table"><tbody>{rows}</tbody></table>',
        closed_row='<tr class="notice"><td class="title"><a href="/notice/1">공지</a></td></tr>',
        row='<tr><td class="cate">이슈</td><td class="title"><a href="/hot/{id}">{title}</a>'
        '<a href="/hot/{id}#c" class="replyNum">{comments}</a></td><td class="time">21:45</td>'
        '<td class="m_no">{views}</td></tr>',
        post='<div class="theqoo_document_header"><span class="title">{title}</span>'
        '<div class="count_container">{views}</div>'
        f'</div><div class="side fr"><span>2026.11.22 21:45</span></div><article itemprop="articleBody">{_XE}'
        "</article>",
    ),
    "bobaedream": Sketch(
        path="/view?code=best&No={id}",
        around="<table><tbody>{rows}</tbody></table>",
        row='<tr itemscope><td class="pl14">'
        '<a class="bsubject" href="/view?code=best&amp;No={id}&amp;bm=1">{title}</a>'
        '<strong class="totreply">{comments}</strong></td><td><span class="author">{author}</span></td>'
        '<td class="date">21:45</td><td class="recomm">{likes}</td><td class="count">{views}</td></tr>',
        post='<strong itemprop="name">{title}</strong><div class="bodyCont" itemprop="articleBody">{body}</div>'
        '<b class="totreply">{comments}</b><ul id="cmt_list">{remarks}</ul>',
        comment='<li><dl><dt><span class="author">{who}</span><span class="date">26.11.22 21:50</span></dt>'
        '<dd id="small_cmt_{cid}">{said}</dd></dl></li>',
    ),
    "instiz": Sketch(
        path="/pt/{id}",
        around="<table>{rows}</table>",
        row='<tr id="detour"><td class="listsubject"><span class="sbj"><a href="/pt/{id}">{title}</a></span>'
        '<span class="cmt3" title="유효 댓글 수 {comments}">{comments}</span></td></tr>',
        post='<div id="nowsubject"><a href="#">{title}</a> <span class="cmt">{comments}</span></div>'
        '<span id="hit">{views}</span>'
        '<div id="memo_content_1">{body}</div><b class="votenow1">{likes}</b><table id="ajax_comment">{remarks}'
        "</table>",
        comment='<tr class="cmt_view"><td class="comment_memo"><a class="href">{who}</a><div class="comment_line">'
        '<span id="n{cid}">{said}</span></div></td></tr>',
    ),
    "mlbpark": Sketch(
        path="/mp/b.php?b=bullpen&id={id}&m=view",
        around='<table class="tbl_type01"><tbody>{rows}</tbody></table>',
        row='<tr><td>1</td><td class="t_left">'
        '<a class="txt" href="/mp/b.php?b=bullpen&amp;id={id}&amp;m=view">{title}</a>'
        '<span class="replycnt">[{comments}]</span></td><td><span class="nikcon">{author}</span></td>'
        '<td><span class="date">2026-11-22</span></td><td><span class="viewV">{views}</span></td></tr>',
        post='<div class="titles">{title}</div><div class="text1"><span class="nick">{author}</span></div>'
        '<ul class="view_head"><li>추천 {likes}</li><li>조회 {views}</li><li>리플 {comments}</li></ul>'
        '<div id="contentDetail">{body}</div><span id="likeCnt">{likes}</span><div class="reply_list">{remarks}</div>',
        comment='<div class="other_con" id="reply_{cid}"><div class="txt"><span class="name">{who}</span>'
        '<span class="re_txt">{said}</span></div></div>',
    ),
    "ppomppu": Sketch(
        path="/zboard/view.php?id=freeboard&no={id}",
        around='<table id="revolution_main_table"><tbody>{rows}</tbody></table>',
        closed_row='<tr class="baseList baseNotice"><td><a class="baseList-title" href="?no=1">공지</a></td></tr>',
        row='<tr class="baseList bbs_new1"><td>'
        '<a class="baseList-title" href="/zboard/view.php?id=freeboard&amp;no={id}">{title}</a>'
        '<span class="baseList-c">{comments}</span></td><td><span class="baseList-name">{author}</span></td>'
        '<td><time class="baseList-time">21:45:10</time></td><td class="baseList-rec">{likes}</td>'
        '<td class="baseList-views">{views}</td></tr>',
        post='<div id="topTitle"><h1>{title}</h1><ul class="topTitle-mainbox"><li class="topTitle-name">{author}</li>'
        '<li>조회수 {views}</li></ul></div><table><tr><td class="board-contents">{body}</td></tr></table>'
        '<span id="vote_list_btn_txt">{likes}</span>',
    ),
    "clien": Sketch(
        path="/service/board/park/{id}",
        around='<div class="list_content">{rows}</div>',
        closed_row='<div class="list_item notice"><a class="list_subject" href="/service/board/park/1">공지</a></div>',
        row='<div class="list_item symph_row"><div class="list_symph"><span>{likes}</span></div>'
        '<a class="list_subject" href="/service/board/park/{id}"><span class="subject_fixed">{title}</span></a>'
        '<span class="rSymph05">{comments}</span><span class="nickname"><span>{author}</span></span>'
        '<div class="list_hit"><span class="hit">{views}</span></div>'
        '<span class="timestamp">2026-11-22 21:45:10</span></div>',
        post='<h3 class="post_subject"><span>{title}</span></h3><div class="post_info">'
        '<span class="nickname">{author}</span></div>'
        '<div class="post_author"><span>2026-11-22 21:45:10</span><span class="view_count"><strong>{views}'
        "</strong></span></div>"
        '<article class="post_article">{body}</article><a class="symph_count"><strong>{likes}</strong></a>'
        '<div class="comment_head"><strong>{comments}</strong></div>{remarks}',
        comment='<div class="comment_row" data-comment-sn="{cid}"><span class="nickname">{who}</span>'
        '<span class="comment_time"><span class="timestamp">2026-11-22 21:50:00</span></span>'
        '<div class="comment_content_symph"><strong>{up}</strong></div><div class="comment_view">{said}</div></div>',
        closed_comment='<div class="comment_row blocked" data-comment-sn="1">'
        '<div class="comment_view">삭제 되었습니다.</div></div>',
    ),
    "ruliweb": Sketch(
        path="/best/board/300143/read/{id}",
        around='<table class="board_list_table"><tbody>{rows}</tbody></table>',
        closed_row='<tr class="table_body notice"><td><a class="subject_link" href="/read/1">공지</a></td></tr>',
        row='<tr class="table_body blocktarget"><td>'
        '<a class="subject_link" href="/best/board/300143/read/{id}">{title}</a>'
        '<span class="num_reply">({comments})</span></td><td class="writer">{author}</td>'
        '<td class="recomd">{likes}</td>'
        '<td class="hit">{views}</td><td class="time">21:45</td></tr>',
        post='<span class="subject_text">{title}</span><div class="user_info"><strong class="nick">{author}</strong>'
        '<span class="regdate">2026.11.22 (21:45:10)</span></div>'
        '<div class="view_content" itemprop="articleBody">{body}</div>'
        '<span class="like_value">{likes}</span><table>{remarks}</table>',
        comment='<tr class="comment_element normal" id="ct_{cid}"><td><div class="user_inner_wrapper">'
        '<strong class="nick">{who}'
        '</strong></div><div class="text_wrapper"><span class="text">{said}</span></div><div class="control_box">'
        '<span class="time">26.11.22 21:50</span><button class="btn_like"><span class="num">{up}</span>'
        "</button></div></td></tr>",
    ),
    "inven": Sketch(
        path="/board/webzine/2097/{id}",
        around='<div class="board-list"><table><tbody>{rows}</tbody></table></div>',
        closed_row='<tr class="notice"><td><a class="subject-link" href="/board/webzine/2097/1">공지</a></td></tr>',
        row='<tr><td class="tit"><a class="subject-link" href="/board/webzine/2097/{id}">{title}</a>'
        '<span class="con-comment">[{comments}]</span></td><td class="user">{author}</td><td class="date">21:45</td>'
        '<td class="view">{views}</td><td class="reco">{likes}</td></tr>',
        post='<div class="articleTitle"><h1>{title}</h1></div><div class="articleWriter">{author}</div>'
        '<div class="articleDate">2026-11-22 21:45</div><div class="articleHit">조회: {views}</div>'
        '<div id="powerbbsContent">{body}</div>',
    ),
}
