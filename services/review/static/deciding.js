// What a reviewer decides in the inbox: at once on the page, and back again where it was not recorded.

import { Selection } from "./batch.js";
import { button, h, keyOf, toast, web } from "./dom.js";
import { drawCard } from "./card.js";
import { declineReason } from "./decline_reason.js";
import { checklist } from "./checklist.js";
import { Decider } from "./decider.js";
import { verdictField } from "./reader.js";
import { t } from "./text.js";

export class Deciding {
  constructor(inbox) {
    this.inbox = inbox;
    this.decider = new Decider();
    this.selection = new Selection((decision) => this.decideAll(decision));
    this.selection.elements = (keys) => keys.map((key) => inbox.cards.get(key)?.element).filter(Boolean);
  }

  /** A key or a button: on the selection where there is one, else on one post. */
  act(name, key, entry) {
    if (name === "edit") this.decide("approve", key, entry, { edit: true });
    else if (name === "why") this.why(key, entry);
    else if (this.selection.keys.size > 1 && this.selection.keys.has(key)) this.decideAll(name);
    else if (!(name === "decline" && entry.card.status === "DECLINED")) this.decide(name, key, entry);
  }

  async decide(decision, key, entry, more = {}) {
    const verdict = this.inbox.reader.verdicts.get(key);
    const channels = this.inbox.reader.channels.get(key);
    if (decision === "approve" && verdict) more = { verdict, ...more };
    if (decision === "approve" && channels) more = { channels, ...more };
    const first = this.inbox.reader.parts.get(key);
    if (decision === "approve" && first) more = { part_two_of: first, ...more };
    const next = this.take(key, entry);
    const past = { keys: [key], cards: [entry.card], next };
    this.decider.remember(past);
    past.sent = this.decider.send(key, decision, entry.card.status, more);
    const undo = button("plain", "undo", `${t("undo")} (U)`, () => this.undo());
    const unsay = toast(t(decision === "approve" ? "approved" : "declined"), { action: undo });
    try {
      await past.sent;
      if (entry.card.copies.length) await this.declineCopies(past, entry.card);
    } catch (failure) {
      unsay();
      this.decider.forget(past);
      this.refuse(key, entry, next, failure);
      if (failure.checks?.length) this.check(key, failure.checks, more);
    }
  }

  /** Declines for a reason, which is on record: one post, or all that are selected. */
  async why(key, entry) {
    if (entry.card.status === "DECLINED") return;
    const { keys } = this.selection;
    const reason = await declineReason(entry.card);
    const still = this.inbox.cards.get(key);
    if (reason === null || !still) return;
    if (keys.size > 1 && keys.has(key)) this.decideAll("decline", reason);
    else this.decide("decline", key, still, { reason });
  }

  /** One film for one story: posts that repeat it are declined together with the decision on it. */
  async declineCopies(past, card) {
    const keys = card.copies.map((key) => keyOf({ key }));
    const answers = await this.decider.sendAll(keys, "decline", `copy of ${keyOf(card)}`);
    past.keys.push(...answers.filter((one) => one.decided).map((one) => one.post));
    this.decider.store();
    toast(t("copies_declined", { n: keys.length }));
  }

  async check(key, checks, more) {
    const entry = this.inbox.cards.get(key);
    if (!entry) return;
    const { reader } = this.inbox;
    const page = checks.includes("verdict") ? await reader.load(key) : null;
    const checked = await checklist(entry.card, checks, page && ((changed) => verdictField(page, reader.verdicts, key, changed)));
    const still = this.inbox.cards.get(key);
    const verdict = reader.verdicts.get(key) ?? "";
    if (checked && still) this.decide("approve", key, still, { ...more, verdict, checked: [...(more.checked ?? []), ...checked] });
  }

