// One ticket of the work list: its text, why it is here, and the suggested labels to accept or change.

import { useState } from "preact/hooks";

import { use_desk } from "../desk";
import { get } from "../model/api";
import type { Explanation, ReviewItem, Task, Ticket } from "../model/api_types";
import { use_keys } from "./keys";
import type { Commands } from "./keys";
import { use_fetched } from "./loading";
import { MarkedText } from "./marked_text";

interface CardProps {
  item: ReviewItem;
  accept: (labels: Record<string, string>) => void;
  skip: () => void;
}

export function ReviewCard({ item, accept, skip }: CardProps) {
  const { tasks, speech } = use_desk();
  const asked = tasks.filter((task) => item.tasks[task.name]);
  const [labels, set_labels] = useState(suggested(item));
  const [active, set_active] = useState<Task | undefined>(asked[0]);
  const pick = (task: Task, value: string) => {
    set_active(task);
    set_labels({ ...labels, [task.name]: value });
  };
  const commands: Commands = {
    a: () => accept(labels),
    Enter: () => accept(labels),
    t: () => set_active(active && asked[(asked.indexOf(active) + 1) % asked.length]),
  };
  active?.labels.slice(0, 9).forEach((label, index) => (commands[String(index + 1)] = () => pick(active, label)));
  use_keys(commands);
  return (
    <article class="panel card">
      <h2 dir="auto">{item.ticket.subject || speech.say("tickets.no_subject")}</h2>
      <p class="reason" lang="en">
        {item.reason}
      </p>
      <CardText item={item} task={active} />
      <div class="pickers">
        {asked.map((task) => (
          <Suggestion key={task.name} item={item} task={task} value={labels[task.name]} is_active={task === active} activate={() => set_active(task)} pick={(value) => pick(task, value)} />
        ))}
      </div>
      <p class="form-row">
        <button type="button" class="button button-main" onClick={() => accept(labels)}>
          {speech.say("review.accept")} <kbd>a</kbd>
        </button>
        <button type="button" class="button" onClick={skip}>
          {speech.say("review.skip")} <kbd>s</kbd>
        </button>
      </p>
    </article>
  );
}

function suggested(item: ReviewItem): Record<string, string> {
  return Object.fromEntries(Object.entries(item.tasks).map(([task, suggestion]) => [task, suggestion.value]));
}

function CardText({ item, task }: { item: ReviewItem; task: Task | undefined }) {
  const { id } = item.ticket;
  const [ticket] = use_fetched((signal) => get<Ticket>(`/tickets/${id}`, {}, signal), String(id));
  const [explained] = use_fetched((signal) => get<Explanation>(`/tickets/${id}/explain`, {}, signal), String(id));
  const words = explained.state === "there" && task ? explained.value.tasks[task.name]?.words : undefined;
  if (explained.state === "there" && words) return <MarkedText text={explained.value.text} words={words} />;
  return (
    <p class="ticket-text" dir="auto">
      {ticket.state === "there" ? ticket.value.body : item.ticket.body}
    </p>
  );
}

interface SuggestionProps {
  item: ReviewItem;
  task: Task;
  value: string | undefined;
  is_active: boolean;
  activate: () => void;
  pick: (value: string) => void;
}

function Suggestion({ item, task, value, is_active, activate, pick }: SuggestionProps) {
  const { speech } = use_desk();
  const suggestion = item.tasks[task.name];
  return (
    <fieldset class={`picker ${is_active ? "picker-active" : ""}`}>
      <legend>
        <button type="button" class="picker-name" aria-pressed={is_active} onClick={activate}>
          {task.name}
        </button>
        {suggestion && (
          <span class="quiet number">
            {speech.say("review.model_says", { label: suggestion.value, probability: speech.percent(suggestion.probability) })}
            {suggestion.current !== null && ` · ${speech.say("review.stands", { label: suggestion.current })}`}
            {suggestion.unknown && ` · ${speech.say("flag.unknown")}`}
          </span>
        )}
      </legend>
      <div class="picker-labels">
        {task.labels.map((label, index) => (
          <button key={label} type="button" class="pick" aria-pressed={label === value} onClick={() => pick(label)}>
            {is_active && index < 9 && <kbd aria-hidden="true">{index + 1}</kbd>}
            {label}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
