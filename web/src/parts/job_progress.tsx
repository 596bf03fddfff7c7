// One job's bar, kept up to date by server-sent events; and a button that starts one.

import { useEffect, useRef, useState } from "preact/hooks";

import { may, useDesk } from "../desk";
import { follow_job, get, send } from "../model/api";
import type { Failure } from "../model/api";
import type { Job, JobKind } from "../model/api_types";
import { failure_from, Trouble } from "./loading";

export function has_ended(job: Job): boolean {
  return job.state === "done" || job.state === "failed" || job.state === "stopped";
}

// The job as it is now. Where the stream breaks, the job is asked for until it has ended.
export function useJob(first: Job): Job {
  const [job, set_job] = useState(first);
  const given = useRef(first);
  given.current = first;
  useEffect(() => {
    if (has_ended(given.current)) return undefined;
    let timer = 0;
    let close: () => void = () => undefined;
    const receive = (now: Job) => {
      set_job(now);
      if (has_ended(now)) close();
    };
    const ask = () =>
      get<Job>(`/jobs/${encodeURIComponent(first.id)}`).then(
        (now) => {
          receive(now);
          if (!has_ended(now)) timer = window.setTimeout(ask, 2000);
        },
        () => (timer = window.setTimeout(ask, 5000)),
      );
    close = follow_job(first.id, receive, () => void ask());
    return () => {
      close();
      window.clearTimeout(timer);
    };
  }, [first.id]);
  return job;
}

interface ProgressProps {
  first: Job;
  // Called when it is done; `ended` when it is over in any way.
  done?: () => void;
  ended?: () => void;
}

export function JobProgress({ first, done, ended }: ProgressProps) {
  const { me, speech } = useDesk();
  const job = useJob(first);
  const [failure, set_failure] = useState<Failure | null>(null);
  const is_over = has_ended(job);
  const latest = useRef({ first, done, ended });
  latest.current = { first, done, ended };
  useEffect(() => {
    const { first, done, ended } = latest.current;
    if (job.state === "done") done?.();
    if (is_over && !has_ended(first)) ended?.();
  }, [job.state, is_over]);
  const stop = () =>
    void send("DELETE", `/jobs/${encodeURIComponent(job.id)}`).catch((cause: unknown) => set_failure(failure_from(cause)));
  return (
    <div class={`job job-${job.state}`}>
      <div class="job-head">
        <strong>{job_name(job.kind, speech)}</strong>
        <span class={`state state-${job.state}`}>{speech.say(`job.${job.state}`)}</span>
        <span class="quiet number">
          {job.total > 0 && !is_over && `${speech.number(job.done)} / ${speech.number(job.total)}`}
        </span>
        {!is_over && may(me, "agent") && (
          <button type="button" class="button button-small" onClick={stop}>
            {speech.say("job.stop")}
          </button>
        )}
      </div>
      {!is_over && (
        <progress
          aria-label={`${job_name(job.kind, speech)}: ${job.stage}`}
          {...(job.total > 0 ? { max: job.total, value: job.done } : {})}
        />
      )}
      <p class="quiet" lang="en">
        {is_over ? job.message : job.stage}
      </p>
      {failure && <Trouble failure={failure} />}
    </div>
  );
}

const kinds = ["train", "benchmark", "audit", "classify", "label", "index", "import"] as const;

export function job_name(kind: string, speech: ReturnType<typeof useDesk>["speech"]): string {
  const known = kinds.find((name) => name === kind);
  return known ? speech.say(`kind.${known}`) : kind;
}

export function StartJob({ kind, done }: { kind: JobKind; done?: () => void }) {
  const { me, speech } = useDesk();
  const [job, set_job] = useState<Job | null>(null);
  const [failure, set_failure] = useState<Failure | null>(null);
  if (!may(me, "agent")) return <p class="quiet">{speech.say("job.needs_agent")}</p>;
  const start = () => {
    set_failure(null);
    send<Job>("POST", "/jobs", { kind }).then(set_job, (cause: unknown) => set_failure(failure_from(cause)));
  };
  return (
    <div class="start-job">
      <button type="button" class="button button-main" onClick={start}>
        {job_name(kind, speech)}
      </button>
      {failure && <Trouble failure={failure} />}
      {job && <JobProgress key={job.id} first={job} {...(done ? { done } : {})} />}
    </div>
  );
}
