"""Failures of recognising an unknown site from its pages."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "site.not_recognised": Sentences(
        en="No list of posts was recognised at {url}, nor on the {pages} pages around it.",
        ko="{url} 주소와 그 주변 {pages}쪽에서 글 목록을 찾지 못했습니다.",
        cure="Give the address of a board's list. A board that is drawn by scripts alone needs an engine of its own.",
        cure_ko="게시판 목록의 주소를 지정하세요. 스크립트로만 그려지는 게시판은 전용 엔진이 필요합니다.",
    ),
    "site.example_missing": Sentences(
        en="The example of {name}, {text!r}, stands on none of the {pages} pages that were read.",
        ko="{name}의 예로 든 {text!r}이(가) 읽은 페이지 {pages}쪽 어디에도 없습니다.",
        cure="Copy it from the table: the pages are those of the list and of the posts shown.",
        cure_ko="표에 나온 목록과 글에서 글자를 그대로 옮겨 적으세요.",
    ),
    "site.example_unknown": Sentences(
        en="There is nothing called {name} to point at. There is: {known}.",
        ko="{name}(이)라는 항목은 없습니다. 있는 항목: {known}.",
        cure="Use one of those names.",
        cure_ko="있는 항목 이름을 쓰세요.",
    ),
    "site.not_looked_at": Sentences(
        en="{url} was not looked at yet, or too long ago.",
        ko="{url} 주소를 아직 살펴보지 않았거나, 살펴본 지 오래되었습니다.",
        cure="Have it recognised again, then save it.",
        cure_ko="다시 살펴본 다음 저장하세요.",
    ),
    "site.not_named": Sentences(
        en="The site was not written: its {field} cannot be {value!r}.",
        ko="사이트 파일을 쓰지 않았습니다. {field} 값으로 {value!r}은(는) 쓸 수 없습니다.",
        cure="A code has up to 64 of the signs A-Z, a-z, 0-9, - and _; a name has up to 64 characters.",
        cure_ko="code는 영문자, 숫자, -, _로 64자까지, name은 64자까지 쓸 수 있습니다.",
    ),
    "site.already_declared": Sentences(
        en="A site with the code {site} is declared already, in {file}.",
        ko="코드가 {site}인 사이트가 이미 있습니다({file}).",
        cure="Choose another with --code, or mend it: wagglebot sites mend {site}",
        cure_ko="--code로 다른 코드를 정하거나 wagglebot sites mend {site}(으)로 고치세요.",
    ),
    "recognition.comments_unread": Sentences(
        en="The pages speak of {declared} comments, and none were read.",
        ko="페이지에는 댓글이 {declared}개 있다고 나오지만 하나도 읽지 못했습니다.",
        cure="Point at one: --comment TEXT.",
        cure_ko="댓글 하나를 짚어 주세요: --comment 댓글 내용.",
    ),
    "recognition.comments_differ": Sentences(
        en="The pages speak of {declared} comments, and {read} were read.",
        ko="페이지에는 댓글이 {declared}개 있다고 나오지만 {read}개를 읽었습니다.",
        cure="Point at one: --comment TEXT.",
        cure_ko="댓글 하나를 짚어 주세요: --comment 댓글 내용.",
    ),
    "recognition.comments_uncounted": Sentences(
        en="{read} comments were read, and nothing on the pages says how many there are.",
        ko="댓글 {read}개를 읽었지만 모두 몇 개인지 알려 주는 숫자가 페이지에 없습니다.",
        cure="Count those of one post.",
        cure_ko="글 하나의 댓글 수를 직접 세어 보세요.",
    ),
    "recognition.comments_none": Sentences(
        en="No comments were found below {posts} posts, and nothing on the pages says how many there are.",
        ko="글 {posts}개에서 댓글을 찾지 못했고, 댓글이 몇 개인지 알려 주는 숫자도 페이지에 없습니다.",
        cure="Where there are some, point at one: --comment TEXT.",
        cure_ko="댓글이 있으면 하나를 짚어 주세요: --comment 댓글 내용.",
    ),
    "recognition.comments_alike": Sentences(
        en="{alike} comments have the text of another one.",
        ko="댓글 {alike}개의 내용이 다른 댓글과 똑같습니다.",
        cure="Point at one: --comment TEXT.",
        cure_ko="댓글 하나를 짚어 주세요: --comment 댓글 내용.",
    ),
    "recognition.author_in_text": Sentences(
        en="The texts of {comments} comments begin with the names of their authors.",
        ko="댓글 {comments}개의 내용이 작성자 이름으로 시작합니다.",
        cure="Point at one: --comment TEXT.",
        cure_ko="댓글 하나를 짚어 주세요: --comment 댓글 내용.",
    ),
    "recognition.authors_unread": Sentences(
        en="No author was read of {comments} comments.",
        ko="댓글 {comments}개의 작성자를 읽지 못했습니다.",
        cure="Point at one: --comment-author NAME.",
        cure_ko="작성자 하나를 짚어 주세요: --comment-author 이름.",
    ),
    "recognition.bodies_empty": Sentences(
        en="None of the {posts} posts that were looked at has a text or a picture.",
        ko="살펴본 글 {posts}개에 본문도 사진도 없습니다.",
        cure="Point at a text: --body BEGINNING.",
        cure_ko="본문을 짚어 주세요: --body 본문 첫머리.",
    ),
    "recognition.body_is_title": Sentences(
        en="The body that was read is the title.",
        ko="본문으로 읽은 내용이 제목과 똑같습니다.",
        cure="Point at a text: --body BEGINNING.",
        cure_ko="본문을 짚어 주세요: --body 본문 첫머리.",
    ),
    "recognition.comments_in_body": Sentences(
        en="The body that was read holds the texts of {comments} comments.",
        ko="본문으로 읽은 내용에 댓글 {comments}개가 들어 있습니다.",
        cure="Point at a text: --body BEGINNING.",
        cure_ko="본문을 짚어 주세요: --body 본문 첫머리.",
    ),
    "recognition.same_everywhere": Sentences(
        en="It is {value!r} everywhere, which may be a word of the layout.",
        ko="어디서나 {value!r}(으)로 같아서 화면 문구일 수 있습니다.",
        cure="Look at it on the page, and point at the right one.",
        cure_ko="페이지에서 확인하고 맞는 글자를 짚어 주세요.",
    ),
    "recognition.times_disagree": Sentences(
        en="List and post show unlike days for {posts} posts; a list may show the time of the last comment.",
        ko="글 {posts}개의 날짜가 목록과 글에서 서로 다릅니다. 목록에는 마지막 댓글 시각이 나올 수도 있습니다.",
        cure="Look at both, and point at the right one: --time TEXT.",
        cure_ko="둘 다 확인하고 맞는 시각을 짚어 주세요: --time 시각.",
    ),
    "recognition.comments_before_post": Sentences(
        en="{comments} comments are older than their post.",
        ko="댓글 {comments}개가 글보다 먼저 쓰인 것으로 읽혔습니다.",
        cure="Point at the right times: --time TEXT, --comment-time TEXT.",
        cure_ko="맞는 시각을 짚어 주세요: --time 시각, --comment-time 시각.",
    ),
}
