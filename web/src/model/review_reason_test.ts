import { expect, test } from "vitest";

import { review_reason } from "./review_reason";

const said = (probability: number, current: string | null = "A", unknown = false) => ({
  value: "A",
  probability,
  current,
  by_person: false,
  unknown,
});

test("the least sure answer is the reason where nothing contradicts", () => {
  expect(review_reason({ sentiment: said(0.9), category: said(0.4), urgency: said(0.7, null) })).toEqual({
    task: "category",
    kind: "unsure",
  });
});

test("a label that the model contradicts comes before doubt", () => {
  expect(review_reason({ sentiment: said(0.9, "B"), category: said(0.4, "A", true) })).toEqual({
    task: "sentiment",
    kind: "disagrees",
  });
});

test("a text unlike any comes before an unsure answer", () => {
  expect(review_reason({ sentiment: said(0.2), category: said(0.8, "A", true) })).toEqual({ task: "category", kind: "unknown" });
});

test("without tasks there is no reason", () => {
  expect(review_reason({})).toBeUndefined();
});
