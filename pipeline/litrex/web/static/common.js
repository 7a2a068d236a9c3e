"use strict";
// What all pages share: words, calls to the server, the language, the help sheet.

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
export const $ = (id) => document.getElementById(id);
export const lang = document.documentElement.dataset.lang;

export const call = async (url, body) => {
  const told = { headers: { Accept: "application/json" } };
  if (body !== undefined) {
    told.method = "POST";
    told.body = JSON.stringify(body);
    told.headers["Content-Type"] = "application/json";
    told.headers["X-CSRF-Token"] = meta("csrf");
  }
  const answer = await fetch(url, told);
  const text = await answer.text();
  let content = text;
  try { content = JSON.parse(text); } catch { /* a part of a page, not JSON */ }
  return { ok: answer.ok, status: answer.status, content };
};

let quiet = 0;
export const note = (text, wrong = false) => {
  const place = $("note");
  place.textContent = text;
  place.classList.toggle("wrong", wrong);
  place.hidden = false;
  clearTimeout(quiet);
  quiet = setTimeout(() => { place.hidden = true; }, wrong ? 8000 : 2500);
};

export const otherLang = () => {
  document.cookie = `litrex_lang=${lang === "zh" ? "en" : "zh"}; path=/; max-age=31536000; samesite=lax`;
  const here = new URL(location.href);
  here.searchParams.delete("lang");
  if (here.href === location.href) location.reload(); else location.href = here.href;
};

// Keys are taken from anywhere but fields that are typed in; `keys` maps each to what it does.
export const listen = (keys, acts = {}) => {
  const all = { l: otherLang, "?": () => $("help").showModal(), ...keys };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.defaultPrevented || $("help").open) return;
    if (event.target.closest("input, select, textarea") && event.key !== "Escape") return;
    const act = Object.hasOwn(all, event.key) && !event.altKey ? all[event.key] : null;
    if (act && act(event) !== false) event.preventDefault();
  });
  const buttons = { lang: otherLang, help: () => $("help").showModal(), ...acts };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && Object.hasOwn(buttons, button.dataset.act)) buttons[button.dataset.act](event);
  });
};
