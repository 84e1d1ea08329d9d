// What is being made: how many posts stand where, and how far each one is.

import { button, h, icon, keyOf, nothing, toast, web } from "./dom.js";
import { get, post } from "./server.js";
import { ago, clock, exact, t } from "./text.js";

const TILES = ["COLLECTED", "APPROVED", "PROCESSING", "RENDERED", "UPLOADED", "FAILED", "DECLINED"];
const STAGES = ["script", "voice", "film", "publish"];

export class Progress {
  constructor(place, { counted, toInbox }) {
    this.counted = counted;
    this.toInbox = toInbox;
    this.tiles = h("ul", { class: "tiles" });
    this.failures = h("section", { class: "jobs", "aria-label": t("failures") });
    this.running = h("section", { class: "jobs", "aria-label": t("at_work") });
    this.rows = new Map();
    place.append(h("div", { class: "progress" }, this.tiles, this.failures, this.running));
    setInterval(() => this.pass(), 1000);
    this.reload();
  }

  async reload() {
    try {
      const [counts, work] = await Promise.all([get("/api/counts"), get("/api/work")]);
      this.draw(counts, work);
    } catch (error) {
      this.running.replaceChildren(nothing("alert", t("load_failed"), error.message, button("plain", "again", t("retry"), () => this.reload())));
    }
  }

  news(news) {
    this.draw(news.counts, news.work);
  }

  draw(counts, work) {
    this.counted(counts, work);
    this.tiles.replaceChildren(...TILES.map((name) =>
      h("li", { class: `tile ${name}` }, h("b", { text: String(counts[name] ?? 0) }), h("span", { text: t(`S_${name}`) }))));
    const failed = work.filter((item) => item.status === "FAILED");
    const others = work.filter((item) => item.status !== "FAILED").sort((a, b) => Boolean(b.stage) - Boolean(a.stage));
    this.rows.clear();
    this.failures.hidden = failed.length === 0;
    this.failures.replaceChildren(heading("failures", failed), ...failed.map((item) => this.failed(item)));
    this.running.replaceChildren(
      ...(others.length
        ? [heading("at_work", others), ...others.map((item) => this.job(item))]
        : [nothing("film", t("idle_title"), t("idle_hint"), button("plain", "inbox", t("to_inbox"), this.toInbox))]),
    );
    this.pass();
  }

  job(item) {
    const at = STAGES.indexOf(item.stage);
    const bar = h("div", { class: "bar", role: "progressbar", "aria-label": t("percent_done"), "aria-valuemin": "0", "aria-valuemax": "100" }, h("i", {}));
    const note = h("span", { class: "job-note" });
    const elapsed = h("span", { class: "elapsed", title: t("elapsed") });
    const head = h("div", { class: "job-head" }, h("h3", { dir: "auto", text: web(item.title) }), item.stage ? null : note, elapsed);
    const row = h(
      "article", { class: item.stage ? "job" : "job waiting" }, head,
      !item.stage ? null : h("ol", { class: "stages" }, STAGES.map((stage, index) =>
        h("li", { class: index < at ? "done" : index === at ? "now" : "", "aria-current": index === at ? "step" : null, text: t(`stage_${stage}`) }))),
      item.stage ? bar : null,
      item.stage ? h("div", { class: "job-foot" }, note, item.attempt > 1 ? h("span", { class: "flag", text: t("attempt", { n: item.attempt }) }) : null) : null,
    );
    this.rows.set(keyOf(item), { item, bar, note, elapsed });
    this.fill(keyOf(item), item.percent, item.note);
    return row;
  }

  fill(key, percent, note) {
    const row = this.rows.get(key);
    if (!row) return;
    const known = percent !== null && percent !== undefined;
    row.bar.classList.toggle("unknown", !known && Boolean(row.item.stage));
    row.bar.firstChild.style.width = known ? `${percent}%` : "";
    if (known) row.bar.setAttribute("aria-valuenow", String(Math.round(percent)));
    const { stage, retry_at: retryAt, message } = row.item;
    const idle = retryAt ? [t("retry_at", { when: ago(retryAt) }), web(message)].filter(Boolean).join(" · ") : stage ? t("working", { stage: t(`stage_${stage}`) }) : t("waiting_turn");
    row.note.textContent = known ? [`${Math.round(percent)}%`, web(note)].filter(Boolean).join(" · ") : idle;
  }

  tick(tick) {
    this.fill(keyOf(tick), tick.percent, tick.note);
  }

  /** Time passes: no request, and nothing while the tab is not seen. */
  pass() {
    if (document.hidden || this.tiles.offsetParent === null) return;
    for (const { item, elapsed } of this.rows.values()) elapsed.textContent = clock((Date.now() - Date.parse(item.since)) / 1000);
  }

  failed(item) {
    const key = keyOf(item);
    const again = button("plain", "again", t("retry"), async () => {
      again.disabled = true;
      try {
        await post(`/api/posts/${encodeURIComponent(key)}/retry`, {});
        toast(t("retried"));
      } catch (error) {
        toast(error.message, { bad: true });
      }
      again.disabled = false;
    });
    return h(
      "article", { class: "job broken" },
      h("div", { class: "job-head" }, icon("alert"), h("h3", { dir: "auto", text: web(item.title) }),
        h("time", { datetime: item.since, title: exact(item.since), text: ago(item.since) })),
      h("p", { class: "reason" }, item.stage ? h("b", { text: t(`stage_${item.stage}`) }) : null, web(item.message)),
      h("div", { class: "job-foot" }, again, item.attempt > 1 ? h("span", { class: "flag muted", text: t("attempt", { n: item.attempt }) }) : null),
    );
  }
}

function heading(name, items) {
  return h("h2", {}, t(name), h("span", { class: "count", text: String(items.length) }));
}
