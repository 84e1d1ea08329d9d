// The editor: a script line by line beside its source; heard, seen, and saved as a fact.

import { button, dialog, h, icon, media, outside, toast, web } from "./dom.js";
import { fits, label, recipeForm, select } from "./parts.js";
import { draftOf, dropDraft, keepDraft } from "./drafts.js";
import { joinLines, seconds, splitLine } from "./script_lines.js";
import { get, post } from "./server.js";
import { t } from "./text.js";

const LONGEST = 36; // characters of a line that fill its bar
const PATIENCE = 180000; // milliseconds a voice or a preview may take
const OPEN = "wagglebot.editing";
const ROLES = ["hook", "body", "comment", "closer"];

/** Opens the editor on the script of a post. `saved` is called once it was recorded. */
export async function openEditor(key, saved = () => {}) {
  const path = `/api/posts/${encodeURIComponent(key)}`;
  let sheet;
  try {
    sheet = await get(`${path}/script`);
  } catch (error) {
    toast(error.message, { bad: true });
    return;
  }
  new Editor(key, sheet, saved).open();
}

/** Opens the editor that was open when the page was loaded again, as after a lost session. */
export function reopenEditor() {
  const key = sessionStorage.getItem(OPEN);
  sessionStorage.removeItem(OPEN);
  if (key) openEditor(key);
}

class Editor {
  constructor(key, sheet, saved) {
    this.key = key;
    this.path = `/api/posts/${encodeURIComponent(key)}`;
    this.sheet = sheet;
    this.saved = saved;
    this.draft = draftOf(key);
    const { script, recipe } = this.draft ?? sheet;
    this.lines = script.lines.map((line) => ({ ...line }));
    this.title = h("input", { class: "choice wide", maxlength: "100", value: script.title });
    this.tags = h("input", { class: "choice wide", value: script.hashtags.join(" ") });
    this.mood = select(sheet.choices.moods.map((mood) => [mood, t(`mood_${mood}`)]), script.mood);
    this.form = recipeForm(recipe, sheet.choices);
    this.list = h("ol", { class: "script-lines" });
    this.total = h("p", { class: "hint", role: "status" });
    this.wrong = h("p", { class: "reason", role: "alert", hidden: true });
    this.stage = h("div", { class: "preview-box" });
    this.save = button("approve", "check", t(sheet.waits ? "approve_script" : "remake_script"), () => this.send());
    this.watch = button("plain", "play", t("preview"), () => this.preview());
  }

  open() {
    const { sheet } = this;
    this.draw();
    this.began = this.now();
    sessionStorage.setItem(OPEN, this.key);
    this.box = dialog(
      "editor", t("editor"), t("close"),
      h("div", { class: "editor-grid" },
        h("aside", { class: "editor-source", tabindex: "0", "aria-label": t("source_text") },
          h("h2", { dir: "auto", text: web(sheet.title) }),
          outside(sheet.url, t("source"), icon("out"), h("span", { text: t("source") })),
          h("p", { class: "story", dir: "auto", text: web(sheet.content) })),
        h("div", { class: "editor-script", on: { input: () => this.keep(), change: () => this.keep(), click: () => this.keep() } },
          this.draft ? this.draftNote() : null,
          sheet.notes.length ? listed("hint", sheet.notes) : null,
          sheet.figures.length ? h("p", { class: "hint figures", text: sheet.figures.join(" · ") }) : null,
          sheet.faults.length ? listed("reason faults", sheet.faults) : null,
          h("div", { class: "fields" }, label(t("script_title"), this.title), label(t("hashtags"), this.tags), label(t("mood"), this.mood)),
          sheet.hooks.length ? h("div", { class: "hooks" }, h("span", { class: "hint", text: t("hooks") }), sheet.hooks.map((hook) =>
            h("button", { type: "button", class: "chip", dir: "auto", text: web(hook), on: { click: () => this.take(hook) } }))) : null,
          this.list, h("div", { class: "job-foot" }, button("plain", "pen", t("add_line"), () => this.add())), this.total, this.wrong, this.form.element, this.stage,
          h("div", { class: "job-foot sticky" }, this.watch, this.save))),
    );
    this.box.addEventListener("close", () => sessionStorage.removeItem(OPEN));
  }

  /** That a draft is shown, and the way back to what was saved. */
  draftNote() {
    const back = button("plain", "undo", t("draft_drop"), () => {
      this.done = true;
      dropDraft(this.key);
      this.box.close();
      openEditor(this.key, this.saved);
    });
    return h("div", { class: "draft-note", role: "status" }, h("span", { text: t(this.draft.sequence === this.sheet.sequence ? "draft_shown" : "draft_old") }), back);
  }

  /** All that can be changed, as text. */
  now() {
    return JSON.stringify([this.script(), this.form.recipe()]);
  }

