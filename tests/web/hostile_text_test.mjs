// The big list of naughty strings in every field that a customer fills: shown as written, never as markup or script.

import { strict as assert } from "node:assert";

import { naughty_strings, settle } from "./browser.mjs";

// Elements that the page makes of a ticket's own text are marks only.
function elements_of_texts(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll(".row-subject, .row-about span, .detail-subject, .ticket-text, .facts dd")].flatMap((box) =>
      [...box.querySelectorAll("*")].map((element) => element.tagName).filter((name) => name !== "MARK"),
    ),
  );
}

async function active_content(page) {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll(
        "script, iframe, object, embed, base, meta[http-equiv], form[action], a[href^='javascript:' i], [onerror], [onload], [onclick], img, video, audio",
      ),
    ]
      .map((element) => element.outerHTML)
      .filter((html) => !html.startsWith('<script type="module" crossorigin="" src="/assets/')),
  );
}

async function shown_text(page) {
  return page.evaluate(() => document.querySelector(".ticket-text")?.textContent ?? "");
}

export const tests = {
  "naughty strings in every field of a ticket are shown inert": async ({ open, api }) => {
    const strings = naughty_strings();
    assert.ok(strings.length >= 485, "the list is cut short");
    const { ids } = await api.add(
      strings.map((text) => ({ subject: text, body: `${text}\n${text}`, customer: text, tags: text, product: text })),
    );
    const page = await open("tickets");
    for (const id of ids) {
      await page.evaluate((ticket) => (location.hash = `#/tickets?ticket=${ticket}`), id);
      const ticket = await api.get(`/tickets/${id}`);
      const subject = ticket.subject || "No subject";
      await page.waitForFunction(
        ([about, text]) =>
          document.querySelector(".detail")?.getAttribute("aria-label") === about &&
          document.querySelector(".detail-subject")?.textContent === text &&
          document.querySelector(".reasons .ticket-text")?.textContent !== undefined,
        [`Ticket ${id}`, subject],
      );
      assert.deepEqual(await elements_of_texts(page), [], `ticket ${id}: ${JSON.stringify(ticket.subject)}`);
      const facts = await page.locator(".facts dd").allTextContents();
      for (const field of ["customer", "product", "tags"])
        assert.ok(ticket[field] === "" || facts.includes(ticket[field]), `${field} of ticket ${id}`);
    }
    assert.deepEqual(await active_content(page), []);
    assert.equal(await page.evaluate(() => window.attacked), undefined);
  },

  "naughty strings in the list are shown inert": async ({ open, api }) => {
    const { filter, product } = await api.add(
      naughty_strings().map((text) => ({ subject: text, body: `${text} in the list`, customer: text, tags: text })),
    );
    const page = await open(`tickets?filter=${encodeURIComponent(filter)}`);
    const { length } = naughty_strings();
    await page.getByText(`1 of ${length} tickets`).waitFor();
    for (let seen = 0; seen < length;) {
      assert.deepEqual(await elements_of_texts(page), []);
      seen = await page.evaluate(() => Number([...document.querySelectorAll(".row")].at(-1).getAttribute("aria-posinset")));
      await page.evaluate(() => (document.querySelector(".list").scrollTop += 600));
      await settle(page);
    }
    assert.ok((await page.locator(".row-about").last().innerText()).includes(product));
    assert.deepEqual(await active_content(page), []);
  },

  "naughty strings that are tried are shown inert": async ({ open }) => {
    const strings = naughty_strings().filter((text) => text.trim() !== "");
    const page = await open("try");
    for (let at = 0; at < strings.length; at += 40) {
      const before = await shown_text(page);
      await page.locator("textarea").fill(strings.slice(at, at + 40).join("\n"));
      await page.keyboard.press("Control+Enter");
      // Of HTML only the visible text is shown, of mail the own words.
      await page.waitForFunction((old) => {
        const shown = document.querySelector(".ticket-text")?.textContent ?? "";
        return shown !== "" && shown !== old;
      }, before);
      assert.deepEqual(await elements_of_texts(page), []);
    }
    assert.deepEqual(await active_content(page), []);
  },

  "a naughty filter in the address is a filter, or is said to be none": {
    expects: /status of 400/,
    run: async ({ open }) => {
      const page = await open(`tickets?filter=${encodeURIComponent(`product:"<b>x</b>" "><img src=x onerror=alert(1)>`)}`);
      assert.deepEqual(await active_content(page), []);
      assert.equal(await page.getByLabel("Product").inputValue(), "<b>x</b>");
      await page
        .getByText(/No ticket matches these filters|Request failed/)
        .first()
        .waitFor();
    },
  },
};
