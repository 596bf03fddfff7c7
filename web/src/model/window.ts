// Which rows of a list that may be a million long are drawn, and where. Rows come in pages behind cursors, so only
// what lies before the last known page can be drawn; pages far from the reader are forgotten and fetched again.

export interface Seen {
  first: number; // row at the top of the view
  count: number; // rows that fit into it
}

export interface Range {
  begin: number;
  end: number;
}

// Rows to draw: those in view and `margin` on either side.
export function drawn(seen: Seen, known: number, margin: number): Range {
  return { begin: Math.max(0, Math.min(seen.first - margin, known)), end: Math.min(known, seen.first + seen.count + margin) };
}

// The page that a row lies on: the last of `starts` (each page's first row, ascending) that is not behind it.
export function page_at(starts: readonly number[], row: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] as number) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

// Browsers lay out boxes of some ten million pixels only, so the box is `span` rows long at most and slides along the
// list. The first row in the box for a view at `first`: as it was, unless the view comes near one of the box's ends.
export function slid(base: number, first: number, known: number, span: number): number {
  if (known <= span) return 0;
  const edge = Math.floor(span / 8);
  const is_near_start = base > 0 && first < base + edge;
  const is_near_end = base + span < known && first > base + span - edge;
  if (!is_near_start && !is_near_end && base + span <= known) return base;
  return Math.max(0, Math.min(first - Math.floor(span / 2), known - span));
}

// Of the pages that are held, those to forget so that `most` stay: the farthest from the one in view.
export function to_forget(held: readonly number[], in_view: number, most: number): number[] {
  return [...held].sort((a, b) => Math.abs(a - in_view) - Math.abs(b - in_view)).slice(most);
}
