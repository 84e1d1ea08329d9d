"""The mood of a post, by a lexicon of words."""

from typing import Final

from schemas.posts import Post
from schemas.script import Mood

_LEXICON: Final = {
    Mood.HUMOR: (
        "ㅋㅋ|웃겼|웃긴|웃겨|빵 터|빵터|개그|드립|웃참|황당|어이없|귀여|귀엽|민망|유머|농담|몰래|정체|ㅎㅎ|배꼽|심상치"
    ),
    Mood.TOUCHING: "감동|고마|고맙|따뜻|뭉클|할머니|할아버지|은혜|친절|위로|응원|기적|울컥|엉엉|눈물",
    Mood.ANGER: (
        "화가|화나|빡치|빡쳐|빡침|킹받|열받|분노|짜증|진상|갑질|무개념|민폐|뻔뻔|훔쳐|도둑|사기|괘씸|억울|따지|층간소음|참다가"
    ),
    Mood.SADNESS: ("슬프|슬펐|우울|힘들|외로|이별|헤어졌|돌아가셨|떠났|보고싶|보고 싶|장례|그리워|그립|울었|눈물|ㅠㅠ"),
    Mood.HORROR: "무서|무섭|소름|귀신|공포|오싹|섬뜩|괴담|가위에|비명|어둠|발소리|아무도 없|등골",
    Mood.INFO: (
        "방법|없애는 법|하는 법|고르는 법|꿀팁|추천 좀|정보|정리해|정리합|방법 정리|비교|가격|할인|"
        "알려 드|알려 주세요|공유|참고|절약|요령|순서"
    ),
    Mood.CONTROVERSY: (
        "논란|찬반|누가 잘못|예민한|제가 이상|제가 잘못|제 잘못|맞나요|싸웠|의견|축의금|이해가 안|내야 하|"
        "vs|찍먹|부먹|더치페이|인가요|한가요|나요?"
    ),
    Mood.SHOCK: "충격|반전|경악|헐|알고 보니|알고보니|들통|믿기지|세상에|대박|도망|들켰",
    Mood.DAILY: "오늘|어제|회사|학교|친구|주말|퇴근|출근|커피|편의점|저녁|아침",
}
_DAILY_SHARE: Final = 0.5
_TITLE_SHARE: Final = 3.0


def mood_of(post: Post) -> Mood:
    """The mood with the most of its words in title, text and best comments; the title counts three times."""
    comments = " ".join(comment.content for comment in post.best_comments[:5])
    scores = {mood: _score(mood, post.title, f"{post.content} {comments}") for mood in _LEXICON}
    best = max(scores, key=lambda mood: (scores[mood], -list(_LEXICON).index(mood)))
    return best if scores[best] > 0 else Mood.DAILY


def _score(mood: Mood, title: str, text: str) -> float:
    words = _LEXICON[mood].split("|")
    # A word counts once in the text: a hundred ㅋㅋ do not make a sad story funny.
    score = sum(_TITLE_SHARE * (word in title) + (word in text) for word in words)
    return score * (_DAILY_SHARE if mood is Mood.DAILY else 1.0)
