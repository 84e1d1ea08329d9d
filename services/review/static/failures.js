// What failed for good and waits for a person, and what waits by itself.

import { button, h, icon, keeping, keyOf, nothing, toast, web } from "./dom.js";
import { openEditor } from "./editor.js";
import { explanation } from "./parts.js";
import { get, post } from "./server.js";
import { ago, exact, t } from "./text.js";

const MENDABLE = ["voice", "picture", "film"]; // stages before which there is a script that can be made into a film another way
const REMADE = ["script", ...MENDABLE]; // with the choices that hold now: a retry keeps those with which it failed

const LOOK_AGAIN = 60_000; // milliseconds: no fact says that an alert began or is over

export class Failures {
  constructor(place) {
    this.alerts = h("section", { class: "jobs", "aria-label": t("alerts_title") });
    this.failed = h("section", { class: "jobs", "aria-label": t("failed_title") });
    this.parked = h("section", { class: "jobs", "aria-label": t("parked_title") });
    this.failed.append(h("p", { class: "hint", text: t("loading") }));
    this.box = h("div", { class: "progress" }, this.alerts, this.failed, this.parked);
    place.append(this.box);
    this.reload();
    setInterval(() => this.box.checkVisibility() && this.update(), LOOK_AGAIN);
  }

  async reload() {
    try {
      const [failures, work, alerts] = await Promise.all([get("/api/failures"), get("/api/work"), get("/api/alerts")]);
      keeping(this.box, () => this.draw(alerts, failures, work.filter((item) => item.retry_at && item.status !== "FAILED")));
    } catch (error) {
      this.failed.replaceChildren(nothing("alert", t("load_failed"), error.message, button("plain", "again", t("retry"), () => this.reload())));
    }
  }

  update() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.reload();
    }, 300);
  }

  draw(alerts, failures, parked) {
    this.alerts.hidden = alerts.length === 0;
    this.alerts.replaceChildren(heading("alerts_title", alerts), ...alerts.map(wrong));
    this.failed.replaceChildren(...(failures.length
      ? [heading("failed_title", failures), ...failures.map((one) => this.card(one))]
      : [nothing("check", t("done_failures"), t("done_failures_hint"))]));
    this.parked.hidden = parked.length === 0;
    this.parked.replaceChildren(heading("parked_title", parked), ...parked.map(waiting));
  }

  card(one) {
    const key = one.key ? keyOf(one) : null;
    const reason = h("input", { class: "choice", maxlength: "200", placeholder: t("drop_reason"), "aria-label": t("drop_reason") });
    const again = one.open ? button("plain", "again", t("retry"), () => this.act(again, one.name ? `/api/failures/${one.name}/retry` : `/api/posts/${encodeURIComponent(key)}/retry`, {}, retried)) : null;
    const mend = one.open && key && MENDABLE.includes(one.stage) ? button("plain", "pen", t("mend_failed"), () => openEditor(key, () => this.reload())) : null;
    const anew = one.open && key && REMADE.includes(one.stage) ? button("plain", "film", t("remake_current"), () => this.act(anew, `/api/posts/${encodeURIComponent(key)}/remake`, { from_stage: one.stage }, () => t("remade"))) : null;
    const drop = one.name ? button("plain", "cross", t("drop"), () => this.act(drop, `/api/failures/${one.name}/drop`, { reason: reason.value }, () => t("dropped"))) : null;
    return h(
      "article", { class: "job broken", "data-key": one.name || key },
      h("div", { class: "job-head" }, icon("alert"), h("h3", { dir: "auto", text: web(one.title) || t("no_title") }),
        h("time", { datetime: one.time, title: exact(one.time), text: ago(one.time) })),
      h("p", { class: "origin" },
        one.stage ? h("span", { text: t(`stage_${one.stage}`) }) : null,
        one.attempts > 1 ? h("span", { text: t("attempt", { n: one.attempts }) }) : null,
        key ? h("span", { text: key }) : null, one.name ? h("span", { text: one.name }) : null,
        one.open ? null : h("span", { text: t("not_open") })),
      explanation(one.explained),
      h("div", { class: "job-foot" }, again, anew, mend, drop ? reason : null, drop),
    );
  }

  async act(pressed, path, body, said) {
    pressed.disabled = true;
    try {
      toast(said(await post(path, body)));
    } catch (error) {
      toast(error.message, { bad: true });
    }
    await this.reload();
  }
}

function retried(answer) {
  return t(answer.outcome === "overtaken" ? "overtaken" : "retried");
}

function wrong(alert) {
  const korean = document.documentElement.lang === "ko";
  return h(
    "article", { class: "job broken", "data-key": `alert ${alert.title_en} ${alert.text_en}` },
    h("div", { class: "job-head" }, icon("alert"), h("h3", { text: korean ? alert.title_ko : alert.title_en }),
      h("time", { datetime: alert.since, title: exact(alert.since), text: ago(alert.since) })),
    h("p", { text: korean ? alert.text_ko : alert.text_en }),
  );
}

function waiting(item) {
  return h(
    "article", { class: "job", "data-key": `waits ${keyOf(item)}` },
    h("div", { class: "job-head" }, h("h3", { dir: "auto", text: web(item.title) }),
      h("span", { class: "job-note", text: t("goes_on", { when: ago(item.retry_at) }) })),
    h("p", { class: "origin" }, item.stage ? h("span", { text: t(`stage_${item.stage}`) }) : null, h("span", { text: t("attempt", { n: item.attempt }) })),
    explanation(item.explained),
  );
}

function heading(name, items) {
  return h("h2", {}, t(name), h("span", { class: "count", text: String(items.length) }));
}
