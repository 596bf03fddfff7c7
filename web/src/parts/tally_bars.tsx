// How many tickets each label has, against the period before. A bar leads to its tickets.

import { useDesk } from "../desk";
import type { Tally } from "../model/api_types";

const most_shown = 8;

export function Change({ now, before }: { now: number; before: number }) {
  const { speech } = useDesk();
  if (before === 0) return <span class="change quiet">{now === 0 ? "" : speech.say("change.new")}</span>;
  const share = (now - before) / before;
  if (Math.abs(share) < 0.005) return <span class="change quiet">{speech.say("change.same")}</span>;
  const sign = share > 0 ? "+" : "−";
  return (
    <span class="change number" title={speech.say("change.before", { before })}>
      {`${sign}${speech.percent(Math.abs(share))}`}
    </span>
  );
}

export function TallyBars(props: { tallies: Tally[]; link: (label: string) => string }) {
  const { speech } = useDesk();
  const tallies = props.tallies.slice(0, most_shown);
  const most = Math.max(1, ...tallies.map((tally) => tally.tickets));
  if (tallies.length === 0) return <p class="quiet">{speech.say("overview.nothing")}</p>;
  return (
    <>
      <ul class="tallies">
        {tallies.map((tally) => (
          <li key={tally.label}>
            <a href={props.link(tally.label)} class="tally">
              <span class="tally-label" title={tally.label}>
                {tally.label || speech.say("overview.unnamed")}
              </span>
              <span class="number tally-count">{speech.number(tally.tickets)}</span>
              <Change now={tally.tickets} before={tally.before} />
              <span class="tally-bar" aria-hidden="true">
                <span style={{ width: `${(100 * tally.tickets) / most}%` }} />
              </span>
            </a>
          </li>
        ))}
      </ul>
      {props.tallies.length > most_shown && (
        <p class="quiet">{speech.say("overview.others", { count: props.tallies.length - most_shown })}</p>
      )}
    </>
  );
}
