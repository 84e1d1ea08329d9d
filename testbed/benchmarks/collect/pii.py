"""How much personal data is masked: lines written as people write them, kept apart from what the rules are tested on.

Of a personal line the digits or letters in ``{braces}`` must be gone; a harmless line must come back as it was.
"""

import re

from services.collect.pii import mask

PERSONAL = (
    "혹시 보신 분은 {010-4827-1935}로 연락 주세요 사례하겠습니다",
    "사장님 번호 {01077241958}인데 문자만 받으신대요",
    "연락처는 {010 3391 7720} 이고 오후에만 됩니다",
    "전화 주실 분 {010.9917.2046} 으로요~",
    "문의는 {+82 10 5528 1147} 카톡도 가능",
    "{010)2280-4417} 여기로 전화했더니 안 받네요",
    "공방 번호가 {02-735-2981}이에요",
    "매장은 {031-782-4456} 으로 예약하시면 됩니다",
    "사무실 {(051) 463-7712} 내선 3번",
    "팩스 {070-8812-3390} 로 보내 주세요",
    "안심번호 {0507-1398-2241} 로 걸어 보세요",
    "{공일공 삼오칠이 팔구공일} 로 문자 남겨 주세요",
    "제 번호는 {공일공-육이삼일-사칠이구} 입니다",
    "폰 {０１０－３３１８－９９０２} 전각으로 적어 둡니다",
    "그 사람 주민번호가 {870314-1298841} 라고 적혀 있었어요",
    "서류에 {9512252048817} 그대로 인쇄돼 있더라고요",
    "{021105-4******} 뒷자리는 가렸네요",
    "생년월일 칸에 {760229-1187734} 이렇게",
    "메일은 {kimsoyeon88@naver.com} 으로 주세요",
    "{doha.lee+shop@studio-haneul.co.kr} 로 견적 문의",
    "{minjae_0412@gmail.com}한테 답장이 왔어요",
    "주소는 {hello골뱅이duruwa.kr} 입니다",
    "입금은 국민은행 {482301-04-118827} 예금주 확인하세요",
    "카카오뱅크 {3333-08-7741190} 으로 보내 주시면 돼요",
    "계좌 {110-384-927716} 신한이요",
    "농협 {352-1184-2093-63} 로 회비 부탁드립니다",
    "토스뱅크 {1000-8827-4419} 모임통장입니다",
    "우체국 {014228-02-551937} 이쪽으로요",
    "하나은행 {391-910284-77107} 여기 맞죠?",
    "카드 번호 {5389-2011-7740-1826} 이 그대로 찍혀 나왔어요",
    "주차된 차 {37나 4812} 차주분 빼 주세요",
    "{129거8834} 흰색 카니발이 또 막았네요",
    "영상에 {서울 31바 2207} 택시 번호판이 다 나와요",
    "우리 집 {103동 1502호} 윗집이 너무 시끄러워요",
    "래미안 {211동 804호} 에서 나는 소리 같은데",
    "카톡 아이디 : {soyeon_k88} 추가해 주세요",
    "텔레그램 @{haneul_dev} 로 말 걸었더니",
    "인스타 아이디: {day.by.dari} 팔로우 부탁",
    "익명{(175.223)} 이 사람 아까 그 사람이죠",
    "작성자 IP {121.162.88.201} 공개합니다",
    "ㅇㅇ({118.235}) 님 글 지우세요",
    "접속지 {211.36.*.*} 통신사네요",
)

HARMLESS = (
    "점심값이 12,900원에서 14,500원으로 올랐어요",
    "2026년 11월 22일 오후 9시 45분에 찍은 사진",
    "버스 7016번 타고 시청 앞에서 내리면 됩니다",
    "1588-3366 대표 번호로 걸면 상담원이 받아요",
    "택배 송장 번호는 아직 안 나왔대요",
    "조회 10,482 추천 318 비추 4",
    "ISBN 978-89-5460-201-3 이 책 추천합니다",
    "우리 팀이 3-2로 이겼어요 믿기지가 않네요",
    "체온이 37.8도까지 올라가서 병원에 갔어요",
    "버전 3.12.4로 올리니까 됩니다",
    "키 168에 55 사이즈면 M이 맞을까요",
    "10동 앞 벤치에서 만나기로 했어요",
    "제주 4박 5일에 82만 원이면 싼 거죠?",
    "오늘 코스피 2,731.45로 마감",
    "16강에서 2:1로 역전승",
    "신청 기간은 11.20~12.05 입니다",
    "1월 23일생 물병자리인데요",
    "국민 여러분께 알려 드립니다 2026-11-22",
    "0.3초 차이로 놓쳤습니다",
    "3시간 20분 걸려서 정상에 올랐어요 1,947m",
    "아이디를 까먹어서 로그인을 못 하고 있어요",
    "카톡으로 사진 보내 주세요",
    "12가지 색 3000원짜리 색연필",
    "101호 강의실은 어디인가요",
    "전화번호는 댓글로 적지 마세요",
    "비밀번호 8자리 이상으로 바꾸래요",
    "좌석은 나열 12번이요",
    "2025년 하나은행 K리그 경기 일정",
    "우리 아이 3학년 2반 15번",
    "1,234,567,890원이면 건물 하나 사겠네요",
)
_MARKED = re.compile(r"\{([^}]+)\}")


def bench_pii() -> dict[str, float]:
    """``recall``: share of the personal lines whose datum is gone; ``false``: share of the harmless ones changed."""
    missed = [line for line in PERSONAL if not _is_masked(line)]
    changed = [line for line in HARMLESS if mask(line).text != line]
    return {
        "lines": len(PERSONAL) + len(HARMLESS),
        "recall": 1 - len(missed) / len(PERSONAL),
        "false": len(changed) / len(HARMLESS),
    }


def _is_masked(line: str) -> bool:
    """Whether nothing of the datum that would tell it is left: at most its first or last three characters."""
    datum = _MARKED.findall(line)[0]
    left = mask(_MARKED.sub(r"\1", line)).text
    return not any(datum[at : at + 4] in left for at in range(len(datum) - 3))
