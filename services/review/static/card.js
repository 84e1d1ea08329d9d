// One post of the inbox as a card, and the parts the reading pane shares with it.

import { button, h, icon, keyOf, media, outside, web } from "./dom.js";
import { ago, exact, figure, has, language, t } from "./text.js";

/** Where it is from and how old it is. */
export function origin(card) {
  const time = card.posted_at ?? card.collected_at;
  return h(
    "p", { class: "origin" },
    h("span", { class: "site", text: web(card.site_name) }),
    card.board ? h("span", { class: "board", text: web(card.board) }) : null,
    h("time", { datetime: time, title: exact(time), text: ago(time) }),
    card.flags.map((flag) => h("span", { class: flag === "gone" ? "flag bad" : "flag", text: flagged(flag) })),
    card.status === "DECLINED" ? h("span", { class: "flag muted", text: t("was_declined") }) : null,
  );
}

/** Why the learned order puts a post where it is; nothing where it is not used. */
export function reasons(card) {
  if (!card.expected) return null;
  const said = card.expected.reasons.map(({ up, en, ko }) => h("span", { class: up ? "up" : "down" },
    h("span", { class: "sr", text: t(up ? "raises" : "lowers") }), web(language === "en" ? en : ko)));
  return h("p", { class: "reasons" }, h("b", { text: t("expected", { n: Math.round(card.expected.worth * 100) }) }), said);
}

function flagged(flag) {
  const key = `flag_${flag.replace(/:.*/, "").replaceAll("-", "_")}`;
  return has(key) ? t(key) : web(flag);
}

function one(name, label, value) {
  return h("li", { title: label }, icon(name), h("span", { class: "sr", text: label }), h("b", { text: value }));
}

export function figures(card) {
  return h(
    "ul", { class: "figures" },
    one("eye", t("views"), figure(card.views)),
    one("like", t("likes"), figure(card.likes)),
    one("chat", t("comments"), figure(card.comments)),
    card.image_count ? one("image", t("pictures", { n: card.image_count }), card.image_count) : null,
    h("li", { class: "score", title: t("score"), "data-key": keyOf(card) }, icon("star"), h("span", { class: "sr", text: t("score") }), h("b", { text: shown(card.score) })),
  );
}

/** What a score is made of, in words. */
export function scoreParts(parts) {
  const said = Object.entries(parts).map(([name, part]) => `${t(`part_${name}`)} ${Math.round(part * 100)}`);
  return said.length ? `${t("score_parts")}: ${said.join(" · ")}` : t("score");
}

/** Scores run from 0 to 1; people read 0 to 100. */
function shown(score) {
  return String(Math.round(score <= 1 ? score * 100 : score));
}

const TWICE = 400; // milliseconds within which a second click means the first
let clicked = -TWICE;

/** A double click decides once: after the first click the next card lies under the pointer. */
function once(decided) {
  return (event) => {
    const again = event.detail > 1 || (event.detail === 1 && event.timeStamp - clicked < TWICE);
    if (event.detail) clicked = event.timeStamp;
    if (!again) decided();
  };
}

/** The buttons of a decision; `reasoned`: declining for a reason is among them. */
export function decisions(decide, card, reasoned = false) {
  const declined = card.status === "DECLINED";
  return h(
    "div", { class: "decisions" },
    button("approve", "check", t("approve"), once(() => decide("approve")), { title: `${t("approve")} (A)` }),
    button("decline", "cross", t("decline"), once(() => decide("decline")), { title: `${t("decline")} (D)`, disabled: declined }),
    reasoned ? button("decline reasoned", "pen", t("decline_why"), once(() => decide("why")), { title: `${t("decline_why_long")} (Shift+D)`, disabled: declined }) : null,
  );
}

/** Only the chosen card's links and buttons are stops of the Tab key: else every card would have five. */
export function tabStops(element, chosen) {
  element.setAttribute("tabindex", chosen ? "0" : "-1");
  for (const stop of element.querySelectorAll("a, button, input")) stop.tabIndex = chosen ? 0 : -1;
}

/** The card element. `act(name, key)` is called with approve, decline, open or choose. */
export function drawCard(card, act) {
  const key = keyOf(card);
  const picture = media(card.first_image);
  const titleId = `wb-title-${key}`;
  const element = h(
    "article",
    {
      class: picture ? "card pictured" : "card", tabindex: "-1", "data-key": key, "aria-labelledby": titleId,
      on: {
        focusin: () => act("choose", key),
        click: (event) => !event.target.closest("a, button") && act("choose", key),
      },
    },
    h("label", { class: "pick", title: `${t("select_post")} (X)` },
      h("input", { type: "checkbox", "aria-label": `${t("select_post")}: ${web(card.title)}`, on: { change: () => act("pick", key) } })),
    picture ? h("img", { class: "thumb", src: picture, alt: "", loading: "lazy", decoding: "async", draggable: "false" }) : null,
    h(
      "div", { class: "card-text" },
      origin(card),
      h("h2", { id: titleId, dir: "auto", text: web(card.title), on: { click: () => act("open", key) } }),
      h("p", { class: "excerpt", dir: "auto", text: web(card.excerpt) }),
      reasons(card),
      card.best_comment ? quote(card.best_comment) : null,
      card.copies.length ? h("p", { class: "copies" }, icon("stack"), h("span", { text: t("copies", { n: card.copies.length }), title: card.copies.map((one) => `${one.site}.${one.id}`).join(", ") })) : null,
      h("div", { class: "card-foot" }, figures(card), outside(card.url, t("source"), icon("out"), h("span", { text: t("source") }))),
    ),
    decisions((name) => act(name, key), card),
  );
  tabStops(element, false);
  return element;
}

export function quote(comment) {
  return h(
    "blockquote", { class: "quote", dir: "auto" },
    h("span", { text: web(comment.content) }),
    h("span", { class: "quote-likes" }, icon("like"), h("span", { class: "sr", text: t("likes") }), String(figure(comment.likes))),
  );
}
