// The server's stream of updates, connected again whenever it ends, and shared by the tabs of a browser.

const NAMES = ["update", "tick", "broker", "reading", "registered", "missed", "error"];
const PAUSE = 5000; // milliseconds before a stream that the server refused is asked for again
const SHARED = "wagglebot.updates"; // the lock of the tab that has the stream, and the channel it tells the others by

/** Calls `hear` with the name and data of everything that is heard; gives what ends it. */
function listenTo(address, hear) {
  let source;
  let timer = 0;
  const begin = () => {
    source = new EventSource(address);
    for (const name of NAMES) source.addEventListener(name, (event) => hear({ name, data: event.data ?? null }));
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(begin, PAUSE);
    });
  };
  begin();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/**
 * As `listenTo`, with one stream for all tabs: a browser keeps six connections to a server, and each stream is one. The
 * tab that holds the lock has it; when that tab goes, the next one does. Without locks each tab has its own.
 */
export function listenTogether(address, hear) {
  if (!navigator.locks || !globalThis.BroadcastChannel) return listenTo(address, hear);
  const channel = new BroadcastChannel(SHARED);
  const newest = new Map(); // what a tab that comes later must know
  const waiting = new AbortController();
  let end = () => {};
  const tell = (event) => {
    if (event.name === "registered" || event.name === "error") {
      newest.delete("broker");
      newest.set("state", event);
    }
    if (event.name === "broker") newest.set("broker", event);
    if (event.name === "reading") newest.set(`reading ${JSON.parse(event.data).who}`, event);
    channel.postMessage(event);
    hear(event);
  };
  const lead = (lock, late) => lock && new Promise((done) => {
    if (late) tell({ name: "error", data: null }); // something may have been missed since the tab before went
    const stop = listenTo(address, tell);
    end = () => {
      stop();
      done(true);
    };
  });
  channel.onmessage = ({ data }) => {
    if (data !== "hello") hear(data);
    else for (const event of newest.values()) channel.postMessage(event);
  };
  navigator.locks.request(SHARED, { ifAvailable: true }, (lock) => lead(lock, false))
    .then((led) => led ?? navigator.locks.request(SHARED, { signal: waiting.signal }, (lock) => lead(lock, true)))
    .catch((error) => {
      if (error.name !== "AbortError") throw error; // this tab went while it waited
    });
  channel.postMessage("hello");
  return () => {
    waiting.abort();
    end();
    channel.close();
  };
}
