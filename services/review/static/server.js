// Talking to the server: reads, writes, and the updates it sends by itself.

import { language, t } from "./text.js";
import { listenTogether } from "./updates.js";

const PATIENCE = 8000;

/** The server refused (`status`) or could not be reached (`status` 0). `message` is a sentence for the reviewer. */
export class Failure extends Error {
  constructor(status, message, body = null) {
    super(message);
    this.status = status;
    this.card = body?.card ?? null;
    this.checks = body?.checks ?? [];
    this.by = body?.by ?? "";
  }
}

async function ask(path, options, patience = PATIENCE) {
  let answer;
  try {
    const signal = options.signal
      ? AbortSignal.any([options.signal, AbortSignal.timeout(patience)])
      : AbortSignal.timeout(patience);
    answer = await fetch(path, { ...options, signal, headers: { ...options.headers, "accept-language": language } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(0, t("unreachable"));
  }
  if (answer.status === 401) location.reload();
  const body = answer.status === 204 ? null : await answer.json().catch(() => undefined);
  if (answer.ok && body === undefined) throw new Failure(0, t("unreachable")); // it broke off on the way
  if (!answer.ok) throw new Failure(answer.status, body?.message ?? t("unreachable"), body);
  return body;
}

export function get(path, params = {}, signal = undefined) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value !== null && value !== "") query.append(name, value);
  const text = query.toString();
  return ask(text ? `${path}?${text}` : path, { method: "GET", signal });
}

export function post(path, body, patience = PATIENCE) {
  return ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }, patience);
}

/**
 * Listens to updates. `connected` is told how it stands: "live", "offline" or "broker_away". `again` is called when the
 * connection came back, so what was missed can be loaded.
 */
export function listen({ update, tick, reading, connected, again }) {
  let broken = false;
  const heard = {
    update: (data) => update(JSON.parse(data)),
    tick: (data) => tick(JSON.parse(data)),
    reading: (data) => reading(JSON.parse(data)),
    broker: (data) => connected(JSON.parse(data).away ? "broker_away" : "live"),
    open: () => {
      connected("live");
      if (broken) again();
      broken = false;
    },
    error: () => {
      broken = true;
      connected("offline");
    },
  };
  const hear = ({ name, data }) => heard[name](data);
  let end;
  const begin = () => (end = listenTogether("/api/updates", hear));
  begin();
  addEventListener("pagehide", () => end());
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    begin();
    again();
  });
}
