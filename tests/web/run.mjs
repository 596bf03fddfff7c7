// Tries the dashboard in a browser: node tests/web/run.mjs URL, or --fake for servers of its own that stand in.
// Further arguments choose tests by a part of their name. Exit status 77 where there is no browser.

import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { launch, missing_for_browser, new_page, settle } from "./browser.mjs";
import { DeskApi } from "./desk_api.mjs";
import { start_fake_server } from "./fake_server.mjs";
import { shoot } from "./screenshots.mjs";
import { tests as access } from "./access_test.mjs";
import { tests as hostile } from "./hostile_text_test.mjs";
import { tests as keyboard } from "./keyboard_test.mjs";
import { tests as look } from "./look_test.mjs";
import { tests as pages } from "./pages_test.mjs";
import { tests as tickets } from "./tickets_test.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const words = process.argv.slice(2);
const is_fake = words.includes("--fake");
const url = words.find((word) => word.startsWith("http"));
const chosen = words.filter((word) => word !== "--fake" && word !== url);

const missing =
  !existsSync(`${root}web/dist/index.html`) && is_fake ? "web/dist is not built; run script/build" : missing_for_browser();
if (missing !== "") {
  console.log(`skipped: ${missing}`);
  process.exit(77);
}
if (!is_fake && !url) {
  console.error("Say where the server is: node tests/web/run.mjs http://127.0.0.1:8080, or --fake");
  process.exit(2);
}

// What only a server made for it can show, a test asks for by `fake`.
const servers = [];
async function fake(options) {
  const server = await start_fake_server(options);
  servers.push(server);
  return server.url;
}

const base = url ?? (await fake({ count: 3000 }));
const api = new DeskApi(base);
const browser = await launch();

async function run(name, { run: test, expects = /^$/ }) {
  const begun = performance.now();
  const opened = [];
  // A page at `address` (behind #/), all of it fetched.
  const open = async (address, options = {}, at = base) => {
    const { page, faults } = await new_page(browser, options);
    page.setDefaultTimeout(20_000);
    opened.push({ page, faults });
    await page.goto(`${at}/#/${address}`);
    await settle(page);
    return page;
  };
  try {
    await test({ base, api, browser, open, fake });
    const faults = opened.flatMap((one) => one.faults).filter((fault) => !expects.test(fault));
    assert.deepEqual(faults, [], "the page met faults");
    console.log(`ok      ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
    return true;
  } catch (cause) {
    console.log(`FAILED  ${name}\n        ${String(cause.stack ?? cause).replaceAll("\n", "\n        ")}`);
    return false;
  } finally {
    for (const { page } of opened) await page.context().close();
  }
}

await api.learn();
const all = Object.entries({ ...pages, ...tickets, ...keyboard, ...hostile, ...look, ...access })
  .filter(([, { needs_fake }]) => is_fake || !needs_fake)
  .filter(([name]) => chosen.length === 0 || chosen.some((part) => name.includes(part)));
let failed = 0;
for (const [name, test] of all) failed += (await run(name, test.run ? test : { run: test })) ? 0 : 1;
if (chosen.length === 0) await shoot(browser, base, `${root}build/screenshots`, { widths: [360, 1280] });
await browser.close();
for (const server of servers) server.close();
console.log(`${all.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
