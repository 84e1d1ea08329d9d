"""Properties of layouts: nothing overlaps, what is read is in its window, and windows move only as far as they must."""

from itertools import pairwise

from fixtures.studio.words import SYLLABLES, timed_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.drawing.typography.design_tokens import PAGE, SAFE, Box
from libraries.drawing.typography.line_breaking import untimed_words
from libraries.drawing.typography.words import TextLine
from libraries.storyboard.cards.card_thread import (
    PlacedCard,
    arrival_offsets,
    first_visible_card_index,
    resting_scroll_offset,
)
from libraries.storyboard.cards.comments import AREA, QuotedComment, comment_layout
from services.studio.film.templates.battle.exchange import WINDOW as BATTLE_WINDOW
from services.studio.film.templates.battle.exchange import ReplyCard, _share, battle_layout, first_visible_reply_index
from services.studio.film.templates.chat.conversation import chat_layout
from services.studio.film.templates.chat.layout import WINDOW as CHAT_WINDOW
from services.studio.film.templates.chat.layout import ChatMessage, first_visible_message_index, scroll_stops
from services.studio.film.templates.chat.layout import resting_scroll_offset as chat_offset
from services.studio.film.templates.post.layout import (
    HEAD,
    SheetHead,
    final_scroll_offset,
    paragraph_shift,
    sheet_layout,
)
from services.studio.film.templates.post.layout import WINDOW as SHEET_WINDOW
from services.studio.film.templates.post.layout import scroll_stops as sheet_stops
from services.studio.film.templates.post.sheet import PostCard
from services.studio.film.templates.quiz.clues import ClueCard, clue_layout
from services.studio.film.templates.quiz.poll import MAX_ANSWERS, PollCard, poll_layout

texts = st.lists(st.text(st.sampled_from(SYLLABLES), min_size=1, max_size=7), min_size=1, max_size=14).map(" ".join)
names = st.sampled_from(["하나", "둘", "셋"])


@st.composite
def comments(draw: st.DrawFn) -> QuotedComment:
    return QuotedComment(
        author=draw(names), text=draw(texts), likes=draw(st.integers(0, 9999)), best=draw(st.booleans())
    )


@st.composite
def replies(draw: st.DrawFn) -> list[ReplyCard]:
    made: list[ReplyCard] = []
    for comment in draw(st.lists(comments(), min_size=1, max_size=5)):
        named = not made or made[-1].author != comment.author
        right = bool(made) and made[-1].right != named
        made.append(ReplyCard(**comment.model_dump(), right=right, named=named, sticker=""))
    return made


@settings(max_examples=25)
@given(st.lists(comments(), min_size=1, max_size=5))
def test_comments_stand_below_each_other_in_their_area(shown: list[QuotedComment]) -> None:
    laid = comment_layout(shown)
    assert laid[-1].comment is shown[-1]
    assert [each.comment for each in laid] == shown[-len(laid) :]
    assert laid[0].top == AREA.top
    assert all(one.top + one.height < other.top for one, other in pairwise(laid))
    assert len(laid) == 1 or laid[-1].top + laid[-1].height <= AREA.bottom


@settings(max_examples=25)
@given(replies())
def test_replies_alternate_and_never_overlap(shown: list[ReplyCard]) -> None:
    laid = battle_layout(shown)
    assert all(one.box.bottom < other.box.top for one, other in pairwise(laid))
    for reply, card in zip(shown, laid, strict=True):
        assert card.box.left >= PAGE.left
        assert card.text_left >= card.box.left
        assert (card.box.left > PAGE.left) or not reply.right
    assert 0 <= first_visible_reply_index(shown) < len(shown)


@settings(max_examples=25)
@given(replies())
def test_the_newest_reply_is_in_the_window_when_it_rests(shown: list[ReplyCard]) -> None:
    first = first_visible_reply_index(shown)
    laid = battle_layout(shown[first:])
    offset, after = arrival_offsets(laid, BATTLE_WINDOW, begins=first == 0)
    newest = laid[-1].box.moved(0, BATTLE_WINDOW.top - after)
    assert newest.bottom <= BATTLE_WINDOW.bottom
    assert offset(60) == after
    assert after % 2 == 0


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_the_bar_of_a_battle_always_shows_both_sides(left: int, right: int) -> None:
    share = _share((left, right))
    assert 0.12 <= share <= 0.88
    if left == right:
        assert share == 0.5
    assert abs(_share((left, right)) + _share((right, left)) - 1) < 1e-9


def placed(top: int, height: int) -> PlacedCard:
    return PlacedCard(Box(0, top, 100, top + height), None, 0, 0)  # type: ignore[arg-type]


@given(st.lists(st.integers(20, 300), min_size=1, max_size=8))
def test_a_thread_scrolls_down_as_cards_come_in(heights: list[int]) -> None:
    window, laid, top = Box(0, 0, 1080, 700), [], 24
    for height in heights:
        laid.append(placed(top, 2 * height))
        top += 2 * height + 40
    offsets = [resting_scroll_offset(laid[: i + 1], window, begins=True) for i in range(len(laid))]
    assert offsets == sorted(offsets)
    assert laid[-1].bottom - offsets[-1] <= window.height
    visible = first_visible_card_index(laid, window)
    before = resting_scroll_offset(laid[:-1], window, begins=True)
    assert all(card.bottom <= before for card in laid[:visible])


