// Charts as SVG, drawn at the width of their place. Every mark can be reached by the keyboard and says its figures as text.

import { h, web } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const STEPS = [1, 2, 5, 10];

function s(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A figure that is drawn anew when its width changes; `draw(width, said)` gives what is in it and its height. */
function figureOf(label, draw) {
  const said = h("p", { class: "chart-said", "aria-live": "polite" });
  const box = h("div", { class: "chart-box" });
  const figure = h("figure", { class: "chart" }, box, said);
  let drawn = 0;
  new ResizeObserver(() => {
    const width = Math.floor(box.clientWidth);
    if (!width || width === drawn) return;
    drawn = width;
    const { height, marks } = draw(width, (text) => (said.textContent = text));
    box.replaceChildren(s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label }, ...marks));
  }).observe(box);
  return figure;
}

/** A mark that says its text when the pointer or the keyboard is on it. */
function mark(text, say, ...shapes) {
  const group = s("g", { tabindex: 0, role: "img", "aria-label": text, class: "chart-mark" }, ...shapes);
  for (const on of ["focus", "mouseenter"]) group.addEventListener(on, () => say(text));
  return group;
}

/** Round numbers from 0 to at least `most`, about `wanted` of them. */
export function ticks(most, wanted = 4) {
  if (!(most > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(most / wanted));
  const step = STEPS.map((one) => one * power).find((one) => most / one <= wanted);
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, n) => n * step);
}

function text(x, y, words, kind = "", anchor = "start") {
  return s("text", { x, y, class: `chart-text ${kind}`, "text-anchor": anchor }, words);
}

/** As much of a text as fits into so many pixels, by the usual width of its letters. */
function cut(words, width) {
  let room = width;
  const letters = [...web(words)];
  const fitting = letters.findIndex((letter) => (room -= letter.charCodeAt(0) > 0x2e80 ? 13 : 7.4) < 0);
  return fitting < 0 ? letters.join("") : `${letters.slice(0, Math.max(1, fitting - 1)).join("")}…`;
}

/** Bars from left to right. A row: `name`, `value` (null: not known), `low` and `high` of its interval, `said` about it. */
export function barChart(label, rows, format) {
  const most = Math.max(0, ...rows.map((one) => one.high ?? one.value ?? 0));
  return figureOf(label, (width, say) => {
    const [left, right, line] = [Math.min(150, width * 0.3), 64, 30];
    const scale = ticks(most, width < 500 ? 3 : 5);
    const x = (value) => left + ((width - left - right) * value) / scale.at(-1);
    const bottom = rows.length * line + 4;
    const axis = scale.flatMap((value) => [
      s("line", { x1: x(value), x2: x(value), y1: 0, y2: bottom, class: "chart-grid" }),
      text(x(value), bottom + 16, format(value), "", "middle"),
    ]);
    const bars = rows.map((one, n) => {
      const y = n * line + 4;
      const middle = y + line / 2 - 2;
      const shapes = [s("rect", { x: 0, y, width, height: line - 4, class: "chart-hit" }), text(left - 8, middle + 4, cut(one.name, left - 10), "name", "end")];
      if (one.value === null) shapes.push(text(left + 6, middle + 4, one.unknown ?? "–", "faint"));
      else {
        shapes.push(s("rect", { x: left, y: y + 3, width: Math.max(1, x(one.value) - left), height: line - 10, rx: 3, class: one.low === null ? "chart-bar few" : "chart-bar" }));
        if (one.low !== null && one.low !== undefined) {
          shapes.push(s("path", { d: `M${x(one.low)} ${middle - 4}v8m0-4H${x(one.high)}m0-4v8`, class: "chart-whisker" }));
        }
        shapes.push(text(Math.max(x(one.value), x(one.high ?? 0)) + 6, middle + 4, format(one.value), "value"));
      }
      return mark(one.said, say, ...shapes);
    });
    return { height: bottom + 24, marks: [...axis, ...bars] };
  });
}

