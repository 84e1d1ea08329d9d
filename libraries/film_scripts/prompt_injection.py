"""Prompt injection: lines of a post that address a language model are removed before any writer sees them.

No list of phrases is complete. This is the first of three checks: the prompt declares the post to be material only, and
what a writer returns is searched for the removed text (`leaked_instruction_text`) and for words that the post does not
have (`libraries.film_scripts.checks`).
"""

import re
import unicodedata
from typing import Final

from libraries.film_scripts import phrases
from libraries.korean.text_normalisation import spoken_form
from schemas.errors import BadInput
from schemas.posts import Comment, Post
from schemas.script import Script

_RUN: Final = 5
"""Length of the runs of letters that no script may share with the removed lines, unless the rest has them too."""
_LETTER: Final = re.compile(r"[^0-9a-z가-힣]+")
_ORDERS: Final = re.compile(
    r"(?:이전|위|앞|기존|지금까지|여태까지|모든|다른|원래|아까)(?:의|에|에서|에있는|에준|까지의)?(?:모든)?"
    r"(?:지시|명령|지침|규칙|프롬프트|설정|제약|안내문|대화|내용)[가-힣]{0,6}"
    r"(?:무시|잊|취소|초기화|따르지|버리|건너뛰|덮어|폐기|리셋|중단|말고)"
    r"|(?:지시|명령|지침|프롬프트|규칙)(?:사항)?(?:을|를|은|는|들을|들은)?"
    r"(?:(?:모두|전부|다|싹|완전히)(?:무시|잊어|초기화|폐기|리셋|덮어)|(?:무시|초기화|폐기)(?:해라|하라|하세요|하시오|해줘))"
    r"|시스템(?:프롬프트|메시지|명령|지시)|관리자(?:모드|명령)|개발자(?:모드|명령)|디버그모드|탈옥모드"
    r"|(?:새|새로운|추가|비밀|최우선|숨겨진)(?:지시|명령|지침|프롬프트)"
    r"|(?:모든|첫|마지막)(?:대사|문장|자막|줄)(?:은|는|에|을|를)?(?:반드시|무조건|꼭)"
    r"|(?:너|넌|너는|당신|당신은)(?:이제|지금|앞으로|지금부터|이제부터)[가-힣]{0,14}(?:봇|모드|인공지능|모델|비서|캐릭터|역할|앵무새)"
    r"|(?:인공지능|언어모델|챗봇|챗지피티|chatgpt|gpt|llm|ai)(?:모델)?(?:에게|은|는|이|가|야|아|님|라면|이라면|한테|들은)?[0-9a-z가-힣]{0,40}"
    r"(?:(?:출력|대답|답변|요약|작성|무시|포함)(?:해라|하라|하세요|하시오|해줘|해주세요|할것|하십시오)|말해라|말하세요|써라|쓰세요|"
    r"적어라|적으세요|넣어라|넣으세요|넣어줘|읽는다면|읽고있다면|보고있다면)"
    r"|(?:대본|스크립트|제목|해시태그|출력|요약|답변|응답|자막|후크|훅|hook|title|json)"
    r"(?:에|에는|에다|은|는|을|를|로|으로|의|끝에|마지막에|첫줄에|맨앞에|맨끝에)(?:반드시|꼭|무조건|오직)"
    r"|(?:반드시|꼭|무조건|오직|그대로|정확히)[가-힣0-9a-z]{0,24}(?:출력|삽입하|포함시)"
    r"|(?:출력|응답|답변)형식|역할극을시작|프롬프트(?:를|을)(?:공개|출력|보여|유출)"
    r"|(?:ignore|disregard|forget|override|bypass)(?:all|any|the|your|every|previous|prior|above|earlier|of|these|those)*"
    r"(?:instruction|prompt|rule|direction|guideline|context|message|training)"
    r"|systemprompt|newinstruction|youarenow|youmustnow|fromnowon|actas(?:a|an|if)|pretendtobe|jailbreak|developermode|doanythingnow"
    r"|(?:print|output|say|write|respond|reply|repeat|include|append)(?:only|exactly|thefollowing|with|theword|thephrase|thetext)"
    r"|endofpost|beginsystem|endsystem"
)
_MARKUP: Final = re.compile(
    r"<\|?/?(?:im_start|im_end|system|assistant|user|instruction|inst|s|eot_id|start_header_id|prompt)\b[^>]{0,40}>"
    r"|\[/?(?:INST|SYSTEM|SYS|ASSISTANT)\]|<<\s*/?SYS\s*>>|^\s*#{0,4}\s*(?:system|assistant|user|instruction|시스템|지시)\s*[:：]"
    r"|^\s*(?:###\s*(?:instruction|response|system)|```)"
    r'|["\'](?:role|hook|body|closer|hashtags|refusal)["\']\s*:',
    re.IGNORECASE,
)
_OPENS: Final = (":", "：", '"', "“", "「", "'", ">")


def remove_instructions(post: Post) -> tuple[Post, str]:
    """``post`` without the lines that address a language model, and those. Raises BadInput when nothing is left."""
    taken: list[str] = []
    title = _kept(post.title, taken)
    content = _kept(post.content, taken)
    comments: list[Comment] = []
    for comment in post.comments:
        text = _kept(comment.content, taken)
        if text:
            comments.append(comment if text == comment.content else comment.model_copy(update={"content": text}))
    if not taken:
        return post, ""
    title = title or next((line.strip()[:120] for line in content.splitlines() if spoken_form(line)), "")
    if not title:
        raise BadInput("script.only_instructions", post=post.key)
    safe = post.model_copy(update={"title": title, "content": content, "comments": tuple(comments)})
    return safe, "\n".join(taken)


def leaked_instruction_text(script: Script, safe: Post, taken: str) -> str:
    """A run of letters in ``script`` that stood only in the lines ``taken`` from its post; empty when there is none."""
    hidden = _letters(taken)
    if not hidden:
        return ""
    comments = (comment.content for comment in safe.comments)
    known = _letters(" ".join((safe.title, safe.content, *comments, phrases.all_program_phrases(safe))))
    texts = (script.title, script.summary, *script.hashtags, *(line.display for line in script.lines))
    for text in texts:
        letters = _letters(text)
        for at in range(len(letters) - _RUN + 1):
            run = letters[at : at + _RUN]
            if run in hidden and run not in known:
                return run
    return ""


def addresses_a_model(text: str) -> bool:
    """Whether a line is an order to a language model rather than a part of a story."""
    return bool(_MARKUP.search(text) or _ORDERS.search(_letters(text)))


def _kept(text: str, taken: list[str]) -> str:
    lines = text.splitlines()
    # An order may be spread over a line break; such a pair goes together.
    bad = [addresses_a_model(line) for line in lines]
    for at in range(1, len(lines)):
        joined = addresses_a_model(f"{lines[at - 1]} {lines[at]}")
        follows = bad[at - 1] and lines[at - 1].rstrip().endswith(_OPENS)
        if follows or (joined and not bad[at - 1] and not bad[at]):
            bad[at] = True
            bad[at - 1] = True
    taken.extend(line for line, is_bad in zip(lines, bad, strict=True) if is_bad)
    return "\n".join(line for line, is_bad in zip(lines, bad, strict=True) if not is_bad).strip()


def _letters(text: str) -> str:
    """Only letters and digits, in their plain form: spaces and signs between them hide nothing."""
    return _LETTER.sub("", unicodedata.normalize("NFKC", text).lower())
