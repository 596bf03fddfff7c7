import { expect, test } from "vitest";

import { explained, kind_of } from "./suspects";

const suspect = (reason: string) => ({ ticket: 1, task: "category", label: "A", suggested: "B", score: 0.5, reason, text: "" });

test.each([
  ["label", "labels", ""],
  ["duplicate of line 17", "repeats", "17"],
  ["same text, other label, line 17", "repeats", "17"],
  ["leaked reasoning: <think>a duplicate\nof it", "leaks", "<think>a duplicate\nof it"],
  ["prompt echo: You are", "leaks", "You are"],
])("%j is one of the %s", (reason, kind, what) => {
  expect(kind_of(suspect(reason))).toBe(kind);
  expect(explained(suspect(reason))?.what).toBe(what);
});

test("an unknown reason is shown in the server's words", () => {
  expect(explained(suspect("written in another language"))).toBeUndefined();
});
