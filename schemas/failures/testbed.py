"""Failures of drills and benchmarks."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "bench.unknown": Sentences(
        en="There is no benchmark called {name}.",
        ko="이름이 {name}인 벤치마크가 없습니다.",
        cure="Choose of: {known}.",
        cure_ko="다음 가운데 고르세요: {known}.",
    ),
    "bench.no_such_post": Sentences(
        en="Neither the sets nor the sample board have a post {post}.",
        ko="평가 자료에도 예시 게시판에도 {post} 글이 없습니다.",
    ),
    "bench.bad_set": Sentences(
        en="{file} is no file of the sets for judging scripts: {why}.",
        ko="{file} 파일은 대본 평가 자료 형식이 아닙니다: {why}",
    ),
    "bench.bad_sample": Sentences(
        en="--sample {sample} is no part: it is written k/n with k from 1 to n.",
        ko="--sample {sample}은 알 수 없는 값입니다. k/n 꼴로 적고 k는 1부터 n까지입니다.",
        cure="For the first of two halves write 1/2.",
        cure_ko="절반 가운데 첫째는 1/2로 적으세요.",
    ),
    "bench.broker_not_empty": Sentences(
        en="nats.url: the stream of this broker holds facts.",
        ko="nats.url: 이 브로커의 스트림에 사실이 들어 있습니다.",
        cure="Measure on an empty one: WAGGLEBOT_NATS__URL=embedded with a WAGGLEBOT_NATS__STORE_DIR of its own.",
        cure_ko="빈 브로커에서 재세요: WAGGLEBOT_NATS__URL=embedded와 별도의 WAGGLEBOT_NATS__STORE_DIR",
    ),
    "bench.no_likeness": Sentences(
        en="ffmpeg gave no SSIM for the film: {why}.",
        ko="ffmpeg가 영상의 SSIM을 내지 않았습니다: {why}.",
    ),
    "bench.not_a_film": Sentences(
        en="{file} is no film of at least a second.",
        ko="{file} 파일은 1초 이상의 영상이 아닙니다.",
    ),
    "bench.too_few_films": Sentences(
        en="{folder} holds {found} films (*/film.mp4): at least two are compared.",
        ko="{folder} 폴더에 영상(*/film.mp4)이 {found}개뿐입니다. 두 개부터 비교합니다.",
        cure="Make films first: wagglebot demo --posts 10.",
        cure_ko="먼저 영상을 만드세요: wagglebot demo --posts 10",
    ),
    "bench.process_failed": Sentences(
        en="The process that measures {name} failed: {why}.",
        ko="{name}을(를) 재던 프로세스가 실패했습니다: {why}.",
    ),
    "bench.no_film": Sentences(
        en="No film was made here yet.",
        ko="아직 만든 영상이 없습니다.",
        cure="Make some: wagglebot demo",
        cure_ko="wagglebot demo를 실행해 먼저 만드세요.",
    ),
    "bench.no_narration": Sentences(
        en="Post {post} has no narration.",
        ko="글 {post}에 내레이션이 없습니다.",
    ),
    "drill.no_small_disk": Sentences(
        en="No small disk can be mounted on this machine ({why}).",
        ko="이 컴퓨터에서는 작은 디스크를 마운트할 수 없습니다({why}).",
        cure="Run the drill as root.",
        cure_ko="root로 실행하세요.",
    ),
    "drill.stuck": Sentences(
        en="The drill stopped moving: {done} of {wanted} posts reached {kind}.",
        ko="드릴이 멈췄습니다. 글 {wanted}개 가운데 {done}개가 {kind}에 이르렀습니다.",
    ),
    "drill.in_vain": Sentences(
        en="The drill waited in vain until {what}.",
        ko="{what}: 훈련이 기다렸지만 그렇게 되지 않았습니다.",
        cure="Read the logs of the stations in the folder of the drill.",
        cure_ko="훈련 폴더에 있는 스테이션 로그를 확인하세요.",
    ),
    "drill.command_failed": Sentences(
        en="{command} failed: {why}.",
        ko="{command} 명령이 실패했습니다: {why}.",
    ),
}
