"use strict";
// The form in which a value is looked at before it is saved.

import { $, call, lang } from "./common.js";
import { light } from "./places.js";

const form = $("editor");
const listed = (told) => told.split(/[|;；,，、]/).map((one) => one.trim()).filter(Boolean);

// A value as it is typed, and what was typed as a value.
const shown = (kind, value) => {
  if (value === null || value === undefined) return "";
  if (kind === "timepoint" && typeof value === "object") return `${value.value}${value.upper ? `-${value.upper}` : ""} ${value.unit}`;
  return Array.isArray(value) ? value.join(" | ") : String(value);
};
const taken = (kind, text) => {
  const told = text.trim();
  if (told === "") return null;
  if (kind === "int" || kind === "number") { const n = Number(told); return Number.isNaN(n) ? told : n; }
  if (kind === "bool") return told === "true";
  if (kind === "list" || kind === "concepts") return listed(told);
  const when = kind === "timepoint" && told.match(/^([\d.]+)(?:-([\d.]+))?\s*([a-z]+)$/);
  if (when) return { value: Number(when[1]), ...(when[2] && { upper: Number(when[2]) }), unit: when[3] };
  return told;
};

const element = (name, told = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), told);
  made.append(...inside);
  return made;
};

const input = (field, value) => {
  const choices = field.kind === "bool" ? ["true", "false"] : field.choices;
  if (choices.length) {
    const made = element("select", { name: field.name || "value" }, ...["", ...choices].map((one) => element("option", { value: one, textContent: one })));
    made.value = shown(field.kind, value);
    return made;
  }
  const made = element("input", { name: field.name || "value", value: shown(field.kind, value) });
  if (field.kind === "int" || field.kind === "number") made.inputMode = "decimal";
  if (field.concepts) suggest(made, field.concepts);
  return made;
};

const suggest = (made, kind) => {
  const list = element("datalist", { id: `terms-${made.name}` });
  made.setAttribute("list", list.id);
  made.after(list);
  made.addEventListener("input", async () => {
    const { ok, content } = await call(`/api/terms?kind=${kind}&lang=${lang}&q=${encodeURIComponent(made.value.slice(0, 100))}`);
    if (ok) list.replaceChildren(...content.map((one) => element("option", { value: one.id, label: one.name })));
  });
  queueMicrotask(() => made.after(list));
};

// Ask for a value. `asked`: title, fields, value (what stands or was read), evidence, words, told. Gives the value, or undefined.
export const edit = (asked, say) => new Promise((done) => {
  const single = asked.fields.length === 1 && asked.fields[0].name === "";
  const inputs = asked.fields.map((field) => [field, input(field, single ? asked.value : asked.value?.[field.name])]);
  const problem = element("output", { className: "problem" });
  form.replaceChildren(
    element("h2", { textContent: asked.title }),
    ...(asked.words ? [element("blockquote", { textContent: asked.words })] : []),
    ...(asked.told ? [element("p", { className: "told" }, `${say.read_as}: `, element("b", { textContent: asked.told }))] : []),
    ...(asked.words && !asked.told && !asked.plain ? [element("p", { className: "hint", textContent: say.no_value_read })] : []),
    element("div", { className: "fields" }, ...inputs.map(([field, made]) => element("label", {}, `${field.name} `, made))),
    problem,
    element("p", { className: "buttons" }, element("button", { textContent: say.save }), " ",
      element("button", { type: "button", textContent: say.cancel, onclick: () => close(undefined) })),
  );
  const close = (value) => {
    form.hidden = true;
    form.onsubmit = form.onkeydown = null;
    light("choosing", [], false);
    done(value);
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    if (single) { close(taken(inputs[0][0].kind, inputs[0][1].value)); return; }
    close(Object.fromEntries(inputs.map(([field, made]) => [field.name, taken(field.kind, made.value)])));
  };
  form.onkeydown = (event) => { if (event.key === "Escape") { event.stopPropagation(); close(undefined); } };
  if (asked.evidence?.length) light("choosing", asked.evidence, false);
  form.hidden = false;
  (inputs.find(([, made]) => made.value === "" && single) ?? inputs[0])?.[1].focus();
});


export const pick = (title, choices, say) => new Promise((done) => {
  const made = element("select", { size: Math.min(choices.length, 12) }, ...choices.map(([value, text]) => element("option", { value, textContent: text })));
  made.selectedIndex = 0;
  const close = (value) => { form.hidden = true; form.onsubmit = form.onkeydown = null; done(value); };
  form.replaceChildren(element("h2", { textContent: title }), made, element("p", { className: "buttons" },
    element("button", { textContent: "⏎" }), " ", element("button", { type: "button", textContent: say.cancel, onclick: () => close(null) })));
  form.onsubmit = (event) => { event.preventDefault(); close(made.value || null); };
  form.onkeydown = (event) => {
    if (event.key === "Escape") { event.stopPropagation(); close(null); }
    if (event.key === "Enter" && event.target === made) { event.preventDefault(); event.stopPropagation(); close(made.value || null); }
  };
  form.hidden = false;
  made.focus();
});

export const conflict = (content, say) => pick(
  `${say.conflict}${content.by ? ` (${content.by})` : ""}. ${say.now_is}: ${JSON.stringify(content.now)}; ${say.yours_is}: ${JSON.stringify(content.yours)}`,
  [["keep", say.keep_theirs], ["put", say.put_mine]], say,
);
