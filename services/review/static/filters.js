// The row of filters above the inbox.

import { button, flagValue, h, icon, web } from "./dom.js";
import { t } from "./text.js";

const FLAGS = ["story", "copy", "gone", "pii-masked", "video", "text-cut", "comments-cut", "comments-missing", "comments-unread", "title-differs", "image-left-out", "code-left-out", "struck-out"];
const PAUSE = 250; // milliseconds of silence after which a search is asked

export class Filters {
  constructor(changed) {
    this.changed = changed;
    this.status = choice("status", [["COLLECTED", t("status_waiting")], ["DECLINED", t("status_declined")]]);
    this.site = choice("site", [["", t("all_sites")]]);
    this.images = choice("images", [["", t("images_any")], ["true", t("images_yes")], ["false", t("images_no")]]);
    this.comments = choice("comments_filter", [["0", t("comments_any")], ...[1, 10, 50].map((n) => [String(n), t("comments_least", { n })])]);
    this.flag = choice("flags_filter", [["", t("flags_any")], ...FLAGS.map((name) => [name, t(`flag_${name.replaceAll("-", "_")}`)])]);
    this.sort = choice("sort", ["score", "newest", "views", "likes"].map((name) => [name, t(`sort_${name}`)]));
    this.search = h("input", { type: "search", maxlength: "100", placeholder: t("search"), "aria-label": t("search"), enterkeyhint: "search" });
    this.more = h("button", { type: "button", class: "button plain more-filters", "aria-expanded": "false", on: { click: () => {
      this.more.setAttribute("aria-expanded", String(this.row.classList.toggle("open")));
    } } }, h("span", { text: t("more_filters") }));
    this.row = h(
      "form", { class: "filters", role: "search", on: { submit: (event) => { event.preventDefault(); this.search.blur(); } } },
      this.status, this.more, this.site, this.images, this.comments, this.flag, this.sort,
      h("label", { class: "searchbox" }, icon("search"), this.search),
    );
    for (const select of [this.status, this.site, this.images, this.comments, this.flag, this.sort]) {
      let byPointer = false;
      select.addEventListener("pointerdown", () => (byPointer = true));
      select.addEventListener("keydown", () => (byPointer = false));
      select.addEventListener("change", () => {
        if (byPointer) select.blur(); // the keys of the list work again; who chooses by keys may go on choosing
        changed();
      });
    }
    let timer = 0;
    this.search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(changed, PAUSE);
    });
  }

  /** As the server takes them. */
  get values() {
    return {
      status: this.status.value, sites: this.site.value, has_images: this.images.value,
      sort: this.sort.value, search: this.search.value.trim(), least_comments: this.comments.value, flag: this.flag.value, fold: "true",
    };
  }

  get narrowed() {
    const { sites, has_images: images, search, least_comments: least, flag } = this.values;
    return Boolean(sites || images || search || flag || Number(least));
  }

  /** Whether a card that arrives by itself belongs to the list. A search is left to the server. */
  admits(card) {
    const { status, sites, has_images: images, search, least_comments: least, flag } = this.values;
    return (
      card.status === status && !search && flag !== "story" && (card.comments ?? 0) >= Number(least) &&
      (!flag || flagValue(card, flag) !== null) && (!sites || card.key.site === sites) &&
      (!images || (card.image_count > 0) === (images === "true"))
    );
  }

  /** Which of two cards comes first: negative when `a` does. */
  compare(a, b) {
    const rank = { score: (card) => card.score, learned: (card) => card.expected?.score ?? card.score, views: (card) => card.views ?? -1, likes: (card) => card.likes ?? -1,
      newest: (card) => Date.parse(card.collected_at) }[this.sort.value];
    return rank(b) - rank(a);
  }

  /** Offers the learned order, and takes it: it is offered only where it beats the score. */
  offerLearned() {
    this.sort.prepend(option("learned", t("sort_learned")));
    this.sort.value = "learned";
  }

  /** Offers the sites there are, keeping the choice; `names`: what cards call them. */
  offer(sites, names) {
    const chosen = this.site.value;
    this.site.replaceChildren(option("", t("all_sites")), ...sites.map((site) => option(site, web(names.get(site) ?? site))));
    this.site.value = sites.includes(chosen) ? chosen : "";
  }

  reset() {
    this.site.value = "";
    this.images.value = "";
    this.comments.value = "0";
    this.flag.value = "";
    this.search.value = "";
    this.changed();
  }

  resetButton() {
    return button("plain", "undo", t("reset"), () => this.reset());
  }
}

function option(value, text) {
  return h("option", { value, text });
}

function choice(name, options) {
  return h("select", { class: `choice ${name}`, "aria-label": t(name) }, options.map(([value, text]) => option(value, text)));
}
