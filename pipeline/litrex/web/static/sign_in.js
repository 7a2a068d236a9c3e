"use strict";
import { $, call, listen } from "./common.js";

listen({});
$("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { ok, content } = await call("/api/sign-in", Object.fromEntries(new FormData(event.target)));
  if (ok) location.href = "/"; else $("problem").textContent = content.error ?? "";
});
