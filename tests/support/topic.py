"""A topic of tickets over a real Kafka and the streams that answer it, for trials."""

import collections
import json
import subprocess
import time

from support.kafka import committed, fresh
from support.workspace import peak_memory

MOST_MEMORY, PATIENCE = 400, 300  # MiB, seconds


class Topic:
    """So many messages, of which every hundredth is no ticket. Streams answer each once, whatever happens to them."""

    def __init__(self, desk, brokers, messages):
        self.desk, self.brokers, self.messages = desk, brokers, messages
        self.into, self.out, self.group = fresh("in"), fresh("out"), fresh("group")
        self.most_memory = 0  # MiB, of any stream that was looked at
        keys = [f"T{i}" for i in range(messages)]
        self.no_tickets = set(keys[::100])
        self.tickets = set(keys) - self.no_tickets
        desk.run_ok("generate", "--count", 2000, "--seed", 7, "--out", "t.jsonl", "--quiet")
        tasks = "sentiment,urgency,category"
        desk.run_ok("train", "--in", "t.jsonl", "--tasks", tasks, "--out", "m.model", "--quiet")
        self.send(keys)

    def send(self, keys):
        rows = [json.loads(line) for line in (self.desk.folder / "t.jsonl").read_text().splitlines()]
        command = ["kcat", "-b", self.brokers, "-q", "-P", "-t", self.into, "-K", "\t"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as feed:
            assert feed.stdin
            for i, key in enumerate(keys):
                row = rows[i % len(rows)]
                ticket = json.dumps({"id": key, "subject": row["subject"], "body": row["body"]})
                feed.stdin.write(f"{key}\t{'{' if key in self.no_tickets else ticket}\n")

    def stream(self):
        topics = ("--brokers", self.brokers, "--in", self.into, "--out", self.out, "--group", self.group)
        with open(self.desk.folder / "said", "a") as said:
            return self.desk.start("stream", *topics, "--model", "m.model", "--threads", 1, stderr=said)

    def end(self, streams):
        """How many did not end in peace, whose last words are printed."""
        for process in streams:
            process.terminate()
        bad = [code for code in (process.wait(30) for process in streams) if code != 0]
        if bad:
            said = (self.desk.folder / "said").read_text().splitlines()
            print(f"ended with {bad}:", *said[-20:], sep="\n")
        return len(bad)

    def look_at(self, streams):
        self.most_memory = max(self.most_memory, *(peak_memory(process.pid) for process in streams))

    def keys_of(self, topic):
        """Of what counts."""
        return collections.Counter(committed(self.brokers, topic, "%k"))

    def is_answered(self):
        try:
            return self.keys_of(self.out).total() >= len(self.tickets)
        except subprocess.CalledProcessError:
            return False  # the broker is away

    def verdict(self, streams, began, what):
        """Waits until all is answered, ends the streams and says what came of it; returns the exit code."""
        while not self.is_answered() and time.monotonic() - began < PATIENCE:
            time.sleep(1)
        self.look_at(streams)
        faults = {"bad ends": self.end(streams)} | self.faults()
        seconds = time.monotonic() - began
        print(f"{self.messages} messages, {what}: {faults}, {self.most_memory} MiB at most, {seconds:.0f} s")
        return 1 if any(faults.values()) or self.most_memory > MOST_MEMORY else 0

    def faults(self):
        """What answers and dead letters have too much or too little."""
        answers, letters = self.keys_of(self.out), self.keys_of(f"{self.into}.dead-letters")
        return {
            "lost": len(self.tickets - set(answers)) + len(self.no_tickets - set(letters)),
            "more than once": sum(n > 1 for n in (answers + letters).values()),
            "not asked for": len(set(answers) - self.tickets) + len(set(letters) - self.no_tickets),
        }
