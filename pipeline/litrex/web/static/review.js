"use strict";
// The review of one document: cards beside the article, and every decision by key.

import { $, call, lang, listen, note } from "./common.js";
import { conflict, edit, pick } from "./editing.js";
import { light } from "./places.js";
import { select } from "./selecting.js";

const ident = $("text").dataset.document;
const at = `/api/documents/${ident}`;
const [say, forms] = (await Promise.all([call(`/api/words?lang=${lang}`), call("/api/forms")])).map((one) => one.content);
let held = null;  // the document as the cards show it
let here = null;  // the value that is looked at

const values = () => [...$("cards").querySelectorAll(".v")];
const cardOf = (value) => value?.closest(".card");
const recordOf = (value) => held.records.find((one) => one.record_id === cardOf(value)?.dataset.record);
const spansOf = (value) => JSON.parse(value.dataset.spans || "[]");

// Documents and cards must tell the same version: what is sent as seen is what is shown.
const load = async () => {
  for (let left = 5; left > 0; left--) {
    held = (await call(at)).content;
    if (held.version === $("cards").dataset.version) return;
    const { ok, content } = await call(`/documents/${ident}/cards?lang=${lang}`);
    if (ok) $("cards").replaceWith(document.createRange().createContextualFragment(content).querySelector("#cards"));
  }
};

const look = (value, focus = true) => {
  if (!value) return;
  here?.classList.remove("here");
  cardOf(here)?.classList.remove("current");
  here = value;
  here.classList.add("here");
  cardOf(here).classList.add("current");
  light("evidence", spansOf(here));
  history.replaceState(null, "", `#${cardOf(here).dataset.record}`);
  if (focus) here.focus({ preventScroll: true });
  here.scrollIntoView({ block: "nearest" });
};

const find = (record, path) => {
  const card = record && document.getElementById(record);
  return card && ([...card.querySelectorAll(".v")].find((one) => one.dataset.path === path) ?? card.querySelector(".v"));
};
const step = (by) => { const all = values(); look(all[Math.min(Math.max(all.indexOf(here) + by, 0), all.length - 1)]); };
const stepCard = (by) => {
  const all = [...document.querySelectorAll(".card")];
  look(all[Math.min(Math.max(all.indexOf(cardOf(here)) + by, 0), all.length - 1)]?.querySelector(".v"));
};

const progress = async () => {
  const { ok, content } = await call("/api/queue?limit=1");
  if (ok) $("progress").textContent = `${say.reviewed} ${content.done} / ${content.total}`;
};

// Show the document anew, and go back to where the person was (or near it).
const renew = async (record, path, index) => {
  await load();
  here = null;
  look(find(record, path) ?? values()[Math.min(index, values().length - 1)]);
  progress();
};

const valueAt = (record, path) => {
  const [head, rest] = path.split("/");
  if (rest === undefined) return head.split(".").reduce((value, name) => value?.[name] ?? null, record);
  const [entry, field] = rest.split(".");
  const found = record[head]?.find((one) => one.id === entry) ?? null;
  return field && found ? found[field] ?? null : found;
};

const send = async (told, goTo) => {
  const record = told.record_id === undefined ? recordOf(here) : null;
  const index = values().indexOf(here);
  const body = {
    correction_id: crypto.randomUUID().replaceAll("-", ""), record_id: record?.record_id ?? told.record_id ?? "", path: "",
    old: record && told.path && told.action !== "add" ? valueAt(record, told.path) : null, seen_version: held.version, ...told,
  };
  let answer;
  try { answer = await call(`${at}/corrections`, body); } catch { note(say.lost, true); return false; }
  if (answer.status === 409) {
    await renew(body.record_id, body.path, index);
    if (answer.content.now === undefined || await conflict(answer.content, say) !== "put") { note(answer.content.error, true); look(here); return false; }
    return send({ ...told, old: undefined, correction_id: undefined, seen_version: held.version }, goTo);
  }
  if (!answer.ok) { note([answer.content.error, answer.content.remedy].filter(Boolean).join("; ") || say.lost, true); look(here); return false; }
  await renew(body.record_id, goTo ?? body.path, index);
  note(say.saved);
  return true;
};

const formOf = (path) => {
  const form = forms.find((one) => one.path === path.split("/")[0]);
  if (!form) return null;
  return form;
};
const title = (path) => say[`field_${path.split("/")[0]}`] ?? path;
const choosing = async (near) => {
  note(say.selecting);
  const span = await select(near, (words) => { $("note").textContent = `${words}  ·  ${say.selecting}`; $("note").hidden = false; });
  $("note").hidden = true;
  return span;
};
const read = async (path, [a, b]) => (await call(`${at}/reading?path=${encodeURIComponent(path)}&start=${a}&end=${b}&lang=${lang}`)).content;
const stated = (value) => value !== null && typeof value === "object" && !Array.isArray(value) ?
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null)) : value;

