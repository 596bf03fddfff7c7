"""Several `serve` over one PostgreSQL, each with a folder of its own, as a team runs them."""

import contextlib
import json
import shutil
import time

import pytest

from support.database import Schema
from support.desk import Desk
from support.played import PlayedHandler, PlayedServer, first_of_each
from support.postgres import TOOL, OwnPostgres
from support.serving import Serving
from support.waiting import wait_until

PASSWORD = "a long password"


class LabellerHandler(PlayedHandler):
    server: "Labeller"

    def do_GET(self):
        if self.path == "/v1/models":
            self.reply(200, {"data": [{"id": "quick"}]})
        else:
            self.reply(404, "there is no such page", "text/plain")

    def do_POST(self):
        request = json.loads(self.body())
        self.server.asked += 1
        schema = request["response_format"]["json_schema"]["schema"]
        content = json.dumps(first_of_each(schema, "The customer needs help."))
        event = json.dumps({"choices": [{"delta": {"content": content}, "finish_reason": "stop"}]})
        self.reply(200, f"data: {event}\n\ndata: [DONE]\n\n", "text/event-stream")


class Labeller(PlayedServer):
    """An OpenAI-compatible server that answers at once."""

    def __init__(self):
        super().__init__(LabellerHandler)
        self.asked = 0


class Team:
    """Machines that share a schema. `shell` is one that runs commands only."""

    def __init__(self, program, folder, schema):
        self.program, self.folder, self.schema, self.sql = program, folder, schema, schema.sql
        self.shell = self.machine("shell")

    def machine(self, name):
        (self.folder / name).mkdir(exist_ok=True)
        return Desk(self.program, self.folder / name, SMARTDESK_DATABASE_URL=self.schema.url, SMARTDESK_LLM="none")

    def replica(self, name, *more, **settings):
        return Serving(self.machine(name), *more, **settings)

    def labelling_replica(self, name, labeller):
        settings = {"SMARTDESK_LLM": "openai", "SMARTDESK_LLM_MODEL": "quick", "SMARTDESK_LLM_CONCURRENCY": "4"}
        return self.replica(name, **settings, SMARTDESK_LLM_URL=f"http://{labeller.address}")

    def import_generated(self, count, seed=7):
        self.shell.run_ok("generate", "--count", count, "--seed", seed, "--out", "g.csv", "--quiet")
        self.shell.run_ok("import", "g.csv", "--quiet")

    def import_unlabelled(self, rows):
        lines = [f"{i},customer {i} was charged twice for order {i * 7}\n" for i in range(rows)]
        self.shell.write("rows.csv", "id,text\n" + "".join(lines))
        self.shell.run_ok("import", "rows.csv", "--quiet")

    def train(self, *more):
        """The version of the model."""
        return self.shell.run_json("train", "--algorithm", "naive_bayes", "--quiet", *more)["model_version"]

    def count(self, what):
        return int(self.sql(f"SELECT count(*) FROM {what}"))


def answers_by(server):
    """The version of the model that answers there."""
    answer = server.post("/api/v1/classify", {"text": "I was charged twice"})
    return answer.json["model_version"] if answer.status == 200 else None


@pytest.fixture
def team(smartdesk, tmp_path, schema):
    return Team(smartdesk, tmp_path, schema)


@pytest.fixture
def labeller():
    with Labeller() as server:
        yield server


def test_a_model_trained_by_one_replica_is_used_by_all(team):
    team.import_generated(200)
    with team.replica("a") as a, team.replica("b") as b:
        assert answers_by(b) is None
        version = a.work("train")["result"]["model_version"]
        for replica in (a, b):  # either may have done the job
            wait_until(lambda replica=replica: answers_by(replica) == version)
        shown = b.get(f"/api/v1/models/{version}")
        assert (shown.status, shown.json["is_champion"]) == (200, True)
    with team.replica("c") as c:
        assert answers_by(c) == version


def test_a_promoted_model_is_used_by_all_replicas(team):
    team.import_generated(200)
    first = team.train()
    with team.replica("a") as a, team.replica("b") as b:
        team.import_generated(100, seed=8)
        second = team.train("--promote")
        assert first != second
        wait_until(lambda: answers_by(a) == answers_by(b) == second)
        assert b.post(f"/api/v1/models/{first}/promote").status == 200
        assert answers_by(b) == first
        wait_until(lambda: answers_by(a) == first)
        assert a.get("/api/v1/models").json == b.get("/api/v1/models").json
        assert a.post("/api/v1/models/none/promote").status == 404


def test_erase_names_models_trained_on_erased_tickets(team):
    team.import_generated(200)
    version = team.train()
    ids = [f"--id={number}" for number in range(1, 30)]
    done = team.machine("elsewhere").run_json("erase", *ids)
    assert (done["erased"], done["models"]) == (29, [version])


@pytest.fixture
def ada(team):
    team.shell.run_ok("user", "add", "ada", "--role", "admin", input=PASSWORD + "\n")


@pytest.mark.usefixtures("ada")
def test_a_session_is_valid_on_all_replicas_until_sign_out(team):
    with team.replica("a", "--sign-in") as a, team.replica("b", "--sign-in") as b:
        session = a.sign_in("ada", PASSWORD)
        assert b.get("/api/v1/tickets", **session).status == 200
        assert a.post("/api/v1/sign-out", **session).status in (200, 204)
        assert a.get("/api/v1/tickets", **session).status == 401
        wait_until(lambda: b.get("/api/v1/tickets", **session).status == 401, 10)


