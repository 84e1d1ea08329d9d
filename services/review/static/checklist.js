// What must be checked before a post is approved.

import { button, dialog, h, web } from "./dom.js";
import { named } from "./parts.js";
import { t } from "./text.js";

/**
 * Asks for every check; gives them once all are ticked, or null when the reviewer closes the dialog. `verdict` draws the
 * field of the host's own opinion, where that is missing, and calls back whether it is long enough.
 */
export function checklist(card, asked, verdict = null) {
  const checks = asked.filter((check) => check !== "verdict");
  return new Promise((answer) => {
    const go = button("approve", "check", t("check_go"), () => {
      answer(checks);
      box.close();
    });
    const boxes = checks.map(() => h("input", { type: "checkbox", on: { change: look } }));
    function look() {
      go.disabled = !said || !boxes.every((one) => one.checked);
    }
    let said = !verdict;
    const own = verdict?.((enough) => {
      said = enough;
      look();
    });
    look();
    const box = dialog(
      "checklist", t("check_title"), t("close"), h("h2", { text: t("check_title") }), h("p", { class: "hint", dir: "auto", text: web(card.title) }),
      ...checks.map((check, index) => h("label", { class: "check" }, boxes[index], h("span", { text: named("check_", check) }))),
      own,
      h("div", { class: "job-foot" }, button("plain", "undo", t("cancel"), () => box.close()), go));
    (boxes[0] ?? box.querySelector("textarea")).focus();
    box.addEventListener("close", () => answer(null));
  });
}
