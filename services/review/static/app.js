// Builds the pages once Gradio has drawn its shell, and passes them the updates of the server.

import { Claims } from "./claims.js";
import { dialog, h, icon, toasts } from "./dom.js";
import { dropAllDrafts } from "./drafts.js";
import { reopenEditor } from "./editor.js";
import { Failures } from "./failures.js";
import { Gallery } from "./gallery.js";
import { Inbox } from "./inbox.js";
import { Insights } from "./insights.js";
import { noteUnready } from "./parts.js";
import { Progress } from "./progress.js";
import { get, listen, post } from "./server.js";
import { SettingsPage } from "./settings.js";
import { Sites } from "./sites.js";
import { addTitles, language, switchLanguage, t } from "./text.js";

const TABS = ["inbox", "progress", "gallery", "failures", "sites", "insights", "settings"];
const PATIENCE = 1000; // milliseconds the lists wait for the stream of updates
const LATER = { failures: Failures, sites: Sites, insights: Insights, settings: SettingsPage }; // built when first shown

function header(me) {
  const state = h("span", { class: "state", role: "status" });
  const top = h(
    "header", { class: "top" },
    h("h1", { class: "brand" }, h("i", { class: "mark", "aria-hidden": "true" }), h("span", { text: "WaggleBot" })),
    h("div", { class: "top-tools" }, state,
      h("button", { type: "button", class: "tool", title: `${t("help")} (?)`, "aria-label": t("help"), on: { click: help } }, icon("keys")),
      h("button", { type: "button", class: "tool", lang: language === "ko" ? "en" : "ko", text: t("other"), on: { click: switchLanguage } })),
  );
  document.getElementById("wb-top").append(top);
  me.then((who) => {
    if (who.accounts) state.after(h("span", { class: "me", text: who.name }));
    if (who.login) top.lastChild.append(logout());
  });
  return (how) => {
    state.className = how === "live" ? "state" : "state broken";
    state.title = t(how);
    state.replaceChildren(h("span", { class: how === "live" ? "sr" : "", text: t(how) }));
  };
}

function logout() {
  const leave = () => post("/logout", {}).finally(() => {
    dropAllDrafts();
    location.reload();
  });
  return h("button", { type: "button", class: "tool", title: t("logout"), "aria-label": t("logout"), on: { click: leave } }, icon("leave"));
}

const tabButton = (name) => document.querySelector(`[role="tab"]#wb-tab-${name}-button`);
const shows = (name) => document.getElementById(`wb-tab-${name}`)?.offsetParent !== null;

/** Gradio draws the tabs with Korean names; here they get the chosen language, a badge and an address. */
function tabs() {
  for (const name of TABS) {
    const tab = tabButton(name);
    tab.replaceChildren(h("span", { text: t(name) }), h("span", { class: "badge", hidden: true }));
    tab.addEventListener("click", () => history.replaceState(null, "", `#${name}`));
  }
  const wanted = location.hash.slice(1);
  if (TABS.includes(wanted)) tabButton(wanted).click();
}

function badge(name, number) {
  const place = tabButton(name).querySelector(".badge");
  place.hidden = !number;
  place.textContent = number > 999 ? "999+" : String(number);
}

function help() {
  const keys = [["J ↓", "k_next"], ["K ↑", "k_prev"], ["A", "approve"], ["D", "decline"], ["Shift D", "decline_why_long"], ["U", "undo"], ["E", "k_edit"], ["X", "k_batch"], ["Space", "k_scroll"], ["Enter", "k_open"], ["O", "k_source"], ["/", "k_search"], ["1 … 7", "k_tabs"], ["?", "k_help"]];
  const turn = h("input", { type: "checkbox", on: { change: () => localStorage.setItem(KEYS_OFF, turn.checked ? "" : "off") } });
  turn.checked = !keysOff();
  dialog("help", t("keys_title"), t("close"), h("h2", { text: t("keys_title") }), h("label", { class: "check" }, turn, h("span", { text: t("keys_use") })),
    h("dl", {}, keys.map(([key, text]) => h("div", {}, h("dt", {}, key.split(" ").map((one) => h("kbd", { text: one }))), h("dd", { text: t(text) })))));
}

const KEYS_OFF = "wagglebot.keys";
const keysOff = () => localStorage.getItem(KEYS_OFF) === "off";
const REPEATING = ["KeyJ", "KeyK", "ArrowDown", "ArrowUp", "Space", "PageDown", "PageUp"];
const SCROLLING = { Space: 0.85, PageDown: 0.85, PageUp: -0.85, Home: -Infinity, End: Infinity };

