"""The lists of words that the boards' posts are made of."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class WordLists:
    """The words of one language: halves of titles, paragraphs, comments, names and tags."""

    openings: tuple[str, ...]
    events: tuple[str, ...]
    paragraphs: tuple[str, ...]
    remarks: tuple[str, ...]
    names: tuple[str, ...]
    tags: tuple[str, str]


KOREAN: Final = WordLists(
    openings=(
        "퇴근길 지하철에서",
        "새로 이사 온 집에서",
        "엄마랑 장 보다가",
        "군대 후임이랑",
        "동네 목욕탕에서",
        "첫 출근 날",
    ),
    events=(
        "우산을 두고 내렸는데 돌려받았어요",
        "십 년 전 담임 선생님을 만났습니다",
        "고장 난 줄 알았던 시계가 다시 가네요",
        "옆집 강아지가 매일 인사를 합니다",
        "김밥 한 줄 때문에 다퉜습니다",
        "혼자 울다가 모르는 분께 위로받음",
        "복권 5천 원 당첨됐는데 다들 축하해 줌",
    ),
    paragraphs=(
        "오늘 있었던 일인데 아직도 손이 떨려서 글로 남겨 봅니다. 제가 글재주가 없어서 두서없어도 이해해 주세요.",
        "그때가 아마 2019년 3월쯤이었을 겁니다. 비가 정말 많이 왔고 저는 버스를 세 번이나 놓쳤습니다.",
        "처음에는 그냥 지나치려고 했는데, 자꾸 눈에 밟혀서 결국 되돌아갔습니다.",
        "집에 와서 가족들한테 이야기하니까 다들 믿지를 않네요. 동생은 소설 쓰지 말라고 합니다.",
        "가격은 12,000원이었고 양은 두 사람이 먹어도 남을 정도였어요. 사장님이 덤으로 만두도 주셨습니다.",
        "여러분이라면 어떻게 하셨을 것 같나요? 저는 지금도 잘 모르겠습니다.",
        "약속 시간이 오후 7:30이라 급하게 뛰어갔는데 알고 보니 다음 주였습니다.",
        "그분께서 이 글을 보실지 모르겠지만, 정말 고맙다는 말을 꼭 전하고 싶습니다.",
        "사진은 제가 직접 찍은 거라 화질이 별로입니다. 양해 부탁드려요.",
    ),
    remarks=(
        "ㅋㅋㅋㅋ 상상하니까 너무 웃기네요",
        "이런 글 보려고 여기 옵니다",
        "저도 비슷한 일이 있었는데 그때 생각이 나서 눈물 났어요",
        "추천하고 갑니다",
        "좋은 분이네요. 복 받으실 거예요.",
        "다음 편 언제 나오나요?",
        "12:30쯤 지나가다 저도 본 것 같아요 혹시 시청 앞 아닌가요",
        "믿기지 않지만 믿고 싶다",
        "아침부터 훈훈합니다",
        "솔직히 저라면 그냥 갔을 듯",
        "글쓴이 최소 작가",
        "이게 실화라니 세상 아직 살 만하네",
        "그 집 만두 진짜 맛있어요. 지난주에 세 번 갔습니다",
        "와",
        "댓글 달려고 3년 만에 로그인했습니다",
        "사진 보니까 우리 동네네요 반갑습니다",
    ),
    names=(
        "느긋한곰",
        "밤고양이77",
        "라면왕",
        "새벽별",
        "김밥천재",
        "하늘다람쥐",
        "초코우유",
        "늘푸른솔",
        "mango",
        "구름빵",
    ),
    tags=("후기", "질문"),
)

ENGLISH: Final = WordLists(
    openings=(
        "On the way home",
        "At the corner shop",
        "My first week here:",
        "During lunch",
        "Last night",
        "This morning",
    ),
    events=(
        "a stranger returned my umbrella",
        "the old radio started playing again",
        "I met my teacher from ten years ago",
        "the neighbour's dog learned my name",
        "we argued about a sandwich",
        "somebody paid for my coffee",
        "the bus driver sang for everyone",
    ),
    paragraphs=(
        "It happened today and my hands are still shaking, so forgive me if this is not well written.",
        "This must have been around March 2019. It rained a lot and I missed the bus three times.",
        "At first I wanted to walk past, but something made me turn around.",
        "My family does not believe a word of it. My brother says I should write novels.",
        "It was 12 dollars and enough for two people, and the owner added dumplings for free.",
        "What would you have done? I still do not know.",
        "If that person ever reads this: thank you, I mean it.",
        "I took the picture myself, so please do not mind the quality.",
    ),
    remarks=(
        "I laughed far too loud at this",
        "This is why I come here",
        "Something like this happened to me too and I still think about it",
        "Take my vote",
        "What a kind person",
        "When is the next part?",
        "I think I walked by at 12:30, was it in front of the city hall?",
        "Hard to believe, but I want to",
        "A warm start to the day",
        "Honestly I would have walked on",
        "You should write for a living",
        "The world is not lost yet",
        "Those dumplings are really good",
        "Wow",
        "I logged in after three years to say this",
    ),
    names=("slowbear", "nightcat77", "ramenking", "dawnstar", "Mango", "Old Pine", "cloudbun", "tea_time"),
    tags=("Review", "Question"),
)
