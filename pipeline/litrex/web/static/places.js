"use strict";
// The article's text and its places. All places are code points of the raw text; the browser counts UTF-16 units, so every
// way from one to the other goes through here.

const article = document.getElementById("article");
export const runs = [...article.querySelectorAll(".r")].map((el) => ({
  el, a: Number(el.dataset.a), b: Number(el.dataset.b), whole: "w" in el.dataset,
}));
const byStart = [...runs].sort((one, other) => one.a - other.a || one.b - other.b);
const furthest = [];
for (const run of byStart) furthest.push(Math.max(run.b, furthest.at(-1) ?? 0));

// How many UTF-16 units the first `points` code points of a text take, and the other way round.
export const units = (text, points) => {
  let at = 0;
  for (let left = points; left > 0 && at < text.length; left--) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
};
export const points = (text, unit) => {
  let count = 0;
  for (let at = 0; at < unit; count++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return count;
};

const first = (list, test) => {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(list[middle], middle)) high = middle; else low = middle + 1;
  }
  return low;
};

// The runs that a raw stretch reaches into.
export const over = (a, b) => {
  const met = [];
  for (let at = first(furthest, (end) => end > a); at < byStart.length && byStart[at].a < b; at++) {
    if (byStart[at].b > a) met.push(byStart[at]);
  }
  return met;
};

export const rangesOf = (spans) => spans.flatMap(([a, b]) => over(a, b).map((run) => {
  const text = run.el.firstChild;
  const range = document.createRange();
  range.setStart(text, run.whole || a <= run.a ? 0 : units(text.data, a - run.a));
  range.setEnd(text, run.whole || b >= run.b ? text.data.length : units(text.data, b - run.a));
  return range;
}));

export const light = (name, spans, scroll = true) => {
  const ranges = rangesOf(spans);
  if (window.Highlight) CSS.highlights.set(name, new Highlight(...ranges));
  article.querySelectorAll(`.lit-${name}`).forEach((el) => el.classList.remove(`lit-${name}`));
  for (const range of ranges) range.startContainer.parentElement.closest(".b, tr")?.classList.add(`lit-${name}`);
  if (scroll && ranges.length) ranges[0].startContainer.parentElement.scrollIntoView({ block: "center" });
  return ranges.map(String).join("");
};

// What is selected with the mouse, as a raw stretch; null where nothing of the article is.
export const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!article.contains(range.commonAncestorContainer)) return null;
  const from = first(runs, (run) => range.comparePoint(run.el.firstChild, run.el.firstChild.data.length) > -1 &&
    !(range.startContainer === run.el.firstChild && range.startOffset === run.el.firstChild.data.length));
  const to = first(runs, (run) => range.comparePoint(run.el.firstChild, 0) > 0 ||
    (range.endContainer === run.el.firstChild && range.endOffset === 0)) - 1;
  if (from > to) return null;
  const edge = (run, node, offset, whole, exact) => run.whole || node !== run.el.firstChild ? whole :
    run.a + points(run.el.firstChild.data, offset) + exact;
  const a = edge(runs[from], range.startContainer, range.startOffset, runs[from].a, 0);
  const b = edge(runs[to], range.endContainer, range.endOffset, runs[to].b, 0);
  return a < b ? [a, b] : null;
};

// A paragraph or table row as code points, each with its raw stretch.
const blocks = [...article.querySelectorAll(".b, tr")];
export const blockAt = (raw) => {
  const run = over(raw, raw + 1)[0];
  return run ? blocks.indexOf(run.el.closest(".b, tr")) : -1;
};
export const spelled = (number) => {
  const chars = [];
  if (!blocks[number]) return chars;
  for (const el of blocks[number].querySelectorAll(".r")) {
    let at = Number(el.dataset.a);
    const end = Number(el.dataset.b), whole = "w" in el.dataset;
    for (const char of el.textContent) {
      chars.push({ char, a: at, b: whole ? end : at + 1 });
      if (!whole) at += 1;
    }
    if (el.nextElementSibling === null && el.parentElement.matches("td, th")) chars.push({ char: "\n", a: end, b: end });
  }
  return chars;
};
export const countBlocks = blocks.length;
export const firstVisible = () => Math.max(0, blocks.findIndex((el) => el.getBoundingClientRect().bottom > 120));
export const mentions = runs.filter((run) => run.el.classList.contains("m"));
