// Which models there are, how good they are and where they err, and which one answers.

import { useDesk } from "../desk";
import { get } from "../model/api";
import type { Model, Models } from "../model/api_types";
import { go } from "../model/navigation";
import { BenchmarkTable } from "../parts/benchmark_table";
import { StartJob } from "../parts/job_progress";
import { Await, useFetched } from "../parts/loading";
import { ModelDetail } from "../parts/model_detail";
import { NoModel } from "../parts/no_model";
import type { Page } from "./page";

export const page: Page = {
  name: "models",
  icon: "M5 20V10M12 20V4M19 20v-7",
  role: "viewer",
  Component: ModelsPage,
};

function ModelsPage() {
  const { route, speech } = useDesk();
  const [fetched, again] = useFetched((signal) => get<Models>("/models", {}, signal), "");
  return (
    <Await fetched={fetched} again={again}>
      {({ models }) => {
        const shown =
          models.find((model) => model.version === route.query.version) ?? models.find((model) => model.is_champion) ?? models[0];
        return (
          <div class="models">
            {shown ? (
              <>
                <ModelList models={models} shown={shown} changed={again} />
                <ModelDetail key={shown.version} model={shown} changed={again} />
              </>
            ) : (
              <NoModel done={again} />
            )}
            <section class="panel">
              <h2>{speech.say("models.benchmark")}</h2>
              <BenchmarkTable />
            </section>
          </div>
        );
      }}
    </Await>
  );
}

function ModelList({ models, shown, changed }: { models: Model[]; shown: Model; changed: () => void }) {
  const { route, speech } = useDesk();
  return (
    <section class="panel">
      <h2>{speech.say("models.versions")}</h2>
      <ul class="versions">
        {models.map((model) => (
          <li key={model.version}>
            <button
              type="button"
              class="version"
              aria-pressed={model === shown}
              onClick={() => go({ page: "models", query: { ...route.query, version: model.version } })}
            >
              <code>{model.version.slice(0, 12)}</code>
              {model.is_champion && <span class="chip chip-accent">{speech.say("models.champion")}</span>}
              <span class="quiet">{speech.moment(model.created_at)}</span>
              <span class="quiet number">{speech.say("models.learnt_from", { rows: model.rows })}</span>
            </button>
          </li>
        ))}
      </ul>
      <StartJob kind="train" done={changed} />
    </section>
  );
}
