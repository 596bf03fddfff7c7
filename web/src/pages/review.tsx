// The tickets on which a person's look is worth most, one after the other, without leaving the keyboard.

import { useState } from "preact/hooks";

import { useDesk } from "../desk";
import { get, send } from "../model/api";
import type { Failure } from "../model/api";
import type { ReviewItem, Ticket } from "../model/api_types";
import { Await, Empty, failure_from, Trouble, useFetched } from "../parts/loading";
import { is_no_model, NoModel } from "../parts/no_model";
import { ReviewCard } from "../parts/review_card";
import { useKeys } from "../parts/keys";
import type { Page } from "./page";

export const page: Page = {
  name: "review",
  icon: "M4 12l5 5L20 6",
  role: "agent",
  keys: [
    [["a"], "keys.accept"],
    [["s"], "keys.skip"],
  ],
  Component: ReviewPage,
};

function ReviewPage() {
  const [fetched, again] = useFetched((signal) => get<{ items: ReviewItem[] }>("/review", { limit: 50 }, signal), "");
  if (fetched.state === "failed" && is_no_model(fetched.failure)) return <NoModel done={again} />;
  return (
    <Await fetched={fetched} again={again}>
      {({ items }) => <WorkList key={items.map((item) => item.ticket.id).join()} items={items} again={again} />}
    </Await>
  );
}

// What was said of an item, so that it can be taken back.
interface Said {
  place: number;
  lines: number[];
}

function WorkList({ items, again }: { items: ReviewItem[]; again: () => void }) {
  const { speech, announce } = useDesk();
  const [place, set_place] = useState(0);
  const [said, set_said] = useState<Said[]>([]);
  const [failure, set_failure] = useState<Failure | null>(null);
  const item = items[place];

  const fail = (cause: unknown) => set_failure(failure_from(cause));
  const accept = async (labels: Record<string, string>) => {
    if (!item) return;
    try {
      const lines = await say(item.ticket.id, labels);
      set_failure(null);
      set_said([...said, { place, lines }]);
      set_place(place + 1);
      announce(speech.say("review.said", { id: String(item.ticket.id) }));
    } catch (cause) {
      fail(cause);
    }
  };
  const undo = async () => {
    const last = said.at(-1);
    if (!last) return;
    try {
      for (const line of last.lines) await send("DELETE", `/labels/${line}`);
      set_said(said.slice(0, -1));
      set_place(last.place);
      announce(speech.say("review.undone"));
    } catch (cause) {
      fail(cause);
    }
  };
  useKeys({ u: () => void undo(), s: () => set_place(Math.min(place + 1, items.length)) });

  if (items.length === 0) {
    return (
      <Empty title={speech.say("review.nothing")}>
        <p>{speech.say("review.nothing.how")}</p>
      </Empty>
    );
  }
  return (
    <div class="review">
      <div class="review-progress">
        <progress max={items.length} value={place} aria-label={speech.say("review.progress")} />
        <span class="number quiet">
          {speech.say("review.place", { place: Math.min(place + 1, items.length), count: items.length })}
        </span>
        <button type="button" class="button" disabled={said.length === 0} onClick={() => void undo()}>
          {speech.say("detail.undo")} <kbd aria-hidden="true">u</kbd>
        </button>
      </div>
      {failure && <Trouble failure={failure} />}
      {item ? (
        <ReviewCard key={item.ticket.id} item={item} accept={(labels) => void accept(labels)} skip={() => set_place(place + 1)} />
      ) : (
        <Empty title={speech.say("review.through")}>
          <button type="button" class="button button-main" onClick={again}>
            {speech.say("review.more")}
          </button>
        </Empty>
      )}
    </div>
  );
}

// The lines that this added to the ticket's history.
async function say(id: number, labels: Record<string, string>): Promise<number[]> {
  const before = new Set((await get<Ticket>(`/tickets/${id}`)).history.map((line) => line.id));
  const now = await send<Ticket>("PATCH", `/tickets/${id}/labels`, { labels });
  return now.history.filter((line) => line.by === "person" && !before.has(line.id)).map((line) => line.id);
}
