// Long work: what runs, how far it is, how it ended; and buttons to start more.

import { useState } from "preact/hooks";

import { may, useDesk } from "../desk";
import { get, send } from "../model/api";
import type { Failure } from "../model/api";
import type { Job, JobKind } from "../model/api_types";
import { ImportButton } from "../parts/import_tickets";
import { has_ended, job_name, JobProgress } from "../parts/job_progress";
import { Await, failure_from, Trouble, useFetched } from "../parts/loading";
import type { Page } from "./page";

const kinds: JobKind[] = ["train", "classify", "label", "audit", "benchmark", "index"];

export const page: Page = {
  name: "jobs",
  icon: "M12 3a9 9 0 1 0 9 9M12 7v5l3 2",
  role: "viewer",
  Component: JobsPage,
};

function JobsPage() {
  const { me } = useDesk();
  const [fetched, again] = useFetched((signal) => get<{ jobs: Job[] }>("/jobs", {}, signal), "");
  return (
    <div class="jobs">
      {may(me, "agent") && <Starters started={again} />}
      <Await fetched={fetched} again={again}>
        {({ jobs }) => (
          <>
            <Running jobs={jobs.filter((job) => !has_ended(job))} ended={again} />
            <Ended jobs={jobs.filter(has_ended)} />
          </>
        )}
      </Await>
    </div>
  );
}

function Starters({ started }: { started: () => void }) {
  const { speech } = useDesk();
  const [failure, set_failure] = useState<Failure | null>(null);
  const start = (kind: JobKind) => {
    set_failure(null);
    send<Job>("POST", "/jobs", { kind }).then(started, (cause: unknown) => set_failure(failure_from(cause)));
  };
  return (
    <section class="panel">
      <h2>{speech.say("jobs.start")}</h2>
      <ul class="job-kinds">
        {kinds.map((kind) => (
          <li key={kind}>
            <button type="button" class="button" onClick={() => start(kind)} aria-describedby={`what-${kind}`}>
              {job_name(kind, speech)}
            </button>
            <span id={`what-${kind}`} class="quiet">
              {speech.say(`kind.${kind as "train"}.what`)}
            </span>
          </li>
        ))}
        <li>
          <ImportButton done={started} />
          <span class="quiet">{speech.say("kind.import.what")}</span>
        </li>
      </ul>
      {failure && <Trouble failure={failure} />}
    </section>
  );
}

function Running({ jobs, ended }: { jobs: Job[]; ended: () => void }) {
  const { speech } = useDesk();
  if (jobs.length === 0) return null;
  return (
    <section class="panel">
      <h2>{speech.say("jobs.running")}</h2>
      {jobs.map((job) => (
        <JobProgress key={job.id} first={job} ended={ended} />
      ))}
    </section>
  );
}

function Ended({ jobs }: { jobs: Job[] }) {
  const { speech } = useDesk();
  return (
    <section class="panel">
      <h2>{speech.say("jobs.ended")}</h2>
      {jobs.length === 0 && <p class="quiet">{speech.say("jobs.none")}</p>}
      <ul class="ended">
        {jobs.map((job) => (
          <li key={job.id}>
            <strong>{job_name(job.kind, speech)}</strong>
            <span class={`state state-${job.state}`}>{speech.say(`job.${job.state}`)}</span>
            <span class="ended-message" lang="en">
              {job.message}
            </span>
            <span class="quiet number">
              {[job.by, speech.moment(job.ended_at ?? job.created_at)].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
