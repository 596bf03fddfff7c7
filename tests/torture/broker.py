#!/usr/bin/env python3
"""Streams go on when their broker does, and each message is answered once: broker.py SMARTDESK [MESSAGES SECONDS KILLS]

A broker of the trial's own is stopped for SECONDS while two streams answer MESSAGES tickets, then killed by -9 and started
again KILLS times. Needs local-kafka in SMARTDESK_TEST_SERVERS (default: the tools of a `shared` folder beside the checkout) and
kcat; ends with 77 without."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from topic import Topic

MESSAGES, SECONDS, KILLS = (int(text) for text in (sys.argv[2:5] or ("200000", "10", "1")))
SERVERS = os.environ.get("SMARTDESK_TEST_SERVERS") or pathlib.Path(__file__).resolve().parents[2].parent / "shared/tools"
TOOL = pathlib.Path(SERVERS, "local-kafka")
if not TOOL.exists() or not shutil.which("kcat") or not shutil.which("java"):
    print("skipped: no local-kafka in SMARTDESK_TEST_SERVERS, or no java or kcat")
    sys.exit(77)


class Broker:
    def __init__(self):
        self.instance = {**os.environ, "SMARTDESK_KAFKA_INSTANCE": f"trial-{os.getpid()}"}
        said = subprocess.run([TOOL, "start"], check=True, capture_output=True, text=True, env=self.instance).stdout
        self.address = said.strip().removeprefix("KAFKA_BROKERS=")
        self.again = None
        self.pid, self.command = next(found for found in map(self.server_of, filter(str.isdigit, os.listdir("/proc"))) if found)

    def server_of(self, pid):
        try:
            command = pathlib.Path("/proc", pid, "cmdline").read_text().rstrip("\0").split("\0")
        except OSError:
            return None
        return (int(pid), command) if self.instance["SMARTDESK_KAFKA_INSTANCE"] in command[-1] and "kafka.Kafka" in command else None

    def pause(self, seconds):
        os.kill(self.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self.pid, signal.SIGCONT)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        if self.again:
            self.again.wait()

    def start_again(self):
        quiet = subprocess.DEVNULL
        self.again = subprocess.Popen(self.command, stdin=quiet, stdout=quiet, stderr=quiet)
        self.pid = self.again.pid

    def close(self):
        if self.again:
            self.kill()
        subprocess.run([TOOL, "stop"], env=self.instance)


def main(broker, work):
    topic = Topic(sys.argv[1], broker.address, work, MESSAGES)
    began = time.monotonic()
    running = [topic.stream() for _ in range(2)]
    time.sleep(3)  # they have joined, and are not done
    broker.pause(SECONDS)
    for _ in range(KILLS):
        time.sleep(1)
        broker.kill()
        time.sleep(3)
        broker.start_again()
    return topic.verdict(running, began, f"a broker stopped for {SECONDS} s and killed {KILLS} times")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        kafka = Broker()
        try:
            ended = main(kafka, folder)
        finally:
            kafka.close()
        sys.exit(ended)
