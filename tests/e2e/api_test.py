"""The REST API of a real server, with all that other programs do to it."""

import base64
import csv
import gzip
import io
import json
import shutil
import subprocess

import pytest

from support.desk import CANARY, ROOT


def test_added_tickets_are_labelled_by_the_model(server):
    sent = {"external_id": 4711, "source": "shop", "subject": "Charged twice", "body": "I was billed two times."}
    added = server.post("/api/v1/tickets", sent | {"created_at": "2026-03-01"})
    assert (added.status, added.json["added"]) == (201, 1)
    ticket = server.get(f"/api/v1/tickets/{added.json['ids'][0]}").json
    assert (ticket["external_id"], ticket["source"], ticket["body"]) == ("4711", "shop", sent["body"])
    assert {label["by"] for label in ticket["labels"].values()} == {"model"}
    assert set(ticket["labels"]) - {"sentiment", "urgency", "category"} == set()
    again = server.post("/api/v1/tickets", sent | {"external_id": "4711", "body": "Now three times."})
    assert (again.json["updated"], again.json["ids"]) == (1, added.json["ids"])
    # The day that was not sent again stays.
    assert server.get("/api/v1/tickets/count?filter=created:2026-03-01%20source:shop").json["count"] == 1


def test_pagination_returns_every_ticket_once(server):
    seen, cursor = [], ""
    while cursor is not None:
        page = server.get(f"/api/v1/tickets?limit=70&cursor={cursor or 0}").json
        seen += [row["id"] for row in page["tickets"]]
        cursor = page["next"]
    assert seen == list(range(300, 0, -1))
    oldest = server.get("/data").json["tickets"]
    assert [row["id"] for row in oldest] == list(range(1, 51))


def test_filters_and_search_words_find_tickets(server):
    server.post("/api/v1/tickets", {"body": "the zebra crossed my invoice"})
    assert server.get("/api/v1/tickets/count?filter=zebra").json == {"count": 1, "is_all": True}
    filters = ("urgency:Low", "urgency:Medium", "urgency:High", "no:urgency")
    counts = [server.get(f"/api/v1/tickets/count?filter={each}").json["count"] for each in filters]
    assert sum(counts) == 301
    wrong = server.get("/api/v1/tickets?filter=urgency:")
    assert wrong.status == 400
    assert wrong.headers["Content-Type"] == "application/problem+json"
    assert set(wrong.json) == {"type", "title", "status", "detail", "code"}


def test_a_persons_label_outranks_the_model_and_can_be_undone(server):
    ticket = server.ask("PATCH", "/api/v1/tickets/5/labels", {"labels": {"category": "Billing", "urgency": "Low"}}).json
    assert (ticket["labels"]["category"]["value"], ticket["labels"]["category"]["by"]) == ("Billing", "person")
    assert server.work("classify")["state"] == "done"
    assert server.get("/api/v1/tickets/5").json["labels"]["category"]["value"] == "Billing"
    mine = [line for line in ticket["history"] if line["by"] == "person" and line["task"] == "category"]
    undone = server.ask("DELETE", f"/api/v1/labels/{mine[0]['id']}").json
    assert undone["id"] == 5
    assert undone["labels"]["category"]["by"] != "person"
    assert server.ask("DELETE", f"/api/v1/labels/{mine[0]['id']}").status == 404


