"""Failures of a channel's rules: no verdict of the host, too much of the post's wording, films too much alike."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "channel.verdict_first": Sentences(
        en="The host's own verdict is missing or too short: {missing} more syllables are needed.",
        ko="운영자의 한마디가 없거나 짧습니다. {missing}음절이 더 필요합니다.",
        cure="Approve with it: wagglebot approve POST --verdict TEXT (publish.verdict asks for it).",
        cure_ko="한마디를 적어 승인하세요: wagglebot approve POST --verdict TEXT (publish.verdict 설정)",
    ),
    "channel.verdict_short": Sentences(
        en="Of the film of {post}, {share} % of the speech is the host's own verdict; {least} % are required "
        "({missing} more syllables).",
        ko="{post} 영상에서 운영자의 한마디는 전체 말의 {share}%입니다. {least}% 이상이어야 합니다({missing}음절 더).",
        cure="Say more: wagglebot verdict {post} TEXT.",
        cure_ko="한마디를 늘리세요: wagglebot verdict {post} TEXT",
    ),
    "channel.verdict_no_room": Sentences(
        en="A script of {lines} lines has no room for a verdict of {verdict}: a script has at most {most}.",
        ko="{lines}줄짜리 대본에는 {verdict}줄짜리 한마디가 들어갈 자리가 없습니다. 대본은 {most}줄까지입니다.",
        cure="Shorten the verdict or the script: wagglebot edit POST.",
        cure_ko="한마디나 대본을 줄이세요: wagglebot edit POST",
    ),
    "channel.shared_words": Sentences(
        en="{share} % of the script of {post} are runs of five words that stand in the post; {most} % may be.",
        ko="{post} 대본의 {share}%가 원문과 다섯 어절씩 똑같습니다. {most}%까지만 괜찮습니다.",
        cure="Tell it in own words: wagglebot edit {post}, or take a language model as writer (recipe.script.chain). "
        "The setting is publish.shared_words.",
        cure_ko="자기 말로 고쳐 쓰거나(wagglebot edit {post}) 언어 모델 작성기를 쓰세요(recipe.script.chain). "
        "설정: publish.shared_words",
    ),
    "channel.too_alike": Sentences(
        en="The films of the channel are too much alike: {figure} of 1, where {limit} is the limit.",
        ko="채널 영상들이 서로 너무 비슷합니다. 비슷한 정도 {figure}, 한도 {limit}입니다.",
        cure="See what to vary (wagglebot channel check), and choose it: wagglebot choose --recipe JSON.",
        cure_ko="바꿀 것을 확인하고(wagglebot channel check) 고르세요: wagglebot choose --recipe JSON",
    ),
    "channel.cap_exceeded": Sentences(
        en="{films} films went to {platform} on {day}, and its daily cap is {cap}.",
        ko="{day}에 {platform}에 영상 {films}개가 올라갔습니다. 하루 한도는 {cap}개입니다.",
        cure="Lower the rate: publish.{platform}.daily_cap, publish.slots.",
        cure_ko="publish.{platform}.daily_cap과 publish.slots 설정으로 줄이세요.",
    ),
    "channel.no_films": Sentences(
        en="There is no finished film to judge.",
        ko="판단할 완성된 영상이 없습니다.",
        cure="Make one first: wagglebot approve POST.",
        cure_ko="먼저 글을 승인해 영상을 만드세요: wagglebot approve POST",
    ),
    "channel.unknown": Sentences(
        en="There is no channel {channel!r}; there are {known}.",
        ko="{channel!r} 채널이 없습니다. 있는 채널: {known}.",
        cure="See them: wagglebot channel list. They are set in WAGGLEBOT_PUBLISH__CHANNELS.",
        cure_ko="목록 보기: wagglebot channel list. WAGGLEBOT_PUBLISH__CHANNELS에서 정합니다.",
    ),
    "channel.other": Sentences(
        en="{platform} belongs to another channel; this film is made for the channel {channel}.",
        ko="{platform}은(는) 다른 채널의 계정입니다. 이 영상은 {channel} 채널 영상입니다.",
        cure="Name the platform alone: the film's own channel is meant.",
        cure_ko="플랫폼 이름만 쓰세요. 그러면 이 영상의 채널 계정으로 갑니다.",
    ),
    "channel.has_film": Sentences(
        en="The channel {channel} has a film of this post already: {post}.",
        ko="{channel} 채널에는 이 글의 영상이 이미 있습니다: {post}.",
        cure="Make it again instead: wagglebot remake {post}.",
        cure_ko="대신 다시 만드세요: wagglebot remake {post}",
    ),
    "channel.same_account": Sentences(
        en="{one} and {other} are one account: two channels cannot share it.",
        ko="{one}과(와) {other}이(가) 같은 계정입니다. 두 채널이 한 계정을 함께 쓸 수 없습니다.",
        cure="Give the channel another account, or take the platform out of its accounts "
        "(WAGGLEBOT_PUBLISH__CHANNELS).",
        cure_ko="채널에 다른 계정을 주거나, 그 채널의 accounts에서 플랫폼을 빼세요(WAGGLEBOT_PUBLISH__CHANNELS).",
    ),
    "channel.account_setting": Sentences(
        en="WAGGLEBOT_PUBLISH__CHANNELS: {channel}.accounts.{platform}.{setting}: {why}.",
        ko="WAGGLEBOT_PUBLISH__CHANNELS: {channel}.accounts.{platform}.{setting} 값을 쓸 수 없습니다({why}).",
        cure="Take what .env.example names for WAGGLEBOT_PUBLISH__ and this platform, in small letters.",
        cure_ko=".env.example의 WAGGLEBOT_PUBLISH__ 아래 이 플랫폼 설정 이름을 소문자로 쓰세요.",
    ),
}
