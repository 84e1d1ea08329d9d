"""Write libraries/korean/letters/hanja.txt from Unihan's kHangul and libhangul's word list.

``python tools/hanja_table.py Unihan_Readings.txt hanja.txt``: the first is part of the Unicode Character Database
(Unicode-3.0), the second of libhangul (``data/hanja/hanja.txt``, BSD-3-Clause). A character's sound is the one it has
in most words; a word is written down only where it sounds otherwise than its characters and the rules of
libraries/korean/letters/hanja.py tell, alone or inside a longer run.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from libraries.korean.letters.hanja import HANJA, HanjaReadings, apply_initial_sound_law, read_hanja_run  # noqa: E402

TABLE: Final = ROOT / "libraries/korean/letters/hanja.txt"
LONGEST: Final = 4
_PAIRS: Final = """
自轉車=자전거 復活=부활 標識=표지 降服=항복 一切=일체 雪糖=설탕 跳躍=도약 省略=생략 更新=갱신 復興=부흥 綠茶=녹차
紅茶=홍차 遊說=유세 誘說=유세 議論=의논 龜裂=균열 生辰=생신 寶貝=보배 十方=시방 殺戮=살육 赤裸裸=적나라 相殺=상쇄
失戀=실연 年年=연년 殺到=쇄도 戰慄=전율 行狀=행장 般若=반야 醵金=갹출 謁見=알현 樂浪=낙랑 茶禮=차례 茶盞=찻잔
彌撒=미사 水刺=수라 八日=팔일 十月=시월 六月=유월 初八日=초파일 五六月=오뉴월 菩提=보리 索引=색인 便所=변소
暴惡=포악 惡寒=오한 比率=비율 利率=이율 宅內=댁내 煎餠=전병 諦念=체념 布施=보시 牡丹=모란 木瓜=모과 喇叭=나팔
西江=서강 暴徒=폭도 復調=복조 原狀=원상 病狀=병상 綺羅星=기라성 萬若=만약 契丹=거란 樂安=낙안 醵出=갹출
論難=논란 困難=곤란 許諾=허락 受諾=수락 快諾=쾌락 大怒=대로 喜怒哀樂=희로애락 承諾=승낙 憤怒=분노
"""
BY_HAND: Final = dict(pair.split("=") for pair in _PAIRS.split())
"""Words for which the list has several readings, or none that is in use."""

Words = dict[str, list[str]]


def word_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The words of libhangul's list, each in Hanja and in Hangul."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#") and line.count(":") >= 2:
            hangul, hanja, _ = line.split(":", 2)
            if len(hangul) == len(hanja) and all(HANJA.match(c) for c in hanja) and _is_hangul(hangul):
                yield hanja, hangul


def _is_hangul(text: str) -> bool:
    return all("가" <= syllable <= "힣" for syllable in text)


def character_sounds(unihan: Path, words: Words) -> dict[str, set[str]]:
    """Every sound that either source gives a single character."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in unihan.read_text(encoding="utf-8").splitlines():
        if "\tkHangul\t" in line:
            code, _, sounds = line.split("\t")
            found[chr(int(code.removeprefix("U+"), 16))] |= {sound.split(":")[0] for sound in sounds.split()}
    for word, hangul in words.items():
        if len(word) == 1:
            found[word] |= set(hangul)
    return {c: kept for c, sounds in found.items() if (kept := {s for s in sounds if len(s) == 1 and _is_hangul(s)})}


def usual_sounds(sounds: Mapping[str, set[str]], words: Words) -> dict[str, str]:
    """The sound of each character where no word starts: of those it may have, the one it has in most words."""
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    anywhere: dict[str, Counter[str]] = defaultdict(Counter)
    for word, hangul in words.items():
        for at, (character, sound) in enumerate(zip(word, hangul[0], strict=True)):
            anywhere[character][apply_initial_sound_law(sound)] += 1
            inside[character][sound] += at > 0
    usual = {}
    for character, possible in sounds.items():
        best = max(sorted(possible), key=lambda s: anywhere[character][apply_initial_sound_law(s)])
        family = sorted(s for s in possible if apply_initial_sound_law(s) == apply_initial_sound_law(best))
        strong = [
            s for s in family if apply_initial_sound_law(s) != s and 4 * inside[character][s] >= inside[character][best]
        ]
        usual[character] = strong[0] if strong else max(family, key=lambda s: inside[character][s])
    return usual


