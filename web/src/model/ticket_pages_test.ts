import { expect, test } from "vitest";

import type { Row, TicketPage } from "./api_types";
import { TicketPages } from "./ticket_pages";

const size = 10;

function row(id: number): Row {
  return {
    id,
    external_id: "",
    source: "",
    version: 1,
    created_at: "",
    product: "",
    customer: "",
    channel: "",
    language: "",
    subject: `ticket ${id}`,
    body: "",
    tags: "",
    labels: {},
  };
}

// A server with `count` tickets; `asked` fills with the cursors that were asked for.
function pages_of(count: number) {
  const asked: (string | null)[] = [];
  const server = { asked, is_down: false };
  const fetch_page = (cursor: string | null): Promise<TicketPage> => {
    asked.push(cursor);
    if (server.is_down) return Promise.reject(new Error("down"));
    const begin = Number(cursor ?? 0);
    const end = Math.min(count, begin + size);
    const tickets = Array.from({ length: end - begin }, (_, i) => row(begin + i));
    return Promise.resolve({ tickets, next: end < count ? String(end) : null, not_indexed: 0 });
  };
  return { server, pages: new TicketPages(fetch_page, () => undefined) };
}

const answered = () => new Promise((resolve) => setTimeout(resolve));

async function read_to(pages: TicketPages, last: number): Promise<void> {
  for (let begin = 0; begin <= last; begin += size) {
    pages.want({ begin, end: begin + size });
    await answered();
  }
}

test("reading downwards fetches each page once and ends at the end", async () => {
  const { pages, server } = pages_of(25);
  await read_to(pages, 40);
  expect(server.asked).toEqual([null, "10", "20"]);
  expect([pages.known, pages.is_complete]).toEqual([25, true]);
  expect(pages.row(24)?.subject).toBe("ticket 24");
  expect(pages.row(25)).toBeUndefined();
});

test("however far one reads, few pages are held, and what was forgotten comes back with one request", async () => {
  const { pages, server } = pages_of(10_000);
  await read_to(pages, 9_999);
  expect(pages.row(9_999)?.id).toBe(9_999);
  expect(pages.row(0)).toBeUndefined();
  const before = server.asked.length;
  pages.want({ begin: 0, end: 5 });
  await answered();
  expect(server.asked.slice(before)).toEqual([null]);
  expect(pages.row(3)?.id).toBe(3);
});

test("a corrected ticket is shown corrected", async () => {
  const { pages } = pages_of(5);
  await read_to(pages, 0);
  pages.replace({ ...row(3), subject: "corrected" });
  expect(pages.row(3)?.subject).toBe("corrected");
});

test("after a failure nothing is asked for until one tries again", async () => {
  const { pages, server } = pages_of(25);
  server.is_down = true;
  await read_to(pages, 20);
  expect(pages.failure).toBeInstanceOf(Error);
  expect(server.asked).toEqual([null]);
  server.is_down = false;
  pages.retry({ begin: 0, end: 5 });
  await answered();
  expect(pages.failure).toBeNull();
  expect(pages.row(4)?.id).toBe(4);
});

test("an empty desk is known to be empty", async () => {
  const { pages } = pages_of(0);
  await read_to(pages, 0);
  expect([pages.known, pages.is_complete]).toEqual([0, true]);
});
