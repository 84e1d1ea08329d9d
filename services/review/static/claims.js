// Who reads which post now: told to colleagues, and shown on the cards of theirs.

import { h, icon, web } from "./dom.js";
import { post } from "./server.js";
import { t } from "./text.js";

const SETTLE = 400; // milliseconds a post stays chosen before colleagues are told

export class Claims {
  /** `me`: the name under which this browser is logged in; `find`: the card element of a post, if it is shown. */
  constructor(me, find) {
    this.me = me;
    this.find = find;
    this.readers = new Map(); // person → post
    this.mine = null;
    this.timer = 0;
    document.addEventListener("visibilitychange", () => this.tell());
    addEventListener("pagehide", () => this.told && fetch("/api/reading", { method: "POST", keepalive: true, headers: { "content-type": "application/json" }, body: "{}" }));
  }

  /** This person reads a post now, or none. */
  read(key) {
    this.mine = key;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), SETTLE);
  }

  tell() {
    const now = document.hidden ? null : this.mine;
    if (now === this.told) return;
    this.send(now);
  }

  send(key) {
    this.told = key;
    post("/api/reading", { post: key }).catch(() => {}); // colleagues then see it a little later
  }

  /** What is heard of somebody. */
  heard({ who, post: key }) {
    if (who === this.me) return;
    const before = this.readers.get(who);
    if (key) this.readers.set(who, key);
    else this.readers.delete(who);
    for (const one of new Set([before, key])) if (one) this.show(one, this.find(one));
  }

  /** Shows on a card who else reads it. */
  show(key, card) {
    if (!card) return;
    card.querySelector(".claim")?.remove();
    const names = [...this.readers].filter(([, one]) => one === key).map(([who]) => web(who));
    if (names.length) card.querySelector(".card-text").prepend(h("p", { class: "claim" }, icon("eye"), h("span", { text: t("claimed", { who: names.join(", ") }) })));
  }
}
