"""Failures of what a person asks for: decisions that cannot be recorded, and requests that the review app refuses."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

_DECISIONS: Final[Mapping[str, Sentences]] = {
    "command.not_saved": Sentences(
        en="Not saved: the message broker does not answer.",
        ko="저장하지 못했습니다. 메시지 브로커가 응답하지 않습니다.",
        cure="Try again in a moment. See: wagglebot doctor.",
        cure_ko="잠시 뒤 다시 시도해 주세요. 점검: wagglebot doctor",
    ),
    "post.unknown": Sentences(en="There is no post {post}.", ko="{post} 글이 없습니다."),
    "post.gone_at_source": Sentences(
        en="Its site no longer shows this post, so no film can be made or published of it.",
        ko="원래 사이트에서 삭제된 글이라 영상을 만들거나 게시할 수 없습니다.",
    ),
    "post.not_decided": Sentences(
        en="This post has not been decided yet.",
        ko="아직 결정하지 않은 글입니다.",
        cure="Approve it first: wagglebot approve POST.",
        cure_ko="먼저 승인해 주세요: wagglebot approve POST",
    ),
    "post.already_approved": Sentences(
        en="This post has already been approved.",
        ko="이미 승인된 글입니다. 다른 곳에서 먼저 결정했습니다.",
        cure="Take the decision back: wagglebot reopen POST.",
        cure_ko="결정 되돌리기: wagglebot reopen POST",
    ),
    "post.already_declined": Sentences(
        en="This post has already been declined.",
        ko="이미 거절된 글입니다. 다른 곳에서 먼저 결정했습니다.",
        cure="Take the decision back: wagglebot reopen POST.",
        cure_ko="결정 되돌리기: wagglebot reopen POST",
    ),
    "post.already_processing": Sentences(
        en="A film is already being made of this post.", ko="이미 영상을 만들고 있는 글입니다."
    ),
    "post.already_rendered": Sentences(
        en="The film of this post is already finished.",
        ko="이미 영상이 완성된 글입니다.",
        cure="Make it again: wagglebot remake POST.",
        cure_ko="다시 만들기: wagglebot remake POST",
    ),
    "post.already_uploaded": Sentences(
        en="The film of this post is already published.",
        ko="이미 게시된 글입니다.",
        cure="Take it back: wagglebot withdraw POST --reason WHY.",
        cure_ko="게시 취소: wagglebot withdraw POST --reason WHY",
    ),
    "post.already_failed": Sentences(
        en="Making the film of this post failed.",
        ko="영상 제작에 실패한 글입니다. 실패 탭에서 다시 시도할 수 있습니다.",
        cure="Try again: wagglebot retry POST.",
        cure_ko="다시 시도: wagglebot retry POST",
    ),
    "post.already_retracted": Sentences(
        en="This post was taken down for good and cannot be used any more.",
        ko="삭제 요청으로 내려간 글이라 더는 사용할 수 없습니다.",
    ),
    "post.check_first": Sentences(
        en="Something about this post must be checked before it is approved.",
        ko="승인하기 전에 확인해야 할 것이 있는 글입니다.",
        cure="Check it, then approve with --checked for each of: {checks}.",
        cure_ko="확인한 뒤 항목마다 --checked를 붙여 승인하세요: {checks}",
    ),
    "post.nothing_failed": Sentences(en="Nothing failed that could be tried again.", ko="다시 시도할 실패가 없습니다."),
    "post.no_script": Sentences(
        en="This post has no script yet.",
        ko="아직 대본이 없는 글입니다.",
        cure="Approve it, and wait until its script is written.",
        cure_ko="승인한 뒤 대본이 써질 때까지 기다려 주세요.",
    ),
    "post.script_changed": Sentences(
        en="The script was changed somewhere else in the meantime.",
        ko="그사이 다른 곳에서 대본이 바뀌었습니다. 새로 불러와 다시 고쳐 주세요.",
        cure="Load it again, then change it.",
        cure_ko="다시 불러온 뒤 고쳐 주세요.",
    ),
    "post.no_film": Sentences(
        en="This post has no finished film.",
        ko="완성된 영상이 없는 글입니다.",
        cure="See what is being made: wagglebot status.",
        cure_ko="진행 상황 보기: wagglebot status",
    ),
    "post.other_author": Sentences(
        en="{post} is not by the author of {first}, as far as is known here.",
        ko="{post}은(는) {first}과 같은 글쓴이의 글이 아닙니다.",
        cure="Approve it as a story of its own: wagglebot approve {post}",
        cure_ko="따로 된 이야기로 승인하기: wagglebot approve {post}",
    ),
    "post.first_part_without_film": Sentences(
        en="No film of the first part {first} was made, so nothing can be recalled of it.",
        ko="1편인 {first}의 영상이 없어서 지난 이야기를 들려줄 수 없습니다.",
        cure="Approve the first part first: wagglebot approve {first}",
        cure_ko="1편부터 승인하기: wagglebot approve {first}",
    ),
    "post.film_too_short_to_cut": Sentences(
        en="The film of {post} is {seconds} s long; a cut is made of one of 61 s and more.",
        ko="{post}의 영상은 {seconds}초입니다. 짧은 편집본은 61초 이상인 영상으로 만듭니다.",
        cure="Have a longer script written: wagglebot cut {post} --rewrite",
        cure_ko="더 긴 대본으로 다시 만들기: wagglebot cut {post} --rewrite",
    ),
    "insight.period_wrong": Sentences(
        en="The days from {since} to {until} cannot be shown: at most {days} days, the first one first.",
        ko="{since}부터 {until}까지는 볼 수 없습니다. 시작일이 먼저여야 하고 최대 {days}일입니다.",
        cure="Choose other days.",
        cure_ko="다른 기간을 골라 주세요.",
    ),
    "post.film_changed": Sentences(
        en="The film or its description changed since you looked at it.",
        ko="보고 있던 영상이나 설명이 그사이 바뀌었습니다. 다시 확인해 주세요.",
        cure="Look at it again, then decide.",
        cure_ko="다시 확인한 뒤 결정해 주세요.",
    ),
    "post.already_on_platform": Sentences(
        en="This film is already on {platform}.", ko="이 영상은 이미 {platform}에 게시되어 있습니다."
    ),
    "platform.not_configured": Sentences(
        en="Films are not published to {platform} here: configured are {configured}.",
        ko="{platform}은(는) 게시하도록 설정되지 않은 플랫폼입니다. 설정된 플랫폼: {configured}.",
        cure="Add it to WAGGLEBOT_PUBLISH__PLATFORMS. See: wagglebot adapters.",
        cure_ko="WAGGLEBOT_PUBLISH__PLATFORMS에 추가하세요. 목록 보기: wagglebot adapters",
    ),
    "upload.not_in_doubt": Sentences(
        en="There is no upload {upload} in doubt.",
        ko="{upload}은(는) 확인이 필요한 업로드가 아닙니다.",
        cure="See the list: wagglebot uploads list --doubt.",
        cure_ko="목록 보기: wagglebot uploads list --doubt",
    ),
    "site.not_declared": Sentences(
        en="There is no site {site}.",
        ko="{site} 사이트가 없습니다.",
        cure="See the list: wagglebot sites.",
        cure_ko="목록 보기: wagglebot sites",
    ),
    "site.not_crawled": Sentences(
        en="The site {site} is not among those that are crawled.",
        ko="{site}은(는) 수집하도록 설정된 사이트가 아닙니다.",
        cure="Switch it on: wagglebot site on {site}.",
        cure_ko="수집 켜기: wagglebot site on {site}",
    ),
    "site.closed_by_policy": Sentences(
        en="The policy of the site {site} does not allow crawling it ({why}).",
        ko="사이트 정책상 {site}은(는) 수집할 수 없습니다({why}).",
        cure="If you may read it, record who allowed it: wagglebot site permit {site}.",
        cure_ko="수집 허락을 받았다면 기록해 주세요: wagglebot site permit {site}",
    ),
}
"""Why something that a person asked for was not recorded."""

_REQUESTS: Final[Mapping[str, Sentences]] = {
    "review.not_now": Sentences(
        en="Not possible just now. Please try again in a moment.",
        ko="지금은 할 수 없습니다. 잠시 뒤 다시 시도해 주세요.",
    ),
    "review.not_understood": Sentences(en="The request is not understood.", ko="요청 내용을 이해할 수 없습니다."),
    "review.not_here": Sentences(en="Nothing is here.", ko="찾을 수 없습니다."),
    "review.login_first": Sentences(en="Please log in first.", ko="먼저 로그인해 주세요."),
    "review.wrong_password": Sentences(en="The password is not right.", ko="비밀번호가 맞지 않습니다."),
    "review.throttled": Sentences(
        en="Too many wrong tries. Please wait a minute.",
        ko="잘못된 시도가 너무 많았습니다. 1분 뒤에 다시 시도해 주세요.",
    ),
    "review.bad_host": Sentences(en="This host name is not allowed here.", ko="허용되지 않은 주소로 접속했습니다."),
    "review.bad_origin": Sentences(
        en="Requests sent from other sites are refused.", ko="다른 사이트에서 보낸 요청은 받지 않습니다."
    ),
    "review.json_only": Sentences(en="Only JSON bodies are accepted.", ko="JSON 요청만 받습니다."),
    "review.operators_only": Sentences(en="Only an operator may do this.", ko="운영자만 할 수 있습니다."),
    "review.weak_account": Sentences(
        en="A name has at most 40 letters and digits, a password at least 8 characters.",
        ko="이름은 글자·숫자 40자 이내, 비밀번호는 8자 이상이어야 합니다.",
    ),
    "review.wrong_code": Sentences(
        en="The code is not right. Look at the one in the terminal.",
        ko="코드가 맞지 않습니다. 터미널에 표시된 코드를 확인해 주세요.",
    ),
    "review.operator_first": Sentences(
        en="The first account must be an operator's.", ko="첫 계정은 운영자여야 합니다."
    ),
    "review.last_operator": Sentences(
        en="That account is not there, or it is the last operator's, who must stay one.",
        ko="없는 계정이거나 마지막 운영자 계정입니다. 운영자는 한 명 이상 있어야 합니다.",
    ),
    "review.name_taken": Sentences(
        en="There is an account {name} already.", ko="{name} 계정이 이미 있습니다. 목록에서 그 계정을 고쳐 주세요."
    ),
    "review.accounts_unreadable": Sentences(
        en="The accounts in {file} cannot be read ({why}).",
        ko="{file}의 계정을 읽을 수 없습니다({why}).",
        cure="Restore the file from a backup, or delete it to make the first account anew.",
        cure_ko="백업에서 파일을 되살리거나, 파일을 지우고 첫 계정을 다시 만들어 주세요.",
    ),
    "review.accounts_unwritable": Sentences(
        en="The accounts in {file} cannot be written ({why}).",
        ko="{file}에 계정을 저장할 수 없습니다({why}).",
        cure="Make the folder writable, and its disk less full.",
        cure_ko="폴더의 쓰기 권한과 디스크의 남은 공간을 확인해 주세요.",
    ),
    "review.port_in_use": Sentences(
        en="WAGGLEBOT_REVIEW__PORT: port {port} on {host} is in use.",
        ko="WAGGLEBOT_REVIEW__PORT: {host}의 {port}번 포트를 이미 사용하고 있습니다.",
        cure="Stop the program that uses it, or choose another port.",
        cure_ko="그 포트를 쓰는 프로그램을 끝내거나 다른 포트를 고르세요.",
    ),
    "review.cannot_listen": Sentences(
        en="WAGGLEBOT_REVIEW__HOST: cannot listen on {host}, port {port} ({why}).",
        ko="WAGGLEBOT_REVIEW__HOST: {host}의 {port}번 포트를 열 수 없습니다({why}).",
        cure="Choose an address of this machine and a port it may use.",
        cure_ko="이 컴퓨터의 주소와 사용할 수 있는 포트를 고르세요.",
    ),
}
"""Why the review app refuses a request, or does not start."""

SENTENCES: Final[Mapping[str, Sentences]] = {**_DECISIONS, **_REQUESTS}
