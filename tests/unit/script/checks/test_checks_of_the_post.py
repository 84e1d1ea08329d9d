"""Scripts compared with their post: a story and drafts that stand in no set, and drafts of the sets that are changed.

Wrong without these and without a word: a check that knows only the drafts it was made with.
"""

import random
import re
from functools import cache

import pytest
from fixtures.rows import each_row
from fixtures.studio.studio import small_post
from fixtures.studio.told import STORY, bakery, faults, script, told
from hypothesis import given, settings
from hypothesis import strategies as st

from libraries.film_scripts.checks import examine_script
from libraries.film_scripts.checks.post.coverage import tells_end
from libraries.film_scripts.checks.post.post_index import PostIndex
from libraries.film_scripts.checks.post.sentence_order import displaced_sentences, reversed_pair_share
from libraries.film_scripts.checks.post.word_salad import scattered_words_weight, topic_mixture_score
from libraries.film_scripts.checks.post.writing_instructions import is_writing_instruction
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from libraries.korean.stems import word_stems
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Fault
from services.studio.script.extractive.writer import ExtractiveWriter
from services.studio.script.llm import prompt
from testbed.benchmarks.script.bench import script_from_draft
from testbed.benchmarks.script.script_sets import GoodDraft, ScriptSets

OTHER = (
    "글쓴이는 회사에서 회식 장소를 고르는 담당이었어요.",
    "어느 날 부장님이 고기를 태우는 바람에 분위기가 가라앉았죠.",
    "그때 막내가 벌떡 일어나 노래를 불렀더니 다들 배를 잡고 웃었대요.",
    "결국 부장님도 마이크를 잡고 춤까지 추셨어요.",
    "다음 날 온 부서가 숙취로 지각을 했고요.",
    "이제 회식 날이면 노래방부터 예약한다고 해요.",
    "막내는 그 뒤로 가수라는 별명을 얻었답니다.",
)


def changed(at: int, text: str) -> tuple[str, ...]:
    """The good story with sentence ``at`` replaced."""
    return (*STORY[:at], text, *STORY[at + 1 :])


def test_a_good_script_has_no_fault_and_all_its_parts() -> None:
    report = examine_script(script(), bakery(), prompt=prompt.system_prompt(ScriptChoice()))
    figures = report.figures
    assert report.faults == ()
    assert (figures.beginning, figures.turn, figures.reveal, figures.end) == (True, True, True, True)
    assert (figures.stems_in_post or 0) > 0.6
    assert 0.3 < (figures.told or 0) < 0.9
    assert (figures.strange_names, figures.strange_numbers, figures.inversions) == ((), (), 0)


FAULTY: dict[str, tuple[Fault, tuple[str, ...]]] = {
    "a quarter": (Fault.INVENTED_NAME, changed(0, "글쓴이는 망원동 빵집에서 삼 년째 일하는 직원이에요.")),
    "a child": (Fault.INVENTED_NAME, changed(4, "잠시 뒤 자전거를 탄 초등학생 민호가 귤을 내려놓는 거예요.")),
    "years": (Fault.INVENTED_NUMBER, changed(0, "글쓴이는 동네 빵집에서 오 년째 일하는 직원이에요.")),
    "an hour": (Fault.INVENTED_NUMBER, changed(3, "결국 글쓴이는 새벽 네 시에 나와 세탁소 앞에 숨었어요.")),
    "dismissed": (Fault.INVENTED_ENDING, changed(11, "이 일을 안 사장님은 글쓴이를 그날로 해고했어요.")),
    "a wedding": (Fault.INVENTED_ENDING, changed(11, "훗날 두 사람은 그 빵집에서 결혼식을 올렸답니다.")),
    "the reveal first": (Fault.WRONG_ORDER, (STORY[7], STORY[9], *STORY[:7], STORY[8], *STORY[10:])),
    "backwards": (Fault.WRONG_ORDER, STORY[::-1]),
    "from the middle": (Fault.NO_BEGINNING, STORY[5:]),
    "half": (Fault.NO_REVEAL, STORY[:6]),
    "another story": (Fault.OTHER_STORY, OTHER),
    "a comment": (
        Fault.BORROWED_COMMENT,
        (*STORY[:11], "케이크 재료비는 결국 월급에서 까였겠죠.", STORY[11]),
    ),
    "an instruction": (Fault.PROMPT_ECHO, changed(6, "한 문장에는 한 가지 일만 담아 짧게 썼어요.")),
    "salad": (
        Fault.WORD_SALAD,
        (
            *STORY[:3],
            "귤은 세탁소의 생일을 자전거로 품삯했어요.",
            "카드가 크림빵에게 무릎을 수요일하고 독을 불렀죠.",
            "밴드는 사장님 글씨의 과수원을 새벽 봉지에 넘어졌대요.",
            *STORY[6:],
        ),
    ),
}


