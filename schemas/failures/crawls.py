"""What is said of a crawl: why it ended early or cannot be relied on, and what else a person should know of it."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "crawl.stopped.blocked": Sentences(
        en="{site} blocks us: {url} answers {status}, a refusal or a challenge.",
        ko="{site} 사이트가 접근을 막았습니다. {url}이(가) 거부나 자동 접속 확인({status})으로 응답합니다.",
        cure="It is left alone for a day.",
        cure_ko="하루 동안 쉬었다가 다시 시도합니다.",
    ),
    "crawl.stopped.busy": Sentences(
        en="{site} is busy: {url} asks to come back in {seconds} s.",
        ko="{site} 사이트가 붐빕니다. {url}이(가) {seconds}초 뒤에 다시 오라고 합니다.",
    ),
    "crawl.stopped.budget": Sentences(
        en="{host} was asked {requests} times today, which is all that the site's file allows.",
        ko="오늘 {host}에 {requests}번 요청해 사이트 파일의 하루 한도를 다 썼습니다.",
    ),
    "crawl.stopped.robots": Sentences(
        en="{url} answers {status}, so nothing of the site may be read.",
        ko="{url}이(가) {status}(으)로 응답해 이 사이트를 읽을 수 없습니다.",
    ),
    "crawl.stopped.robots_page": Sentences(
        en="{url} is a web page, not rules, so nothing of the site may be read.",
        ko="{url}에 규칙 대신 웹 페이지가 있어 이 사이트를 읽을 수 없습니다.",
    ),
    "crawl.stopped.robots_unread": Sentences(
        en="{url} cannot be read ({why}), so nothing of the site may be.",
        ko="{url}을(를) 읽지 못해({why}) 이 사이트를 읽을 수 없습니다.",
    ),
    "crawl.stopped.robots_redirects": Sentences(
        en="{url} redirects too often, so nothing of the site may be read.",
        ko="{url}이(가) 다른 주소로 너무 여러 번 넘어가 이 사이트를 읽을 수 없습니다.",
    ),
    "crawl.stopped.robots_delay": Sentences(
        en="{url} asks for {seconds} s between two requests, which is longer than a crawl waits.",
        ko="{url}이(가) 요청 사이에 {seconds}초를 쉬라고 해, 수집이 기다릴 수 있는 시간을 넘습니다.",
    ),
    "crawl.stopped.lease": Sentences(
        en="Another collector took over the host of {site}.", ko="다른 수집기가 {site} 사이트를 넘겨받았습니다."
    ),
    "crawl.stopped.shutdown": Sentences(en="The collector shuts down.", ko="수집기가 종료되는 중입니다."),
    "crawl.stopped.fault": Sentences(
        en="The crawl was broken off by an error of our own; see the log.",
        ko="프로그램 오류로 수집이 중단되었습니다. 로그를 확인하세요.",
    ),
    "crawl.stopped.over": Sentences(en="The crawl has ended.", ko="수집이 끝났습니다."),
    "crawl.not_a_board": Sentences(
        en="There is no post on {url}.",
        ko="{url}에 글이 없습니다.",
        cure="Open it in a browser. If the address or the markup changed, correct the site's file.",
        cure_ko="브라우저로 열어 보고, 주소나 페이지 구조가 바뀌었으면 사이트 파일을 고치세요.",
    ),
    "crawl.unread_rows": Sentences(
        en="{url} lists posts, but none could be read.",
        ko="{url}에 글 목록은 있지만 하나도 읽지 못했습니다.",
        cure="Its markup has changed: correct selectors.list in the site's file.",
        cure_ko="페이지 구조가 바뀐 듯합니다. 사이트 파일의 selectors.list를 고치세요.",
    ),
    "crawl.list_changed": Sentences(
        en="{url} is a whole page, but its list is not where it was: the layout has changed.",
        ko="{url}에 내용은 있지만 글 목록이 있던 자리에 없습니다. 페이지 구조가 바뀐 듯합니다.",
        cure="Correct selectors.list in the site's file.",
        cure_ko="사이트 파일의 selectors.list를 고치세요.",
    ),
    "crawl.list_login": Sentences(
        en="{url} asks for a login; only public lists are read.",
        ko="{url}이(가) 로그인을 요구합니다. 공개된 목록만 읽습니다.",
    ),
    "crawl.list_script": Sentences(
        en="{url} holds scripts alone: they make the list, or look whether a person came.",
        ko="{url}에 스크립트만 있습니다. 목록을 스크립트로 그리거나 자동 접속인지 확인하는 페이지입니다.",
        cure="Look whether the site has a feed or an API; a check for bots is not got around.",
        cure_ko="사이트에 피드나 API가 있는지 찾아보세요. 자동 접속 확인은 우회하지 않습니다.",
    ),
    "crawl.list_error": Sentences(
        en="{url} holds an error message of the site instead of a list.",
        ko="{url}에 글 목록 대신 사이트의 오류 안내가 있습니다.",
    ),
    "crawl.list_format": Sentences(
        en="{url} is a document of another kind than the site's engine reads.",
        ko="{url}의 형식이 이 사이트의 엔진이 읽는 형식과 다릅니다.",
        cure="Correct the board's path or the engine in the site's file.",
        cure_ko="사이트 파일의 게시판 주소나 엔진을 고치세요.",
    ),
    "crawl.list_lost": Sentences(
        en="{lost} list pages could not be read; the first was {url} ({reason}).",
        ko="목록 {lost}쪽을 읽지 못했습니다. 처음 실패한 곳: {url}({reason}).",
    ),
    "crawl.rows_unread": Sentences(
        en="{unread} of {rows} rows on the lists could not be read; the first are on {url}.",
        ko="목록의 {rows}줄 가운데 {unread}줄을 읽지 못했습니다. 처음 나온 곳: {url}.",
        cure="Correct selectors.list in the site's file; rows that are advertisements are named in hidden.",
        cure_ko="글이라면 사이트 파일의 selectors.list를 고치고, 광고라면 hidden에 적으세요.",
    ),
    "crawl.one_page": Sentences(
        en="{url} leads to no second page, so one page was read.",
        ko="{url}에서 다음 쪽을 찾지 못해 한 쪽만 읽었습니다.",
        cure="If the list has more pages, add list.next or list.next_rule to the selectors in the site's file.",
        cure_ko="목록이 여러 쪽이라면 사이트 파일의 선택자에 list.next나 list.next_rule을 적으세요.",
    ),
    "crawl.page_repeated": Sentences(
        en="{url} shows the posts of the page before again; reading ended there.",
        ko="{url}에 앞쪽과 같은 글이 다시 나와 거기서 멈췄습니다.",
    ),
    "crawl.posts_doubled": Sentences(
        en="{posts} posts are listed a second time under another id.",
        ko="글 {posts}개가 다른 번호로 목록에 또 있습니다.",
    ),
    "crawl.layout_changed": Sentences(
        en="{lost} of {posts} posts have no title or text where they had it, first {url}: the layout has changed.",
        ko="글 {posts}개 가운데 {lost}개에서 제목이나 본문을 찾지 못했습니다({url} 등). 페이지 구조가 바뀐 듯합니다.",
        cure="Correct selectors.post in the site's file.",
        cure_ko="사이트 파일의 selectors.post를 고치세요.",
    ),
    "crawl.cut_off": Sentences(
        en="{pages} pages end without </html>, first {url}: they may have been cut off.",
        ko="{pages}쪽이 </html> 없이 끝나({url} 등) 중간에 끊겼을 수 있습니다.",
        cure="If the site never writes it, set open_ended: true in its file.",
        cure_ko="이 사이트가 원래 그렇다면 사이트 파일에 open_ended: true를 적으세요.",
    ),
    "crawl.other_posts": Sentences(
        en="{faulty} of {posts} pages show another post than their list names.",
        ko="글 {posts}개 가운데 {faulty}개의 페이지에 목록과 다른 글이 나옵니다.",
        cure="If the site changed its markup, correct selectors.list.link or selectors.post.title in its file.",
        cure_ko="페이지 구조가 바뀌었으면 사이트 파일의 selectors.list.link나 selectors.post.title을 고치세요.",
    ),
    "crawl.dates_ahead": Sentences(
        en="{faulty} of {posts} posts have dates that are still to come; they are kept without.",
        ko="글 {posts}개 가운데 {faulty}개의 날짜가 미래라서 날짜 없이 남겼습니다.",
        cure="Correct posted_at or time_zone in the site's file.",
        cure_ko="사이트 파일의 posted_at이나 time_zone을 고치세요.",
    ),
    "crawl.ids_changed": Sentences(
        en="{faulty} new posts repeat posts of this site that are known under other ids.",
        ko="새 글 {faulty}개가 이 사이트에서 다른 번호로 이미 받은 글과 같습니다.",
        cure="Correct selectors.list.id in the site's file: it must not change from visit to visit.",
        cure_ko="사이트 파일의 selectors.list.id를 고치세요. 볼 때마다 달라지면 안 됩니다.",
    ),
    "crawl.fields_lost": Sentences(
        en="None of the {posts} posts that were read has: {fields}.",
        ko="읽은 글 {posts}개 어디에도 다음 항목이 없습니다: {fields}.",
        cure="If the site changed its markup, correct these selectors in its file.",
        cure_ko="페이지 구조가 바뀌었으면 사이트 파일에서 이 선택자를 고치세요.",
    ),
    "crawl.comments_unread": Sentences(
        en="{faulty} of {posts} posts have comments that a script loads; they are not read on this site.",
        ko="글 {posts}개 가운데 {faulty}개의 댓글은 스크립트로 나와, 이 사이트에서는 읽지 않습니다.",
    ),
    "crawl.comments_limited": Sentences(
        en="{faulty} of {posts} posts have more comment pages than one crawl reads.",
        ko="글 {posts}개 가운데 {faulty}개는 댓글 쪽수가 한도를 넘어 일부만 읽었습니다.",
    ),
    "crawl.comments_repeated": Sentences(
        en="{faulty} of {posts} posts have a comment page that repeats another one.",
        ko="글 {posts}개 가운데 {faulty}개에서 같은 댓글 쪽이 되풀이됩니다.",
    ),
    "crawl.comment_pages_lost": Sentences(
        en="{lost} comment pages could not be read; the first was {url} ({reason}).",
        ko="댓글 {lost}쪽을 읽지 못했습니다. 처음 실패한 곳: {url}({reason}).",
    ),
    "crawl.pictures_lost": Sentences(
        en="{lost} pictures were left out (mostly: {reason}).",
        ko="그림 {lost}개를 받지 못했습니다(주된 까닭: {reason}).",
    ),
    "crawl.no_list": Sentences(
        en="No list could be read; the first was {url} ({reason}).",
        ko="목록을 읽지 못했습니다. 처음 실패한 곳: {url}({reason}).",
    ),
    "crawl.nothing_listed": Sentences(en="The lists that were read hold no post.", ko="읽은 목록에 글이 없습니다."),
    "crawl.no_post": Sentences(
        en="No post could be read; the first was {url} ({reason}).",
        ko="글을 하나도 읽지 못했습니다. 처음 실패한 곳: {url}({reason}).",
    ),
    "crawl.posts_lost": Sentences(
        en="{lost} of {posts} posts could not be read (mostly: {reason}).",
        ko="글 {posts}개 가운데 {lost}개를 읽지 못했습니다(주된 까닭: {reason}).",
    ),
    "crawl.empty_posts": Sentences(
        en="{faulty} of {posts} posts are empty.",
        ko="글 {posts}개 가운데 {faulty}개가 비어 있습니다.",
        cure="If the site changed its markup, correct selectors.post.body in its file.",
        cure_ko="페이지 구조가 바뀌었으면 사이트 파일의 selectors.post.body를 고치세요.",
    ),
    "crawl.comments_missing": Sentences(
        en="{faulty} of {posts} posts have fewer comments than they say.",
        ko="글 {posts}개 가운데 {faulty}개에서 댓글을 다 읽지 못했습니다.",
        cure="If the site changed its markup, correct selectors.comments in its file.",
        cure_ko="페이지 구조가 바뀌었으면 사이트 파일의 selectors.comments를 고치세요.",
    ),
    "crawl.titles_repeated": Sentences(
        en="{faulty} of {posts} posts have the same title.",
        ko="글 {posts}개 가운데 {faulty}개의 제목이 똑같습니다.",
        cure="If the site changed its markup, correct selectors.post.title in its file.",
        cure_ko="페이지 구조가 바뀌었으면 사이트 파일의 selectors.post.title을 고치세요.",
    ),
    "crawl.texts_repeated": Sentences(
        en="{faulty} of {posts} posts have the same text.",
        ko="글 {posts}개 가운데 {faulty}개의 본문이 똑같습니다.",
        cure="If the site changed its markup, correct selectors.post.body in its file.",
        cure_ko="페이지 구조가 바뀌었으면 사이트 파일의 selectors.post.body를 고치세요.",
    ),
    "crawl.comments_elsewhere": Sentences(
        en="{faulty} of {posts} posts have the comments of another post.",
        ko="글 {posts}개 가운데 {faulty}개에 다른 글의 댓글이 달려 있습니다.",
        cure="Correct selectors.comments.rows in the site's file: they find more than the comments of the post.",
        cure_ko="사이트 파일의 selectors.comments.rows를 고치세요. 그 글의 댓글이 아닌 것까지 찾습니다.",
    ),
    "crawl.none_kept": Sentences(
        en="None of the {listed} posts that {site} lists could be kept ({reasons}).",
        ko="{site}의 목록에 있는 글 {listed}개 가운데 남길 수 있는 글이 없습니다({reasons}).",
        cure="Open one in a browser. If the markup changed, correct the site's file.",
        cure_ko="브라우저로 글을 열어 보고, 페이지 구조가 바뀌었으면 사이트 파일을 고치세요.",
    ),
    "crawl.host_rests": Sentences(
        en="{host} must not be asked before {until} ({reason}).",
        ko="{host}에는 {until}까지 요청하지 않습니다({reason}).",
    ),
    "crawl.host_taken": Sentences(
        en="Another collector is reading {host}.", ko="다른 수집기가 {host}을(를) 읽고 있습니다."
    ),
    "crawl.earlier_release": Sentences(en="{why}.", ko="이전 버전이 남긴 기록입니다: {why}."),
}
