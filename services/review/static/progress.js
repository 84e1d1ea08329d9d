// What is being made: how many posts stand where, and how far each one is.

import { button, h, keeping, keyOf, nothing, web } from "./dom.js";
import { openEditor } from "./editor.js";
import { act, explanationLine, named } from "./parts.js";
import { get, post } from "./server.js";
import { ago, clock, t } from "./text.js";

const TILES = ["COLLECTED", "APPROVED", "PROCESSING", "RENDERED", "UPLOADED", "FAILED", "DECLINED"];
const LOOK = 5000; // milliseconds between two requests for the queues
const STUDIO = ["script", "voice", "picture", "film"];
const STAGES = ["script", "voice", "picture", "film", "publish"];

export class Progress {
  constructor(place, { counted, toInbox, toFailures }) {
    this.counted = counted;
    this.toInbox = toInbox;
    this.toFailures = toFailures;
    this.lanes = h("section", { class: "jobs lanes", "aria-label": t("lanes") });
    this.tiles = h("ul", { class: "tiles" });
    this.failures = h("p", { class: "failures-link", hidden: true });
    this.running = h("section", { class: "jobs", "aria-label": t("at_work") });
    this.rows = new Map();
    this.work = new Map();
    this.usual = {};
    place.append(h("div", { class: "progress" }, this.tiles, this.failures, this.running, this.lanes));
    new IntersectionObserver((seen) => seen.at(-1).isIntersecting && this.measure()).observe(this.tiles);
    setInterval(() => this.pass(), 1000);
    setInterval(() => this.seen && this.measure(), LOOK);
    this.reload();
  }

  async reload() {
    const meanwhile = []; // updates heard while the answer is on its way: it may be older than they are
    this.meanwhile = meanwhile;
    try {
      const [counts, work] = await Promise.all([get("/api/counts"), get("/api/work")]);
      this.work = new Map(work.map((item) => [keyOf(item), item]));
      this.draw(counts);
      if (this.meanwhile === meanwhile) this.meanwhile = null;
      meanwhile.forEach((update) => this.update(update));
    } catch (error) {
      if (this.meanwhile === meanwhile) this.meanwhile = null;
      this.running.replaceChildren(nothing("alert", t("load_failed"), error.message, button("plain", "again", t("retry"), () => this.reload())));
    }
  }

  update(update) {
    this.meanwhile?.push(update);
    if (update.reload) this.work.clear();
    for (const key of update.idle) this.work.delete(key);
    for (const item of update.work) this.work.set(keyOf(item), item);
    this.draw(update.counts);
  }

  draw(counts) {
    const work = [...this.work.values()].sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
    this.counted(counts, work);
    this.tiles.replaceChildren(...TILES.map((name) =>
      h("li", { class: `tile ${name}` }, h("b", { text: String(counts[name] ?? 0) }), h("span", { text: t(`S_${name}`) }))));
    const failed = work.filter((item) => item.status === "FAILED");
    const others = work.filter((item) => item.status !== "FAILED").sort((a, b) => Boolean(b.stage) - Boolean(a.stage));
    for (const key of this.rows.keys()) if (!others.some((item) => keyOf(item) === key)) this.rows.delete(key);
    this.failures.hidden = failed.length === 0;
    this.failures.replaceChildren(button("plain", "alert", t("failures_link", { n: failed.length }), this.toFailures));
    keeping(this.running, () => this.running.replaceChildren(
      ...(others.length
        ? [heading("at_work", others), ...others.map((item) => this.row(item))]
        : [nothing("film", t("idle_title"), t("idle_hint"), button("plain", "inbox", t("to_inbox"), this.toInbox))]),
    ));
    this.pass();
    this.estimate();
    if (!this.lanes.childElementCount) this.measure();
  }

  get seen() {
    return !document.hidden && this.tiles.offsetParent !== null;
  }

  /** How full the queues are; asked only while the tab is shown. */
  async measure() {
    if (!this.seen) return;
    const [queues, insights] = await Promise.all([get("/api/queues"), get("/api/insights")]).catch(() => []); // the page says itself that the server is gone
    if (!queues) return;
    this.usual = insights.seconds;
    this.estimate();
    this.lanes.replaceChildren(h("h2", { text: t("lanes") }), h("ul", { class: "lane-list" }, queues.map((lane) =>
      h("li", { class: "lane" }, h("b", { text: named("lane_", lane.name.replaceAll("-", "_")) }),
        lane_("lane_waiting", lane.waiting), lane_("lane_in_work", lane.in_work), lane_("lane_redelivered", lane.redelivered),
        h("span", { class: "hint", text: `${t("lane_workers")}: ${workers(lane)}` })))));
  }

  /** Takes a post out of the work, back to the inbox, where it can be approved again or declined. */
  stopper(item) {
    const stop = button("plain", "undo", t("stop_work"), () =>
      act(stop, () => post(`/api/posts/${encodeURIComponent(keyOf(item))}/decision`, { decision: "reopen", seen: item.status }), t("stopped_work")));
    return item.stage === "publish" ? null : stop;
  }

