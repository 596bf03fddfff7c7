#!/usr/bin/env python3
"""Drives the REST API of a real server, with all that other programs do to it. Usage: api_test.py SMARTDESK"""
import base64
import csv
import gzip
import hmac
import http.server
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from support.serving import Serving  # noqa: E402

SMARTDESK = os.path.abspath(sys.argv[1])
SOURCE = pathlib.Path(__file__).parent.parent
CANARY = "canary-4bd1c0ffee"

for name in [name for name in os.environ if name.startswith("SMARTDESK_") or name in ("DATABASE_URL", "PORT")]:
    del os.environ[name]


def desk(*arguments, at, text=None):
    done = subprocess.run([SMARTDESK, *arguments, "--workspace", at], capture_output=True, text=True, input=text)
    assert done.returncode == 0, done.stderr
    return done.stdout


class WithWorkspace(unittest.TestCase):
    """Each test has a workspace of its own with 300 tickets and a model."""

    @classmethod
    def setUpClass(cls):
        cls.shared = tempfile.TemporaryDirectory()
        cls.ready = os.path.join(cls.shared.name, "ready")
        tickets = os.path.join(cls.shared.name, "tickets.csv")
        subprocess.run([SMARTDESK, "generate", "--count", "300", "--seed", "7", "--out", tickets, "--quiet"], check=True)
        desk("import", tickets, "--quiet", at=cls.ready)
        desk("train", "--quiet", at=cls.ready)

    @classmethod
    def tearDownClass(cls):
        cls.shared.cleanup()

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.at = os.path.join(self.home.name, "w")
        shutil.copytree(self.ready, self.at)

    def tearDown(self):
        self.home.cleanup()

    def serving(self, *more, **settings):
        return Serving(SMARTDESK, self.at, *more, environment=settings)


