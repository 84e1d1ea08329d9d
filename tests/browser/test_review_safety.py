"""Text from the web stays text, and the app answers nobody but its own pages."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fixtures.studio.stage import Stage, invented
from playwright.sync_api import Dialog, Page, expect

from crawlers.sites_config import registry
from libraries.accounts.audit_log import AuditEntry
from schemas.crawls import CrawlHealth, CrawlReport
from schemas.events import (
    ContentFailed,
    ContentScripted,
    ContentStarted,
    FailureKind,
    PostApproved,
    PostDeclined,
)
from schemas.posts import Comment
from schemas.recipe import Recipe
from schemas.recipe import Stage as Step
from schemas.script import Line, Role, Script, Speaker

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

PAYLOADS = (
    "${Object.assign(window,{pwned:1})}",
    "${alert(1)}",
    "{{constructor.constructor('window.pwned=1')()}}",
    "{{#each this}}{{this}}{{/each}}",
    "{{{value}}}",
    "`;window.pwned=1;`",
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1>",
    "<svg><script>window.pwned=1</script></svg>",
    "<script>window.pwned=1</script>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<a href=javascript:window.pwned=1>눌러 보세요</a>",
    "<math><mtext><table><mglyph><style><img src onerror=window.pwned=1>",
    "<details open ontoggle=window.pwned=1>",
    "<style>*{display:none}</style>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=https://evil.example/><button>승인</button></form>",
    "</textarea></title></script><img src=x onerror=window.pwned=1>",
    '"><img src=x onerror=window.pwned=1>',
    "' onmouseover='window.pwned=1",
    "javascript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "&lt;img src=x onerror=window.pwned=1&gt;",
    "&#60;script&#62;window.pwned=1&#60;/script&#62;",
    "\u202ecod.exe\u202c 뒤집힌 글",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dalgo",
    "%3Cscript%3Ewindow.pwned=1%3C/script%3E",
    "__proto__",
    "constructor",
    "[object Object]",
    "가" * 300,
)


def test_payloads_stay_text(stage: Stage, open_page: Open) -> None:
    """32 payloads as titles, texts, boards, authors and comments: shown as they are, and nothing runs."""
    posts = [
        invented(
            str(place),
            payload,
            site="payload",
            score=1.0 - place / 100,
            content=payload,
            board=payload[:64],
            author=payload[:128],
            site_name=payload[:64],
            flags=(payload[:64],),
            comments=(Comment(id="c", author=payload[:128], content=payload, likes=3, best=True),),
        )
        for place, payload in enumerate(PAYLOADS)
    ]
    stage.collect(*posts)
    page = open_page()
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    expect(page.locator(".card")).to_have_count(len(PAYLOADS))
    for payload in PAYLOADS:
        expect(page.locator(".pane h2")).to_have_text(shown(payload))
        expect(page.locator(".pane .comment")).to_have_count(1)
        page.keyboard.press("j")
    assert page.locator(".card h2").all_text_contents() == [shown(payload) for payload in PAYLOADS]
    assert page.evaluate("window.pwned") is None
    assert dialogs == []
    assert page.locator(".card script, .card svg script, .card iframe, .card form, .pane iframe").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    links = page.locator(".card a, .pane a").evaluate_all("(links) => links.map((link) => link.protocol)")
    assert set(links) == {"https:"}


def shown(payload: str) -> str:
    """What the page shows of it: no direction overrides, at most three combining marks in a row."""
    if payload.startswith("\u202e"):
        return payload.replace("\u202e", "").replace("\u202c", "")
    if payload.startswith("Z\u0351"):
        return "Z\u0351\u036b\u0343algo"
    return payload


def test_inline_script_is_refused(stage: Stage, open_page: Open) -> None:
    """Should markup ever reach the page, the policy still keeps its scripts from running."""
    page = open_page(watched=False)
    page.evaluate("""() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="/media/none" onerror="window.pwned=1">');
      const script = document.createElement('script');
      script.textContent = 'window.pwned=2';
      document.body.append(script);
      setTimeout('window.pwned=3');
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None


@pytest.mark.slow
def test_other_sites_cannot_decide(stage: Stage, open_page: Open) -> None:
    """A page of another origin can neither send a decision nor read a post nor frame the app."""
    post = invented("1", "남의 사이트가 노리는 글", site="origin")
    stage.collect(post)
    page = open_page(watched=False)
    evil = stage.url.replace("127.0.0.1", "localhost")  # same machine, another origin
    page.goto(f"{evil}/healthz")
    outcome = page.evaluate(
        """async ([url, key]) => {
          const decision = `${url}/api/posts/${key}/decision`;
          const body = '{"decision":"approve"}';
          const tries = [
            fetch(decision, {method: 'POST', body, headers: {'content-type': 'application/json'}}),
            fetch(decision, {method: 'POST', body, mode: 'no-cors'}),
            fetch(`${url}/api/posts`),
          ];
          const ended = await Promise.allSettled(tries);
          return ended.map((one) => one.status === 'fulfilled' ? one.value.type : 'blocked');
        }""",
        [stage.url, str(post.key)],
    )
    assert outcome[0] == "blocked"
    assert outcome[2] == "blocked"
    assert [event.kind for event in stage.facts(post.key)] == ["post.collected"]


