"""What a real server tells others, and what it believes of them."""

import base64
import hmac
import json
import time

import pytest

from support.desk import CANARY
from support.played import PlayedHandler, PlayedServer
from support.waiting import wait_until

SECRET = b"0123456789abcdef01234567"


class ReceiverHandler(PlayedHandler):
    server: "Receiver"

    def do_POST(self):
        self.server.got.append((dict(self.headers), self.body()))
        statuses = self.server.statuses
        self.reply(statuses.pop(0) if len(statuses) > 1 else statuses[0], "")


class Receiver(PlayedServer):
    """A webhook's other end: answers with the next of `statuses`, the last one again and again."""

    def __init__(self, *statuses):
        super().__init__(ReceiverHandler)
        self.got, self.statuses = [], list(statuses)
        secret = "whsec_" + base64.b64encode(SECRET).decode()
        self.settings = {"SMARTDESK_WEBHOOK_URLS": f"http://{self.address}/in", "SMARTDESK_WEBHOOK_SECRET": secret}

    def wait_for(self, count):
        wait_until(lambda: len(self.got) >= count)
        return self.got


def test_webhooks_are_signed_and_retried_after_a_failure(serving):
    with Receiver(500, 200) as receiver, serving(**receiver.settings) as server:
        number = server.post("/api/v1/tickets", {"body": "tell them"}).json["ids"][0]
        first, second = receiver.wait_for(2)[:2]
    headers, body = second
    assert first[0]["webhook-id"] == headers["webhook-id"]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(SECRET, signed, "sha256")).decode()
    assert headers["webhook-signature"] == "v1," + expected
    message = json.loads(body)
    assert (message["type"], message["data"]["id"]) == ("ticket.created", number)


def test_a_webhook_answered_with_410_becomes_a_dead_letter_that_can_be_resent(serving):
    with Receiver(410, 200) as receiver, serving(**receiver.settings) as server:
        server.ask("PATCH", "/api/v1/tickets/5/labels", {"labels": {"category": "Billing"}})
        receiver.wait_for(1)
        failed = wait_until(lambda: server.get("/api/v1/webhooks/failed").json["messages"])
        assert "410" in failed[0]["message"]
        assert server.post(f"/api/v1/webhooks/failed/{failed[0]['id']}/retry").status == 202
        assert json.loads(receiver.wait_for(2)[1][1])["type"] == "ticket.labelled"


def test_waiting_webhook_messages_do_not_store_the_ticket_text(serving, trained_desk):
    with Receiver(500) as receiver, serving(**receiver.settings) as server:
        number = server.post("/api/v1/tickets", {"body": CANARY}).json["ids"][0]
        receiver.wait_for(1)
        server.ask("DELETE", f"/api/v1/tickets/{number}")
    assert not [path for path in trained_desk.files_that_hold(CANARY) if path.name.startswith("jobs.db")]


def zendesk(body, secret="zs", seconds_ago=0):
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - seconds_ago))
    signature = base64.b64encode(hmac.digest(secret.encode(), at.encode() + body, "sha256")).decode()
    return {"X-Zendesk-Webhook-Signature": signature, "X-Zendesk-Webhook-Signature-Timestamp": at}


def chatwoot(body, secret="cs", seconds_ago=0):
    at = str(int(time.time()) - seconds_ago)
    signature = hmac.digest(secret.encode(), f"{at}.".encode() + body, "sha256").hex()
    return {"X-Chatwoot-Timestamp": at, "X-Chatwoot-Signature": "sha256=" + signature}


def zammad(body, secret="as"):
    return {"X-Hub-Signature": "sha1=" + hmac.digest(secret.encode(), body, "sha1").hex()}


# How each service signs, a message of it, and the number of the ticket in the message.
SERVICES = {
    "zendesk": (
        zendesk,
        {
            "type": "zen:event-type:ticket.created",
            "subject": "zen:ticket:35436",
            "detail": {
                "id": "35436",
                "subject": "Help",
                "description": "It broke",
                "created_at": "2026-03-01T10:00:00Z",
                "via": {"channel": "web"},
                "requester_id": "77",
            },
        },
        "35436",
    ),
    "chatwoot": (
        chatwoot,
        {
            "event": "message_created",
            "id": 9,
            "content": "It broke",
            "message_type": "incoming",
            "created_at": "2026-03-01T10:00:00Z",
            "sender": {"name": "Ann"},
            "inbox": {"name": "Web"},
            "conversation": {"display_id": 12, "additional_attributes": {"mail_subject": "Help"}},
        },
        "12",
    ),
    "zammad": (
        zammad,
        {
            "ticket": {
                "id": 3,
                "number": "67003",
                "title": "Help",
                "created_at": "2026-03-01T10:00:00Z",
                "customer": {"firstname": "Ann", "lastname": "Lee"},
                "group": {"name": "Users"},
            },
            "article": {"body": "It broke", "sender": "Customer"},
        },
        "67003",
    ),
}


@pytest.fixture
def hooked_server(serving):
    """Knows the secret of each service."""
    secrets = {"SMARTDESK_ZENDESK_SECRET": "zs", "SMARTDESK_CHATWOOT_SECRET": "cs", "SMARTDESK_ZAMMAD_SECRET": "as"}
    with serving(**secrets) as server:
        yield server


