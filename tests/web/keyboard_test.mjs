// Nothing here touches a mouse.

import { strict as assert } from "node:assert";

import { settle } from "./browser.mjs";

const tickets = (count) => Array.from({ length: count }, (_, i) => ({ subject: `Subject ${i}`, body: `Body ${i}` }));
const focused = (page) => page.evaluate(() => document.activeElement?.textContent ?? "");

async function press_until(page, key, is_there) {
  for (let times = 0; times < 60; ++times) {
    await page.keyboard.press(key);
    if (await is_there()) return;
  }
  assert.fail(`${key} never got there`);
}

export const tests = {
  "tickets are found, opened, corrected and closed with the keyboard alone": async ({ open, api }) => {
    const { filter } = await api.add(tickets(4));
    const page = await open("tickets");
    await page.keyboard.press("/");
    await page.keyboard.type(filter);
    await page.keyboard.press("Enter");
    await page.getByText("1 of 4 tickets").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.getByText("2 of 4 tickets").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".picker-active").waitFor();
    const subject = await page.locator(".row-button[aria-current] .row-subject").innerText();
    assert.equal(await page.locator(".detail-subject").innerText(), subject);

    const active = await page.locator(".picker-active .picker-name").innerText();
    await page.keyboard.press("t");
    const next = await page.locator(".picker-active .picker-name").innerText();
    assert.notEqual(next, active);
    const second = await page.locator(".picker-active .pick").nth(1).innerText();
    await page.keyboard.press("2");
    await page.getByText(`Last correction: ${next} is ${second.replace(/^\d\s*/, "")}.`).waitFor();
    await page.keyboard.press("u");
    await page.getByText("Last correction:").waitFor({ state: "detached" });

    await page.keyboard.press("j");
    await page.waitForFunction((before) => document.querySelector(".detail-subject")?.textContent !== before, subject);
    await page.keyboard.press("Escape");
    await page.locator(".detail").waitFor({ state: "detached" });
  },

  "the first tab stop skips to the content, and every page is reached by Tab": async ({ open }) => {
    const page = await open("overview");
    await page.keyboard.press("Tab");
    assert.match(await focused(page), /Skip to content/);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
    await page.reload();
    await settle(page);
    await press_until(page, "Tab", async () => (await focused(page)).trim() === "Jobs");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
    assert.equal(await focused(page), "Jobs");
  },

  "the focused element has a visible outline": async ({ open }) => {
    const page = await open("jobs");
    for (let times = 0; times < 25; ++times) {
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(() => {
        const element = document.activeElement;
        return element === document.body ? "2px" : getComputedStyle(element).outlineWidth;
      });
      assert.ok(parseFloat(outline) >= 2, `${await focused(page)} has an outline of ${outline}`);
    }
  },

  "a question mark shows the keys, and they can be turned off": async ({ open }) => {
    const page = await open("tickets");
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await press_until(page, "Tab", () => page.evaluate(() => document.activeElement?.type === "checkbox"));
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("/");
    assert.notEqual(await page.evaluate(() => document.activeElement?.getAttribute("type")), "search");
    await page.reload();
    await settle(page);
    await page.keyboard.press("?");
    assert.equal(await page.getByRole("dialog").count(), 0);
  },

  "keys that are typed into a field are text": async ({ open }) => {
    const page = await open("try");
    await page.locator("textarea").focus();
    await page.keyboard.type("j/k? 123 u");
    assert.equal(await page.locator("textarea").inputValue(), "j/k? 123 u");
    assert.equal(await page.getByRole("dialog").count(), 0);
  },
};