/** A line through points in order. A point: `name`, `value` (null: a gap), `said` about it. */
export function lineChart(label, points, format) {
  const most = Math.max(0, ...points.map((one) => one.value ?? 0));
  return figureOf(label, (width, say) => {
    const [left, top, bottom] = [52, 8, 176];
    const scale = ticks(most);
    const step = points.length > 1 ? (width - left - 16) / (points.length - 1) : 0;
    const x = (n) => (points.length > 1 ? left + 4 + n * step : (left + width) / 2);
    const y = (value) => bottom - ((bottom - top) * value) / scale.at(-1);
    const axis = scale.flatMap((value) => [
      s("line", { x1: left, x2: width, y1: y(value), y2: y(value), class: "chart-grid" }), text(left - 8, y(value) + 4, format(value), "", "end"),
    ]);
    const every = Math.max(1, Math.ceil(points.length / Math.max(2, Math.floor((width - left) / 90))));
    const names = points.flatMap((one, n) => (n % every ? [] : [text(x(n), bottom + 18, one.name, "", n || points.length < 2 ? (x(n) > width - 24 ? "end" : "middle") : "start")]));
    let pen = "M";
    const path = points.map((one, n) => {
      if (one.value === null) pen = "M";
      const part = one.value === null ? "" : `${pen}${x(n)} ${y(one.value)}`;
      if (one.value !== null) pen = "L";
      return part;
    }).join("");
    const dots = points.flatMap((one, n) => (one.value === null ? [] : [mark(one.said, say,
      s("circle", { cx: x(n), cy: y(one.value), r: 11, class: "chart-hit" }), s("circle", { cx: x(n), cy: y(one.value), r: points.length > 60 ? 2 : 4, class: "chart-dot" }))]));
    return { height: bottom + 28, marks: [...axis, ...names, s("path", { d: path || "M0 0", class: "chart-line" }), ...dots] };
  });
}

/** A retention curve over the lines of a script: `lines` with `start`, `end` in seconds and what is `said`; `worst` is marked. */
export function curveChart(label, { points, lines, seconds, worst }, format, clock) {
  const most = Math.max(1, ...points.map((one) => one.watching));
  return figureOf(label, (width, say) => {
    const [left, top, bottom] = [52, 8, 190];
    const x = (at) => left + ((width - left - 12) * at) / seconds;
    const y = (value) => bottom - ((bottom - top) * value) / most;
    const axis = ticks(most).filter((value) => value <= most).flatMap((value) => [
      s("line", { x1: left, x2: width, y1: y(value), y2: y(value), class: "chart-grid" }), text(left - 8, y(value) + 4, format(value), "", "end"),
    ]);
    const times = ticks(seconds, width < 500 ? 3 : 6).filter((at) => at <= seconds).map((at) => text(x(at), bottom + 40, clock(at), "", x(at) > width - 20 ? "end" : at ? "middle" : "start"));
    const curve = points.map((one, n) => `${n ? "L" : "M"}${x(one.place * seconds)} ${y(one.watching)}`).join("");
    const spoken = lines.map((one, n) => {
      const wide = Math.max(2, x(one.end) - x(one.start) - 1);
      const kind = n === worst ? "chart-spoken worst" : "chart-spoken";
      return mark(one.said, say,
        s("rect", { x: x(one.start), y: top, width: wide, height: bottom - top, class: n === worst ? "chart-band worst" : "chart-band" }),
        s("rect", { x: x(one.start), y: bottom + 6, width: wide, height: 16, rx: 3, class: kind }),
        wide > 16 ? text(x(one.start) + wide / 2, bottom + 18, String(n + 1), n === worst ? "number worst" : "number", "middle") : "");
    });
    return { height: bottom + 50, marks: [...axis, ...times, ...spoken, s("path", { d: curve, class: "chart-line still" })] };
  });
}
