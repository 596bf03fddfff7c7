// The tickets that pass a filter, however many: only the rows in view are drawn.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { useDesk } from "../desk";
import { get } from "../model/api";
import type { Row, Task, TicketPage } from "../model/api_types";
import { TicketPages } from "../model/ticket_pages";
import { drawn, slid } from "../model/window";
import type { Seen } from "../model/window";
import { LabelChip } from "./label_chip";
import { failure_from, Loading, Trouble } from "./loading";

const page_size = 100;
const margin = 12;
const longest_box = 150_000; // rows

export type Order = "newest" | "oldest";

export function useTicketPages(filter: string, order: Order): TicketPages {
  const [, redraw] = useState(0);
  return useMemo(() => {
    const fetch_page = (cursor: string | null) =>
      get<TicketPage>("/tickets", { filter, order, limit: page_size, cursor: cursor ?? undefined });
    const pages = new TicketPages(fetch_page, () => redraw((round) => round + 1));
    pages.want({ begin: 0, end: 1 });
    return pages;
  }, [filter, order]);
}

interface ListProps {
  pages: TicketPages;
  selected: number;
  select: (index: number, row: Row) => void;
}

export function TicketList(props: ListProps) {
  const { speech, tasks } = useDesk();
  const box = useRef<HTMLDivElement>(null);
  const [seen, set_seen] = useState<Seen>({ first: 0, count: 20 });
  const base = useRef(0);
  const { pages } = props;

  // From all rows together: far down, browsers round the height of one, and many roundings lead astray.
  const row_height = () => {
    const rows = box.current?.querySelector<HTMLElement>(".list-box");
    return rows ? rows.getBoundingClientRect().height / Number(rows.dataset.rows) || 64 : 64;
  };
  const look = () => {
    const element = box.current;
    if (!element) return;
    const height = row_height();
    const first = base.current + Math.floor(element.scrollTop / height);
    const moved = slid(base.current, first, pages.known, longest_box);
    if (moved !== base.current) {
      element.scrollTop -= (moved - base.current) * height;
      base.current = moved;
    }
    set_seen({ first, count: Math.ceil(element.clientHeight / height) + 1 });
  };
  const latest_look = useRef(look);
  latest_look.current = look;

  useEffect(look, [pages, pages.known]);
  useEffect(() => {
    const observer = new ResizeObserver(() => latest_look.current());
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => keep_in_view(box.current, props.selected - base.current, row_height()), [props.selected, pages]);

  const range = drawn(seen, pages.known, margin);
  useEffect(() => pages.want({ begin: range.begin, end: Math.max(range.end, 1) }), [pages, range.begin, range.end]);

  const rows = [];
  for (let index = range.begin; index < range.end; ++index) {
    rows.push(
      <TicketRow
        key={index}
        row={pages.row(index)}
        index={index}
        top={index - base.current}
        total={pages.is_complete ? pages.known : -1}
        is_selected={index === props.selected}
        select={props.select}
      />,
    );
  }
  const length = Math.min(pages.known, longest_box);
  return (
    <div
      class="list"
      style={{ "--label-columns": label_columns(tasks) }}
      ref={box}
      onScroll={look}
      role="region"
      aria-label={speech.say("tickets.list")}
      tabIndex={0}
    >
      <ul class="list-box" data-rows={length} style={{ height: `calc(var(--row-height) * ${length})` }}>
        {rows}
      </ul>
      {pages.is_loading && <Loading />}
      {pages.failure !== null && (
        <Trouble failure={failure_from(pages.failure)} again={() => pages.retry({ begin: range.begin, end: range.end + 1 })} />
      )}
    </div>
  );
}

// Each task's labels one below the other, as wide as its longest with what is said of it.
function label_columns(tasks: Task[]): string {
  return tasks
    .map((task) => `minmax(0, ${Math.ceil(0.75 * Math.max(...task.labels.map((label) => label.length)) + 8)}ch)`)
    .join(" ");
}

function keep_in_view(box: HTMLDivElement | null, place: number, height: number): void {
  if (!box || place < 0) return;
  const top = place * height;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
}

interface RowProps {
  row: Row | undefined;
  index: number;
  top: number;
  total: number;
  is_selected: boolean;
  select: (index: number, row: Row) => void;
}

function TicketRow({ row, index, top, total, is_selected, select }: RowProps) {
  const { speech, tasks } = useDesk();
  const place = { transform: `translateY(calc(var(--row-height) * ${top}))` };
  const set = { "aria-posinset": index + 1, "aria-setsize": total };
  if (!row) return <li class="row row-awaited" style={place} {...set} />;
  return (
    <li class="row" style={place} {...set}>
      <button
        type="button"
        class="row-button"
        data-ticket={row.id}
        tabIndex={is_selected ? 0 : -1}
        aria-current={is_selected ? "true" : undefined}
        onClick={() => select(index, row)}
      >
        <span class="row-subject">{row.subject || first_line(row.body) || speech.say("tickets.no_subject")}</span>
        <span class="row-about">
          <time dateTime={row.created_at}>{speech.day(row.created_at)}</time>
          <span>{[row.customer, row.product].filter(Boolean).join(" · ")}</span>
        </span>
        <span class="row-labels">
          {tasks.map((task) => {
            const label = row.labels[task.name];
            return label ? <LabelChip key={task.name} label={label} task={task} /> : <span key={task.name} class="chip-none" />;
          })}
        </span>
      </button>
    </li>
  );
}

function first_line(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