  /** Keeps what was changed, until it is saved. */
  keep() {
    if (this.done || this.now() === this.began) return;
    keepDraft(this.key, this.draft?.sequence ?? this.sheet.sequence, this.script(), this.form.recipe());
  }

  script() {
    const tags = this.tags.value.split(/\s+/).filter(Boolean);
    return { ...this.sheet.script, title: this.title.value.trim() || this.sheet.script.title, hashtags: tags, mood: this.mood.value, lines: this.lines };
  }

  /** A hook alternative takes the place of the first line. */
  take(hook) {
    this.lines[0] = { ...this.lines[0], display: hook, spoken: hook };
    this.draw();
  }

  draw() {
    this.list.replaceChildren(...this.lines.map((line, index) => this.row(line, index)));
    this.measure();
  }

  row(line, index) {
    const bar = h("i", {});
    const length = h("span", { class: "hint" });
    const field = (name) => h("textarea", {
      class: "line-text", rows: "1", maxlength: name === "display" ? "160" : "320", dir: "auto", "aria-label": `${t(`${name}_text`)} ${index + 1}`,
      on: { input: (event) => {
        const same = line.display === line.spoken;
        line[name] = event.target.value.replace(/\s+/g, " ");
        if (name === "display" && same) spoken.value = line.spoken = line.display; // spoken as it is shown, until somebody changes it
        measure();
      } },
    });
    const display = field("display");
    const spoken = field("spoken");
    display.value = line.display;
    spoken.value = line.spoken;
    const differ = h("p", { class: "differ", hidden: true });
    const measure = () => {
      const [a, b] = [line.display, line.spoken].map((text) => text.trim().split(" ").length);
      differ.hidden = a === b;
      differ.textContent = t("words_differ", { a, b });
      bar.style.width = `${Math.min(100, (100 * line.display.length) / LONGEST)}%`;
      bar.className = line.display.length > LONGEST ? "long" : "";
      length.textContent = t("line_length", { n: seconds(line).toFixed(1) });
      this.measure();
    };
    const heard = h("div", { class: "heard" });
    const listen = h("button", { type: "button", class: "tool", "aria-label": `${t("listen")} ${index + 1}`, title: t("listen"), on: { click: () => this.listen(index, listen, heard) } }, icon("play"));
    const row = h(
      "li", { class: `script-line ${line.role}` },
      h("div", { class: "line-head" },
        select(ROLES.map((role) => [role, t(`line_${role}`)]), line.role, (role) => (line.role = role), { "aria-label": `${t("line_role")} ${index + 1}` }),
        select(["narrator", "commenter", "person", "host"].map((one) => [one, t(`speaker_${one}`)]), line.speaker, (one) => this.change(() => (line.speaker = one)), { "aria-label": `${t("speaker")} ${index + 1}` }),
        line.speaker === "person" ? h("input", { class: "choice", maxlength: "40", placeholder: t("person"), "aria-label": `${t("person")} ${index + 1}`, value: line.person ?? "", on: { input: (event) => (line.person = event.target.value.trim()) } }) : null,
        line.credit ? h("span", { class: "hint", text: web(line.credit) }) : null, length, listen,
        this.mover(index, -1, "move_up"), this.mover(index, 1, "move_down"),
        this.tool("scissors", "split_line", index, () => this.split(index, display)),
        index + 1 < this.lines.length ? this.tool("join", "join_line", index, () => this.join(index)) : null,
        this.lines.length > 1 ? h("button", { type: "button", class: "tool", "aria-label": `${t("remove_line")} ${index + 1}`, title: t("remove_line"), on: { click: () => this.change(() => this.lines.splice(index, 1)) } }, icon("cross")) : null),
      h("label", { class: "line-field" }, h("span", { text: t("display_text") }), display),
      h("label", { class: "line-field" }, h("span", { text: t("spoken_text") }), spoken),
      h("div", { class: "bar line-bar" }, bar), differ, heard, this.delivery(line),
    );
    queueMicrotask(measure);
    return row;
  }

  tool(name, said, index, click) {
    return h("button", { type: "button", class: "tool", "aria-label": `${t(said)} ${index + 1}`, title: t(said), on: { click } }, icon(name));
  }

  split(index, caption) {
    const parts = splitLine(this.lines[index], caption.selectionStart);
    if (parts) this.change(() => this.lines.splice(index, 1, ...parts));
  }

  /** Joins a line with the one behind it. */
  join(index) {
    this.change(() => this.lines.splice(index, 2, joinLines(this.lines[index], this.lines[index + 1])));
  }

  /** Adds a line of the narrator at the end, before a closing one. */
  add() {
    const at = this.lines.at(-1).role === "closer" ? this.lines.length - 1 : this.lines.length;
    this.change(() => this.lines.splice(at, 0, { role: "body", speaker: "narrator", display: "", spoken: "" }));
    this.list.children[at].querySelector("textarea").focus();
  }

