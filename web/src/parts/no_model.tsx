// For a desk that has not learnt yet.

import { useDesk } from "../desk";
import type { Failure } from "../model/api";
import { Empty } from "./loading";
import { StartJob } from "./job_progress";

export function is_no_model(failure: Failure): boolean {
  return failure.code === "no_model";
}

export function NoModel({ done }: { done?: () => void }) {
  const { speech } = useDesk();
  return (
    <Empty title={speech.say("empty.model")}>
      <p>{speech.say("empty.model.how")}</p>
      <StartJob kind="train" {...(done ? { done } : {})} />
    </Empty>
  );
}
