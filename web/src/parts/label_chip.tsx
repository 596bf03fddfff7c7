// A label: what it says, and whose word it is, never by colour alone.

import { useDesk } from "../desk";
import type { Label, Task } from "../model/api_types";

// Of an ordered task the last label is the one to act on; of the others only what is known to be bad is marked.
function tone(value: string, task: Task | undefined): string {
  if (task?.ordered && task.labels.length > 1) {
    const rank = task.labels.indexOf(value);
    if (rank === task.labels.length - 1) return "chip-strong";
    return rank > 0 ? "chip-middle" : "chip-weak";
  }
  return value === "Negative" ? "chip-strong" : "chip-weak";
}

export function LabelChip({ label, task }: { label: Label; task?: Task }) {
  const { speech } = useDesk();
  const is_person = label.by === "person";
  return (
    <span class={`chip ${tone(label.value, task)}`}>
      {label.value}
      {is_person ? (
        <span class="chip-by">
          <span aria-hidden="true">✓</span>
          <span class="unseen">{speech.say("by.person")}</span>
        </span>
      ) : (
        label.probability !== null && <span class="chip-by number">{speech.percent(label.probability)}</span>
      )}
    </span>
  );
}
