"""Failures of collecting: site files, addresses, pages, posts. Those of whole crawls are in ``crawls``.

The second part of a code is the reason that crawl reports count by: ``page.address.port`` counts as ``address``.
"""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

_SITE_FILES: Final[Mapping[str, Sentences]] = {
    "site.unreadable": Sentences(
        en="The site file {file} cannot be read ({why}).",
        ko="사이트 파일 {file}을(를) 읽을 수 없습니다({why}).",
        cure="Name a readable UTF-8 file.",
        cure_ko="읽을 수 있는 UTF-8 파일을 지정하세요.",
    ),
    "site.invalid": Sentences(
        en="The site file {file} is not valid: {why}.",
        ko="사이트 파일 {file}의 내용이 올바르지 않습니다: {why}.",
        cure="Correct the file; docs/site-files.md describes every field.",
        cure_ko="파일을 고치세요. 모든 항목은 docs/site-files.md에 설명되어 있습니다.",
    ),
    "site.file_name": Sentences(
        en="The site file {file} uses the code {site}, which is not its name.",
        ko="사이트 파일 {file}의 코드 {site}이(가) 파일 이름과 다릅니다.",
        cure="Name it by its code: {site}.yaml.",
        cure_ko="파일 이름을 코드에 맞춰 {site}.yaml로 바꾸세요.",
    ),
    "site.not_overridden": Sentences(
        en="The file {file} changes what only the program's file of {site} says: {fields}.",
        ko="{file}에서 바꾼 항목({fields})은 바꿀 수 없습니다. 프로그램에 든 {site} 사이트 파일로만 정합니다.",
        cure="Leave it out. Who allowed you to read the site is recorded by: wagglebot site permit {site}.",
        cure_ko="그 항목을 빼세요. 수집 허락은 wagglebot site permit {site}(으)로 기록합니다.",
    ),
    "site.permit_damaged": Sentences(
        en="The recorded permission {file} cannot be read ({why}).",
        ko="허락 기록 {file}을(를) 읽을 수 없습니다({why}).",
        cure="Record it again with wagglebot site permit CODE, or delete the file.",
        cure_ko="wagglebot site permit CODE로 다시 기록하거나 파일을 지우세요.",
    ),
    "site.permit_other_host": Sentences(
        en="The permission on record for {site} was given for other hosts: {hosts} came later.",
        ko="{site}의 허락 기록은 다른 주소에 대한 것입니다. {hosts}은(는) 그 뒤에 추가되었습니다.",
        cure="Ask again, and record it anew: wagglebot site permit {site}.",
        cure_ko="새 주소에 대해 다시 허락을 받아 기록하세요: wagglebot site permit {site}",
    ),
    "site.permit_invalid": Sentences(
        en='The permission for {site} was not recorded: its {field} cannot be "{value}".',
        ko='{site} 사이트의 허락을 기록하지 않았습니다. {field} 값으로 "{value}"은(는) 쓸 수 없습니다.',
        cure="ref says where it is kept; date is written like 2026-11-29 and not in the future; ground is site, api or "
        "terms; url begins with https://.",
        cure_ko="ref에는 보관한 곳, date에는 2026-11-29처럼 오늘까지의 날짜, ground에는 site·api·terms 가운데 하나, "
        "url에는 https://로 시작하는 주소를 적으세요.",
    ),
    "site.permit_clause": Sentences(
        en="The permission for {site} was not recorded: a reading of the terms names the clause that it rests on.",
        ko="{site} 사이트의 허락을 기록하지 않았습니다. 약관을 직접 확인했다면 근거가 되는 조항이 있어야 합니다.",
        cure="Quote the clause.",
        cure_ko="조항을 그대로 적으세요.",
    ),
    "site.permit_missing": Sentences(
        en="No permission for {site} is recorded here.",
        ko="기록된 {site} 사이트의 허락이 없습니다.",
        cure="See what is: wagglebot sites show {site}.",
        cure_ko="wagglebot sites show {site}(으)로 지금 상태를 확인하세요.",
    ),
    "site.not_found_again": Sentences(
        en="The file of {site} was not changed: nothing that was collected there before is read again.",
        ko="{site} 사이트 파일을 바꾸지 않았습니다. 전에 수집한 글이 하나도 다시 읽히지 않습니다.",
        cure="Give the address of a list that shows known posts, or point at a text: wagglebot sites mend --help.",
        cure_ko="이미 수집한 글이 보이는 목록 주소를 주거나 글자를 짚어 주세요: wagglebot sites mend --help",
    ),
    "site.host_taken": Sentences(
        en="The site {site} reads the host {host}, which is already read for {other}.",
        ko="사이트 {site}의 호스트 {host}은(는) 이미 {other} 사이트로 수집하고 있습니다.",
        cure="Enable one of the two, or make the boards of one the other's.",
        cure_ko="둘 가운데 하나만 켜거나, 게시판을 한 사이트로 합치세요.",
    ),
    "site.unknown": Sentences(
        en="No site has the code {site}.",
        ko="코드가 {site}인 사이트가 없습니다.",
        cure="Similar: {similar}. All codes: wagglebot sites. Name a file of your own by its path, ending in .yaml, "
        "or put it into sites/ beside the settings.",
        cure_ko="비슷한 코드: {similar}. 전체 목록: wagglebot sites. 직접 만든 파일은 경로(.yaml)로 지정하거나 "
        "설정 옆 sites/ 폴더에 넣으세요.",
    ),
    "site.engine_unknown": Sentences(
        en="The site {site} names the engine {engine}, which is not installed.",
        ko="사이트 {site}에 지정된 엔진 {engine}이(가) 설치되어 있지 않습니다.",
        cure="Installed engines, the most similar first: {known}.",
        cure_ko="설치된 엔진(비슷한 이름부터): {known}.",
    ),
    "site.engine_broken": Sentences(
        en="The engine {engine} of the site {site}, from the package {package}, cannot be used ({why}).",
        ko="{package} 패키지에 든 사이트 {site}의 엔진 {engine}을(를) 쓸 수 없습니다({why}).",
        cure="Mend or remove that package.",
        cure_ko="해당 패키지를 고치거나 제거하세요.",
    ),
    "site.selectors_missing": Sentences(
        en="The site {site} is read by the engine {engine}, which needs selectors, and its file has none for {part}.",
        ko="사이트 {site}은(는) 선택자로 읽는 엔진 {engine}을(를) 쓰지만, 파일에 {part} 선택자가 없습니다.",
        cure="Add the section selectors with list and post; docs/site-files.md describes them.",
        cure_ko="selectors 항목에 list와 post를 추가하세요. docs/site-files.md에 설명되어 있습니다.",
    ),
    "site.address": Sentences(
        en="The site {site} cannot be read at {address}: {why}.",
        ko="사이트 {site}을(를) {address}에서 읽을 수 없습니다: {why}.",
        cure="Give another address.",
        cure_ko="다른 주소를 지정하세요.",
    ),
    "site.closed": Sentences(
        en="The site {site} is not enabled ({why}).",
        ko="사이트 {site}은(는) 꺼져 있습니다({why}).",
        cure="If you may read it, put a file of your own into sites/ beside the settings, and record who allowed it: "
        "wagglebot site permit {site}.",
        cure_ko="수집해도 된다면 기록하세요: wagglebot site permit {site}. "
        "직접 만든 파일은 먼저 설정 옆 sites/ 폴더에 넣으세요.",
    ),
    "site.no_contact": Sentences(
        en="collect.contact is empty: {site} could not reach the operator of this crawler.",
        ko="collect.contact가 비어 있어 {site}에서 수집기 운영자에게 연락할 방법이 없습니다.",
        cure="Set WAGGLEBOT_COLLECT__CONTACT to a mail or web address of yours.",
        cure_ko="WAGGLEBOT_COLLECT__CONTACT에 메일 주소나 홈페이지 주소를 넣으세요.",
    ),
    "sample.invalid": Sentences(
        en="The sample post {file} is not valid: {why}.",
        ko="예시 글 {file}의 내용이 올바르지 않습니다: {why}.",
        cure="Correct the file.",
        cure_ko="파일을 고치세요.",
    ),
    "sample.same_id": Sentences(
        en="Two sample posts in {folder} have the same id.",
        ko="{folder}에 번호가 같은 예시 글이 두 개 있습니다.",
        cure="Give each post its own id.",
        cure_ko="글마다 다른 번호를 주세요.",
    ),
    "sample.port": Sentences(
        en="The sample board cannot listen on {address} ({why}).",
        ko="예시 게시판을 {address}에서 열 수 없습니다({why}).",
        cure="Choose another port, or 0 for any free one.",
        cure_ko="다른 포트를 고르거나, 아무 빈 포트나 쓰려면 0을 지정하세요.",
    ),
}