# What is asked, and status and words of the answer.
WRONG = [
    ("POST", "/api/v1/tickets", b"{", 400, "JSON"),
    ("POST", "/api/v1/tickets", [], 400, "object"),
    ("POST", "/api/v1/tickets", {}, 400, "body"),
    ("POST", "/api/v1/tickets", {"body": 7}, 400, "must be a string"),
    ("POST", "/api/v1/tickets", {"tickets": [{"body": "x"}] * 1001}, 413, "1,000"),
    ("PATCH", "/api/v1/tickets/5/labels", {"labels": {"category": "Nonsense"}}, 400, "/api/v1/tasks"),
    ("PATCH", "/api/v1/tickets/5/labels", {"labels": {"colour": "blue"}}, 400, "colour"),
    ("PATCH", "/api/v1/tickets/999999/labels", {"labels": {"category": "Billing"}}, 404, "999999"),
    ("GET", "/api/v1/tickets/x", None, 404, "x"),
    ("GET", "/api/v1/tickets?limit=0", None, 400, "1 to 1000"),
    ("GET", "/api/v1/tickets?order=up", None, 400, "newest"),
    ("GET", "/api/v1/nothing", None, 404, "/docs"),
    ("PUT", "/api/v1/tickets", {}, 405, "GET"),
    ("POST", "/api/v1/classify", {"texts": "x"}, 400, "text"),
    ("POST", "/api/v1/jobs", {"kind": "dance"}, 400, "train"),
    ("POST", "/api/v1/import?name=evil.exe", b"x", 400, ".csv"),
    ("POST", "/api/v1/import", b"x", 400, "name"),
    ("POST", "/api/v1/import?name=t.csv&encoding=morse", b"id,text\n1,a\n", 400, "morse"),
    ("POST", "/api/v1/import?name=t.csv&date_order=sideways", b"id,text\n1,a\n", 400, "dmy"),
    ("POST", "/api/v1/import/preview", b"x", 400, "name"),
    ("POST", "/api/v1/import/preview?name=t.csv", b"x,y\n1,2\n", 400, "t.csv"),
    ("POST", "/api/v1/models/abc/promote", {}, 404, "abc"),
    ("GET", "/api/v1/export?format=pdf", None, 400, "csv"),
]


def test_wrong_requests_are_refused_with_a_reason(server):
    for method, path, body, status, words in WRONG:
        answer = server.ask(method, path, body)
        assert answer.status == status, (method, path, answer)
        assert words in answer.json["detail"], (method, path)


def test_erased_tickets_leave_no_trace_on_disk(serving, trained_desk):
    with serving() as server:
        added = server.post("/api/v1/tickets", {"body": f"my secret is {CANARY}", "customer": CANARY})
        number = added.json["ids"][0]
        server.work("audit")
        assert server.ask("DELETE", f"/api/v1/tickets/{number}").json["erased"] == 1
        assert server.get(f"/api/v1/tickets/{number}").status == 404
    assert trained_desk.files_that_hold(CANARY) == []
    assert CANARY not in server.log


def test_a_request_with_an_idempotency_key_takes_effect_once(serving):
    ticket = {"source": "shop", "body": "once, please"}
    with serving() as server:
        first = server.ask("POST", "/api/v1/tickets", ticket, {"Idempotency-Key": "k1"})
        again = server.ask("POST", "/api/v1/tickets", ticket, {"Idempotency-Key": "k1"})
        assert (again.status, again.json) == (201, first.json)
        assert again.headers["Idempotency-Replayed"] == "true"
        other = server.ask("POST", "/api/v1/tickets", {"body": "something else"}, {"Idempotency-Key": "k1"})
        assert other.status == 422
    with serving() as server:
        assert server.ask("POST", "/api/v1/tickets", ticket, {"Idempotency-Key": "k1"}).json == first.json
        refused = server.ask("POST", "/api/v1/tickets", {}, {"Idempotency-Key": "k2"})
        mended = server.ask("POST", "/api/v1/tickets", ticket, {"Idempotency-Key": "k2"})
        assert (refused.status, mended.status) == (400, 201)


def test_one_text_is_classified(server):
    answer = server.post("/api/v1/classify", {"text": "I was charged twice and want a refund"}).json
    assert set(answer) == {"model_version", "predictions"}
    task = answer["predictions"][0]["tasks"]["category"]
    assert set(task) == {"label", "probability", "flag", "probabilities"}
    assert sum(task["probabilities"].values()) == pytest.approx(1, abs=0.01)
    assert task["probability"] == max(task["probabilities"].values())


def test_several_tickets_keep_their_ids_and_order(server):
    tickets = [{"id": "a", "subject": "Login", "body": "I cannot log in"}, {"id": 7, "text": "refund please"}]
    answer = server.post("/api/v1/classify", {"tickets": tickets}).json
    assert [each["id"] for each in answer["predictions"]] == ["a", 7]


def test_json_lines_are_classified_line_by_line(server):
    lines = [json.dumps({"id": number, "text": f"ticket {number} about a refund"}) for number in range(3000)]
    lines[1] = "{broken"
    answer = server.ask("POST", "/api/v1/classify", "\n".join(lines).encode(), {"Content-Type": "application/x-ndjson"})
    answered = [json.loads(line) for line in answer.text.splitlines()]
    assert len(answered) == 3000
    assert (answered[1]["line"], "JSON" in answered[1]["error"]) == (2, True)
    assert [each["id"] for each in answered[2:]] == list(range(2, 3000))
    assert "model_version" in answered[0]


