// The server's stream of updates, connected again whenever it ends.

const NAMES = ["update", "tick", "broker", "reading", "open", "error"];
const PAUSE = 5000; // milliseconds before a stream that the server refused is asked for again

/** Calls `hear` with the name and data of everything that is heard; gives what ends it. */
export function listenTo(address, hear) {
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
