// A label: what it says, and whose word it is, never by colour alone.

import { useDesk } from "../desk";
import type { Label, Task } from "../model/api_types";
import { weight_of } from "../model/tasks";

export function LabelChip({ label, task }: { label: Label; task?: Task }) {
  const { speech } = useDesk();
  const is_person = label.by === "person";
  return (
    <span class={`chip chip-${weight_of(label.value, task)}`}>
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
