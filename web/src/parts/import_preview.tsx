// What an import would make of a file, before anything is written: how it is read, its first tickets, and what would be
// rejected.

import { useDesk } from "../desk";
import type { FilePreview, ImportPreview, PreviewedTicket } from "../model/api_types";
import type { Speech } from "../model/messages";

interface PreviewProps {
  preview: ImportPreview;
  take: () => void;
  cancel: () => void;
}

export function PreviewedImport({ preview, take, cancel }: PreviewProps) {
  const { speech } = useDesk();
  return (
    <section class="preview" aria-label={speech.say("import.preview")}>
      {preview.files.map((file) => (
        <PreviewedFile key={file.file} file={file} />
      ))}
      <Notes notes={preview.notes} />
      <div class="preview-choice">
        <button type="button" class="button button-main" onClick={take}>
          {speech.say("import.take")}
        </button>
        <button type="button" class="button" onClick={cancel}>
          {speech.say("import.cancel")}
        </button>
      </div>
    </section>
  );
}

function PreviewedFile({ file }: { file: FilePreview }) {
  const { speech } = useDesk();
  return (
    <>
      <h3 dir="auto">{file.file}</h3>
      <p class="number">{speech.say("import.rows", { rows: file.rows, rejected: file.rejected })}</p>
      <dl class="facts">
        {facts_of(file, speech).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      <Notes notes={file.notes} />
      {file.tickets.map((ticket, place) => (
        <Sample key={place} ticket={ticket} />
      ))}
      {file.rejects.length > 0 && (
        <ul class="quiet" lang="en">
          {file.rejects.map((row, place) => (
            <li key={place}>
              {[row.line > 0 ? speech.say("import.line", { line: row.line }) : "", row.column, row.reason]
                .filter(Boolean)
                .join(" · ")}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function facts_of(file: FilePreview, speech: Speech): [string, string][] {
  const columns = Object.entries(file.columns).map(([ours, theirs]) => `${theirs} → ${ours}`);
  const facts: [string, string][] = [
    [speech.say("import.layout"), file.layout],
    [speech.say("import.encoding"), `${file.encoding}${certainty_of(file, speech)}`],
    [speech.say("import.dates"), order_of(file, speech)],
    [speech.say("import.undated"), file.undated > 0 ? speech.number(file.undated) : ""],
    [speech.say("import.columns"), columns.join(", ")],
    [speech.say("import.kept"), file.kept.join(", ")],
  ];
  return facts.filter(([, value]) => value !== "");
}

function certainty_of(file: FilePreview, speech: Speech): string {
  return file.encoding_certainty === "guess" ? ` (${speech.say("import.guess")})` : "";
}

const orders = ["dmy", "mdy", "ymd", "ambiguous"] as const;

function order_of(file: FilePreview, speech: Speech): string {
  const known = orders.find((name) => name === file.date_order);
  return known ? speech.say(`import.order.${known}`) : "";
}

function Sample({ ticket }: { ticket: PreviewedTicket }) {
  const { speech } = useDesk();
  const labels = Object.entries(ticket.labels).map(([task, label]) => `${speech.task(task)}: ${label}`);
  return (
    <blockquote class="preview-ticket">
      <p dir="auto">
        <strong>{ticket.subject || ticket.external_id}</strong>
      </p>
      <p class="ticket-text" dir="auto">
        {ticket.text}
      </p>
      <p class="quiet" dir="auto">
        {[ticket.created_at && speech.moment(ticket.created_at), ticket.customer, ticket.status, ticket.tags, ...labels]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </blockquote>
  );
}

function Notes({ notes }: { notes: string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul class="quiet" lang="en">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
