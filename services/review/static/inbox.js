// The inbox: the list of posts, one of them chosen, and what happens to it.

import { button, flagValue, h, keyOf, lookAgain, nothing, toast, webAddress } from "./dom.js";
import { drawCard, figures, scoreParts, tabStops } from "./card.js";
import { Deciding } from "./deciding.js";
import { Filters } from "./filters.js";
import { Reader } from "./reader.js";
import { get, post } from "./server.js";
import { t } from "./text.js";

const PAGE = 50;

export class Inbox {
  constructor(place) {
    this.cards = new Map();
    this.names = new Map();
    this.deciding = new Deciding(this);
    this.filters = new Filters(() => this.reload());
    this.list = h("div", { class: "cards", "aria-busy": "true" });
    this.end = h("div", { class: "end" });
    this.pane = h("aside", { class: "reader pane", "aria-label": t("more") });
    this.many = h("button", { type: "button", class: "many", hidden: true, text: t("many_new"), on: { click: () => this.reload() } });
    place.append(h("div", { class: "inbox" }, h("div", { class: "column-list" }, this.filters.row, this.many, this.list, this.end, this.deciding.selection.bar), this.pane));
    this.list.addEventListener("pointerover", (event) => this.showScoreParts(event.target.closest?.(".score")));
    this.reader = new Reader(this.pane, (name, key) => this.act(name, key));
    this.chosen = null;
    this.asked = null;
    this.full = false;
    this.nearEnd = new IntersectionObserver((seen) => seen.at(-1).isIntersecting && this.more(), { rootMargin: "1500px" });
    this.nearEnd.observe(this.end);
    this.reload();
    this.learnedOrder();
  }

  /** Takes the learned order where it is on; without an answer the score is the order, as before. */
  async learnedOrder() {
    const order = await get("/api/inbox-order").catch(() => null);
    if (!order?.on) return;
    this.filters.offerLearned();
    await this.reload();
  }

  // Loading

  async reload() {
    this.asked?.abort();
    this.asked = null;
    this.full = false;
    this.many.hidden = true;
    this.cards.clear();
    this.deciding.selection.clear();
    this.list.replaceChildren();
    this.reader.empty();
    this.chosen = null;
    await this.more();
    get("/api/sites").then((sites) => this.filters.offer(sites, this.names)).catch(() => {});
  }

  async more(skip = 0) {
    if (this.asked || this.full) return;
    const asked = new AbortController();
    this.asked = asked;
    this.meanwhile = []; // updates heard while this page of the list is on its way: it may be older than they are
    this.list.setAttribute("aria-busy", "true");
    try {
      const offset = this.cards.size + skip;
      const page = await get("/api/posts", { ...this.filters.values, limit: PAGE, offset }, asked.signal);
      const before = this.cards.size;
      for (const card of page) this.add(card);
      this.full = page.length < PAGE;
      this.asked = null;
      this.settle();
      this.meanwhile.splice(0).forEach((update) => this.update(update));
      // A page of known posts only: own decisions that the projection has not seen yet moved the offset.
      if (!this.full && this.cards.size === before && skip < PAGE * 4) await this.more(skip + PAGE);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.asked = null;
      this.full = true;
      this.broken(error);
    }
  }

  broken(error) {
    const again = button("plain", "again", t("retry"), () => this.reload());
    if (this.cards.size) toast(error.message, { bad: true, action: again });
    else this.end.replaceChildren(nothing("alert", t("load_failed"), error.message, again));
  }

  add(card) {
    const key = keyOf(card);
    if (this.cards.has(key) || this.deciding.decider.outdates(key, card)) return;
    const element = drawCard(card, (name, which) => this.act(name, which));
    this.cards.set(key, { card, element });
    this.claims?.show(key, element);
    this.names.set(card.key.site, card.site_name);
    this.list.append(element);
  }

  settle() {
    this.list.setAttribute("aria-busy", "false");
    // An empty list must not have the role of a feed.
    const feed = this.cards.size > 0;
    for (const [name, value] of [["role", "feed"], ["aria-label", t("list")]]) feed ? this.list.setAttribute(name, value) : this.list.removeAttribute(name);
    if (feed) this.end.replaceChildren(this.full ? "" : t("loading"));
    else this.end.replaceChildren(this.emptiness());
    if (!this.chosen && this.cards.size) this.choose(this.list.firstElementChild.dataset.key, false);
    if (!this.cards.size) {
      this.reader.empty();
      this.claims?.read(null);
    }
    lookAgain(this.nearEnd, this.end);
  }

  emptiness() {
    if (!this.full) return t("loading");
    if (this.filters.narrowed) return nothing("search", t("none_title"), t("none_hint"), this.filters.resetButton());
    if (this.filters.values.status === "DECLINED") return nothing("inbox", t("no_declined"), t("no_declined_hint"));
    return nothing("inbox", t("empty_title"), t("empty_hint"), button("plain", "again", t("crawl"), () => this.crawl()));
  }

  async crawl() {
    try {
      for (const site of await get("/api/crawl")) await post("/api/crawl", { site });
      toast(t("crawling"));
    } catch (error) {
      toast(error.message, { bad: true });
    }
  }

  // Choosing