@each_row(("kind", "body"), FAULTY.values(), ids=FAULTY)
def test_a_fault_is_found_under_its_name(kind: Fault, body: tuple[str, ...]) -> None:
    assert kind in faults(
        body, prompt=prompt.system_prompt(ScriptChoice()), hook=HOOKS.get(kind, "수요일만 되면 귤이 나타났어요.")
    )


HOOKS = {Fault.NO_BEGINNING: "이름을 부르자 아이가 그만 넘어졌어요."}


@pytest.mark.parametrize(
    "hook",
    [
        "이런 일이 세상에 또 있을까요?",
        "끝까지 들으면 소름이 쫙 돋을 거예요.",
        "듣는 순간 눈물이 왈칵 쏟아지는 이야기예요.",
        "요즘 난리 난 바로 그 글이에요.",
    ],
)
def test_a_hook_for_any_story_is_vague(hook: str) -> None:
    assert faults(hook=hook) == {Fault.VAGUE_HOOK}


@pytest.mark.parametrize(
    "hook", ["빵집 사장님이 귤 때문에 경찰서에 끌려갔어요.", "수요일마다 귤 스무 봉지가 빵집 앞에 쌓였어요."]
)
def test_a_hook_of_what_never_happened_is_false(hook: str) -> None:
    assert Fault.FALSE_HOOK in faults(hook=hook)


@pytest.mark.parametrize("title", ["회사에서 절대 하면 안 되는 행동", "감동 실화", "글", "여름휴가 때 꼭 가야 할 바다"])
def test_a_title_of_something_else_is_unlike(title: str) -> None:
    assert faults(title=title) == {Fault.TITLE_UNLIKE}


@pytest.mark.parametrize(
    "title", ["할머니가 보낸 귤의 비밀", "매주 귤을 두고 간 아이의 정체", "크림빵 하나로 시작된 인연"]
)
def test_a_title_in_other_words_is_kept(title: str) -> None:
    assert faults(title=title) == set()


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("그 뒤로 사장님은 아무도 해고하지 않았대요.", False),
        ("그 뒤로 사장님은 직원을 해고했대요.", True),
        ("아무도 고소하지 못했다고 해요.", False),
    ],
)
def test_an_event_that_did_not_happen_is_not_invented(text: str, invented: bool) -> None:
    assert (Fault.INVENTED_ENDING in faults((*STORY[:11], text, STORY[11]))) == invented


@pytest.mark.parametrize("hook", ["가슴이 먹먹해지는 글이 올라왔어요.", "듣다 보면 뭉클해지는 글이 있어요."])
def test_a_hook_that_only_says_how_it_feels_is_vague(hook: str) -> None:
    assert Fault.VAGUE_HOOK in faults(hook=hook)


def test_one_odd_sentence_is_no_salad_and_three_are() -> None:
    mixed = ("과수원이 계산대를 넘어져서 카드가 독을 불렀어요.", "세탁소는 크림빵의 품삯으로 밴드를 적었죠.",
             "귤이 생일의 자전거를 손도 못 대게 울었대요.")  # fmt: skip
    lines = (STORY[0], *mixed, *STORY[4:])
    assert Fault.WORD_SALAD in faults(lines)
    one = (*STORY[:4], mixed[0], *STORY[5:])
    assert Fault.WORD_SALAD not in faults(one)


