"""Rules for a retold script. The faults are in Korean because they are sent back to the model."""

import re
from typing import Final

from schemas.posts import Post
from schemas.script import Script, Speaker
from services.studio.script import pacing
from services.studio.script.guard import addresses_a_model

LONGEST_RUN: Final = 30
"""Characters in a row a narrator may share with the post."""
_SPACES: Final = re.compile(r"\s+")
_FOREIGN: Final = re.compile(r"[A-Za-z]{2,}|[0-9][0-9,]{2,}")
_CONTACT: Final = re.compile(r"https?://|www\.|\w@\w|(?<!\d)01[016789][-. ]?\d{3,4}[-. ]?\d{4}(?!\d)")
_INSULT: Final = re.compile(
    r"[씨시쓰][이]?[발빨벌팔](?:[아놈년새,.!? ]|$|롬)|병[신쉰](?!도|고)|좆|[개걔]새[끼키]|지랄|미친(?:놈|년|새)|또라이|"
    r"[가-힣]{1,2}충(?:들|이|새끼)|한남|김치녀|된장녀|틀딱|맘충|쓰레기 ?같은|찐따|애미|느금"
)


def faults(script: Script, post: Post) -> list[str]:
    """What is wrong with ``script`` as a retelling of ``post``; empty when nothing is."""
    narrated = " ".join(line.display for line in script.lines if line.speaker is Speaker.NARRATOR)
    ours = " ".join((script.title, narrated, *script.hashtags))
    found = [
        *_length(script),
        *_copied(narrated, script.title, post),
        *_strangers(ours, post),
    ]
    named = sorted(name for name in _names(post) if name in ours)
    found += [f"글쓴이나 댓글 작성자의 이름을 썼다: {name}" for name in named]
    found += [f"욕설이나 비하 표현을 썼다: {insult.group()}" for insult in _INSULT.finditer(ours)]
    if _CONTACT.search(ours):
        found.append("링크나 연락처를 썼다")
    if any(addresses_a_model(line.display) for line in script.lines) or addresses_a_model(script.title):
        found.append("이야기가 아니라 지시나 형식에 관한 말을 썼다")
    return found


def longest_run(text: str, source: str) -> str:
    """The longest run of characters ``text`` has in common with ``source``; any white space counts as one space."""
    text, source = _SPACES.sub(" ", text), _SPACES.sub(" ", source)
    best = ""
    start = 0
    for end in range(1, len(text) + 1):
        while text[start:end] not in source:
            start += 1
        if end - start > len(best):
            best = text[start:end]
    return best


def _length(script: Script) -> list[str]:
    seconds = pacing.duration(script.lines)
    if seconds < pacing.SHORTEST:
        return [f"너무 짧다: 약 {seconds:.0f}초이다. 본문을 {pacing.SHORTEST - seconds:.0f}초만큼 늘려라"]
    if seconds > pacing.LONGEST:
        return [f"너무 길다: 약 {seconds:.0f}초이다. 본문을 {seconds - pacing.LONGEST:.0f}초만큼 줄여라"]
    return []


def _copied(narrated: str, title: str, post: Post) -> list[str]:
    source = "\n".join((post.title, post.content, *(comment.content for comment in post.comments)))
    runs = (longest_run(text, source) for text in (narrated, title))
    return [f"원문을 그대로 베꼈다. 다른 말로 바꿔 써라: {run}" for run in runs if len(run) > LONGEST_RUN]


def _strangers(ours: str, post: Post) -> list[str]:
    """Latin words and figures of three and more digits that the post does not have."""
    source = " ".join((post.site_name, post.title, post.content, *(comment.content for comment in post.comments)))
    source = source.lower().replace(",", "")
    found = dict.fromkeys(word.group() for word in _FOREIGN.finditer(ours))
    return [f"글에 없는 말이나 숫자를 썼다: {word}" for word in found if word.lower().replace(",", "") not in source]


def _names(post: Post) -> set[str]:
    authors = {post.author, *(comment.author for comment in post.comments)}
    return {name for name in authors if len(name) >= 3}
