// One ticket of the work list: its text, why it is here, and the suggested labels to accept or change.

import { useState } from "preact/hooks";

import { useDesk } from "../desk";
import { get } from "../model/api";
import type { Explanation, ReviewItem, Task, Ticket } from "../model/api_types";
import type { Speech } from "../model/messages";
import { text_begin } from "../model/spans";
import { useKeys } from "./keys";
import type { Commands } from "./keys";
import { useFetched } from "./loading";
import { MarkedText } from "./marked_text";
import { LabelPicker } from "./label_picker";

interface CardProps {
  item: ReviewItem;
  accept: (labels: Record<string, string>) => void;
  skip: () => void;
}

export function ReviewCard({ item, accept, skip }: CardProps) {
  const { tasks, speech } = useDesk();
  const asked = tasks.filter((task) => item.tasks[task.name]);
  const [labels, set_labels] = useState(suggested(item));
  const [active, set_active] = useState<Task | undefined>(asked.find((task) => task.name === item.reason_task));
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
  useKeys(commands);
  return (
    <article class="panel card">
      <h2 dir="auto">{item.ticket.subject || speech.say("tickets.no_subject")}</h2>
      <p class="reason">{said_why(item, speech)}</p>
      <CardText item={item} task={active} />
      <div class="pickers">
        {asked.map((task) => (
          <LabelPicker
            key={task.name}
            task={task}
            value={labels[task.name]}
            about={said_of(item.tasks[task.name], speech)}
            is_active={task === active}
            is_open
            activate={() => set_active(task)}
            pick={(value) => pick(task, value)}
          />
        ))}
      </div>
      <p class="form-row">
        <button type="button" class="button button-main" onClick={() => accept(labels)}>
          {speech.say("review.accept")} <kbd aria-hidden="true">a</kbd>
        </button>
        <button type="button" class="button" onClick={skip}>
          {speech.say("review.skip")} <kbd aria-hidden="true">s</kbd>
        </button>
      </p>
    </article>
  );
}

function said_why(item: ReviewItem, speech: Speech): string {
  const said = item.tasks[item.reason_task];
  return speech.say(`review.reason.${item.reason}`, {
    task: speech.task(item.reason_task),
    label: said?.value ?? "",
    current: said?.current ?? "",
    probability: speech.percent(said?.probability ?? 0),
  });
}

function suggested(item: ReviewItem): Record<string, string> {
  return Object.fromEntries(Object.entries(item.tasks).map(([task, suggestion]) => [task, suggestion.value]));
}

function CardText({ item, task }: { item: ReviewItem; task: Task | undefined }) {
  const { id } = item.ticket;
  const [ticket] = useFetched((signal) => get<Ticket>(`/tickets/${id}`, {}, signal), String(id));
  const [explained] = useFetched((signal) => get<Explanation>(`/tickets/${id}/explain`, {}, signal), String(id));
  const words = explained.state === "there" && task ? explained.value.tasks[task.name]?.words : undefined;
  if (explained.state === "there" && words) {
    return <MarkedText text={explained.value.text} words={words} from={text_begin(item.ticket.subject, explained.value.text)} />;
  }
  return (
    <p class="ticket-text" dir="auto">
      {ticket.state === "there" ? ticket.value.body : item.ticket.body}
    </p>
  );
}

// What the model says of a task, and what stands already.
function said_of(suggestion: ReviewItem["tasks"][string] | undefined, speech: Speech): string {
  if (!suggestion) return "";
  const model = speech.say("review.model_says", { label: suggestion.value, probability: speech.percent(suggestion.probability) });
  const stands = suggestion.current !== null && suggestion.current !== suggestion.value;
  return [
    model,
    stands ? speech.say("review.stands", { label: suggestion.current ?? "" }) : "",
    suggestion.unknown ? speech.say("flag.unknown") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
