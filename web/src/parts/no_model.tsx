// For a desk that has not learnt yet.

import { use_desk } from "../desk";
import { Empty } from "./loading";
import { StartJob } from "./job_progress";

export function NoModel({ done }: { done?: () => void }) {
  const { speech } = use_desk();
  return (
    <Empty title={speech.say("empty.model")}>
      <p>{speech.say("empty.model.how")}</p>
      <StartJob kind="train" {...(done ? { done } : {})} />
    </Empty>
  );
}