const acts = {
  edit: async (span = null) => {
    const path = here.dataset.path, form = formOf(path);
    if (!form) { note(path, true); return; }
    const before = valueAt(recordOf(here), path);
    const told = span ? await read(form.entries ? form.path : path, span) : { words: null, value: null, told: null };
    const value = form.entries ? { ...before, ...told.value } : told.value ?? before;
    const new_ = await edit({ title: title(path), fields: form.fields, value, evidence: span ? [span] : spansOf(here), words: told.words, told: told.told, plain: !span }, say);
    if (new_ === undefined) { look(here); return; }
    const changed = form.entries ? Object.fromEntries(Object.entries(new_).filter(([key, one]) => JSON.stringify(one) !== JSON.stringify(before[key] ?? null))) : stated(new_);
    await send({ action: "set", path, new: changed, evidence: span ? [span] : [] });
  },
  select: async () => {
    const span = await choosing(spansOf(here));
    if (!span) { look(here); return; }
    if (here.dataset.path === "") await acts.add(span); else await acts.edit(span);
  },
  evidence: async () => {
    const span = here.dataset.path && await choosing(spansOf(here));
    if (!span) { look(here); return; }
    const path = here.dataset.path, entry = path.includes("/");
    await send({ action: "set", path, new: entry ? {} : stated(valueAt(recordOf(here), path)), evidence: [span] });
  },
  accept: async () => {
    const all = values(), next = all[all.indexOf(here) + 1];
    const path = here.dataset.path, goTo = cardOf(next) === cardOf(here) ? next?.dataset.path : undefined;
    await send({ action: "accept", path }, goTo);
  },
  accept_all: () => send({ action: "accept", path: "" }),
  reject: () => here.dataset.path === "" ? acts.reject_all() : send({ action: "reject", path: here.dataset.path }),
  reject_all: () => send({ action: "reject", path: "" }),
  add: async (given = null) => {
    const record = recordOf(here);
    const free = forms.filter((one) => one.entries || [null, undefined].includes(valueAt(record, one.path)) || valueAt(record, one.path).length === 0);
    const path = await pick(say.which_slot, free.map((one) => [one.path, title(one.path)]), say);
    if (!path) { look(here); return; }
    const near = [...spansOf(here), ...record.anchor.spans.map(([a]) => [a, a + 1])];
    const span = given ?? await choosing(near);
    if (!span) { look(here); return; }
    const form = formOf(path), told = await read(path, span);
    const new_ = await edit({ title: title(path), fields: form.fields, value: told.value, evidence: [span], words: told.words, told: told.told }, say);
    if (new_ === undefined) { look(here); return; }
    await send({ action: form.entries ? "add" : "set", path, new: stated(new_), evidence: [span] });
  },
  add_record: async () => {
    const span = await choosing(here ? spansOf(here) : []);
    if (span) await send({ action: "add", path: "", record_id: "", new: {}, evidence: [span] });
  },
  merge: async () => { const other = await another(); if (other) await send({ action: "merge", path: "", new: [other.dataset.record] }); },
  link: async () => { const other = await another(); if (other) await send({ action: "link", path: "study_id", new: other.dataset.study }); },
  split: () => here.dataset.path ? send({ action: "split", path: "", new: { paths: [here.dataset.path], spans: spansOf(here) } }) : null,
  undo: async () => {
    const [record, path, index] = [cardOf(here)?.dataset.record, here?.dataset.path, values().indexOf(here)];
    const { ok, content } = await call(`${at}/undo`, {});
    if (!ok) { note(content.error ?? say.lost, true); return; }
    await renew(record, path, index);
    note(say.taken_back);
  },
  next: () => along(1),
  previous: () => along(-1),
};

const another = async () => {
  const others = [...document.querySelectorAll(".card")].filter((one) => one !== cardOf(here));
  const chosen = others.length ? await pick(say.which_record, others.map((one) => [one.dataset.number, one.querySelector("h2 .v").textContent]), say) : null;
  if (!chosen) look(here);
  return others.find((one) => one.dataset.number === chosen);
};

const along = async (by) => {
  const { ok, content } = await call("/api/queue");
  if (!ok) return;
  const record = cardOf(here)?.dataset.record;
  const now = content.items.findIndex((one) => one.document_id === ident && one.record_id === record);
  const open = content.items.filter((one, index) => index === now || !one.done);
  const next = open[open.findIndex((one) => one.document_id === ident && one.record_id === record) + by];
  if (!next) return;
  if (next.document_id === ident) look(find(next.record_id, "")); else location.href = `/documents/${next.document_id}#${next.record_id}`;
};

// One thing at a time: a key pressed while another decision is on its way is passed over.
let busy = false;
const once = (act) => async () => {
  if (busy || (!here && act !== acts.add_record)) return;
  busy = true;
  try { await act(); } finally { busy = false; }
};
const decided = Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, once(() => act())]));
decided.add_record = once(acts.add_record);
listen({
  j: () => stepCard(1), k: () => stepCard(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
  Enter: (event) => { const value = event.target.closest(".v"); if (!value) return false; look(value); return true; },
  s: decided.select, e: decided.edit, v: decided.evidence, a: decided.accept, A: decided.accept_all, x: decided.reject, X: decided.reject_all,
  n: decided.add, R: decided.add_record, m: decided.merge, p: decided.split, i: decided.link, u: decided.undo,
  "]": decided.next, "[": decided.previous, q: () => { location.href = "/"; }, Escape: () => { if (here) look(here); },
}, decided);
document.addEventListener("click", (event) => { const value = event.target.closest(".v"); if (value) look(value); });

await load();
look(find(decodeURIComponent(location.hash.slice(1)), "") ?? values()[0]);
progress();
document.documentElement.dataset.ready = "true";