def flags_of(server, text):
    answer = server.post("/api/v1/classify", {"text": text}).json
    return {task["flag"] for task in answer["predictions"][0]["tasks"].values()}


def test_texts_unlike_the_training_tickets_are_flagged(serving):
    with serving() as server:
        assert flags_of(server, "zxqv wvut qqqq") == {"unknown"}
    with serving("--abstain-below", "1") as server:
        assert "abstain" in flags_of(server, "please refund my invoice")


def test_the_weights_of_explained_words_add_up(server):
    text = "Grüße! I was charged twice, the invoice is wrong."
    answer = server.post("/api/v1/explain", {"text": text}).json
    for task in answer["tasks"].values():
        assert task["constant"] + sum(word["weight"] for word in task["words"]) == pytest.approx(
            task["score"], abs=0.0005
        )
        for word in task["words"]:
            assert text.encode()[word["begin"] : word["end"]].decode().lower() == word["word"].lower()
    assert server.get("/api/v1/tickets/3/explain").json["model_version"] == answer["model_version"]


def test_a_workspace_without_a_model_says_what_to_do(serving, trained_desk):
    shutil.rmtree(trained_desk.data / "models")
    with serving() as server:
        answer = server.post("/api/v1/classify", {"text": "hello"})
        assert (answer.status, "Train one" in answer.json["detail"], "Retry-After" in answer.headers) == (
            503,
            True,
            True,
        )
        for refused in (answer, server.get("/api/v1/review"), server.post("/api/v1/explain", {"text": "hello"})):
            assert (refused.status, refused.json["code"]) == (503, "no_model"), refused
        assert server.work("train")["state"] == "done"
        assert server.post("/api/v1/classify", {"text": "hello"}).status == 200
    assert "no model yet" in server.log


def test_a_model_is_trained_as_a_job_and_promoted(server):
    again = server.work("train")
    assert "is already there" in again["result"]["why"]
    assert len(server.get("/api/v1/models").json["models"]) == 1
    for ticket in range(5, 10):
        server.ask("PATCH", f"/api/v1/tickets/{ticket}/labels", {"labels": {"category": "Billing"}})
    trained = server.work("train")
    assert (trained["state"], trained["kind"]) == ("done", "train")
    assert len(server.get("/api/v1/models").json["models"]) == 2
    challenger = trained["result"]["model_version"]
    assert server.post(f"/api/v1/models/{challenger}/promote").json["champion"] == challenger
    assert server.post("/api/v1/classify", {"text": "x"}).json["model_version"] == challenger
    one = server.get(f"/api/v1/models/{challenger}").json
    assert all(head["reliability"] for head in one["heads"])


def test_an_audit_job_lists_suspicious_tickets(server):
    assert server.get("/api/v1/audit").json["as_of"] is None
    assert server.work("audit")["state"] == "done"
    audit = server.get("/api/v1/audit").json
    assert audit["as_of"] is not None
    assert all(suspect["text"] for suspect in audit["suspects"])


def test_a_reviewed_ticket_leaves_the_review_list(server):
    items = server.get("/api/v1/review?limit=5").json["items"]
    assert len(items) == 5
    number = items[0]["ticket"]["id"]
    answers = {task: answer["value"] for task, answer in items[0]["tasks"].items()}
    server.ask("PATCH", f"/api/v1/tickets/{number}/labels", {"labels": answers})
    left = [item["ticket"]["id"] for item in server.get("/api/v1/review").json["items"]]
    assert number not in left


def test_insights_cover_all_tickets_and_the_requested_period(server):
    insights = server.get("/api/v1/insights?days=7").json
    assert (insights["tickets"], insights["period"]["days"]) == (300, 7)


def test_a_job_can_be_stopped(server):
    job = server.post("/api/v1/jobs", {"kind": "benchmark"}).json
    assert server.post("/api/v1/jobs", {"kind": "train"}).json["state"] == "waiting"
    assert server.ask("DELETE", f"/api/v1/jobs/{job['id']}").status == 200
    assert server.ends(job)["state"] == "stopped"


def test_a_job_continues_after_the_server_was_killed(serving):
    with serving() as server:
        job = server.post("/api/v1/jobs", {"kind": "train"}).json
        server.kill()
    with serving() as server:
        assert server.ends(job)["state"] == "done"


