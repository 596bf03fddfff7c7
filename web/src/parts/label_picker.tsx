// The labels of one task, a button each, and what is said of them. The active task takes the number keys.

import { useDesk } from "../desk";
import type { Label, Task } from "../model/api_types";
import type { Speech } from "../model/messages";

interface PickerProps {
  task: Task;
  value: string | undefined;
  about: string;
  is_active: boolean;
  is_open: boolean; // for corrections
  activate: () => void;
  pick: (value: string) => void;
}

const authors = ["person", "model", "llm", "rule"] as const;

export function author_name(by: string, speech: Speech): string {
  const known = authors.find((author) => author === by);
  return known ? speech.say(`by.${known}`) : by;
}

// Whose word a label is, and how sure they were.
export function label_source(label: Label | undefined, speech: Speech): string {
  if (!label) return speech.say("detail.no_label");
  return [author_name(label.by, speech), label.probability === null ? "" : speech.percent(label.probability)]
    .filter(Boolean)
    .join(" · ");
}

export function LabelPicker({ task, value, about, is_active, is_open, activate, pick }: PickerProps) {
  const { speech } = useDesk();
  const name = speech.task(task.name);
  return (
    <div class={`picker ${is_active ? "picker-active" : ""}`} role="group" aria-label={name}>
      <div class="picker-head">
        <button type="button" class="picker-name" aria-pressed={is_active} onClick={activate}>
          {name}
        </button>
        <span class="quiet number">{about}</span>
      </div>
      <div class="picker-labels">
        {task.labels.map((label, index) => (
          <button
            key={label}
            type="button"
            class="pick"
            aria-pressed={label === value}
            disabled={!is_open}
            onClick={() => pick(label)}
          >
            {is_active && is_open && index < 9 && <kbd aria-hidden="true">{index + 1}</kbd>}
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
