// Labels that are likely wrong, texts that are in twice, and thoughts of a language model that leaked into them.

import { useState } from "preact/hooks";

import { useDesk } from "../desk";
import { get, send } from "../model/api";
import type { Failure } from "../model/api";
import type { Audit, Suspect, Ticket } from "../model/api_types";
import { go } from "../model/navigation";
import { format_route } from "../model/route";
import { explained, kind_of, suspect_kinds } from "../model/suspects";
import { StartJob } from "../parts/job_progress";
import { Await, Empty, failure_from, Trouble, useFetched } from "../parts/loading";
import type { Page } from "./page";

export const page: Page = {
  name: "audit",
  icon: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  role: "agent",
  Component: AuditPage,
};

function AuditPage() {
  const { speech } = useDesk();
  const [fetched, again] = useFetched((signal) => get<Audit>("/audit", { limit: 200 }, signal), "");
  return (
    <Await fetched={fetched} again={again}>
      {(audit) =>
        audit.as_of === null ? (
          <Empty title={speech.say("audit.none")}>
            <p>{speech.say("audit.none.how")}</p>
            <StartJob kind="audit" done={again} />
          </Empty>
        ) : (
          <div class="audit">
            <div class="form-row">
              <StartJob kind="audit" done={again} />
              <span class="quiet">{speech.say("as_of", { moment: speech.moment(audit.as_of) })}</span>
            </div>
            <Suspects suspects={audit.suspects} />
          </div>
        )
      }
    </Await>
  );
}

function Suspects({ suspects }: { suspects: Suspect[] }) {
  const { route, speech } = useDesk();
  const chosen = suspect_kinds.find((kind) => kind === route.query.kind);
  const shown = chosen ? suspects.filter((suspect) => kind_of(suspect) === chosen) : suspects;
  const count = (kind: string) => suspects.filter((suspect) => kind_of(suspect) === kind).length;
  return (
    <>
      <div class="segments" role="group" aria-label={speech.say("audit.kind")}>
        <button type="button" aria-pressed={!chosen} onClick={() => go({ page: "audit", query: {} })}>
          {speech.say("audit.all")} <span class="number">{speech.number(suspects.length)}</span>
        </button>
        {suspect_kinds.map((kind) => (
          <button key={kind} type="button" aria-pressed={kind === chosen} onClick={() => go({ page: "audit", query: { kind } })}>
            {speech.say(`audit.${kind}`)} <span class="number">{speech.number(count(kind))}</span>
          </button>
        ))}
      </div>
      {shown.length === 0 ? (
        <p class="empty">{speech.say("audit.clean")}</p>
      ) : (
        <ol class="suspects panel">
          {shown.map((suspect) => (
            <SuspectItem key={`${suspect.ticket} ${suspect.task} ${suspect.reason}`} suspect={suspect} />
          ))}
        </ol>
      )}
    </>
  );
}

function SuspectItem({ suspect }: { suspect: Suspect }) {
  const { speech, announce } = useDesk();
  const [is_corrected, set_corrected] = useState(false);
  const [failure, set_failure] = useState<Failure | null>(null);
  const reason = explained(suspect);
  const correct = () =>
    void send<Ticket>("PATCH", `/tickets/${suspect.ticket}/labels`, { labels: { [suspect.task]: suspect.suggested } }).then(
      () => {
        set_corrected(true);
        announce(speech.say("detail.corrected", { task: speech.task(suspect.task), label: suspect.suggested }));
      },
      (cause: unknown) => set_failure(failure_from(cause)),
    );
  return (
    <li class="suspect">
      <div class="suspect-what">
        <p class="suspect-text" dir="auto">
          {suspect.text}
        </p>
        <p class="suspect-why">
          {suspect.suggested !== "" && (
            <span>
              {speech.task(suspect.task)}: <s>{suspect.label}</s> <span aria-hidden="true">→</span>
              <span class="unseen">{speech.say("audit.rather")}</span> <strong>{suspect.suggested}</strong>
            </span>
          )}
          {reason.key && <span class="quiet">{speech.say(reason.key, { what: reason.what })}</span>}
          <span class="quiet number">{speech.say("audit.score", { score: speech.percent(suspect.score) })}</span>
        </p>
        {failure && <Trouble failure={failure} />}
      </div>
      <p class="suspect-do">
        <a class="button button-small" href={format_route({ page: "tickets", query: { ticket: String(suspect.ticket) } })}>
          {speech.say("audit.open", { id: String(suspect.ticket) })}
        </a>
        {suspect.suggested !== "" && (
          <button type="button" class="button button-small" disabled={is_corrected} onClick={correct}>
            {is_corrected ? speech.say("audit.corrected") : speech.say("audit.correct", { label: suspect.suggested })}
          </button>
        )}
      </p>
    </li>
  );
}