def test_a_customer_is_exported_and_erased(server):
    def message(address):
        return {"role": "customer", "author": "", "address": address, "text": f"I am {address}"}

    own = {"external_id": "vera-1", "customer": "Vera <vera@example.com>", "body": "the shelf fell"}
    both = [message("otto@example.com"), message("vera@example.com")]
    other = {"external_id": "vera-2", "customer": "otto@example.com", "messages": both}
    mention = {"external_id": "vera-3", "customer": "otto@example.com", "body": "ask vera@example.com"}
    similar = {"external_id": "vera-4", "customer": "vera+shop@example.com", "body": "hello"}
    assert server.ask("POST", "/api/v1/tickets", {"tickets": [own, other, mention, similar]}).status == 201
    theirs = server.ask("GET", "/api/v1/export?format=jsonl&customer=VERA@example.com").text
    assert [json.loads(line)["external_id"] for line in theirs.splitlines()] == ["vera-1", "vera-2"]
    erased = server.ask("DELETE", "/api/v1/tickets?customer=vera@example.com").json
    assert (erased["erased"], erased["messages"], erased["mentions"]) == (1, 1, 1)
    again = server.ask("DELETE", "/api/v1/tickets?customer=vera@example.com").json
    assert (again["erased"], again["messages"]) == (0, 0)
    assert server.ask("DELETE", "/api/v1/tickets").status == 400


def test_files_are_imported_and_exported(server, trained_desk):
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["Ticket ID", "Subject", "Description", "Priority"])
    writer.writerow(["1", "Hello", "=1+1", "High"])
    writer.writerow(["2", "", "", "Low"])
    job = server.ask(
        "POST", "/api/v1/import?name=../../shop%20export.csv.gz", gzip.compress(table.getvalue().encode())
    ).json
    done = server.ends(job)
    assert (done["state"], done["result"]["accepted"], done["result"]["rejected"]) == ("done", 1, 1), done
    assert done["result"]["rejects"][0]["line"] == "3"
    assert list((trained_desk.data / "incoming").iterdir()) == []
    found = server.get("/api/v1/tickets?filter=source:%22shop%20export%22").json["tickets"]
    assert found[0]["external_id"] == "1"
    out = server.get("/api/v1/export?filter=source:%22shop%20export%22")
    assert "attachment" in out.headers["Content-Disposition"]
    assert next(csv.DictReader(io.StringIO(out.text)))["body"] == "'=1+1"
    assert len(server.get("/api/v1/export?format=jsonl").text.splitlines()) == 301
    assert list(trained_desk.data.glob("export*")) == []


def test_an_import_is_previewed_without_writing(server, trained_desk):
    before = server.get("/api/v1/tickets/count").json
    table = b"id,remark,created_at\n1,It leaks,03/04/2026\n2,,04/04/2026\n"
    query = "name=shop.csv&source=desk&date_order=dmy&text=remark"
    answer = server.ask("POST", f"/api/v1/import/preview?{query}", table)
    assert answer.status == 200, answer.text
    (shown,) = answer.json["files"]
    assert (shown["file"], shown["rows"], shown["rejected"], shown["date_order"]) == ("shop.csv", 2, 1, "dmy")
    first = shown["tickets"][0]
    assert (first["source"], first["text"], first["created_at"]) == ("desk", "It leaks", "2026-04-03")
    assert server.get("/api/v1/tickets/count").json == before
    packed = server.ask("POST", "/api/v1/import/preview?name=shop.csv.gz", gzip.compress(b"id,text\n1,It leaks\n"))
    assert packed.json["files"][0]["rows"] == 1
    job = server.ends(server.ask("POST", f"/api/v1/import?{query}", table).json)
    assert (job["result"]["accepted"], job["result"]["date_order"]) == (1, "dmy"), job
    found = server.get("/api/v1/tickets?filter=source:desk").json["tickets"]
    assert found[0]["created_at"] == "2026-04-03"


def test_health_and_metrics_are_reported(server):
    for path in ("/health", "/healthz", "/readyz"):
        assert server.get(path).status == 200
    server.post("/api/v1/classify", {"text": CANARY})
    server.get(f"/api/v1/tickets?filter={CANARY}")
    metrics = server.get("/metrics").text
    assert 'smartdesk_requests_total{method="POST",route="/api/v1/classify",status="200"} 1' in metrics
    assert "smartdesk_predicted_tickets_total 1" in metrics
    assert CANARY not in metrics


