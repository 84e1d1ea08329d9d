// Channels, where there are several: which of them get a film of a post, and whose films the gallery shows.

import { h, web } from "./dom.js";
import { label, select } from "./parts.js";
import { t } from "./text.js";

/** The name of a channel as people say it. */
export const channelTitle = ({ title }) => (title ? web(title) : t("channel_default"));

/** Boxes for the channels that get a film of a post; `chosen` keeps what the reviewer changed, by post. */
export function channelField(channels, chosen, key) {
  const names = new Set(chosen.get(key) ?? channels.filter((one) => one.given).map((one) => one.name));
  const box = (one) => {
    const tick = h("input", { type: "checkbox", on: { change: () => {
      names[tick.checked ? "add" : "delete"](one.name);
      chosen.set(key, [...names]);
      none.hidden = names.size > 0;
    } } });
    tick.checked = names.has(one.name);
    return h("label", { class: "check" }, tick, h("span", { text: channelTitle(one) }));
  };
  const none = h("p", { class: "hint", text: t("channels_none") });
  none.hidden = names.size > 0;
  return h("fieldset", { class: "channels" }, h("legend", { text: t("channels_for") }), channels.map(box), none);
}

/** A choice of whose films are shown; empty for all. */
export function channelFilter(channels, changed) {
  const names = channels.map((one) => [one.name, channelTitle(one)]);
  return label(t("channel"), select([["", t("channels_all")], ...names], "", changed));
}
