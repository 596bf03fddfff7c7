#!/usr/bin/env python3
"""Drives the commands that talk to a language model, on a server that the test plays. Usage: llm_test.py SMARTDESK"""
import csv
import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

SMARTDESK = os.path.abspath(sys.argv[1])


class Played(http.server.BaseHTTPRequestHandler):
    """An Ollama with a chat model `good`, an embedding model `vectors`, and a slow one."""
    protocol_version = "HTTP/1.1"
    chats, embedded, seen, delay = 0, 0, "", 0.0

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except ConnectionError:  # clients are interrupted and killed here
            pass

    def reply(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/api/version":
            return self.reply(200, {"version": "9.9.9"})
        self.reply(200, {"models": [{"name": "good:latest", "digest": "1" * 64}, {"name": "vectors:latest", "digest": "2" * 64}]})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        request, cls = json.loads(body), type(self)
        if request["model"] not in ("good", "vectors"):
            return self.reply(404, {"error": f"model '{request['model']}' not found"})
        if self.path == "/api/show":
            return self.reply(200, {"capabilities": ["completion"] if request["model"] == "good" else ["embedding"]})
        if self.path == "/api/embed":
            cls.embedded += len(request["input"])
            return self.reply(200, {"embeddings": [[text.count(c) + 0.01 for c in "abcdefgh"] for text in request["input"]]})
        if self.path == "/api/pull":
            return self.reply(200, {"status": "success"})
        cls.chats += 1
        cls.seen += body
        time.sleep(cls.delay)
        if "format" in request:
            kinds = request["format"]["properties"]
            content = json.dumps({key: kind["enum"][0] if "enum" in kind else "The customer needs help."
                                  for key, kind in kinds.items()})
        else:
            content = f"Hello, since Monday function number {cls.chats} of the page {request['options']['seed']} is broken, can you help me please?"
        self.reply(200, {"message": {"content": content}, "done": True, "done_reason": "stop", "eval_count": 9, "prompt_eval_count": 90})


class LanguageModel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Played)
        cls.server.daemon_threads = True
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.home.name)
        Played.chats = Played.embedded = 0
        Played.seen, Played.delay = "", 0.0
        self.write("tickets.csv", "id,text,urgency\n" + "".join(
            f"{i},Function {i} does not work. My mail is user{i}@example.com.,Low\n" for i in range(20)))

    def tearDown(self):
        self.home.cleanup()

    def write(self, name, content):
        (self.dir / name).write_text(content, encoding="utf-8")
        return str(self.dir / name)

    def environment(self, **more):
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("SMARTDESK_", "OLLAMA_"))}
        return clean | {"OLLAMA_HOST": f"127.0.0.1:{self.server.server_port}", "SMARTDESK_CACHE": str(self.dir / "cache")} | more

    def run_it(self, *arguments, **more):
        return subprocess.run([SMARTDESK, *arguments], capture_output=True, text=True, cwd=self.dir, env=self.environment(**more))

    def run_ok(self, *arguments, **more):
        done = self.run_it(*arguments, **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def refused(self, code, words, *arguments, **more):
        done = self.run_it(*arguments, **more)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(words, done.stderr)

    def rows(self, name):
        with open(self.dir / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_label_adds_checked_labels(self):
        result = json.loads(self.run_ok("label", "--in", "tickets.csv", "--out", "out.csv", "--llm-model", "good", "--json").stdout)
        self.assertEqual((result["rows"], result["labelled"], result["failed"]), (20, 20, 0))
        row = self.rows("out.csv")[3]
        self.assertEqual((row["id"], row["urgency"], row["given_urgency"], row["label_status"]), ("3", "Low", "Low", "labelled"))
        self.assertIn(row["evidence"], row["text"])
        self.assertEqual(result["agreement"]["urgency"]["agreement"], 1)

    def test_label_answers_from_the_cache_the_second_time(self):
        arguments = ("label", "--in", "tickets.csv", "--out", "out.csv", "--llm-model", "good", "--json")
        self.run_ok(*arguments)
        asked = Played.chats
        self.assertEqual(json.loads(self.run_ok(*arguments).stdout)["cached"], 20)
        self.assertEqual(Played.chats, asked)
        self.assertEqual(json.loads(self.run_ok(*arguments, "--no-cache").stdout)["cached"], 0)

    def test_interrupted_label_says_how_to_go_on_and_does(self):
        Played.delay = 0.3
        command = [SMARTDESK, "label", "--in", "tickets.csv", "--out", "out.csv", "--llm-model", "good", "--no-cache"]
        run = subprocess.Popen(command, cwd=self.dir, env=self.environment(), stderr=subprocess.PIPE, text=True)
        while Played.chats < 5:
            time.sleep(0.02)
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=20)
        self.assertEqual(run.returncode, 130, errors)
        self.assertIn("the same command goes on", errors)
        self.assertFalse((self.dir / "out.csv").exists())
        Played.delay = 0
        self.assertIn("were done before", self.run_ok(*command[1:]).stderr)
        self.assertEqual([row["id"] for row in self.rows("out.csv")], [str(i) for i in range(20)])

    def test_two_runs_do_not_write_the_same_output(self):
        Played.delay = 0.5
        command = [SMARTDESK, "label", "--in", "tickets.csv", "--out", "out.csv", "--llm-model", "good", "--no-cache"]
        run = subprocess.Popen(command, cwd=self.dir, env=self.environment(), stderr=subprocess.DEVNULL)
        while Played.chats < 1:
            time.sleep(0.02)
        self.refused(1, "in use by another smartdesk", *command[1:])
        run.kill()
        run.wait()

    def test_missing_server_and_model_are_named_with_what_to_do(self):
        arguments = ("label", "--in", "tickets.csv", "--out", "out.csv")
        self.refused(5, "ollama serve", *arguments, "--llm-model", "good", OLLAMA_HOST="127.0.0.1:1")
        self.refused(5, "ollama pull absent", *arguments, "--llm-model", "absent")
        self.refused(2, "the server has good:latest, vectors:latest", *arguments)
        self.refused(2, "--llm none", *arguments, "--llm", "none")
        self.refused(2, "embeddings only", *arguments, "--llm-model", "vectors")
        self.refused(2, "no address", *arguments, "--llm-url", "ftp://x")
        self.refused(3, "no-such.csv", "label", "--in", "no-such.csv", "--out", "out.csv", "--llm-model", "good")

    def test_personal_data_stays_here_unless_the_server_is_this_machine(self):
        # A name that is not loopback's, though it leads to it.
        url = f"http://{os.uname().nodename}:{self.server.server_port}"
        arguments = ("label", "--in", "tickets.csv", "--out", "out.csv", "--llm-model", "good", "--no-cache")
        self.run_ok(*arguments)
        self.assertIn("user3@example.com", Played.seen)
        try:
            reachable = self.run_it(*arguments, "--llm-url", url, "--limit", "1").returncode == 0
        except OSError:
            reachable = False
        if not reachable:
            self.skipTest("this machine's name does not lead to its loopback")
        Played.seen = ""
        self.run_ok(*arguments, "--llm-url", url)
        self.assertNotIn("@example.com", Played.seen)
        self.assertIn("[EMAIL]", Played.seen)
        Played.seen = ""
        self.run_ok(*arguments, "--llm-url", url, "--no-redact")
        self.assertIn("user3@example.com", Played.seen)

    def test_a_taxonomy_of_ones_own(self):
        self.write("smartdesk.toml", '[llm]\nmodel = "good"\n\n[[task]]\nname = "team"\nlabels = ["Red", {name = "Blue", definition = "the sea"}]\n')
        self.run_ok("label", "--in", "tickets.csv", "--out", "out.csv", "--limit", "2")
        self.assertEqual([row["team"] for row in self.rows("out.csv")], ["Red", "Red"])
        self.assertIn("Blue: the sea", Played.seen)
        self.assertIn("team", self.run_ok("config").stdout)
        self.write("other.toml", "[[task]]\nname = \"x\"\nlabels = [\"one\"]\n")
        self.refused(2, "at least two labels", "label", "--in", "tickets.csv", "--out", "out.csv", "--taxonomy", "other.toml")

    def test_configuration_is_checked_and_secrets_are_masked(self):
        self.write("smartdesk.toml", "[llm]\nmodle = \"good\"\n")
        self.refused(2, "the nearest is llm.model", "config")
        self.write("smartdesk.toml", "[llm\n")
        self.refused(2, "line 1", "config")
        self.write("smartdesk.toml", "[llm]\nmodel = \"from-file\"\nurl = \"box:1\"\n")
        self.write("key", "s3cr3t\n")
        done = self.run_ok("config", "--json", SMARTDESK_LLM_MODEL="from-environment", SMARTDESK_LLM_API_KEY_FILE="key", SMARTDESK_TYPO="1")
        shown = json.loads(done.stdout)
        self.assertEqual(shown["llm.model"], {"value": "from-environment", "source": "SMARTDESK_LLM_MODEL"})
        self.assertEqual(shown["llm.url"]["source"], "OLLAMA_HOST")
        self.assertEqual(shown["llm.api_key"]["value"], "********")
        self.assertNotIn("s3cr3t", done.stdout)
        self.assertIn("SMARTDESK_TYPO", done.stderr)

    def test_generate_writes_tickets_with_the_model(self):
        result = json.loads(self.run_ok("generate", "--provider", "llm", "--count", "10", "--llm-model", "good", "--out", "g.csv", "--json").stdout)
        self.assertLessEqual(result["tickets"], 10)
        self.assertGreater(result["tickets"], 0)
        self.assertEqual(len(self.rows("g.csv")), result["tickets"])

    def test_cascade_asks_only_where_the_local_model_is_unsure(self):
        self.run_ok("generate", "--count", "400", "--seed", "3", "--out", "train.csv")
        self.run_ok("train", "--in", "train.csv", "--out", "desk.model")
        self.run_ok("generate", "--count", "60", "--seed", "4", "--out", "trusted.csv")
        arguments = ("label", "--in", "trusted.csv", "--out", "out.csv", "--llm-model", "good", "--cascade", "--model", "desk.model", "--json")
        result = json.loads(self.run_ok(*arguments, "--threshold", "0.5").stdout)
        self.assertGreater(result["local"], 0)
        self.assertEqual(result["local"] + result["labelled"] + result["cached"], 60)
        measured = self.run_ok(*arguments, "--trusted", "trusted.csv")
        self.assertIn("<- chosen", measured.stderr)
        self.assertEqual(len(json.loads(measured.stdout)["cascade"]["points"] if "cascade" in json.loads(measured.stdout) else []), 21)
        self.assertIn("--trusted FILE", self.run_ok(*arguments).stderr)
        self.refused(2, "--model", "label", "--in", "trusted.csv", "--out", "o.csv", "--cascade")

    def test_embeddings_are_asked_for_once(self):
        self.run_ok("generate", "--count", "200", "--seed", "3", "--out", "train.csv")
        arguments = ("train", "--in", "train.csv", "--features", "+embeddings", "--llm-model", "vectors", "--out", "desk.model")
        self.run_ok(*arguments)
        self.assertEqual(Played.embedded, 200)
        self.run_ok(*arguments)
        self.assertEqual(Played.embedded, 200)
        self.refused(2, "makes no embeddings", *arguments[:5], "--llm-model", "good", "--out", "desk.model")

    def test_doctor_looks_at_the_model(self):
        health = json.loads(self.run_ok("doctor", "--json", "--llm-model", "good").stdout)["llm"]
        self.assertTrue(health["available"])
        self.assertIn("good:latest", health["models"])
        self.assertIn("nobody answers", self.run_ok("doctor", OLLAMA_HOST="127.0.0.1:1").stdout)
        self.assertIn("good is there", self.run_ok("doctor", "--pull", "--llm-model", "good").stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