  async decideAll(decision, reason = "") {
    const chosen = [...this.selection.keys].map((key) => [key, this.inbox.cards.get(key)]).filter(([, entry]) => entry);
    this.selection.clear();
    const nexts = new Map(chosen.map(([key, entry]) => [key, this.take(key, entry)]));
    const past = { keys: [], cards: [], next: null };
    this.decider.remember(past);
    past.sent = this.decider.sendAll(chosen.map(([key]) => key), decision, reason);
    let answers;
    try {
      answers = await past.sent;
    } catch (failure) {
      answers = chosen.map(([key]) => ({ post: key, decided: null, message: failure.message }));
    }
    const entries = new Map(chosen);
    const lost = answers.filter((one) => !one.decided);
    for (const one of lost.reverse()) {
      this.putBack(entries.get(one.post).card, nexts.get(one.post), one.message);
      this.selection.turn(one.post, this.inbox.cards.get(one.post).element); // so that it can be tried again
    }
    for (const one of answers.filter((each) => each.decided)) {
      past.keys.push(one.post);
      past.cards.push(entries.get(one.post).card);
    }
    this.decider.store();
    const n = past.keys.length;
    if (!n) this.decider.forget(past);
    if (lost.length) toast(t("batch_part", { n, m: lost.length, reason: lost[0].message }), { bad: true });
    else toast(t("batch_done", { n }), { action: button("plain", "undo", `${t("undo")} (U)`, () => this.undo()) });
  }

  /** Takes a card out of the list and moves on; returns the card that followed it. */
  take(key, entry) {
    const { inbox } = this;
    const after = entry.element.nextElementSibling;
    const onward = after ?? entry.element.previousElementSibling;
    const was = inbox.chosen === key;
    inbox.cards.delete(key);
    this.selection.drop(key);
    entry.element.remove();
    if (was) {
      inbox.chosen = null;
      if (onward) inbox.choose(onward.dataset.key);
    }
    if (!inbox.cards.size) inbox.settle();
    return after;
  }

  /** Puts a card back where it was. */
  putBack(card, next, note = "") {
    const { inbox } = this;
    const key = keyOf(card);
    inbox.cards.get(key)?.element.remove();
    const element = drawCard(card, (name, which) => inbox.act(name, which));
    if (note) element.append(h("p", { class: "note", role: "alert", text: note }));
    inbox.cards.set(key, { card, element });
    const place = next?.isConnected ? next : inbox.placeOf(card);
    if (place) place.before(element);
    else inbox.list.append(element);
    inbox.end.replaceChildren();
    inbox.chosen = inbox.chosen === key ? null : inbox.chosen;
    inbox.choose(key);
  }

  refuse(key, entry, next, failure) {
    this.inbox.reader.forget(key);
    if (failure.status !== 409) {
      const plain = failure.status === 503 || failure.status === 428;
      this.putBack(entry.card, next, plain ? failure.message : t("not_saved", { reason: failure.message }));
    }
    const said = failure.by ? `${failure.message} (${t("decided_by", { who: web(failure.by) })})` : failure.message;
    if (failure.status !== 428) toast(said, { bad: true });
    if (failure.status === 409 && failure.card && this.inbox.filters.admits(failure.card)) this.putBack({ ...failure.card, copies: [] }, next, said);
  }

  async undo() {
    const past = this.decider.pop();
    if (!past) return toast(t("nothing_to_undo"));
    try {
      await past.sent;
      const answers = await this.decider.sendAll(past.keys, "reopen");
      const refused = answers.find((one) => !one.decided);
      for (const card of past.cards.toReversed()) {
        const key = keyOf(card);
        const open = { ...card, status: "COLLECTED" };
        if (answers.some((one) => one.post === key && one.decided) && this.inbox.filters.admits(open)) this.putBack(open, past.next);
      }
      if (refused) toast(refused.message, { bad: true });
      else toast(t("reopened"));
    } catch (failure) {
      this.decider.remember(past); // nothing was taken back: it can be tried again
      toast(failure.message, { bad: true });
    }
  }
}
