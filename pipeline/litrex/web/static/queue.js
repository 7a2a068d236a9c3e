"use strict";
import { $, listen } from "./common.js";

const rows = [...document.querySelectorAll("#queue tbody tr")].filter((row) => row.querySelector("a"));
const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
const open = () => rows.filter((row) => !row.hidden);

const filter = () => {
  const wanted = $("q").value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of rows) {
    row.hidden = !wanted.every((word) => words.get(row).includes(word)) || ($("by-origin").value !== "" && row.dataset.origin !== $("by-origin").value) ||
      ($("flagged").checked && !("flagged" in row.dataset)) || ($("undone").checked && "done" in row.dataset);
  }
  $("shown").textContent = `${open().length} / ${rows.length}`;
};
const go = (by) => {
  const all = open().map((row) => row.querySelector("a"));
  all[Math.min(Math.max(all.indexOf(document.activeElement) + by, 0), all.length - 1)]?.focus();
};
document.querySelector(".filters").addEventListener("input", filter);
document.querySelector(".filters").addEventListener("submit", (event) => { event.preventDefault(); go(1); });
listen({ j: () => go(1), k: () => go(-1), ArrowDown: () => go(1), ArrowUp: () => go(-1), "/": () => $("q").focus(), Escape: () => document.activeElement.blur() });
filter();
open()[0]?.querySelector("a").focus();
document.documentElement.dataset.ready = "true";