  /** How a line is said: the pause behind it, its speed, the words that are stressed. */
  delivery(line) {
    const number = (name, min, max, usual) => label(t(`line_${name}`), h("input", {
      class: "choice", type: "number", min, max, step: "0.05", value: line[name] ?? usual,
      on: { input: (event) => (line[name] = event.target.value === "" ? usual : Number(event.target.value)) },
    }));
    const words = h("input", {
      class: "choice", value: (line.emphasis ?? []).join(" "), on: { input: () => (line.emphasis = words.value.split(/[\s,]+/).filter(Boolean)) },
    });
    const usual = !line.recording && !line.pause_after && (line.speed ?? 1) === 1 && !line.emphasis?.length;
    const own = line.recording ? h("button", { type: "button", class: "chip", text: t("recording_drop"), on: { click: () => this.change(() => (line.recording = null)) } }) : null;
    return h("details", { class: "delivery", open: !usual }, h("summary", { text: t("delivery") }),
      h("div", { class: "fields" }, number("pause_after", 0, 2, 0), number("speed", 0.5, 2, 1), label(t("line_emphasis"), words)), own);
  }

  mover(index, by, name) {
    const to = index + by;
    return h("button", {
      type: "button", class: "tool", "aria-label": `${t(name)} ${index + 1}`, title: t(name), disabled: to < 0 || to >= this.lines.length,
      on: { click: () => this.change(() => ([this.lines[index], this.lines[to]] = [this.lines[to], this.lines[index]])) },
    }, icon(by < 0 ? "up" : "low"));
  }

  change(how) {
    how();
    this.draw();
  }

  measure() {
    this.total.textContent = t("total_length", { n: Math.round(this.lines.reduce((sum, line) => sum + seconds(line), 0)), lines: this.lines.length });
  }

  /** Why it cannot be saved, or nothing. */
  fault() {
    const empty = this.lines.findIndex((line) => !line.display.trim() || !line.spoken.trim());
    if (empty >= 0) return `${empty + 1}: ${t("line_empty")}`;
    const bad = this.lines.findIndex((line) => line.display.trim().split(" ").length !== line.spoken.trim().split(" ").length);
    if (bad >= 0) return `${bad + 1}: ${t("words_differ", { a: this.lines[bad].display.trim().split(" ").length, b: this.lines[bad].spoken.trim().split(" ").length })}`;
    const wild = this.lines.findIndex((line) => (line.emphasis ?? []).some((word) => !line.display.includes(word)));
    if (wild >= 0) return `${wild + 1}: ${t("emphasis_unknown")}`;
    const far = this.lines.findIndex((line) => !((line.pause_after ?? 0) >= 0 && (line.pause_after ?? 0) <= 2 && (line.speed ?? 1) >= 0.5 && (line.speed ?? 1) <= 2));
    if (far >= 0) return `${far + 1}: ${t("delivery_bounds")}`;
    return this.script().hashtags.every((tag) => /^#[\p{L}\p{N}_]{1,30}$/u.test(tag)) ? "" : t("hashtag_bad");
  }

  async work(pressed, said, task) {
    for (const line of this.lines) [line.display, line.spoken] = [line.display.trim(), line.spoken.trim()];
    const fault = this.fault();
    this.wrong.hidden = !fault;
    this.wrong.textContent = fault;
    if (fault) return this.wrong.scrollIntoView({ block: "nearest" });
    if (!fits(this.form.element)) return;
    pressed.disabled = true;
    if (said) toast(said);
    try {
      await task();
    } catch (error) {
      this.wrong.hidden = false;
      this.wrong.textContent = error.message;
      this.wrong.scrollIntoView({ block: "nearest" });
    }
    pressed.disabled = false;
  }

  listen(index, pressed, place) {
    return this.work(pressed, t("listening"), async () => {
      const made = await post(`${this.path}/listen`, { script: this.script(), line: index, recipe: this.form.recipe() }, PATIENCE);
      place.replaceChildren(h("audio", { controls: true, autoplay: true, src: media(made.media), "aria-label": t("listen") }));
    });
  }

  preview() {
    return this.work(this.watch, t("previewing"), async () => {
      const made = await post(`${this.path}/preview`, { script: this.script(), recipe: this.form.recipe() }, PATIENCE);
      this.stage.replaceChildren(h("video", { controls: true, autoplay: true, playsinline: true, src: media(made.media), "aria-label": t("preview") }));
      this.stage.scrollIntoView({ block: "center" });
    });
  }

  send() {
    return this.work(this.save, "", async () => {
      await post(`${this.path}/script`, { script: this.script(), recipe: this.form.recipe(), sequence: this.sheet.sequence });
      this.done = true;
      dropDraft(this.key);
      toast(t("script_saved"));
      this.box.close();
      this.saved();
    });
  }
}

/** Sentences of the server, one below another. */
function listed(kind, sentences) {
  return h("ul", { class: kind }, sentences.map((sentence) => h("li", { dir: "auto", text: web(sentence) })));
}