class Tickets(WithWorkspace):
    def test_tickets_come_in_and_are_answered_by_the_model(self):
        with self.serving() as server:
            added = server.post("/api/v1/tickets", {"external_id": 4711, "source": "shop", "subject": "Charged twice",
                                                    "body": "I was billed two times for my subscription.", "created_at": "2026-03-01"})
            self.assertEqual((added.status, added.json["added"]), (201, 1))
            ticket = server.get(f"/api/v1/tickets/{added.json['ids'][0]}").json
            self.assertEqual((ticket["external_id"], ticket["source"], ticket["body"]), ("4711", "shop", "I was billed two times for my subscription."))
            self.assertEqual({label["by"] for label in ticket["labels"].values()}, {"model"})
            self.assertEqual(set(ticket["labels"]) - {"sentiment", "urgency", "category"}, set())
            again = server.post("/api/v1/tickets", {"external_id": "4711", "source": "shop", "subject": "Charged thrice", "body": "Now three times."})
            self.assertEqual((again.json["updated"], again.json["ids"]), (1, added.json["ids"]))
            self.assertEqual(server.get("/api/v1/tickets/count?filter=created:2026-03-01%20source:shop").json["count"], 0)

    def test_pages_follow_each_other_to_the_end(self):
        with self.serving() as server:
            seen, cursor = [], ""
            while cursor is not None:
                page = server.get(f"/api/v1/tickets?limit=70&cursor={cursor or 0}").json
                seen += [row["id"] for row in page["tickets"]]
                cursor = page["next"]
            self.assertEqual(seen, list(range(300, 0, -1)))
            oldest = server.get("/data").json["tickets"]
            self.assertEqual([row["id"] for row in oldest], list(range(1, 51)))

    def test_filters_and_words_find_tickets(self):
        with self.serving() as server:
            server.post("/api/v1/tickets", {"body": "the zebra crossed my invoice"})
            self.assertEqual(server.get("/api/v1/tickets/count?filter=zebra").json, {"count": 1, "is_all": True})
            total = sum(server.get(f"/api/v1/tickets/count?filter=urgency:{label}").json["count"] for label in ("Low", "Medium", "High"))
            self.assertEqual(total + server.get("/api/v1/tickets/count?filter=no:urgency").json["count"], 301)
            wrong = server.get("/api/v1/tickets?filter=urgency:")
            self.assertEqual(wrong.status, 400)
            self.assertEqual(wrong.headers["Content-Type"], "application/problem+json")
            self.assertEqual(set(wrong.json), {"type", "title", "status", "detail"})

    def test_a_persons_word_stands_and_can_be_taken_back(self):
        with self.serving() as server:
            ticket = server.ask("PATCH", "/api/v1/tickets/5/labels", {"labels": {"category": "Billing", "urgency": "Low"}}).json
            self.assertEqual((ticket["labels"]["category"]["value"], ticket["labels"]["category"]["by"]), ("Billing", "person"))
            self.assertEqual(server.work("classify")["state"], "done")
            self.assertEqual(server.get("/api/v1/tickets/5").json["labels"]["category"]["value"], "Billing")
            mine = [line for line in ticket["history"] if line["by"] == "person" and line["task"] == "category"]
            undone = server.ask("DELETE", f"/api/v1/labels/{mine[0]['id']}").json
            self.assertEqual(undone["id"], 5)
            self.assertNotEqual(undone["labels"]["category"]["by"], "person")
            self.assertEqual(server.ask("DELETE", f"/api/v1/labels/{mine[0]['id']}").status, 404)

    def test_what_is_asked_wrongly_is_refused_with_a_reason(self):
        with self.serving() as server:
            for method, path, body, status, words in [
                ("POST", "/api/v1/tickets", b"{", 400, "JSON"),
                ("POST", "/api/v1/tickets", [], 400, "object"),
                ("POST", "/api/v1/tickets", {}, 400, "body"),
                ("POST", "/api/v1/tickets", {"body": 7}, 400, "text"),
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
                ("POST", "/api/v1/models/abc/promote", {}, 404, "abc"),
                ("GET", "/api/v1/export?format=pdf", None, 400, "csv"),
            ]:
                answer = server.ask(method, path, body)
                self.assertEqual(answer.status, status, (method, path, answer))
                self.assertIn(words, answer.json["detail"], (method, path))

    def test_erased_tickets_are_gone_for_good(self):
        with self.serving() as server:
            added = server.post("/api/v1/tickets", {"body": f"my secret is {CANARY}", "customer": CANARY})
            number = added.json["ids"][0]
            server.work("audit")
            self.assertEqual(server.ask("DELETE", f"/api/v1/tickets/{number}").json["erased"], 1)
            self.assertEqual(server.get(f"/api/v1/tickets/{number}").status, 404)
        for path in pathlib.Path(self.at).rglob("*"):
            if path.is_file():
                self.assertNotIn(CANARY.encode(), path.read_bytes(), path)
        self.assertNotIn(CANARY, server.log)

    def test_an_idempotency_key_makes_a_request_count_once(self):
        ticket = {"source": "shop", "body": "once, please"}
        with self.serving() as server:
            first = server.ask("POST", "/api/v1/tickets", ticket, {"Idempotency-Key": "k1"})
            again = server.ask("POST", "/api/v1/tickets", ticket, {"Idempotency-Key": "k1"})
            self.assertEqual((again.status, again.json), (201, first.json))
            self.assertEqual(again.headers["Idempotency-Replayed"], "true")
            other = server.ask("POST", "/api/v1/tickets", {"body": "something else"}, {"Idempotency-Key": "k1"})
            self.assertEqual(other.status, 422)
        with self.serving() as server:
            self.assertEqual(server.ask("POST", "/api/v1/tickets", ticket, {"Idempotency-Key": "k1"}).json, first.json)
            refused = server.ask("POST", "/api/v1/tickets", {}, {"Idempotency-Key": "k2"})
            mended = server.ask("POST", "/api/v1/tickets", ticket, {"Idempotency-Key": "k2"})
            self.assertEqual((refused.status, mended.status), (400, 201))