def test_a_credited_comment_is_not_borrowed() -> None:
    credited = (*STORY[:11], "댓글에서는 케이크 재료비가 월급에서 까였을 거라고 했어요.", STORY[11])
    assert Fault.BORROWED_COMMENT not in faults(credited)


def test_a_writer_that_quotes_the_post_is_not_measured_by_it() -> None:
    assert faults(OTHER, quotes_post=True) <= {Fault.TOO_SHORT}


def test_words_of_the_craft_are_an_echo_without_the_prompt_too() -> None:
    assert Fault.PROMPT_ECHO in faults(changed(6, "여기까지가 대본의 앞부분이고 음절 수도 알맞아요."))


ECHOES = (
    "갈등이 커진 다음에 반전을 터뜨리는 순서로 흘러가요.",
    "짧은 문장으로 끊어서 숨 쉴 틈을 주는 게 좋아요.",
    "말투는 부드럽게 잡고 결말은 맨 뒤로 미루는 거예요.",
)


@pytest.mark.parametrize("text", ECHOES)
def test_how_a_script_is_written_is_an_echo_in_any_words(text: str) -> None:
    assert faults(changed(6, text)) == {Fault.PROMPT_ECHO}


INSTRUCTIONS = (
    "이야기는 처음 상황에서 갈등으로, 갈등에서 마무리로 이어 가면 돼요.",
    "사건이 일어난 차례를 바꾸지 않고 쉬운 말로 옮긴다.",
    "긴 설명은 줄이고 장면이 눈에 보이게 말해요.",
    "말투는 처음부터 끝까지 똑같이 맞추는 게 원칙이에요.",
    "듣는 분이 궁금해하도록 첫머리에서 결과를 다 말하지 않을게요.",
    "글에 없는 일은 보태지 않고 있는 그대로 옮겼어요.",
    "말끝은 하나로 맞추고 존댓말과 낮춤말을 오가지 않겠습니다.",
)
STORIES = (
    "글쓴이는 댓글을 하나하나 읽으며 답을 달았어요.",
    "결국 문제는 순서를 안 지킨 데 있었던 거예요.",
    "그 사건 이후로 아무도 질문을 하지 않았어요.",
    "그래서 제목을 짧게 바꿔 쓰고 다시 올렸대요.",
    "독자들은 결말이 그대로라며 화를 냈어요.",
    "여러분이라면 이 상황에서 솔직하게 말해야 한다고 보세요?",
)


@each_row("text", INSTRUCTIONS)
def test_an_instruction_in_other_words_is_an_echo(text: str) -> None:
    assert Fault.PROMPT_ECHO in faults(changed(5, text))


@pytest.mark.parametrize(
    "text",
    [
        "댓글은 가장 재미있는 것으로 두세 개만 번호를 적었어요.",
        "닉네임이나 학교처럼 누군지 드러나는 것은 모두 지웠어요.",
    ],
)
def test_words_of_one_instruction_in_a_sentence_of_little_else_are_an_echo(text: str) -> None:
    assert Fault.PROMPT_ECHO in faults(changed(5, text), prompt=prompt.system_prompt(ScriptChoice()))


@each_row("text", STORIES)
def test_a_story_about_texts_is_no_instruction(text: str) -> None:
    assert not is_writing_instruction(text, "")


def test_a_short_sentence_in_the_story_is_none() -> None:
    assert faults((*STORY[:11], "카드에는 짧은 문장이 삐뚤빼뚤 적혀 있었답니다.")) == set()


def test_who_tells_the_story_may_be_said_first() -> None:
    assert faults(("글쓴이는 몰래 케이크를 만들어 보낸 빵집 직원이에요.", *STORY)) == set()


