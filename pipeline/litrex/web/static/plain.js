"use strict";
import { listen } from "./common.js";

listen({ q: () => { location.href = "/"; } });
document.documentElement.dataset.ready = "true";
