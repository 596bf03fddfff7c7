// What is wrong with a row that the audit names.

import type { Suspect, SuspectReason } from "./api_types";
import type { Key } from "./messages";

export const suspect_kinds = ["labels", "repeats", "leaks"] as const;
export type SuspectKind = (typeof suspect_kinds)[number];

const reasons: Record<SuspectReason, { kind: SuspectKind; key: Key | null }> = {
  label: { kind: "labels", key: null }, // the two labels say it
  duplicate: { kind: "repeats", key: "audit.reason.repeat" },
  other_label: { kind: "repeats", key: "audit.reason.other_label" },
  leaked_reasoning: { kind: "leaks", key: "audit.reason.thoughts" },
  prompt_echo: { kind: "leaks", key: "audit.reason.echo" },
};

export function kind_of({ reason }: Suspect): SuspectKind {
  return reasons[reason].kind;
}

// `what` is the ticket with the same text, or the leaked words.
export function explained({ reason, same_as, evidence }: Suspect): { key: Key | null; what: string } {
  return { key: reasons[reason].key, what: same_as === null ? evidence : String(same_as) };
}
