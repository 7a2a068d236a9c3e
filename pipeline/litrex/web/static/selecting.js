"use strict";
// Selecting words of the article by keyboard.

import { blockAt, countBlocks, firstVisible, light, mentions, selected, spelled } from "./places.js";

const cutter = new Intl.Segmenter(document.getElementById("article").lang || "zh", { granularity: "word" });
let state = null;

// The words of a block, as stretches of its code points.
const wordsOf = (chars) => {
  const told = [];
  let at = 0;
  for (const part of cutter.segment(chars.map((one) => one.char).join(""))) {
    const length = [...part.segment].length;
    if (part.isWordLike) told.push([at, at + length]);
    at += length;
  }
  return told;
};

const show = () => {
  const { chars, i, j } = state;
  light("choosing", j > i ? [[chars[i].a, chars[j - 1].b]] : []);
  state.told(chars.slice(i, j).map((one) => one.char).join(""));
};

const enter = (number, where) => {
  const chars = spelled(number);
  if (!chars.length) return false;
  const words = wordsOf(chars);
  const [i, j] = (where < 0 ? words.at(-1) : words[0]) ?? [0, Math.min(1, chars.length)];
  Object.assign(state, { number, chars, i, j });
  return true;
};

const toBlock = (step) => {
  for (let number = state.number + step; number >= 0 && number < countBlocks; number += step) {
    if (enter(number, step)) break;
  }
};

const toWord = (step) => {
  const words = wordsOf(state.chars);
  const next = step > 0 ? words.find(([a]) => a >= state.j) : words.findLast(([, b]) => b <= state.i);
  if (next) [state.i, state.j] = next; else toBlock(step);
};

const place = (a, b) => {
  const number = blockAt(a);
  if (number < 0) return false;
  const chars = spelled(number);
  const i = chars.findIndex((one) => one.b > a);
  if (i < 0) return false;
  let j = i;
  while (j < chars.length && chars[j].a < b && chars[j].char !== "\n") j += 1;
  Object.assign(state, { number, chars, i, j: Math.max(j, i + 1) });
  return true;
};

const toMention = (step) => {
  const here = state.chars[state.i].a;
  const next = step > 0 ? mentions.find((one) => one.a > here) : mentions.findLast((one) => one.a < here);
  if (next) place(next.a, next.b);
};

const moveEnd = (step) => { state.j = Math.min(Math.max(state.j + step, state.i + 1), state.chars.length); };
const moveStart = (step) => { state.i = Math.max(Math.min(state.i + step, state.j - 1), 0); };

const onKey = (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.key === "Escape") { const { done } = state; stop(); done(null); }
  else if (event.key === "Enter") {
    const { chars, i, j, done } = state;
    stop();
    done([chars[i].a, chars[j - 1].b]);
  } else if (event.key === "Tab") { toMention(event.shiftKey ? -1 : 1); show(); }
  else if (step && event.shiftKey) { moveEnd(step); show(); }
  else if (step && event.altKey) { moveStart(step); show(); }
  else if (event.key === "ArrowUp" || event.key === "ArrowDown") { toBlock(step); show(); }
  else if (step) { toWord(step); show(); }
  else if (event.key !== "Shift" && event.key !== "Alt") return;
  event.preventDefault();
  event.stopPropagation();
};

const stop = () => {
  document.removeEventListener("keydown", onKey, true);
  document.body.classList.remove("selecting");
  light("choosing", [], false);
  state = null;
};

// Let a person select, from `near` (raw stretches) on; gives the raw stretch, or null where they left. `told` hears the words.
export const select = (near, told) => new Promise((done) => {
  if (state) stop();
  const mouse = selected();
  state = { done, told };
  const start = [mouse, ...near].filter(Boolean).some(([a, b], at) => place(a, mouse && at === 0 ? b : b));
  if (!start && !enter(firstVisible(), 1)) { state = null; done(null); return; }
  getSelection().removeAllRanges();
  document.body.classList.add("selecting");
  document.addEventListener("keydown", onKey, true);
  show();
});
