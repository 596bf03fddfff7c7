import { expect, test } from "vitest";

import { drawn, page_at, slid, to_forget } from "./window";

test("the rows in view and a margin are drawn, never more than are known", () => {
  expect(drawn({ first: 100, count: 20 }, 1000, 10)).toEqual({ begin: 90, end: 130 });
  expect(drawn({ first: 0, count: 20 }, 15, 10)).toEqual({ begin: 0, end: 15 });
  expect(drawn({ first: 999, count: 20 }, 1000, 10)).toEqual({ begin: 989, end: 1000 });
});

test("a row lies on the last page that begins before it", () => {
  const starts = [0, 100, 200];
  expect([0, 99, 100, 199, 200, 5000].map((row) => page_at(starts, row))).toEqual([0, 0, 1, 1, 2, 2]);
});

test("a short list has its box at the start", () => {
  expect(slid(0, 900, 1000, 1000)).toBe(0);
});

test("the box slides before the view reaches its end, and the view stays inside of it", () => {
  let base = 0;
  for (let first = 0; first < 100_000; first += 37) {
    base = slid(base, first, 100_000, 1000);
    expect(base).toBeLessThanOrEqual(first);
    expect(base + 1000).toBeGreaterThan(Math.min(first + 60, 99_999));
  }
  for (let first = 99_999; first > 0; first -= 37) {
    base = slid(base, first, 100_000, 1000);
    expect(base).toBeLessThanOrEqual(first);
  }
  expect(slid(base, 0, 100_000, 1000)).toBe(0);
});

test("the pages farthest from the view are forgotten", () => {
  expect(to_forget([0, 1, 7, 8, 9], 8, 3).sort()).toEqual([0, 1]);
});
