// What is wrong with a row that the audit names. The server says it in English; what is known is said in the reader's
// language.

import type { Suspect } from "./api_types";
import type { Key } from "./messages";

export const suspect_kinds = ["labels", "repeats", "leaks"] as const;
export type SuspectKind = (typeof suspect_kinds)[number];

interface Reason {
  kind: SuspectKind;
  key: Key | null; // null: the two labels say it
  pattern: RegExp;
}

const reasons: Reason[] = [
  { kind: "labels", key: null, pattern: /^label$/u },
  { kind: "repeats", key: "audit.reason.repeat", pattern: /^duplicate of (?:line|ticket) (\d+)$/u },
  { kind: "repeats", key: "audit.reason.other_label", pattern: /^same text, other label, (?:line|ticket) (\d+)$/u },
  { kind: "leaks", key: "audit.reason.thoughts", pattern: /^leaked reasoning: (.*)$/su },
  { kind: "leaks", key: "audit.reason.echo", pattern: /^prompt echo: (.*)$/su },
];

function reason_of(suspect: Suspect): Reason | undefined {
  return reasons.find(({ pattern }) => pattern.test(suspect.reason));
}

export function kind_of(suspect: Suspect): SuspectKind {
  return reason_of(suspect)?.kind ?? "labels";
}

// Absent for what this page does not know: then the server's own words are all there is.
export function explained(suspect: Suspect): { key: Key | null; what: string } | undefined {
  const reason = reason_of(suspect);
  return reason && { key: reason.key, what: reason.pattern.exec(suspect.reason)?.[1] ?? "" };
}
