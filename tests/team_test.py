#!/usr/bin/env python3
"""Several `serve` over one PostgreSQL, each with a folder of its own, as a team runs them.

usage: team_test.py SMARTDESK [ROWS [KILLS]]     needs SMARTDESK_TEST_DATABASE_URL and psql; else says so (exit 77)

ROWS (default 2,000) is how many tickets are labelled while the replica that labels is killed KILLS times (default 1).
"""
import contextlib
import http.server
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from support.database import Schema  # noqa: E402
from support.serving import Serving  # noqa: E402

SMARTDESK = os.path.abspath(sys.argv[1])
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 1
DATABASE = os.environ.get("SMARTDESK_TEST_DATABASE_URL")
SERVERS = pathlib.Path(os.environ.get("SMARTDESK_TEST_SERVERS") or pathlib.Path(__file__).parent.parent.parent / "shared/tools")
PASSWORD = "a long password"

for name in [name for name in os.environ if name.startswith("SMARTDESK_") or name in ("DATABASE_URL", "PORT")]:
    del os.environ[name]


class Labeller(http.server.BaseHTTPRequestHandler):
    """An OpenAI-compatible server that answers at once."""
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    asked = 0

    def log_message(self, *_):
        pass

    def handle(self):
        with contextlib.suppress(ConnectionError):  # whoever asks is killed here
            super().handle()

    def reply(self, status, kind, data):
        self.wfile.write(f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)

    def do_GET(self):
        if self.path == "/v1/models":
            return self.reply(200, "application/json", b'{"data":[{"id":"quick"}]}')
        self.reply(404, "text/plain", b"there is no such page")

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked += 1
        kinds = request["response_format"]["json_schema"]["schema"]["properties"]
        content = json.dumps({key: kind["enum"][0] if "enum" in kind else "The customer needs help." for key, kind in kinds.items()})
        event = json.dumps({"choices": [{"delta": {"content": content}, "finish_reason": "stop"}]})
        self.reply(200, "text/event-stream", f"data: {event}\n\ndata: [DONE]\n\n".encode())


class Team(unittest.TestCase):
    """Each test has a schema of its own in the database."""

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.home.name)
        self.schema = Schema(self.database_server(), "team")

    def tearDown(self):
        self.schema.drop()
        self.home.cleanup()

    def database_server(self):
        return DATABASE

    def sql(self, statement):
        return self.schema.sql(statement)

    def settings(self, name):
        return {"SMARTDESK_DATABASE_URL": self.schema.url, "SMARTDESK_CACHE": str(self.dir / name / "cache"), "SMARTDESK_LLM": "none"}

    def replica(self, name, *more, **settings):
        return Serving(SMARTDESK, str(self.dir / name), *more, environment={**self.settings(name), **settings})

    def desk(self, *arguments, name="shell"):
        """A command of another machine of the team."""
        done = subprocess.run([SMARTDESK, *arguments, "--workspace", str(self.dir / name)], capture_output=True, text=True,
                              env={**os.environ, **self.settings(name)})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def import_generated(self, count, seed=7):
        out = str(self.dir / f"tickets-{count}-{seed}.csv")
        subprocess.run([SMARTDESK, "generate", "--count", str(count), "--seed", str(seed), "--out", out, "--quiet"], check=True)
        self.desk("import", out, "--quiet")
        return out

    def train(self, *more):
        return json.loads(self.desk("train", "--algorithm", "naive_bayes", "--json", "--quiet", *more))["model_version"]

    def until(self, found, seconds=20):
        """What found() gives once it is true."""
        end = time.monotonic() + seconds
        while not (value := found()):
            self.assertLess(time.monotonic(), end, "it does not come")
            time.sleep(0.05)
        return value

    @staticmethod
    def answers_by(server):
        answer = server.post("/api/v1/classify", {"text": "I was charged twice"})
        return answer.json["model_version"] if answer.status == 200 else None


class Models(Team):
    def test_a_model_that_one_replica_trained_answers_at_the_other(self):
        self.import_generated(200)
        with self.replica("a") as a, self.replica("b") as b:
            self.assertIsNone(self.answers_by(b))
            version = a.work("train")["result"]["model_version"]
            self.assertEqual(self.answers_by(a), version)
            self.until(lambda: self.answers_by(b) == version)
            shown = b.get(f"/api/v1/models/{version}")
            self.assertEqual((shown.status, shown.json["is_champion"]), (200, True))
        with self.replica("c") as c:
            self.assertEqual(self.answers_by(c), version)

    def test_a_promotion_anywhere_is_answered_with_everywhere(self):
        self.import_generated(200)
        first = self.train()
        with self.replica("a") as a, self.replica("b") as b:
            self.import_generated(100, seed=8)
            second = self.train("--promote")
            self.assertNotEqual(first, second)
            self.until(lambda: self.answers_by(a) == self.answers_by(b) == second)
            self.assertEqual(b.post(f"/api/v1/models/{first}/promote").status, 200)
            self.assertEqual(self.answers_by(b), first)
            self.until(lambda: self.answers_by(a) == first)
            self.assertEqual(a.get("/api/v1/models").json, b.get("/api/v1/models").json)
            self.assertEqual(a.post("/api/v1/models/none/promote").status, 404)

    def test_a_model_that_learned_from_what_is_erased_is_named(self):
        self.import_generated(200)
        version = self.train()
        done = json.loads(self.desk("erase", *[f"--id={number}" for number in range(1, 30)], "--json", name="elsewhere"))
        self.assertEqual((done["erased"], done["models"]), (29, [version]))


