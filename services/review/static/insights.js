// The figures of films and of the work: charts with their tables, over a time and beside the time before.

import { barChart, curveChart, lineChart } from "./charts.js";
import { button, h, icon, keeping, nothing, web } from "./dom.js";
import { label, named, section, select, table } from "./parts.js";
import { get } from "./server.js";
import { clock, figure, language, t } from "./text.js";

const DAY = 86400000;
const LATER = 15000; // milliseconds in which the facts that come are shown together
const RANGES = ["7", "28", "90", "365"];
const AGES = ["1h", "1d", "3d", "7d", "28d"];
const CHOICES = ["template", "theme", "opening", "voice", "narrator", "writer", "mood", "length", "hour", "site", "band", "reviewer", "verdict"];
const day = new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", timeZone: "UTC" });
const share = (part, whole) => (whole ? `${Math.round((100 * part) / whole)}%` : "–");
const percent = (value) => `${Math.round(100 * value)}%`;
const rounded = (value) => figure(value === null ? null : Math.round(value));

export class Insights {
  constructor(place) {
    this.asked = { range: "28", platform: "", age: "7d", measure: "views", choice: "template", funnel: "site" };
    this.controls = h("div", { class: "fields insight-controls" });
    this.box = h("div", { class: "insights" });
    place.append(h("div", { class: "progress" }, this.controls, this.box));
    this.reload();
  }

