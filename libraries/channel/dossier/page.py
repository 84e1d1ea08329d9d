"""The page of a dossier as HTML that stands alone: no script, nothing fetched, prints on A4."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from html import escape
from typing import Final, NamedTuple

from libraries.channel.dossier.contents import FilmDossier, ScriptLine
from libraries.channel.dossier.page_words import KINDS, WORDS
from libraries.channel.report import ChannelReport
from schemas.failures import Language
from schemas.pictures import Origin
from schemas.script import Speaker

_STYLE: Final = """
@page { size: A4; margin: 14mm }
body { font: 13px/1.55 "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; color: #1d1f24;
  max-width: 820px; margin: 24px auto; padding: 0 16px }
h1 { font-size: 21px; margin: 0 0 2px } h2 { font-size: 14px; margin: 20px 0 6px; border-bottom: 1px solid #c9ccd3 }
h2, tr, li { break-inside: avoid } h2 { break-after: avoid } .film { break-before: page }
p { margin: 4px 0 } .soft { color: #5c616b } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: 3px 8px 3px 0; border-bottom: 1px solid #eceef1 }
th { color: #5c616b; font-weight: 600; white-space: nowrap } td.hash { font: 11px/1.5 monospace; word-break: break-all }
ol { margin: 0; padding-left: 26px } u { text-decoration: underline; text-decoration-color: #c2410c;
  text-decoration-thickness: 2px } li.host { background: #e6f4ea; border-left: 3px solid #188038; padding-left: 6px }
.who { color: #5c616b } .big { font-size: 17px; font-weight: 700 } @media print { body { margin: 0; max-width: none } }
td.time { white-space: nowrap }
@media (max-width: 600px) { th { white-space: normal } td.hash { font-size: 9px } }
"""
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


class PageLocale(NamedTuple):
    """How a page is read: its language, and the time zone of its times."""

    language: Language
    zone: tzinfo

    def word(self, name: str) -> str:
        """A word of the page, safe in HTML."""
        return escape(WORDS[self.language][name])

    def kind_name(self, kind: str) -> str:
        """The name of a kind of facts."""
        return escape(KINDS[self.language].get(kind, kind))

    def time_text(self, moment: datetime | None) -> str:
        """A moment to the minute."""
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}" if moment is not None else "–"


def film_page(dossier: FilmDossier, locale: PageLocale, made: datetime) -> str:
    """The page of one film."""
    title = f"{WORDS[locale.language]['film']}: {dossier.title}"
    return _page(title, _film(dossier, locale), locale, made)


def channel_page(
    name: str, report: ChannelReport, dossiers: Sequence[FilmDossier], locale: PageLocale, made: datetime
) -> str:
    """The page of a channel: a table of its films, then each film's own part."""
    word = locale.word
    rows = [
        (
            escape(one.film),
            escape(dossier.title),
            f"{one.interchangeability:.2f}",
            f"{dossier.verdict.share:.0%}",
            f"{dossier.words_shared_with_post.share:.0%}",
            word("yes" if dossier.labelled else "no"),
            escape(next((each.who for each in dossier.decisions if each.kind == "post.approved"), "–")),
        )
        for one, dossier in zip(report.films, dossiers, strict=True)
    ]
    heads = ("films", "title", "alike", "verdict", "shared", "label", "first_decision")
    summary = (
        f'<p class="big">{word("alike")} {report.interchangeability:.2f} '
        f'<span class="soft">({word("limit")} {report.limit:.2f})</span></p>'
        + _table(map(word, heads), rows)
        + "".join(
            f'<section class="film"><h1>{escape(one.title)}</h1>{_film(one, locale)}</section>' for one in dossiers
        )
    )
    return _page(f"{WORDS[locale.language]['channel']}: {name}", summary, locale, made)


def _page(title: str, body: str, locale: PageLocale, made: datetime) -> str:
    return (
        f'<!doctype html><html lang="{locale.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f'<p class="soft">WaggleBot · {locale.word("made")} {locale.time_text(made)}</p>{body}</body></html>'
    )


def _film(dossier: FilmDossier, locale: PageLocale) -> str:
    word = locale.word
    return "".join(
        (
            f"<h2>{word('source')}</h2>{_source(dossier, locale)}",
            f"<h2>{word('own')}</h2>{_own(dossier, locale)}",
            f"<h2>{word('script')}</h2><p class='soft'>{word('script_hint')}</p>{_script(dossier.lines)}",
            f"<h2>{word('decisions')}</h2>{_decisions(dossier, locale)}",
            f"<h2>{word('models')}</h2>{_stages(dossier, locale)}",
            f"<h2>{word('hashes')}</h2>{_pairs((name, value, True) for name, value in dossier.hashes.items())}",
            f"<h2>{word('facts')}</h2>{_facts(dossier, locale)}",
        )
    )


def _source(dossier: FilmDossier, locale: PageLocale) -> str:
    post, word = dossier.post, locale.word
    rows = [
        (word("site"), escape(f"{post.site_name} · {post.board}" if post.board else post.site_name), False),
        (word("title"), escape(post.title), False),
        (word("address"), escape(str(post.url)), False),
        (word("written"), " · ".join(filter(None, (locale.time_text(post.posted_at), escape(post.author)))), False),
        (word("collected"), locale.time_text(dossier.collected), False),
        *((escape(name), escape(value), False) for name, value in dossier.permission.items()),
    ]
    return _pairs(rows)


def _own(dossier: FilmDossier, locale: PageLocale) -> str:
    word, verdict = locale.word, dossier.verdict
    share = word("of_speech").format(share=f"{verdict.share:.0%}", own=verdict.syllables, whole=verdict.whole)
    origins = {Origin.OWN: "origin_own"}
    pictures = ", ".join(
        f"{word(origins.get(origin, origin.value))} {count}" for origin, count in sorted(dossier.pictures.items())
    )
    rows = [
        (word("verdict"), share, False),
        (word("recorded"), str(dossier.recorded), False),
        (word("by_person"), word("yes" if dossier.written_by_person else "no"), False),
        (word("shared"), f"{dossier.words_shared_with_post.share:.0%}", False),
        (word("pictures"), pictures or word("none"), False),
        *((word("licensed"), escape(credit), False) for credit in dossier.credits),
        (word("label"), word("yes" if dossier.labelled else "no"), False),
    ]
    return _pairs(rows)


def _script(lines: Iterable[ScriptLine]) -> str:
    return f"<ol>{''.join(map(_line, lines))}</ol>"


def _line(one: ScriptLine) -> str:
    line, shown, at = one.line, [], 0
    for start, end in one.shared:
        shown.append(f"{escape(line.display[at:start])}<u>{escape(line.display[start:end])}</u>")
        at = end
    shown.append(escape(line.display[at:]))
    who = f'<span class="who">{escape(line.credit or line.person)}: </span>' if line.credit or line.person else ""
    host = ' class="host"' if line.speaker is Speaker.HOST else ""
    return f"<li{host}>{who}{''.join(shown)}{' 🎙' if line.recording is not None else ''}</li>"


def _decisions(dossier: FilmDossier, locale: PageLocale) -> str:
    rows = []
    for one in dossier.decisions:
        detail = f": {escape(one.detail)}" if one.detail else ""
        rows.append((locale.time_text(one.time), escape(one.who), locale.kind_name(one.kind) + detail))
    return _table((locale.word("when"), locale.word("who"), locale.word("what")), rows)


def _stages(dossier: FilmDossier, locale: PageLocale) -> str:
    rows = [
        (
            locale.kind_name(one.kind),
            escape(one.by),
            escape(", ".join(one.models)) or "–",
            locale.time_text(one.time),
        )
        for one in dossier.stages
    ]
    heads = (locale.word(name) for name in ("stage", "maker", "licence", "when"))
    return _table(heads, rows)


def _facts(dossier: FilmDossier, locale: PageLocale) -> str:
    rows = [
        (str(sequence), locale.time_text(time), locale.kind_name(kind), f"<code>{escape(digest[:16])}</code>")
        for sequence, time, kind, digest in dossier.facts
    ]
    return _table(("#", locale.word("when"), locale.word("what"), ""), rows)


def _pairs(rows: Iterable[tuple[str, str, bool]]) -> str:
    """A table of names and values; the third says that the value is a hash."""
    told = "".join(
        f"<tr><th>{name}</th><td{' class=hash' if hashed else ''}>{value}</td></tr>" for name, value, hashed in rows
    )
    return f"<table>{told}</table>"


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{one}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _cell(content: str) -> str:
    return f"<td{' class=time' if _TIME.fullmatch(content) else ''}>{content}</td>"
