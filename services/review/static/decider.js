// Decisions, sent one after another in the order they were made, so that the facts are in that order too.

import { post } from "./server.js";

const MOST = 100; // posts that the server takes in one batch
const KEPT = 50; // decisions that can be taken back after the page was loaded again
const STORED = "wagglebot.decided";

/** The decisions that were made before the page was loaded again, in this tab. */
function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(STORED)) ?? [];
  } catch {
    return [];
  }
}

export class Decider {
  constructor() {
    this.line = Promise.resolve();
    this.waiting = 0;
    this.mine = new Map(); // post → sequence of my decision; Infinity while it is under way
    this.past = remembered().map((one) => ({ ...one, next: null }));
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

  /** One decision on many posts, in this order; gives the answer for each. Those of a batch that failed have none. */
  sendAll(keys, decision, reason = "") {
    this.waiting += 1;
    for (const key of keys) this.mine.set(key, Infinity);
    const sent = this.line.then(async () => {
      const answers = [];
      for (let first = 0; first < keys.length; first += MOST) {
        const posts = keys.slice(first, first + MOST);
        try {
          answers.push(...await post("/api/decisions", { decision: { decision, reason }, posts }, 10000 + posts.length * 500));
        } catch (failure) {
          if (!answers.length) throw failure;
          answers.push(...keys.slice(first).map((key) => ({ post: key, decided: null, message: failure.message })));
          break;
        }
      }
      return answers;
    });
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
    this.store();
  }

  forget(entry) {
    this.past = this.past.filter((other) => other !== entry);
    this.store();
  }

  /** The last decision that can be taken back. */
  pop() {
    const last = this.past.pop() ?? null;
    this.store();
    return last;
  }

  /** Keeps what can be taken back for when the page is loaded again; call it whenever an entry changed. */
  store() {
    try {
      sessionStorage.setItem(STORED, JSON.stringify(this.past.slice(-KEPT).map(({ keys, cards }) => ({ keys, cards }))));
    } catch {
      sessionStorage.removeItem(STORED); // more than a browser keeps: it can be taken back until the page is loaded again
    }
  }
}
