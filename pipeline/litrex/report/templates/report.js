"use strict";
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const keep = (key, value) => { try { localStorage.setItem("litrex-" + key, value); } catch { /* a page from disk may have no storage */ } };
  const kept = (key) => { try { return localStorage.getItem("litrex-" + key); } catch { return null; } };

  const setLang = (lang) => { root.dataset.lang = lang; root.lang = lang; keep("lang", lang); count(); };
  const setTheme = (theme) => { root.dataset.theme = theme; keep("theme", theme); };
  const otherLang = () => setLang(root.dataset.lang === "zh" ? "en" : "zh");
  const otherTheme = () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    setTheme(dark ? "light" : "dark");
  };

  // Values and their places. All positions were turned into numbered pieces beforehand; nothing is counted here.
  let here = null;
  const show = (value) => {
    document.querySelectorAll("mark.on").forEach((mark) => mark.classList.remove("on"));
    if (here) here.classList.remove("here");
    here = value;
    here.classList.add("here");
    const home = $("d" + value.dataset.d);
    home.open = true;
    const marks = value.dataset.p.split(" ").filter(Boolean).map((number) => $("d" + value.dataset.d + "m" + number)).filter(Boolean);
    marks.forEach((mark) => mark.classList.add("on"));
    (marks[0] || home).scrollIntoView({ block: marks.length ? "center" : "start" });
  };
  document.addEventListener("click", (event) => {
    const value = event.target.closest("button.v");
    if (value) show(value);
  });

  // The table: filter and sort.
  const table = $("records");
  const rows = table ? [...table.tBodies[0].rows] : [];
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const count = () => {
    const out = $("shown");
    if (out) out.textContent = out.dataset[root.dataset.lang] + " " + rows.filter((row) => !row.hidden).length + " / " + rows.length;
  };
  const filter = () => {
    const wanted = $("q").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [home, origin, flagged] = [$("by-document").value, $("by-origin").value, $("flagged").checked];
    for (const row of rows) {
      row.hidden = !wanted.every((word) => words.get(row).includes(word)) || (home !== "" && row.dataset.document !== home) ||
        (origin !== "" && row.dataset.origin !== origin) || (flagged && !("flagged" in row.dataset));
    }
    count();
  };
  const said = (cell) => cell.innerText.trim();
  const sort = (button) => {
    const head = button.closest("th");
    const down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("thead th").forEach((th) => th.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const at = Number(button.dataset.sort);
    const numeric = rows.some((row) => "n" in row.cells[at].dataset);
    const keyed = rows.map((row) => [numeric ? Number(row.cells[at].dataset.n ?? NaN) : said(row.cells[at]), row]);
    const absent = (key) => key === "" || Number.isNaN(key);
    keyed.sort(([a], [b]) => {
      if (absent(a) || absent(b)) return absent(a) - absent(b);
      return (down ? -1 : 1) * (numeric ? a - b : a.localeCompare(b, root.dataset.lang, { numeric: true }));
    });
    table.tBodies[0].append(...keyed.map(([, row]) => row));
  };
  if (table) {
    document.querySelector(".filters").addEventListener("input", filter);
    document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
    table.tHead.addEventListener("click", (event) => { const button = event.target.closest("button"); if (button) sort(button); });
  }

  // Keys.
  const near = (value, key) => {
    const cell = value.closest(".records th, .records td");
    if (!cell) return null;
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const all = [...table.querySelectorAll("tbody tr:not([hidden]) button.v")];
      return all[all.indexOf(value) + (key === "ArrowRight" ? 1 : -1)];
    }
    const step = key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling";
    const inside = [...cell.querySelectorAll("button.v")];
    const beside = inside[inside.indexOf(value) + (key === "ArrowDown" ? 1 : -1)];
    if (beside) return beside;
    for (let row = cell.parentElement[step]; row; row = row[step]) {
      const found = row.hidden ? [] : [...row.cells[cell.cellIndex].querySelectorAll("button.v")];
      if (found.length) return key === "ArrowDown" ? found[0] : found[found.length - 1];
    }
    return null;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && here) { here.focus(); return; }
    if (typing) return;
    const value = event.target.closest("button.v");
    if (value && event.key.startsWith("Arrow")) {
      const next = near(value, event.key);
      if (next) { event.preventDefault(); next.focus(); }
      return;
    }
    const keys = { "?": () => $("keys").showModal(), "/": () => $("q") && $("q").focus(), l: otherLang, t: otherTheme };
    if (Object.hasOwn(keys, event.key)) { event.preventDefault(); keys[event.key](); }
  });

  $("lang").addEventListener("click", otherLang);
  $("theme").addEventListener("click", otherTheme);
  $("help").addEventListener("click", () => $("keys").showModal());
  if (kept("theme") === "light" || kept("theme") === "dark") root.dataset.theme = kept("theme");
  if (kept("lang") === "zh" || kept("lang") === "en") setLang(kept("lang"));
  count();
  // A link into a closed group opens it.
  const reveal = () => { const target = location.hash && $(location.hash.slice(1)); if (target && target.tagName === "DETAILS") target.open = true; };
  addEventListener("hashchange", reveal);
  reveal();
})();
