// What was said of a ticket, by whom and when, newest first; a person's word can be taken back.

import { useDesk } from "../desk";
import type { HistoryLine } from "../model/api_types";
import { author_name } from "./label_picker";

export function LabelHistory(props: { lines: HistoryLine[]; undo: ((line: HistoryLine) => void) | undefined }) {
  const { speech } = useDesk();
  const lines = [...props.lines].sort((a, b) => b.id - a.id);
  return (
    <section class="history">
      <h3>{speech.say("history.title")}</h3>
      {lines.length === 0 && <p class="quiet">{speech.say("history.empty")}</p>}
      <ol>
        {lines.map((line) => (
          <li key={line.id} class={line.undone_at ? "history-undone" : ""}>
            <span>
              {speech.task(line.task)}: <strong>{line.value}</strong>
              {line.undone_at && <span class="quiet"> {speech.say("history.undone")}</span>}
            </span>
            <span class="quiet number">
              {[
                author_name(line.by, speech),
                line.who,
                line.probability === null ? "" : speech.percent(line.probability),
                speech.moment(line.at),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
            {props.undo && line.by === "person" && !line.undone_at && (
              <button
                type="button"
                class="link"
                aria-label={speech.say("history.undo_this", { task: speech.task(line.task), label: line.value })}
                onClick={() => props.undo?.(line)}
              >
                {speech.say("detail.undo")}
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
