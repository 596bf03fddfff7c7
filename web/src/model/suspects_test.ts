import { expect, test } from "vitest";

import type { Suspect } from "./api_types";
import { explained, kind_of } from "./suspects";

const label: Suspect = {
  ticket: 1,
  task: "category",
  label: "A",
  suggested: "B",
  score: 0.5,
  reason: "label",
  same_as: null,
  evidence: "",
  text: "",
};

test.each<[Suspect, string, string]>([
  [label, "labels", ""],
  [{ ...label, reason: "duplicate", same_as: 17 }, "repeats", "17"],
  [{ ...label, reason: "other_label", same_as: 17 }, "repeats", "17"],
  [{ ...label, reason: "leaked_reasoning", evidence: "<think>a duplicate" }, "leaks", "<think>a duplicate"],
  [{ ...label, reason: "prompt_echo", evidence: "You are" }, "leaks", "You are"],
])("%j is one of the kind %s", (suspect, kind, what) => {
  expect(kind_of(suspect)).toBe(kind);
  expect(explained(suspect).what).toBe(what);
});