class Sessions(Team):
    def test_who_signed_in_here_is_known_there_until_he_signs_out(self):
        subprocess.run([SMARTDESK, "user", "add", "ada", "--role", "admin", "--workspace", str(self.dir / "shell")], input=PASSWORD + "\n", text=True,
                       check=True, capture_output=True, env={**os.environ, **self.settings("shell")})
        with self.replica("a", "--sign-in") as a, self.replica("b", "--sign-in") as b:
            answer = a.post("/api/v1/sign-in", {"user": "ada", "password": PASSWORD})
            self.assertEqual(answer.status, 200)
            cookie = {"Cookie": answer.headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": answer.json["csrf"]}
            self.assertEqual(b.get("/api/v1/tickets", **cookie).status, 200)
            self.assertIn(a.post("/api/v1/sign-out", **cookie).status, (200, 204))
            self.assertEqual(a.get("/api/v1/tickets", **cookie).status, 401)
            self.until(lambda: b.get("/api/v1/tickets", **cookie).status == 401, 10)


class Paces(Team):
    def test_one_who_signs_in_too_often_here_has_to_wait_there(self):
        """20 a minute are allowed, in all."""
        subprocess.run([SMARTDESK, "user", "add", "ada", "--role", "admin", "--workspace", str(self.dir / "shell")], input=PASSWORD + "\n", text=True,
                       check=True, capture_output=True, env={**os.environ, **self.settings("shell")})
        proxied = ("--sign-in", "--trusted-proxy", "127.0.0.1")

        def sign_in(server, user, address):
            return server.ask("POST", "/api/v1/sign-in", {"user": user, "password": "wrong"}, {"X-Forwarded-For": address}).status

        with self.replica("a", *proxied) as a, self.replica("b", *proxied) as b:
            for i in range(20):
                self.assertEqual(sign_in(a, f"somebody {i}", "203.0.113.7"), 401)
            self.assertEqual(sign_in(a, "somebody", "203.0.113.7"), 429)
            self.until(lambda: sign_in(b, "nobody", "203.0.113.7") == 429)
            self.assertEqual(sign_in(b, "nobody", "203.0.113.8"), 401)


class Files(Team):
    def test_a_file_that_a_lost_replica_was_sent_is_taken_in_by_another(self):
        rows = "id,text\n" + "".join(f"{i},customer {i} was charged twice\n" for i in range(50_000))
        with self.replica("a") as a:
            job = a.post("/api/v1/import?name=export.csv", rows.encode()).json
            a.kill()
        shutil.rmtree(self.dir / "a")
        with self.replica("b") as b:
            ended = b.ends(job)
            self.assertEqual((ended["state"], ended["result"]["accepted"]), ("done", 50_000), ended)
            self.assertEqual(self.sql("SELECT count(*) FROM ticket"), "50000")
            self.assertEqual(os.listdir(self.dir / "b/incoming"), [])
        on_disk = "pg_relation_size(oid) + pg_relation_size(reltoastrelid)"
        self.assertEqual(self.sql(f"SELECT {on_disk} FROM pg_class WHERE oid = 'incoming_piece'::regclass"), "0")


class Figures(Team):
    def test_figures_follow_what_comes_in_elsewhere(self):
        with self.replica("a") as a, self.replica("b") as b:
            first = b.get("/api/v1/insights").json
            a.post("/api/v1/tickets", {"body": "I was charged twice", "labels": {"category": "Billing"}})
            self.until(lambda: b.get("/api/v1/insights").json != first)


class WithLanguageModel(Team):
    def setUp(self):
        super().setUp()
        Labeller.asked = 0
        self.model = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Labeller)
        self.model.daemon_threads = True
        threading.Thread(target=self.model.serve_forever, daemon=True).start()

    def tearDown(self):
        self.model.shutdown()
        self.model.server_close()
        super().tearDown()

    def labelling(self, name):
        return self.replica(name, SMARTDESK_LLM="openai", SMARTDESK_LLM_MODEL="quick", SMARTDESK_LLM_CONCURRENCY="4",
                            SMARTDESK_LLM_URL=f"http://127.0.0.1:{self.model.server_address[1]}")

    def import_unlabelled(self, rows):
        path = self.dir / "rows.csv"
        path.write_text("id,text\n" + "".join(f"{i},customer {i} was charged twice for order {i * 7}\n" for i in range(rows)))
        self.desk("import", str(path), "--quiet")


