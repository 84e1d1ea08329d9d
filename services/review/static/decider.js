// Decisions, sent one after another in the order they were made, so that the facts are in that order too.

import { post } from "./server.js";

export class Decider {
  constructor() {
    this.line = Promise.resolve();
    this.waiting = 0;
    this.mine = new Map(); // post → sequence of my decision; Infinity while it is under way
    this.past = [];
    addEventListener("beforeunload", (event) => this.waiting && event.preventDefault());
  }

  /** Sends a decision; the promise fails with a Failure when it was not recorded. */
  send(key, decision, seen, more = {}) {
    this.waiting += 1;
    this.mine.set(key, Infinity);
    const sent = this.line.then(() => post(`/api/posts/${encodeURIComponent(key)}/decision`, { decision, seen, ...more }));
    this.line = sent.then(
      (now) => this.mine.set(key, now.sequence),
      () => this.mine.delete(key),
    ).then(() => (this.waiting -= 1));
    return sent;
  }

  /** One decision on many posts, in this order; gives the answer for each. */
  sendAll(keys, decision, reason = "") {
    this.waiting += 1;
    for (const key of keys) this.mine.set(key, Infinity);
    const sent = this.line.then(() => post("/api/decisions", { decision: { decision, reason }, posts: keys }, 10000 + keys.length * 500));
    const settle = (answers) => {
      for (const key of keys) this.mine.delete(key);
      for (const one of answers) if (one.decided) this.mine.set(one.post, one.decided.sequence);
    };
    this.line = sent.then(settle, () => settle([])).then(() => (this.waiting -= 1));
    return sent;
  }

  /** Whether what the projection says of a post is older than my decision on it. */
  outdates(key, card) {
    return this.mine.has(key) && card.sequence < this.mine.get(key);
  }

  remember(entry) {
    this.past.push(entry);
  }

  forget(entry) {
    this.past = this.past.filter((other) => other !== entry);
  }

  /** The last decision that can be taken back. */
  pop() {
    return this.past.pop() ?? null;
  }
}
