// What holds for every page: that it can be read, in both themes and languages, on any screen, and is small.

import { strict as assert } from "node:assert";
import { gzipSync } from "node:zlib";

import { axe_source, new_page, settle } from "./browser.mjs";
import { open_scene, scenes } from "./screenshots.mjs";

const names = Object.keys(scenes);

async function violations(page) {
  await page.evaluate(axe_source());
  const found = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join("; ")}`),
  );
}

// In every scene, what `look` finds; nothing is right.
async function all_scenes({ browser, base }, options, look) {
  const found = [];
  for (const name of names) {
    const { page } = await new_page(browser, options);
    await open_scene(page, base, name);
    found.push(...(await look(page)).map((fault) => `${name}: ${fault}`));
    await page.context().close();
  }
  return found;
}

async function violations_everywhere(page) {
  const found = await violations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await settle(page);
  found.push(...(await violations(page)).map((fault) => `in the dark: ${fault}`));
  await page.setViewportSize({ width: 360, height: 760 });
  await settle(page);
  found.push(...(await violations(page)).map((fault) => `on a telephone: ${fault}`));
  return found;
}

async function sideways(page) {
  const found = [];
  for (const width of [320, 360, 768, 1280, 3840]) {
    await page.setViewportSize({ width, height: 800 });
    await settle(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) found.push(`${wide} px wide on a screen of ${width}`);
  }
  return found;
}

export const tests = {
  "every page passes axe, in both themes and on a telephone": async (desk) =>
    assert.deepEqual(await all_scenes(desk, {}, violations_everywhere), []),

  "an empty desk, its filters, help and the sign-in pass axe": {
    needs_fake: true,
    run: async ({ open, fake }) => {
      const empty = await fake({ count: 0 });
      for (const name of ["overview", "tickets", "models", "review", "audit"])
        assert.deepEqual(await violations(await open(name, {}, empty)), [], name);
      for (const theme of ["light", "dark"]) {
        assert.deepEqual(
          await violations(await open("overview", { theme }, await fake({ count: 10, sign_in: true }))),
          [],
          "sign-in",
        );
        const page = await open("tickets?filter=by:model", { theme });
        await page.keyboard.press("?");
        assert.deepEqual(await violations(page), [], "help");
      }
    },
  },

  "no page is wider than its screen": async (desk) => assert.deepEqual(await all_scenes(desk, {}, sideways), []),

  "no page has English left in it in German": async (desk) => {
    const english = async (page) => {
      const text = await page.evaluate(() => {
        const copy = document.body.cloneNode(true);
        for (const foreign of copy.querySelectorAll(
          "[lang=en], .ticket-text, .row-button, .detail-subject, .card h2, .suspect-text, pre, code, noscript",
        ))
          foreign.remove();
        return copy.textContent;
      });
      return /\b(the|and|of|no|with|against|before|words|nothing|your|search)\b/i.exec(text)?.slice(0, 1) ?? [];
    };
    assert.deepEqual(await all_scenes(desk, { language: "de-DE" }, english), []);
  },

  "the page follows the browser's language, and a chosen one is kept": async ({ open }) => {
    const page = await open("overview", { language: "de-AT" });
    await page.getByRole("heading", { name: "Übersicht" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
    await page.getByLabel("Sprache").selectOption("en");
    await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  },

  "the page follows the system's theme, and a chosen one is kept": async ({ open }) => {
    const page = await open("overview", { theme: "dark" });
    const brightness = () => page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)[0]));
    assert.ok((await brightness()) < 60);
    await page.emulateMedia({ colorScheme: "light" });
    assert.ok((await brightness()) > 200);
    await page.getByLabel("Theme").selectOption("dark");
    assert.ok((await brightness()) < 60);
    await page.reload();
    await settle(page);
    assert.ok((await brightness()) < 60);
  },

  "the first view is at most 200 KB compressed, charts apart": async ({ browser, base }) => {
    const { page } = await new_page(browser);
    const bodies = [];
    page.on("response", (response) => {
      if (!/echarts|\/api\//.test(response.url())) bodies.push(response.body());
    });
    await page.goto(base);
    await settle(page);
    const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
    console.log(`        ${Math.round(bytes / 1024)} KB`);
    assert.ok(bodies.length >= 3, "the page has a document, a script and a style sheet");
    assert.ok(bytes <= 200 * 1024, `${bytes} bytes`);
    await page.context().close();
  },
};
