import { expect, test } from "vitest";

import en from "../messages/en.json";
import { page_names, parse_route } from "../model/route";
import { pages } from "./pages";

test("every page has a title, and every title a page", () => {
  expect(pages.map((page) => page.name).sort()).toEqual([...page_names].sort());
});

test("the first page opens without an address", () => {
  expect(parse_route("").page).toBe(pages[0].name);
});

test.each(pages.map((page) => [page.name, page] as const))("%s has an icon", (_, page) => {
  expect(page.icon).toMatch(/^M[\d.]/u);
});

test("a shortcut is explained once", () => {
  const texts = pages.flatMap((page) => page.keys ?? []).map(([, text]) => text);
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts) expect(text in en).toBe(true);
});
