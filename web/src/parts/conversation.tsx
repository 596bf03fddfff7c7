// Who wrote what about a ticket, oldest first. A ticket that is its body alone has no more to show.

import { useDesk } from "../desk";
import type { TicketMessage } from "../model/api_types";

export function Conversation({ messages }: { messages: TicketMessage[] }) {
  const { speech } = useDesk();
  if (messages.length < 2) return null;
  return (
    <section class="conversation">
      <h3>{speech.say("conversation.title", { count: String(messages.length) })}</h3>
      <ol>
        {messages.map((message, place) => (
          <li key={place} class={message.private ? "message-private" : ""}>
            <p>
              <strong dir="auto">{message.author || message.address || speech.say(`conversation.${message.role}`)}</strong>{" "}
              <span class="quiet">
                {[
                  message.author || message.address ? speech.say(`conversation.${message.role}`) : "",
                  message.author ? message.address : "",
                  message.created_at && speech.moment(message.created_at),
                  message.private ? speech.say("conversation.private") : "",
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </p>
            <p class="ticket-text" dir="auto">
              {message.text}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