class Answers(WithWorkspace):
    def test_one_text_is_classified(self):
        with self.serving() as server:
            answer = server.post("/api/v1/classify", {"text": "I was charged twice and want a refund"}).json
            self.assertEqual(set(answer), {"model_version", "predictions"})
            task = answer["predictions"][0]["tasks"]["category"]
            self.assertEqual(set(task), {"label", "probability", "flag", "probabilities"})
            self.assertAlmostEqual(sum(task["probabilities"].values()), 1, delta=0.01)
            self.assertEqual(task["probability"], max(task["probabilities"].values()))

    def test_several_tickets_keep_their_ids_and_order(self):
        with self.serving() as server:
            tickets = [{"id": "a", "subject": "Login", "body": "I cannot log in"}, {"id": 7, "text": "refund please"}]
            answer = server.post("/api/v1/classify", {"tickets": tickets}).json
            self.assertEqual([each["id"] for each in answer["predictions"]], ["a", 7])

    def test_a_stream_of_lines_is_answered_line_by_line(self):
        lines = [json.dumps({"id": number, "text": f"ticket {number} about a refund"}) for number in range(3000)]
        lines[1] = "{broken"
        with self.serving() as server:
            answer = server.ask("POST", "/api/v1/classify", "\n".join(lines).encode(), {"Content-Type": "application/x-ndjson"})
            answered = [json.loads(line) for line in answer.text.splitlines()]
            self.assertEqual(len(answered), 3000)
            self.assertEqual((answered[1]["line"], "JSON" in answered[1]["error"]), (2, True))
            self.assertEqual([each["id"] for each in answered[2:]], list(range(2, 3000)))
            self.assertIn("model_version", answered[0])

    def test_texts_unlike_any_ticket_are_flagged(self):
        with self.serving() as server:
            flags = {task["flag"] for task in server.post("/api/v1/classify", {"text": "zxqv wvut qqqq"}).json["predictions"][0]["tasks"].values()}
            self.assertEqual(flags, {"unknown"})
        with self.serving("--abstain-below", "1") as server:
            flags = {task["flag"] for task in server.post("/api/v1/classify", {"text": "please refund my invoice"}).json["predictions"][0]["tasks"].values()}
            self.assertIn("abstain", flags)

    def test_the_words_that_decided_add_up(self):
        text = "Grüße! I was charged twice, the invoice is wrong."
        with self.serving() as server:
            answer = server.post("/api/v1/explain", {"text": text}).json
            for task in answer["tasks"].values():
                self.assertAlmostEqual(task["constant"] + sum(word["weight"] for word in task["words"]), task["score"], places=3)
                for word in task["words"]:
                    self.assertEqual(text.encode()[word["begin"]:word["end"]].decode().lower(), word["word"].lower())
            self.assertEqual(server.get("/api/v1/tickets/3/explain").json["model_version"], answer["model_version"])

    def test_a_desk_without_a_model_says_what_to_do(self):
        shutil.rmtree(os.path.join(self.at, "models"))
        with self.serving() as server:
            answer = server.post("/api/v1/classify", {"text": "hello"})
            self.assertEqual((answer.status, "train" in answer.json["detail"], "Retry-After" in answer.headers), (503, True, True))
            self.assertEqual(server.get("/api/v1/review").status, 409)
            self.assertEqual(server.work("train")["state"], "done")
            self.assertEqual(server.post("/api/v1/classify", {"text": "hello"}).status, 200)
        self.assertIn("no model yet", server.log)


