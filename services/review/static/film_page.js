// A film and all that belongs to it: player, checks, captions, recipe, history, remakes, publishing.

import { button, dialog, h, icon, keyOf, media, outside, toast, web } from "./dom.js";
import { openEditor } from "./editor.js";
import { act, fits, label, named, recipeForm, section, select, table } from "./parts.js";
import { publishing } from "./publishing.js";
import { get, post } from "./server.js";
import { ago, clock, exact, t } from "./text.js";

const LEAST_TO_CUT = 61; // seconds
const LONG = 120000; // milliseconds a withdrawal may take

/** Opens the page of a film as the gallery knows it; the rest is loaded. */
export function openFilm(film, flags, operator) {
  const title = web(film.title);
  const name = `${title.replace(/[\\/:*?"<>|\n]+/g, " ").trim().slice(0, 80)}.mp4`;
  const problem = h("p", { class: "reason", role: "alert", hidden: true, text: t("film_broken") });
  const video = player(film.video, film.thumbnail, title, () => (problem.hidden = false));
  const more = h("div", { class: "room" }, h("p", { class: "hint", text: t("loading") }));
  const box = dialog(
    "player", title, t("close"), h("div", { class: "player-film" }, video, problem),
    h("div", { class: "player-text", tabindex: "0", role: "region", "aria-label": title },
      h("h2", { dir: "auto", text: title }),
      h("p", { class: "origin" }, flags, film.revision > 1 ? h("span", { class: "flag muted", text: t("revision", { n: film.revision }) }) : null,
        h("span", { text: `${t("made", { when: exact(film.rendered_at) })} · ${film.encoder}` })),
      h("p", { class: "player-links" },
        h("a", { class: "button plain", href: media(film.video), download: name }, icon("down"), h("span", { text: t("download") })),
        button("plain", "pen", t("edit_script"), () => { box.close(); openEditor(keyOf(film)); }),
        outside(film.source_url, t("source"), icon("out"), h("span", { text: t("source") })),
        film.uploads.map((upload) => outside(upload.url, named("platform_", upload.platform), icon("out"), h("span", { text: named("platform_", upload.platform) })))),
      film.summary ? h("section", {}, h("h3", { text: t("summary") }), h("p", { dir: "auto", text: web(film.summary) })) : null,
      film.script ? script(film.script) : null, more),
  );
  box.addEventListener("close", () => video.pause());
  fill(more, film, box, operator);
}

async function fill(place, film, box, operator) {
  const path = `/api/posts/${encodeURIComponent(keyOf(film))}`;
  try {
    const room = await get(`${path}/film`);
    place.replaceChildren(
      part("publishing", true, ...publishing(path, room, operator, () => fill(place, film, box, operator))), remake(path, room, box), lengths(path, room, box), versions(film, room), recipe(room), checks(room),
      history(room), operator ? withdraw(path, box) : "",
    );
  } catch (error) {
    place.replaceChildren(h("p", { class: "reason", role: "alert", text: error.message }));
  }
}

function player(key, poster, title, broken = () => {}) {
  return h("video", { controls: true, playsinline: true, preload: "metadata", src: media(key), poster: media(poster), "aria-label": title, on: { error: broken } });
}

function script(text) {
  return h("section", {}, h("h3", { text: t("script") }), h("ol", { class: "lines" }, text.lines.map((line) =>
    h("li", { class: line.role },
      line.speaker === "commenter" ? h("span", { class: "who", text: t("comment_by", { who: web(line.credit) }) }) : null,
      line.speaker === "host" ? h("span", { class: "who", text: t("speaker_host") }) : null,
      line.speaker === "person" ? h("span", { class: "who", text: web(line.person) }) : null,
      h("span", { dir: "auto", text: web(line.display) })))));
}

function part(name, open, ...children) {
  return h("details", { class: "part", open }, h("summary", { text: t(name) }), ...children);
}

function checks(room) {
  const rows = Object.entries(room.film.checks).map(([name, value]) =>
    [named("check_", name), typeof value === "boolean" ? t(value ? "yes" : "no") : typeof value === "number" ? String(Math.round(value * 1000) / 1000) : web(value)]);
  return part("qc", false, table(t("qc"), [t("qc"), t("value")], [[t("Q_passed"), t("yes")], ...rows], "kv"),
    h("a", { class: "button plain", href: media(room.film.captions.key), download: "captions.srt" }, icon("down"), h("span", { text: `${t("captions")} (SRT)` })),
    room.film.styled_captions ? h("a", { class: "button plain", href: media(room.film.styled_captions.key), download: "captions.ass" }, icon("down"), h("span", { text: `${t("captions")} (ASS)` })) : null);
}

