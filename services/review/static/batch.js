// Several posts at once: which are selected, and one decision on all of them.

import { button, h } from "./dom.js";
import { t } from "./text.js";

export class Selection {
  constructor(decide) {
    this.keys = new Set();
    this.said = h("b", { role: "status" });
    this.bar = h("div", { class: "selection", hidden: true }, this.said,
      button("approve", "check", t("approve_all"), () => decide("approve")), button("decline", "cross", t("decline_all"), () => decide("decline")),
      button("plain", "undo", t("clear_selection"), () => this.clear()));
    this.elements = () => [];
  }

  turn(key, element) {
    if (this.keys.has(key)) this.keys.delete(key);
    else this.keys.add(key);
    this.show(key, element);
  }

  show(key, element) {
    const chosen = this.keys.has(key);
    element?.classList.toggle("picked", chosen);
    const box = element?.querySelector(".pick input");
    if (box) box.checked = chosen;
    this.count();
  }

  drop(key) {
    if (this.keys.delete(key)) this.count();
  }

  clear() {
    const had = [...this.keys];
    this.keys.clear();
    for (const element of this.elements(had)) this.show(element.dataset.key, element);
    this.count();
  }

  count() {
    this.bar.hidden = this.keys.size === 0;
    this.said.textContent = t("selected", { n: this.keys.size });
  }
}
