"""Text from pages: what a reader would see, nothing else."""

import unicodedata

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st
from parsel import Selector

from crawlers.parse.plain_text import clean_line, clean_text, count_paragraphs_before, plain_text


def text_of(html: str) -> str:
    return clean_text(plain_text(Selector(text=f'<div id="x">{html}</div>', type="html").css("#x")[0]), 10_000)


@each_row(
    ("html", "expected"),
    [
        ("<p>첫 줄</p><p>둘째 줄</p>", "첫 줄\n둘째 줄"),
        ("가<br>나<br/>다", "가\n나\n다"),
        ("한 <b>굵은</b>\n   글자", "한 굵은 글자"),
        ("앞<script>alert('x')</script>뒤", "앞뒤"),
        ("앞<style>p{}</style><!-- 숨김 -->뒤", "앞뒤"),
        ('보임<span style="display: none">숨김</span>끝', "보임끝"),
        ('보임<span style="font-size:0">숨김</span><b style="font-size:0.9em">끝</b>', "보임끝"),
        ("보임<span hidden>숨김</span>끝", "보임끝"),
        ("&lt;b&gt;태그 아님&lt;/b&gt; &amp; 끝", "<b>태그 아님</b> & 끝"),
        ("<ul><li>하나</li><li>둘</li></ul>", "하나\n둘"),
        ("<table><tr><td>칸</td><td>칸2</td></tr><tr><td>셋</td></tr></table>", "칸 칸2\n셋"),
        ("<table><tr><td><p>왼쪽</p></td><td>오<br>른쪽</td></tr></table>", "왼쪽\n오\n른쪽"),
        ("<ol><li>하나<li>둘</ol>", "1. 하나\n2. 둘"),
        ('<ol start="4"><li>넷<li value="9">아홉<li>열<ol><li>속</ol></ol>', "4. 넷\n9. 아홉\n10. 열\n1. 속"),
        ("<ol reversed><li>셋<li>둘<li>하나</ol>", "3. 셋\n2. 둘\n1. 하나"),
        ('<ol start="x" style="list-style: none"><li>하나</ol>', "하나"),
        ("<ruby>漢字<rp>(</rp><rt>한자</rt><rp>)</rp></ruby>를", "漢字(한자)를"),
        ("<ruby>강<rt>약</rt></ruby>", "강(약)"),
        ("그가 <q>됐다</q>고", "그가 “됐다”고"),
        ("3m<sup>2</sup> x<sup>n</sup> 상표<sup>TM</sup> H<sub>2</sub>O", "3m² xⁿ 상표TM H2O"),
        ('좋아<img class="emoji" alt="😂">요<img alt="❤️"><img alt=":joy:"><img alt="사진 (1)">', "좋아😂요❤️"),
        ('<span style="display:block">가</span><span style="display:block">나</span>', "가\n나"),
        ("앞<video>이 브라우저는 <b>영상</b>을 못 봅니다<track></video>뒤", "앞뒤"),
        ('글<span class="sound_only">새창</span><i class="blind">읽기</i><b class="blinded">끝</b>', "글끝"),
        ('글<div class="og-div"><a>다른 쪽의 제목</a><p>요약</p></div><aside class="onebox x">남</aside>끝', "글끝"),
        ('<div class="blog-divider">선</div><p class="catalog-link">목록</p>', "선\n목록"),
        ("<details><summary>펼치기 · 접기</summary>범인은 개</details>", "범인은 개"),
        ("<details><summary>결말</summary>범인은 개</details>", "결말\n범인은 개"),
        ('인용<div class="expand"><a role="button">Click to expand...</a></div>끝', "인용\n끝"),
        ('<a href="#">[더 보기...]</a><div id="folder_1" style="display:none">속 글</div>', "속 글"),
        (
            '<div class="spoiler"><div class="spoiler-title">스포일러 보기</div><p hidden class="folded">속</p></div>',
            "속",
        ),
        ('<p id="folder_close" style="display:none">접기</p><p>접기</p><a>보기 좋다</a>', "접기\n보기 좋다"),
        ("<code>a;b</code><s>취소</s><span style='text-decoration: underline line-through'>또</span>남음", "남음"),
        ('<img src="a.png">그림 뒤', "그림 뒤"),
        ("<pre>한 줄\n두 <b>줄\n셋</b>\n넷</pre>다\n섯", "한 줄\n두 줄\n셋\n넷\n다 섯"),
        ('<p class="mt-1 whitespace-pre-wrap">가\n나</p><p class="pre-order">다\n라</p>', "가\n나\n다 라"),
        ('<span style="WHITE-SPACE: pre-line">가\n나</span> 다\n라', "가\n나 다 라"),
    ],
)
def test_html(html: str, expected: str) -> None:
    assert text_of(html) == expected


@each_row(
    ("html", "places"),
    [
        (
            '<img src="1"><p>하나</p><p>둘 <b>셋</b></p><img src="2"><p>넷<img src="3">다섯</p><img src="4">',
            (0, 2, 3, 3),
        ),
        ('가<br><br>나<br><a><img src="1"></a>', (2,)),
        ('<p>보임</p><div hidden><img src="1"></div><img src="2">', (None, 1)),
        ("글만", ()),
        ('가<img src="1">나<br>다<img src="2"> 라<img src="3"><br><img src="4">', (1, 2, 2, 2)),
        (f'<p>{"가" * 50_000}<img src="1"></p><p>{"나" * 20_000}</p><img src="2">', (1, None)),
    ],
)
def test_pictures_stand_behind_paragraphs(html: str, places: tuple[int | None, ...]) -> None:
    node = Selector(text=f'<div id="x">{html}</div>', type="html").css("#x")[0]
    assert count_paragraphs_before(node, node.css("img")) == places


def test_a_page_nested_deeper_than_the_stack_is_read() -> None:
    assert text_of("<div>" * 2_000 + "바닥") == "바닥"


def test_a_page_nested_deeper_than_the_parser_goes_is_survived() -> None:
    assert text_of("앞" + "<div>" * 50_000 + "바닥") == "앞"


@each_row(
    ("raw", "expected"),
    [
        ("제\u200b로\u200d폭\ufeff", "제로폭"),
        ("방향\u202e바꿈\u2066끝", "방향바꿈끝"),
        ("제어\x00\x07문자\x1b[31m", "제어문자[31m"),
        ("빈\u3164이름\u115f", "빈이름"),
        ("\u1112\u1161\u11ab글", "한글"),
        ("가족 👨\u200d👩\u200d👧", "가족 👨\u200d👩\u200d👧"),
        ("a" + "\u0301" * 50, unicodedata.normalize("NFC", "a" + "\u0301" * 5)),
        ("  넓은\u00a0\u3000 칸  ", "넓은 칸"),
        ("줄\r\n\r\n\n줄", "줄\n줄"),
        ("짝 없는 \ud800 대리", "짝 없는 대리"),
        ("태그\U000e0041\U000e0042", "태그"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean_text(raw, 100) == expected


def test_limit_counts_characters() -> None:
    assert clean_text("가" * 100, 10) == "가" * 10
    assert clean_line("두\n줄 제목", 100) == "두 줄 제목"


@given(st.text(max_size=300))
def test_clean_text_is_clean(raw: str) -> None:
    cleaned = clean_text(raw, 50)
    assert len(cleaned) <= 50
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert clean_text(cleaned, 50) == cleaned
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co") for c in cleaned if c != "\n")
    assert not any(bidi in cleaned for bidi in "\u202a\u202b\u202d\u202e\u2066\u2067")