  choose(key, focus = true) {
    const entry = this.cards.get(key);
    if (!entry) return;
    if (this.chosen !== key) {
      const before = this.cards.get(this.chosen)?.element;
      before?.removeAttribute("aria-current");
      if (before) tabStops(before, false);
      this.chosen = key;
      entry.element.setAttribute("aria-current", "true");
      tabStops(entry.element, true);
      this.claims?.read(key);
      this.reader.show(entry.card, this.cards.get(entry.element.nextElementSibling?.dataset.key)?.card);
    }
    if (focus && !entry.element.contains(document.activeElement)) {
      entry.element.focus({ preventScroll: true });
      entry.element.scrollIntoView({ block: "nearest" });
    }
  }

  step(by) {
    const element = this.cards.get(this.chosen)?.element;
    const next = by > 0 ? element?.nextElementSibling : element?.previousElementSibling;
    if (next) this.choose(next.dataset.key);
  }

  act(name, key = this.chosen) {
    const entry = this.cards.get(key);
    if (!entry) return;
    if (name === "choose") this.choose(key, false);
    else if (name === "open") {
      this.choose(key, false);
      this.reader.open(entry.card);
    } else if (name === "source") {
      const address = webAddress(entry.card.url);
      if (address) open(address, "_blank", "noopener,noreferrer");
    } else if (name === "pick") this.deciding.selection.turn(key, entry.element);
    else this.deciding.act(name, key, entry);
  }

  /** Back to the chosen card, from a filter or the whole post. */
  refocus() {
    this.cards.get(this.chosen)?.element.focus({ preventScroll: true });
  }

  undo() {
    return this.deciding.undo();
  }

  /** The parts of a score become the tooltip of its star when the pointer is over it. */
  async showScoreParts(star) {
    if (!star || star.dataset.parts) return;
    star.dataset.parts = "asked";
    const page = await this.reader.load(star.dataset.key);
    if (page) star.title = scoreParts(page.score_parts);
  }

  // Updates

  /** A post changed: it joins the list, changes in it or leaves it, and nothing else moves. */
  arrive(card) {
    const key = keyOf(card);
    if (this.deciding.decider.outdates(key, card)) return;
    const entry = this.cards.get(key);
    this.reader.forget(key);
    if (entry) {
      if (card.status !== entry.card.status) this.leave(key);
      else {
        entry.card = { ...card, copies: entry.card.copies };
        entry.element.querySelector(".figures").replaceWith(figures(card));
      }
      return;
    }
    if (!this.filters.admits(card) || this.deciding.decider.mine.has(key) || this.folds(card)) return;
    const after = this.placeOf(card);
    if (!after && !this.full) return; // it will come with its page
    const element = drawCard(card, (name, which) => this.act(name, which));
    element.classList.add("fresh");
    this.cards.set(key, { card, element });
    this.names.set(card.key.site, card.site_name);
    if (after) after.before(element);
    else this.list.append(element);
    this.settle();
  }

  /** The element that a card belongs before by the order of the list, or undefined for its end. */
  placeOf(card) {
    return [...this.list.children].find((element) => element.dataset.key !== keyOf(card) && this.filters.compare(card, this.cards.get(element.dataset.key).card) < 0);
  }

  /** A post that repeats one of the list is folded into that one's card. */
  folds(card) {
    const original = flagValue(card, "copy");
    const entry = this.filters.flag.value === "copy" ? null : this.cards.get(original);
    if (!entry) return false;
    if (!entry.card.copies.some((one) => keyOf({ key: one }) === keyOf(card))) {
      entry.card = { ...entry.card, copies: [...entry.card.copies, card.key] };
      this.redraw(original);
    }
    return true;
  }

  redraw(key) {
    const entry = this.cards.get(key);
    const element = drawCard(entry.card, (name, which) => this.act(name, which));
    const focused = entry.element.contains(document.activeElement);
    if (key === this.chosen) {
      element.setAttribute("aria-current", "true");
      tabStops(element, true);
    }
    entry.element.replaceWith(element);
    entry.element = element;
    this.claims?.show(key, element);
    if (focused) element.focus({ preventScroll: true });
    this.deciding.selection.show(key, element);
  }

  leave(key) {
    const entry = this.cards.get(key);
    if (!entry) return;
    if (this.chosen === key) toast(t("elsewhere"));
    this.deciding.take(key, entry);
  }

  /** After a lost connection: the list becomes what the server would show now, as far as it was loaded. */
  async catchUp() {
    if (!this.cards.size) return this.reload();
    const chosen = this.cards.get(this.chosen);
    this.reader.empty();
    if (chosen) this.reader.show(chosen.card);
    try {
      const now = await this.firstPages(this.cards.size);
      const found = new Set(now.cards.map(keyOf));
      const reaches = (card) => now.all || this.filters.compare(card, now.cards.at(-1)) < 0;
      for (const [key, { card }] of [...this.cards]) if (!found.has(key) && reaches(card)) this.leave(key);
      for (const card of now.cards) this.arrive(card);
    } catch (error) {
      this.broken(error);
    }
  }

  /** The cards of the list's first pages, at least `count` of them if there are as many; `all`: there are no more. */
  async firstPages(count) {
    const cards = [];
    for (let offset = 0; ; offset += PAGE) {
      const page = await get("/api/posts", { ...this.filters.values, limit: PAGE, offset });
      cards.push(...page);
      if (page.length < PAGE || cards.length >= count) return { cards, all: page.length < PAGE };
    }
  }

  update(update) {
    if (this.asked) this.meanwhile.push(update);
    for (const card of update.cards) this.arrive(card);
    for (const key of update.gone) this.leave(key);
    if (update.reload) {
      if (this.cards.size) this.many.hidden = false;
      else this.reload();
    }
  }
}