  update() {
    if (document.hidden || this.box.offsetParent === null) return;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.reload();
    }, LATER);
  }

  /** The address of a table for what is asked, also as a file. */
  address(name, more = {}) {
    const until = new Date(Date.now() + 9 * 3600000); // days are those of Seoul
    const since = new Date(until - (Number(this.asked.range) - 1) * DAY);
    const { platform, age, measure } = this.asked;
    const query = { since: since.toISOString().slice(0, 10), until: until.toISOString().slice(0, 10), age, measure, ...(platform ? { platform } : {}), ...more };
    return `/api/insights/${name}?${new URLSearchParams(query)}`;
  }

  async reload() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const names = [["overview"], ["choices", { by: this.asked.choice }], ["films"], ["funnel", { by: this.asked.funnel }], ["reviewers"], ["reasons"], ["stages"], ["failures"]];
      const found = await Promise.all(names.map(([name, more]) => get(this.address(name, more))));
      if (turn !== this.turn) return; // something else was asked meanwhile
      const [overview, choices, films, funnel, reviewers, reasons, stages, failures] = found;
      keeping(this.controls, () => this.drawControls(overview));
      keeping(this.box, () => this.draw({ overview, choices, films, funnel, reviewers, reasons, stages, failures }));
    } catch (error) {
      this.box.replaceChildren(nothing("alert", t("load_failed"), error.message, button("plain", "again", t("retry"), () => this.reload())));
    }
  }

  change(name, value) {
    this.asked[name] = value;
    this.reload();
  }

  chooser(name, options, said = t(`I_${name}`)) {
    return label(said, select(options, this.asked[name], (value) => this.change(name, value), { "aria-label": said }));
  }

  drawControls({ platforms, platform }) {
    this.asked.platform = platforms.length ? platform : "";
    this.controls.replaceChildren(
      this.chooser("range", RANGES.map((days) => [days, t("I_days", { n: days })])),
      platforms.length > 1 ? this.chooser("platform", platforms.map((one) => [one, named("platform_", one)])) : "",
      this.chooser("age", AGES.map((age) => [age, t(`I_age_${age}`)])),
      this.chooser("measure", ["views", "engaged"].map((one) => [one, t(`I_m_${one}`)])),
    );
  }

  draw(found) {
    this.box.replaceChildren(this.overview(found.overview), this.days(found.overview), this.choices(found.choices), this.films(found.films), this.funnel(found.funnel), this.people(found), this.work(found));
  }

  /** Links to a table as files. */
  files(name, more = {}) {
    return h("p", { class: "chart-files" }, ["csv", "json"].map((format) =>
      h("a", { class: "file", download: `wagglebot-${name}.${format}`, "aria-label": `${t(`I_t_${name}`)} ${format.toUpperCase()}`, href: location.origin + this.address(name, { ...more, format }) }, icon("down"), h("span", { lang: "en", text: format.toUpperCase() }))));
  }

  overview({ now, before, queue }) {
    const tile = (name, value, old) => h("li", { class: "tile" }, h("b", { text: value }), h("span", { text: t(`I_${name}`) }), old === null ? "" : h("span", { class: "hint", text: t("I_before", { n: old }) }));
    return section(t("I_overview"),
      h("ul", { class: "tiles few" },
        tile("published", figure(now.published), figure(before.published)),
        tile("views_sum", now.views === null ? t("I_unknown") : rounded(now.views), rounded(before.views)),
        tile("median", now.median === null ? t("I_unknown") : rounded(now.median), rounded(before.median)),
        tile("collected", figure(now.collected), figure(before.collected)),
        tile("approved", share(now.approved, now.approved + now.declined), share(before.approved, before.approved + before.declined)),
        tile("ahead", t("I_days_ahead", { n: queue.days.toFixed(1) }), null)),
      h("p", { class: "hint", text: t("I_ahead_said", { films: figure(queue.waiting), cap: queue.cap }) }));
  }

  days({ days }) {
    const known = days.some((one) => one.median !== null);
    const name = (one) => day.format(new Date(Number(one.value) * DAY));
    const said = (one) => t("I_day_said", { day: name(one), films: one.films, median: rounded(one.median) });
    return section(t("I_t_days"),
      known ? lineChart(t("I_t_days"), days.map((one) => ({ name: name(one), value: one.median, said: said(one) })), figure) : unknown(t("I_days_empty", { age: t(`I_age_${this.asked.age}`) })),
      days.length ? more(t("I_table"), table(t("I_t_days"), [t("I_day"), t("I_films"), t("I_measured"), t("I_median")], days.map((one) => [name(one), figure(one.films), figure(one.measured), rounded(one.median)]))) : "",
      days.length ? this.files("days") : "");
  }

  choices(rows) {
    const by = this.asked.choice;
    const groups = ["length", "hour", "band"].includes(by) ? [...rows].sort((a, b) => Number(a.value) - Number(b.value)) : rows;
    const bars = groups.map((one) => ({ name: nameOf(by, one.value), value: one.median, low: one.low, high: one.high, unknown: t("I_unknown"), said: groupSaid(by, one) }));
    const cells = groups.map((one) => [nameOf(by, one.value), figure(one.films), figure(one.measured), rounded(one.median), one.low === null ? t("I_few") : `${rounded(one.low)}–${rounded(one.high)}`, rounded(one.mean)]);
    return section(t("I_t_choices"),
      this.chooser("choice", CHOICES.map((one) => [one, t(`I_c_${one}`)])),
      rows.length ? barChart(t("I_t_choices"), bars, figure) : unknown(t("I_choices_empty")),
      rows.length ? h("p", { class: "hint", text: t("I_choices_hint") }) : "",
      rows.length ? table(t("I_t_choices"), [t(`I_c_${by}`), t("I_films"), t("I_measured"), t("I_median"), t("I_interval"), t("I_mean")], cells) : "",
      rows.length ? this.files("choices", { by }) : "");
  }

  films(rows) {
    const opened = h("div", { class: "retention" });
    const title = (row) => h("button", { type: "button", class: "linked", dir: "auto", text: web(row.title) || row.post, on: { click: () => this.retention(row, opened) } });
    const cells = rows.map((row) => [title(row), day.format(new Date(row.seen_day * DAY)), nameOf("template", row.template), ...AGES.map((age) => rounded(row[`views_${age}`]))]);
    return section(t("I_t_films"),
      rows.length ? h("p", { class: "hint", text: t("I_films_hint") }) : unknown(t("I_films_empty")), opened,
      rows.length ? table(t("I_t_films"), [t("film"), t("I_day"), t("I_c_template"), ...AGES.map((age) => t(`I_age_${age}`))], cells) : "",
      rows.length ? this.files("films") : "");
  }

  async retention(row, place) {
    try {
      const found = await get(`/api/insights/retention/${encodeURIComponent(row.post)}?${new URLSearchParams({ platform: this.asked.platform, revision: row.revision })}`);
      const lines = found.lines.map((one, n) => ({ ...one, said: t("I_line_said", { n: n + 1, text: web(one.text), lost: percent(one.lost) }) }));
      const shown = found.points.length > 1
        ? [curveChart(t("I_retention"), { ...found, lines }, percent, clock), h("ol", { class: "told-lines" }, lines.map((one, n) =>
          h("li", { class: n === found.worst ? "worst" : "" }, h("span", { dir: "auto", text: web(one.text) }), h("b", { text: t("I_lost", { n: percent(one.lost) }) }), n === found.worst ? h("span", { class: "flag bad", text: t("I_worst") }) : "")))]
        : [unknown(t("I_retention_empty"))];
      place.replaceChildren(h("h3", { dir: "auto", text: t("I_retention_of", { title: web(found.title) }) }), ...shown);
      place.scrollIntoView({ block: "nearest" });
    } catch (error) {
      place.replaceChildren(h("p", { class: "reason", text: error.message }));
    }
  }

  funnel(rows) {
    const by = this.asked.funnel;
    const ordered = by === "band" ? [...rows].sort((a, b) => Number(b.value) - Number(a.value)) : rows;
    const bars = ordered.map((one) => ({ name: nameOf(by, one.value), value: one.collected ? one.approved / one.collected : null, low: undefined, said: t("I_funnel_said", { name: nameOf(by, one.value), ...one, median: rounded(one.median) }) }));
    const cells = ordered.map((one) => [nameOf(by, one.value), figure(one.collected), figure(one.approved), share(one.approved, one.collected), figure(one.published), rounded(one.median)]);
    return section(t("I_t_funnel"),
      this.chooser("funnel", ["site", "band"].map((one) => [one, t(`I_c_${one}`)])),
      rows.length ? barChart(t("I_t_funnel"), bars, percent) : unknown(t("I_funnel_empty")),
      rows.length ? h("p", { class: "hint", text: t(by === "band" ? "I_band_hint" : "I_funnel_hint") }) : "",
      rows.length ? table(t("I_t_funnel"), [t(`I_c_${by}`), t("I_collected"), t("I_approved_n"), t("I_approved"), t("I_published"), t("I_median")], cells) : "",
      rows.length ? this.files("funnel", { by }) : "");
  }

  people({ reviewers, reasons }) {
    const cells = reviewers.map((one) => [web(one.reviewer), figure(one.approved), figure(one.declined), share(one.approved, one.approved + one.declined), span(one.median_seconds)]);
    return section(t("I_t_reviewers"),
      reviewers.length ? table(t("I_t_reviewers"), [t("I_c_reviewer"), t("I_approved_n"), t("I_declined_n"), t("I_approved"), t("I_waited")], cells) : unknown(t("I_people_empty")),
      reviewers.length ? this.files("reviewers") : "",
      reasons.length ? [h("h3", { text: t("I_t_reasons") }), table(t("I_t_reasons"), [t("I_reason"), t("I_posts")], reasons.map((one) => [h("span", { dir: "auto", text: web(one.reason) || t("I_no_reason") }), figure(one.posts)])), this.files("reasons")] : "");
  }

  work({ stages, failures }) {
    const known = stages.filter((one) => one.tries);
    const name = (one) => t(`stage_${one.stage}`);
    const bars = known.filter((one) => one.median !== null).map((one) => ({ name: name(one), value: one.median, low: undefined, said: t("I_stage_said", { name: name(one), median: one.median.toFixed(1), most: one.most.toFixed(1) }) }));
    const seconds = (value) => (value === null ? "–" : t("seconds_n", { n: value.toFixed(1) }));
    const power = known.filter((one) => one.watt_hours !== null);
    const priced = power.length && power.every((one) => one.won !== null);
    const sum = (field) => figure(Math.round(power.reduce((all, one) => all + one[field], 0) * 10) / 10);
    const electricity = !power.length ? "" : t(priced ? "I_power_won" : "I_power", { watts: sum("watt_hours"), won: priced ? sum("won") : "" });
    return section(t("I_t_stages"),
      bars.length ? barChart(t("I_t_stages"), bars, (value) => t("seconds_n", { n: figure(Math.round(value * 10) / 10) })) : unknown(t("I_stages_empty")),
      known.length ? table(t("I_t_stages"), [t("I_stage"), t("I_films"), t("I_median_seconds"), t("I_most"), t("I_failures"), t("I_failure_rate"), ...(power.length ? [t("I_wh")] : [])],
        known.map((one) => [name(one), figure(one.films), seconds(one.median), seconds(one.most), figure(one.failures), share(one.failures, one.tries), ...(power.length ? [one.watt_hours === null ? "–" : one.watt_hours.toFixed(2)] : [])])) : "",
      electricity ? h("p", { class: "hint", text: electricity }) : "",
      known.length ? this.files("stages") : "",
      failures.length ? [h("h3", { text: t("I_t_failures") }), table(t("I_t_failures"), [t("I_stage"), t("I_code"), t("I_failures"), t("I_last")], failures.map((one) => [name(one), h("code", { text: web(one.code) }), figure(one.failures), figure(one.last)])), this.files("failures")] : "");
  }
}

