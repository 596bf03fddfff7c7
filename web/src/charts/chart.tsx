// A chart in the page's colours, fonts and language. What it shows is also there as a table for those who cannot see it.

import type { EChartsCoreOption, EChartsType } from "echarts/core";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { useDesk } from "../desk";

export interface Palette {
  ink: string;
  muted: string;
  line: string;
  panel: string;
  accent: string;
  past: string;
  font: string;
  size: number;
}

function palette_of(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    muted: colour("muted"),
    line: colour("line"),
    panel: colour("panel"),
    accent: colour("accent"),
    past: colour("heat-4"),
    font: style.fontFamily,
    size: parseFloat(style.fontSize) * 0.8,
  };
}

interface ChartProps {
  name: string;
  option: (palette: Palette) => EChartsCoreOption;
  pick?: (index: number) => void;
  table: ComponentChildren;
}

export function Chart({ name, option, pick, table }: ChartProps) {
  const { speech } = useDesk();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const picked = useRef(pick);
  const [is_there, arrive] = useState(false);
  picked.current = pick;

  useEffect(() => {
    let is_gone = false;
    const observer = new ResizeObserver(() => chart.current?.resize());
    void import("./echarts").then(({ init }) => {
      if (is_gone || !box.current) return;
      chart.current = init(box.current, null, { renderer: "canvas" });
      chart.current.on("click", (event) => picked.current?.((event as { dataIndex: number }).dataIndex));
      observer.observe(box.current);
      arrive(true);
    });
    return () => {
      is_gone = true;
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    if (box.current) chart.current?.setOption(option(palette_of(box.current)), true);
  });

  return (
    <figure class="chart-figure">
      <div ref={box} class={`chart ${is_there ? "" : "chart-awaited"}`} role="img" aria-label={name} />
      <details class="chart-table">
        <summary>{speech.say("chart.table")}</summary>
        {table}
      </details>
    </figure>
  );
}

// What all charts share.
export function base_option(palette: Palette): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, color: palette.muted, fontSize: palette.size },
    grid: { left: 4, right: 12, top: 14, bottom: 4, containLabel: true },
  };
}

export function tooltip_style(palette: Palette): EChartsCoreOption {
  return {
    backgroundColor: palette.panel,
    borderColor: palette.line,
    textStyle: { color: palette.ink, fontFamily: palette.font, fontSize: palette.size },
    // Plain text drawn on the canvas: no markup is made of what the tooltip says.
    renderMode: "richText",
    confine: true,
  };
}
