"""Failures of publishing: films a platform does not take, quotas, doubtful uploads, statistics that cannot be read."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

_FILM: Final[Mapping[str, Sentences]] = {
    "publish.film_length": Sentences(
        en="The film is {seconds} s long, and {platform} takes {shortest} to {longest} s.",
        ko="영상 길이가 {seconds}초입니다. {platform}에는 {shortest}~{longest}초 영상만 올릴 수 있습니다.",
        cure="Shorten the script (wagglebot edit POST), and the film is made again.",
        cure_ko="대본을 줄이면(wagglebot edit POST) 영상이 다시 만들어집니다.",
    ),
    "publish.film_not_upright": Sentences(
        en="The film is not upright ({width}×{height}), as {platform} wants it.",
        ko="{platform}에는 세로 영상만 올릴 수 있는데, 이 영상은 세로가 아닙니다({width}×{height}).",
        cure="Make it again: wagglebot remake POST.",
        cure_ko="영상을 다시 만드세요: wagglebot remake POST",
    ),
    "publish.film_bytes": Sentences(
        en="The film has {size} bytes, and {platform} takes 1 to {limit}.",
        ko="영상 크기가 {size}바이트입니다. {platform}에는 1~{limit}바이트 영상만 올릴 수 있습니다.",
        cure="Make it again from a shorter script: wagglebot edit POST.",
        cure_ko="대본을 줄여 다시 만드세요: wagglebot edit POST",
    ),
    "publish.film_frame_rate": Sentences(
        en="The film has {fps} frames a second, and {platform} takes 23 to 60.",
        ko="영상이 초당 {fps}프레임입니다. {platform}에는 초당 23~60프레임 영상만 올릴 수 있습니다.",
        cure="Make it again: wagglebot remake POST.",
        cure_ko="영상을 다시 만드세요: wagglebot remake POST",
    ),
    "publish.film_checks": Sentences(
        en="The film failed its own checks ({checks}), so it is not brought to {platform}.",
        ko="영상이 자체 점검을 통과하지 못해({checks}) {platform}에 올리지 않습니다.",
        cure="Make it again: wagglebot remake POST.",
        cure_ko="영상을 다시 만드세요: wagglebot remake POST",
    ),
    "publish.film_changed": Sentences(
        en="The file {path} is not the film that was made and measured.",
        ko="{path} 파일이 처음 만들어 점검한 영상과 다릅니다.",
        cure="Make it again: wagglebot remake POST.",
        cure_ko="영상을 다시 만드세요: wagglebot remake POST",
    ),
    "publish.film_rejected": Sentences(
        en="{platform} looked at the film and will not take it ({why}).",
        ko="{platform}에서 영상을 검사한 뒤 거부했습니다({why}).",
        cure="See what the platform says of it, then make it again: wagglebot remake POST.",
        cure_ko="플랫폼이 밝힌 이유를 확인한 다음 다시 만드세요: wagglebot remake POST",
    ),
    "publish.words_refused": Sentences(
        en="The title or the description of {post} is empty, too long or has characters that {platform} refuses.",
        ko="{post}의 제목이나 설명이 비었거나 너무 길거나, {platform}에서 쓸 수 없는 글자가 들어 있습니다.",
        cure="Edit the script: wagglebot edit {post}.",
        cure_ko="대본을 고치세요: wagglebot edit {post}",
    ),
    "publish.too_similar": Sentences(
        en="The film of {post} says what {other} said already ({share} % alike).",
        ko="{post} 영상은 이미 올린 {other} 영상과 내용이 거의 같습니다({share}% 일치).",
        cure="Write another script (wagglebot edit {post}), or decline the post.",
        cure_ko="대본을 새로 쓰거나(wagglebot edit {post}) 글을 제외하세요.",
    ),
    "publish.export_differs": Sentences(
        en="Exporting {post}: the copied film is not the one in the media store.",
        ko="{post} 내보내기: 복사된 영상이 저장소의 영상과 다릅니다.",
    ),
}

_LIMITS: Final[Mapping[str, Sentences]] = {
    "publish.quota_used": Sentences(
        en="Today's quota of {bucket} of {account} is used up.",
        ko="{account}의 오늘 {bucket} 할당량을 모두 썼습니다.",
    ),
    "publish.quota_empty": Sentences(
        en="The platform says that today's quota of {bucket} of {account} is used up.",
        ko="{account}의 오늘 {bucket} 할당량이 소진되었다고 플랫폼이 알려 왔습니다.",
    ),
    "publish.daily_cap": Sentences(
        en="{account} took its {cap} films of today.",
        ko="{account}에 오늘 올릴 수 있는 영상 {cap}편을 모두 올렸습니다.",
    ),
    "publish.slot_syntax": Sentences(
        en="publish.slots of {platform}: {text!r} is no weekly time.",
        ko="publish.slots의 {platform}: {text!r}은(는) 요일과 시각으로 읽을 수 없습니다.",
        cure="Write daily 07:30, mon-fri 18:30 or sun 11:00.",
        cure_ko="daily 07:30, mon-fri 18:30, sun 11:00처럼 쓰세요.",
    ),
    "publish.no_slot": Sentences(
        en="There is no free weekly time for {account}: there is none at all, or all are taken.",
        ko="{account}에 남은 게시 시간이 없습니다. 정해진 시간이 없거나 모두 찼습니다.",
        cure="Add times to publish.slots, or give one: wagglebot release POST --at TIME.",
        cure_ko="publish.slots에 시간을 더하거나, 시각을 직접 정하세요: wagglebot release POST --at TIME",
    ),
    "publish.release_time": Sentences(
        en="{post} is released for {moment} UTC, as a reviewer chose.",
        ko="{post} 영상은 검토자가 정한 {moment}(UTC)에 공개됩니다.",
    ),
    "publish.release_past": Sentences(
        en="{moment} is past, so {post} cannot be released for it.",
        ko="{moment}은(는) 이미 지난 시각이라 {post} 영상을 그때 공개할 수 없습니다.",
        cure="Give a later time, or none to show it at once: wagglebot release {post}",
        cure_ko="더 늦은 시각을 적거나, 바로 공개하려면 시각 없이 실행하세요: wagglebot release {post}",
    ),
    "publish.release_far": Sentences(
        en="{moment} is more than ten years away, so {post} is not released for it.",
        ko="{moment}은(는) 10년도 더 뒤라 {post} 영상을 그때로 예약하지 않습니다.",
        cure="Check the year, and give the time again: wagglebot release {post} --at TIME",
        cure_ko="연도를 확인하고 시각을 다시 적으세요: wagglebot release {post} --at TIME",
    ),
    "publish.release_clock": Sentences(
        en="{post} is released for {moment} UTC, and by another clock it is not that late yet.",
        ko="{post} 영상의 공개 시각은 {moment}(UTC)인데, 다른 시계로는 아직 그 시각이 되지 않았습니다.",
    ),
}

_UPLOAD: Final[Mapping[str, Sentences]] = {
    "publish.busy": Sentences(
        en="Another process is at the upload of {post} right now.",
        ko="지금 다른 프로세스가 {post} 업로드를 처리하고 있습니다.",
    ),
    "publish.contended": Sentences(
        en="The upload of {post} was changed by other processes again and again.",
        ko="{post} 업로드 기록을 다른 프로세스가 계속 바꾸고 있습니다.",
    ),
    "publish.no_answer": Sentences(
        en="{host} does not answer ({why}).",
        ko="{host}에서 응답이 없습니다({why}).",
    ),
    "publish.platform_down": Sentences(
        en="{platform} does not answer as it should ({why}).",
        ko="{platform}에서 제대로 된 응답이 오지 않습니다({why}).",
    ),
    "publish.odd_answer": Sentences(
        en="{platform} answered with something else than its documents say ({what}).",
        ko="{platform}에서 문서와 다른 응답이 왔습니다({what}).",
    ),
    "publish.too_many_calls": Sentences(
        en="{platform} was asked too often in a short time ({why}).",
        ko="짧은 시간에 {platform}에 요청을 너무 많이 보냈습니다({why}).",
    ),
    "publish.answer_refused": Sentences(
        en="{platform} refused what it was asked ({why}).",
        ko="{platform}에서 요청을 거부했습니다({why}).",
        cure="Look the code up in the platform's documentation; when it is mended: wagglebot dead retry.",
        cure_ko="플랫폼 문서에서 코드를 찾아보고, 문제를 해결한 다음 실행하세요: wagglebot dead retry",
    ),
    "publish.processing": Sentences(
        en="{platform} is still processing the film.",
        ko="{platform}에서 아직 영상을 처리하고 있습니다.",
    ),
    "publish.not_seen": Sentences(
        en="{platform} took the film and does not show it yet.",
        ko="{platform}에서 영상을 받았지만 아직 보여 주지 않습니다.",
    ),
    "publish.upload_aborted": Sentences(
        en="{platform} broke the upload off ({why}).",
        ko="{platform}에서 업로드를 중단했습니다({why}).",
    ),
    "publish.uploads_expired": Sentences(
        en="Every upload to {platform} that was begun is gone again.",
        ko="{platform}에 시작한 업로드가 번번이 사라졌습니다.",
    ),
    "publish.upload_expired": Sentences(
        en="What was uploaded to {platform} has expired before it was released.",
        ko="{platform}에 올려 둔 영상이 공개되기 전에 만료되었습니다.",
    ),
    "publish.list_lags": Sentences(
        en="The upload of {post} to {platform} broke off at its end, and the list of uploads may lag.",
        ko="{post} 업로드가 {platform}에서 마지막에 끊겼고, 업로드 목록에 아직 나타나지 않았을 수 있습니다.",
    ),
    "publish.upload_in_doubt": Sentences(
        en="Nobody can tell from here whether {post} is on {platform}: all bytes were sent, and no film is listed.",
        ko="{post} 영상이 {platform}에 있는지 여기서는 알 수 없습니다. 끝까지 보냈지만 목록에 영상이 없습니다.",
        cure="Look there, then say what you found: wagglebot uploads settle {key} --video ID | --absent.",
        cure_ko="직접 확인한 다음 결과를 알려 주세요: wagglebot uploads settle {key} --video ID | --absent",
    ),
    "publish.release_in_doubt": Sentences(
        en="Nobody can tell from here whether {post} is visible on {platform}: its upload is gone, no film is listed.",
        ko="{post} 영상이 {platform}에 공개되었는지 여기서는 알 수 없습니다. 올린 것이 사라졌고 목록에도 없습니다.",
        cure="See which (wagglebot uploads list --doubt), look there, then: "
        "wagglebot uploads settle KEY --video ID | --absent.",
        cure_ko="목록을 보고(wagglebot uploads list --doubt) 확인한 결과를 알려 주세요: "
        "wagglebot uploads settle KEY --video ID | --absent",
    ),
    "publish.not_listed": Sentences(
        en="The film is published on {platform}, and not listed yet.",
        ko="영상이 {platform}에 게시되었지만 아직 목록에 나타나지 않았습니다.",
    ),
    "publish.cannot_hide": Sentences(
        en="{platform} cannot hide a film that is there.",
        ko="{platform}에 올라간 영상은 다시 비공개로 돌릴 수 없습니다.",
        cure="Take it down for good: wagglebot withdraw POST --reason WHY.",
        cure_ko="완전히 내리려면: wagglebot withdraw POST --reason WHY",
    ),
    "publish.not_shown": Sentences(
        en="{post} is released to nobody on {platform}, so there is nothing to hide.",
        ko="{post} 영상은 {platform}에서 공개 승인된 적이 없어 비공개로 돌릴 것이 없습니다.",
    ),
    "publish.only_public": Sentences(
        en="A film on {platform} is public or not there at all: it cannot be {privacy}.",
        ko="{platform} 영상은 전체 공개만 할 수 있어 {privacy}(으)로 둘 수 없습니다.",
        cure="Release it without --unlisted.",
        cure_ko="--unlisted 없이 공개하세요.",
    ),
    "publish.not_uploaded": Sentences(
        en="{post} is not uploaded yet, so it cannot be released.",
        ko="{post} 영상이 아직 올라가지 않아 공개할 수 없습니다.",
    ),
    "publish.withdrawn": Sentences(
        en="{post} was withdrawn, so it is not uploaded.",
        ko="{post}은(는) 회수된 글이라 올리지 않습니다.",
    ),
    "publish.source_gone": Sentences(
        en="{post} is gone from its site, so it is withdrawn instead of published.",
        ko="{post} 글이 원래 사이트에서 사라져, 게시하지 않고 회수합니다.",
    ),
    "publish.changed": Sentences(
        en="{post} changed while it was published (it is {status} now), so this film is not released.",
        ko="게시하는 사이에 {post} 상태가 바뀌어(현재 {status}) 이 영상은 공개하지 않습니다.",
    ),
    "publish.unknown_post": Sentences(
        en="{named!r} is neither a post nor a video of ours.",
        ko="{named!r}은(는) 수집한 글도, 올린 영상도 아닙니다.",
        cure="Name a post (sample.12), or the id or address of a video: wagglebot uploads list.",
        cure_ko="글(sample.12)이나 영상의 ID 또는 주소를 적으세요. 목록: wagglebot uploads list",
    ),
    "publish.no_drill": Sentences(
        en="There is no drill of the platform {platform!r}.",
        ko="{platform!r} 플랫폼의 훈련이 없습니다.",
        cure="Choose one of: {known}.",
        cure_ko="다음 가운데 하나를 고르세요: {known}",
    ),
    "publish.drill_unfinished": Sentences(
        en="{jobs} jobs of the drill are not done after {seconds} s.",
        ko="훈련 작업 {jobs}개가 {seconds}초가 지나도 끝나지 않았습니다.",
    ),
}

_STATISTICS: Final[Mapping[str, Sentences]] = {
    "insight.not_permitted": Sentences(
        en="{platform} does not let the statistics of films be read with the permission it has ({why}).",
        ko="지금 권한으로는 {platform} 영상 통계를 읽을 수 없습니다({why}).",
        cure="Publishing goes on. Give permission once more: wagglebot auth {platform}",
        cure_ko="게시는 계속됩니다. 권한을 다시 허용하세요: wagglebot auth {platform}",
    ),
    "insight.refused": Sentences(
        en="{platform} refused to say how films are watched ({why}).",
        ko="{platform}에서 영상 통계 요청을 거부했습니다({why}).",
        cure="Look the answer up in the platform's documentation; then ask again: wagglebot measure",
        cure_ko="플랫폼 문서에서 응답의 뜻을 확인한 다음 다시 물어보세요: wagglebot measure",
    ),
    "insight.nothing_online": Sentences(
        en="No film of {post} is on a platform that says how films are watched.",
        ko="통계를 알려 주는 플랫폼에 올라간 {post} 영상이 없습니다.",
        cure="See where it is: wagglebot uploads list",
        cure_ko="어디에 올라갔는지 확인하세요: wagglebot uploads list",
    ),
}

SENTENCES: Final[Mapping[str, Sentences]] = {**_FILM, **_LIMITS, **_UPLOAD, **_STATISTICS}
