// A site added from its address: what was recognised is shown, and what is wrong is pointed at.

import { button, h, outside, toast } from "./dom.js";
import { select, table } from "./parts.js";
import { post } from "./server.js";
import { language, t } from "./text.js";

const PATIENCE = 300_000; // robots.txt asks for pauses between pages
const NAMES = {
  row: ["title", "author", "time", "views", "likes", "dislikes", "comments"],
  post: ["title", "author", "time", "views", "likes", "dislikes", "comments", "body"],
  comment: ["comment", "comment-author", "comment-time", "comment-likes", "comment-dislikes"],
};

export class AddSite {
  /** `added` is called when a site file was written. */
  constructor(added) {
    this.added = added;
    this.typed = { url: "", code: "", name: "" };
    this.url = h("input", { class: "choice wide", type: "url", name: "url", required: true, placeholder: "https://", "aria-label": t("add_url") });
    this.look = button("plain", "search", t("add_look"), () => this.form.requestSubmit());
    this.form = h("form", { class: "add-site", on: { submit: (event) => { event.preventDefault(); this.ask({}); } } },
      h("p", { class: "hint", text: t("add_hint") }), this.url, this.look);
    this.found = h("div", { role: "status", class: "add-found" });
    this.element = h("details", { class: "add-site-box" }, h("summary", { text: t("add_title") }), this.form, this.found);
  }

  /** What is pointed at is on the pages of the site that is shown, whatever stands in the field by now. */
  async ask(examples, url = this.url.value) {
    this.look.disabled = true;
    if (!Object.keys(examples).length) this.found.replaceChildren(h("p", { class: "hint", text: t("add_looking") }));
    try {
      this.draw(await post("/api/sites/new/look", { url, examples }, PATIENCE));
    } catch (error) {
      if (!Object.keys(examples).length) this.found.replaceChildren();
      toast(error.message, { bad: true });
    }
    this.look.disabled = false;
  }

  draw(site) {
    // What was typed stays when the site is drawn anew after a text was pointed at.
    if (this.typed.url !== site.url) this.typed = { url: site.url, code: "", name: "" };
    const input = (field, more) => h("input", { class: "choice", name: field, maxlength: 64, value: this.typed[field], on: { input: (event) => { this.typed[field] = event.target.value; } }, ...more });
    const code = input("code", { pattern: "[A-Za-z0-9_\\-]*" });
    const name = input("name", {});
    const save = button("plain", "check", t("add_save"), () => this.save(save, { url: site.url, code: code.value, name: name.value }));
    this.found.replaceChildren(
      h("p", { text: t("add_found", { list: site.list_url, engine: site.engine, robots: t(`robots_${site.robots}`) }) }),
      site.unsure.length ? h("p", { class: "reason", text: t("add_unsure", { fields: site.unsure.map(fieldName).join(", ") }) }) : "",
      site.doubts.length ? h("ul", { class: "reason" }, ...site.doubts.map((doubt) => h("li", { text: `${fieldName(doubt.field)}: ${doubt[language]}` }))) : "",
      ...site.tables.map((one) => table(one.title, one.columns.map(([field, sure]) => `${columnName(field)}${sure === "unsure" ? " ?" : ""}`), one.rows)),
      ...Object.entries(site.texts).filter(([, texts]) => texts.length).map(([part, texts]) => this.pointing(part, texts, site.url)),
      site.terms_url ? h("p", {}, outside(site.terms_url, t("policy_link"), h("span", { text: t("policy_link") }))) : "",
      h("div", { class: "add-save" }, h("label", {}, h("span", { text: t("add_code") }), code), h("label", {}, h("span", { text: t("add_name") }), name), save),
    );
  }

  /** The texts of one row, post or comment; each says by a choice what it is. */
  pointing(part, texts, url) {
    const names = [["", t("add_point")], ...NAMES[part].map((name) => [name, columnName(name)])];
    return h("details", { class: "pointing", "data-part": part }, h("summary", { text: t(`add_texts_${part}`) }),
      h("ul", {}, texts.map((text) => h("li", {}, h("span", { dir: "auto", text }),
        select(names, "", (name) => name && this.ask({ [name]: text }, url), { "aria-label": `${t("add_point")}: ${text}` })))));
  }

  async save(pressed, wanted) {
    pressed.disabled = true;
    try {
      const saved = await post("/api/sites/new/file", wanted);
      toast(t("add_saved", { file: saved.file }));
      this.found.replaceChildren();
      this.url.value = "";
      this.added();
    } catch (error) {
      toast(error.message, { bad: true });
    }
    pressed.disabled = false;
  }
}

/** `post.author` in words: of which part, and what. */
function fieldName(name) {
  const [part, field] = name.split(".");
  return `${t(`add_part_${part}`)} ${columnName(field)}`;
}

function columnName(field) {
  return field === "#" ? field : t(`add_field_${field.replace("comment-", "").replace("posted_at", "time")}`);
}
