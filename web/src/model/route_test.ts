import { expect, test } from "vitest";

import { format_route, page_names, parse_route } from "./route";

test.each(page_names)("the address of %s leads to it", (page) => {
  expect(parse_route(format_route({ page, query: {} })).page).toBe(page);
});

test("a filter with anything in it survives the address", () => {
  const query = { filter: 'category:"Payment Issue" 100% a&b=c #? ü 株', ticket: "7" };
  expect(parse_route(format_route({ page: "tickets", query }))).toEqual({ page: "tickets", query });
});

test("what is empty is not in the address", () => {
  expect(format_route({ page: "tickets", query: { filter: "", ticket: "7" } })).toBe("#/tickets?ticket=7");
});

test.each(["", "#", "#/", "#/nowhere", "#javascript:alert(1)", "#/../tickets"])(
  "the address %j leads to the overview",
  (hash) => {
    expect(parse_route(hash)).toEqual({ page: "overview", query: {} });
  },
);
