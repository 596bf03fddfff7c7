// What a support lead wants to know in the morning, in ten seconds.

import { useDesk } from "../desk";
import { VolumeChart } from "../charts/volume_chart";
import { get } from "../model/api";
import type { Attention as AttentionItem, Insights } from "../model/api_types";
import { filter_term } from "../model/filter";
import { go } from "../model/navigation";
import { format_route } from "../model/route";
import { HeatTable } from "../parts/heat_table";
import { NoTickets } from "../parts/import_tickets";
import { Await, useFetched } from "../parts/loading";
import { Change, TallyBars } from "../parts/tally_bars";
import type { Page } from "./page";

const periods = ["7", "30", "90", "365"];

export const page: Page = {
  name: "overview",
  icon: "M3 12h4l3-7 4 14 3-7h4",
  role: "viewer",
  Component: OverviewPage,
};

function OverviewPage() {
  const { route } = useDesk();
  const days = periods.find((period) => period === route.query.days) ?? "30";
  const [fetched, again] = useFetched((signal) => get<Insights>("/insights", { days }, signal), days);
  return (
    <Await fetched={fetched} again={again}>
      {(insights) => (insights.tickets === 0 ? <NoTickets done={again} /> : <Shown insights={insights} days={days} />)}
    </Await>
  );
}

function tickets_link(terms: string[]): string {
  return format_route({ page: "tickets", query: { filter: terms.join(" ") } });
}

function Shown({ insights, days }: { insights: Insights; days: string }) {
  const { speech, tasks } = useDesk();
  const since = `created:>=${insights.period.from}`;
  const { cross } = insights;
  const is_in_heat = (name: string) => name === cross.row_task && cross.rows.length > 0;
  const shown = tasks.map((task) => task.name).filter((name) => insights.labels[name] && !is_in_heat(name));
  return (
    <div class="overview">
      <Headline insights={insights} days={days} />
      <Attention insights={insights} />
      <section class="panel panel-volume">
        <h2>{speech.say("overview.volume")}</h2>
        {(insights.per_day[0]?.day ?? "") < insights.period.from && <p class="quiet">{speech.say("overview.pale")}</p>}
        <VolumeChart insights={insights} />
      </section>
      <div class="stack">
        {shown.map((name) => (
          <section class="panel" key={name}>
            <h2>{speech.task(name)}</h2>
            <TallyBars tallies={insights.labels[name] ?? []} link={(label) => tickets_link([since, filter_term(name, label)])} />
          </section>
        ))}
      </div>
      {cross.rows.length > 0 && <Cross insights={insights} since={since} />}
      <section class="panel panel-product">
        <h2>{speech.say("field.product")}</h2>
        <TallyBars tallies={insights.product} link={(label) => tickets_link([since, filter_term("product", label)])} />
      </section>
      <p class="quiet overview-foot">
        {speech.say("overview.as_of", { moment: speech.moment(insights.as_of), tickets: insights.tickets })}
      </p>
    </div>
  );
}

function Cross({ insights, since }: { insights: Insights; since: string }) {
  const { speech } = useDesk();
  const { row_task, column_task, rows, columns, tickets } = insights.cross;
  const tally = (row: string) => (insights.labels[row_task] ?? []).find(({ label }) => label === row);
  const all = (row: string) => (
    <a href={tickets_link([since, filter_term(row_task, row)])}>{speech.number(tally(row)?.tickets ?? 0)}</a>
  );
  const change = (row: string) => <Change now={tally(row)?.tickets ?? 0} before={tally(row)?.before ?? 0} />;
  const title = speech.say("overview.cross", { column: speech.task(column_task), row: speech.task_inside(row_task) });
  return (
    <section class="panel panel-heat">
      <h2>{title}</h2>
      <HeatTable
        caption={title}
        corner=""
        rows={rows}
        columns={columns}
        counts={tickets}
        link={(row, column) => tickets_link([since, filter_term(row_task, row), filter_term(column_task, column)])}
        describe={(row, column, count) => `${count}: ${row}, ${column}`}
        more={[
          { name: speech.say("overview.all"), cell: all },
          { name: speech.say("overview.change"), cell: change },
        ]}
      />
    </section>
  );
}

function Headline({ insights, days }: { insights: Insights; days: string }) {
  const { speech } = useDesk();
  const { period } = insights;
  return (
    <section class="headline" aria-label={speech.say("overview.period")}>
      <p class="headline-figure">
        <span class="figure number">{speech.number(period.tickets)}</span>
        <span>
          {speech.say("overview.tickets_in_days", { days: period.days })} <Change now={period.tickets} before={period.before} />{" "}
          <span class="quiet">{speech.say("overview.before", { before: period.before })}</span>
          <span class="quiet headline-dates">{`${speech.day(period.from)} – ${speech.day(period.to)}`}</span>
        </span>
      </p>
      <div class="segments" role="group" aria-label={speech.say("overview.period")}>
        {periods.map((choice) => (
          <button
            key={choice}
            type="button"
            aria-pressed={choice === days}
            onClick={() => go({ page: "overview", query: { days: choice } })}
          >
            {speech.say("overview.days", { days: Number(choice) })}
          </button>
        ))}
      </div>
    </section>
  );
}

function Attention({ insights }: { insights: Insights }) {
  const { speech } = useDesk();
  return (
    <section class="panel panel-attention">
      <h2>{speech.say("overview.attention")}</h2>
      {insights.attention.length === 0 && <p class="quiet">{speech.say("overview.calm")}</p>}
      <ul class="attention">
        {insights.attention.map((item) => (
          <li key={item.filter}>
            <a href={format_route({ page: "tickets", query: { filter: item.filter } })}>
              <AttentionText item={item} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

const kinds = ["urgent_and_negative", "rising", "unlabelled"] as const;

// What the page does not know is said in the server's words, which hold the number.
function AttentionText({ item }: { item: AttentionItem }) {
  const { speech } = useDesk();
  const kind = kinds.find((known) => known === item.kind);
  if (!kind) return <span lang="en">{item.text}</span>;
  const values = {
    task: item.task === "product" ? speech.say("field.product") : speech.task(item.task),
    label: item.label,
    before: item.before,
  };
  return (
    <>
      <span class="number figure-small">{speech.number(item.tickets)}</span>
      <span>{speech.say(`attention.${kind}`, values)}</span>
    </>
  );
}
