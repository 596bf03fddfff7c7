"""A topic of tickets over a real Kafka and the streams that answer it, for trials."""
import collections
import json
import os
import subprocess
import time
import uuid

MOST_MEMORY, PATIENCE = 400, 300  # MiB, seconds


class Topic:
    """MESSAGES tickets, of which every hundredth is none. Streams answer them once each, whatever happens to them."""

    def __init__(self, program, brokers, folder, messages):
        self.program, self.brokers, self.folder, self.messages = os.path.abspath(program), brokers, folder, messages
        self.into, self.out, self.group = (f"{name}-{uuid.uuid4().hex[:8]}" for name in ("in", "out", "group"))
        self.most_memory = 0  # MiB, of any stream that was looked at
        bad = set(range(0, messages, 100))
        self.no_tickets, self.tickets = {f"T{i}" for i in bad}, {f"T{i}" for i in range(messages) if i not in bad}
        for command in (["generate", "--count", "2000", "--seed", "7", "--out", f"{folder}/t.jsonl"],
                        ["train", "--in", f"{folder}/t.jsonl", "--tasks", "sentiment,urgency,category", "--out", f"{folder}/m.model"]):
            subprocess.run([self.program, "--quiet", *command], check=True)
        with open(f"{folder}/t.jsonl") as file:
            rows = [json.loads(line) for line in file]
        with subprocess.Popen(["kcat", "-b", brokers, "-q", "-P", "-t", self.into, "-K", "\t"], stdin=subprocess.PIPE, text=True) as feed:
            for i in range(messages):
                row = rows[i % len(rows)]
                value = "{" if i in bad else json.dumps({"id": f"T{i}", "subject": row["subject"], "body": row["body"]})
                feed.stdin.write(f"T{i}\t{value}\n")

    def stream(self):
        with open(f"{self.folder}/said", "a") as said:
            return subprocess.Popen([self.program, "stream", "--brokers", self.brokers, "--in", self.into, "--out", self.out, "--group",
                                     self.group, "--model", f"{self.folder}/m.model", "--workspace", f"{self.folder}/desk", "--threads", "1"],
                                    stderr=said)

    def end(self, streams):
        """How many did not end in peace, whose last words are printed."""
        for process in streams:
            process.terminate()
        bad = [code for code in (process.wait(30) for process in streams) if code != 0]
        if bad:
            with open(f"{self.folder}/said") as said:
                print(f"ended with {bad}:", *said.readlines()[-20:], sep="\n")
        return len(bad)

    def look_at(self, streams):
        for process in streams:
            try:
                with open(f"/proc/{process.pid}/status") as file:
                    used = next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmHWM"))
                self.most_memory = max(self.most_memory, used)
            except (OSError, StopIteration):
                pass

    def keys_of(self, topic):
        """Of what counts."""
        said = subprocess.run(["kcat", "-b", self.brokers, "-q", "-C", "-t", topic, "-e", "-X", "isolation.level=read_committed", "-f", "%k\n"],
                              capture_output=True, text=True)
        return collections.Counter(said.stdout.split())

    def is_answered(self):
        return sum(self.keys_of(self.out).values()) >= len(self.tickets)

    def verdict(self, streams, began, what):
        """Waits until all is answered, ends the streams and says what came of it; returns the exit code."""
        while not self.is_answered() and time.monotonic() - began < PATIENCE:
            time.sleep(1)
        self.look_at(streams)
        faults = {"bad ends": self.end(streams)} | self.faults()
        print(f"{self.messages} messages, {what}: {faults}, {self.most_memory} MiB at most, {time.monotonic() - began:.0f} s")
        return 1 if any(faults.values()) or self.most_memory > MOST_MEMORY else 0

    def faults(self):
        """What answers and dead letters have too much or too little."""
        answers, letters = self.keys_of(self.out), self.keys_of(f"{self.into}.dead-letters")
        return {"lost": len(self.tickets - set(answers)) + len(self.no_tickets - set(letters)),
                "more than once": sum(n > 1 for n in (answers + letters).values()),
                "not asked for": len(set(answers) - self.tickets) + len(set(letters) - self.no_tickets)}
