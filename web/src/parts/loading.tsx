// What is fetched for a part of a page, and what stands there until it came or when it did not.

import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { useDesk } from "../desk";
import { Failure } from "../model/api";
import type { Speech } from "../model/messages";

export type Fetched<T> = { state: "loading" } | { state: "failed"; failure: Failure } | { state: "there"; value: T };

export function failure_from(cause: unknown): Failure {
  return cause instanceof Failure ? cause : new Failure(-1, cause instanceof Error ? cause.message : String(cause));
}

// Fetches again when `key` changes; what was there stays until the new is there.
export function useFetched<T>(fetcher: (signal: AbortSignal) => Promise<T>, key: string): [Fetched<T>, () => void] {
  const [fetched, set_fetched] = useState<Fetched<T>>({ state: "loading" });
  const [round, set_round] = useState(0);
  const latest = useRef(fetcher);
  latest.current = fetcher;
  useEffect(() => {
    const aborter = new AbortController();
    latest.current(aborter.signal).then(
      (value) => !aborter.signal.aborted && set_fetched({ state: "there", value }),
      (cause: unknown) => !aborter.signal.aborted && set_fetched({ state: "failed", failure: failure_from(cause) }),
    );
    return () => aborter.abort();
  }, [key, round]);
  return [fetched, useCallback(() => set_round((before) => before + 1), [])];
}

// Errors that the page words itself, by their code.
const worded = {
  no_model: "empty.model.how",
  no_embedder: "error.no_embedder",
  no_workspace: "error.no_workspace",
  failed: "error.failed",
} as const;

export function words_of(failure: Failure, speech: Speech): string {
  if (failure.status === 0) return speech.say("error.unreachable");
  if (failure.code in worded) return speech.say(worded[failure.code as keyof typeof worded]);
  if (failure.status === 403) return `${speech.say("error.forbidden")} ${failure.message}`;
  if (failure.status === 429 || failure.status === 503) return `${speech.say("error.busy")} ${failure.message}`;
  return failure.message;
}

export function Trouble(props: { failure: Failure; again?: () => void }) {
  const { speech } = useDesk();
  return (
    <div class="notice notice-bad" role="alert">
      <p>
        <strong>{speech.say("error.title")}</strong> {words_of(props.failure, speech)}
      </p>
      {props.again && (
        <button type="button" class="button" onClick={props.again}>
          {speech.say("error.again")}
        </button>
      )}
    </div>
  );
}

export function Loading() {
  const { speech } = useDesk();
  return (
    <div class="loading" role="status">
      <progress aria-label={speech.say("loading")} />
      <span>{speech.say("loading")}</span>
    </div>
  );
}

export function Await<T>(props: { fetched: Fetched<T>; again: () => void; children: (value: T) => ComponentChildren }) {
  if (props.fetched.state === "loading") return <Loading />;
  if (props.fetched.state === "failed") return <Trouble failure={props.fetched.failure} again={props.again} />;
  return <>{props.children(props.fetched.value)}</>;
}

export function Empty(props: { title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}
