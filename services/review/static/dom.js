// DOM elements, built from text only: markup is never parsed.

const SVG = "http://www.w3.org/2000/svg";
const MEDIA = /^[0-9a-f]{2}\/[0-9a-f]{64}\.[a-z0-9]{1,8}$/;

const ICONS = {
  eye: "M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7S2 12 2 12Zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  like: "M7 10v10H4V10h3Zm0 0 4-7c1.7 0 2.6 1.2 2.3 2.8L12.6 9H19a2 2 0 0 1 2 2.4l-1.4 7A2 2 0 0 1 17.6 20H7",
  chat: "M4 5h16v11H9l-5 4V5Z",
  image: "M4 5h16v14H4V5Zm0 11 5-5 4 4 3-3 4 4M15.5 9.5h.01",
  star: "m12 3 2.7 5.8 6.3.7-4.7 4.3 1.3 6.2L12 16.9 6.4 20l1.3-6.2L3 9.5l6.3-.7L12 3Z",
  check: "m5 12.5 4.5 4.5L19 7.5",
  cross: "m6 6 12 12M18 6 6 18",
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  out: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  down: "M12 4v11m-5-4 5 5 5-5M5 20h14",
  play: "M8 5v14l11-7L8 5Z",
  keys: "M3 6h18v12H3V6Zm4 4h.01M11 10h.01M15 10h.01M7 14h10",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 5 5",
  inbox: "M4 13 6.5 5h11L20 13v6H4v-6Zm0 0h5l1 2h4l1-2h5",
  film: "M4 5h16v14H4V5Zm4 0v14m8-14v14M4 12h16M4 8.5h4m-4 7h4m8-7h4m-4 7h4",
  alert: "M12 4 2.5 20h19L12 4Zm0 6v5m0 2.5h.01",
  again: "M20 11a8 8 0 1 0-2.3 6M20 5v6h-6",
  pen: "m4 20 1-4L16 5l3 3L8 19l-4 1Z",
  up: "M12 20V5m-6 6 6-6 6 6",
  low: "M12 4v15m-6-6 6 6 6-6",
  stack: "M8 4h12v12H8V4ZM4 8v12h12",
  gear: "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm0-12v3m0 12v3M3 12h3m12 0h3M5.6 5.6l2.1 2.1m8.6 8.6 2.1 2.1m0-12.8-2.1 2.1m-8.6 8.6-2.1 2.1",
  scissors: "M20 5 8.5 15.5M20 19 8.5 8.5M6 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm0 12a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  join: "M12 3v6m-3-3 3 3 3-3M12 21v-6m-3 3 3-3 3 3M4 12h16",
  leave: "M14 4h6v16h-6M10 8l-4 4 4 4M6 12h9",
};

/** An element. `on`: handlers, `text`: its text; `href` and `src` only where they are safe; the rest are attributes. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    } else if (name === "text") element.textContent = value;
    else if (name === "class") element.className = value;
    else if (name === "href" || name === "src" || name === "poster") setAddress(element, name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function setAddress(element, name, value) {
  const ours = value.startsWith("/media/");
  if (ours || (name === "href" && webAddress(value))) element.setAttribute(name, value);
}

/** What stands behind the colon of a flag such as `copy:sample.12`: empty for a plain flag, null when it is not set. */
export function flagValue(card, name) {
  const flag = card.flags.find((one) => one.split(":", 1)[0] === name);
  return flag === undefined ? null : flag.slice(name.length + 1);
}

/** The address if it is http or https, else null. */
export function webAddress(text) {
  try {
    const address = new URL(text);
    return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
  } catch {
    return null;
  }
}

/** A link that leaves the app, or nothing when its address is not a web address. */
export function outside(text, label, ...children) {
  const address = webAddress(text);
  if (!address) return null;
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", "aria-label": label }, ...children);
}

/** Where a stored file is served, or null for what is no key. */
export function media(key) {
  return key && MEDIA.test(key) ? `/media/${key}` : null;
}

