// What a model says of a text: every head with all its probabilities.

import { in_task_order, useDesk } from "../desk";
import type { TaskAnswer } from "../model/api_types";

interface AnswersProps {
  tasks: Record<string, TaskAnswer>;
  chosen: string;
  choose: (task: string) => void;
}

export function TaskAnswers({ tasks, chosen, choose }: AnswersProps) {
  const desk = useDesk();
  const { speech } = desk;
  return (
    <div class="answers">
      {in_task_order(desk, Object.keys(tasks)).map((name) => {
        const answer = tasks[name] as TaskAnswer;
        return (
          <section key={name} class={`answer ${name === chosen ? "answer-chosen" : ""}`}>
            <h2>
              <button type="button" class="picker-name" aria-pressed={name === chosen} onClick={() => choose(name)}>
                {speech.task(name)}
              </button>
            </h2>
            <p class="answer-label">
              {answer.label} <span class="number quiet">{speech.percent(answer.probability)}</span>
            </p>
            {answer.flag && <p class="flag">{speech.say(`flag.${answer.flag}`)}</p>}
            <ul class="probabilities">
              {Object.entries(answer.probabilities)
                .sort((a, b) => b[1] - a[1])
                .map(([label, probability]) => (
                  <li key={label}>
                    <span>{label}</span>
                    <span class="number">{speech.percent(probability)}</span>
                    <span class="tally-bar" aria-hidden="true">
                      <span style={{ width: `${100 * probability}%` }} />
                    </span>
                  </li>
                ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
