// The whole post: beside the list where there is room, in a dialog where there is not.

import { dialog, h, icon, keyOf, media, nothing, outside, web } from "./dom.js";
import { decisions, figures, origin, reasons, scoreParts } from "./card.js";
import { channelField } from "./channels.js";
import { get } from "./server.js";
import { ago, figure, t } from "./text.js";

const REMEMBERED = 40;
const SETTLE = 70; // milliseconds a post stays chosen before the rest of it is loaded

export class Reader {
  constructor(pane, decide) {
    this.pane = pane;
    this.decide = decide;
    this.pages = new Map();
    this.verdicts = new Map(); // post → what the host says of it, until it is decided
    this.channels = new Map(); // post → the channels it goes to, where the host changed them
    this.parts = new Map(); // post → key of its first part, where the reviewer makes it part 2
    this.wide = matchMedia("(min-width: 1080px)");
    this.shown = null;
    this.sheet = null;
    this.timer = 0;
    this.empty();
  }

  empty() {
    this.shown = null;
    clearTimeout(this.timer);
    this.pane.replaceChildren(nothing("inbox", "", t("pick")));
  }

  /** Shows a post in the pane, if there is one; `next` is loaded ahead. */
  show(card, next) {
    const key = keyOf(card);
    if (!this.wide.matches || this.shown === key) return;
    this.shown = key;
    const known = this.pages.get(key);
    this.draw(this.pane, card, known);
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const page = await this.load(key);
      if (this.shown !== key) return;
      if (!page) this.pane.querySelector(".hint").textContent = t("rest_failed");
      else if (page !== known) this.draw(this.pane, card, page);
      if (next) await this.load(keyOf(next));
    }, known ? 0 : SETTLE);
  }

  /** Opens a post in a dialog, where there is no pane. */
  async open(card) {
    if (this.wide.matches) return this.text?.focus();
    const key = keyOf(card);
    const body = h("div", { class: "reader" });
    const done = (name) => {
      this.sheet.close();
      this.decide(name, key);
    };
    this.draw(body, card, this.pages.get(key), done);
    this.sheet = dialog("sheet", web(card.title), t("close"), body);
    const page = await this.load(key);
    if (page) this.draw(body, card, page, done);
  }

  async load(key) {
    if (this.pages.has(key)) return this.pages.get(key);
    try {
      const page = await get(`/api/posts/${encodeURIComponent(key)}`);
      this.pages.set(key, page);
      if (this.pages.size > REMEMBERED) this.pages.delete(this.pages.keys().next().value);
      return page;
    } catch (error) {
      if (error.status === undefined) throw error;
      return null; // the card's own excerpt stays; an update brings what is missing
    }
  }

  forget(key) {
    this.pages.delete(key);
  }

  draw(place, card, page, decide = (name) => this.decide(name, keyOf(card))) {
    const text = page ? page.content : card.excerpt;
    place.replaceChildren(
      h(
        "div", { class: "reader-text", tabindex: "0", role: "region", "aria-label": t("more") },
        origin(card),
        h("h2", { dir: "auto", text: web(card.title) }),
        h("div", { class: "reader-facts" }, figures(card), outside(card.url, t("source"), icon("out"), h("span", { text: t("source") }))),
        reasons(card),
        page && Object.keys(page.score_parts).length ? h("p", { class: "hint score-parts", text: scoreParts(page.score_parts) }) : null,
        h("p", { class: "story", dir: "auto", text: web(text).replace(/\n{3,}/g, "\n\n").trim() }),
        page ? page.images.map(picture) : null,
        page ? comments(page.comments) : h("p", { class: "hint", text: t("loading") }),
      ),
      ...(page && page.verdict !== "off" ? [verdictField(page, this.verdicts, keyOf(card))] : []),
      ...(page && page.channels.length ? [channelField(page.channels, this.channels, keyOf(card))] : []),
      ...(page?.first_part ? [partTwo(page.first_part, this.parts, keyOf(card))] : []),
      decisions(decide, card, true),
    );
  }

  get text() {
    return this.pane.querySelector(".reader-text");
  }

  /** Scrolls the whole post by a share of what is seen of it; `Infinity` is its end. */
  scroll(share) {
    const { text } = this;
    if (!text) return;
    if (Math.abs(share) === Infinity) text.scrollTop = share > 0 ? text.scrollHeight : 0;
    else text.scrollBy({ top: share * text.clientHeight, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
  }
}

/** Where the host writes an own opinion, which the film speaks before its end. */
export function verdictField(page, verdicts, key, changed = () => {}) {
  const count = h("span", { class: "hint" });
  const look = () => {
    const own = (box.value.match(/[가-힣]/g) ?? []).length;
    count.textContent = t("verdict_count", { n: own, m: page.verdict_syllables });
    changed(own >= page.verdict_syllables);
  };
  const box = h("textarea", {
    class: "line-text", rows: "2", maxlength: "400", placeholder: t("verdict_hint"), "aria-label": t("verdict"),
    on: { input: () => { verdicts.set(key, box.value.trim()); look(); } },
  });
  box.value = verdicts.get(key) ?? "";
  look();
  return h("label", { class: "verdict" }, h("span", { text: t(page.verdict === "required" ? "verdict" : "verdict_asked") }), box, count);
}

/** The earlier post that this one seems to go on with, and whether it becomes its part 2. */
function partTwo(first, parts, key) {
  const box = h("input", { type: "checkbox", on: { change: () => (box.checked ? parts.set(key, first.key) : parts.delete(key)) } });
  box.checked = parts.has(key);
  return h("section", { class: "verdict" },
    h("label", { class: "check" }, box, h("span", { text: t("part_two") })),
    h("p", { class: "hint" }, t("part_two_hint"), " ", outside(first.url, web(first.title), h("span", { dir: "auto", text: web(first.title) }))));
}

function picture(image) {
  return h("img", {
    class: "picture", src: media(image.media.key), width: image.width, height: image.height, alt: "", loading: "lazy", decoding: "async",
  });
}

function comments(list) {
  return h(
    "section", { class: "comments" },
    h("h3", {}, t("comments_title"), h("span", { class: "count", text: String(list.length) })),
    list.length
      ? h("ul", {}, list.map((comment) =>
          h("li", { class: comment.best ? "comment best" : "comment" },
            h("p", { class: "who" },
              h("b", { text: web(comment.author) }),
              comment.best ? h("span", { class: "flag", text: t("best") }) : null,
              comment.created_at ? h("time", { datetime: comment.created_at, text: ago(comment.created_at) }) : null,
              h("span", { class: "quote-likes" }, icon("like"), h("span", { class: "sr", text: t("likes") }), figure(comment.likes))),
            h("p", { dir: "auto", text: web(comment.content) }))))
      : h("p", { class: "hint", text: t("no_comments") }),
  );
}