@pytest.mark.usefixtures("ada")
def test_sign_in_rate_limits_apply_across_replicas(team):
    """20 a minute are allowed, in all."""

    def sign_in(server, user, address):
        wrong = {"user": user, "password": "wrong"}
        return server.ask("POST", "/api/v1/sign-in", wrong, {"X-Forwarded-For": address}).status

    proxied = ("--sign-in", "--trusted-proxy", "127.0.0.1")
    with team.replica("a", *proxied) as a, team.replica("b", *proxied) as b:
        for i in range(20):
            assert sign_in(a, f"somebody {i}", "203.0.113.7") == 401
        wait_until(lambda: sign_in(a, "somebody", "203.0.113.7") == 429)  # not at once where 20 take long
        wait_until(lambda: sign_in(b, "nobody", "203.0.113.7") == 429)
        assert sign_in(b, "nobody", "203.0.113.8") == 401


def test_a_file_uploaded_to_a_lost_replica_is_imported_by_another(team):
    rows = "id,text\n" + "".join(f"{i},customer {i} was charged twice\n" for i in range(50_000))
    with team.replica("a") as a:
        job = a.post("/api/v1/import?name=export.csv", rows.encode()).json
        a.kill()
    shutil.rmtree(team.folder / "a")
    with team.replica("b") as b:
        ended = b.ends(job)
        assert (ended["state"], ended["result"]["accepted"]) == ("done", 50_000), ended
        assert team.count("ticket") == 50_000
        assert list((team.machine("b").data / "incoming").iterdir()) == []
    on_disk = "pg_relation_size(oid) + pg_relation_size(reltoastrelid)"
    assert team.sql(f"SELECT {on_disk} FROM pg_class WHERE oid = 'incoming_piece'::regclass") == "0"


def test_insights_include_tickets_added_on_another_replica(team):
    with team.replica("a") as a, team.replica("b") as b:
        first = b.get("/api/v1/insights").json
        a.post("/api/v1/tickets", {"body": "I was charged twice", "labels": {"category": "Billing"}})
        wait_until(lambda: b.get("/api/v1/insights").json != first, 20)


def wait_for_labels(team, count):
    wait_until(lambda: team.count("current_label WHERE task = 'urgency'") >= count, 3600)


def replica_of(job, replicas, team):
    """The one that works on the job."""
    worker = team.sql(f"SELECT worker FROM job WHERE id = {job['id']}").split("/")[1]
    return next(each for each in replicas if str(each.process.pid) == worker)


def test_labelling_moves_to_another_replica_after_a_kill_and_labels_each_ticket_once(team, labeller, pytestconfig):
    rows, kills = pytestconfig.option.tickets or 2_000, pytestconfig.option.kills or 1
    team.import_unlabelled(rows)
    began = time.monotonic()
    with contextlib.ExitStack() as running:
        replicas = [running.enter_context(team.labelling_replica(name, labeller)) for name in "ab"]
        job = replicas[0].post("/api/v1/jobs", {"kind": "label"}).json
        for kill in range(kills):
            wait_for_labels(team, rows * (kill + 1) // (kills + 1))
            victim = replica_of(job, replicas, team)
            victim.kill()
            replicas.remove(victim)
            if kill + 1 < kills:
                replicas.append(running.enter_context(team.labelling_replica(f"after-{kill}", labeller)))
        ended = replicas[0].ends(job)
    assert ended["state"] == "done", ended
    assert team.sql(f"SELECT tries FROM job WHERE id = {job['id']}") == str(kills + 1)
    tasks = team.count("(SELECT DISTINCT task FROM label) AS tasks")
    entries = team.sql("SELECT count(*), count(DISTINCT (ticket, task)), count(DISTINCT ticket) FROM label")
    assert entries == f"{rows * tasks}|{rows * tasks}|{rows}"
    print(f"{rows} tickets, {time.monotonic() - began:.1f} s, {kills} kills, {labeller.asked} questions")


@pytest.fixture
def own_postgres(database_server):
    if not TOOL.exists():
        pytest.skip("no local-postgres in SMARTDESK_TEST_SERVERS")
    with OwnPostgres() as postgres:
        yield postgres


def test_replicas_continue_after_a_database_restart(smartdesk, tmp_path, own_postgres, labeller):
    with Schema(own_postgres.url, "team") as schema:
        team = Team(smartdesk, tmp_path, schema)
        team.import_generated(200)
        first = team.train()
        team.import_unlabelled(2_000)
        with team.labelling_replica("a", labeller) as a, team.labelling_replica("b", labeller) as b:
            job = a.post("/api/v1/jobs", {"kind": "label"}).json
            wait_until(lambda: team.count("label WHERE author = 'llm'") >= 900)
            own_postgres.restart()
            wait_until(lambda: a.get("/api/v1/tickets").status == b.get("/api/v1/tickets").status == 200)
            second = team.train("--promote")
            assert first != second
            wait_until(lambda: answers_by(a) == answers_by(b) == second)
            wait_until(lambda: a.post("/api/v1/tickets", {"body": "once more"}).status == 201)
            ended = wait_until(lambda: (found := b.get(f"/api/v1/jobs/{job['id']}").json)["ended_at"] and found)
            assert ended["state"] == "done", ended
        by_model = "SELECT count(*) - count(DISTINCT (ticket, task)) FROM label WHERE author = 'llm'"
        assert team.sql(by_model) == "0"
        assert team.count("ticket WHERE id NOT IN (SELECT ticket FROM current_label WHERE task = 'urgency')") == 0