class LongWork(WithWorkspace):
    def test_training_audit_and_benchmark_run_as_jobs(self):
        with self.serving() as server:
            trained = server.work("train")
            self.assertEqual((trained["state"], trained["kind"]), ("done", "train"))
            models = server.get("/api/v1/models").json
            self.assertEqual(len(models["models"]), 2)
            challenger = trained["result"]["model_version"]
            self.assertEqual(server.post(f"/api/v1/models/{challenger}/promote").json["champion"], challenger)
            self.assertEqual(server.post("/api/v1/classify", {"text": "x"}).json["model_version"], challenger)
            one = server.get(f"/api/v1/models/{challenger}").json
            self.assertTrue(all(head["reliability"] for head in one["heads"]))
            self.assertIsNone(server.get("/api/v1/audit").json["as_of"])
            self.assertEqual(server.work("audit")["state"], "done")
            suspects = server.get("/api/v1/audit").json
            self.assertIsNotNone(suspects["as_of"])
            for suspect in suspects["suspects"]:
                self.assertTrue(suspect["text"])
            items = server.get("/api/v1/review?limit=5").json["items"]
            self.assertEqual(len(items), 5)
            answers = {task: answer["value"] for task, answer in items[0]["tasks"].items()}
            server.ask("PATCH", f"/api/v1/tickets/{items[0]['ticket']['id']}/labels", {"labels": answers})
            left = [item["ticket"]["id"] for item in server.get("/api/v1/review").json["items"]]
            self.assertNotIn(items[0]["ticket"]["id"], left)
            insights = server.get("/api/v1/insights?days=7").json
            self.assertEqual((insights["tickets"], insights["period"]["days"]), (300, 7))

    def test_a_job_can_be_stopped(self):
        with self.serving() as server:
            job = server.post("/api/v1/jobs", {"kind": "benchmark"}).json
            self.assertEqual(server.post("/api/v1/jobs", {"kind": "train"}).json["state"], "waiting")
            self.assertEqual(server.ask("DELETE", f"/api/v1/jobs/{job['id']}").status, 200)
            self.assertEqual(server.ends(job)["state"], "stopped")

    def test_a_job_that_a_stopped_server_began_goes_on(self):
        with self.serving() as server:
            job = server.post("/api/v1/jobs", {"kind": "train"}).json
            server.kill()
        with self.serving() as server:
            self.assertEqual(server.ends(job)["state"], "done")

    def test_files_come_in_and_go_out(self):
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(["Ticket ID", "Subject", "Description", "Priority"])
        writer.writerow(["1", "Hello", "=1+1", "High"])
        writer.writerow(["2", "", "", "Low"])
        with self.serving() as server:
            job = server.ask("POST", "/api/v1/import?name=../../shop%20export.csv.gz", gzip.compress(table.getvalue().encode())).json
            done = server.ends(job)
            self.assertEqual((done["state"], done["result"]["accepted"], done["result"]["rejected"]), ("done", 1, 1), done)
            self.assertEqual(done["result"]["rejects"][0]["line"], "3")
            self.assertEqual(os.listdir(os.path.join(self.at, "incoming")), [])
            found = server.get("/api/v1/tickets?filter=source:%22shop%20export%22").json["tickets"]
            self.assertEqual(found[0]["external_id"], "1")
            out = server.get("/api/v1/export?filter=source:%22shop%20export%22")
            self.assertIn("attachment", out.headers["Content-Disposition"])
            self.assertEqual(next(csv.DictReader(io.StringIO(out.text)))["body"], "'=1+1")
            self.assertEqual(len(server.get("/api/v1/export?format=jsonl").text.splitlines()), 301)
            self.assertEqual([name for name in os.listdir(self.at) if name.startswith("export")], [])