def wrongly_read_words(sounds: Mapping[str, set[str]], usual: dict[str, str], words: Words) -> dict[str, str]:
    """The words, with their sounds, that the rules and the shorter of these words read wrongly."""
    halves = _second_halves(usual, words)
    kept = halves | BY_HAND
    for word in sorted(words, key=lambda w: (len(w), w)):
        possible = [h for h in words[word] if apply_initial_sound_law(h) == h and _fits(word, h, sounds)]
        if not 2 <= len(word) <= LONGEST or not possible or word in kept:
            continue
        sound = read_hanja_run(word, HanjaReadings(usual, kept))
        by_law = word[-2:] in halves and [*map(apply_initial_sound_law, sound)] == [
            *map(apply_initial_sound_law, possible[0])
        ]
        if sound not in possible and not by_law:
            kept[word] = possible[0]
    return kept


def _fits(word: str, hangul: str, sounds: Mapping[str, set[str]]) -> bool:
    return all(
        s in sounds.get(c, ()) or s in map(apply_initial_sound_law, sounds.get(c, ()))
        for c, s in zip(word, hangul, strict=True)
    )


def _second_halves(usual: dict[str, str], words: Words) -> dict[str, str]:
    """Words that keep the law of initial sounds inside compounds: 年金 in 國民年金 is 연금."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for word, hangul in words.items():
        half, first = word[-2:], usual.get(word[-2:-1], "")
        if len(word) in (4, 5) and half in words and apply_initial_sound_law(first) != first:
            votes[half][hangul[0][-2:]] += 1
    return {
        half: by_law
        for half, counted in votes.items()
        if counted[by_law := read_hanja_run(half, HanjaReadings(usual, {}))] > 0.6 * counted.total()
    }


def compound_parts(usual: dict[str, str], words: Words, kept: dict[str, str]) -> dict[str, str]:
    """Words of three or four characters that keep the law of initial sounds inside longer runs.

    臨時政府 in 大韓民國臨時政府 is 임시정부. One that sounds otherwise in more longer words is left out:
    理學者 in 物理學者.
    """
    table = HanjaReadings(usual, kept)
    found = {}
    for word, hangul in words.items():
        first = usual.get(word[:1], "")
        if 2 < len(word) <= LONGEST and word not in kept and apply_initial_sound_law(first) != first:
            sound = read_hanja_run(word, table)
            if sound in hangul:
                found[word] = sound
    votes: Counter[str] = Counter()
    for word, hangul in words.items():
        for at in range(1, len(word) - 2):
            for part in {word[at : at + length] for length in (3, LONGEST)} & found.keys():
                votes[part] += 1 if hangul[0][at] == found[part][0] else -1
    return {word: sound for word, sound in found.items() if votes[word] >= 0}


def _lines(pairs: Mapping[str, str], gap: str) -> Iterator[str]:
    by_sound: dict[str, list[str]] = defaultdict(list)
    for hanja, sound in sorted(pairs.items()):
        by_sound[sound].append(hanja)
    yield from (f"{sound} {gap.join(hanja)}" for sound, hanja in sorted(by_sound.items()))


def main(unihan: Path, words_file: Path) -> None:
    """Write the table of Hanja from the two sources."""
    words: Words = defaultdict(list)
    for hanja, hangul in word_pairs(words_file):
        words[hanja].append(hangul)
    sounds = character_sounds(unihan, words)
    usual = usual_sounds(sounds, words)
    head = (
        "# The Sino-Korean sounds of Hanja, written by tools/hanja_table.py from Unihan's kHangul (Unicode License v3)",
        "# and the word list of libhangul (BSD-3-Clause, (c) 2005, 2006 Choe Hwanjin): see assets/LICENSES.md.",
        "# A line of one syllable holds the characters that sound so, a longer one the words that do, where they do",
        "# not sound as their characters and the rules of hanja.py tell, alone or inside a longer run.",
    )
    kept = wrongly_read_words(sounds, usual, words)
    kept |= compound_parts(usual, words, kept)
    body = (*_lines(usual, ""), *_lines(kept, " "))
    TABLE.write_text("\n".join((*head, *body)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
