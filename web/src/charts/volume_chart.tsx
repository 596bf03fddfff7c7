// Tickets per day; a day leads to its tickets.

import { useDesk } from "../desk";
import type { Insights } from "../model/api_types";
import { go } from "../model/navigation";
import { base_option, Chart, tooltip_style } from "./chart";
import type { Palette } from "./chart";

export function VolumeChart({ insights }: { insights: Insights }) {
  const { speech } = useDesk();
  const days = insights.per_day;
  const option = (palette: Palette) => ({
    ...base_option(palette),
    tooltip: { ...tooltip_style(palette), trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { opacity: 0.12 } } },
    xAxis: {
      type: "category",
      data: days.map((day) => speech.short_day(day.day)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.muted, fontSize: palette.size },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.muted, fontSize: palette.size, formatter: (value: number) => speech.number(value) },
    },
    series: [
      {
        type: "bar",
        name: speech.say("tickets"),
        data: days.map((day) => ({
          value: day.tickets,
          itemStyle: { color: day.day < insights.period.from ? palette.past : palette.accent, borderRadius: [2, 2, 0, 0] },
        })),
        barCategoryGap: "28%",
        cursor: "pointer",
      },
    ],
  });
  const open = (index: number) => go({ page: "tickets", query: { filter: `created:${days[index]?.day ?? ""}` } });
  return <Chart name={speech.say("overview.volume")} option={option} pick={open} table={<VolumeTable insights={insights} />} />;
}

function VolumeTable({ insights }: { insights: Insights }) {
  const { speech } = useDesk();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{speech.say("overview.day")}</th>
          <th scope="col" class="number">
            {speech.say("tickets")}
          </th>
        </tr>
      </thead>
      <tbody>
        {insights.per_day.map((day) => (
          <tr key={day.day}>
            <th scope="row">
              <a href={`#/tickets?filter=created:${encodeURIComponent(day.day)}`}>{speech.day(day.day)}</a>
            </th>
            <td class="number">{speech.number(day.tickets)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
