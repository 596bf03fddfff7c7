// What is wrong with a row that the audit names.

import type { Suspect } from "./api_types";

export const suspect_kinds = ["labels", "repeats", "leaks"] as const;
export type SuspectKind = (typeof suspect_kinds)[number];

export function kind_of(suspect: Suspect): SuspectKind {
  if (/duplicate|same text/iu.test(suspect.reason)) return "repeats";
  return /leak/iu.test(suspect.reason) ? "leaks" : "labels";
}
