// Every ticket: found by words and fields, read and corrected without leaving the keyboard.

import { useEffect, useRef, useState } from "preact/hooks";

import { useDesk } from "../desk";
import { get } from "../model/api";
import type { Row, TicketCount } from "../model/api_types";
import { go } from "../model/navigation";
import { useKeys } from "../parts/keys";
import { FilterBar } from "../parts/filter_bar";
import { useFetched } from "../parts/loading";
import { NoTickets } from "../parts/import_tickets";
import { TicketDetail } from "../parts/ticket_detail";
import { TicketList, useTicketPages } from "../parts/ticket_list";
import type { Order } from "../parts/ticket_list";
import type { Page } from "./page";

const most_counted = 1_000_000;

export const page: Page = {
  name: "tickets",
  icon: "M4 6h16M4 12h16M4 18h10",
  role: "viewer",
  keys: [
    [["j", "k"], "keys.move"],
    [["Enter"], "keys.open"],
    [["Esc"], "keys.close"],
    [["/"], "keys.search"],
    [["1", "…", "9"], "keys.label"],
    [["t"], "keys.task"],
    [["u"], "keys.undo"],
  ],
  Component: TicketsPage,
};

function TicketsPage() {
  const { route, speech } = useDesk();
  const filter = route.query.filter ?? "";
  const order: Order = route.query.order === "oldest" ? "oldest" : "newest";
  const opened = Number(route.query.ticket ?? 0);
  const pages = useTicketPages(filter, order);
  const [selected, set_selected] = useState(0);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => set_selected(0), [filter, order]);

  const visit = (query: Record<string, string>) => go({ page: "tickets", query: { ...route.query, ...query } });
  const select = (index: number, row: Row) => {
    set_selected(index);
    visit({ ticket: String(row.id) });
  };
  const step = (by: number) => {
    const next = Math.max(0, Math.min(selected + by, pages.known - 1));
    const row = pages.row(next);
    set_selected(next);
    if (row && opened) visit({ ticket: String(row.id) });
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Enter: () => {
      const row = pages.row(selected);
      if (row) select(selected, row);
    },
    Escape: () => visit({ ticket: "" }),
    "/": () => search.current?.focus(),
  });

  const is_bare = pages.is_complete && pages.known === 0 && filter === "";
  if (is_bare) return <NoTickets done={() => location.reload()} />;
  const has_none = pages.is_complete && pages.known === 0;
  return (
    <div class={`tickets ${opened ? "tickets-split" : ""}`}>
      <section class="tickets-side">
        <FilterBar filter={filter} order={order} search={search} change={(query) => visit({ ...query, ticket: "" })} />
        <Found filter={filter} not_indexed={pages.not_indexed} selected={selected} />
        {has_none ? (
          <p class="empty">{speech.say("tickets.none_pass")}</p>
        ) : (
          <TicketList pages={pages} selected={selected} select={select} />
        )}
      </section>
      {opened > 0 && <TicketDetail id={opened} changed={(ticket) => pages.replace(ticket)} close={() => visit({ ticket: "" })} />}
    </div>
  );
}

function Found(props: { filter: string; not_indexed: number; selected: number }) {
  const { speech } = useDesk();
  const [fetched] = useFetched(
    (signal) => get<TicketCount>("/tickets/count", { filter: props.filter, at_most: most_counted }, signal),
    props.filter,
  );
  return (
    <p class="found quiet number" role="status">
      {fetched.state === "there"
        ? speech.say(fetched.value.is_all ? "tickets.found" : "tickets.found_more", {
            count: fetched.value.count,
            place: Math.min(props.selected + 1, fetched.value.count),
          })
        : " "}
      {props.not_indexed > 0 && ` ${speech.say("tickets.not_indexed", { count: props.not_indexed })}`}
    </p>
  );
}
