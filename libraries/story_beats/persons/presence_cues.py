"""Cues in a sentence for who acts, who speaks and who is only spoken of."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from libraries.korean.letters.syllables import is_syllable, letters_of_syllable, syllable_of_letters
from libraries.story_beats.persons.mentions import Mention
from libraries.story_beats.sentence import Sentence
from schemas.beats import BeatCertainty

SPEAKS: Final = re.compile(
    r"말했|말하|말씀|물었|물어|묻|여쭤|여쭈|대답|그러더|그러시|그러는|그러네|이러|외쳤|외치|속삭|소리쳤|한마디"
    r"|답했|답이|부르|부탁|하시더|하심|하더라|했더니|했죠|말이 (?:나|튀어)|입을 열|대꾸|되물|중얼|목소리가"
)
ANSWERED: Final = re.compile(r"(?:더니|니까|자) .*(?:말|대답|그러|답|이러)")
"""Somebody did something, and somebody else spoke."""
TURNED_TO: Final = re.compile(
    r"(?:께|한테|에게) ?[가-힣 ]{0,8}(?:물|여쭤|여쭈|말씀드|말했|부탁)|여쭤|여쭈|물어봤|말씀드|말씀을 드"
)
CARRIED_ON: Final = re.compile(r"^\s*(?:이 한마디|제가 그렇게|그렇게 말|라고|하고|이라고|이러)")
GOES_ON: Final = re.compile(
    r"^(?:그러더니|그러고는|그리고는|그러면서|그러다|그 말에)|(?:거|것)(?:임|예요|였|죠|야)|애인데|[는은]다고 함"
    r"|넣는 거"
)
OWN_SUBJECT: Final = re.compile(
    r"(?<![가-힣])([가-힣]+)(?:이|가) (?:(?![가-힣]*(?:자마자|니까|는데|더니|고|서|지만|면) )[가-힣0-9]+ ){0,2}"
    r"[가-힣]+[.!?~…]*\s*(?:\[사진 ?\d*\])?$"
)
ON_A_BODY: Final = re.compile(r"(?:^|\s)(?:손|얼굴|이마|머리|목|허리|등|발|품|귀)에[는도]? ")
TOPIC: Final = re.compile(
    r"(?<![가-힣])(?!지금은|처음은|오늘은|이번은|원래는|사실은|처음에는)[가-힣0-9]+[은는](?![가-힣])"
)
IS: Final = re.compile(r"(?:이었|였|예요|이에요|입니다|임|이다|였음|이죠|에요|로요|이요)[가-힣]{0,2}[.!?~…]*\s*$")
CLAUSE: Final = re.compile(r"(?<=[가-힣])(?:고|서|니|니까|는데|은데|았는데|었는데|더니|지만|다가|면서|자마자) ")
MEETS: Final = re.compile(r"(?:는데|더니|니까|려는데|자마자) ")
OF_ONESELF: Final = re.compile(
    r"^(?:손|눈물|심장|입|고개|마음|기억|웃음|얼굴|다리|소름|기분|눈|말|자존심|생각|정신|잠|몸|배|발|머리|목"
    r"|엉덩이|느낌|숨|것|거|게|수|적|누|아무)$"
)
INNER: Final = re.compile(
    r"보이더|들리더|눈물이|느낌|기분|생각|싶|마음|웃음이|어쩔 수|물리더|소름|아프더|무섭더|궁금하더|기억"
)
OWN: Final = re.compile(r"(?<![가-힣])(?:제|내|저희|우리) ")
LATELY: Final = 3
A_WHILE: Final = 5
"""Sentences after which whom a verb honours is only guessed."""
CALLS: Final = re.compile(r"(?:^|[\"“.!?… ])([가-힣]{1,5}?)[아야]?[,!?]")
TOGETHER: Final = re.compile(
    r"(?<![가-힣])(?:둘이|둘이서|둘 다|둘은|우리 둘|저희 둘|단둘이|셋이|셋이서|셋 다)(?![가-힣])"
)
TO_ME: Final = re.compile(
    r"(?<![가-힣])(?:저를|나를|저한테|나한테|저에게|나에게|제게|내게|(?:제|내) (?:손|어깨|등|머리|볼|얼굴|팔|품|귀)"
    r"(?:에|을|를|에다)) (?:[가-힣]+ ){0,2}(?:주|줬|줌|건네|쥐여|잡|안아|안았|껴안|쳤|치더|때리|때렸"
    r"|밀|당기|당겼|쳐다|부르|불렀|데리|데려|끌|두드|쓰다듬"
    r"|가리|내밀|속삭|삿대질|소리|화를|욕을)"
)
"""Something is done to the author: somebody else does it."""
HONORS_WITHIN: Final = re.compile(r"[가-힣](?<![다마역잠])(?:시더니|시면서|시고는?|시길래|시는데|셔서) ")
IMAGINED: Final = re.compile(r"(?:겠죠|겠지|겠지요|텐데|텐데요|을걸요?|었으면)[.!~ㅋㅎㅠ ]*$")
"""What the author only imagines."""
ANSWERS: Final = re.compile(r"(?:더니|니까) ")
CALLED_BY: Final = re.compile(r"(?:전화|연락|문자|카톡|톡)[이가] (?:왔|걸려|옴|오더)")
APART: Final = re.compile(r"전화|문자|연락|카톡|메일")
QUOTATIVE: Final = re.compile(r"[다라자냐]고 (?:했|하셨|하더|말했|말씀하|물었|물으)")
BIDS: Final = re.compile(r"(?:자고|냐고|[으하지오가마말주두보]라고|달라고|달래|겠다고|을게|ㄹ게|싶다고|거라고)$")
"""Ends of what is bidden, asked, promised or wished."""
TOLD_WHOM: Final = re.compile(r"(?:저|나|우리|저희|제|내)(?:한테|에게|보고|더러|게) ")
ONLY_SAID: Final = re.compile(r"(?:(?<!더)[다라자냐]고|달라고)(?:요|욬)?[.!~ㅋㅎㅠ ]*$")
"""Nothing but what somebody said (아는 척은 하지 말아 달라고)."""
ADDED: Final = re.compile(r"^\W*(?:수정|추가|추신|댓글|덧)[0-9]?[)\]:.]")
"""What an author adds about the answers of readers."""
SEVERAL: Final = re.compile(r"(?:두|세|네) (?:분|명|사람)|둘이|들이|들은|끼리")


def with_quoted_as_absent(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions of who is there: whom somebody only tells of is not (담임이 지호가 전학 간다고 했다)."""
    said = QUOTATIVE.search(sentence.told)
    tells = next((each for each in mentions if each.subject), None)
    if said is None or tells is None:
        yield from mentions
        return
    for each in mentions:
        within = (
            each.subject and not each.topic and tells.at < each.at < said.start() and each.member is not tells.member
        )
        yield each._replace(subject=False, present=False) if within else each