/** Text from the web for showing: no direction overrides, and no towers of combining marks. */
export function web(text) {
  return (text ?? "").replace(/[\u202a-\u202e\u2066-\u2069]/g, "").replace(/(\p{M}{3})\p{M}+/gu, "$1");
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function keyOf(item) {
  return `${item.key.site}.${item.key.id}`;
}

/** A button with an icon and a label. */
export function button(kind, name, label, click, more = {}) {
  return h("button", { type: "button", class: `button ${kind}`, on: { click }, ...more }, icon(name), h("span", { text: label }));
}

/** What is shown where a list is empty. */
export function nothing(name, title, hint, ...actions) {
  return h("div", { class: "nothing" }, icon(name), h("h2", { text: title }), h("p", { text: hint }), ...actions);
}

/** A dialog that closes by Escape, by its button and by a click outside. */
export function dialog(kind, label, closeLabel, ...children) {
  const box = h("dialog", { class: `dialog ${kind}`, "aria-label": label });
  const close = h("button", { type: "button", class: "close", "aria-label": closeLabel, on: { click: () => box.close() } }, icon("cross"));
  box.append(close, h("div", { class: "dialog-body", tabindex: "-1", autofocus: true }, ...children), toasts());
  box.addEventListener("click", (event) => event.target === box && box.close());
  box.addEventListener("close", () => {
    const said = [...box.querySelectorAll(".toast")];
    box.remove();
    if (said.length) toastPlace().replaceChildren(...said);
  });
  document.body.append(box);
  box.showModal();
  return box;
}

/** What tells an element of a place from all others, drawn anew or not. */
function markOf(element) {
  const key = element.closest("[data-key]")?.dataset.key ?? "";
  const name = element.getAttribute("aria-label") ?? element.querySelector(":scope > summary")?.textContent ?? element.textContent;
  return `${key} ${element.localName} ${name}`;
}

/** Draws a place anew; what a person has opened, typed there or stands on stays. Its items are told apart by `data-key`. */
export function keeping(place, draw) {
  const opened = new Map([...place.querySelectorAll("details")].map((one) => [markOf(one), one.open]));
  const typed = new Map([...place.querySelectorAll("input, textarea")].map((one) => [markOf(one), one.value]));
  const focused = place.contains(document.activeElement) ? markOf(document.activeElement) : null;
  draw();
  for (const one of place.querySelectorAll("details")) one.open = opened.get(markOf(one)) ?? one.open;
  for (const one of place.querySelectorAll("input, textarea")) one.value = typed.get(markOf(one)) ?? one.value;
  if (focused === null || place.contains(document.activeElement)) return;
  [...place.querySelectorAll("a, button, input, textarea, select, summary, [tabindex]")].find((one) => markOf(one) === focused)?.focus({ preventScroll: true });
}

/** An IntersectionObserver reports changes only; observing anew makes it report the present state. */
export function lookAgain(observer, element) {
  observer.unobserve(element);
  observer.observe(element);
}

/** A place for toasts: the page has one, and each dialog too, since nothing outside of a modal dialog is seen or heard. */
export function toasts() {
  return h("div", { class: "toasts", role: "status", "aria-live": "polite" });
}

/** The place that is seen now: that of the topmost dialog, or else the page's. */
function toastPlace() {
  const places = document.querySelectorAll("dialog[open] > .toasts, body > .toasts");
  return [...document.querySelectorAll("dialog[open] > .toasts")].at(-1) ?? places[0];
}

let toastTimer = 0;

/** A short message at the bottom, announced by screen readers; `action` is a button in it. Gives what takes it away. */
export function toast(text, { bad = false, action = null } = {}) {
  const box = h("div", { class: bad ? "toast bad" : "toast" }, h("span", { text }), action);
  for (const other of document.querySelectorAll(".toast")) other.remove();
  toastPlace().replaceChildren(box);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.remove(), bad ? 9000 : 5000);
  return () => box.remove();
}