def test_two_halves_that_change_places_are_out_of_order() -> None:
    assert Fault.WRONG_ORDER in faults((*STORY[7:11], *STORY[:7], STORY[11]))


@cache
def good() -> tuple[tuple[GoodDraft, Post], ...]:
    """Every third good draft of a post with a story in it."""
    sets = ScriptSets()
    drafts = [(draft, sets.post(draft.post_id)) for draft in list(sets.good_drafts().values())[::3]]
    return tuple((draft, post) for draft, post in drafts if len(PostIndex(post)) >= 12)


def found(draft: GoodDraft, post: Post) -> set[Fault]:
    return {fault.fault for fault in examine_script(script_from_draft(draft, post), post).faults}


@pytest.mark.slow
def test_two_drafts_change_places_and_tell_other_stories() -> None:
    drafts = good()
    swapped = [found(draft, drafts[(at + 1) % len(drafts)][1]) for at, (draft, _) in enumerate(drafts)]
    assert sum(Fault.OTHER_STORY in kinds for kinds in swapped) == len(drafts)


@pytest.mark.slow
def test_shuffled_lines_are_out_of_order() -> None:
    shuffled = []
    for draft, post in good():
        body = list(draft.body)
        random.Random(7).shuffle(body)
        shuffled.append(Fault.WRONG_ORDER in found(draft.model_copy(update={"body": tuple(body)}), post))
    assert sum(shuffled) >= 0.95 * len(shuffled)


@pytest.mark.parametrize(
    "text",
    [
        "요즘은 둘이 바닷가에서 조그만 배를 타고 낚시를 다닌답니다.",
        "훗날 그 꼬마는 커서 유명한 축구 선수로 이름을 날렸대요.",
    ],
)
def test_an_end_in_words_that_the_post_has_nowhere_is_invented(text: str) -> None:
    assert Fault.INVENTED_ENDING in faults(changed(11, text))
    assert Fault.INVENTED_ENDING not in faults((*STORY[:6], text, *STORY[6:]))


@pytest.mark.parametrize(
    "text", ["카드에는 내년 생일에 꼭 오라는 초대가 적혀 있었죠.", "직원은 그 카드를 보고 한참을 울었대요."]
)
def test_an_end_in_some_other_words_is_the_posts(text: str) -> None:
    assert Fault.INVENTED_ENDING not in faults(changed(11, text))


@pytest.mark.slow
def test_lines_told_backwards_are_out_of_order() -> None:
    backwards = [draft.model_copy(update={"body": draft.body[::-1]}) for draft, _ in good()]
    stopped = [Fault.WRONG_ORDER in found(turned, post) for turned, (_, post) in zip(backwards, good(), strict=True)]
    assert all(stopped)


def test_most_pairs_in_order_are_no_inversion() -> None:
    assert reversed_pair_share(told()) < 0.05
    assert reversed_pair_share(told(STORY[::-1])) > 0.95
    assert 0.05 < reversed_pair_share(told((STORY[1], STORY[0], *STORY[2:5], STORY[11], *STORY[5:11]))) < 0.25


@pytest.mark.parametrize("at", [6, 8])
def test_numbers_of_comments_may_be_told(at: int) -> None:
    said = changed(at, f"{STORY[at][:-1]}, 그게 벌써 팔천삼백 일 전이래요.")
    answer = bakery().comments[0].model_copy(update={"content": "벌써 8,300일 전이에요."})
    post = bakery().model_copy(update={"comments": (*bakery().comments, answer)})
    assert Fault.INVENTED_NUMBER not in {fault.fault for fault in examine_script(script(said), post).faults}
    assert Fault.INVENTED_NUMBER in faults(said)


