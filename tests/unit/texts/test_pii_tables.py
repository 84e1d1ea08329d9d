"""Each word of the tables of personal data counts: messengers, banks, regions, name servers, cues.

The lists are written down here once more, so that a word that is lost or misspelt in the rules is noticed.
"""

from datetime import UTC, datetime

from fixtures.rows import each_row

from libraries.texts.personal_data import mask_personal_data

MESSENGERS = (
    "카카오톡 카톡 까톡 까똑 갠톡 개인톡 카카오 ㅋㅌ ㅋㅏ톡 오픈톡 텔레그램 텔레 텔그 텔ㄹ 라인 인스타그램 "
    "인스타 인별 디스코드 디코 디엠 위챗 왓츠앱 스냅챗 시그널 스카이프 틱톡 kakaotalk kakao telegram line "
    "instagram insta discord wechat whatsapp dm"
)
BANKS = (
    "계좌 입금 송금 이체 무통장 예금주 은행 농협 수협 신협 축협 새마을 우체국 카카오뱅크 카뱅 토스뱅크 토뱅 "
    "케이뱅크 케뱅 kb nh ibk sc제일 씨티 국민 신한 우리 하나 기업 산업 토스 카카오 부산 대구 광주 제주 전북 "
    "경남"
)
NAME_SERVERS = (
    "8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 9.9.9.9 208.67.222.222 208.67.220.220 94.140.14.14 94.140.15.15 "
    "149.112.112.112 223.5.5.5 114.114.114.114 168.126.63.1 168.126.63.2 210.220.163.82 219.250.36.130 "
    "164.124.101.2 203.248.252.2"
)
PLATE_REGIONS = "서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주"
PLATE_LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자허하호배"
LICENCE_REGIONS = "서울 부산 경기 강원 충북 충남 전북 전남 경북 경남 제주 대구 인천 광주 대전 울산"
BLOCKS = (
    "아파트 자이 푸르지오 래미안 힐스테이트 편한세상 더샵 아이파크 빌라 오피스텔 원룸 맨션 연립 고시원 "
    "하이츠 팰리스 캐슬 타운 단지 빌"
)
PROVIDERS = (
    "naver gmail daum hanmail nate kakao hotmail outlook yahoo icloud proton 네이버 지메일 쥐메일 다음 "
    "한메일 네이트 카카오 핫메일 아웃룩 야후"
)
AREAS = "2 31 32 33 41 42 43 44 51 52 53 54 55 61 62 63 64 70 80 502 505 507"
CHATS = (
    "open.kakao.com/o/abC12 qr.kakao.com/abC12 t.me/abc12 telegram.me/abc12 discord.gg/abc12 "
    "discord.com/invite/abc12 discordapp.com/invite/abc12 line.me/abc12 wa.me/821012345678"
)


@each_row("name", [*MESSENGERS.split(), *(name.upper() for name in MESSENGERS.split() if name.isascii())])
def test_an_id_of_each_messenger_is_found(name: str) -> None:
    assert mask_personal_data(f"{name} 아이디 hello_sky") == (f"{name} 아이디 [아이디]", ("아이디",))
    assert mask_personal_data(f"{name} hello77").kinds == ("아이디",)
    assert mask_personal_data(f"hello77 {name} 주세요").kinds == ("아이디",)


@each_row("word", ["아이디", "아디", "id", "계정", "친추", "친구추가", "친구 추가"])
def test_each_word_for_an_id_is_known(word: str) -> None:
    assert mask_personal_data(f"카톡 {word} helloworld") == (f"카톡 {word} [아이디]", ("아이디",))


@each_row("word", ["추가", "검색", "연락", "문의", "닉네임", "닉"])
def test_a_word_may_stand_between_a_messenger_and_the_id(word: str) -> None:
    assert mask_personal_data(f"카톡 {word} hello77").kinds == ("아이디",)


