// Each page's main job.

import { strict as assert } from "node:assert";

import { settle } from "./browser.mjs";

const filter_of = (page) => new URLSearchParams(page.url().split("?")[1]).get("filter") ?? "";

export const tests = {
  "the overview shows ticket counts, the previous period and what needs attention": async ({ open }) => {
    const page = await open("overview");
    assert.match(await page.locator(".headline .figure").innerText(), /^[\d,]+$/);
    assert.match(await page.locator(".headline").innerText(), /compared with [\d,]+ in the previous period/);
    await page.getByRole("heading", { name: "Needs attention" }).waitFor();
    for (const name of ["Sentiment", "Urgency by category", "Product", "Tickets per day"])
      await page.getByRole("heading", { name, exact: true }).waitFor();
  },

  "a figure of the overview leads to its tickets": async ({ open }) => {
    const page = await open("overview");
    const label = await page.locator(".tally-label").first().innerText();
    await page.locator(".tally").first().click();
    await settle(page);
    assert.match(filter_of(page), new RegExp(`created:>=\\S+ sentiment:${label}`));
    await page.locator(".row-button").first().waitFor();
  },

  "a cell of urgency by category leads to its tickets": async ({ open }) => {
    const page = await open("overview");
    const cell = page.locator(".heat td:not(.heat-0, .heat-more) a").first();
    await cell.click();
    await settle(page);
    assert.match(filter_of(page), /category:.* urgency:/);
    await page.locator(".row-button").first().waitFor();
  },

  "a day of the chart is also in a table, and leads to its tickets": async ({ open }) => {
    const page = await open("overview");
    await page.locator(".chart-table summary").first().click();
    await page.locator(".chart-table tbody a").last().click();
    await settle(page);
    assert.match(filter_of(page), /^created:\d{4}-\d\d-\d\d$/);
  },

  "the chosen period survives a reload": async ({ open }) => {
    const page = await open("overview");
    await page.getByRole("button", { name: "90 days" }).click();
    await page.waitForURL(/days=90/);
    await page.reload();
    await settle(page);
    assert.equal(await page.getByRole("button", { name: "90 days" }).getAttribute("aria-pressed"), "true");
    await page.getByText("tickets in 90 days").waitFor();
  },

  "a pasted text is classified for every task, with the most important words": async ({ open, api }) => {
    const page = await open("try");
    const { tasks } = await api.get("/tasks");
    await page.locator("textarea").fill("The invoice was charged twice. marker0 of category");
    await page.getByRole("button", { name: "Classify" }).click();
    await page.locator(".answers").waitFor();
    assert.equal(await page.locator(".answer").count(), tasks.length);
    await page.locator("mark").first().waitFor();
    const before = await page.getByRole("heading", { name: /Most important words/ }).innerText();
    await page.locator(".answer:not(.answer-chosen) .picker-name").first().click();
    assert.notEqual(await page.getByRole("heading", { name: /Most important words/ }).innerText(), before);
  },

  "a text unlike the training tickets is flagged": {
    needs_fake: true,
    run: async ({ open }) => {
      const page = await open("try");
      await page.locator("textarea").fill("12 34 !");
      await page.keyboard.press("Control+Enter");
      await page.locator(".answers").waitFor();
      assert.equal(await page.getByText("Unlike the training tickets").count(), 3);
    },
  },

  "a model shows its confusion matrix, and a cell leads to the tickets": async ({ open }) => {
    const page = await open("models");
    await page.getByRole("heading", { name: "Confusion matrix" }).waitFor();
    await page.getByRole("heading", { name: "Calibration" }).waitFor();
    await page.locator(".heat td:not(.heat-0) a").first().click();
    await settle(page);
    assert.notEqual(filter_of(page), "");
  },

  "the benchmark names the best algorithm of each task": {
    needs_fake: true,
    run: async ({ open }) => {
      const page = await open("models");
      assert.deepEqual(await page.locator(".figures .best th").allInnerTexts(), ["linear_svc", "linear_svc", "linear_svc"]);
      await page.getByRole("cell", { name: "not installed" }).waitFor();
    },
  },

  "a challenger is shown with its interval and becomes champion": {
    needs_fake: true,
    run: async ({ open, fake }) => {
      const page = await open("models?version=f00dfeed1234", {}, await fake({ count: 100 }));
      assert.match(await page.locator(".contest").innerText(), /Difference \+0.017 \(95% interval: −0.004 to \+0.038\)/);
      await page.getByRole("button", { name: "Promote to champion" }).click();
      await page.locator(".version", { hasText: "f00dfeed1234" }).getByText("champion").waitFor();
      await page.reload();
      await settle(page);
      assert.match(await page.locator(".version[aria-pressed=true]").innerText(), /f00dfeed1234\s*champion/);
    },
  },

  "the audit lists what is suspicious, by kind": {
    needs_fake: true,
    run: async ({ open, fake }) => {
      const page = await open("audit", {}, await fake({ count: 3000 }));
      await page.getByRole("button", { name: "Audit the labels" }).click();
      await page.locator(".suspect").first().waitFor();
      await page.getByRole("button", { name: /^Duplicates/ }).click();
      await page.waitForURL(/kind=repeats/);
      for (const text of await page.locator(".suspect").allInnerTexts()) assert.match(text, /same text as ticket 17/);
      await page.getByRole("button", { name: /^Labels/ }).click();
      await page
        .getByRole("button", { name: /^Correct to/ })
        .first()
        .click();
      await page.getByRole("button", { name: "Corrected" }).waitFor();
    },
  },

  "a job shows how far it is and ends in the list": async ({ open }) => {
    const page = await open("jobs");
    const audits = page.locator(".ended li", { hasText: "Audit the labels" });
    const before = await audits.count();
    await page.getByRole("button", { name: "Audit the labels" }).click();
    await audits.nth(before).waitFor();
    assert.match(await audits.first().innerText(), /Audit the labels\s*done/);
  },

  "a running job moves its bar and can be stopped": {
    needs_fake: true,
    run: async ({ open }) => {
      const page = await open("jobs");
      await page.getByRole("button", { name: "Run the benchmark" }).click();
      await page.waitForFunction(() => document.querySelector(".job progress")?.value >= 2);
      await page.getByRole("button", { name: "Stop" }).click();
      await page.locator(".ended .state-stopped").waitFor();
    },
  },

  "a desk without tickets explains the import and accepts a file": {
    needs_fake: true,
    run: async ({ open, fake }) => {
      const page = await open("overview", {}, await fake({ count: 0 }));
      await page.getByText("smartdesk import tickets.csv").waitFor();
      await page
        .locator("input[type=file]")
        .setInputFiles({ name: "export.csv", mimeType: "text/csv", buffer: Buffer.from("subject,body\na,b\n") });
      const preview = page.getByRole("region", { name: "What will be imported" });
      await preview.getByText("40 rows, of which 1 will be rejected").waitFor();
      await preview.getByText("Description → body").waitFor();
      assert.equal(await page.locator(".job").count(), 0);
      await preview.getByRole("button", { name: "Import" }).click();
      await page.locator(".job progress").waitFor();
      await page.locator(".job-done").waitFor();
    },
  },

  "a desk without a model offers to train one on every page that needs it": {
    needs_fake: true,
    run: async ({ open, fake }) => {
      const empty = await fake({ count: 0 });
      for (const address of ["models", "review"]) {
        const page = await open(address, {}, empty);
        await page.getByRole("heading", { name: "No model yet" }).waitFor();
      }
      const page = await open("try", {}, empty);
      await page.locator("textarea").fill("Hello");
      await page.keyboard.press("Control+Enter");
      await page.getByRole("button", { name: "Train a model" }).click();
      await page.locator(".job-done").waitFor();
      await page.goto(`${empty}/#/models`);
      await page.locator(".version").first().waitFor();
    },
  },

  "a server error is shown, and trying again works": {
    run: async ({ base, open }) => {
      const page = await open("jobs");
      await page.route("**/api/v1/insights*", (route) =>
        route.fulfill({
          status: 503,
          contentType: "application/problem+json",
          body: `{"title":"busy","detail":"Too many at once."}`,
        }),
      );
      await page.goto(`${base}/#/overview`);
      await page.getByText("The server is busy. Try again in a moment. Too many at once.").waitFor();
      await page.unroute("**/api/v1/insights*");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.locator(".headline .figure").waitFor();
    },
  },
};