function recipe(room) {
  const rows = [["template", named("template_", room.recipe.film.template)], ["voice", room.recipe.voice.chain.map((name) => named("engine_", name)).join(", ")], ["music", named("music_", room.recipe.film.music)], ["background", named("background_", room.recipe.film.background)],
    ["speed", room.recipe.voice.speed], ...Object.entries(room.seconds).map(([stage, time]) => [`stage_${stage}`, t("seconds_n", { n: time.toFixed(1) })])];
  return part("recipe", false, table(t("recipe"), [t("recipe"), t("value")], rows.map(([name, value]) => [t(name), web(String(value))]), "kv"));
}

function history(room) {
  return part("history", false, h("ol", { class: "acts" }, room.history.map((step) =>
    h("li", {}, h("time", { datetime: step.time, title: exact(step.time), text: ago(step.time) }), h("b", { text: named("K_", step.kind.replace(".", "_")) }),
      h("span", { class: "hint", dir: "auto", text: says(step.says) })))));
}

function says(all) {
  return Object.entries(all).map(([name, value]) => (name.endsWith("stage") ? named("stage_", value) : name === "platform" ? named("platform_", value) : name === "seconds" ? t("seconds_n", { n: value }) : web(value))).join(" · ");
}

/** The films made before, each beside the new one. */
function versions(film, room) {
  const older = room.versions.filter((one) => one.video !== film.video);
  if (!older.length) return "";
  const beside = h("div", { class: "beside" });
  const show = (one) => beside.replaceChildren(
    h("figure", {}, player(one.video, one.thumbnail, t("revision", { n: one.revision })), h("figcaption", { text: `${t("revision", { n: one.revision })} · ${clock(one.duration)} · ${ago(one.made)}` })),
    h("figure", {}, player(film.video, film.thumbnail, t("revision", { n: film.revision })), h("figcaption", { text: `${t("revision", { n: film.revision })} · ${clock(film.duration)}` })));
  return part("versions", false, h("div", { class: "job-foot" }, older.map((one) => button("plain", "film", t("revision", { n: one.revision }), () => show(one)))), beside);
}

/** The shorter cut beside the whole film, or the button that has one made. */
function lengths(path, room, box) {
  if (room.cut) {
    return part("cut", true, h("p", { class: "hint", text: t("cut_hint") }), h("div", { class: "beside" },
      h("figure", {}, player(room.cut.video.key, room.cut.thumbnail.key, t("cut")), h("figcaption", { text: `${t("cut")} · ${clock(room.cut.duration)}` })),
      h("figure", {}, player(room.film.video.key, room.film.thumbnail.key, t("cut_whole")), h("figcaption", { text: `${t("cut_whole")} · ${clock(room.film.duration)}` }))));
  }
  if (room.film.duration < LEAST_TO_CUT) return "";
  const go = button("plain", "film", t("cut_go"), () => act(go, () => post(`${path}/cut`, {}), t("cut_asked"), () => box.close()));
  return part("cut", false, h("p", { class: "hint", text: t("cut_hint") }), h("div", { class: "job-foot" }, go));
}

function remake(path, room, box) {
  const choices = { templates: [], voices: [], music: [], backgrounds: [] }; // until the server says what there is
  const stage = select(["film", "picture", "voice", "script"].map((one) => [one, t(`stage_${one}`)]), "film");
  const place = h("div", {});
  let form = recipeForm(room.recipe, choices);
  place.append(form.element);
  get(`${path}/script`).then((sheet) => {
    form = recipeForm(room.recipe, sheet.choices);
    place.replaceChildren(form.element);
  }, () => {});
  const go = button("plain", "again", t("remake_go"), () => fits(place) &&
    act(go, () => post(`${path}/remake`, { from_stage: stage.value, recipe: form.recipe() }), t("remade"), () => box.close()));
  return part("remake", false, h("div", { class: "fields" }, label(t("from_stage"), stage)), place, h("div", { class: "job-foot" }, go));
}

function withdraw(path, box) {
  const reason = h("input", { class: "choice wide", maxlength: "200", required: true });
  const go = button("decline", "cross", t("withdraw"), () => act(go, async () => {
    const { unsure, follow_ups: parts } = await post(`${path}/withdraw`, { reason: reason.value }, LONG);
    if (unsure.length) toast(t("withdraw_unsure", { platforms: unsure.map((one) => named("platform_", one)).join(", ") }), { bad: true });
    if (parts.length) toast(t("withdraw_parts", { posts: parts.join(", ") }), { bad: true });
  }, t("withdrawn"), () => box.close()));
  go.disabled = true;
  reason.addEventListener("input", () => (go.disabled = reason.value.trim().length < 2));
  return part("withdraw", false, section(t("withdraw_title"), h("p", { class: "hint", text: t("withdraw_hint") })), label(t("withdraw_reason"), reason), h("div", { class: "job-foot" }, go));
}
