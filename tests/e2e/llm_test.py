"""The commands that talk to a language model, on a server that the test plays."""

import json
import os
import signal
import subprocess
import time

import pytest

from support.played import PlayedHandler, PlayedServer, first_of_each
from support.waiting import wait_until

LABEL = ("label", "--in", "tickets.csv", "--out", "out.csv")
LABEL_GOOD = (*LABEL, "--llm-model", "good")
MODELS = [{"name": "good:latest", "digest": "1" * 64}, {"name": "vectors:latest", "digest": "2" * 64}]


class OllamaHandler(PlayedHandler):
    server: "Ollama"

    def do_GET(self):
        self.reply(200, {"version": "9.9.9"} if self.path == "/api/version" else {"models": MODELS})

    def do_POST(self):
        body = self.body().decode()
        request = json.loads(body)
        if request["model"] not in ("good", "vectors"):
            self.reply(404, {"error": f"model '{request['model']}' not found"})
        elif self.path == "/api/show":
            self.reply(200, {"capabilities": ["completion"] if request["model"] == "good" else ["embedding"]})
        elif self.path == "/api/embed":
            self.server.embedded += len(request["input"])
            vectors = [[text.count(letter) + 0.01 for letter in "abcdefgh"] for text in request["input"]]
            self.reply(200, {"embeddings": vectors})
        elif self.path == "/api/pull":
            self.reply(200, {"status": "success"})
        else:
            self.chat(request, body)

    def chat(self, request, body):
        self.server.chats += 1
        self.server.seen += body
        time.sleep(self.server.delay)
        if "format" in request:
            content = json.dumps(first_of_each(request["format"], "The customer needs help."))
        else:
            page = f"function number {self.server.chats} of the page {request['options']['seed']}"
            content = f"Hello, since Monday {page} is broken, can you help me please?"
        counts = {"done": True, "done_reason": "stop", "eval_count": 9, "prompt_eval_count": 90}
        self.reply(200, {"message": {"content": content}, **counts})


class Ollama(PlayedServer):
    """Has a chat model `good` and an embedding model `vectors`; answers each chat after `delay` seconds."""

    def __init__(self):
        super().__init__(OllamaHandler)
        self.chats, self.embedded, self.seen, self.delay = 0, 0, "", 0.0


@pytest.fixture
def ollama():
    with Ollama() as server:
        yield server


@pytest.fixture
def llm_desk(desk, ollama):
    """Has 20 tickets, and a language model to talk to."""
    desk.settings["OLLAMA_HOST"] = ollama.address
    tickets = [f"{i},Function {i} does not work. My mail is user{i}@example.com.,Low\n" for i in range(20)]
    desk.write("tickets.csv", "id,text,urgency\n" + "".join(tickets))
    return desk


def test_label_adds_validated_labels(llm_desk):
    result = llm_desk.run_json(*LABEL_GOOD)
    assert (result["rows"], result["labelled"], result["failed"]) == (20, 20, 0)
    row = llm_desk.rows("out.csv")[3]
    labels = (row["id"], row["urgency"], row["given_urgency"], row["label_status"])
    assert labels == ("3", "Low", "Low", "labelled")
    assert row["evidence"] in row["text"]
    assert result["agreement"]["urgency"]["agreement"] == 1


def test_label_answers_from_the_cache_the_second_time(llm_desk, ollama):
    llm_desk.run_ok(*LABEL_GOOD)
    asked = ollama.chats
    assert llm_desk.run_json(*LABEL_GOOD)["cached"] == 20
    assert ollama.chats == asked
    assert llm_desk.run_json(*LABEL_GOOD, "--no-cache")["cached"] == 0


def test_interrupted_label_says_how_to_resume_and_resumes(llm_desk, ollama):
    ollama.delay = 0.3
    command = llm_desk.start(*LABEL_GOOD, "--no-cache", stderr=subprocess.PIPE)
    wait_until(lambda: ollama.chats >= 5)
    command.send_signal(signal.SIGINT)
    _, errors = command.communicate(timeout=20)
    assert command.returncode == 130, errors
    assert "Run the same command again" in errors
    assert not (llm_desk.folder / "out.csv").exists()
    ollama.delay = 0
    assert "are from an earlier run" in llm_desk.said(*LABEL_GOOD, "--no-cache")
    assert [row["id"] for row in llm_desk.rows("out.csv")] == [str(i) for i in range(20)]


def test_two_runs_cannot_write_the_same_output(llm_desk, ollama):
    ollama.delay = 0.5
    command = llm_desk.start(*LABEL_GOOD, "--no-cache", stderr=subprocess.DEVNULL)
    wait_until(lambda: ollama.chats >= 1)
    assert "in use by another smartdesk" in llm_desk.refused(1, *LABEL_GOOD, "--no-cache")
    command.kill()
    command.wait()


def test_a_missing_server_or_model_is_reported_with_what_to_do(llm_desk):
    nobody = {"OLLAMA_HOST": "127.0.0.1:1"}
    assert "ollama serve" in llm_desk.refused(5, *LABEL_GOOD, settings=nobody)
    assert "ollama pull absent" in llm_desk.refused(5, *LABEL, "--llm-model", "absent")
    assert "Models on the server: good:latest, vectors:latest" in llm_desk.refused(2, *LABEL)
    assert "--llm none" in llm_desk.refused(2, *LABEL, "--llm", "none")
    assert "only makes embeddings" in llm_desk.refused(2, *LABEL, "--llm-model", "vectors")
    assert "not a server address" in llm_desk.refused(2, *LABEL, "--llm-url", "ftp://x")
    absent = ("label", "--in", "no-such.csv", "--out", "out.csv", "--llm-model", "good")
    assert "no-such.csv" in llm_desk.refused(3, *absent)


