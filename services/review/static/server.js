// Talking to the server: reads, writes, and the updates it sends by itself.

import { language, t } from "./text.js";

const PATIENCE = 8000;

/** The server refused (`status`) or could not be reached (`status` 0). `message` is a sentence for the reviewer. */
export class Failure extends Error {
  constructor(status, message, body = null) {
    super(message);
    this.status = status;
    this.card = body?.card ?? null;
    this.checks = body?.checks ?? [];
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
  const body = await answer.json().catch(() => null);
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

/** Listens to updates. `again` is called when the connection came back, so what was missed can be loaded. */
export function listen({ update, tick, connected, again }) {
  const source = new EventSource("/api/updates");
  let broken = false;
  source.addEventListener("update", (event) => update(JSON.parse(event.data)));
  source.addEventListener("tick", (event) => tick(JSON.parse(event.data)));
  source.addEventListener("open", () => {
    connected(true);
    if (broken) again();
    broken = false;
  });
  source.addEventListener("error", () => {
    broken = true;
    connected(false);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => {
        listen({ update, tick, connected, again });
        again();
      }, 5000);
    }
  });
  addEventListener("pagehide", () => source.close());
}
