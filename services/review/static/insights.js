// Figures of the work: decisions by site, how long stages take, how published films do.

import { button, h, keyOf, keeping, nothing, web } from "./dom.js";
import { named, section, table } from "./parts.js";
import { get } from "./server.js";
import { ago, figure, t } from "./text.js";

const PERCENT = /percentage|retention/;

export class Insights {
  constructor(place) {
    this.box = h("div", { class: "progress" });
    place.append(this.box);
    this.reload();
  }

  update() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.reload();
    }, 1000);
  }

  async reload() {
    try {
      const insights = await get("/api/insights");
      keeping(this.box, () => this.draw(insights));
    } catch (error) {
      this.box.replaceChildren(nothing("alert", t("load_failed"), error.message, button("plain", "again", t("retry"), () => this.reload())));
    }
  }

  draw({ measured, sites = [], seconds }) {
    const stages = Object.entries(seconds);
    if (!measured.length && !sites.length && !stages.length) {
      this.box.replaceChildren(nothing("film", t("no_insights"), t("no_insights_hint")));
      return;
    }
    const rates = sites.map((one) => [web(one.name), figure(one.approved), figure(one.declined), rate(one)]);
    this.box.replaceChildren(
      sites.length ? section(t("by_site"), table(t("by_site"), [t("site"), t("approved_n"), t("declined_n"), t("rate")], rates)) : "",
      stages.length ? section(t("stage_times"), h("ul", { class: "tiles few" }, stages.map(([stage, time]) =>
        h("li", { class: "tile" }, h("b", { text: t("seconds_n", { n: time.toFixed(1) }) }), h("span", { text: t(`stage_${stage}`) }))))) : "",
      measured.length ? section(t("measured_title"), films(measured)) : "",
    );
  }
}

function rate(one) {
  const share = Math.round((100 * one.approved) / (one.approved + one.declined));
  const bar = h("i", {});
  bar.style.width = `${share}%`;
  return h("span", { class: "rate" }, h("span", { class: "bar" }, bar), `${share}%`);
}

function films(measured) {
  const names = [...new Set(measured.flatMap((one) => Object.keys(one.figures)))].slice(0, 6);
  const rows = measured.map((one) => [
    h("span", { dir: "auto", text: web(one.title) || keyOf(one) }), named("platform_", one.platform),
    ...names.map((name) => (one.figures[name] === undefined ? "–" : shown(name, one.figures[name]))), ago(one.time),
  ]);
  return table(t("measured_title"), [t("film"), t("platform"), ...names.map((name) => named("M_", name)), t("measured_at")], rows);
}

function shown(name, value) {
  return PERCENT.test(name) ? `${Math.round(value <= 1 ? value * 100 : value)}%` : figure(Math.round(value * 10) / 10);
}
