// A list of tickets behind cursors, a page at a time. Holds a bounded number of pages however long the list is; the
// cursors of forgotten pages stay, so going back costs one request.

import type { Row, TicketPage } from "./api_types";
import { page_at, to_forget } from "./window";
import type { Range } from "./window";

const most_held = 24;

export class TicketPages {
  private readonly cursors: (string | null)[] = [null];
  private readonly starts: number[] = [0];
  private readonly held = new Map<number, Row[]>();
  private readonly under_way = new Set<number>();
  private end: number | null = null;
  not_indexed = 0;
  failure: unknown = null;

  // `changed` is called when rows came or failed to come.
  constructor(
    private readonly fetch_page: (cursor: string | null) => Promise<TicketPage>,
    private readonly changed: () => void,
  ) {}

  // Rows whose place is known.
  get known(): number {
    return this.end ?? (this.starts.at(-1) as number);
  }

  get is_complete(): boolean {
    return this.end !== null;
  }

  get is_loading(): boolean {
    return this.under_way.size > 0;
  }

  row(index: number): Row | undefined {
    if (index >= this.known) return undefined;
    const page = page_at(this.starts, index);
    return this.held.get(page)?.[index - (this.starts[page] as number)];
  }

  // A ticket that was changed elsewhere on the page.
  replace(ticket: Row): void {
    for (const rows of this.held.values()) {
      const at = rows.findIndex((row) => row.id === ticket.id);
      if (at >= 0) rows[at] = ticket;
    }
    this.changed();
  }

  // Fetches what is missing of these rows, and the next page where the range reaches the last that is known.
  want(range: Range): void {
    if (this.failure !== null) return;
    const last = this.end === null && range.end >= this.known ? this.starts.length - 1 : page_at(this.starts, range.end - 1);
    for (let page = page_at(this.starts, range.begin); page <= last; ++page) void this.load(page);
    for (const page of to_forget([...this.held.keys()], page_at(this.starts, range.begin), most_held)) this.held.delete(page);
  }

  retry(range: Range): void {
    this.failure = null;
    this.want(range);
  }

  private async load(page: number): Promise<void> {
    const is_behind_end = this.end !== null && this.starts[page] === this.end;
    if (this.held.has(page) || this.under_way.has(page) || is_behind_end) return;
    this.under_way.add(page);
    try {
      this.take(page, await this.fetch_page(this.cursors[page] as string | null));
    } catch (cause) {
      this.failure = cause;
    }
    this.under_way.delete(page);
    this.changed();
  }

  private take(page: number, answer: TicketPage): void {
    this.held.set(page, answer.tickets);
    this.not_indexed = answer.not_indexed;
    if (page + 1 < this.starts.length || this.end !== null) return;
    const next_start = (this.starts[page] as number) + answer.tickets.length;
    if (answer.next === null) {
      this.end = next_start;
    } else {
      this.cursors.push(answer.next);
      this.starts.push(next_start);
    }
  }
}
