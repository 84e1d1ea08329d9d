// The chosen language, and how figures and times are written in it.

import { words as en } from "./words_en.js";
import { words as ko } from "./words_ko.js";

const TEXTS = { ko, en };
const STORED = "wagglebot.language";

export const language = localStorage.getItem(STORED) === "en" ? "en" : "ko";

/** The whole page is drawn in one language, so the switch loads it again. */
export function switchLanguage() {
  localStorage.setItem(STORED, language === "ko" ? "en" : "ko");
  location.reload();
}

export function t(key, values = {}) {
  const text = TEXTS[language][key];
  if (text === undefined) throw new Error(`no text for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

const PREFIXES = { template: "template", voice: "engine", platform: "platform", writer: "writer" };

/** Takes in what installed adapters are called: `template_chat`, `engine_espeak`, `platform_youtube`. */
export function addTitles(adapters) {
  for (const { kind, name, ko: korean, en: english } of adapters) {
    const key = `${PREFIXES[kind] ?? kind}_${name}`.replaceAll("-", "_");
    TEXTS.ko[key] = korean;
    TEXTS.en[key] = english;
  }
}

export function has(key) {
  return key in TEXTS[language];
}

const compact = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat(language);
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

/** 9,800, 1.2만, 12K; a dash for what the site does not show. */
export function figure(number) {
  if (number === null || number === undefined) return "–";
  return (number < 10000 ? plain : compact).format(number);
}

/** 3시간 전, 방금, 5분 후. */
export function ago(time) {
  const seconds = (new Date(time) - Date.now()) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return t(seconds > 0 ? "soon" : "just_now");
}

export function exact(time) {
  return moment.format(new Date(time));
}

/** Seconds as 1:05, or 1:02:03 from an hour on. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const tail = `${hours ? String(minutes).padStart(2, "0") : minutes}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}
