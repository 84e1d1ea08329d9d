// One stream of updates for all tabs of a browser: a browser keeps six connections to a server, and each stream is one.

import { listenTo } from "./updates.js";

const tabs = new Set();
let end = null;
let state = null; // the last thing heard of the connection itself, for tabs that come later
let broker = null;
const reading = new Map(); // the last thing heard of what each person reads

function hear(event) {
  if (event.name === "open" || event.name === "error") [state, broker] = [event, null];
  if (event.name === "broker") broker = event;
  if (event.name === "reading") reading.set(JSON.parse(event.data).who, event);
  for (const tab of tabs) tab.postMessage(event);
}

addEventListener("connect", ({ ports: [tab] }) => {
  tabs.add(tab);
  tab.onmessage = () => {
    tabs.delete(tab);
    if (tabs.size) return;
    end(); // nobody listens: who logs in next must not get what the last one may see
    end = state = broker = null;
    reading.clear();
  };
  if (!end) end = listenTo("/api/updates", hear);
  for (const event of [state, broker, ...reading.values()]) if (event) tab.postMessage(event);
});
