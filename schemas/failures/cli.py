"""Failures of what somebody typed: keys, files and options of commands."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "cli.not_a_post_key": Sentences(
        en="{text} is not the key of a post.",
        ko="{text}은(는) 글의 키가 아닙니다.",
        cure="Write it as site.id, for example sample.12.",
        cure_ko="사이트.번호 꼴로 적으세요. 예: sample.12",
    ),
    "cli.file_unreadable": Sentences(
        en="{file} cannot be read ({why}).",
        ko="{file} 파일을 읽을 수 없습니다({why}).",
        cure="Give the path of a readable text or JSON file, saved as UTF-8.",
        cure_ko="읽을 수 있는 텍스트나 JSON 파일의 경로를 적고, 파일은 UTF-8로 저장하세요.",
    ),
    "cli.no_file": Sentences(
        en="There is no file {file}.",
        ko="{file} 파일이 없습니다.",
        cure="Give the path of a file that exists.",
        cure_ko="있는 파일의 경로를 적으세요.",
    ),
    "cli.bad_value": Sentences(
        en="{option} is not valid ({why}).",
        ko="{option} 값이 올바르지 않습니다({why}).",
        cure="See the command's --help.",
        cure_ko="명령의 --help를 참고하세요.",
    ),
    "cli.bad_json": Sentences(
        en="{what} is not valid JSON of that kind ({why}).",
        ko="{what}: 형식에 맞는 JSON이 아닙니다({why}).",
        cure="Print the present one with the same command, change it, and give it back.",
        cure_ko="같은 명령으로 지금 값을 출력해 고친 뒤 다시 넣으세요.",
    ),
    "cli.no_such_post": Sentences(
        en="{post} is neither a file nor a post that was collected.",
        ko="{post}은(는) 파일도, 수집한 글도 아닙니다.",
    ),
    "cli.explain_without_post": Sentences(
        en="{file} holds no post to compare its script with.",
        ko="{file}에는 대본과 견줄 글이 없습니다.",
        cure="Name its post: --post FILE or --post site.id.",
        cure_ko="--post 파일 또는 --post 사이트.번호로 글을 알려 주세요.",
    ),
    "cli.explain_without_script": Sentences(
        en="{file} holds neither a script nor a draft.",
        ko="{file}에는 대본도 초안도 없습니다.",
        cure="Write one first: wagglebot script FILE.",
        cure_ko="먼저 대본을 쓰세요: wagglebot script FILE",
    ),
    "cli.bad_sheet": Sentences(
        en="{file} is no post, sheet or text that can be used ({why}).",
        ko="{file}: 쓸 수 있는 글·작업 시트·텍스트가 아닙니다({why}).",
        cure="Give a post (JSON of wagglebot crawl SITE --dry-run --json), a sheet, or plain text.",
        cure_ko="글(wagglebot crawl SITE --dry-run --json의 결과), 작업 시트, 텍스트 가운데 하나를 주세요.",
    ),
    "cli.sheet_is_a_list": Sentences(
        en="{file} is a list of posts, and one post is wanted.",
        ko="{file}에는 글이 여러 개 있습니다. 하나만 필요합니다.",
        cure="Pick one with: jq '.[0]'.",
        cure_ko="하나 고르기: jq '.[0]'",
    ),
    "cli.sheet_without_post": Sentences(
        en="The sheet has no post to write a script of.",
        ko="작업 시트에 대본을 쓸 글이 없습니다.",
        cure="Give a post or a text file.",
        cure_ko="글이나 텍스트 파일을 주세요.",
    ),
    "cli.empty_text": Sentences(
        en="The text is empty.",
        ko="텍스트가 비어 있습니다.",
        cure="Write a title on the first line and the story below.",
        cure_ko="첫 줄에 제목, 그 아래에 내용을 적으세요.",
    ),
    "cli.film_unfit": Sentences(
        en="The film {file} does not pass its checks: {why}.",
        ko="{file} 영상이 검사를 통과하지 못했습니다: {why}.",
        cure="Make it again: wagglebot film FILE.",
        cure_ko="다시 만들기: wagglebot film FILE",
    ),
    "cli.which_letters": Sentences(
        en="Which letters: it must be names, or --all with or without --stage, --kind and --site.",
        ko="대상을 정해 주세요. 이름을 적거나, --all을 쓰고 필요하면 --stage, --kind, --site로 좁힙니다.",
        cure="See the list: wagglebot dead list.",
        cure_ko="목록 보기: wagglebot dead list",
    ),
    "cli.one_time": Sentences(
        en="Both --at and --slot are given.",
        ko="--at과 --slot은 함께 쓸 수 없습니다.",
        cure="Give one of them.",
        cure_ko="하나만 적으세요.",
    ),
    "cli.one_answer": Sentences(
        en="An upload is either found or absent.",
        ko="업로드는 찾았거나 없거나, 둘 중 하나입니다.",
        cure="Give --video ID or --absent.",
        cure_ko="--video ID 또는 --absent 하나만 적으세요.",
    ),
    "cli.not_days": Sentences(
        en="--hold {text} is not a number of days.",
        ko="--hold {text}: 날짜 수가 아닙니다.",
        cure="Write --hold 30d.",
        cure_ko="--hold 30d처럼 적으세요.",
    ),
    "cli.stage_missing": Sentences(
        en="It was not said from which stage on films are to be made again.",
        ko="어느 단계부터 다시 만들지 정하지 않았습니다.",
        cure="Say it, --from-stage film for example; with --dry-run nothing is made, and what it would cost is said.",
        cure_ko="--from-stage film처럼 적으세요. --dry-run을 붙이면 만들지 않고 드는 일만 알려 줍니다.",
    ),
    "cli.status_without_film": Sentences(
        en="Posts of the status {status} have no film to make again.",
        ko="{status} 상태의 글에는 다시 만들 영상이 없습니다.",
        cure="Choose of: {known}.",
        cure_ko="다음 가운데 고르세요: {known}.",
    ),
    "cli.checked_sites_damaged": Sentences(
        en="The list of checked sites in {file} cannot be read ({why}).",
        ko="{file}의 점검한 사이트 목록을 읽을 수 없습니다({why}).",
        cure="Delete the file, and check the sites again: wagglebot crawl check SITE.",
        cure_ko="파일을 지우고 사이트를 다시 점검하세요: wagglebot crawl check SITE",
    ),
    "replay.recipe_unreadable": Sentences(
        en="The recipe in {file} cannot be used ({why}).",
        ko="{file}의 레시피를 쓸 수 없습니다({why}).",
        cure='Write JSON such as {{"film": {{"theme": "cream"}}}}.',
        cure_ko='다음과 같은 JSON으로 적으세요: {{"film": {{"theme": "cream"}}}}',
    ),
    "replay.stage_too_late": Sentences(
        en="The recipe changes the {earlier} of {post}, but the replay begins at the {begin}.",
        ko="레시피는 {post}의 {earlier} 단계를 바꾸는데, 다시 만들기는 {begin} 단계에서 시작합니다.",
        cure="Begin earlier: --from-stage {earlier}.",
        cure_ko="더 앞에서 시작하세요: --from-stage {earlier}",
    ),
}
