// Finding, reading and correcting tickets.

import { strict as assert } from "node:assert";

import { settle } from "./browser.mjs";

const address_of = (filter) => `tickets?filter=${encodeURIComponent(filter)}`;
const some = (count, more = {}) =>
  Array.from({ length: count }, (_, i) => ({
    subject: `Invoice ${i} is wrong`,
    body: `The invoice ${i} was charged twice.`,
    customer: "Édition Lumière",
    ...more,
  }));
const pressed = (page, task) => page.getByRole("group", { name: task, exact: true }).locator(".pick[aria-pressed=true]");

// How many rows of the long list are read past: so many pixels that browsers begin to round. A million takes ten minutes.
const deep = Number(process.env.SMARTDESK_SCROLLED_TICKETS ?? 50_000);

export const tests = {
  "filters are kept in the address and survive a reload": async ({ open, api }) => {
    const { product, ids } = await api.add(some(3));
    const { tasks } = await api.get("/tasks");
    const [task] = tasks;
    await api.call("PATCH", `/tickets/${ids[1]}/labels`, { labels: { [task.name]: task.labels[0] } });
    const page = await open("tickets");
    await page.locator(".filter-more summary").click();
    await page.getByLabel("Product").fill(product);
    await page.getByLabel("Product").press("Enter");
    await page.getByText("1 of 3 tickets").waitFor();
    await page.locator(".filter-fields select").first().selectOption(task.labels[0]);
    await page.getByText("1 of 1 tickets").waitFor();
    await page.reload();
    await settle(page);
    assert.equal(await page.getByLabel("Product").inputValue(), product);
    assert.equal(await page.locator(".filter-fields select").first().inputValue(), task.labels[0]);
    assert.deepEqual(await page.locator(".row-button").evaluateAll((rows) => rows.map((row) => Number(row.dataset.ticket))), [
      ids[1],
    ]);
    await page.getByRole("button", { name: "Clear all filters" }).click();
    await page.waitForFunction(() => !location.hash.includes("filter"));
  },

  "words are searched for": async ({ open, api }) => {
    const word = `zebra${Date.now()}`;
    const { ids } = await api.add([{ subject: "One of a kind", body: `A ${word} in the office.` }]);
    const found = async () => (await api.get(`/tickets?filter=${word}`)).tickets.length === 1;
    if (!(await found())) await api.run("index");
    const page = await open("tickets");
    await page.getByRole("searchbox").fill(word);
    await page.keyboard.press("Enter");
    await page.locator(`.row-button[data-ticket="${ids[0]}"]`).waitFor();
    await page.getByText("1 of 1 tickets").waitFor();
  },

  "filters without results say what to do": async ({ open }) => {
    const page = await open(address_of("product:Nonesuch"));
    await page.getByText("No ticket matches these filters.").waitFor();
  },

  "a correction survives a reload, and so does undoing it": async ({ open, api }) => {
    const { filter, ids } = await api.add(some(1));
    const { tasks } = await api.get("/tasks");
    const label = tasks.find((task) => task.name === "category").labels[2];
    const page = await open(address_of(filter));
    await page.locator(".row-button").first().click();
    await page.locator(".picker").first().waitFor();
    const request = page.waitForRequest((sent) => sent.method() === "PATCH");
    await page.keyboard.press("3");
    assert.equal((await request).headers()["x-csrf-token"], (await api.get("/me")).csrf);
    await page.getByText(`Last correction: Category is ${label}.`).waitFor();
    await page.reload();
    await settle(page);
    assert.deepEqual(await pressed(page, "Category").allInnerTexts(), [`3\n${label}`]);
    assert.match(await page.locator(".history li").first().innerText(), /person/);
    assert.equal((await api.get(`/tickets/${ids[0]}`)).labels.category.value, label);

    await page.keyboard.press("u");
    await page.locator(".history-undone").waitFor();
    await page.reload();
    await settle(page);
    assert.equal(await page.getByText("Last correction:").count(), 0);
    assert.notEqual((await api.get(`/tickets/${ids[0]}`)).labels.category?.by, "person");
  },

  "a ticket shows its conversation": async ({ open, api }) => {
    const messages = [
      { role: "customer", author: "Kai", created_at: "2026-03-01T10:00:00Z", text: "The kettle leaks." },
      { role: "agent", author: "Ada", private: true, created_at: "2026-03-01T11:00:00Z", text: "Third one this week." },
    ];
    const { filter } = await api.add([{ subject: "Kettle", body: "The kettle leaks.", messages }]);
    const page = await open(address_of(filter));
    await page.locator(".row-button").first().click();
    await page.getByText("Conversation: 2 messages").waitFor();
    const shown = await page.locator(".conversation li").allInnerTexts();
    assert.match(shown[0], /Kai.*Customer[^]*The kettle leaks\./);
    assert.match(shown[1], /Ada.*Agent.*private note[^]*Third one this week\./);
  },

  "a corrected ticket is shown corrected in the list beside it": async ({ open, api }) => {
    const { filter } = await api.add(some(2));
    const page = await open(address_of(filter));
    await page.locator(".row-button").first().click();
    await page.getByRole("group", { name: "Urgency", exact: true }).locator(".pick").last().click();
    await page
      .locator(".row-button")
      .first()
      .locator(".chip", { hasText: "High" })
      .getByText("person")
      .waitFor({ state: "attached" });
  },

  "a ticket shows the model's answer and the words behind it": async ({ open, api }) => {
    const { filter } = await api.add(some(1));
    const page = await open(address_of(filter));
    await page.locator(".row-button").first().click();
    await page.getByText(/Model prediction: Category is .* \(>?\d+%\)\./).waitFor();
    assert.equal((await page.locator(".reasons .ticket-text").textContent()).trim(), "The invoice 0 was charged twice.");
  },

  "an open ticket is in the address; back leaves the page": async ({ open, api }) => {
    const { filter, ids } = await api.add(some(2));
    const page = await open("overview");
    await page.getByRole("link", { name: "Tickets", exact: true }).click();
    await settle(page);
    await page.goto(`${page.url().split("#")[0]}#/${address_of(filter)}`);
    await page.locator(`.row-button[data-ticket="${ids[1]}"]`).click();
    await page.waitForURL(new RegExp(`ticket=${ids[1]}`));
    await page.reload();
    await page.locator(".detail-subject", { hasText: "Invoice 1 is wrong" }).waitFor();
  },

  "the review list works with the keyboard": async ({ open, api }) => {
    const page = await open("review");
    const { items } = await api.get("/review?limit=50");
    assert.ok(items.length > 1, "the desk has too little to review");
    const first = items[0].ticket.id;
    const said = async () => Object.values((await api.get(`/tickets/${first}`)).labels).some((label) => label.by === "person");
    const before = await said();
    await page.keyboard.press("a");
    await page.getByText(`2 of ${items.length}`, { exact: true }).waitFor();
    assert.ok(await said());
    await page.keyboard.press("u");
    await page.getByText(`1 of ${items.length}`, { exact: true }).waitFor();
    assert.equal(await said(), before);
    await page.keyboard.press("s");
    await page.getByText(`2 of ${items.length}`, { exact: true }).waitFor();
  },

  "a long list is scrolled without keeping all rows in memory": {
    needs_fake: true,
    run: async ({ open, fake }) => {
      const page = await open("tickets", {}, await fake({ count: 1_000_000 }));
      await page.getByText("1 of 1,000,000 tickets").waitFor();
      const reached = () =>
        page.evaluate(() =>
          Math.max(
            ...[...document.querySelectorAll(".row")].map((row) => Number(row.ariaPosInSet ?? row.getAttribute("aria-posinset"))),
          ),
        );
      let last = 0;
      while (last < deep) {
        await page.evaluate(() => {
          const list = document.querySelector(".list");
          list.scrollTop = list.scrollHeight;
        });
        await page.waitForFunction(
          (before) =>
            [...document.querySelectorAll(".row")].some(
              (row) => Number(row.getAttribute("aria-posinset")) > before && row.querySelector("button"),
            ),
          last,
        );
        last = await reached();
      }
      const filled = await page.evaluate(() => {
        const { left, right, top, bottom } = document.querySelector(".list").getBoundingClientRect();
        return [top + 8, (top + bottom) / 2, bottom - 8].map(
          (y) => document.elementFromPoint((left + right) / 2, y)?.closest(".row") !== null,
        );
      });
      assert.deepEqual(filled, [true, true, true], "there are gaps in the list");
      const rows = await page.locator(".row").count();
      assert.ok(rows < 100, `${rows} rows are drawn`);
      assert.match(await page.locator(".row-button").last().innerText(), /\d{4}/);
      while ((await page.locator(".row[aria-posinset='1'] button").count()) === 0) {
        await page.evaluate(() => (document.querySelector(".list").scrollTop = 0));
        await page.waitForFunction(
          () => document.querySelector(".list").scrollTop === 0 || document.querySelector(".row[aria-posinset='1']"),
        );
      }
    },
  },
};
