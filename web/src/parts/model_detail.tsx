// One model: its heads, where each errs, what its probabilities are worth, and its contest with the champion.

import { useState } from "preact/hooks";

import { ReliabilityChart } from "../charts/reliability_chart";
import { in_task_order, may, useDesk } from "../desk";
import { get, send } from "../model/api";
import type { Failure } from "../model/api";
import type { Head, Model } from "../model/api_types";
import { filter_term } from "../model/filter";
import { go } from "../model/navigation";
import { format_route } from "../model/route";
import { Contest } from "./contest";
import { HeatTable } from "./heat_table";
import { Await, failure_from, Trouble, useFetched } from "./loading";

export function ModelDetail({ model, changed }: { model: Model; changed: () => void }) {
  const path = `/models/${encodeURIComponent(model.version)}`;
  const [fetched, again] = useFetched((signal) => get<Model>(path, {}, signal), model.version);
  return (
    <Await fetched={fetched} again={again}>
      {(detail) => (
        <>
          {model.contest && <Contest contest={model.contest} why={model.why} />}
          {!model.is_champion && <Promote path={path} version={model.version} changed={changed} />}
          <Heads heads={detail.heads} />
        </>
      )}
    </Await>
  );
}

function Promote({ path, version, changed }: { path: string; version: string; changed: () => void }) {
  const { me, speech, announce } = useDesk();
  const [failure, set_failure] = useState<Failure | null>(null);
  if (!may(me, "admin")) return null;
  const promote = () =>
    void send("POST", `${path}/promote`).then(
      () => {
        announce(speech.say("models.promoted", { version: version.slice(0, 12) }));
        changed();
      },
      (cause: unknown) => set_failure(failure_from(cause)),
    );
  return (
    <div>
      <button type="button" class="button button-main" onClick={promote}>
        {speech.say("models.promote")}
      </button>
      {failure && <Trouble failure={failure} />}
    </div>
  );
}

function Heads(props: { heads: Head[] }) {
  const desk = useDesk();
  const { route, speech } = desk;
  const names = in_task_order(
    desk,
    props.heads.map((head) => head.task),
  );
  const heads = [...props.heads].sort((a, b) => names.indexOf(a.task) - names.indexOf(b.task));
  const shown = heads.find((head) => head.task === route.query.task) ?? heads[0];
  if (!shown) return null;
  return (
    <>
      <div class="segments" role="group" aria-label={speech.say("models.heads")}>
        {heads.map((head) => (
          <button
            key={head.task}
            type="button"
            aria-pressed={head === shown}
            onClick={() => go({ page: "models", query: { ...route.query, task: head.task } })}
          >
            {speech.task(head.task)}
          </button>
        ))}
      </div>
      <HeadFigures head={shown} />
      <div class="head-charts">
        {shown.confusion && <Confusion head={shown} confusion={shown.confusion} />}
        {shown.reliability && shown.reliability.length > 0 && (
          <section class="panel" key={shown.task}>
            <h2>{speech.say("models.reliability")}</h2>
            <p class="quiet">{speech.say("models.reliability_help")}</p>
            <ReliabilityChart bins={shown.reliability} />
          </section>
        )}
      </div>
    </>
  );
}

function HeadFigures({ head }: { head: Head }) {
  const { speech } = useDesk();
  const figures: [string, string][] = [
    [speech.say("models.macro_f1"), speech.decimal(head.cv_macro_f1, 3)],
    [speech.say("models.majority"), speech.decimal(head.majority_accuracy, 3)],
    [speech.say("models.rows"), speech.number(head.rows)],
    [speech.say("models.algorithm"), head.algorithm],
  ];
  return (
    <>
      <dl class="facts facts-large">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
      {head.no_signal && <p class="notice notice-bad">{speech.say("models.no_signal")}</p>}
    </>
  );
}

function Confusion({ head, confusion }: { head: Head; confusion: { labels: string[]; rows: number[][] } }) {
  const { speech } = useDesk();
  return (
    <section class="panel">
      <h2>{speech.say("models.confusion")}</h2>
      <p class="quiet">{speech.say("models.confusion_help")}</p>
      <HeatTable
        caption={speech.say("models.confusion")}
        corner={speech.say("models.confusion_corner")}
        rows={confusion.labels}
        columns={confusion.labels}
        counts={confusion.rows}
        link={(truth) => format_route({ page: "tickets", query: { filter: filter_term(head.task, truth) } })}
        describe={(truth, answer, count) => speech.say("models.confusion_cell", { count, truth, answer })}
      />
    </section>
  );
}