def scripted(payloads: tuple[str, ...]) -> Script:
    """A script that says every payload; a line has as many words spoken as shown."""
    texts = [" ".join(payload.split())[:120] for payload in payloads]
    lines = [
        Line(role=Role.COMMENT, speaker=Speaker.COMMENTER, display=text, spoken=text, credit=text)
        for text in texts
        if text
    ]
    return Script(title=texts[0], lines=tuple(lines), summary=texts[6])


@pytest.fixture(scope="module")
def _hostile(_stage: Stage) -> None:
    """Every payload as whatever somebody else writes: on the pages of work, failures, films, sites and deeds."""
    site, sites = "everywhere", list(registry.site_specs())
    made: dict[str, Any] = {"stage_key": "0" * 64, "seconds": 1}
    for place, payload in enumerate(PAYLOADS):
        failed, waits, declined = (
            invented(
                f"{kind}{place}", payload, site=site, content=payload, site_name=payload[:64], author=payload[:128]
            )
            for kind in ("failed", "waits", "declined")
        )
        _stage.collect(failed, waits, declined)
        _stage.record(
            PostApproved(post_key=failed.key, revision=1, reviewer=payload),
            ContentFailed(
                post_key=failed.key,
                revision=1,
                stage=Step.VOICE,
                attempt=2,
                failure=FailureKind.PERMANENT,
                error=payload,
                message=payload,
            ),
            PostApproved(post_key=waits.key, revision=1, reviewer=payload, recipe=Recipe(approve_script=True)),
            ContentStarted(post_key=waits.key, revision=1, stage=Step.SCRIPT, worker=payload),
            ContentScripted(post_key=waits.key, revision=1, **made, served_by=payload, script=scripted(PAYLOADS)),
            PostDeclined(post_key=declined.key, revision=0, reviewer=payload, reason=payload),
        )
        report = CrawlReport(
            site=sites[place], started=datetime.now(UTC), seconds=1, health=CrawlHealth.STOPPED, why=payload
        )
        _stage.call(_stage.bus.report_crawl(report))
        _stage.act(AuditEntry(who=payload, what="declined", about=payload, note=payload))
        _stage.film(invented(f"film{place}", payload, site=site), script=scripted(PAYLOADS), who=payload)


NOTHING = "iframe, body base, form[action], main script, dialog script, .job script, .acts script, [onerror], [onload]"


@pytest.mark.slow
@pytest.mark.usefixtures("_hostile")
@pytest.mark.parametrize("width", [1280, 390])
def test_payloads_stay_text_on_every_page(stage: Stage, open_page: Open, width: int) -> None:
    """All payloads as names, reasons, messages, scripts, reports and notes: text on every page, and none is wider."""
    stage.collect(
        *(
            invented(
                f"{width}x{place}",
                payload,
                site="everywhere",
                content=payload,
                author=payload[:128],
                site_name=payload[:64],
                comments=(Comment(id="c", author=payload[:128], content=payload, likes=3, best=True),),
            )
            for place, payload in enumerate(PAYLOADS)
        )
    )
    page = open_page(width=width, height=844)

    def unharmed(place: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        assert page.evaluate("window.pwned") is None, place
        assert page.locator(NOTHING).evaluate_all("(all) => all.map((one) => one.outerHTML.slice(0, 200))") == [], place

    texts = [shown(payload) for payload in PAYLOADS]
    expect(page.locator(".card")).to_have_count(len(PAYLOADS))
    unharmed("inbox")
    seen = {
        "progress": ".job",
        "failures": ".job.broken",
        "settings": ".acts li",
        "gallery": ".poster",
    }
    for tab in ("progress", "failures", "sites", "insights", "settings", "gallery"):
        page.locator(f"#wb-tab-{tab}-button").click()
        page.wait_for_load_state("networkidle")
        if tab == "gallery":
            page.mouse.move(width / 2, 400)
            page.mouse.wheel(0, 20000)
            expect(page.locator(".poster", has_text=texts[0]).first).to_be_attached()
        if tab in seen:
            for text in texts:
                expect(page.locator(seen[tab], has_text=text).first).to_be_visible()
        unharmed(tab)
    page.locator(".poster", has_text=texts[6]).first.click()
    expect(page.locator(".part").first).to_be_visible()
    page.locator(".part").evaluate_all("(all) => all.forEach((one) => (one.open = true))")
    expect(page.locator("dialog .acts")).to_contain_text(texts[6])
    unharmed("film room")
    page.keyboard.press("Escape")
    page.locator("#wb-tab-progress-button").click()
    own = page.locator(".job", has_text=texts[0]).filter(has=page.get_by_role("button", name="대본 열기"))
    own.get_by_role("button", name="대본 열기").click()
    expect(page.locator(".script-line").first).to_be_visible()
    assert page.locator(".line-text").first.input_value() == PAYLOADS[0]
    unharmed("editor")
    page.keyboard.press("Escape")
    page.locator("#wb-tab-inbox-button").click()
    page.get_by_label("상태").select_option("DECLINED")
    expect(page.locator(".card").first).to_contain_text("거절됨")
    unharmed("declined")