_PAGES: Final[Mapping[str, Sentences]] = {
    "page.address.unreadable": Sentences(
        en="{url} cannot be read as an address ({why}).", ko="{url}은(는) 주소로 읽을 수 없습니다({why})."
    ),
    "page.address.scheme": Sentences(
        en="{url} was not requested: only http and https are fetched.",
        ko="{url}은(는) 요청하지 않았습니다. http와 https만 읽습니다.",
    ),
    "page.address.password": Sentences(
        en="{url} was not requested: it carries a user name or password.",
        ko="{url}은(는) 요청하지 않았습니다. 주소에 사용자 이름이나 비밀번호가 들어 있습니다.",
    ),
    "page.address.port": Sentences(
        en="{url} was not requested: port {port} is not one of a website.",
        ko="{url}은(는) 요청하지 않았습니다. {port}번은 웹사이트의 포트가 아닙니다.",
    ),
    "page.address.private": Sentences(
        en="{url} was not requested: it leads to {address}, which is not a public address.",
        ko="{url}은(는) 요청하지 않았습니다. 공개 주소가 아닌 {address}(으)로 이어집니다.",
    ),
    "page.off_site": Sentences(
        en="{url} was not requested: {host} does not belong to the site {site}.",
        ko="{url}은(는) 요청하지 않았습니다. {host}은(는) 사이트 {site}의 호스트가 아닙니다.",
    ),
    "page.robots": Sentences(
        en="{url} was not requested: robots.txt forbids it.",
        ko="{url}은(는) robots.txt가 막고 있어 요청하지 않았습니다.",
    ),
    "page.robots.unknown": Sentences(
        en="{url} was not requested: the robots.txt of its server could not be read.",
        ko="{url}은(는) 서버의 robots.txt를 읽지 못해 요청하지 않았습니다.",
    ),
    "page.redirects": Sentences(en="{url} redirects too often.", ko="{url}은(는) 다른 주소로 너무 여러 번 넘어갑니다."),
    "page.too_large": Sentences(
        en="An answer of {host} was left out: it is larger than {kilobytes} KB.",
        ko="{host}의 응답이 {kilobytes} KB보다 커서 받지 않았습니다.",
    ),
    "page.unreachable": Sentences(en="{host} does not answer ({why}).", ko="{host}이(가) 응답하지 않습니다({why})."),
    "page.malformed": Sentences(
        en="{host} gives answers that break the rules of HTTP.", ko="{host}의 응답이 HTTP 규격에 맞지 않습니다."
    ),
    "page.broken": Sentences(
        en="{url} answered with an error {tries} times.", ko="{url}이(가) {tries}번 모두 오류로 응답했습니다."
    ),
    "page.cut_off": Sentences(
        en="{url} was cut off before its end.",
        ko="{url}이(가) 끝까지 오지 않고 중간에 끊겼습니다.",
        cure="If pages of this site never end with </html>, set open_ended: true in its file.",
        cure_ko="이 사이트의 페이지가 원래 </html> 없이 끝난다면 사이트 파일에 open_ended: true를 적으세요.",
    ),
    "page.empty": Sentences(en="{url} is hardly more than an empty page.", ko="{url}이(가) 거의 빈 페이지입니다."),
    "page.script": Sentences(
        en="{url} holds scripts alone: they make the page, or look whether a person came.",
        ko="{url}에 스크립트만 있습니다. 글을 스크립트로 그리거나 자동 접속인지 확인하는 페이지입니다.",
    ),
    "page.error": Sentences(
        en="{url} holds an error message or another kind of document instead of the post.",
        ko="{url}에 글 대신 오류 안내나 다른 형식의 문서가 있습니다.",
    ),
    "page.garbled": Sentences(
        en="{url} was left out: its text is in another encoding than declared.",
        ko="{url}의 글자가 깨져 있어 받지 않았습니다.",
        cure="If all of its pages are, set encoding in the site's file.",
        cure_ko="모든 글이 그렇다면 사이트 파일의 encoding을 고치세요.",
    ),
    "page.engine_fault": Sentences(
        en="{url} was left out: its engine did not expect such a page ({why}).",
        ko="{url}을(를) 받지 않았습니다. 엔진이 처리하지 못하는 페이지입니다({why}).",
        cure="Please report it with the line of the log.",
        cure_ko="로그에 남은 내용과 함께 알려 주세요.",
    ),
    "page.gone": Sentences(en="The post at {url} is no longer there.", ko="{url}의 글이 더는 없습니다."),
    "page.secret": Sentences(en="The post at {url} is secret.", ko="{url}의 글은 비밀글입니다."),
    "page.login": Sentences(
        en="{url} asks for a password or a login; only public posts are read.",
        ko="{url}은(는) 비밀번호나 로그인을 요구합니다. 공개된 글만 읽습니다.",
    ),
    "page.not_a_post": Sentences(
        en="{url} has no {part} where a post has one.",
        ko="{url}에는 글에 있어야 할 {part} 부분이 없습니다.",
        cure="If the site changed its markup, correct selectors.post.{part} in the file of {site}.",
        cure_ko="페이지 구조가 바뀌었으면 {site} 사이트 파일의 selectors.post.{part}를 고치세요.",
    ),
    "page.not_a_post.format": Sentences(
        en="The answer at {url} has another form than expected ({why}).",
        ko="{url}의 응답 형식이 예상과 다릅니다({why}).",
        cure="The site's API has changed, or this is another.",
        cure_ko="사이트의 API가 바뀌었거나 다른 API입니다.",
    ),
    "page.not_a_post.feed": Sentences(
        en="{url} is a page, and its engine reads feeds only.",
        ko="{url}은(는) 웹 페이지인데, 이 엔진은 피드만 읽습니다.",
        cure="Choose another engine for the site.",
        cure_ko="이 사이트에는 다른 엔진을 쓰세요.",
    ),
    "post.other_post": Sentences(
        en="Post {post} was skipped: its page is of post {other}.",
        ko="글 {post}을(를) 건너뛰었습니다. 페이지에 다른 글({other})이 있습니다.",
    ),
    "post.empty": Sentences(
        en="Post {post} was skipped: it has neither text nor picture that can be kept.",
        ko="글 {post}을(를) 건너뛰었습니다. 쓸 수 있는 본문도 그림도 없습니다.",
    ),
    "post.empty.title": Sentences(
        en="Post {post} was skipped: it has no title.", ko="글 {post}을(를) 건너뛰었습니다. 제목이 없습니다."
    ),
    "post.url": Sentences(
        en="Post {post} was skipped: {url} is no address.",
        ko="글 {post}을(를) 건너뛰었습니다. {url}은(는) 올바른 주소가 아닙니다.",
    ),
}

SENTENCES: Final[Mapping[str, Sentences]] = {**_SITE_FILES, **_PAGES}
