// Why a ticket of the work list wants a look: the task whose answer is most worth a person's word, and what is wrong
// with it.

import type { ReviewItem } from "./api_types";

export interface ReviewReason {
  task: string;
  kind: "disagrees" | "unknown" | "unsure";
}

const kinds = ["disagrees", "unknown", "unsure"] as const;

// A contradiction first, then a text unlike what was learnt from, then the least sure answer. Absent without tasks.
export function review_reason(tasks: ReviewItem["tasks"]): ReviewReason | undefined {
  const found = Object.entries(tasks).map(([task, said]) => {
    const disagrees = said.current !== null && said.current !== said.value;
    return { task, kind: disagrees ? kinds[0] : said.unknown ? kinds[1] : kinds[2], probability: said.probability };
  });
  found.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.probability - b.probability);
  return found[0] && { task: found[0].task, kind: found[0].kind };
}