class Service(WithWorkspace):
    def test_it_says_how_it_is(self):
        with self.serving() as server:
            for path in ("/health", "/healthz", "/readyz"):
                self.assertEqual(server.get(path).status, 200)
            server.post("/api/v1/classify", {"text": CANARY})
            server.get(f"/api/v1/tickets?filter={CANARY}")
            metrics = server.get("/metrics").text
            self.assertIn('smartdesk_requests_total{method="POST",route="/api/v1/classify",status="200"} 1', metrics)
            self.assertIn("smartdesk_predicted_tickets_total 1", metrics)
            self.assertNotIn(CANARY, metrics)

    def test_its_log_has_a_line_a_request_and_no_ticket(self):
        with self.serving("-v") as server:
            server.post("/api/v1/classify", {"text": CANARY})
            server.get(f"/api/v1/tickets?filter={CANARY}")
        self.assertIn("POST /api/v1/classify 200", server.log)
        self.assertNotIn(CANARY, server.log)

    def test_the_documents_describe_every_route(self):
        with self.serving() as server:
            document = server.get("/openapi.json").json
            page = server.get("/docs")
        self.assertEqual(document["openapi"], "3.1.0")
        for path in ("/api/v1/tickets", "/api/v1/jobs/{id}/events", "/api/v1/hooks/zendesk", "/healthz"):
            self.assertIn(path, document["paths"])
            self.assertIn(path, page.text)
        if not (SOURCE / "web/node_modules/@seriousme").exists():
            self.skipTest("skipped: script/setup has not installed the validator of OpenAPI documents")
        checked = subprocess.run(["node", SOURCE / "tests/web/validate_openapi.mjs"], input=json.dumps(document), capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_assets_are_small_and_not_sent_twice(self):
        with self.serving() as server:
            page = server.ask("GET", "/", headers={"Accept-Encoding": "gzip, br"})
            again = server.ask("GET", "/", headers={"Accept-Encoding": "gzip, br", "If-None-Match": page.headers["ETag"]})
            self.assertEqual((page.status, again.status, again.body), (200, 304, b""))
            plain = server.get("/").text
            for name in [part.split('"')[0] for part in plain.split('src="')[1:]]:
                asset = server.ask("GET", name, headers={"Accept-Encoding": "gzip, br"})
                self.assertEqual((asset.status, asset.headers["Content-Encoding"]), (200, "br"))
                self.assertIn("immutable", asset.headers["Cache-Control"])
            self.assertEqual(server.get("/assets/none.js").status, 404)

    def test_it_needs_no_network(self):
        alone = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up; exec "$0" "$@"']
        if subprocess.run([*alone, "true"], capture_output=True).returncode != 0:
            self.skipTest("skipped: no network namespaces here")
        script = ('"$0" serve --workspace "$1" --port 18099 2>/dev/null & server=$!; for i in $(seq 100); do '
                  'curl -sf localhost:18099/readyz >/dev/null && break; sleep 0.1; done; '
                  'curl -sf -d \'{"text":"hello"}\' localhost:18099/api/v1/classify; kill $server')
        done = subprocess.run([*alone[:-1], "ip link set lo up; " + script, SMARTDESK, self.at], capture_output=True, text=True)
        self.assertIn("model_version", done.stdout, done.stderr)

    def test_two_servers_do_not_share_a_workspace(self):
        with self.serving():
            second = subprocess.run([SMARTDESK, "serve", "--workspace", self.at, "--port", "0"], capture_output=True, text=True)
            self.assertEqual(second.returncode, 1)
            self.assertIn("being written by", second.stderr)

    def test_secrets_stay_secret(self):
        names = ["LLM_API_KEY", "ADMIN_PASSWORD", "ZENDESK_SECRET", "CHATWOOT_SECRET", "ZAMMAD_SECRET"]
        secrets = {f"SMARTDESK_{name}": f"{CANARY}-{name}" for name in names}
        secrets["SMARTDESK_WEBHOOK_URLS"] = "http://127.0.0.1:9/"
        secrets["SMARTDESK_WEBHOOK_SECRET"] = "whsec_" + base64.b64encode(CANARY.encode()).decode()
        seen = []
        with self.serving("-v", **secrets) as server:
            server.post("/api/v1/tickets", {"body": "tell them"})
            for path in ("/metrics", "/openapi.json", "/docs", "/api/v1/jobs", "/api/v1/audit-log", "/api/v1/webhooks/failed", "/api/v1/me"):
                seen.append(server.get(path).text)
            seen.append(server.post("/api/v1/hooks/zammad", {}).text)
            server.work("label")
        seen.append(server.log)
        shown = subprocess.run([SMARTDESK, "config"], capture_output=True, text=True, env={**os.environ, **secrets})
        seen.append(shown.stdout + shown.stderr)
        desk("backup", "--out", os.path.join(self.home.name, "copy.db"), at=self.at)
        for text in seen:
            self.assertNotIn(CANARY, text)
            self.assertNotIn(secrets["SMARTDESK_WEBHOOK_SECRET"][6:], text)
        for path in pathlib.Path(self.home.name).rglob("*"):
            if path.is_file():
                self.assertNotIn(CANARY.encode(), path.read_bytes(), path)


class SigningIn(WithWorkspace):
    PASSWORD = "correct horse battery"

    def setUp(self):
        super().setUp()
        for name, role in (("ada", "admin"), ("gus", "agent"), ("vic", "viewer")):
            desk("user", "add", name, "--role", role, at=self.at, text=self.PASSWORD + "\n")

    def come_in(self, server, user):
        answer = server.post("/api/v1/sign-in", {"user": user, "password": self.PASSWORD})
        self.assertEqual(answer.status, 200, answer)
        cookie = answer.headers["Set-Cookie"]
        for part in ("__Host-smartdesk=", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(part, cookie)
        return {"Cookie": cookie.split(";")[0], "X-CSRF-Token": answer.json["csrf"]}

    def test_nobody_gets_in_without_a_password(self):
        with self.serving("--sign-in") as server:
            self.assertEqual(server.get("/api/v1/tickets").status, 401)
            self.assertEqual(server.get("/").status, 200)
            self.assertEqual(server.get("/healthz").status, 200)
            me = server.get("/api/v1/me").json
            self.assertEqual((me["user"], me["role"], me["sign_in"]), (None, None, "password"))
            self.assertEqual(server.post("/api/v1/sign-in", {"user": "ada", "password": "wrong password"}).status, 401)

    def test_a_session_reads_and_changes_with_its_csrf_token_only(self):
        with self.serving("--sign-in") as server:
            mine = self.come_in(server, "gus")
            self.assertEqual(server.get("/api/v1/me", **mine).json["user"], "gus")
            self.assertEqual(server.get("/api/v1/tickets", Cookie=mine["Cookie"]).status, 200)
            change = {"labels": {"category": "Billing"}}
            self.assertEqual(server.ask("PATCH", "/api/v1/tickets/5/labels", change, {"Cookie": mine["Cookie"]}).status, 403)
            done = server.ask("PATCH", "/api/v1/tickets/5/labels", change, mine)
            self.assertEqual(done.json["history"][-1]["who"], "gus")
            self.assertEqual(server.post("/api/v1/sign-out", **mine).status, 204)
            self.assertEqual(server.get("/api/v1/tickets", **mine).status, 401)

    def test_five_wrong_passwords_lock_the_door_for_a_while(self):
        with self.serving("--sign-in") as server:
            for _ in range(5):
                self.assertEqual(server.post("/api/v1/sign-in", {"user": "ada", "password": "wrong password"}).status, 401)
            locked = server.post("/api/v1/sign-in", {"user": "ada", "password": self.PASSWORD})
            self.assertEqual((locked.status, int(locked.headers["Retry-After"]) > 0), (429, True))

    def test_tokens_are_for_programs_and_end(self):
        with self.serving("--sign-in") as server:
            mine = self.come_in(server, "gus")
            self.assertEqual(server.post("/api/v1/tokens", {"name": "crm", "role": "admin"}, **mine).status, 400)
            made = server.post("/api/v1/tokens", {"name": "crm", "role": "viewer"}, **mine).json
            bearer = {"Authorization": f"Bearer {made['token']}"}
            self.assertEqual(server.get("/api/v1/tickets", **bearer).status, 200)
            self.assertEqual(server.post("/api/v1/tickets", {"body": "x"}, **bearer).status, 403)
            self.assertNotIn("token", server.get("/api/v1/tokens", **mine).json["tokens"][0])
            self.assertEqual(server.ask("DELETE", f"/api/v1/tokens/{made['id']}", headers=mine).status, 204)
            self.assertEqual(server.get("/api/v1/tickets", **bearer).status, 401)

    def test_a_changed_password_ends_sessions_and_tokens(self):
        with self.serving("--sign-in") as server:
            mine = self.come_in(server, "gus")
            made = server.post("/api/v1/tokens", {"name": "crm", "role": "viewer"}, **mine).json
            changed = server.ask("PUT", "/api/v1/me/password", {"password": self.PASSWORD, "new_password": "another long one"}, mine)
            self.assertEqual(changed.status, 204)
            self.assertEqual(server.get("/api/v1/tickets", **mine).status, 401)
            self.assertEqual(server.get("/api/v1/tickets", Authorization=f"Bearer {made['token']}").status, 401)
            self.assertEqual(server.post("/api/v1/sign-in", {"user": "gus", "password": self.PASSWORD}).status, 401)

    def test_the_audit_log_says_who_did_what_and_no_secret(self):
        with self.serving("--sign-in") as server:
            server.post("/api/v1/sign-in", {"user": CANARY, "password": CANARY})
            mine = self.come_in(server, "ada")
            server.post("/api/v1/tickets", {"body": CANARY}, **mine)
            server.ask("PATCH", "/api/v1/tickets/5/labels", {"labels": {"category": "Billing"}}, mine)
            log = server.get("/api/v1/audit-log", **mine)
            self.assertEqual((log.json["entries"][0]["user"], log.json["entries"][0]["object"]), ("ada", "id=5"))
            self.assertNotIn(CANARY, log.text)
            self.assertNotIn(self.PASSWORD, log.text)
            gus = self.come_in(server, "gus")
            self.assertEqual(server.get("/api/v1/audit-log", **gus).status, 403)

    def test_users_are_managed_by_admins_and_one_admin_remains(self):
        with self.serving("--sign-in") as server:
            mine = self.come_in(server, "ada")
            self.assertEqual(server.post("/api/v1/users", {"name": "new", "role": "viewer", "password": "short"}, **mine).status, 400)
            self.assertEqual(server.post("/api/v1/users", {"name": "new", "role": "viewer", "password": self.PASSWORD}, **mine).status, 201)
            self.assertIn("new", [user["name"] for user in server.get("/api/v1/users", **mine).json["users"]])
            self.assertEqual(server.ask("DELETE", "/api/v1/users/new", headers=mine).status, 204)
            self.assertEqual(server.ask("DELETE", "/api/v1/users/ada", headers=mine).status, 400)

    def test_beyond_this_machine_tls_or_a_proxy_and_a_user_are_needed(self):
        def refused(*more, at=None, **settings):
            done = subprocess.run([SMARTDESK, "serve", "--workspace", at or self.at, "--port", "0", "--host", "0.0.0.0", *more],
                                  capture_output=True, text=True, env={**os.environ, **settings})
            self.assertEqual(done.returncode, 2, done.stderr)
            return done.stderr
        self.assertIn("--tls-cert", refused())
        empty = os.path.join(self.home.name, "empty")
        self.assertIn("smartdesk user add", refused("--trusted-proxy", "10.0.0.1", at=empty))
        secret = os.path.join(self.home.name, "password")
        pathlib.Path(secret).write_text(self.PASSWORD + "\n")
        with Serving(SMARTDESK, empty, "--host", "0.0.0.0", "--trusted-proxy", "127.0.0.1", environment={"SMARTDESK_ADMIN_PASSWORD_FILE": secret}) as server:
            self.come_in(server, "admin")
            self.assertEqual(server.get("/api/v1/tickets").status, 401)

    def test_addresses_are_believed_from_the_named_proxy_only(self):
        with self.serving("--sign-in", "--trusted-proxy", "127.0.0.1") as server:
            for _ in range(6):
                server.ask("POST", "/api/v1/sign-in", {"user": "gus", "password": "wrong password"}, {"X-Forwarded-For": "203.0.113.7"})
            elsewhere = server.ask("POST", "/api/v1/sign-in", {"user": "gus", "password": self.PASSWORD}, {"X-Forwarded-For": "203.0.113.8"})
            self.assertEqual(elsewhere.status, 200)


class Receiver(http.server.ThreadingHTTPServer):
    """A webhook's other end: answers with the next of `statuses`, the last one again and again."""

    def __init__(self, statuses):
        self.got, self.statuses = [], list(statuses)
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body))
                self.send_response(receiver.statuses.pop(0) if len(receiver.statuses) > 1 else receiver.statuses[0])
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def wait_for(self, count):
        until = time.monotonic() + 60
        while len(self.got) < count and time.monotonic() < until:
            time.sleep(0.05)
        return self.got