def test_a_short_post_without_a_word_of_its_end_has_no_reveal() -> None:
    lines = (
        "헬스장을 여섯 달 치나 등록했어요.", "그런데 딱 세 번 갔어요.", "한 번에 십이만 원인 셈이죠.",
        "어제는 트레이너 선생님이 전화를 하셨어요.", "왜 안 나오냐고 물으실 줄 알았죠.",
        "그런데 글쎄, 체육관이 건너편 빌딩으로 이사했다는 거예요.",
    )  # fmt: skip
    post = bakery().model_copy(update={"title": "헬스장 등록한 얘기", "content": "\n".join(lines), "comments": ()})
    whole = ("글쓴이는 헬스장을 반년 등록했대요.", "그런데 겨우 세 번 나갔어요.", "한 번에 십이만 원이었죠.",
             "어제 트레이너 선생님이 전화를 걸었어요.", "알고 보니 체육관이 이사를 갔더래요.")  # fmt: skip
    assert Fault.NO_REVEAL not in {fault.fault for fault in examine_script(script(whole), post).faults}
    cut = (*whole[:4], "글쓴이는 괜히 가슴이 뜨끔했대요.")
    assert Fault.NO_REVEAL in {fault.fault for fault in examine_script(script(cut), post).faults}


def test_a_beginning_said_at_the_end_is_none() -> None:
    late = (*STORY[6:], STORY[0])
    assert Fault.NO_BEGINNING in faults(late, hook="아이가 무릎에 밴드를 붙이고 있었어요.")


def test_one_piece_of_advice_is_the_end_of_a_list() -> None:
    advice = "\n".join(
        f"{number}. {text}"
        for number, text in enumerate(
            (
                "감자는 사과와 함께 상자에 둡니다.",
                "양파는 망에 넣어 베란다에 겁니다.",
                "두부는 물을 갈아 주며 보관합니다.",
                "버섯은 신문지에 싸서 야채 칸에 넣습니다.",
                "김치는 뚜껑에 비닐을 덮습니다.",
                "식빵은 바로 얼립니다.",
                "고구마는 어두운 곳에 둡니다.",
                "상추는 물기를 털고 세워 둡니다.",
            ),
            1,
        )
    )
    intro = "자취 십 년 동안 음식을 버리지 않는 법을 배웠습니다.\n냉장고가 작아서 고생했거든요.\n"
    told_of = (
        "글쓴이는 자취하며 음식을 버리지 않는 법을 배웠대요.",
        "감자는 사과와 상자에 둔대요.",
        "식빵은 바로 얼린대요.",
    )
    body = f"{intro}{advice}\n도움이 되길 바랍니다.\n다음에는 청소를 적겠습니다.\n모두 건강하세요."
    assert tells_end(ScriptAndPost(script(told_of), small_post("list", "보관법", body)))
    only_first = (*told_of[:2], "양파는 베란다에 건대요.")
    assert not tells_end(ScriptAndPost(script(only_first), small_post("list", "보관법", re.sub(r"\d\. ", "", body))))


