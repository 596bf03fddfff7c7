// What the fields above the ticket list say, in the filter language of `smartdesk search` and back. What the fields
// cannot say (a phrase, -key:value, two of one key) stays in `words`, as typed.

export interface Filter {
  words: string;
  values: Record<string, string>; // key -> value: product, customer, by, created …, and tasks
}

const empty: Filter = { words: "", values: {} };

interface Part {
  key: string;
  value: string;
  source: string;
}

// key:value, key:"two words", else one word or a phrase in quotes with whatever stands before it.
const part_pattern = /(-?)([^\s":]+):(?:"((?:[^"\\]|\\.)*)"|([^\s"]\S*))|-?"(?:[^"\\]|\\.)*"|\S+/gu;

function parts(text: string): Part[] {
  return [...text.matchAll(part_pattern)].map((match) => {
    const value = match[3] === undefined ? match[4] : match[3].replace(/\\(.)/gu, "$1");
    const is_plain = match[2] !== undefined && value !== undefined && match[1] === "";
    return { key: is_plain ? (match[2] as string) : "", value: value ?? "", source: match[0] };
  });
}

// `keys`: those that a field of the page stands for.
export function parse_filter(text: string, keys: readonly string[]): Filter {
  const filter: Filter = { ...empty, values: {} };
  const words: string[] = [];
  for (const part of parts(text)) {
    if (keys.includes(part.key) && part.value !== "" && !(part.key in filter.values)) {
      filter.values[part.key] = part.value;
    } else {
      words.push(part.source);
    }
  }
  filter.words = words.join(" ");
  return filter;
}

export function filter_term(key: string, value: string): string {
  const is_bare = /^[^\s"\\]+$/u.test(value);
  return `${key}:${is_bare ? value : `"${value.replace(/["\\]/gu, "\\$&")}"`}`;
}

export function format_filter(filter: Filter): string {
  const terms = Object.entries(filter.values)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => filter_term(key, value));
  return [...terms, filter.words.trim()].filter((term) => term !== "").join(" ");
}