def seen_by(ollama, llm_desk, *more):
    """What the server is asked by a run."""
    ollama.seen = ""
    llm_desk.run_ok(*LABEL_GOOD, "--no-cache", *more)
    return ollama.seen


def test_personal_data_is_redacted_for_servers_on_other_machines(llm_desk, ollama):
    assert "user3@example.com" in seen_by(ollama, llm_desk)
    # A name that is not loopback's, though it leads to it.
    elsewhere = ("--llm-url", f"http://{os.uname().nodename}:{ollama.server_port}")
    if llm_desk.run(*LABEL_GOOD, "--no-cache", *elsewhere, "--limit", 1).returncode != 0:
        pytest.skip("this machine's name does not lead to its loopback")
    redacted = seen_by(ollama, llm_desk, *elsewhere)
    assert "@example.com" not in redacted
    assert "[EMAIL]" in redacted
    assert "user3@example.com" in seen_by(ollama, llm_desk, *elsewhere, "--no-redact")


TAXONOMY = """[llm]
model = "good"

[[task]]
name = "team"
labels = ["Red", {name = "Blue", definition = "the sea"}]
"""


def test_label_uses_a_custom_taxonomy(llm_desk, ollama):
    llm_desk.write("smartdesk.toml", TAXONOMY)
    llm_desk.run_ok(*LABEL, "--limit", 2)
    assert [row["team"] for row in llm_desk.rows("out.csv")] == ["Red", "Red"]
    assert "Blue: the sea" in ollama.seen
    assert "team" in llm_desk.run_ok("config")
    llm_desk.write("other.toml", '[[task]]\nname = "x"\nlabels = ["one"]\n')
    assert "at least two labels" in llm_desk.refused(2, *LABEL, "--taxonomy", "other.toml")


def test_mistakes_in_the_configuration_are_reported(llm_desk):
    llm_desk.write("smartdesk.toml", '[llm]\nmodle = "good"\n')
    assert "Did you mean llm.model?" in llm_desk.refused(2, "config")
    llm_desk.write("smartdesk.toml", "[llm\n")
    assert "line 1" in llm_desk.refused(2, "config")


def test_config_shows_the_source_of_each_value_and_masks_secrets(llm_desk):
    llm_desk.write("smartdesk.toml", '[llm]\nmodel = "from-file"\nurl = "box:1"\n')
    llm_desk.write("key", "s3cr3t\n")
    named = {"SMARTDESK_LLM_MODEL": "from-environment", "SMARTDESK_LLM_API_KEY_FILE": "key", "SMARTDESK_TYPO": "1"}
    done = llm_desk.run("config", "--json", settings=named)
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["llm.model"] == {"value": "from-environment", "source": "SMARTDESK_LLM_MODEL"}
    assert shown["llm.url"]["source"] == "OLLAMA_HOST"
    assert shown["llm.api_key"]["value"] == "********"
    assert "s3cr3t" not in done.stdout
    assert "SMARTDESK_TYPO" in done.stderr


def test_generate_writes_tickets_with_the_model(llm_desk):
    by_model = ("generate", "--provider", "llm", "--llm-model", "good")
    result = llm_desk.run_json(*by_model, "--count", 10, "--out", "g.csv")
    assert 0 < result["tickets"] <= 10
    assert len(llm_desk.rows("g.csv")) == result["tickets"]


def test_a_cascade_sends_only_unsure_tickets_to_the_language_model(llm_desk):
    llm_desk.run_ok("generate", "--count", 400, "--seed", 3, "--out", "train.csv")
    llm_desk.run_ok("train", "--in", "train.csv", "--out", "desk.model")
    llm_desk.run_ok("generate", "--count", 60, "--seed", 4, "--out", "trusted.csv")
    of_trusted = ("label", "--in", "trusted.csv", "--out", "out.csv", "--llm-model", "good", "--cascade")
    cascade = (*of_trusted, "--model", "desk.model")
    result = llm_desk.run_json(*cascade, "--threshold", 0.5)
    assert result["local"] > 0
    assert result["local"] + result["labelled"] + result["cached"] == 60
    measured = llm_desk.run(*cascade, "--trusted", "trusted.csv", "--json")
    assert "<- chosen" in measured.stderr
    assert len(json.loads(measured.stdout)["cascade"]["points"]) == 21
    assert "--trusted FILE" in llm_desk.said(*cascade)
    assert "--model" in llm_desk.refused(2, *of_trusted)


def test_embeddings_are_requested_once_and_cached(llm_desk, ollama):
    llm_desk.run_ok("generate", "--count", 200, "--seed", 3, "--out", "train.csv")
    train = ("train", "--in", "train.csv", "--features", "+embeddings", "--out", "desk.model", "--llm-model")
    for _ in range(2):
        llm_desk.run_ok(*train, "vectors")
        assert ollama.embedded == 200
    assert "makes no embeddings" in llm_desk.refused(2, *train, "good")


def test_doctor_checks_the_language_model(llm_desk):
    health = llm_desk.run_json("doctor", "--llm-model", "good")["llm"]
    assert health["available"]
    assert "good:latest" in health["models"]
    assert "No server responds" in llm_desk.run_ok("doctor", settings={"OLLAMA_HOST": "127.0.0.1:1"})
    assert "good is installed" in llm_desk.said("doctor", "--pull", "--llm-model", "good")
