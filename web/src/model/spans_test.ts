import { expect, test } from "vitest";

import { pieces, text_begin, utf16_indices } from "./spans";

const bytes = (text: string) => new TextEncoder().encode(text).length;

test("bytes of UTF-8 become indices of UTF-16 for characters of every length", () => {
  const text = "aß€😀z";
  expect(utf16_indices(text, [0, 1, 3, 6, 10, 11])).toEqual([0, 1, 2, 3, 5, 6]);
});

test("an offset inside a character counts as its start, one behind the end as the end", () => {
  expect(utf16_indices("a😀", [2, 4, 5, 99])).toEqual([1, 1, 3, 3]);
});

test("a marked word is found behind characters of several bytes", () => {
  const text = "Grüße 😀: die Rechnung fehlt";
  const begin = bytes("Grüße 😀: die ");
  const marked = pieces(text, [{ begin, end: begin + 8, weight: 0.8 }]).filter((piece) => piece.weight !== 0);
  expect(marked).toEqual([{ text: "Rechnung", weight: 0.8 }]);
});

test("of marks that overlap the weightier wins, and nothing of the text is lost", () => {
  const text = "charged twice";
  const cut = pieces(text, [
    { begin: 0, end: 13, weight: 0.2 },
    { begin: 8, end: 13, weight: -0.9 },
  ]);
  expect(cut).toEqual([
    { text: "charged ", weight: 0 },
    { text: "twice", weight: -0.9 },
  ]);
});

test("joined, the pieces are the text, whatever the marks", () => {
  const text = "ab€d😀\u202Ef";
  for (let begin = 0; begin < 16; ++begin) {
    for (let end = begin; end < 18; ++end) {
      expect(
        pieces(text, [{ begin, end, weight: 1 }])
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }
  }
});

test("marks before the shown part are left out", () => {
  const shown = pieces(
    "Invoice\nInvoice missing",
    [
      { begin: 0, end: 7, weight: 1 },
      { begin: 8, end: 15, weight: 1 },
    ],
    8,
  );
  expect(shown).toEqual([
    { text: "Invoice", weight: 1 },
    { text: " missing", weight: 0 },
  ]);
});

test("the body begins behind the subject and the gap after it", () => {
  expect(text_begin("Late", "Late\n\nIt is late")).toBe(6);
  expect(text_begin("", "It is late")).toBe(0);
  expect(text_begin("Other", "It is late")).toBe(0);
});
