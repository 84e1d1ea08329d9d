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
}