@st.composite
def messages(draw: st.DrawFn) -> list[ChatMessage]:
    made: list[ChatMessage] = []
    for text in draw(st.lists(texts, min_size=1, max_size=6)):
        author = draw(st.sampled_from(["글쓴이", "하나", "둘"]))
        sticker = draw(st.sampled_from(["", "😂"]))
        named = not made or made[-1].author != author or bool(made[-1].sticker)
        reader = author != "글쓴이"
        made.append(ChatMessage(author=author, text=text, reader=reader, named=named, sticker=sticker))
    return made


@settings(max_examples=25)
@given(messages())
def test_bubbles_never_overlap_and_the_newest_rests_in_the_window(shown: list[ChatMessage]) -> None:
    laid = chat_layout(shown)
    assert all(one.bottom < other.top for one, other in pairwise(laid))
    assert all(each.top <= each.bubble.top < each.bubble.bottom <= each.bottom for each in laid)
    rest = chat_offset(laid, begins=True)
    assert laid[-1].bubble.bottom - rest <= CHAT_WINDOW.height
    assert scroll_stops(laid, begins=True)[-1] == (0, float(rest))
    assert all(each.bottom <= chat_offset(laid[:-1], begins=True) for each in laid[: first_visible_message_index(laid)])


def sheet(words: TextLine, number: int, *, last: bool = False, title: str = "") -> PostCard:
    head = SheetHead(source="와글마당", title=title, figures=())
    return PostCard(head=head, number=number, last=last, words=words)


@settings(max_examples=25)
@given(timed_lines(), st.integers(0, 8), st.booleans(), st.sampled_from(["", "글의 제목입니다"]))
def test_a_sheet_goes_down_without_overlap_and_ends_with_its_text(
    words: TextLine, number: int, last: bool, title: str
) -> None:
    layout = sheet_layout(sheet(words, number, last=last, title=title))
    parts = [*([layout.title] if layout.title else []), layout.text, layout.end]
    assert all(one.bottom < other.top for one, other in pairwise(parts))
    assert layout.text.bottom < layout.below
    ends = HEAD + (layout.end.bottom if last else layout.text.bottom)
    assert layout.paper % 2 == 0
    assert min(ends, PAGE.height) <= layout.paper <= PAGE.height
    assert layout.paper <= max(300, ends + 80)


@settings(max_examples=25)
@given(timed_lines(most=60))
def test_a_long_paragraph_is_scrolled_to_its_end_while_it_is_read(words: TextLine) -> None:
    card = sheet(words, 0)
    stops = sheet_stops(card, words[0].start)
    assert stops[0] == (0, 0.0)
    assert [offset for _, offset in stops] == sorted({offset for _, offset in stops})
    assert [frame for frame, _ in stops] == sorted(frame for frame, _ in stops)
    layout = sheet_layout(card)
    if layout.text.bottom > SHEET_WINDOW.height:
        assert layout.text.bottom - final_scroll_offset(card) < SHEET_WINDOW.height


@settings(max_examples=25)
@given(timed_lines(), timed_lines(), st.integers(0, 5))
def test_the_next_paragraph_begins_below_the_one_before(one: TextLine, other: TextLine, number: int) -> None:
    before, card = sheet(one, number), sheet(other, number + 1)
    begins = sheet_layout(card).text.top + paragraph_shift(before, card)
    assert begins == sheet_layout(before).below - final_scroll_offset(before)
    assert begins > sheet_layout(before).text.bottom - final_scroll_offset(before)


@settings(max_examples=25)
@given(timed_lines(), st.integers(0, 9), st.integers(0, 4))
def test_a_clue_stands_in_its_area(words: TextLine, number: int, more: int) -> None:
    card = ClueCard(number=number, total=number + 1 + more, emoji=("🙂",), words=words)
    layout = clue_layout(card)
    assert PAGE.top < layout.clue.box.top < layout.clue.box.bottom <= PAGE.bottom
    (box,) = card.text_boxes(0, 90)
    assert SAFE.holds(box)
    if layout.art:
        assert layout.middle[1] + layout.art // 2 <= layout.clue.text_top


@settings(max_examples=25)
@given(st.lists(comments(), min_size=1, max_size=MAX_ANSWERS), st.booleans(), texts)
def test_answers_share_the_room_below_the_question(answers: list[QuotedComment], asked: bool, question: str) -> None:
    words = untimed_words(question if asked else answers[-1].text)
    card = PollCard(question=question, answers=tuple(answers), places=MAX_ANSWERS, asked=asked, words=words)
    layout = poll_layout(card)
    assert layout.question.box.bottom < layout.rows[0].box.top
    assert all(one.box.bottom < other.box.top for one, other in pairwise(layout.rows))
    assert layout.rows[-1].box.bottom <= PAGE.bottom + 2
    assert all(SAFE.holds(box) for box in card.text_boxes(0, 90))