def test_the_access_log_has_one_line_per_request_and_no_ticket_text(serving):
    with serving("-v") as server:
        server.post("/api/v1/classify", {"text": CANARY})
        server.get(f"/api/v1/tickets?filter={CANARY}")
    assert "POST /api/v1/classify 200" in server.log
    assert CANARY not in server.log


def test_openapi_and_docs_describe_every_route(serving):
    with serving() as server:
        document = server.get("/openapi.json").json
        page = server.get("/docs")
    assert document["openapi"] == "3.1.0"
    for path in ("/api/v1/tickets", "/api/v1/jobs/{id}/events", "/api/v1/hooks/zendesk", "/healthz"):
        assert path in document["paths"]
        assert path in page.text
    if not (ROOT / "web/node_modules/@seriousme").exists():
        pytest.skip("script/setup has not installed the validator of OpenAPI documents")
    checked = subprocess.run(
        ["node", ROOT / "tests/web/validate_openapi.mjs"], input=json.dumps(document), capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr


def test_assets_are_compressed_and_cached(server):
    page = server.ask("GET", "/", headers={"Accept-Encoding": "gzip, br"})
    again = server.ask("GET", "/", headers={"Accept-Encoding": "gzip, br", "If-None-Match": page.headers["ETag"]})
    assert (page.status, again.status, again.body) == (200, 304, b"")
    plain = server.get("/").text
    for name in [part.split('"')[0] for part in plain.split('src="')[1:]]:
        asset = server.ask("GET", name, headers={"Accept-Encoding": "gzip, br"})
        assert (asset.status, asset.headers["Content-Encoding"]) == (200, "br")
        assert "immutable" in asset.headers["Cache-Control"]
    assert server.get("/assets/none.js").status == 404


ALONE = ("unshare", "--net", "--map-root-user", "sh", "-c")
SERVE_AND_ASK = """
ip link set lo up
"$0" serve --workspace "$1" --port 18099 2>/dev/null &
for i in $(seq 100); do curl -sf localhost:18099/readyz >/dev/null && break; sleep 0.1; done
curl -sf -d '{"text":"hello"}' localhost:18099/api/v1/classify
kill $!
"""


def test_it_needs_no_network(trained_desk):
    if subprocess.run([*ALONE, "ip link set lo up"], capture_output=True).returncode != 0:
        pytest.skip("no network namespaces here")
    command = [*ALONE, SERVE_AND_ASK, trained_desk.program, trained_desk.data]
    done = subprocess.run(command, capture_output=True, text=True, env=trained_desk.environment())
    assert "model_version" in done.stdout, done.stderr


def test_two_servers_do_not_share_a_workspace(server, trained_desk):
    assert "being written by" in trained_desk.refused(1, "serve", "--port", 0)


def test_secrets_appear_in_no_response_log_or_file(serving, trained_desk):
    names = ["LLM_API_KEY", "ADMIN_PASSWORD", "ZENDESK_SECRET", "CHATWOOT_SECRET", "ZAMMAD_SECRET"]
    secrets = {f"SMARTDESK_{name}": f"{CANARY}-{name}" for name in names}
    secrets["SMARTDESK_WEBHOOK_URLS"] = "http://127.0.0.1:9/"
    secrets["SMARTDESK_WEBHOOK_SECRET"] = "whsec_" + base64.b64encode(CANARY.encode()).decode()
    seen = []
    with serving("-v", **secrets) as server:
        server.post("/api/v1/tickets", {"body": "tell them"})
        for path in (
            "/metrics",
            "/openapi.json",
            "/docs",
            "/api/v1/jobs",
            "/api/v1/audit-log",
            "/api/v1/webhooks/failed",
            "/api/v1/me",
        ):
            seen.append(server.get(path).text)
        seen.append(server.post("/api/v1/hooks/zammad", {}).text)
        server.work("label")
    seen.append(server.log)
    shown = trained_desk.run("config", settings=secrets)
    seen.append(shown.stdout + shown.stderr)
    trained_desk.run_ok("backup", "--out", "copy.db")
    for text in seen:
        assert CANARY not in text
        assert secrets["SMARTDESK_WEBHOOK_SECRET"][6:] not in text
    assert trained_desk.files_that_hold(CANARY) == []
