// Lines of a script: how long one is spoken, and what becomes of them when they are split and joined.

const SYLLABLES_A_SECOND = 6.2;

/** About how many seconds a line is spoken. */
export function seconds(line) {
  return line.spoken.replace(/\s/g, "").length / SYLLABLES_A_SECOND + 0.15;
}

/**
 * The two lines that one becomes, split behind the words before `cursor`, a place in its caption, or else in the middle;
 * null for a line of one word. A recording is of the whole line and belongs to neither.
 */
export function splitLine(line, cursor) {
  const shown = line.display.trim().split(" ");
  const said = line.spoken.trim().split(" ");
  if (shown.length < 2) return null;
  const before = line.display.slice(0, cursor).trim().split(" ").filter(Boolean).length;
  const at = before > 0 && before < shown.length ? before : Math.ceil(shown.length / 2);
  const [head, tail] = [shown.slice(0, at).join(" "), shown.slice(at).join(" ")];
  const stressed = (text) => (line.emphasis ?? []).filter((word) => text.includes(word));
  return [
    { ...line, display: head, spoken: said.slice(0, at).join(" "), continues: true, pause_after: 0, recording: null, emphasis: stressed(head) },
    { ...line, display: tail, spoken: said.slice(at).join(" ") || tail, recording: null, emphasis: stressed(tail) },
  ];
}

/** A line with the words of the next one behind it. */
export function joinLines(line, next) {
  return {
    ...line, display: `${line.display.trim()} ${next.display.trim()}`, spoken: `${line.spoken.trim()} ${next.spoken.trim()}`,
    continues: next.continues ?? null, pause_after: next.pause_after ?? 0, recording: null,
    emphasis: [...new Set([...(line.emphasis ?? []), ...(next.emphasis ?? [])])],
  };
}