@pytest.mark.slow
def test_the_second_half_left_out_is_no_reveal() -> None:
    halves = [draft.model_copy(update={"body": draft.body[: len(draft.body) // 2]}) for draft, _ in good()]
    stopped = [Fault.NO_REVEAL in found(half, post) for half, (_, post) in zip(halves, good(), strict=True)]
    assert sum(stopped) >= 0.9 * len(stopped)


@pytest.mark.slow
def test_the_first_half_left_out_is_no_beginning() -> None:
    stopped = []
    for draft, post in good():
        half = draft.model_copy(
            update={"body": draft.body[len(draft.body) // 2 :], "hook": "그래서 다들 깜짝 놀랐어요."}
        )
        stopped.append(Fault.NO_BEGINNING in found(half, post))
    assert sum(stopped) >= 0.9 * len(stopped)


@each_row(
    ("one", "other"),
    [
        ("울리던", "울려서"),
        ("먹였다", "먹이고"),
        ("사과를", "사과가"),
        ("로봇청소기", "청소기가"),
        ("할머니께서", "할머니는"),
        ("놓였고", "놓였대요"),
        ("누르지", "눌렀어요"),
        ("고르다가", "골라"),
        ("밖까지", "밖으로"),
    ],
)
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    (first,), (second,) = word_stems(one), word_stems(other)
    assert first.lookup_key in second.index_keys or second.lookup_key in first.index_keys


@pytest.mark.parametrize(("one", "other"), [("사과를", "사고를"), ("병원에서", "병장에게"), ("아이를", "아내를")])
def test_other_nouns_do_not(one: str, other: str) -> None:
    (first,), (second,) = word_stems(one), word_stems(other)
    assert first.lookup_key not in second.index_keys


def test_a_sentence_of_one_place_is_not_scattered() -> None:
    ground = PostIndex(bakery())
    assert max(scattered_words_weight(sentence, ground) for sentence in ground.sentences) < 1.4
    assert scattered_words_weight("밴드는 사장님 글씨의 과수원을 새벽 봉지에 넘어졌대요.", ground) > 1.4


def test_neighbouring_words_of_distant_places_are_a_mixture() -> None:
    ground = PostIndex(bakery())
    assert max(topic_mixture_score(sentence, ground) for sentence in STORY) < 1.5
    mixed = ("과수원이 계산대를 넘어져서 카드가 독을 불렀어요.", "세탁소는 크림빵의 품삯으로 밴드를 적었죠.")
    assert min(topic_mixture_score(sentence, ground) for sentence in mixed) > 1.9
    assert topic_mixture_score("바다에서 배를 탔어요.", ground) == 0


def test_words_that_the_post_does_not_have_make_a_sentence_less_of_a_mixture() -> None:
    ground = PostIndex(bakery())
    mixed = "과수원이 계산대를 넘어져서 카드가 독을 불렀어요."
    assert topic_mixture_score(f"갑자기 흐려진 하늘 아래 {mixed}", ground) < topic_mixture_score(mixed, ground)


def test_displaced_sentences_are_named() -> None:
    order = told((*STORY[1:6], STORY[11], *STORY[6:11]))
    assert [each.sentence.text for each in displaced_sentences(order)] == [STORY[11]]


def test_a_post_without_a_story_is_not_judged_by_one() -> None:
    picture = bakery().model_copy(update={"content": "사진만 올려요.", "comments": ()})
    kinds = {fault.fault for fault in examine_script(script(), picture).faults}
    assert kinds.isdisjoint(
        {
            Fault.OTHER_STORY,
            Fault.NO_REVEAL,
            Fault.NO_BEGINNING,
            Fault.WRONG_ORDER,
        }
    )


@settings(max_examples=60)
@given(
    st.lists(st.text("가나귤빵을이은 aB1,.!\"'?ㅋ漢あ\n", min_size=1, max_size=40), min_size=1, max_size=12),
    st.text("가귤 a1.~\n", min_size=1, max_size=200).filter(str.strip),
)
def test_no_words_break_the_examination(body: list[str], content: str) -> None:
    post = bakery().model_copy(update={"content": content})
    report = examine_script(script((*STORY[:2], *body)), post, prompt="한 문장씩 써라. a")
    assert all(len(fault.excerpt) <= 60 for fault in report.faults)
    assert all(fault.line is None or fault.line < 40 for fault in report.faults)


def test_sentences_of_the_post_itself_are_in_order_and_complete() -> None:
    """What the extractive writer takes from stories that no check was made with is no fault of the story."""
    sets = ScriptSets()
    stories = {
        Fault.WRONG_ORDER,
        Fault.NO_BEGINNING,
        Fault.OTHER_STORY,
        Fault.WORD_SALAD,
        Fault.INVENTED_ENDING,
    }
    stories |= {Fault.INVENTED_NAME, Fault.INVENTED_NUMBER}
    wrong = {}
    for post in (sets.post(str(number)) for number in range(2001, 2025, 3)):
        kinds = {fault.fault for fault in examine_script(ExtractiveWriter().write(post, ScriptChoice()), post).faults}
        wrong[str(post.key)] = kinds & stories
    assert [name for name, kinds in wrong.items() if kinds] == []
