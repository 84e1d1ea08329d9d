"""More sketches of declared sites; `fixtures_sites` says what they are."""

from fixtures_sites import Sketch

_XE = '<div class="document_{id}_44 rhymix_content xe_content">{body}</div>'
_XE_COMMENT = '<div class="comment_{cid}_1 xe_content">{said}</div>'

MORE = {
    "pgr21": Sketch(
        path="/humor/{id}",
        around='<table class="listTable"><tbody>{rows}</tbody></table>',
        closed_row='<tr id="TR0"><td class="tdnum"><img src="notice.gif"></td><td class="tdsub"><a'
        ' href="/humor/1">공지</a>'
        "</td></tr>",
        row='<tr id="TR1"><td class="tdnum">{id}</td><td class="tdsub new"><a href="/humor/{id}">{title}</a> '
        '<span class="replycnt">[{comments}]</span></td><td class="tdname"><span>{author}</span></td>'
        '<td class="tddate">26/11/22 21:45</td><td class="tdhit">{views}</td><td class="tdvote">{likes}</td></tr>',
        post='<div class="articleTitle">{title}</div><div class="articleHead"><span class="tdname">{author}</span>'
        '<span class="tddate">2026/11/22 21:45:10</span><span class="tdhit">{views}</span>'
        '<span class="tdvote">{likes}</span></div><div class="articleArea"><div class="viewContent">{body}</div></div>'
        "{remarks}",
        comment='<div class="ctCell" id="c_{cid}"><span class="ctName">{who}</span><span class="ctDate">26/11/22 21:50'
        '</span><span class="ctVote">{up}</span><div class="cmemo">{said}</div></div>',
    ),
    "slrclub": Sketch(
        path="/bbs/vx2.php?id=hot_article&no={id}",
        around='<table id="bbs_list"><tbody>{rows}</tbody></table>',
        closed_row='<tr><td class="list_notice">공지</td><td class="sbj"><a'
        ' href="/bbs/vx2.php?id=help&amp;no=31">유의사항'
        "</a></td></tr>",
        row='<tr><td class="list_num no_att">{id}</td><td class="sbj"><a'
        ' href="/bbs/vx2.php?id=hot_article&amp;no={id}">'
        '{title}</a> [{comments}]</td><td class="list_name"><span class="lop">{author}</span></td>'
        '<td class="list_date no_att">2026/11/22</td><td class="list_vote no_att">{likes}</td>'
        '<td class="list_click no_att">{views}</td></tr>',
        post='<table class="info-wrap"><tr><td class="sbj">{title}</td><td class="nick">{author}</td>'
        '<td class="date">2026/11/22 21:45:10</td><td class="click">{views}</td><td class="vote">{likes}</td>'
        "</tr></table>"
        '<div id="userct">{body}</div><span id="comment_count">{comments}</span>',
    ),
    "navercafe": Sketch(
        path="/ArticleRead.nhn?articleid={id}",
        around='<ul class="list_area">{rows}</ul>',
        closed_row='<li class="board_box"><a class="txt_area" href="/a?articleid=1"><span class="notice_icon"></span>'
        '<strong class="tit">공지</strong></a></li>',
        row='<li class="board_box"><a class="txt_area" href="/ArticleRead.nhn?articleid={id}"><strong'
        ' class="tit">{title}'
        '</strong><div class="user_area"><span class="nick">{author}</span><span class="time">21:45</span>'
        '<span class="no">조회 {views}</span></div></a><a class="link_comment"><em class="num">{comments}</em>'
        "</a></li>",
        post='<div class="post_title"><h2 class="tit">{title}</h2><a class="nick">{author}</a>'
        '<span class="date">2026.11.22. 21:45</span><span class="no">조회 {views}</span></div>'
        '<div id="postContent">{body}</div><em class="u_likeit_list_count">{likes}</em>'
        '<div class="CommentHead">댓글 <span class="num">{comments}</span></div><ul'
        ' class="comment_list">{remarks}</ul>',
        comment='<li class="comment_item" data-commentid="{cid}"><span class="nick">{who}</span>'
        '<p class="comment_text">{said}</p><span class="date">2026.11.22. 21:50</span><em class="u_cnt">{up}'
        "</em></li>",
        closed_comment='<li class="comment_item" data-commentid="1"><p class="comment_text comment_secret">비밀'
        " 댓글입니다."
        "</p></li>",
    ),
    "daumcafe": Sketch(
        path="/sample/AbCd/{id}",
        around='<ul class="list_cafe">{rows}</ul>',
        closed_row='<li><a class="link_cafe" href="/sample/AbCd/1"><span class="ico_notice">공지</span>'
        '<span class="txt_detail">안내</span></a></li>',
        row='<li><a class="link_cafe" href="/sample/AbCd/{id}?svc=list"><span class="txt_detail">{title}</span>'
        '<span class="username">{author}</span><span class="created_at">21:45</span>'
        '<span class="view_count">조회 {views}</span></a><a><span class="num_cmt">{comments}</span></a></li>',
        post='<h3 class="tit_subject">{title}</h3><div class="info_subject"><span class="txt_subject">{author}</span>'
        '<span class="num_subject">26.11.22 21:45</span><span class="num_hit">조회 {views}</span>'
        '<span class="num_cmt">{comments}</span></div><div id="article">{body}</div><ul'
        ' class="list_cmt">{remarks}</ul>',
        comment='<li data-seq="{cid}"><span class="txt_name">{who}</span><span class="txt_date">26.11.22 21:50</span>'
        '<p class="txt_detail">{said}</p></li>',
        closed_comment='<li data-seq="1"><p class="txt_detail txt_secret">비밀글입니다</p></li>',
    ),
    "aha": Sketch(
        path="/questions/{id}",
        around="<main>{rows}</main>",
        row='<article><a href="/questions/{id}"><h2>{title}</h2></a><span class="answers">답변 {comments}개</span>'
        '<span class="views">조회 {views}</span></article>',
        post='<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "QAPage", "mainEntity": '
        '{{"@type": "Question", "name": "{title}", "text": "비가 오는 날", "answerCount": {comments}, '
        '"upvoteCount": {likes}, "author": {{"@type": "Person", "name": "{author}"}}, '
        '"suggestedAnswer": [{{"@type": "Answer", "text": "전문가의 답변입니다"}}]}}}}</script>',
    ),
    "daangn": Sketch(
        path="/kr/community/a-title-{id}/",
        around="<main>{rows}</main>",
        row='<article><a href="/kr/community/a-title-{id}/?in=x"><h2>{title}</h2></a><time>3시간 전</time>'
        '<span class="reactions">공감 {likes}</span><span class="comments">댓글 {comments}</span></article>',
        post='<script type="application/ld+json">{{"@context": "https://schema.org", "@type": '
        '"DiscussionForumPosting", "headline": "{title}", "text": "비가 오는 날", "author": {{"@type": "Person", '
        '"name": "{author}"}}, "commentCount": {comments}, "interactionStatistic": [{{"@type": "InteractionCounter", '
        '"interactionType": "https://schema.org/LikeAction", "userInteractionCount": {likes}}}]}}</script>',
    ),
    "todayhumor": Sketch(
        path="/board/view.php?table=humorbest&no={id}",
        around='<table class="table_list"><tbody>{rows}</tbody></table>',
        row='<tr class="view list_tr_humorbest"><td class="subject">'
        '<a href="/board/view.php?table=humorbest&amp;no={id}">{title}</a>'
        '<span class="list_memo_count_span">[{comments}]</span></td><td class="name">{author}</td>'
        '<td class="date">26/11/22 21:45</td><td class="hits">{views}</td><td class="oknok">{likes}</td></tr>',
        post='<div class="viewSubjectDiv"><div>{title}</div></div><div class="writerInfoContents"><div><span '
        'class="viewPageWriterNameSpan">{author}</span></div><div>추천 : {likes}</div><div>조회수 : {views}</div>'
        '<div>댓글 : {comments}개</div></div><div class="viewContent">{body}</div>',
    ),
    "humoruniv": Sketch(
        path="/board/humor/read.html?table=pds&number={id}",
        around='<table id="post_list">{rows}</table>',
        row='<tr id="li_chk_pds-{id}"><td class="li_sbj"><a href="read.html?table=pds&amp;number={id}">{title}</a>'
        '<span class="list_comment_num">[{comments}]</span></td><td><span class="hu_nick_txt">{author}</span></td>'
        '<td class="li_date">2026-11-22 21:45</td><td class="li_und">{views}</td><td><span class="o">{likes}'
        "</span></td></tr>",
        post='<span id="ai_cm_title">{title}</span><span class="hu_nick_txt">{author}</span>'
        '<div id="cnts">{body}</div>'
        '<span id="ok_div">{likes}</span><span class="blue_num">{comments}</span>',
    ),
    "arcalive": Sketch(
        path="/b/live/{id}",
        around='<div class="list-table">{rows}</div>',
        closed_row='<a class="vrow column notice" href="/b/live/1"><span class="title">공지</span></a>',
        row='<a class="vrow column" href="/b/live/{id}?p=1"><span class="badge">유머</span>'
        '<span class="title">{title}</span>'
        '<span class="comment-count">[{comments}]</span><span class="user-info">{author}</span>'
        '<time datetime="2026-11-22T12:45:10.000Z">21:45</time><span class="col-view">{views}</span>'
        '<span class="col-rate">{likes}</span></a>',
        post='<div class="article-head"><div class="title">{title}</div><span class="user-info">{author}</span></div>'
        '<div class="article-info"><span>댓글</span><span>{comments}</span><span>조회수</span><span>{views}</span>'
        '<time datetime="2026-11-22T12:45:10.000Z">x</time></div><div class="article-content">{body}</div>'
        '<div class="rate-up">{likes}</div><div class="rate-down">{dislikes}</div>{remarks}',
        comment='<div class="comment-item" id="c_{cid}"><span class="user-info">{who}</span>'
        '<time datetime="2026-11-22T12:50:00.000Z">x</time><div class="message"><div class="text">{said}</div>'
        "</div></div>",
        closed_comment='<div class="comment-item deleted" id="c_1"><div class="message">'
        '<div class="text">삭제됨</div></div></div>',
    ),
    "dogdrip": Sketch(
        path="/dogdrip/{id}",
        around='<table class="ed table"><tbody>{rows}</tbody></table>',
        closed_row='<tr class="notice"><td class="title"><a href="/dogdrip/1">공지</a></td></tr>',
        row='<tr><td class="title"><a class="title-link" href="/dogdrip/{id}?sort_index=popular">{title}</a>'
        '<span class="ed text-primary">{comments}</span></td><td class="time">3 시간 전</td>'
        '<td class="ed voteNum">{likes}</td></tr>',
        post='<div class="ed title-toolbar"><h4><a class="ed link" href="/{id}">{title}</a></h4>'
        f'<a class="member">{{author}}</a></div>{_XE}{{remarks}}',
        comment=f'<div class="ed comment-item" id="comment_{{cid}}"><a class="comment-bar-author">{{who}}'
        f"</a>{_XE_COMMENT}"
        '<span class="vote_up_count">{up}</span></div>',
    ),
    "dmitory": Sketch(
        path="/issue/{id}",
        around='<table class="bd_lst"><tbody>{rows}</tbody></table>',
        closed_row='<tr class="notice"><td class="title"><a class="hx" href="/issue/1">공지</a></td></tr>',
        row='<tr><td class="title"><a class="hx" href="/issue/{id}">{title}</a><a class="replyNum">{comments}</a></td>'
        '<td class="time">2026.11.22</td><td class="m_no">{views}</td></tr>',
        post='<div class="rd_hd"><h1><a href="/issue/{id}">{title}</a></h1><span class="date">2026.11.22 21:45'
        "</span></div>"
        f'<div class="read_body">{_XE}</div><ul>{{remarks}}</ul>',
        comment=f'<li class="fdb_itm" id="comment_{{cid}}"><div class="meta">{{who}}</div>{_XE_COMMENT}</li>',
    ),
    "goodgag": Sketch(
        path="/{id}",
        around='<div class="board_list"><table><tbody>{rows}</tbody></table></div>',
        closed_row='<tr class="notice"><td class="title"><a href="/1">공지</a></td></tr>',
        row='<tr><td class="title"><a href="/{id}">{title}</a><a class="replyNum">[{comments}]</a></td></tr>',
        post='<div class="read_header"><h1><a href="/{id}">{title}</a></h1><p class="meta">'
        '<span class="author">{author}</span>'
        '<span class="read_count">조회 수 : {views}</span><span class="vote_count">추천:{likes}</span></p></div>'
        f'<div class="read_body">{_XE}</div>',
    ),
    "eightytwocook": Sketch(
        path="/entiz/read.php?num={id}",
        around="<table><tbody>{rows}</tbody></table>",
        closed_row='<tr class="noticeList"><td class="title"><a href="read.php?num=1">공지</a></td></tr>',
        row='<tr><td class="numbers"><a>9</a></td><td class="title">'
        '<a href="read.php?bn=15&amp;num={id}">{title}</a> <em>{comments}</em></td>'
        '<td class="user_function">{author}</td><td class="regdate" title="2026-11-22 21:45:10">21:45</td>'
        '<td class="numbers">{views}</td></tr>',
        post='<div id="read"><h4 class="title">{title}</h4></div><div id="readHead">'
        '<strong class="user_function">{author}</strong>'
        '<span>조회수 : {views}</span></div><div id="articleBody">{body}</div><ul>{remarks}</ul>',
        comment='<li class="rp" data-rn="{cid}"><strong class="user_function">{who}</strong>'
        "<em>'26.11.22 9:50 PM</em><p>{said}</p></li>",
    ),
    "blind": Sketch(
        path="/kr/post/a-title-{id}",
        around='<div class="article-list">{rows}</div>',
        row='<div class="article-list-pre"><div class="tit"><h3><a href="/kr/post/a-title-{id}">{title}</a></h3></div>'
        '<a class="pv">{views}</a><a class="like">{likes}</a><a class="cmt">{comments}</a></div>',
        post='<script type="application/ld+json">{{"@type": "DiscussionForumPosting", "headline": "{title}",'
        '"text": "비가 오는 날", "author": {{"name": "{author}"}}, "commentCount": {comments},'
        '"interactionStatistic": [{{"interactionType": "LikeAction", "userInteractionCount": {likes}}}],'
        '"comment": [{{"@type": "Comment", "text": "댓글 하나"}}]}}</script>',
    ),
}
