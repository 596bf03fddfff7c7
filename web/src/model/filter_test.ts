import { expect, test } from "vitest";

import { filter_term, format_filter, parse_filter } from "./filter";

const keys = ["product", "category", "by", "created"];

test("fields of the page are taken out of a filter and words stay", () => {
  expect(parse_filter('product:Sync category:"Payment Issue" invoice late', keys)).toEqual({
    words: "invoice late",
    values: { product: "Sync", category: "Payment Issue" },
  });
});

test("what the fields cannot say stays as typed", () => {
  const typed = '-product:Sync "two words" tag:vip product:A product:B url:http://x/?a:b';
  const filter = parse_filter(typed, keys);
  expect(filter.values).toEqual({ product: "A" });
  expect(filter.words).toBe('-product:Sync "two words" tag:vip product:B url:http://x/?a:b');
});

test("a comparison is the value of its field", () => {
  expect(parse_filter("created:>=2026-03-01", keys).values).toEqual({ created: ">=2026-03-01" });
});

test.each(["Sync", "Payment Issue", 'say "hi"', "back\\slash", "株式会社", "a:b", ">=2026-03-01"])(
  "the value %j comes back from its term",
  (value) => {
    expect(parse_filter(filter_term("product", value), keys).values).toEqual({ product: value });
  },
);

test.each(["product:Sync", 'category:"Payment Issue" by:person refund', '"a phrase" -by:model'])(
  "the filter %j survives the page",
  (text) => {
    expect(format_filter(parse_filter(text, keys))).toBe(text);
  },
);

test("an emptied field is gone", () => {
  expect(format_filter({ words: " late ", values: { product: "", by: "person" } })).toBe("by:person late");
});

test("an unclosed quote is a word", () => {
  const filter = parse_filter('product:"Sync', keys);
  expect(filter.values).toEqual({});
  expect(filter.words).toBe('product:"Sync');
});
