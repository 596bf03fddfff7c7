// Brings a file of tickets in, for a desk that has none yet and for one that has: first shows what it holds.

import { useRef, useState } from "preact/hooks";

import { may, useDesk } from "../desk";
import { upload } from "../model/api";
import type { Failure } from "../model/api";
import type { ImportPreview, Job } from "../model/api_types";
import { Empty, failure_from, Trouble } from "./loading";
import { PreviewedImport } from "./import_preview";
import { JobProgress } from "./job_progress";

export function ImportButton({ done }: { done: () => void }) {
  const { me, speech } = useDesk();
  const chooser = useRef<HTMLInputElement>(null);
  const [shown, set_shown] = useState<{ file: File; preview: ImportPreview } | null>(null);
  const [job, set_job] = useState<Job | null>(null);
  const [failure, set_failure] = useState<Failure | null>(null);
  const [sending, set_sending] = useState<string | null>(null);
  if (!may(me, "agent")) return <p class="quiet">{speech.say("import.needs_agent")}</p>;

  const forget = () => {
    set_shown(null);
    set_job(null);
    set_failure(null);
    if (chooser.current) chooser.current.value = "";
  };
  const take = (file: File) => {
    forget();
    set_sending(file.name);
    upload<Job>("/import", { name: file.name }, file)
      .then(set_job, (cause: unknown) => set_failure(failure_from(cause)))
      .finally(() => set_sending(null));
  };
  const show = async (file: File) => {
    forget();
    set_sending(file.name);
    try {
      set_shown({ file, preview: await upload<ImportPreview>("/import/preview", { name: file.name }, file) });
    } catch (cause) {
      const failed = failure_from(cause);
      if (failed.status === 413) {
        take(file); // too large to be shown, but not to be imported
        return;
      }
      set_failure(failed);
    }
    set_sending(null);
  };
  return (
    <div class="import">
      <button type="button" class="button button-main" onClick={() => chooser.current?.click()}>
        {speech.say("import.button")}
      </button>
      <input
        ref={chooser}
        class="unseen"
        type="file"
        tabIndex={-1}
        aria-label={speech.say("import.button")}
        accept=".csv,.tsv,.json,.jsonl,.xlsx,.xlsm,.ods,.xls,.eml,.mbox,.zip,.gz,.zst"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) void show(file);
        }}
      />
      {sending !== null && (
        <div class="loading" role="status">
          <progress aria-label={speech.say("import.sending", { name: sending })} />
          <span>{speech.say("import.sending", { name: sending })}</span>
        </div>
      )}
      {failure && <Trouble failure={failure} />}
      {shown && <PreviewedImport preview={shown.preview} take={() => take(shown.file)} cancel={forget} />}
      {job && <JobProgress key={job.id} first={job} done={done} />}
    </div>
  );
}

export function NoTickets({ done }: { done: () => void }) {
  const { speech } = useDesk();
  return (
    <Empty title={speech.say("empty.tickets")}>
      <p>{speech.say("empty.tickets.how")}</p>
      <pre class="command">smartdesk import tickets.csv</pre>
      <ImportButton done={done} />
    </Empty>
  );
}
