"""Who is to be seen at each sentence, and who speaks what is quoted."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from libraries.story_beats.lexicons import ACTIONS, FEELINGS
from libraries.story_beats.persons.cast import CastFinder
from libraries.story_beats.persons.members import Member, is_person
from libraries.story_beats.persons.mentions import Mention, speaker_label
from libraries.story_beats.persons.presence_cues import (
    A_WHILE,
    ANSWERED,
    ANSWERS,
    APART,
    CALLED_BY,
    CALLS,
    CARRIED_ON,
    CLAUSE,
    GOES_ON,
    HONORS_WITHIN,
    IMAGINED,
    INNER,
    IS,
    LATELY,
    MEETS,
    OF_ONESELF,
    ON_A_BODY,
    OWN,
    OWN_SUBJECT,
    SEVERAL,
    SPEAKS,
    TO_ME,
    TOGETHER,
    TOPIC,
    TURNED_TO,
    last_word_stem,
    presence_certainty,
    with_quoted_as_absent,
)
from libraries.story_beats.sentence import Sentence
from schemas.beats import BeatCertainty, CastKind


class SeenMembers(NamedTuple):
    """Who is seen at a sentence, who acts first, and who of them speaks."""

    members: tuple[Member, ...]
    speaker: Member | None
    certain: tuple[BeatCertainty, ...] = ()
    """For each of the members, how surely they are there."""
    named: bool = False
    """Whether the words of the sentence say who it is."""


class PresenceSoFar(NamedTuple):
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
    certainty: BeatCertainty


class PresenceTracker:
    """Follows who acts and who speaks from sentence to sentence."""

    def __init__(self, finder: CastFinder) -> None:
        self._finder = finder
        self._now = PresenceSoFar(recent=finder.roster.recent)

    @property
    def presence_so_far(self) -> PresenceSoFar:
        """What is known after the sentences given so far."""
        return self._now._replace(recent=self._finder.roster.recent)

    def resume_from(self, course: PresenceSoFar) -> None:
        """Go on from what was known before another sentence."""
        self._now = course
        self._finder.roster.restore_recent(course.recent)

    def advance_to_sentence(self, sentence: Sentence, following: Sentence | None, *, page: bool) -> SeenMembers:
        """Who is seen. Sentences are given in their order; ``page``: it is read from a screen or a page."""
        if label := speaker_label(sentence, self._finder.roster.named):
            return self._in_dialogue(self._finder.find_or_add_labelled(label, sentence))
        mentions = self._finder.learn_mentions(sentence)
        if sentence.whole_quote:
            return self._quoted(sentence, following, page=page)
        mentions = [] if IMAGINED.search(sentence.told) else list(with_quoted_as_absent(sentence, mentions))
        subjects = [each.member for each in mentions if each.subject]
        surely = {each.member: presence_certainty(sentence, mentions, each) for each in mentions if each.present}
        acts = next((each.at for each in mentions if each.subject), 0)
        if subjects and MEETS.search(sentence.told[:acts]):
            surely.setdefault(self._finder.author, BeatCertainty.HELD)
        imagined = IMAGINED.search(sentence.told) is not None
        told_of = imagined or bool(subjects) or any(each.absent for each in mentions)
        unsaid = None if told_of else self._unsaid(sentence, mentions, page=page)
        if unsaid is not None:
            surely = {unsaid.member: surely.get(unsaid.member, unsaid.certainty)} | surely
        for member in self._beside(sentence):
            surely.setdefault(member, BeatCertainty.HELD)
        surely = {member: certainty for member, certainty in surely.items() if member.is_somebody}
        acting = unsaid.member if unsaid else None
        self._follow(sentence, mentions, subjects, acting)
        speaker = (subjects[-1] if subjects else acting) if sentence.quotes and not page else None
        speaker = speaker if speaker in surely else None
        return SeenMembers(tuple(surely), speaker, tuple(surely.values()), named=bool(mentions))

    def _in_dialogue(self, member: Member) -> SeenMembers:
        topic = self._now.topic if member is self._finder.author else member
        self._now = PresenceSoFar(acting=member, honored=self._now.honored, spoke=member, topic=topic)
        return SeenMembers((member,), member, (BeatCertainty.TOLD,), named=True)

    def _beside(self, sentence: Sentence) -> list[Member]:
        """Who is there too, by how the sentence counts (둘이, 셋이서) or by whom its verb honours (드렸다)."""
        if found := TOGETHER.search(sentence.told):
            persons = [each for each in reversed(self._finder.roster.recent) if is_person(each)]
            return [self._finder.author, *persons[: 2 if found.group().startswith("셋") else 1]]
        honored = self._now.honored
        if honored is None or honored is not self._finder.roster.last_person() or not sentence.humble:
            return []
        near = sentence.line - max(honored.lines, default=-9) <= LATELY
        return [honored] if near and not APART.search(sentence.told) else []

    def _unsaid(self, sentence: Sentence, mentions: Sequence[Mention], *, page: bool) -> _Unsaid | None:
        """Who acts in a sentence that does not say it."""
        if self._now.to_speak is not None and sentence.text[0] in '"“' and not page:
            return _Unsaid(self._now.to_speak, BeatCertainty.HELD)
        if sentence.to_readers:
            return None
        if sentence.humble:
            return _Unsaid(self._finder.author, BeatCertainty.TOLD)
        if sentence.honored and sentence.reported and not self._lately(sentence):
            return None
        if sentence.honored:
            whom = self._other_than(self._now.honored or self._finder.roster.last_honored(), mentions)
            ago = sentence.line - max(whom.lines, default=-9) if whom else 0
            return self._likely(whom, BeatCertainty.HELD if ago <= A_WHILE else BeatCertainty.GUESSED)
        if self._repeats(sentence) and self._third() is not None:
            return self._likely(self._other_than(self._third(), mentions), BeatCertainty.HELD)
        if INNER.search(sentence.told):
            return _Unsaid(self._finder.author, BeatCertainty.HELD)
        if self._third() is not None and TO_ME.search(sentence.told):
            return self._likely(self._other_than(self._third(), mentions), BeatCertainty.HELD)
        if self._is_state(sentence):
            worn = ON_A_BODY.search(sentence.told) and self._lately(sentence)
            return self._likely(self._now.topic if worn else None, BeatCertainty.HELD)
        if sentence.observed or sentence.reported:
            return self._of_another(sentence, mentions)
        if GOES_ON.search(sentence.told) and self._third() is not None and not OWN.search(sentence.told):
            return self._likely(self._third(), BeatCertainty.HELD)
        return _Unsaid(self._finder.author, BeatCertainty.GUESSED)

    def _repeats(self, sentence: Sentence) -> bool:
        """Whether the sentence begins with what was done last (나갔다. 나가면서 …)."""
        first = sentence.words[0][1] if sentence.words else ""
        return first[:2] == self._now.done and first.endswith(("면서", "더니", "며", "다가"))

    def _of_another(self, sentence: Sentence, mentions: Sequence[Mention]) -> _Unsaid | None:
        """Who acts in a sentence that tells of another without saying of whom: what the author saw or heard."""
        asked = [each.member for each in mentions if each.asked]
        if asked and ANSWERS.search(sentence.told):
            return _Unsaid(asked[-1], BeatCertainty.HELD)
        if sentence.observed and sentence.quotes and self._now.topic is not None:
            return _Unsaid(self._now.topic, BeatCertainty.HELD)
        if sentence.observed:
            whom = self._now.acting or self._finder.roster.last_person()
            return self._likely(self._other_than(whom, mentions), BeatCertainty.GUESSED)
        topic = self._other_than(self._now.topic, mentions) if self._lately(sentence) else None
        return self._likely(topic, BeatCertainty.GUESSED)

    @staticmethod
    def _likely(member: Member | None, certainty: BeatCertainty) -> _Unsaid | None:
        return None if member is None else _Unsaid(member, certainty)

    def _lately(self, sentence: Sentence) -> bool:
        """Whether the person or animal spoken of last was spoken of just before."""
        topic = self._now.topic
        return topic is not None and sentence.line - max(topic.lines, default=-9) <= LATELY

    @staticmethod
    def _is_state(sentence: Sentence) -> bool:
        """Whether nobody acts: something is so, or happens by itself."""
        if len(sentence.words) < 3 and not (ACTIONS.find_words(sentence) or FEELINGS.find_words(sentence)):
            return True
        if IS.search(sentence.told) and TOPIC.search(sentence.told):
            return True
        own = OWN_SUBJECT.search(sentence.told)
        return (
            own is not None and not OF_ONESELF.match(own.group(1)) and not CLAUSE.search(sentence.told[: own.start()])
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
        back = now.spoke is not None and CARRIED_ON.match(sentence.told) is not None
        speaks = SPEAKS.search(sentence.told) is not None and not back
        acting = actor if subjects or sentence.humble else others[-1] if others else now.acting
        third = [member for member in (*subjects, *([unsaid] if unsaid else [])) if member is not author]
        honors = sentence.honored or (bool(subjects) and HONORS_WITHIN.search(sentence.told) is not None)
        honored = honors and actor is not None and actor is not author and actor.row.kind is CastKind.PERSON
        calling = [each.member for each in mentions if each.asked] if CALLED_BY.search(sentence.told) else []
        if calling and not subjects:
            acting, speaks, actor = calling[-1], True, calling[-1]
        self._now = PresenceSoFar(
            acting=acting,
            honored=actor if honored else now.honored,
            to_speak=self._next_speaker(sentence, actor, others) if speaks else None,
            done=last_word_stem(sentence),
            among_themselves=bool(others) and bool(SEVERAL.search(sentence.told)),
            topic=topic if topic not in (None, author) else next(iter((*third[-1:], *others[-1:])), now.topic),
        )

    def _next_speaker(self, sentence: Sentence, actor: Member | None, others: Sequence[Member]) -> Member | None:
        """Who speaks the quote behind a sentence that tells of speaking."""
        author = self._finder.author
        if others and actor is author and TURNED_TO.search(sentence.told) and sentence.honored:
            return others[-1]
        return others[-1] if others and actor in (author, None) and ANSWERED.search(sentence.told) else actor

    def _quoted(self, sentence: Sentence, following: Sentence | None, *, page: bool) -> SeenMembers:
        asks = sentence.text.rstrip("\"”'’ ").endswith("?")
        unsaid = page or sentence.text[0] in "'‘"
        speaker = self._now.to_speak or self._from_following(following) or (None if unsaid else self._turn(asks=asks))
        if page and speaker is self._finder.author:
            speaker = None
        if speaker is not None and self._is_addressed(sentence, speaker):
            speaker = self._other(speaker)
        self._now = self._now._replace(to_speak=None, spoke=speaker, asked_back=asks)
        if speaker is None or not speaker.is_somebody:
            return SeenMembers((), None)
        speaker.add_line(sentence.line)
        return SeenMembers((speaker,), speaker, (BeatCertainty.HELD,))

    @staticmethod
    def _is_addressed(sentence: Sentence, member: Member) -> bool:
        """Whether the quote calls ``member`` by a name: then another speaks."""
        called = CALLS.findall(sentence.text)
        return any(name in member.names for name in called)

    def _other(self, speaker: Member) -> Member | None:
        if speaker is not self._finder.author:
            return self._finder.author
        return self._now.topic or self._finder.roster.last_person()

    def _from_following(self, following: Sentence | None) -> Member | None:
        if following is None or following.whole_quote or not CARRIED_ON.match(following.told):
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
