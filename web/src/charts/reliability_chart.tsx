// What a model's probabilities are worth: how often it was right against how sure it was.

import { useDesk } from "../desk";
import type { Reliability } from "../model/api_types";
import { base_option, Chart, tooltip_style } from "./chart";
import type { Palette } from "./chart";

export function ReliabilityChart({ bins }: { bins: Reliability[] }) {
  const { speech } = useDesk();
  const filled = bins.filter((bin) => bin.rows > 0);
  const most = Math.max(1, ...filled.map((bin) => bin.rows));
  const axis = (palette: Palette, name: string, nameGap: number) => ({
    type: "value",
    min: 0,
    max: 1,
    name,
    nameLocation: "middle",
    nameGap,
    nameTextStyle: { color: palette.muted, fontSize: palette.size },
    splitLine: { lineStyle: { color: palette.line } },
    axisLabel: { color: palette.muted, fontSize: palette.size, formatter: (value: number) => speech.percent(value) },
  });
  const option = (palette: Palette) => ({
    ...base_option(palette),
    grid: { left: palette.size * 2, right: 16, top: 12, bottom: palette.size * 2, containLabel: true },
    tooltip: {
      ...tooltip_style(palette),
      trigger: "item",
      formatter: (point: { seriesIndex: number; dataIndex: number }) => described(filled[point.dataIndex], speech),
    },
    xAxis: axis(palette, speech.say("models.sure"), palette.size * 2.2),
    yAxis: axis(palette, speech.say("models.right"), palette.size * 4),
    series: [
      {
        type: "line",
        data: [
          [0, 0],
          [1, 1],
        ],
        symbol: "none",
        silent: true,
        lineStyle: { color: palette.muted, type: "dashed", width: 1 },
      },
      { type: "line", data: filled.map(point_of), symbol: "none", silent: true, lineStyle: { color: palette.accent, width: 2 } },
      {
        type: "scatter",
        data: filled.map(point_of),
        symbolSize: (_: unknown, at: { dataIndex: number }) => 7 + 13 * Math.sqrt((filled[at.dataIndex]?.rows ?? 0) / most),
        itemStyle: { color: palette.accent, borderColor: palette.panel, borderWidth: 2 },
      },
    ],
  });
  return <Chart name={speech.say("models.reliability")} option={option} table={<BinTable bins={filled} />} />;
}

function point_of(bin: Reliability): [number, number] {
  return [bin.confidence, bin.accuracy];
}

function described(bin: Reliability | undefined, speech: ReturnType<typeof useDesk>["speech"]): string {
  if (!bin) return "";
  return speech.say("models.bin", {
    sure: speech.percent(bin.confidence),
    right: speech.percent(bin.accuracy),
    rows: bin.rows,
  });
}

function BinTable({ bins }: { bins: Reliability[] }) {
  const { speech } = useDesk();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">
            {speech.say("models.sure")}
          </th>
          <th scope="col" class="number">
            {speech.say("models.right")}
          </th>
          <th scope="col" class="number">
            {speech.say("models.rows")}
          </th>
        </tr>
      </thead>
      <tbody>
        {bins.map((bin) => (
          <tr key={bin.low}>
            <td class="number">{speech.percent(bin.confidence)}</td>
            <td class="number">{speech.percent(bin.accuracy)}</td>
            <td class="number">{speech.number(bin.rows)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
