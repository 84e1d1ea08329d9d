// Parts that several pages share: an explained failure, the choices of a recipe, small forms and tables.

import { h, toast, web } from "./dom.js";
import { has, language, t } from "./text.js";

/** What failed, what helps, and on demand the English words it was recorded with. */
export function explanation(explained) {
  if (!explained?.en) return null;
  const english = explained.ko.sentence === explained.en;
  if (language === "en" || english) return h("p", { class: "reason", dir: "auto", text: web(explained.en) });
  return h(
    "div", { class: "reason" },
    h("p", {}, h("b", { text: explained.ko.sentence }), h("span", { text: explained.ko.remedy })),
    h("details", {}, h("summary", { text: t("original") }), h("p", { lang: "en", dir: "auto", text: web(explained.en) })),
  );
}

/** A failure in one line. */
export function explanationLine(explained) {
  return language === "en" ? web(explained.en) : explained.ko.sentence;
}

/** The text of a key that may have none, such as the name of a plug-in. */
export function named(prefix, name) {
  const key = `${prefix}${name}`.replaceAll("-", "_");
  return has(key) ? t(key) : web(name);
}

/** Does what a button is for, and says how that went; the button rests meanwhile. */
export async function act(pressed, task, said, then = () => {}) {
  pressed.disabled = true;
  try {
    await task();
    toast(said);
    then();
  } catch (error) {
    toast(error.message, { bad: true });
  }
  pressed.disabled = false;
}

/** Whether every field of a form holds what it may; else its browser says at the field what is wrong. */
export function fits(form) {
  return [...form.querySelectorAll("input")].every((one) => one.reportValidity());
}

export function label(text, control) {
  return h("label", { class: "field" }, h("span", { text }), control);
}

export function select(options, chosen, changed = () => {}, more = {}) {
  const element = h("select", { class: "choice", on: { change: () => changed(element.value) }, ...more },
    options.map(([value, text]) => h("option", { value, text })));
  element.value = chosen;
  return element;
}

let unready = new Map();

/** Takes in which voices cannot speak Korean here, and what helps. */
export function noteUnready(voices) {
  unready = new Map(voices.map((one) => [one.name, one]));
}

/** A voice's name, and why it cannot be chosen. */
function voiceOption(name) {
  const lacks = unready.get(name);
  return [name, lacks ? t(lacks.korean ? "voice_lacks" : "voice_foreign", { voice: named("engine_", name) }) : named("engine_", name)];
}

/** What helps those voices that lack something, on demand. */
function voiceCures(names) {
  const cured = names.filter((name) => unready.get(name)?.cure);
  if (!cured.length) return null;
  return h("details", { class: "voice-cures" }, h("summary", { text: t("voice_cures") }), h("ul", {}, cured.map((name) =>
    h("li", {}, h("b", { text: `${named("engine_", name)}: ` }), h("code", { lang: "en", text: web(unready.get(name).cure) })))));
}

/** The choices of a recipe as controls; `recipe()` gives the recipe with what was chosen. */
export function recipeForm(recipe, choices) {
  const templates = new Set([...choices.templates, recipe.film.template]);
  const voices = new Set([...choices.voices, recipe.voice.chain[0]]);
  const narrators = new Set(["narrator-1", "narrator-2", recipe.voice.narrator]);
  const template = select([...templates].map((name) => [name, named("template_", name)]), recipe.film.template);
  const voice = select([...voices].map(voiceOption), recipe.voice.chain[0]);
  for (const option of voice.options) option.disabled = unready.has(option.value) && option.value !== recipe.voice.chain[0];
  const narrator = select([...narrators].map((name) => [name, name.startsWith("narrator-") ? t("V_narrator", { n: name.slice(9) }) : web(name)]), recipe.voice.narrator);
  const music = select([...new Set([...choices.music, recipe.film.music])].map((name) => [name, named("music_", name)]), recipe.film.music);
  const background = select([...new Set([...choices.backgrounds, recipe.film.background])].map((name) => [name, named("background_", name)]), recipe.film.background);
  const speed = h("input", { class: "choice", type: "number", min: "0.5", max: "2", step: "any", required: true, value: recipe.voice.speed });
  return {
    element: h("div", { class: "fields" },
      label(t("template"), template), label(t("voice"), voice), label(t("voice_kind"), narrator), label(t("music"), music), label(t("background"), background), label(t("speed"), speed), voiceCures([...voices])),
    recipe: () => ({
      ...recipe,
      film: { ...recipe.film, template: template.value, music: music.value, background: background.value },
      voice: {
        ...recipe.voice, narrator: narrator.value, speed: Number(speed.value) || recipe.voice.speed,
        chain: voice.value === recipe.voice.chain[0] ? recipe.voice.chain : [voice.value],
      },
    }),
  };
}

/** A table whose cells are text or elements; it scrolls by itself where it is too wide. */
export function table(caption, heads, rows, kind = "") {
  const cell = (value) => h("td", {}, value instanceof Node ? value : String(value ?? "–"));
  return h("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": caption },
    h("table", { class: `table ${kind}` },
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col", text: head })))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell))))));
}

/** A page section with a heading. */
export function section(title, ...children) {
  return h("section", { class: "block" }, h("h2", { text: title }), ...children);
}
