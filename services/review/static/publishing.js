// Who sees a film on which platform, and what may be done about it: upload, release, settle a doubt.

import { button, dialog, h, icon, outside, web } from "./dom.js";
import { act, explanation, label, named, select } from "./parts.js";
import { post } from "./server.js";
import { exact, has, t } from "./text.js";

/** How a visibility is coloured. */
export const SEEN = { public: "good", unlisted: "good", scheduled: "", due: "", uploading: "", doubt: "bad", stored: "good" };

/** In words who sees a film on a platform. */
export function seen({ platform, visibility, at }) {
  const own = `seen_${visibility}_${platform}`;
  return t(has(own) ? own : `seen_${visibility}`, { platform: named("platform_", platform), when: at ? exact(at) : "" });
}

/** The parts of a film's page that are about publishing. `again` draws the page anew. */
export function publishing(path, room, operator, again) {
  const words = h("dl", { class: "words" },
    h("dt", { text: t("words_title") }), h("dd", { dir: "auto", text: web(room.words.title) }),
    h("dt", { text: t("words_description") }), h("dd", { dir: "auto", class: "story", text: web(room.words.description) }));
  const releases = room.releases.map((one) => h("p", { class: "origin" },
    h("span", { text: t("released_by", { platform: named("platform_", one.platform), privacy: t(one.privacy), who: web(one.reviewer) }) }),
    one.publish_at ? h("span", { text: t("released_at", { when: exact(one.publish_at) }) }) : null,
    one.current ? null : h("span", { text: t("release_void") })));
  const places = h("ul", { class: "places" }, room.places.map((place) => row(place, path, room, operator, again)));
  return [places, words, ...releases];
}

function row(place, path, room, operator, again) {
  const name = named("platform_", place.platform);
  const { visibility } = place;
  const upload = !operator || visibility !== "waiting" ? null : button("plain", "up", t("publish_to", { platform: name }), () =>
    act(upload, () => post(`${path}/publish`, { platform: place.platform }), t("requested"), again));
  const releasable = operator && place.shows && !["withdrawn", "doubt", "public"].includes(visibility);
  const release = releasable ? button("approve", "check", t("release_to", { platform: name }), () => ask(place, path, room, again)) : null;
  const hideable = operator && ["public", "unlisted", "scheduled", "due"].includes(visibility);
  const hide = hideable ? button("plain", "undo", t("hide_from", { platform: name }), () => askToHide(place, path, again)) : null;
  return h("li", { class: "place-row" },
    h("p", { class: "place-state" }, h("b", { text: name }), h("span", { class: `flag ${SEEN[visibility] ?? "muted"}`, text: seen(place) }),
      outside(place.url, name, icon("out"), h("span", { text: t("see_there") }))),
    operator && visibility === "doubt" ? doubt(place, path, again) : null,
    upload || release || hide ? h("div", { class: "job-foot" }, upload, release, hide) : null);
}

/** Hiding is asked once more too: viewers lose the film, and its address answers them no longer. */
function askToHide(place, path, again) {
  const title = t("hide_from", { platform: named("platform_", place.platform) });
  const go = button("decline", "undo", t("hide_go"), () => act(go, () => post(`${path}/hide`, { platform: place.platform }), t("hidden"), () => {
    box.close();
    again();
  }));
  const box = dialog("checklist", title, t("close"), h("h2", { text: title }),
    h("p", { class: "ask-meant", text: t(place.visibility === "scheduled" || place.visibility === "due" ? "hide_planned" : "hide_meant") }),
    h("div", { class: "job-foot" }, button("plain", "cross", t("cancel"), () => box.close()), go));
}

/** A release is asked once more: afterwards people see the film. */
function ask(place, path, room, again) {
  const name = named("platform_", place.platform);
  const privacy = select(["public", "unlisted"].map((one) => [one, t(one)]), "public", look);
  const at = h("input", { class: "choice", type: "datetime-local", on: { input: look } });
  const meant = h("p", { class: "ask-meant", role: "status" });
  const go = button("approve", "check", t("release_go"), () => act(go, () => post(`${path}/release`, {
    platform: place.platform, privacy: privacy.value, at: at.value ? new Date(at.value).toISOString() : null, seal: room.words.seal,
  }), t("released"), () => {
    box.close();
    again();
  }));
  function look() {
    meant.textContent = t(`ask_${privacy.value}`, { platform: name, when: at.value ? exact(at.value) : t("ask_now") });
  }
  look();
  const box = dialog("checklist", t("release_to", { platform: name }), t("close"), h("h2", { text: t("release_to", { platform: name }) }),
    h("p", { class: "hint", dir: "auto", text: web(room.words.title) }), room.words.warnings.map(explanation),
    h("div", { class: "fields" }, label(t("privacy"), privacy), label(t("schedule"), at)), h("p", { class: "hint", text: t("schedule_hint") }), meant,
    h("div", { class: "job-foot" }, button("plain", "undo", t("cancel"), () => box.close()), go));
}

/** What a person found on the platform of an upload that may be there or not. */
function doubt(place, path, again) {
  const video = h("input", { class: "choice", maxlength: "100", "aria-label": t("doubt_video"), placeholder: t("doubt_video") });
  const settle = (pressed, found) => act(pressed, () => post(`${path}/settle`, { upload: place.upload, video: found }), t("requested"), again);
  const there = button("plain", "check", t("doubt_there"), () => settle(there, video.value.trim()));
  const absent = button("plain", "cross", t("doubt_absent"), () => settle(absent, null));
  there.disabled = true;
  video.addEventListener("input", () => (there.disabled = !video.value.trim()));
  return h("div", { class: "doubt" }, h("p", { class: "reason" }, h("b", { text: t("doubt_why") }), h("span", { lang: "en", text: web(place.reason) })),
    h("div", { class: "job-foot" }, video, there, absent));
}
