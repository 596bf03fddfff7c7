// One ticket: its text with the words that decided, its labels to correct with one key, its conversation, its history.

import { useEffect, useState } from "preact/hooks";

import { may, useDesk } from "../desk";
import { get, send } from "../model/api";
import type { Explanation, HistoryLine, Task, Ticket } from "../model/api_types";
import { Conversation } from "./conversation";
import { useKeys } from "./keys";
import type { Commands } from "./keys";
import { LabelHistory } from "./label_history";
import { label_source, LabelPicker } from "./label_picker";
import { Await, failure_from, Trouble, useFetched } from "./loading";
import type { Failure } from "../model/api";
import { text_begin } from "../model/spans";
import { main_task } from "../model/tasks";
import { MarkedText } from "./marked_text";

interface DetailProps {
  id: number;
  changed: (ticket: Ticket) => void;
  close: () => void;
}

export function TicketDetail(props: DetailProps) {
  const { speech } = useDesk();
  const [fetched, again] = useFetched((signal) => get<Ticket>(`/tickets/${props.id}`, {}, signal), String(props.id));
  // The ticket before stays until this one came, under its own number.
  const shown = fetched.state === "there" ? fetched.value.id : props.id;
  return (
    <article class="detail" aria-label={speech.say("detail.title", { id: String(shown) })}>
      <button type="button" class="button button-small detail-close" onClick={props.close}>
        {speech.say("detail.close")} <kbd aria-hidden="true">Esc</kbd>
      </button>
      <Await fetched={fetched} again={again}>
        {(ticket) => <Opened key={ticket.id} first={ticket} changed={props.changed} />}
      </Await>
    </article>
  );
}

// The last word of a person that still stands: what "undo" takes back.
export function last_word(history: readonly HistoryLine[]): HistoryLine | undefined {
  return history
    .filter((line) => line.by === "person" && line.undone_at === null)
    .reduce<HistoryLine | undefined>((last, line) => (!last || line.id > last.id ? line : last), undefined);
}

function Opened({ first, changed }: { first: Ticket; changed: (ticket: Ticket) => void }) {
  const { me, tasks, speech, announce } = useDesk();
  const [ticket, set_ticket] = useState(first);
  const [task, set_task] = useState(main_task(tasks));
  const [failure, set_failure] = useState<Failure | null>(null);
  useEffect(() => set_ticket(first), [first]);

  const write = (answer: Promise<Ticket>, done: string) =>
    answer.then(
      (now) => {
        set_failure(null);
        set_ticket(now);
        changed(now);
        announce(done);
      },
      (cause: unknown) => set_failure(failure_from(cause)),
    );
  const correct = (name: string, value: string) =>
    void write(
      send<Ticket>("PATCH", `/tickets/${ticket.id}/labels`, { labels: { [name]: value } }),
      speech.say("detail.corrected", { task: speech.task(name), label: value }),
    );
  const undo = (line: HistoryLine) =>
    void write(
      send<Ticket>("DELETE", `/labels/${line.id}`),
      speech.say("detail.undone", { task: speech.task(line.task), label: line.value }),
    );

  const is_agent = may(me, "agent");
  const last = last_word(ticket.history);
  useKeys(is_agent && task ? correction_keys(tasks, task, set_task, correct, last && (() => undo(last))) : {});

  return (
    <>
      <h2 class="detail-subject" dir="auto">
        {ticket.subject || speech.say("tickets.no_subject")}
      </h2>
      <Facts ticket={ticket} />
      {failure && <Trouble failure={failure} />}
      <div class="pickers">
        {tasks.map((known) => (
          <LabelPicker
            key={known.name}
            task={known}
            value={ticket.labels[known.name]?.value}
            about={label_source(ticket.labels[known.name], speech)}
            is_active={known === task}
            is_open={is_agent}
            activate={() => set_task(known)}
            pick={(value) => correct(known.name, value)}
          />
        ))}
      </div>
      {is_agent && last && (
        <p class="last-word">
          {speech.say("detail.last_word", { task: speech.task(last.task), label: last.value })}
          <button type="button" class="button button-small" onClick={() => undo(last)}>
            {speech.say("detail.undo")} <kbd aria-hidden="true">u</kbd>
          </button>
        </p>
      )}
      <Reasons ticket={ticket} task={task} />
      <Conversation messages={ticket.messages} />
      <LabelHistory lines={ticket.history} undo={is_agent ? undo : undefined} />
    </>
  );
}

function correction_keys(
  tasks: Task[],
  task: Task,
  set_task: (task: Task | undefined) => void,
  correct: (name: string, value: string) => void,
  undo: (() => void) | undefined,
): Commands {
  const commands: Commands = { t: () => set_task(tasks[(tasks.indexOf(task) + 1) % tasks.length]) };
  task.labels.slice(0, 9).forEach((label, index) => (commands[String(index + 1)] = () => correct(task.name, label)));
  if (undo) commands.u = undo;
  return commands;
}

function Reasons({ ticket, task }: { ticket: Ticket; task: Task | undefined }) {
  const { speech } = useDesk();
  const [fetched] = useFetched((signal) => get<Explanation>(`/tickets/${ticket.id}/explain`, {}, signal), String(ticket.id));
  const answer = fetched.state === "there" && task ? fetched.value.tasks[task.name] : undefined;
  if (fetched.state !== "there" || !answer) {
    return (
      <section class="reasons">
        <p class="ticket-text" dir="auto">
          {ticket.body}
        </p>
        {fetched.state === "failed" && (
          <p class="quiet">
            {speech.say("detail.no_explanation")} {fetched.failure.message}
          </p>
        )}
      </section>
    );
  }
  return (
    <section class="reasons">
      <p class="quiet">
        {speech.say("detail.model_says", {
          task: speech.task(task?.name ?? ""),
          label: answer.label,
          probability: speech.percent(answer.probability),
        })}{" "}
        {answer.flag && <strong>{speech.say(`flag.${answer.flag}`)}</strong>}
      </p>
      <MarkedText text={fetched.value.text} words={answer.words} from={text_begin(ticket.subject, fetched.value.text)} />
    </section>
  );
}

function Facts({ ticket }: { ticket: Ticket }) {
  const { speech } = useDesk();
  const facts: [string, string][] = [
    [speech.say("field.created"), speech.moment(ticket.created_at)],
    [speech.say("field.customer"), ticket.customer],
    [speech.say("field.product"), ticket.product],
    [speech.say("field.channel"), ticket.channel],
    [speech.say("field.language"), ticket.language],
    [speech.say("field.tags"), ticket.tags],
    [speech.say("field.source"), [ticket.source, ticket.external_id].filter(Boolean).join(" · ")],
  ];
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
