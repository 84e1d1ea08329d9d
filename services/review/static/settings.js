// What may be changed while running, accounts, who did what, and every setting with its secrets masked.

import { button, h, icon, nothing, toast, web } from "./dom.js";
import { fits, label, named, recipeForm, section, select, table } from "./parts.js";
import { get, post } from "./server.js";
import { ago, exact, has, t } from "./text.js";

export class SettingsPage {
  constructor(place) {
    this.box = h("div", { class: "progress" });
    place.append(this.box);
    this.reload();
  }

  update() {}

  async reload() {
    try {
      const [panel, people, acts] = await Promise.all([get("/api/settings"), get("/api/people"), get("/api/audit")]);
      this.box.replaceChildren(this.choices(panel), this.accounts(people), audit(acts), settings(panel.settings));
    } catch (error) {
      const title = error.status === 403 ? t("operators_only") : t("load_failed");
      this.box.replaceChildren(nothing("alert", title, error.message, button("plain", "again", t("retry"), () => this.reload())));
    }
  }

  choices(panel) {
    const form = recipeForm(panel.recipe, panel.choices);
    const waits = h("input", { type: "checkbox" });
    waits.checked = panel.approve_script;
    const seconds = h("input", { class: "choice", type: "number", min: "15", max: "90", step: "any", required: true, value: panel.recipe.script.seconds });
    form.element.append(label(t("seconds_aim"), seconds));
    const save = button("approve", "check", t("save"), () => {
      if (!fits(form.element)) return;
      const recipe = form.recipe();
      recipe.script = { ...recipe.script, seconds: Number(seconds.value) || recipe.script.seconds };
      this.send(save, "/api/settings", { approve_script: waits.checked, recipe }, t("saved"));
    });
    return section(t("made_with"), h("label", { class: "check" }, waits, h("span", { text: t("approval_switch") })), form.element, h("div", { class: "job-foot" }, save));
  }

  accounts(people) {
    const name = h("input", { class: "choice", maxlength: "40", autocomplete: "off", required: true });
    const password = h("input", { class: "choice", type: "password", minlength: "8", maxlength: "200", required: true, autocomplete: "new-password" });
    const role = select(["operator", "reviewer"].map((one) => [one, t(`role_${one}`)]), people.length ? "reviewer" : "operator");
    const fields = h("div", { class: "fields" }, label(t("account_name"), name), label(t("account_password"), password), label(t("role"), role));
    const add = button("plain", "check", t("add_account"), () => fits(fields) &&
      this.send(add, "/api/people", { name: name.value, password: password.value, role: role.value, replace: this.mends === name.value }, t("account_saved")));
    const named_ = () => {
      if (this.mends !== name.value) this.mends = null;
      add.lastChild.textContent = t(this.mends ? "mend_account" : "add_account");
    };
    name.addEventListener("input", named_);
    const mend = (one) => {
      this.mends = name.value = one.name;
      role.value = one.role;
      named_();
      password.focus();
    };
    const rows = people.map((one) => h("li", {}, h("b", { text: web(one.name) }), h("span", { class: "flag muted", text: t(`role_${one.role}`) }),
      h("button", { type: "button", class: "tool", "aria-label": `${t("mend_account")}: ${one.name}`, title: t("mend_account"), on: { click: () => mend(one) } }, icon("pen")),
      h("button", { type: "button", class: "tool", "aria-label": `${t("remove_account")}: ${one.name}`, title: t("remove_account"),
        on: { click: (event) => this.send(event.currentTarget, `/api/people/${encodeURIComponent(one.name)}/remove`, {}, t("account_removed")) } }, icon("cross"))));
    return section(t("accounts"),
      rows.length ? h("ul", { class: "people" }, rows) : h("p", { class: "hint", text: t("no_accounts") }),
      fields,
      h("div", { class: "job-foot" }, add));
  }

  async send(pressed, path, body, said) {
    pressed.disabled = true;
    try {
      await post(path, body);
      toast(said);
      await this.reload();
    } catch (error) {
      toast(error.message, { bad: true });
      pressed.disabled = false;
    }
  }
}

/** Acts that follow each other and differ in their time only are one: guesses of a password must hide nothing else. */
function counted(acts) {
  const rows = [];
  for (const act of acts) {
    const last = rows.at(-1);
    if (last && ["who", "what", "about", "note"].every((name) => last[name] === act[name])) last.times += 1;
    else rows.push({ ...act, times: 1 });
  }
  return rows;
}

function audit(acts) {
  if (!acts.length) return section(t("audit"), h("p", { class: "hint", text: t("audit_empty") }));
  return section(t("audit"), h("ol", { class: "acts" }, counted(acts).map((act) =>
    h("li", {}, h("time", { datetime: act.time, title: exact(act.time), text: ago(act.time) }), h("b", { text: web(act.who) }),
      h("span", { text: named("A_", act.what) }), h("span", { class: "hint", dir: "auto", text: [act.about, note(act), act.times > 1 ? t("times", { n: act.times }) : ""].filter(Boolean).map(web).join(" · ") })))));
}

function note(act) {
  if (has(`stage_${act.note}`)) return t(`stage_${act.note}`);
  if (has(`role_${act.note}`)) return t(`role_${act.note}`);
  if (act.what === "login_refused") return t(`login_${act.note}`);
  return act.what === "settings" ? "" : named("platform_", act.note);
}

function settings(rows) {
  return section(t("all_settings"), h("p", { class: "hint", text: t("settings_hint") }),
    table(t("all_settings"), [t("account_name"), t("settings")], rows.map((row) =>
      [h("code", { text: row.name }), row.value === "" ? h("span", { class: "hint", text: t("empty_value") }) : h("code", { text: web(row.value) })]), "kv"));
}
