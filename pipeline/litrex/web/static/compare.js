"use strict";
import { $, call, listen, note } from "./common.js";

const ident = $("main").dataset.document;
const rows = [...document.querySelectorAll("#queue tbody tr")];
const here = () => rows.indexOf(document.activeElement.closest("tr"));
const go = (by) => rows[Math.min(Math.max(here() + by, 0), rows.length - 1)]?.focus();

const settle = async (side) => {
  const row = rows[here()];
  if (!row) return;
  const whose = row.querySelectorAll("[data-whose]")[side].dataset.whose;
  const { ok, content } = await call(`/api/documents/${ident}/adjudications`, { record_id: row.dataset.record, slot: row.dataset.slot, whose });
  if (!ok) { note(content.error ?? content.detail ?? "", true); return; }
  sessionStorage.setItem("litrex-row", String(here()));
  location.reload();
};
listen({ j: () => go(1), k: () => go(-1), ArrowDown: () => go(1), ArrowUp: () => go(-1), 1: () => settle(0), 2: () => settle(1), q: () => { location.href = "/"; } });
rows[Number(sessionStorage.getItem("litrex-row") ?? 0)]?.focus();
sessionStorage.removeItem("litrex-row");
document.documentElement.dataset.ready = "true";