@each_row("word", ["주", "추가", "연락", "친추", "문의", "해", "디엠", "보내", "톡", "아이디"])
def test_each_word_that_asks_for_a_message_is_known(word: str) -> None:
    assert mask_personal_data(f"hello77 라인 {word}").kinds == ("아이디",)


@each_row("bank", BANKS.split())
def test_an_account_of_each_bank_is_found(bank: str) -> None:
    assert mask_personal_data(f"{bank} 1102345678901") == (f"{bank} [계좌번호]", ("계좌번호",))
    assert mask_personal_data(f"1102345678901 {bank}").kinds == ("계좌번호",)
    assert mask_personal_data("가나 1102345678901").kinds == ()


@each_row("server", NAME_SERVERS.split())
def test_a_public_name_server_is_nobody_s_address(server: str) -> None:
    assert mask_personal_data(f"주소를 {server} 로 바꿈") == (f"주소를 {server} 로 바꿈", ())
    assert mask_personal_data("주소를 121.131.23.45 로 바꿈").kinds == ("IP",)


@each_row(
    "word",
    [
        "버전",
        "버젼",
        "ver",
        "빌드",
        "build",
        "펌웨어",
        "드라이버",
        "업데이트",
        "패치",
        "크롬",
        "릴리즈",
        "릴리스",
    ],
)
def test_a_version_is_no_address(word: str) -> None:
    assert mask_personal_data(f"{word} 121.131.23.45").kinds == ()


@each_row("region", PLATE_REGIONS.split())
def test_a_plate_of_each_region_is_found(region: str) -> None:
    assert mask_personal_data(f"{region} 34바 5678") == ("[차량번호]", ("차량번호",))
    assert mask_personal_data(f"{region}3바5678").kinds == ("차량번호",)
    assert mask_personal_data(f"오토바이 {region} 중구 가 5678").kinds == ("차량번호",)


@each_row("letter", list(PLATE_LETTERS))
def test_each_letter_of_a_plate_is_known(letter: str) -> None:
    assert mask_personal_data(f"앞차 123{letter}5678").kinds == ("차량번호",)


@each_row("word", ["선고", "대판", "판시", "판결", "결정", "사건", "대법원", "헌재"])
def test_the_file_of_a_court_is_no_plate(word: str) -> None:
    assert mask_personal_data(f"90누6521 {word}").kinds == ()


@each_row("word", ["번호판", "렌트", "렌터", "택시", "버스", "트럭", "주차", "블박", "운전", "배달", "뺑소니", "견인"])
def test_a_word_about_cars_makes_a_number_a_plate(word: str) -> None:
    assert mask_personal_data(f"{word} 12호 2024").kinds == ("차량번호",)
    assert mask_personal_data("제12호 2024").kinds == ()


@each_row("letter", list("주호구도조부수자사보모"))
def test_a_unit_between_two_numbers_is_no_plate(letter: str) -> None:
    assert mask_personal_data(f"12{letter} 3456").kinds == ()
    assert mask_personal_data("12가 3456").kinds == ("차량번호",)
    assert mask_personal_data("제123가5678").kinds == ()


@each_row("region", LICENCE_REGIONS.split())
def test_a_licence_of_each_region_is_found(region: str) -> None:
    assert mask_personal_data(f"{region} 11-123456-12").kinds == ("면허번호",)
    assert mask_personal_data(f"면허 {region} 11 12 345678 90").kinds == ("면허번호",)


@each_row("block", BLOCKS.split())
def test_a_flat_of_each_kind_of_block_is_found(block: str) -> None:
    assert mask_personal_data(f"그 {block} 103-1204").kinds == ("동호수",)


@each_row("word", ["전시", "부스", "호텔", "병동", "병실", "객실", "강의", "캠퍼스", "회의실", "상가"])
def test_a_room_of_a_public_house_is_nobody_s_flat(word: str) -> None:
    assert mask_personal_data(f"{word} 3동 204호").kinds == ()
    assert mask_personal_data("저기 3동 204호").kinds == ("동호수",)


