import { expect, test } from "vitest";

import de from "../messages/de.json";
import en from "../messages/en.json";
import { speech } from "./messages";

const keys = Object.keys(en) as (keyof typeof en)[];
const holes = (text: string) => (text.match(/\{\w+\}/gu) ?? []).sort();

test("both languages have the same keys", () => {
  expect(Object.keys(de).sort()).toEqual([...keys].sort());
});

test.each(keys)("%s has the same placeholders in both languages and is not empty", (key) => {
  expect(holes(de[key])).toEqual(holes(en[key]));
  expect(de[key].trim()).not.toBe("");
  expect(en[key].trim()).not.toBe("");
});

test("numbers are written the language's way", () => {
  expect(speech("en").say("tickets.found", { place: 1, count: 1234567 })).toBe("1 of 1,234,567 tickets");
  expect(speech("de").say("tickets.found", { place: 1, count: 1234567 })).toBe("1 von 1.234.567 Tickets");
});

test.each([
  [0, "0%"],
  [0.001, "<1%"],
  [0.42, "42%"],
  [0.9961, ">99%"],
  [1, "100%"],
  [1.5, "150%"],
])("the share %d is %s: rounding never shows certainty", (share, text) => {
  expect(speech("en").percent(share)).toBe(text);
});

test("a placeholder inside a value is not replaced", () => {
  expect(speech("en").say("detail.corrected", { task: "{label}", label: "Billing" })).toBe("{label} is now Billing");
});

test("an invalid date is shown unchanged", () => {
  expect(speech("en").day("yesterday")).toBe("yesterday");
  expect(speech("en").day("2026-03-01T10:00:00Z")).toBe("1 Mar 2026");
});

test("a task is called in the reader's language, an unknown one by its own name", () => {
  expect(speech("de").task("urgency")).toBe("Dringlichkeit");
  expect(speech("de").task("queue")).toBe("Queue");
  expect(speech("en").task_inside("category")).toBe("category");
  expect(speech("de").task_inside("category")).toBe("Kategorie");
});
