"""Who is to be seen at each sentence, and who speaks what is quoted."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from libraries.korean.letters.syllables import is_syllable, letters, syllable
from libraries.story_beats.cast import CastFinder
from libraries.story_beats.lexicons import ACTIONS, FEELINGS
from libraries.story_beats.members import Member, is_person
from libraries.story_beats.mentions import Mention, speaker_label
from libraries.story_beats.sentence import Sentence
from schemas.beats import Certainty, Kind

_SPEAKS: Final = re.compile(
    r"말했|말하|말씀|물었|물어|묻|여쭤|여쭈|대답|그러더|그러시|그러는|그러네|이러|외쳤|외치|속삭|소리쳤|한마디"
    r"|답했|답이|부르|부탁|하시더|하심|하더라|했더니|했죠|말이 (?:나|튀어)|입을 열|대꾸|되물|중얼|목소리가"
)
_ANSWERED: Final = re.compile(r"(?:더니|니까|자) .*(?:말|대답|그러|답|이러)")
"""Somebody did something, and somebody else spoke."""
_TURNED_TO: Final = re.compile(
    r"(?:께|한테|에게) ?[가-힣 ]{0,8}(?:물|여쭤|여쭈|말씀드|말했|부탁)|여쭤|여쭈|물어봤|말씀드|말씀을 드"
)
_CARRIED_ON: Final = re.compile(r"^\s*(?:이 한마디|제가 그렇게|그렇게 말|라고|하고|이라고|이러)")
_GOES_ON: Final = re.compile(
    r"^(?:그러더니|그러고는|그리고는|그러면서|그러다|그 말에)|(?:거|것)(?:임|예요|였|죠|야)|애인데|[는은]다고 함"
    r"|넣는 거"
)
_OWN_SUBJECT: Final = re.compile(
    r"(?<![가-힣])([가-힣]+)(?:이|가) (?:(?![가-힣]*(?:자마자|니까|는데|더니|고|서|지만|면) )[가-힣0-9]+ ){0,2}"
    r"[가-힣]+[.!?~…]*\s*(?:\[사진 ?\d*\])?$"
)
_ON_A_BODY: Final = re.compile(r"(?:^|\s)(?:손|얼굴|이마|머리|목|허리|등|발|품|귀)에[는도]? ")
_TOPIC: Final = re.compile(
    r"(?<![가-힣])(?!지금은|처음은|오늘은|이번은|원래는|사실은|처음에는)[가-힣0-9]+[은는](?![가-힣])"
)
_IS: Final = re.compile(r"(?:이었|였|예요|이에요|입니다|임|이다|였음|이죠|에요|로요|이요)[가-힣]{0,2}[.!?~…]*\s*$")
_CLAUSE: Final = re.compile(r"(?<=[가-힣])(?:고|서|니|니까|는데|은데|았는데|었는데|더니|지만|다가|면서|자마자) ")
_MEETS: Final = re.compile(r"(?:는데|더니|니까|려는데|자마자) ")
_OF_ONESELF: Final = re.compile(
    r"^(?:손|눈물|심장|입|고개|마음|기억|웃음|얼굴|다리|소름|기분|눈|말|자존심|생각|정신|잠|몸|배|발|머리|목"
    r"|엉덩이|느낌|숨|것|거|게|수|적|누|아무)$"
)
_INNER: Final = re.compile(
    r"보이더|들리더|눈물이|느낌|기분|생각|싶|마음|웃음이|어쩔 수|물리더|소름|아프더|무섭더|궁금하더|기억"
)
_OWN: Final = re.compile(r"(?<![가-힣])(?:제|내|저희|우리) ")
_LATELY: Final = 3
_A_WHILE: Final = 5
"""Sentences after which whom a verb honours is only guessed."""
_CALLS: Final = re.compile(r"(?:^|[\"“.!?… ])([가-힣]{1,5}?)[아야]?[,!?]")
_TOGETHER: Final = re.compile(
    r"(?<![가-힣])(?:둘이|둘이서|둘 다|둘은|우리 둘|저희 둘|단둘이|셋이|셋이서|셋 다)(?![가-힣])"
)
_TO_ME: Final = re.compile(
    r"(?<![가-힣])(?:저를|나를|저한테|나한테|저에게|나에게|제게|내게|(?:제|내) (?:손|어깨|등|머리|볼|얼굴|팔|품|귀)"
    r"(?:에|을|를|에다)) (?:[가-힣]+ ){0,2}(?:주|줬|줌|건네|쥐여|잡|안아|안았|껴안|쳤|치더|때리|때렸"
    r"|밀|당기|당겼|쳐다|부르|불렀|데리|데려|끌|두드|쓰다듬"
    r"|가리|내밀|속삭|삿대질|소리|화를|욕을)"
)
"""Something is done to the author: somebody else does it."""
_HONORS_WITHIN: Final = re.compile(r"[가-힣](?<![다마역잠])(?:시더니|시면서|시고는?|시길래|시는데|셔서) ")
_IMAGINED: Final = re.compile(r"(?:겠죠|겠지|겠지요|텐데|텐데요|을걸요?|었으면)[.!~ㅋㅎㅠ ]*$")
"""What the author only imagines."""
_ANSWERS: Final = re.compile(r"(?:더니|니까) ")
_CALLED_BY: Final = re.compile(r"(?:전화|연락|문자|카톡|톡)[이가] (?:왔|걸려|옴|오더)")
_APART: Final = re.compile(r"전화|문자|연락|카톡|메일")
_QUOTATIVE: Final = re.compile(r"[다라자냐]고 (?:했|하셨|하더|말했|말씀하|물었|물으)")
_SEVERAL: Final = re.compile(r"(?:두|세|네) (?:분|명|사람)|둘이|들이|들은|끼리")


class Seen(NamedTuple):
    """Who is seen at a sentence, who acts first, and who of them speaks."""

    members: tuple[Member, ...]
    speaker: Member | None
    certain: tuple[Certainty, ...] = ()
    """For each of the members, how surely they are there."""
    named: bool = False
    """Whether the words of the sentence say who it is."""


class Course(NamedTuple):
    """What is known before a sentence of who acted and spoke in those before it."""

    recent: tuple[Member, ...] = ()
    """Who has been spoken of, the last one last."""
    acting: Member | None = None
    honored: Member | None = None
    """Whose acts the author told with an honorific verb last."""
    to_speak: Member | None = None
    """Who is said to speak next."""
    spoke: Member | None = None
    """Who spoke the quote just before."""
    among_themselves: bool = False
    asked_back: bool = False
    """Whether the quote just before was a question."""
    topic: Member | None = None
    """The person or animal, not the author, of whom it was last said that they act."""
    done: str = ""
    """How the last verb begins."""


class _Unsaid(NamedTuple):
    """Who acts in a sentence that does not say it, and how surely."""

    member: Member
    certainty: Certainty


class Presence:
    """Follows who acts and who speaks from sentence to sentence."""

    def __init__(self, finder: CastFinder) -> None:
        self._finder = finder
        self._now = Course(recent=finder.roster.recent)

    @property
    def course(self) -> Course:
        """What is known after the sentences given so far."""
        return self._now._replace(recent=self._finder.roster.recent)

    def resume(self, course: Course) -> None:
        """Go on from what was known before another sentence."""
        self._now = course
        self._finder.roster.recall(course.recent)

    def step(self, sentence: Sentence, following: Sentence | None, *, page: bool) -> Seen:
        """Who is seen. Sentences are given in their order; ``page``: it is read from a screen or a page."""
        if label := speaker_label(sentence, self._finder.roster.named):
            return self._in_dialogue(self._finder.labelled(label, sentence))
        mentions = self._finder.step(sentence)
        if sentence.whole_quote:
            return self._quoted(sentence, following, page=page)
        mentions = [] if _IMAGINED.search(sentence.told) else list(_without_quoted(sentence, mentions))
        subjects = [each.member for each in mentions if each.subject]
        told = Certainty.GUESSED if sentence.to_readers or _is_quoted(sentence, mentions) else Certainty.TOLD
        surely = dict.fromkeys((each.member for each in mentions if each.present), told)
        acts = next((each.at for each in mentions if each.subject), 0)
        if subjects and _MEETS.search(sentence.told[:acts]):
            surely.setdefault(self._finder.author, Certainty.HELD)
        imagined = _IMAGINED.search(sentence.told) is not None
        told_of = imagined or bool(subjects) or any(each.absent for each in mentions)
        unsaid = None if told_of else self._unsaid(sentence, mentions, page=page)
        if unsaid is not None:
            surely = {unsaid.member: surely.get(unsaid.member, unsaid.certainty)} | surely
        for member in self._beside(sentence):
            surely.setdefault(member, Certainty.HELD)
        surely = {member: certainty for member, certainty in surely.items() if member.is_somebody}
        acting = unsaid.member if unsaid else None
        self._follow(sentence, mentions, subjects, acting)
        speaker = (subjects[-1] if subjects else acting) if sentence.quotes and not page else None
        speaker = speaker if speaker in surely else None
        return Seen(tuple(surely), speaker, tuple(surely.values()), named=bool(mentions))

    def _in_dialogue(self, member: Member) -> Seen:
        topic = self._now.topic if member is self._finder.author else member
        self._now = Course(acting=member, honored=self._now.honored, spoke=member, topic=topic)
        return Seen((member,), member, (Certainty.TOLD,), named=True)

    def _beside(self, sentence: Sentence) -> list[Member]:
        """Who is there too, by how the sentence counts (둘이, 셋이서) or by whom its verb honours (드렸다)."""
        if found := _TOGETHER.search(sentence.told):
            persons = [each for each in reversed(self._finder.roster.recent) if is_person(each)]
            return [self._finder.author, *persons[: 2 if found.group().startswith("셋") else 1]]
        honored = self._now.honored
        if honored is None or honored is not self._finder.roster.last_person() or not sentence.humble:
            return []
        near = sentence.line - max(honored.lines, default=-9) <= _LATELY
        return [honored] if near and not _APART.search(sentence.told) else []

    def _unsaid(self, sentence: Sentence, mentions: Sequence[Mention], *, page: bool) -> _Unsaid | None:
        """Who acts in a sentence that does not say it."""
        if self._now.to_speak is not None and sentence.text[0] in '"“' and not page:
            return _Unsaid(self._now.to_speak, Certainty.HELD)
        if sentence.to_readers:
            return None
        if sentence.humble:
            return _Unsaid(self._finder.author, Certainty.TOLD)
        if sentence.honored and sentence.reported and not self._lately(sentence):
            return None
        if sentence.honored:
            whom = self._other_than(self._now.honored or self._finder.roster.last_honored(), mentions)
            ago = sentence.line - max(whom.lines, default=-9) if whom else 0
            return self._likely(whom, Certainty.HELD if ago <= _A_WHILE else Certainty.GUESSED)
        if self._repeats(sentence) and self._third() is not None:
            return self._likely(self._other_than(self._third(), mentions), Certainty.HELD)
        if _INNER.search(sentence.told):
            return _Unsaid(self._finder.author, Certainty.HELD)
        if self._third() is not None and _TO_ME.search(sentence.told):
            return self._likely(self._other_than(self._third(), mentions), Certainty.HELD)
        if self._is_state(sentence):
            worn = _ON_A_BODY.search(sentence.told) and self._lately(sentence)
            return self._likely(self._now.topic if worn else None, Certainty.HELD)
        if sentence.observed or sentence.reported:
            return self._of_another(sentence, mentions)
        if _GOES_ON.search(sentence.told) and self._third() is not None and not _OWN.search(sentence.told):
            return self._likely(self._third(), Certainty.HELD)
        return _Unsaid(self._finder.author, Certainty.GUESSED)

    def _repeats(self, sentence: Sentence) -> bool:
        """Whether the sentence begins with what was done last (나갔다. 나가면서 …)."""
        first = sentence.words[0][1] if sentence.words else ""
        return first[:2] == self._now.done and first.endswith(("면서", "더니", "며", "다가"))

    def _of_another(self, sentence: Sentence, mentions: Sequence[Mention]) -> _Unsaid | None:
        """Who acts in a sentence that tells of another without saying of whom: what the author saw or heard."""
        asked = [each.member for each in mentions if each.asked]
        if asked and _ANSWERS.search(sentence.told):
            return _Unsaid(asked[-1], Certainty.HELD)
        if sentence.observed and sentence.quotes and self._now.topic is not None:
            return _Unsaid(self._now.topic, Certainty.HELD)
        if sentence.observed:
            whom = self._now.acting or self._finder.roster.last_person()
            return self._likely(self._other_than(whom, mentions), Certainty.GUESSED)
        topic = self._other_than(self._now.topic, mentions) if self._lately(sentence) else None
        return self._likely(topic, Certainty.GUESSED)

    @staticmethod
    def _likely(member: Member | None, certainty: Certainty) -> _Unsaid | None:
        return None if member is None else _Unsaid(member, certainty)

    def _lately(self, sentence: Sentence) -> bool:
        """Whether the person or animal spoken of last was spoken of just before."""
        topic = self._now.topic
        return topic is not None and sentence.line - max(topic.lines, default=-9) <= _LATELY

    @staticmethod
    def _is_state(sentence: Sentence) -> bool:
        """Whether nobody acts: something is so, or happens by itself."""
        if len(sentence.words) < 3 and not (ACTIONS.find(sentence) or FEELINGS.find(sentence)):
            return True
        if _IS.search(sentence.told) and _TOPIC.search(sentence.told):
            return True
        own = _OWN_SUBJECT.search(sentence.told)
        return (
            own is not None and not _OF_ONESELF.match(own.group(1)) and not _CLAUSE.search(sentence.told[: own.start()])
        )

    def _third(self) -> Member | None:
        return self._now.acting if self._now.acting is not self._finder.author else None

    @staticmethod
    def _other_than(member: Member | None, mentions: Sequence[Mention]) -> Member | None:
        """``member``, unless the sentence names it in another part than that of who acts."""
        return None if any(each.member is member and not each.present for each in mentions) else member

    def _follow(
        self, sentence: Sentence, mentions: Sequence[Mention], subjects: Sequence[Member], unsaid: Member | None
    ) -> None:
        """Remember who acted, who will speak next, and to whom."""
        author, now = self._finder.author, self._now
        others = [each.member for each in mentions if each.member is not author and each.present]
        topic = next((each.member for each in mentions if each.topic and each.subject), None)
        main = topic if topic and (sentence.honored or sentence.reported) else subjects[-1] if subjects else None
        actor = main or unsaid
        back = now.spoke is not None and _CARRIED_ON.match(sentence.told) is not None
        speaks = _SPEAKS.search(sentence.told) is not None and not back
        acting = actor if subjects or sentence.humble else others[-1] if others else now.acting
        third = [member for member in (*subjects, *([unsaid] if unsaid else [])) if member is not author]
        honors = sentence.honored or (bool(subjects) and _HONORS_WITHIN.search(sentence.told) is not None)
        honored = honors and actor is not None and actor is not author and actor.row.kind is Kind.PERSON
        calling = [each.member for each in mentions if each.asked] if _CALLED_BY.search(sentence.told) else []
        if calling and not subjects:
            acting, speaks, actor = calling[-1], True, calling[-1]
        self._now = Course(
            acting=acting,
            honored=actor if honored else now.honored,
            to_speak=self._next_speaker(sentence, actor, others) if speaks else None,
            done=_stem(sentence),
            among_themselves=bool(others) and bool(_SEVERAL.search(sentence.told)),
            topic=topic if topic not in (None, author) else next(iter((*third[-1:], *others[-1:])), now.topic),
        )

    def _next_speaker(self, sentence: Sentence, actor: Member | None, others: Sequence[Member]) -> Member | None:
        """Who speaks the quote behind a sentence that tells of speaking."""
        author = self._finder.author
        if others and actor is author and _TURNED_TO.search(sentence.told) and sentence.honored:
            return others[-1]
        return others[-1] if others and actor in (author, None) and _ANSWERED.search(sentence.told) else actor

    def _quoted(self, sentence: Sentence, following: Sentence | None, *, page: bool) -> Seen:
        asks = sentence.text.rstrip("\"”'’ ").endswith("?")
        unsaid = page or sentence.text[0] in "'‘"
        speaker = self._now.to_speak or self._from_following(following) or (None if unsaid else self._turn(asks=asks))
        if page and speaker is self._finder.author:
            speaker = None
        if speaker is not None and self._is_addressed(sentence, speaker):
            speaker = self._other(speaker)
        self._now = self._now._replace(to_speak=None, spoke=speaker, asked_back=asks)
        if speaker is None or not speaker.is_somebody:
            return Seen((), None)
        speaker.seen(sentence.line)
        return Seen((speaker,), speaker, (Certainty.HELD,))

    @staticmethod
    def _is_addressed(sentence: Sentence, member: Member) -> bool:
        """Whether the quote calls ``member`` by a name: then another speaks."""
        called = _CALLS.findall(sentence.text)
        return any(name in member.names for name in called)

    def _other(self, speaker: Member) -> Member | None:
        if speaker is not self._finder.author:
            return self._finder.author
        return self._now.topic or self._finder.roster.last_person()

    def _from_following(self, following: Sentence | None) -> Member | None:
        if following is None or following.whole_quote or not _CARRIED_ON.match(following.told):
            return None
        mine = re.match(r"^\s*(?:제가|내가|하고 (?:제가|내가|나는|저는))", following.told)
        return self._finder.author if mine else self._now.honored or self._finder.roster.last_person()

    def _turn(self, *, asks: bool) -> Member | None:
        """Who speaks where the text does not say it: the other one when something is asked, else the same."""
        now, author = self._now, self._finder.author
        if now.spoke is None:
            return now.topic or now.acting
        if now.among_themselves or not (asks or now.asked_back):
            return now.spoke
        return now.topic or self._finder.roster.last_person() if now.spoke is author else author


def _without_quoted(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions of who is there: whom somebody only tells of is not (담임이 지호가 전학 간다고 했다)."""
    said = _QUOTATIVE.search(sentence.told)
    tells = next((each for each in mentions if each.subject), None)
    if said is None or tells is None:
        yield from mentions
        return
    for each in mentions:
        within = (
            each.subject and not each.topic and tells.at < each.at < said.start() and each.member is not tells.member
        )
        yield each._replace(subject=False, present=False) if within else each


def _is_quoted(sentence: Sentence, mentions: Sequence[Mention]) -> bool:
    """Whether it may be what somebody else says (남편이 병원에 있다고 했다)."""
    said = _QUOTATIVE.search(sentence.told)
    subjects = [each for each in mentions if each.subject]
    return said is not None and len(subjects) == 1 and not subjects[0].topic and subjects[0].at < said.start()


def _stem(sentence: Sentence) -> str:
    """The first two syllables of the last word, as they stand before an ending (나갔다: 나가)."""
    last = sentence.words[-1][1][:2] if sentence.words else ""
    if len(last) < 2 or not is_syllable(last[1]):
        return last
    first, vowel, _ = letters(last[1])
    return last[0] + syllable(first, vowel)
