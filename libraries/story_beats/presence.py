"""Who is to be seen at each sentence, and who speaks what is quoted."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from libraries.story_beats.cast import CastFinder
from libraries.story_beats.lexicons import ACTIONS, FEELINGS
from libraries.story_beats.members import Member
from libraries.story_beats.mentions import Mention
from libraries.story_beats.sentence import Sentence
from schemas.beats import Kind

_SPEAKS: Final = re.compile(
    r"말했|말하|말씀|물었|물어|묻|여쭤|여쭈|대답|그러더|그러시|그러는|그러네|이러|외쳤|외치|속삭|소리쳤|한마디"
    r"|답했|답이|부르|부탁|하시더|하심|하더라|했더니|했죠|입을 열|대꾸|되물|중얼|목소리가"
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
_INNER: Final = re.compile(r"눈물이|느낌|기분|생각|싶|마음|웃음이|어쩔 수|물리더|소름|아프더|무섭더|궁금하더|기억")
_OWN: Final = re.compile(r"(?<![가-힣])(?:제|내|저희|우리) ")
_LATELY: Final = 3
_CALLS: Final = re.compile(r"(?:^|[\"“.!?… ])([가-힣]{1,5}?)[아야]?[,!?]")
_BOTH: Final = re.compile(r"(?<![가-힣])(?:둘이|둘 다|둘은|우리 둘|저희 둘|단둘이|셋이)(?![가-힣])")
_SEVERAL: Final = re.compile(r"(?:두|세|네) (?:분|명|사람)|둘이|들이|들은|끼리")


class Seen(NamedTuple):
    """Who is seen at a sentence, who acts first, and who of them speaks."""

    members: tuple[Member, ...]
    speaker: Member | None
    named: bool = False
    """Whether the words of the sentence say who it is."""


class Presence:
    """Follows who acts and who speaks from sentence to sentence."""

    def __init__(self, finder: CastFinder) -> None:
        self._finder = finder
        self._acting: Member | None = None
        self._honored: Member | None = None
        """Whose acts the author told with an honorific verb last."""
        self._to_speak: Member | None = None
        self._spoke: Member | None = None
        """Who spoke the quote just before."""
        self._among_themselves = False
        self._asked_back = False
        """Whether the quote just before was a question."""
        self._topic: Member | None = None
        """The person or animal, not the author, of whom it was last said that they act."""

    def step(self, sentence: Sentence, following: Sentence | None, *, page: bool) -> Seen:
        """Who is seen. Sentences are given in their order; ``page``: it is read from a screen or a page."""
        mentions = self._finder.step(sentence)
        if sentence.whole_quote:
            return self._quoted(sentence, following, page=page)
        present = [each.member for each in mentions if each.present]
        subjects = [each.member for each in mentions if each.subject]
        acts = next((each.at for each in mentions if each.subject), 0)
        if subjects and self._finder.author not in present and _MEETS.search(sentence.told[:acts]):
            present.append(self._finder.author)
        begins = self._to_speak if sentence.text[0] in '"“' and not page else None
        unsaid = (begins or self._unsaid(sentence, mentions)) if not subjects else None
        if unsaid is not None:
            present = [unsaid, *present]
        if _BOTH.search(sentence.told):
            last = self._finder.roster.last_person()
            present += [self._finder.author, *([last] if last else [])]
        self._follow(sentence, mentions, subjects, unsaid)
        speaker = (subjects[-1] if subjects else unsaid) if sentence.quotes and not page else None
        return Seen(_distinct(present), speaker, named=bool(mentions))

    def _unsaid(self, sentence: Sentence, mentions: Sequence[Mention]) -> Member | None:
        """Who acts in a sentence that does not say it."""
        if sentence.to_readers:
            return None
        if sentence.humble:
            return self._finder.author
        if sentence.honored:
            return self._other_than(self._honored or self._finder.roster.last_person(), mentions)
        if _INNER.search(sentence.told):
            return self._finder.author
        if self._is_state(sentence):
            return self._topic if _ON_A_BODY.search(sentence.told) and self._lately(sentence) else None
        if sentence.observed and sentence.quotes and self._topic is not None:
            return self._topic
        if sentence.observed:
            return self._other_than(self._acting or self._finder.roster.last_person(), mentions)
        if sentence.reported:
            return self._other_than(self._topic, mentions) if self._lately(sentence) else None
        if _GOES_ON.search(sentence.told) and self._third() is not None and not _OWN.search(sentence.told):
            return self._third()
        return self._finder.author

    def _lately(self, sentence: Sentence) -> bool:
        """Whether the person or animal spoken of last was spoken of just before."""
        return self._topic is not None and sentence.line - max(self._topic.lines, default=-9) <= _LATELY

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
        return self._acting if self._acting is not self._finder.author else None

    @staticmethod
    def _other_than(member: Member | None, mentions: Sequence[Mention]) -> Member | None:
        """``member``, unless the sentence names it in another part than that of who acts."""
        return None if any(each.member is member and not each.present for each in mentions) else member

    def _follow(
        self, sentence: Sentence, mentions: Sequence[Mention], subjects: Sequence[Member], unsaid: Member | None
    ) -> None:
        """Remember who acted, who will speak next, and to whom."""
        author = self._finder.author
        others = [each.member for each in mentions if each.member is not author and each.present]
        self._among_themselves = bool(others) and bool(_SEVERAL.search(sentence.told))
        topic = next((each.member for each in mentions if each.topic and each.subject), None)
        main = topic if topic and (sentence.honored or sentence.reported) else subjects[-1] if subjects else None
        actor = main or unsaid
        back = self._spoke is not None and _CARRIED_ON.match(sentence.told) is not None
        self._spoke = None
        self._to_speak = None
        if _SPEAKS.search(sentence.told) and not back:
            turned = bool(_ANSWERED.search(sentence.told)) and actor in (author, None) and bool(others)
            self._to_speak = others[-1] if turned else actor
            if actor is author and _TURNED_TO.search(sentence.told) and sentence.honored and others:
                self._to_speak = others[-1]
        if subjects or sentence.humble:
            self._acting = actor
        elif others:
            self._acting = others[-1]
        third = [member for member in (*subjects, *([unsaid] if unsaid else [])) if member is not author]
        self._topic = (
            topic if topic not in (None, author) else third[-1] if third else others[-1] if others else self._topic
        )
        if sentence.honored and actor is not None and actor is not author and actor.row.kind is Kind.PERSON:
            self._honored = actor

    def _quoted(self, sentence: Sentence, following: Sentence | None, *, page: bool) -> Seen:
        asks = sentence.text.rstrip("\"”'’ ").endswith("?")
        speaker = self._to_speak or self._from_following(following) or (None if page else self._turn(asks=asks))
        if page and speaker is self._finder.author:
            speaker = None
        if speaker is not None and self._is_addressed(sentence, speaker):
            speaker = self._other(speaker)
        self._to_speak, self._spoke, self._asked_back = None, speaker, asks
        if speaker is None:
            return Seen((), None)
        speaker.seen(sentence.line)
        return Seen((speaker,), speaker)

    @staticmethod
    def _is_addressed(sentence: Sentence, member: Member) -> bool:
        """Whether the quote calls ``member`` by a name: then another speaks."""
        called = _CALLS.findall(sentence.text)
        return any(name in member.names for name in called)

    def _other(self, speaker: Member) -> Member | None:
        if speaker is not self._finder.author:
            return self._finder.author
        return self._topic or self._finder.roster.last_person()

    def _from_following(self, following: Sentence | None) -> Member | None:
        if following is None or following.whole_quote or not _CARRIED_ON.match(following.told):
            return None
        mine = re.match(r"^\s*(?:제가|내가|하고 (?:제가|내가|나는|저는))", following.told)
        return self._finder.author if mine else self._honored or self._finder.roster.last_person()

    def _turn(self, *, asks: bool) -> Member | None:
        """Who speaks where the text does not say it: the other one when something is asked, else the same."""
        if self._spoke is None:
            return self._topic or self._acting
        if self._among_themselves or not (asks or self._asked_back):
            return self._spoke
        return (
            self._topic or self._finder.roster.last_person()
            if self._spoke is self._finder.author
            else self._finder.author
        )


def _distinct(members: Sequence[Member]) -> tuple[Member, ...]:
    kept: list[Member] = []
    for member in members:
        if member not in kept:
            kept.append(member)
    return tuple(kept)
