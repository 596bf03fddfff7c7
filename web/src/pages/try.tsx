// What the model says of a text that is typed or pasted.

import { useState } from "preact/hooks";

import { useDesk } from "../desk";
import { send } from "../model/api";
import type { Failure } from "../model/api";
import type { Explanation } from "../model/api_types";
import { main_task } from "../model/tasks";
import { failure_from, Loading, Trouble } from "../parts/loading";
import { MarkedText } from "../parts/marked_text";
import { is_no_model, NoModel } from "../parts/no_model";
import { TaskAnswers } from "../parts/task_answers";
import type { Page } from "./page";

type Answer = { state: "none" | "asking" } | { state: "failed"; failure: Failure } | { state: "there"; value: Explanation };

export const page: Page = {
  name: "try",
  icon: "M5 19l4-1L19 8l-3-3L6 15zM14 7l3 3",
  role: "viewer",
  Component: TryPage,
};

function TryPage() {
  const { speech, tasks } = useDesk();
  const [text, set_text] = useState("");
  const [answer, set_answer] = useState<Answer>({ state: "none" });
  const [chosen, choose] = useState(main_task(tasks)?.name ?? "");

  const ask = () => {
    if (text.trim() === "") return;
    set_answer({ state: "asking" });
    send<Explanation>("POST", "/explain", { text }).then(
      (value) => set_answer({ state: "there", value }),
      (cause: unknown) => set_answer({ state: "failed", failure: failure_from(cause) }),
    );
  };
  const ask_by_key = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    ask();
  };
  return (
    <div class="try">
      <form class="panel" onSubmit={submit}>
        <label class="field">
          <span>{speech.say("try.text")}</span>
          <textarea
            rows={6}
            value={text}
            dir="auto"
            onInput={(event) => set_text(event.currentTarget.value)}
            onKeyDown={ask_by_key}
          />
        </label>
        <p class="form-row">
          <button type="submit" class="button button-main" disabled={text.trim() === ""}>
            {speech.say("try.button")}
          </button>
          <span class="quiet">{speech.say("try.hint")}</span>
        </p>
      </form>
      {answer.state === "asking" && <Loading />}
      {answer.state === "failed" && (is_no_model(answer.failure) ? <NoModel /> : <Trouble failure={answer.failure} />)}
      {answer.state === "there" && <Answered explanation={answer.value} chosen={chosen} choose={choose} />}
    </div>
  );
}

function Answered(props: { explanation: Explanation; chosen: string; choose: (task: string) => void }) {
  const { speech } = useDesk();
  const { tasks, text, model_version } = props.explanation;
  const chosen = props.chosen in tasks ? props.chosen : (Object.keys(tasks)[0] ?? "");
  const words = tasks[chosen]?.words ?? [];
  return (
    <div aria-live="polite">
      <TaskAnswers tasks={tasks} chosen={chosen} choose={props.choose} />
      <section class="panel">
        <h2>{speech.say("try.why", { task: speech.task(chosen) })}</h2>
        <p class="quiet">{speech.say(words.length === 0 ? "try.no_words" : "try.legend")}</p>
        <MarkedText text={text} words={words} />
        <p class="quiet">{speech.say("try.model", { version: model_version })}</p>
      </section>
    </div>
  );
}
