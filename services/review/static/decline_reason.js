// Why a post is declined: one key chooses a reason, and any other can be typed.

import { button, dialog, h, web } from "./dom.js";
import { t } from "./text.js";

const REASONS = ["dull", "seen", "harm", "private", "advert", "unclear"];

/** Asks for the reason; null when the reviewer closes the dialog. */
export function declineReason(card) {
  return new Promise((answer) => {
    const choose = (reason) => {
      answer(reason);
      box.close();
    };
    const own = h("input", { class: "choice wide", maxlength: "200", placeholder: t("why_own"), "aria-label": t("why_own"), enterkeyhint: "done" });
    const form = h("form", { class: "why-own", on: { submit: (event) => { event.preventDefault(); choose(own.value.trim()); } } },
      own, button("decline", "cross", t("decline"), () => form.requestSubmit()));
    const reasons = REASONS.map((name, index) => h("button", { type: "button", class: "button plain", on: { click: () => choose(t(`why_${name}`)) } },
      h("kbd", { text: String(index + 1) }), h("span", { text: t(`why_${name}`) })));
    const box = dialog("checklist", t("decline_why_long"), t("close"), h("h2", { text: t("decline_why_long") }),
      h("p", { class: "hint", dir: "auto", text: web(card.title) }), h("div", { class: "whys" }, reasons), form);
    box.addEventListener("keydown", (event) => {
      const number = /^(?:Digit|Numpad)([1-6])$/.exec(event.code)?.[1];
      if (!number || event.target === own) return;
      event.preventDefault();
      choose(t(`why_${REASONS[number - 1]}`));
    });
    box.addEventListener("close", () => answer(null));
  });
}
