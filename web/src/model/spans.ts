// The words that decided, as pieces of the text they stand in.

export interface Mark {
  begin: number; // bytes of UTF-8
  end: number;
  weight: number;
}

export interface Piece {
  text: string;
  weight: number; // 0: not a word that decided
}

// Where each byte offset of `text`'s UTF-8 is as an index of its UTF-16. Offsets inside a character count as its
// start, those behind the end as the end. `offsets` ascends. Cost: one pass over the text.
export function utf16_indices(text: string, offsets: readonly number[]): number[] {
  const indices: number[] = [];
  let byte = 0;
  let index = 0;
  for (const offset of offsets) {
    while (index < text.length) {
      const point = text.codePointAt(index) as number;
      const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (byte + bytes > offset) break;
      byte += bytes;
      index += point < 0x10000 ? 1 : 2;
    }
    indices.push(index);
  }
  return indices;
}

// `text` from the UTF-16 index `from` on, cut where marks begin and end. Of marks that overlap the weightier wins.
// Joined, the pieces are the text.
export function pieces(text: string, marks: readonly Mark[], from = 0): Piece[] {
  const edges = [...new Set(marks.flatMap((mark) => [mark.begin, mark.end]))].sort((a, b) => a - b);
  const at = utf16_indices(text, edges);
  const index_of = new Map(edges.map((edge, i) => [edge, at[i] as number]));
  const taken: { begin: number; end: number; weight: number }[] = [];
  for (const mark of [...marks].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))) {
    const begin = Math.max(index_of.get(mark.begin) as number, from);
    const end = index_of.get(mark.end) as number;
    if (begin >= end || taken.some((other) => begin < other.end && other.begin < end)) continue;
    taken.push({ begin, end, weight: mark.weight });
  }
  taken.sort((a, b) => a.begin - b.begin);
  const found: Piece[] = [];
  let end = from;
  for (const mark of taken) {
    if (mark.begin > end) found.push({ text: text.slice(end, mark.begin), weight: 0 });
    found.push({ text: text.slice(mark.begin, mark.end), weight: mark.weight });
    end = mark.end;
  }
  if (end < text.length) found.push({ text: text.slice(end), weight: 0 });
  return found;
}

// Where the body begins in a text as the model read it, which is the subject and then the body.
export function text_begin(subject: string, text: string): number {
  if (subject === "" || !text.startsWith(subject)) return 0;
  const gap = /^\s*/u.exec(text.slice(subject.length))?.[0].length ?? 0;
  return subject.length + gap;
}
