// What the last benchmark found, the best of each task first.

import { in_task_order, useDesk } from "../desk";
import { get } from "../model/api";
import type { Benchmark } from "../model/api_types";
import type { Speech } from "../model/messages";
import { StartJob } from "./job_progress";
import { Await, useFetched } from "./loading";

const columns: [key: keyof Benchmark, digits: number][] = [
  ["macro_f1", 3],
  ["accuracy", 3],
  ["weighted_f1", 3],
  ["log_loss", 3],
  ["ece", 3],
  ["fit_seconds", 1],
  ["rows_per_second", 0],
];

function figure(value: Benchmark[keyof Benchmark], digits: number, speech: Speech): string {
  return typeof value === "number" ? speech.decimal(value, digits) : "–";
}

export function BenchmarkTable() {
  const { speech } = useDesk();
  const [fetched, again] = useFetched(
    (signal) => get<{ rows: Benchmark[]; as_of: string | null }>("/benchmarks", {}, signal),
    "",
  );
  return (
    <Await fetched={fetched} again={again}>
      {({ rows, as_of }) => (
        <>
          {as_of === null ? (
            <p>{speech.say("benchmark.none")}</p>
          ) : (
            <>
              <Figures rows={rows} />
              <p class="quiet">{speech.say("as_of", { moment: speech.moment(as_of) })}</p>
            </>
          )}
          <StartJob kind="benchmark" done={again} />
        </>
      )}
    </Await>
  );
}

function Figures({ rows }: { rows: Benchmark[] }) {
  const desk = useDesk();
  const { speech } = desk;
  const tasks = in_task_order(desk, [...new Set(rows.map((row) => row.task))]);
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label={speech.say("models.benchmark")}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{speech.say("models.algorithm")}</th>
            {columns.map(([key]) => (
              <th key={key} scope="col" class="number">
                {speech.say(`benchmark.${key}` as "benchmark.ece")}
              </th>
            ))}
            <th scope="col">{speech.say("benchmark.status")}</th>
          </tr>
        </thead>
        {tasks.map((task) => (
          <tbody key={task}>
            <tr>
              <th scope="rowgroup" colSpan={columns.length + 2}>
                {speech.task(task)}
              </th>
            </tr>
            {rows
              .filter((row) => row.task === task)
              .sort((a, b) => (b.macro_f1 ?? -1) - (a.macro_f1 ?? -1))
              .map((row, place) => (
                <tr key={row.algorithm} class={place === 0 && typeof row.macro_f1 === "number" ? "best" : ""}>
                  <th scope="row">{row.algorithm}</th>
                  {columns.map(([key, digits]) => (
                    <td key={key} class="number">
                      {figure(row[key], digits, speech)}
                    </td>
                  ))}
                  <td lang="en">{row.status}</td>
                </tr>
              ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
