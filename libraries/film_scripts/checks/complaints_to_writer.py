"""The Korean sentences that send a script back to the model that wrote it, one for each kind of fault."""

from collections.abc import Mapping
from typing import Final

from schemas.script import Fault, ScriptFault

_LONGEST: Final = 160
_SENTENCES: Final[Mapping[Fault, str]] = {
    Fault.OTHER_SCRIPT: "한글이 아닌 다른 나라 글자를 썼다. 우리말로 고쳐 써라",
    Fault.LATIN_TEXT: "글에 없는 영어를 썼다. 우리말로 고쳐 써라",
    Fault.REPETITION: "같은 말을 되풀이했다. 문장마다 새로운 내용을 써라",
    Fault.PROMPT_ECHO: "이야기가 아니라 지시나 형식에 관한 말을 썼다. 그 문장을 빼라",
    Fault.OTHER_STORY: "주어진 글과 다른 이야기를 썼다. 주어진 글의 이야기를 써라",
    Fault.INVENTED_NAME: "글에 없는 이름을 썼다. 그 이름을 빼라",
    Fault.INVENTED_NUMBER: "글에 없거나 글과 다른 숫자를 썼다. 글에 있는 숫자만 써라",
    Fault.WRONG_ORDER: "사건의 순서가 글과 다르다. 일어난 순서대로 써라",
    Fault.NO_BEGINNING: "누가 어디서 무슨 일을 겪는지 처음에 말하지 않았다. 상황부터 써라",
    Fault.NO_REVEAL: "반전이나 결말이 빠졌다. 글의 뒷부분까지 이야기해라",
    Fault.MIXED_REGISTER: "말투가 섞였다. 처음부터 끝까지 한 가지 말투로 써라",
    Fault.BROKEN_SENTENCE: "문장이 끝나지 않고 끊겼다. 완전한 문장으로 써라",
    Fault.VAGUE_HOOK: "첫 문장이 어떤 글에나 붙일 수 있는 말이다. 이 글의 장면을 구체적으로 써라",
    Fault.FALSE_HOOK: "첫 문장이 글의 내용과 다르다. 글에 있는 일로 써라",
    Fault.BORROWED_COMMENT: "댓글에서 나온 말을 이야기처럼 썼다. 그 문장을 빼라",
    Fault.BEGGING: "구독이나 좋아요를 부탁했다. 그 말을 빼라",
    Fault.TITLE_UNLIKE: "제목이 글의 내용과 다르다. 글의 내용으로 제목을 써라",
    Fault.TOO_LONG: "너무 길다. 본문을 줄여라",
    Fault.TOO_SHORT: "너무 짧다. 본문을 늘려라",
    Fault.MARKUP: "소리 내어 읽을 수 없는 기호나 지문을 썼다. 낭독할 문장만 써라",
    Fault.ASSISTANT_TALK: "이야기가 아니라 대본에 관한 설명을 썼다. 그 말을 빼라",
    Fault.COPIED: "원문을 그대로 베꼈다. 다른 말로 바꿔 써라",
    Fault.MORALISING: "글에 없는 교훈을 늘어놓았다. 그 문장을 빼라",
    Fault.INSULT: "욕설이나 비하 표현을 썼다. 순화해라",
    Fault.CONTACT: "링크나 연락처를 썼다. 그것을 빼라",
    Fault.NICKNAME: "글쓴이나 댓글 작성자의 이름을 썼다. 이름을 빼라",
    Fault.INVENTED_ENDING: "글에 없는 결말이나 사건을 지어냈다. 글에 있는 대로 끝내라",
    Fault.WORD_SALAD: "뜻이 통하지 않는 문장을 썼다. 말이 되게 고쳐 써라",
}


def complaint_to_writer(fault: ScriptFault) -> str:
    """What is wrong and what to do, with the place, in at most 160 characters."""
    sentence = _SENTENCES[fault.fault]
    return f"{sentence}: {fault.excerpt}"[:_LONGEST] if fault.excerpt else sentence
