// Pictures of every page in both themes and three widths: node tests/web/screenshots.mjs URL FOLDER [WIDTH…]

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { launch, new_page, settle } from "./browser.mjs";

const text = "I was charged twice and the invoice is wrong. We cannot work and payroll is due tomorrow, nobody answers!";

// What to do on each page before its picture is taken.
export const scenes = {
  overview: async () => {},
  tickets: async () => {},
  ticket: async (page) => {
    await page.locator(".row-button").nth(1).click();
    await settle(page);
    await page.keyboard.press("2");
    await page.waitForSelector(".toast-hidden", { state: "attached" });
  },
  try: async (page) => {
    await page.locator("textarea").fill(text);
    await page.keyboard.press("Control+Enter");
    await settle(page);
  },
  models: async () => {},
  review: async () => {},
  audit: async (page) => {
    if ((await page.locator(".suspect").count()) > 0) return;
    await page.locator("main .button-main").first().click();
    await page.waitForSelector(".suspects", { timeout: 600_000 });
  },
  jobs: async (page) => {
    await page.locator(".job-kinds button").first().click();
    await page.waitForSelector(".job");
  },
  access: async () => {},
};

export async function open_scene(page, base, name) {
  const champion = name === "models" ? "?task=category" : "";
  await page.goto(`${base}/#/${name === "ticket" ? "tickets" : name}${champion}`);
  await settle(page);
  await scenes[name](page);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [base, folder, ...chosen] = process.argv.slice(2);
  const widths = chosen.length > 0 ? chosen.map(Number) : [360, 1280, 2560];
  mkdirSync(folder, { recursive: true });
  const browser = await launch();
  for (const theme of ["light", "dark"]) {
    for (const width of widths) {
      for (const name of Object.keys(scenes)) {
        const height = width < 500 ? 760 : Math.round(width * 0.6);
        const { page } = await new_page(browser, { width, height, theme });
        await open_scene(page, base, name);
        await page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`), fullPage: width < 2560 });
        await page.context().close();
      }
    }
  }
  await browser.close();
}