class Hooks(WithWorkspace):
    SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()

    def test_others_are_told_with_a_signature_and_again_if_they_fail(self):
        receiver = Receiver([500, 200])
        settings = {"SMARTDESK_WEBHOOK_URLS": f"http://127.0.0.1:{receiver.server_port}/in", "SMARTDESK_WEBHOOK_SECRET": self.SECRET}
        with self.serving(**settings) as server:
            number = server.post("/api/v1/tickets", {"body": "tell them"}).json["ids"][0]
            first, second = receiver.wait_for(2)[:2]
        headers, body = second
        self.assertEqual(first[0]["webhook-id"], headers["webhook-id"])
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.digest(b"0123456789abcdef01234567", signed, "sha256")).decode()
        self.assertEqual(headers["webhook-signature"], "v1," + expected)
        message = json.loads(body)
        self.assertEqual((message["type"], message["data"]["id"]), ("ticket.created", number))

    def test_a_receiver_that_wants_no_more_makes_a_dead_letter_that_can_be_sent_again(self):
        receiver = Receiver([410, 200])
        settings = {"SMARTDESK_WEBHOOK_URLS": f"http://127.0.0.1:{receiver.server_port}/in", "SMARTDESK_WEBHOOK_SECRET": self.SECRET}
        with self.serving(**settings) as server:
            server.ask("PATCH", "/api/v1/tickets/5/labels", {"labels": {"category": "Billing"}})
            receiver.wait_for(1)
            failed = []
            while not failed:
                failed = server.get("/api/v1/webhooks/failed").json["messages"]
            self.assertIn("410", failed[0]["message"])
            self.assertEqual(server.post(f"/api/v1/webhooks/failed/{failed[0]['id']}/retry").status, 202)
            self.assertEqual(json.loads(receiver.wait_for(2)[1][1])["type"], "ticket.labelled")

    def test_messages_do_not_hold_the_ticket_while_they_wait(self):
        receiver = Receiver([500])
        settings = {"SMARTDESK_WEBHOOK_URLS": f"http://127.0.0.1:{receiver.server_port}/in", "SMARTDESK_WEBHOOK_SECRET": self.SECRET}
        with self.serving(**settings) as server:
            number = server.post("/api/v1/tickets", {"body": CANARY}).json["ids"][0]
            receiver.wait_for(1)
            server.ask("DELETE", f"/api/v1/tickets/{number}")
        for path in pathlib.Path(self.at).glob("jobs.db*"):
            self.assertNotIn(CANARY.encode(), path.read_bytes())

    def test_zendesk_chatwoot_and_zammad_are_believed_by_their_signatures(self):
        settings = {"SMARTDESK_ZENDESK_SECRET": "zs", "SMARTDESK_CHATWOOT_SECRET": "cs", "SMARTDESK_ZAMMAD_SECRET": "as"}
        now = int(time.time())
        iso = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))

        def zendesk(body, at=iso, secret="zs"):
            signature = base64.b64encode(hmac.digest(secret.encode(), at.encode() + body, "sha256")).decode()
            return {"X-Zendesk-Webhook-Signature": signature, "X-Zendesk-Webhook-Signature-Timestamp": at}

        def chatwoot(body, at=str(now), secret="cs"):
            return {"X-Chatwoot-Timestamp": at, "X-Chatwoot-Signature": "sha256=" + hmac.digest(secret.encode(), f"{at}.".encode() + body, "sha256").hex()}

        def zammad(body, at=None, secret="as"):
            return {"X-Hub-Signature": "sha1=" + hmac.digest(secret.encode(), body, "sha1").hex()}

        messages = {
            "zendesk": (zendesk, {"type": "zen:event-type:ticket.created", "subject": "zen:ticket:35436",
                                  "detail": {"id": "35436", "subject": "Help", "description": "It broke", "created_at": "2026-03-01T10:00:00Z",
                                             "via": {"channel": "web"}, "requester_id": "77"}}, "35436"),
            "chatwoot": (chatwoot, {"event": "message_created", "id": 9, "content": "It broke", "message_type": "incoming",
                                    "created_at": "2026-03-01T10:00:00Z", "sender": {"name": "Ann"}, "inbox": {"name": "Web"},
                                    "conversation": {"display_id": 12, "additional_attributes": {"mail_subject": "Help"}}}, "12/9"),
            "zammad": (zammad, {"ticket": {"id": 3, "number": "67003", "title": "Help", "created_at": "2026-03-01T10:00:00Z",
                                           "customer": {"firstname": "Ann", "lastname": "Lee"}, "group": {"name": "Users"}},
                                "article": {"body": "It broke", "sender": "Customer"}}, "67003"),
        }
        with self.serving(**settings) as server:
            for service, (sign, message, number) in messages.items():
                path, body = f"/api/v1/hooks/{service}", json.dumps(message).encode()
                self.assertEqual(server.ask("POST", path, body).status, 401, service)
                self.assertEqual(server.ask("POST", path, body, sign(body, secret="other")).status, 401, service)
                self.assertEqual(server.ask("POST", path, body + b" ", sign(body)).status, 401, service)
                taken = server.ask("POST", path, body, sign(body))
                self.assertEqual((taken.status, taken.json["added"]), (200, 1), (service, taken))
                self.assertEqual(server.ask("POST", path, body, sign(body)).json["unchanged"], 1, service)
                row = server.get(f"/api/v1/tickets/{taken.json['ids'][0]}").json
                self.assertEqual((row["source"], row["external_id"], row["subject"], row["body"]), (service, number, "Help", "It broke"))
            old = json.dumps(messages["chatwoot"][1]).encode()
            self.assertEqual(server.ask("POST", "/api/v1/hooks/chatwoot", old, chatwoot(old, at=str(now - 600))).status, 401)
            stale = json.dumps(messages["zendesk"][1]).encode()
            self.assertEqual(server.ask("POST", "/api/v1/hooks/zendesk", stale, zendesk(stale, at="2020-01-01T00:00:00Z")).status, 401)
            note = json.dumps({"event": "conversation_updated"}).encode()
            self.assertEqual(server.ask("POST", "/api/v1/hooks/chatwoot", note, chatwoot(note)).json["ids"], [])

    def test_hooks_without_a_secret_are_closed(self):
        with self.serving() as server:
            answer = server.post("/api/v1/hooks/zammad", {})
            self.assertEqual((answer.status, "hooks.zammad_secret" in answer.json["detail"]), (404, True))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
