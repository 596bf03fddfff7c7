// Long work: what runs, how far it is, how it ended; and buttons to start more.

import { may, use_desk } from "../desk";
import { get } from "../model/api";
import type { Job, JobKind } from "../model/api_types";
import { ImportButton } from "../parts/import_tickets";
import { has_ended, job_name, JobProgress, StartJob } from "../parts/job_progress";
import { Await, use_fetched } from "../parts/loading";

const kinds: JobKind[] = ["train", "classify", "label", "audit", "benchmark", "index"];

export function JobsPage() {
  const { me, speech } = use_desk();
  const [fetched, again] = use_fetched((signal) => get<{ jobs: Job[] }>("/jobs", {}, signal), "");
  return (
    <div class="jobs">
      {may(me, "agent") && (
        <section class="panel">
          <h2>{speech.say("jobs.start")}</h2>
          <div class="job-buttons">
            <ImportButton done={again} />
            {kinds.map((kind) => (
              <StartJob key={kind} kind={kind} done={again} />
            ))}
          </div>
        </section>
      )}
      <Await fetched={fetched} again={again}>
        {({ jobs }) => (
          <>
            <Running jobs={jobs.filter((job) => !has_ended(job))} done={again} />
            <Ended jobs={jobs.filter(has_ended)} />
          </>
        )}
      </Await>
    </div>
  );
}

function Running({ jobs, done }: { jobs: Job[]; done: () => void }) {
  const { speech } = use_desk();
  if (jobs.length === 0) return null;
  return (
    <section class="panel">
      <h2>{speech.say("jobs.running")}</h2>
      {jobs.map((job) => (
        <JobProgress key={job.id} first={job} done={done} />
      ))}
    </section>
  );
}

function Ended({ jobs }: { jobs: Job[] }) {
  const { speech } = use_desk();
  return (
    <section class="panel">
      <h2>{speech.say("jobs.ended")}</h2>
      {jobs.length === 0 && <p class="quiet">{speech.say("jobs.none")}</p>}
      <ul class="ended">
        {jobs.map((job) => (
          <li key={job.id}>
            <strong>{job_name(job.kind, speech)}</strong>
            <span class={`state state-${job.state}`}>{speech.say(`job.${job.state}`)}</span>
            <span class="quiet" lang="en">
              {job.message}
            </span>
            <span class="quiet number">{[job.by, speech.moment(job.ended_at ?? job.created_at)].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
