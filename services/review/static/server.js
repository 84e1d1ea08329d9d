// Talking to the server: reads, writes, and the updates it sends by itself.

import { language, t } from "./text.js";
import { listenTogether } from "./updates.js";

const PATIENCE = 8000;
const LEAVING = 100; // milliseconds in which a page that ends its requests is gone

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
    // A page that is being left ends its requests, and never goes on from here: what may be recorded is not undone on it.
    await new Promise((later) => setTimeout(later, LEAVING));
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
 * Listens to updates. What this gives has `registered`, kept as soon as the server sends every change to this page, so
 * that lists asked for after it miss none, and `begin`, which passes on what was heard so far and all that follows.
 * `connected` is told how it stands: "live", "offline" or "broker_away"; `again` is called when something may have been
 * missed and has to be loaded.
 */
export function listen() {
  const early = [];
  let pass = (event) => early.push(event);
  let missed = false;
  let done;
  const registered = new Promise((kept) => (done = kept));
  const hear = (event) => {
    if (event.name === "registered") done(true);
    pass(event);
  };
  let end;
  const connect = () => (end = listenTogether("/api/updates", hear));
  connect();
  addEventListener("pagehide", () => end());
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    missed = true;
    connect();
  });
  const begin = ({ update, tick, reading, connected, again }, listsAreOlder) => {
    missed = listsAreOlder;
    const heard = {
      update: (data) => update(JSON.parse(data)),
      tick: (data) => tick(JSON.parse(data)),
      reading: (data) => reading(JSON.parse(data)),
      broker: (data) => connected(JSON.parse(data).away ? "broker_away" : "live"),
      missed: () => again(),
      registered: () => {
        connected("live");
        if (missed) again();
        missed = false;
      },
      error: () => {
        missed = true;
        connected("offline");
      },
    };
    pass = ({ name, data }) => heard[name](data);
    early.splice(0).forEach(pass);
  };
  return { registered, begin };
}
