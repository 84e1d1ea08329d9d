"""Latin letters as Koreans say them: brands and common words by list, acronyms by letter, the rest by rule."""

import re
from typing import Final

from services.studio.script.reading.particles import READ_OUT
from services.studio.script.reading.spelling import transcribe
from services.studio.script.reading.tables import pairs, words

_LETTERS: Final = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        words(
            "에이 비 씨 디 이 에프 지 에이치 아이 제이 케이 엘 엠 엔 오 피 큐 알 에스 티 유 브이 더블유 엑스 와이 제트"
        ),
        strict=True,
    )
)
_WORDS: Final = pairs(
    """
    k-pop=케이팝 kpop=케이팝 k-drama=케이드라마 mp3=엠피쓰리 wifi=와이파이 wi-fi=와이파이 iphone=아이폰
    ipad=아이패드 ios=아이오에스 macbook=맥북 airpods=에어팟 imac=아이맥 apple=애플 google=구글 youtube=유튜브
    netflix=넷플릭스 instagram=인스타그램 insta=인스타 facebook=페이스북 twitter=트위터 tiktok=틱톡 kakao=카카오
    kakaotalk=카카오톡 naver=네이버 daum=다음 samsung=삼성 galaxy=갤럭시 hyundai=현대 kia=기아 tesla=테슬라
    starbucks=스타벅스 costco=코스트코 ikea=이케아 nike=나이키 adidas=아디다스 gucci=구찌 chanel=샤넬
    disney=디즈니 amazon=아마존 microsoft=마이크로소프트 windows=윈도우 window=윈도우 android=안드로이드
    chatgpt=챗지피티 openai=오픈에이아이 discord=디스코드 steam=스팀 coupang=쿠팡 toss=토스 zoom=줌 slack=슬랙
    excel=엑셀 word=워드 powerpoint=파워포인트 photoshop=포토샵 nasa=나사 nato=나토 toeic=토익 toefl=토플
    unesco=유네스코 fifa=피파 covid=코로나 vip=브이아이피 ok=오케이 okay=오케이 oh=오 vs=대 no=노 yes=예스
    app=앱 email=이메일 e-mail=이메일 mail=메일 online=온라인 offline=오프라인 love=러브 you=유 thank=땡큐
    thanks=땡스 sorry=쏘리 hello=헬로 hi=하이 bye=바이 good=굿 bad=배드 best=베스트 worst=워스트 nice=나이스
    great=그레이트 happy=해피 birthday=버스데이 party=파티 game=게임 over=오버 boss=보스 team=팀 leader=리더
    meeting=미팅 lunch=런치 coffee=커피 cafe=카페 bar=바 hotel=호텔 house=하우스 home=홈 my=마이 your=유어
    the=더 and=앤드 of=오브 to=투 in=인 on=온 off=오프 is=이즈 it=잇 what=왓 why=와이 how=하우 who=후 one=원
    two=투 three=쓰리 new=뉴 hot=핫 cool=쿨 real=리얼 fact=팩트 tip=팁 tmi=티엠아이 mz=엠지 lol=롤 level=레벨 max=맥스
    min=민 pro=프로 plus=플러스 mini=미니 ultra=울트라 air=에어 free=프리 sale=세일 open=오픈 close=클로즈
    start=스타트 end=엔드 stop=스탑 go=고 up=업 down=다운 time=타임 day=데이 night=나이트 life=라이프 work=워크
    job=잡 money=머니 boy=보이 girl=걸 man=맨 woman=우먼 baby=베이비 friend=프렌드 family=패밀리 dog=도그 cat=캣
    car=카 bus=버스 taxi=택시 news=뉴스 music=뮤직 live=라이브 video=비디오 photo=포토 camera=카메라 phone=폰
    computer=컴퓨터 notebook=노트북 internet=인터넷 server=서버 python=파이썬 java=자바 code=코드 data=데이터
    update=업데이트 download=다운로드 menu=메뉴 size=사이즈 style=스타일 color=컬러 black=블랙 white=화이트
    red=레드 blue=블루 green=그린 gold=골드 silver=실버 a/s=에이에스 r&d=알앤디 etc=기타등등 feat=피처링 ps=추신
    by=바이 me=미 we=위 they=데이 be=비 do=두 have=해브 not=낫 for=포 with=위드 from=프롬 this=디스 that=댓
    god=갓 king=킹 queen=퀸 star=스타 world=월드 seoul=서울 busan=부산 korea=코리아 korean=코리안
    english=잉글리시 hell=헬 fighting=파이팅 service=서비스 manager=매니저 chef=셰프 pizza=피자 chicken=치킨
    burger=버거 bread=브레드
    """
)
"""What Koreans call these things, which is not always how an English dictionary says them."""
_RUN: Final = re.compile(r"[A-Za-z]+(?:[&/'’.-][A-Za-z]+)*[0-9]?(?![0-9])|[A-Za-z]+")
_PARTS: Final = re.compile(r"[A-Za-z]+")
_VOWELS: Final = frozenset("aeiouyAEIOUY")
_LONGEST_ACRONYM: Final = 5


def letters(text: str) -> str:
    """Letter by letter: ``KBS`` → ``케이비에스``."""
    return "".join(_LETTERS[letter] for letter in text.upper())


def read_latin(text: str) -> str:
    """Latin words replaced by Hangul; no spaces added or taken."""
    return _RUN.sub(lambda m: _word(m.group()) + READ_OUT, text)


def _word(word: str) -> str:
    known = _WORDS.get(word.lower())
    if known:
        return known
    return "".join(_part(part) for part in _PARTS.findall(word))


def _part(part: str) -> str:
    known = _WORDS.get(part.lower())
    if known and not (part.isupper() and len(part) <= 2 and part.lower() != "ok"):
        return known
    is_acronym = part.isupper() and len(part) <= _LONGEST_ACRONYM
    if is_acronym or len(part) <= 2 or not _VOWELS & set(part):
        return letters(part)
    return transcribe(part.lower())
