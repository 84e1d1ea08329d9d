// The declared sites: how they are, what their policies say, and switching them on and off.

import { AddSite } from "./add_site.js";
import { button, h, nothing, outside, toast, web } from "./dom.js";
import { explanationLine } from "./parts.js";
import { get, post } from "./server.js";
import { ago, exact, figure, language, t } from "./text.js";

export class Sites {
  constructor(place) {
    this.all = [];
    this.search = h("input", { class: "choice wide", type: "search", placeholder: t("site_search"), "aria-label": t("site_search"), on: { input: () => this.draw() } });
    this.count = h("p", { class: "hint", role: "status" });
    this.list = h("div", { class: "site-list" });
    const adding = new AddSite(() => this.reload());
    place.append(h("div", { class: "progress" }, h("div", { class: "page-head" }, this.search, this.count), adding.element, this.list));
    this.reload();
  }

  async reload() {
    const mine = (this.asked = (this.asked ?? 0) + 1); // of two answers under way, that of the later question counts
    try {
      const all = await get("/api/sites/declared");
      if (mine !== this.asked) return;
      this.all = all;
      this.draw();
    } catch (error) {
      if (mine === this.asked) this.list.replaceChildren(nothing("alert", t("load_failed"), error.message, button("plain", "again", t("retry"), () => this.reload())));
    }
  }

  update() {}

  draw() {
    const wanted = this.search.value.trim().toLowerCase();
    const shown = this.all.filter((site) => !wanted || `${site.code} ${site.name} ${site.host}`.toLowerCase().includes(wanted));
    this.count.textContent = `${t("sites_all", { n: this.all.length })} · ${t("sites_on", { n: this.all.filter((site) => site.crawled).length })}`;
    // What a person has opened stays open when the list is drawn anew.
    const name = (one) => `${one.closest("[data-site]")?.dataset.site} ${one.querySelector("summary").textContent}`;
    const open = new Set([...this.list.querySelectorAll("details[open]")].map(name));
    this.list.replaceChildren(...(shown.length ? shown.map((site) => this.card(site)) : [nothing("search", t("none_title"), t("none_hint"))]));
    for (const one of this.list.querySelectorAll("details")) one.open = open.has(name(one));
  }

  card(site) {
    const { report } = site;
    const turn = site.crawled || site.policy.open
      ? button("plain", site.crawled ? "cross" : "check", t(site.crawled ? "site_off" : "site_on"), () => this.act(turn, `/api/sites/${site.code}`, { on: !site.crawled }, t(site.crawled ? "site_switched_off" : "site_switched_on")))
      : null;
    const now = site.crawled ? button("plain", "again", t("site_crawl"), () => this.act(now, "/api/crawl", { site: site.code }, t("crawling"))) : null;
    return h(
      "article", { class: site.crawled ? "site-card on" : "site-card", "data-site": site.code },
      h("div", { class: "site-head" },
        h("h2", { text: web(site.name) }), h("span", { class: "hint", text: site.host }),
        h("span", { class: "flag muted", text: t(`level_${site.level}`) }),
        report ? h("span", { class: `flag ${report.health === "healthy" ? "good" : "bad"}`, text: t(`health_${report.health}`) }) : null),
      h("p", { class: "origin" },
        h("span", { text: report ? `${t("site_last")} ${ago(report.started)}` : `${t("site_last")} ${t("never")}`, title: report ? exact(report.started) : null }),
        site.next ? h("span", { text: `${t("site_next")} ${ago(site.next)}`, title: exact(site.next) }) : null,
        h("span", { text: t("boards", { n: site.boards }) }),
        report ? h("span", { text: t("crawl_counts", { listed: figure(report.listed), fresh: figure(report.new), refreshed: figure(report.refreshed) }) }) : null),
      site.explained ? h("p", { class: "reason", text: explanationLine(site.explained) }) : null,
      ...site.notes.map((note) => h("p", { class: "hint", text: explanationLine(note) })),
      policy(site.policy, this.permission(site)),
      site.later ? h("p", { class: "reason", text: t("site_later") }) : null,
      h("div", { class: "job-foot" }, turn, now, site.policy.open || site.crawled ? null : h("span", { class: "hint", text: t("closed_why") })),
    );
  }

  /** The form that records a permission, or the button that takes back what was recorded; nothing for an open site. */
  permission(site) {
    const path = `/api/sites/${site.code}/permission`;
    if (site.policy.permission?.recorded) {
      const back = button("plain", "undo", t("permit_withdraw"), () => this.act(back, path, { permission: null }, t("permit_withdrawn")));
      return back;
    }
    if (site.policy.open) return null;
    const ground = h("select", { name: "ground", class: "choice" }, ["site", "api", "terms"].map((one) => h("option", { value: one, text: t(`ground_${one}`) })));
    const field = (name, props) => h("label", {}, h("span", { text: t(`permit_${name}`) }), h("input", { name, class: "choice", maxlength: 500, ...props }));
    const form = h("form", { class: "permit", on: { submit: (event) => { event.preventDefault(); this.act(save, path, { permission: Object.fromEntries(new FormData(form)) }, t("permit_recorded")); } } },
      h("label", {}, h("span", { text: t("permit_ground") }), ground),
      field("ref", { required: true }), field("date", { type: "date", required: true }), field("clause", { maxlength: 2000 }), field("url", { type: "url" }));
    const save = button("plain", "check", t("permit_record"), () => form.requestSubmit());
    form.append(h("p", { class: "hint", text: t("permit_hint") }), save);
    return h("details", {}, h("summary", { text: t("permit_title") }), form);
  }

  async act(pressed, path, body, said) {
    pressed.disabled = true;
    try {
      await post(path, body);
      toast(said);
      await this.reload();
    } catch (error) {
      toast(error.message, { bad: true }); // what was typed stays
      pressed.disabled = false;
    }
  }
}

/** What the site allows, in words; its file's own reason on demand, and who gave permission beside it. */
function policy(one, permission) {
  return h(
    "details", { class: "policy" },
    h("summary", {}, h("span", { class: one.open ? "flag good" : "flag muted", text: t(one.open ? "policy_open" : "policy_closed") }),
      h("span", { text: ` ${t(`robots_${one.robots}`)} · ${t(`terms_${one.terms}`)}` })),
    h("p", { text: t("policy_delay", { n: one.min_delay }) }),
    one.clause ? h("p", { dir: "auto", text: `${t("policy_terms", { when: one.checked ?? t("never") })} ${web(one.clause)}` }) : null,
    one.terms_url ? h("p", {}, outside(one.terms_url, t("policy_link"), h("span", { text: t("policy_link") }))) : null,
    one.permission ? h("p", { dir: "auto", text: t("policy_permission", { ground: t(`ground_${one.permission.ground}`), ref: web(one.permission.ref), date: one.permission.date, by: web(one.permission.by) }) }) : null,
    one.permission?.clause ? h("p", { dir: "auto", text: web(one.permission.clause) }) : null,
    one.permission?.url ? h("p", {}, outside(one.permission.url, t("permit_url"), h("span", { text: t("permit_url") }))) : null,
    one.reason ? h("p", { lang: "en", dir: "auto", text: language === "ko" ? `${t("original")}: ${web(one.reason)}` : web(one.reason) }) : null,
    permission,
  );
}