/** Keys by their place (`code`), so they work while a Korean input method is on. Letters, digits and signs can be switched off. */
function keyboard(inbox) {
  const keys = {
    KeyJ: () => inbox.step(1), ArrowDown: () => inbox.step(1), KeyK: () => inbox.step(-1), ArrowUp: () => inbox.step(-1),
    KeyA: () => inbox.act("approve"), KeyD: (event) => inbox.act(event.shiftKey ? "why" : "decline"), KeyU: () => inbox.undo(),
    KeyE: () => inbox.act("edit"), KeyX: () => inbox.act("pick"),
    Enter: () => inbox.act("open"), KeyO: () => inbox.act("source"),
  };
  /** Whether a key scrolls the whole post beside the list: where there is one, and nothing that takes the key itself has the focus. */
  const scrolls = (event) => event.code in SCROLLING && shows("inbox") && inbox.reader.wide.matches && !event.target.closest("button, a, [role=tab]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (typing) {
      if (event.code === "Escape") typing.blur();
      return;
    }
    if (keysOff() && event.key.length === 1 && event.key !== " ") return;
    if (scrolls(event)) inbox.reader.scroll(event.shiftKey ? -SCROLLING[event.code] : SCROLLING[event.code]);
    else if (event.target.closest(".reader") && (event.code === "Escape" || event.code.startsWith("Arrow"))) {
      if (event.code !== "Escape") return; // the arrows scroll what is read
      inbox.refocus();
    } else if (event.key === "?") help();
    else if (/^Digit[1-7]$/.test(event.code)) tabButton(TABS[Number(event.code.slice(5)) - 1]).click();
    else if (event.code === "Slash" && shows("inbox")) inbox.filters.search.focus();
    else if (keys[event.code] && shows("inbox")) {
      if (event.target.closest(event.code.startsWith("Arrow") ? "[role=tab]" : "button, a") && (event.code === "Enter" || event.code.startsWith("Arrow"))) return;
      if (event.repeat && !REPEATING.includes(event.code)) return;
      keys[event.code](event);
    } else return;
    event.preventDefault();
  });
}

async function start() {
  document.documentElement.lang = language;
  document.body.append(toasts());
  const updates = listen();
  const titles = get("/api/adapters").then(addTitles).catch(() => {}); // without them adapters are shown by their names
  get("/api/voices/unready").then(noteUnready).catch(() => {}); // then all are offered, as they are on the command line
  const me = get("/api/session").catch(() => ({ role: "reviewer", login: false, accounts: false }));
  const connected = header(me);
  tabs();
  const places = Object.fromEntries(TABS.map((name) => [name, h("div", { class: "place" })]));
  settle(places);
  for (const name of TABS.slice(1)) whenever(() => document.getElementById(`wb-${name}`), () => settle(places));
  await titles;
  // Lists that are asked for before the server sends changes would miss those in between; a server that is slow to is not waited for.
  const registered = await Promise.race([updates.registered, new Promise((late) => setTimeout(late, PATIENCE, false))]);
  const inbox = new Inbox(places.inbox);
  const progress = new Progress(places.progress, {
    counted: (counts, work) => {
      badge("inbox", counts.COLLECTED ?? 0);
      const failed = work.filter((item) => item.status === "FAILED").length;
      badge("progress", work.length - failed);
      badge("failures", failed);
    },
    toInbox: () => tabButton("inbox").click(),
    toFailures: () => tabButton("failures").click(),
  });
  const who = await me;
  if (who.accounts) inbox.claims = new Claims(who.name, (key) => inbox.cards.get(key)?.element);
  if (inbox.chosen) inbox.claims?.read(inbox.chosen);
  const gallery = new Gallery(places.gallery);
  gallery.operator = who.role === "operator";
  const pages = [inbox, progress, gallery];
  for (const [name, Page] of Object.entries(LATER)) {
    const build = () => places[name].firstChild || pages.push(new Page(places[name]));
    tabButton(name).addEventListener("click", build);
    if (location.hash === `#${name}`) build();
  }
  keyboard(inbox);
  const hear = {
    update: (update) => pages.forEach((page) => page.update(update)),
    tick: (tick) => progress.tick(tick),
    reading: (now) => inbox.claims?.heard(now),
    connected,
    again: () => {
      inbox.catchUp();
      progress.reload();
      gallery.refresh();
      pages.slice(3).forEach((page) => page.reload());
    },
  };
  updates.begin(hear, !registered);
  document.documentElement.dataset.ready = "true";
  reopenEditor();
}

/** Gradio draws a tab's column when it is first shown; what belongs in it may be older than that. */
function settle(places) {
  for (const name of TABS) {
    const column = document.getElementById(`wb-${name}`);
    if (column && places[name].parentNode !== column) column.append(places[name]);
  }
}

/** Calls `then` once all of `found` holds, now or after a change of the page. */
function whenever(found, then) {
  if (found()) return then();
  const shell = new MutationObserver(() => {
    if (!found()) return;
    shell.disconnect();
    then();
  });
  shell.observe(document.documentElement, { childList: true, subtree: true });
}

whenever(() => TABS.every(tabButton) && document.getElementById("wb-top") && document.getElementById("wb-inbox"), start);
