// A challenger against the champion: the difference and how far it may be chance.

import { useDesk } from "../desk";
import type { Model } from "../model/api_types";

export function Contest({ contest, why }: { contest: NonNullable<Model["contest"]>; why: string }) {
  const { speech } = useDesk();
  const reach = Math.max(Math.abs(contest.low), Math.abs(contest.high), 0.01) * 1.2;
  const place = (value: number) => `${50 + (50 * value) / reach}%`;
  const difference = contest.challenger - contest.champion;
  const signed = (value: number) => `${value < 0 ? "−" : "+"}${speech.decimal(Math.abs(value), 3)}`;
  return (
    <section class="panel contest">
      <h2>{speech.say("contest.title")}</h2>
      <p>
        {speech.say("contest.figures", {
          champion: speech.decimal(contest.champion, 3),
          challenger: speech.decimal(contest.challenger, 3),
          rows: contest.rows,
        })}
      </p>
      <div class="interval" aria-hidden="true">
        <span class="interval-zero" />
        <span
          class="interval-range"
          style={{ left: place(contest.low), width: `${(50 * (contest.high - contest.low)) / reach}%` }}
        />
        <span class="interval-point" style={{ left: place(difference) }} />
      </div>
      <p class="number">
        {speech.say("contest.interval", { difference: signed(difference), low: signed(contest.low), high: signed(contest.high) })}
      </p>
      <p class="quiet" lang="en">
        {why}
      </p>
    </section>
  );
}
