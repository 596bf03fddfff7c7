// Pictures of every page in both themes: node tests/web/screenshots.mjs URL FOLDER [WIDTH…]

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
    await page.locator(".history").waitFor();
    await settle(page);
  },
  try: async (page) => {
    await page.locator("textarea").fill(text);
    await page.keyboard.press("Control+Enter");
    await page.locator(".answers").waitFor();
  },
  models: async (page) => {
    await page.locator(".segments button").last().click();
    await settle(page);
  },
  review: async () => {},
  audit: async (page) => {
    if ((await page.locator(".suspect").count()) > 0) return;
    await page.locator("main .button-main").first().click();
    await page.locator(".audit").waitFor({ timeout: 600_000 });
  },
  jobs: async () => {},
  access: async () => {},
};

export async function open_scene(page, base, name) {
  await page.goto(`${base}/#/${name === "ticket" ? "tickets" : name}`);
  await settle(page);
  await scenes[name](page);
}

const height_of = (width) => (width < 500 ? 760 : Math.round(width * 0.6));

export async function shoot(browser, base, folder, { widths, themes = ["light", "dark"] }) {
  mkdirSync(folder, { recursive: true });
  for (const theme of themes) {
    for (const width of widths) {
      for (const name of Object.keys(scenes)) {
        const { page } = await new_page(browser, { width, height: height_of(width), theme });
        await open_scene(page, base, name);
        await page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`), fullPage: width < 2560 });
        await page.context().close();
      }
    }
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [base, folder, ...chosen] = process.argv.slice(2);
  const browser = await launch();
  await shoot(browser, base, folder, { widths: chosen.length > 0 ? chosen.map(Number) : [360, 1280, 2560] });
  await browser.close();
}
