// Signing in, users and tokens. All of it needs a server that wants to know who is there.

import { strict as assert } from "node:assert";

import { settle } from "./browser.mjs";

async function sign_in(page, password) {
  await page.getByLabel("User name").fill("eve");
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
}

async function signed_in(open, fake, address) {
  const page = await open(address, {}, await fake({ count: 100, sign_in: true }));
  await sign_in(page, "correct horse");
  await page.locator(".bar").waitFor();
  await settle(page);
  return page;
}

const access_tests = {
  "sign-in leads to the requested page, and sign-out works": async ({ open, fake }) => {
    const page = await signed_in(open, fake, "models");
    await page.getByRole("heading", { name: "Models", level: 1 }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Models", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Password").waitFor();
  },

  "a wrong password is reported, and so are too many failures": async ({ open, fake }) => {
    const page = await open("overview", {}, await fake({ count: 100, sign_in: true }));
    for (let times = 0; times < 5; ++times) {
      const answered = page.waitForResponse(/sign-in/);
      await sign_in(page, "wrong");
      await answered;
    }
    await page.getByText("Wrong user name or password.").waitFor();
    await sign_in(page, "correct horse");
    await page.getByText("Too many failures").waitFor();
  },

  "a session that has ended leads to the sign-in": async ({ open, fake }) => {
    const page = await signed_in(open, fake, "overview");
    await page.context().clearCookies();
    await page.getByRole("link", { name: "Jobs" }).click();
    await page.getByLabel("Password").waitFor();
  },

  "a token is shown once and can be removed": async ({ open, fake }) => {
    const page = await signed_in(open, fake, "access");
    await page.getByLabel("Purpose").fill("crm");
    await page.getByRole("button", { name: "Create token" }).click();
    const secret = await page.locator(".notice-good code").innerText();
    assert.ok(secret.length > 20);
    await page.reload();
    await settle(page);
    await page.getByRole("button", { name: "Remove the token crm" }).waitFor();
    assert.ok(!(await page.content()).includes(secret));
    await page.getByRole("button", { name: "Remove the token crm" }).click();
    await page.getByRole("button", { name: "Remove the token crm" }).waitFor({ state: "detached" });
  },

  "an admin adds and removes users, and the log says so": async ({ open, fake }) => {
    const page = await signed_in(open, fake, "access");
    const users = page.locator("section", { has: page.getByRole("heading", { name: "Users" }) });
    await users.getByLabel("User name").fill("ann");
    await users.getByLabel("Password").fill("a long password");
    await users.getByLabel("Role").selectOption("agent");
    await users.getByRole("button", { name: "Add user" }).click();
    await users.getByRole("button", { name: "Remove ann" }).click();
    await users.getByRole("button", { name: "Remove ann" }).waitFor({ state: "detached" });
    assert.equal(await users.getByRole("button", { name: "Remove eve" }).count(), 0);
    await page.reload();
    await page.getByRole("cell", { name: "user removed · ann" }).waitFor();
  },
};

export const tests = Object.fromEntries(Object.entries(access_tests).map(([name, run]) => [name, { needs_fake: true, run }]));
