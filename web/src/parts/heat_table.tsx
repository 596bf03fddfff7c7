// Counts by two things, as a table whose cells are shaded by how much they hold; a cell leads to its tickets.

import type { ComponentChildren } from "preact";

import { useDesk } from "../desk";

export interface HeatTableProps {
  caption: string;
  rows: string[];
  columns: string[];
  counts: number[][];
  corner: string;
  link: (row: string, column: string) => string;
  // Said of a cell, its count included.
  describe: (row: string, column: string, count: string) => string;
  // Further columns, behind the counts.
  more?: { name: string; cell: (row: string) => ComponentChildren }[];
}

const steps = 6;
const most_upright = 4;

export function HeatTable(props: HeatTableProps) {
  const { speech } = useDesk();
  const most = Math.max(1, ...props.counts.flat());
  const step = (count: number) => (count === 0 ? 0 : Math.max(1, Math.ceil((count / most) * steps)));
  const more = props.more ?? [];
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label={props.caption}>
      <table class={`heat ${props.columns.length > most_upright ? "heat-many" : ""}`}>
        <caption class="unseen">{props.caption}</caption>
        <thead>
          <tr>
            <td class="heat-corner quiet">{props.corner}</td>
            {props.columns.map((column) => (
              <th key={column} scope="col">
                <span>{column}</span>
              </th>
            ))}
            {more.map(({ name }) => (
              <th key={name} scope="col" class="heat-more">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, r) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {props.columns.map((column, c) => {
                const count = props.counts[r]?.[c] ?? 0;
                return (
                  <td key={column} class={`heat-${step(count)}`}>
                    <a
                      class="number"
                      href={props.link(row, column)}
                      aria-label={props.describe(row, column, speech.number(count))}
                    >
                      {count === 0 ? "·" : speech.number(count)}
                    </a>
                  </td>
                );
              })}
              {more.map(({ name, cell }) => (
                <td key={name} class="heat-more number">
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