/** What will be here, and when. */
function unknown(hint) {
  return h("p", { class: "unknown" }, h("b", { text: t("I_unknown") }), ` ${hint}`);
}

function more(title, ...children) {
  return h("details", {}, h("summary", { text: title }), ...children);
}

/** Seconds as a person says them. */
function span(seconds) {
  if (seconds === null) return "–";
  if (seconds < 90) return t("seconds_n", { n: Math.round(seconds) });
  return seconds < 5400 ? t("I_minutes", { n: Math.round(seconds / 60) }) : t("I_hours", { n: (seconds / 3600).toFixed(1) });
}

const PREFIXES = { template: "template_", voice: "engine_", writer: "writer_", theme: "theme_", mood: "mood_" };

/** A value of a choice as a person says it. */
function nameOf(choice, value) {
  if (choice === "hour") return t("I_hour_n", { n: value });
  if (choice === "length") return t("I_length_n", { from: value, to: Number(value) + 9 });
  if (choice === "band") return t("I_band_n", { from: `0.${value}`, to: value === "9" ? "1.0" : `0.${Number(value) + 1}` });
  if (choice === "verdict") return t(["True", "1"].includes(value) ? "I_with" : "I_without");
  if (choice === "narrator" && /^narrator-\d$/.test(value)) return t("V_narrator", { n: value.slice(9) });
  if (value === "" || value === "None") return t("I_none");
  return named(PREFIXES[choice] ?? "I_v_", value);
}

function groupSaid(choice, one) {
  const name = nameOf(choice, one.value);
  if (one.median === null) return t("I_group_unknown", { name, films: one.films });
  const values = { name, films: one.measured, median: rounded(one.median), low: rounded(one.low), high: rounded(one.high) };
  return t(one.low === null ? "I_group_few" : "I_group_said", values);
}