def may_be_quoted(sentence: Sentence, mentions: Sequence[Mention]) -> bool:
    """Whether a sentence may be what somebody else says (남편이 병원에 있다고 했다).

    Who is bidden, asked, or let into a plan is not named with 이 or 가 (엄마가 먹으라고 했다), nor is whoever promises
    (남편이 데리러 가겠다고 했다): there the subject is the one who speaks.
    """
    said = QUOTATIVE.search(sentence.told)
    subjects = [each for each in mentions if each.subject]
    if said is None or len(subjects) != 1 or subjects[0].topic or subjects[0].at >= said.start():
        return False
    between = sentence.told[subjects[0].at : said.start() + 2]
    return BIDS.search(between) is None and TOLD_WHOM.search(between) is None


def presence_certainty(sentence: Sentence, mentions: Sequence[Mention], each: Mention) -> BeatCertainty:
    """How surely whom ``each`` means is there: not in what is only said or asked, nor as one of a crowd."""
    apart = sentence.to_readers or ONLY_SAID.search(sentence.told) or ADDED.match(sentence.told)
    guessed = apart or each.member.is_crowd or may_be_quoted(sentence, mentions)
    return BeatCertainty.GUESSED if guessed else BeatCertainty.TOLD


def last_word_stem(sentence: Sentence) -> str:
    """The first two syllables of the last word, as they stand before an ending (나갔다: 나가)."""
    last = sentence.words[-1][1][:2] if sentence.words else ""
    if len(last) < 2 or not is_syllable(last[1]):
        return last
    first, vowel, _ = letters_of_syllable(last[1])
    return last[0] + syllable_of_letters(first, vowel)
