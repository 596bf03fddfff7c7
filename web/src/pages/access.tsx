// Who may come in: one's own API tokens; for admins users and who did what.

import { may, useDesk } from "../desk";
import { get } from "../model/api";
import type { LogEntry } from "../model/api_types";
import { Await, useFetched } from "../parts/loading";
import { Tokens } from "../parts/tokens";
import { Users } from "../parts/users";
import type { Page } from "./page";

export const page: Page = {
  name: "access",
  icon: "M14.5 3.5a5 5 0 1 0 0 12 5 5 0 0 0 0-12zM11 13l-7 7M6 18l2.5 2.5",
  role: "viewer",
  Component: AccessPage,
};

function AccessPage() {
  const { me } = useDesk();
  return (
    <div class="access">
      <Tokens />
      {may(me, "admin") && <Users />}
      {may(me, "admin") && <Log />}
    </div>
  );
}

function Log() {
  const { speech } = useDesk();
  const [fetched, again] = useFetched((signal) => get<{ entries: LogEntry[] }>("/audit-log", { limit: 100 }, signal), "");
  return (
    <section class="panel panel-log">
      <h2>{speech.say("log.title")}</h2>
      <Await fetched={fetched} again={again}>
        {({ entries }) =>
          entries.length === 0 ? (
            <p class="quiet">{speech.say("log.none")}</p>
          ) : (
            <div class="scroller" tabIndex={0} role="region" aria-label={speech.say("log.title")}>
              <table class="figures">
                <thead>
                  <tr>
                    <th scope="col">{speech.say("log.at")}</th>
                    <th scope="col">{speech.say("log.user")}</th>
                    <th scope="col">{speech.say("log.what")}</th>
                    <th scope="col">{speech.say("log.address")}</th>
                  </tr>
                </thead>
                <tbody>
                  {entries.map((entry, place) => (
                    <tr key={place}>
                      <td>{speech.moment(entry.at)}</td>
                      <td>{entry.user || "–"}</td>
                      <td lang="en">{[entry.what, entry.object].filter(Boolean).join(" · ")}</td>
                      <td>{entry.address}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Await>
    </section>
  );
}