  /** When each post is likely to be done: one after another, by how long stages took of late. */
  estimate() {
    const order = [...this.rows.values()].filter(({ item }) => !item.script_waits && !item.retry_at)
      .sort((a, b) => Boolean(b.item.stage) - Boolean(a.item.stage) || Date.parse(a.item.since) - Date.parse(b.item.since));
    let time = 0;
    for (const { left } of this.rows.values()) left.textContent = "";
    for (const { item, left } of order) {
      const rest = STUDIO.slice(Math.max(0, STUDIO.indexOf(item.stage)));
      if (!("film" in this.usual)) return; // nothing was measured yet
      const usual = (stage) => this.usual[stage] ?? 0;
      const spent = item.stage ? Math.min((Date.now() - Date.parse(item.since)) / 1000, usual(item.stage)) : 0;
      time += rest.reduce((sum, stage) => sum + usual(stage), 0) - spent;
      left.textContent = t("done_in", { time: time < 60 ? t("seconds_n", { n: Math.ceil(time / 5) * 5 }) : t("minutes_n", { n: Math.ceil(time / 60) }) });
    }
  }

  /** The row of an item: the one there is, unless something of the item changed. */
  row(item) {
    const known = this.rows.get(keyOf(item));
    return known && JSON.stringify(known.item) === JSON.stringify(item) ? known.row : this.job(item);
  }

  job(item) {
    const at = STAGES.indexOf(item.stage);
    const bar = h("div", { class: "bar", role: "progressbar", "aria-label": t("percent_done"), "aria-valuemin": "0", "aria-valuemax": "100" }, h("i", {}));
    const note = h("span", { class: "job-note" });
    const left = h("span", { class: "hint left" });
    const elapsed = h("span", { class: "elapsed", title: t("elapsed") });
    const head = h("div", { class: "job-head" }, h("h3", { dir: "auto", text: web(item.title) }), item.stage ? null : note, elapsed);
    const row = h(
      "article", { class: item.stage ? "job" : "job waiting", "data-key": keyOf(item) }, head,
      !item.stage ? null : h("ol", { class: "stages" }, STAGES.map((stage, index) =>
        h("li", { class: index < at ? "done" : index === at ? "now" : "", "aria-current": index === at ? "step" : null, text: t(`stage_${stage}`) }))),
      item.stage ? bar : null,
      item.stage ? h("div", { class: "job-foot" }, note, item.attempt > 1 ? h("span", { class: "flag", text: t("attempt", { n: item.attempt }) }) : null,
        left,
        item.script_waits ? button("approve", "pen", t("open_script"), () => openEditor(keyOf(item))) : null, this.stopper(item)) : null,
      item.stage ? null : h("div", { class: "job-foot" }, left, this.stopper(item)),
    );
    this.rows.set(keyOf(item), { item, row, bar, note, elapsed, left });
    this.fill(keyOf(item), item.percent, item.note);
    return row;
  }

  fill(key, percent, note) {
    const row = this.rows.get(key);
    if (!row) return;
    const known = percent !== null && percent !== undefined;
    row.ticked = known;
    row.bar.hidden = !known && (row.item.script_waits || Boolean(row.item.retry_at));
    row.bar.classList.toggle("unknown", !known && Boolean(row.item.stage));
    row.bar.firstChild.style.width = known ? `${percent}%` : "";
    if (known) row.bar.setAttribute("aria-valuenow", String(Math.round(percent)));
    const { stage, retry_at: retryAt, explained, script_waits: waits } = row.item;
    const idle = waits ? t("script_waits") : retryAt ? [t("retry_at", { when: ago(retryAt) }), explanationLine(explained)].filter(Boolean).join(" · ") : stage ? t("working", { stage: t(`stage_${stage}`) }) : t("waiting_turn");
    row.note.textContent = known ? [`${Math.round(percent)}%`, noted(note)].filter(Boolean).join(" · ") : idle;
  }

  tick(tick) {
    this.fill(keyOf(tick), tick.percent, tick.note);
  }

  /** Time passes: no request, and nothing while the tab is not seen. */
  pass() {
    if (!this.seen) return;
    for (const [key, { item, elapsed, ticked }] of this.rows) {
      elapsed.textContent = clock((Date.now() - Date.parse(item.since)) / 1000);
      if (item.retry_at && !ticked) this.fill(key, null, "");
    }
  }
}

function noted(note) {
  return note === "waiting for the graphics card" ? t("note_gpu") : web(note);
}

function lane_(name, number) {
  return h("span", { class: number ? "lane-figure" : "lane-figure none" }, h("b", { text: String(number) }), t(name));
}

function workers(lane) {
  const said = [lane.in_work ? t("lane_busy", { n: lane.in_work }) : "", lane.idle ? t("lane_idle", { n: lane.idle }) : ""].filter(Boolean);
  return said.join(" · ") || t("lane_nobody");
}

function heading(name, items) {
  return h("h2", {}, t(name), h("span", { class: "count", text: String(items.length) }));
}