class Work(WithLanguageModel):
    def test_labelling_goes_on_elsewhere_when_its_replica_is_killed_and_labels_each_ticket_once(self):
        self.import_unlabelled(ROWS)
        began = time.monotonic()
        with contextlib.ExitStack() as running:
            replicas = [running.enter_context(self.labelling(name)) for name in "ab"]
            job = replicas[0].post("/api/v1/jobs", {"kind": "label"}).json
            for kill in range(KILLS):
                done = ROWS * (kill + 1) // (KILLS + 1)
                self.until(lambda: int(self.sql("SELECT count(*) FROM current_label WHERE task = 'urgency'")) >= done, 3600)
                worker = self.sql(f"SELECT worker FROM job WHERE id = {job['id']}").split("/")[1]
                victim = next(each for each in replicas if str(each.process.pid) == worker)
                victim.kill()
                replicas.remove(victim)
                if kill + 1 < KILLS:
                    replicas.append(running.enter_context(self.labelling(f"after-{kill}")))
            ended = replicas[0].ends(job)
        seconds = time.monotonic() - began
        self.assertEqual(ended["state"], "done", ended)
        self.assertEqual(self.sql(f"SELECT tries FROM job WHERE id = {job['id']}"), str(KILLS + 1))
        entries = self.sql("SELECT count(*), count(DISTINCT (ticket, task)), count(DISTINCT ticket) FROM label").split("|")
        tasks = self.sql("SELECT count(DISTINCT task) FROM label")
        self.assertEqual(entries, [str(ROWS * int(tasks))] * 2 + [str(ROWS)])
        print(f"{ROWS} rows, {seconds:.1f} s, {KILLS} kills, {int(entries[0]) / ROWS / int(tasks):g} entries per row and task, "
              f"{Labeller.asked} questions", file=sys.stderr)


class Restart(WithLanguageModel):
    """A database of the test's own, which is restarted under two replicas."""

    def database_server(self):
        self.instance = {**os.environ, "SMARTDESK_PG_INSTANCE": f"team-{os.getpid()}"}
        said = subprocess.run([SERVERS / "local-postgres", "start"], capture_output=True, text=True, env=self.instance)
        self.assertEqual(said.returncode, 0, said.stderr)
        return next(line for line in said.stdout.splitlines() if line.startswith("DATABASE_URL=")).split("=", 1)[1]

    def setUp(self):
        if not (SERVERS / "local-postgres").exists():
            self.skipTest("skipped: no local-postgres in SMARTDESK_TEST_SERVERS")
        super().setUp()
        self.place = self.sql("SHOW data_directory")
        program = os.path.realpath(f"/proc/{self.pid()}/exe")
        self.control = [os.path.join(os.path.dirname(program), "pg_ctl"), "-D", self.place, "-w", "-m", "fast"]
        if os.getuid() == 0:
            owner = os.stat(self.place)
            self.control = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups", *self.control]

    def pid(self):
        return int(pathlib.Path(self.place, "postmaster.pid").read_text().split()[0])

    def tearDown(self):
        super().tearDown()
        self.run_control("stop")
        subprocess.run([SERVERS / "local-postgres", "stop"], check=True, capture_output=True, env=self.instance)

    def run_control(self, what):
        quiet = subprocess.DEVNULL  # a pipe would stay open as long as the server
        self.assertEqual(subprocess.run([*self.control, what], stdin=quiet, stdout=quiet, stderr=quiet, cwd="/").returncode, 0)

    def test_a_team_goes_on_after_its_database_was_restarted(self):
        self.import_generated(200)
        first = self.train()
        self.import_unlabelled(2_000)
        with self.labelling("a") as a, self.labelling("b") as b:
            job = a.post("/api/v1/jobs", {"kind": "label"}).json
            self.until(lambda: int(self.sql("SELECT count(*) FROM label WHERE author = 'llm'")) >= 900)
            self.run_control("restart")
            self.until(lambda: a.get("/api/v1/tickets").status == b.get("/api/v1/tickets").status == 200)
            second = self.train("--promote")
            self.assertNotEqual(first, second)
            self.until(lambda: self.answers_by(a) == self.answers_by(b) == second)
            self.until(lambda: a.post("/api/v1/tickets", {"body": "once more"}).status == 201)
            ended = self.until(lambda: (found := b.get(f"/api/v1/jobs/{job['id']}").json)["ended_at"] and found, 60)
            self.assertEqual(ended["state"], "done", ended)
        self.assertEqual(self.sql("SELECT count(*) - count(DISTINCT (ticket, task)) FROM label WHERE author = 'llm'"), "0")
        self.assertEqual(self.sql("SELECT count(*) FROM ticket WHERE id NOT IN (SELECT ticket FROM current_label WHERE task = 'urgency')"), "0")


if __name__ == "__main__":
    if not DATABASE or not shutil.which("psql"):
        print("skipped: no PostgreSQL (SMARTDESK_TEST_DATABASE_URL, psql)")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
