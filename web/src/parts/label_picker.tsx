// The labels of one task: which stands, whose it is, and a button for each other. The active one takes the number keys.

import { use_desk } from "../desk";
import type { Label, Task } from "../model/api_types";
import type { Speech } from "../model/messages";

interface PickerProps {
  task: Task;
  label: Label | undefined;
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

export function LabelPicker({ task, label, is_active, is_open, activate, pick }: PickerProps) {
  const { speech } = use_desk();
  const source = label
    ? [author_name(label.by, speech), label.probability === null ? "" : speech.percent(label.probability)].filter(Boolean)
    : [speech.say("detail.no_label")];
  return (
    <fieldset class={`picker ${is_active ? "picker-active" : ""}`}>
      <legend>
        <button type="button" class="picker-name" aria-pressed={is_active} onClick={activate}>
          {task.name}
        </button>
        <span class="quiet number">{source.join(" · ")}</span>
      </legend>
      <div class="picker-labels">
        {task.labels.map((value, index) => (
          <button
            key={value}
            type="button"
            class="pick"
            aria-pressed={label?.value === value}
            disabled={!is_open}
            onClick={() => pick(value)}
          >
            {is_active && is_open && index < 9 && <kbd aria-hidden="true">{index + 1}</kbd>}
            {value}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
