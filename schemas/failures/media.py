"""Failures of pictures from the web and of the media store."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "picture.picture_refused": Sentences(
        en="The picture {url} was left out: its server answers {status}.",
        ko="그림 {url}을(를) 받지 못했습니다. 서버가 {status}(으)로 응답합니다.",
    ),
    "picture.not_a_picture": Sentences(
        en="{url} was left out: it does not begin like a JPEG, PNG, GIF, WebP or AVIF.",
        ko="{url}은(는) JPEG, PNG, GIF, WebP, AVIF 그림이 아니어서 뺐습니다.",
    ),
    "picture.tiny": Sentences(
        en="A picture was left out: {width}×{height} is too small to show anything.",
        ko="그림이 너무 작아({width}×{height}) 뺐습니다.",
    ),
    "picture.blank": Sentences(
        en="A picture of {width}×{height} was left out: it is of one colour.",
        ko="그림({width}×{height})이 한 가지 색뿐이어서 뺐습니다.",
    ),
    "picture.wrong_size": Sentences(
        en="A picture of {width}×{height} was not taken: it needs {least} pixels a side, and sides of like length.",
        ko="그림({width}×{height})을 쓰지 않았습니다. 각 변이 {least}픽셀 이상이고 너무 길쭉하지 않아야 합니다.",
    ),
    "picture.own_too_large": Sentences(
        en="Your picture {name} was not taken: it has {size} bytes, and the limit is {limit}.",
        ko="내 그림 {name}은(는) {size}바이트여서 쓰지 않았습니다. 한도는 {limit}바이트입니다.",
        cure="Save it smaller.",
        cure_ko="더 작게 저장하세요.",
    ),
    "picture.bad_picture": Sentences(
        en="A picture was left out: it cannot be decoded ({why}).", ko="그림을 해독할 수 없어 뺐습니다({why})."
    ),
    "picture.bad_picture.pixels": Sentences(
        en="A picture was left out: {width}×{height} is more than {millions} million pixels.",
        ko="그림이 {width}×{height}, 곧 {millions}백만 화소보다 커서 뺐습니다.",
    ),
    "picture.bad_picture.bomb": Sentences(
        en="A picture was left out: it unpacks to far more than it is.",
        ko="압축을 풀면 지나치게 커지는 그림이어서 뺐습니다.",
    ),
    "picture.bad_picture.timeout": Sentences(
        en="A picture was left out: decoding it took longer than {seconds} s.",
        ko="그림을 해독하는 데 {seconds}초가 넘게 걸려 뺐습니다.",
    ),
    "picture.bad_picture.crash": Sentences(
        en="A picture was left out: the decoder did not survive it.",
        ko="그림을 해독하던 프로세스가 멈추어 뺐습니다.",
    ),
    "media.piece_missing": Sentences(
        en="The media file {key}, which the {make_from} stage made, is missing or damaged.",
        ko="{make_from} 단계에서 만든 미디어 파일 {key}이(가) 없거나 손상되었습니다.",
    ),
    "media.missing": Sentences(
        en="The media file {key} is not in the store at {root}.",
        ko="미디어 파일 {key}이(가) 저장소({root})에 없습니다.",
        cure="Bring it back from a backup (wagglebot restore BACKUP), or make the stage anew (wagglebot replay posts).",
        cure_ko="백업에서 되살리거나(wagglebot restore BACKUP) 그 단계부터 다시 만드세요(wagglebot replay posts).",
    ),
}