@each_row("provider", PROVIDERS.split())
def test_an_address_of_each_provider_is_found(provider: str) -> None:
    assert mask_personal_data(f"abcd골뱅이{provider}") == ("[이메일]", ("이메일",))
    assert mask_personal_data(f"abcd@{provider}닷컴").kinds == ("이메일",)


@each_row(
    "at", ["@", " @ ", "(at)", "[at]", "{at}", "<at>", "( at )", "[ at ]", "골뱅이", "골뱅2", "앳", "(골뱅이)", "(앳)"]
)
def test_each_sign_for_at_is_known(at: str) -> None:
    assert mask_personal_data(f"abcd{at}example.com").kinds == ("이메일",)
    assert mask_personal_data(f"abcd{at}naver").kinds == ("이메일",)


@each_row("area", AREAS.split())
def test_a_number_of_each_area_is_found(area: str) -> None:
    assert mask_personal_data(f"0{area}-345-6789").kinds == ("전화번호",)
    assert mask_personal_data(f"(0{area})345-6789").kinds == ("전화번호",)
    assert mask_personal_data(f"+82-{area}-345-6789").kinds == ("전화번호",)


@each_row("word", ["전화", "연락", "문의", "번호", "걸어", "콜", "☎", "☏", "📞", "tel"])
def test_a_company_s_number_is_masked_where_a_call_is_asked_for(word: str) -> None:
    assert mask_personal_data(f"{word} 1588-1234").kinds == ("전화번호",)
    assert mask_personal_data(f"고객센터 {word} 1588-1234").kinds == ()


@each_row("digit", list("공영빵일이삼사오육륙칠팔구"))
def test_each_word_for_a_digit_is_known(digit: str) -> None:
    assert mask_personal_data(f"공일공 일이삼{digit} 오육칠팔").kinds == ("전화번호",)


@each_row("chat", CHATS.split())
def test_each_address_of_a_chat_is_found(chat: str) -> None:
    assert mask_personal_data(chat) == ("[오픈채팅]", ("오픈채팅",))
    assert mask_personal_data(f"https://{chat}").text == "[오픈채팅]"


@each_row("page", ["p", "reel", "reels", "explore", "stories", "tv"])
def test_a_page_of_instagram_is_no_profile(page: str) -> None:
    assert mask_personal_data(f"instagram.com/{page}/abc123").kinds == ()
    assert mask_personal_data("instagram.com/hello.sky").kinds == ("아이디",)


@each_row("cue", ["주민", "민증", "민번", "외국인등록", "외국인 등록"])
def test_a_word_before_it_makes_any_such_number_a_resident_s(cue: str) -> None:
    assert mask_personal_data(f"{cue} 999999-1234567").kinds == ("주민번호",)
    assert mask_personal_data("그냥 999999-1234567").kinds == ()


@each_row(("century", "year"), [(digit, 2000 if digit in "3478" else 1900) for digit in "12345678"])
def test_the_seventh_digit_names_the_century_of_birth(century: str, year: int) -> None:
    """1900 had no 29 February, 2000 had one."""
    assert mask_personal_data(f"000229-{century}234567").kinds == (("주민번호",) if year == 2000 else ())


def test_nobody_is_born_in_a_year_to_come() -> None:
    after = datetime.now(UTC).year % 100 + 1
    assert mask_personal_data(f"{after:02}01013111112").kinds == ()
    assert mask_personal_data(f"{after - 1:02}01013111112").kinds == ("주민번호",)


@each_row("word", ["여권", "passport", "PASSPORT"])
def test_a_passport_is_found_behind_its_word(word: str) -> None:
    assert mask_personal_data(f"{word} ab1234567") == (f"{word} [여권번호]", ("여권번호",))
    assert mask_personal_data("그냥 ab1234567").kinds == ()


@each_row("letter", list("MSRODG"))
def test_each_letter_of_a_passport_is_known(letter: str) -> None:
    assert mask_personal_data(f"{letter}12395678").kinds == ("여권번호",)
    assert mask_personal_data(f"{letter}123A5678").kinds == ("여권번호",)