@pytest.mark.parametrize("service", SERVICES)
def test_incoming_hooks_are_accepted_only_with_a_valid_signature(hooked_server, service):
    sign, message, number = SERVICES[service]
    path, body = f"/api/v1/hooks/{service}", json.dumps(message).encode()
    assert hooked_server.ask("POST", path, body).status == 401
    assert hooked_server.ask("POST", path, body, sign(body, secret="other")).status == 401
    assert hooked_server.ask("POST", path, body + b" ", sign(body)).status == 401
    taken = hooked_server.ask("POST", path, body, sign(body))
    assert (taken.status, taken.json["added"]) == (200, 1), taken
    assert hooked_server.ask("POST", path, body, sign(body)).json["unchanged"] == 1
    row = hooked_server.get(f"/api/v1/tickets/{taken.json['ids'][0]}").json
    assert (row["source"], row["external_id"], row["subject"], row["body"]) == (service, number, "Help", "It broke")


@pytest.mark.parametrize("sign", [zendesk, chatwoot])
def test_an_old_signature_is_refused(hooked_server, sign):
    _, message, _ = SERVICES[sign.__name__]
    body = json.dumps(message).encode()
    path = f"/api/v1/hooks/{sign.__name__}"
    assert hooked_server.ask("POST", path, body, sign(body, seconds_ago=600)).status == 401


def told(server, sign, message):
    """Sends a webhook and returns its answer."""
    body = json.dumps(message).encode()
    return server.ask("POST", f"/api/v1/hooks/{sign.__name__}", body, sign(body)).json


def messages_of(server, number):
    ticket = server.get(f"/api/v1/tickets/{number}").json
    return ticket["body"], [(each["role"], each["private"], each["text"]) for each in ticket["messages"]]


def test_what_zammad_says_later_is_added_to_the_ticket(hooked_server):
    def article(text, **more):
        ticket = {"number": "67010", "title": "Kettle", "created_at": "2026-03-01T10:00:00Z"}
        return told(hooked_server, zammad, {"ticket": ticket, "article": {"sender": "Customer", "body": text, **more}})

    number = article("<p>It <b>leaks</b>.</p>", id=1, content_type="text/html")["ids"][0]
    article("Ask the maker", id=2, sender="Agent", internal=True)
    assert article("Thanks!", id=3)["updated"] == 1
    assert article("Thanks!", id=3)["unchanged"] == 1
    assert messages_of(hooked_server, number) == (
        "It leaks.",
        [("customer", False, "It leaks."), ("agent", True, "Ask the maker"), ("customer", False, "Thanks!")],
    )


def test_what_zendesk_says_later_leaves_the_text_of_the_customer(hooked_server):
    detail = {"id": "901", "subject": "Kettle"}
    created = {"type": "zen:event-type:ticket.created", "detail": detail | {"description": "It leaks."}}
    number = told(hooked_server, zendesk, created)["ids"][0]
    solved = {"type": "zen:event-type:ticket.status_changed", "detail": detail, "event": {"current": "SOLVED"}}
    assert told(hooked_server, zendesk, solved)["unchanged"] == 1
    comment = {"id": "5", "body": "Looks odd", "is_public": False, "author": {"is_staff": True}}
    added = {"type": "zen:event-type:ticket.comment_added", "detail": detail, "event": {"comment": comment}}
    assert told(hooked_server, zendesk, added)["updated"] == 1
    assert messages_of(hooked_server, number) == (
        "It leaks.",
        [("customer", False, "It leaks."), ("agent", True, "Looks odd")],
    )


def test_messages_of_chatwoot_are_one_conversation(hooked_server):
    def message(number, text, kind, **more):
        base = {"event": "message_created", "id": number, "content": text, "message_type": kind}
        return told(hooked_server, chatwoot, base | {"conversation": {"id": 44, "created_at": 1772370000}} | more)

    assert message(1, "A note for nobody", "outgoing", private=True)["ids"] == []
    first = message(2, "It leaks.", "incoming", created_at=1772370000, sender={"name": "Kai"})["ids"]
    assert message(3, "Which model?", "outgoing", created_at=1772370060, sender={"name": "Ada"})["ids"] == first
    message(4, "The X2", "incoming", created_at=1772370120, sender={"name": "Kai"})
    assert messages_of(hooked_server, first[0]) == (
        "It leaks.",
        [("customer", False, "It leaks."), ("agent", False, "Which model?"), ("customer", False, "The X2")],
    )
    ticket = hooked_server.get(f"/api/v1/tickets/{first[0]}").json
    assert (ticket["external_id"], ticket["customer"], ticket["created_at"]) == ("44", "Kai", "2026-03-01T13:00:00Z")


def test_a_message_without_a_ticket_adds_nothing(hooked_server):
    note = json.dumps({"event": "conversation_updated"}).encode()
    assert hooked_server.ask("POST", "/api/v1/hooks/chatwoot", note, chatwoot(note)).json["ids"] == []


def test_hooks_without_a_configured_secret_are_closed(server):
    answer = server.post("/api/v1/hooks/zammad", {})
    assert (answer.status, "hooks.zammad_secret" in answer.json["detail"]) == (404, True)
