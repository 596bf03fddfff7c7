"""`smartdesk stream` beside bare loops of the same client library, over a real Kafka broker.
stream.py OUT.md [MESSAGES]      SMARTDESK_TEST_KAFKA names the broker; ends without a result where it is not set"""

import contextlib
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import uuid

from common import BUILD, SMARTDESK, Report, verdict

FLOOR = str(BUILD / "kafka_floor")
BROKERS = os.environ.get("SMARTDESK_TEST_KAFKA", "")
BYTES, ROUNDS, PARTITIONS = 300, 3, 4
TICK = os.sysconf("SC_CLK_TCK")
REPORT = Report()
say = REPORT.say


def fresh(name):
    return f"{name}-{uuid.uuid4().hex[:8]}"


def messages_of_size(rows, count, path):
    """KEY<tab>JSON lines; each JSON has about BYTES bytes."""
    with open(path, "w") as file:
        for i in range(count):
            first, second = rows[i % len(rows)], rows[(i * 7 + i // len(rows)) % len(rows)]
            ticket = {"id": f"T{i:08d}", "subject": first["subject"], "body": ""}
            room = BYTES - len(json.dumps(ticket, ensure_ascii=False).encode())
            body = f"{first['body']} {second['body']}".encode()[:room].decode(errors="ignore")
            file.write(f"T{i:08d}\t{json.dumps(ticket | {'body': body}, ensure_ascii=False)}\n")


def broker_seconds():
    """CPU that the broker has used so far, if it runs on this machine."""
    seconds = 0.0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline") as file:
                if "kafka.Kafka" not in file.read():
                    continue
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            seconds += (int(fields[11]) + int(fields[12])) / TICK
        except OSError:
            pass
    return seconds


class Taken:
    """One run: seconds by the clock, CPU of the programs and of the broker, the largest program's memory."""

    def __init__(self, commands, environment=None):
        own, broker = resource.getrusage(resource.RUSAGE_CHILDREN), broker_seconds()
        began = time.monotonic()
        running = [
            subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=os.environ | (environment or {}),
            )
            for command in commands
        ]
        self.said = [process.communicate()[0] for process in running]
        self.seconds = time.monotonic() - began
        for process, command in zip(running, commands, strict=True):
            assert process.returncode == 0, f"{command} ended with {process.returncode}"
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu = used.ru_utime + used.ru_stime - own.ru_utime - own.ru_stime
        self.broker_cpu = broker_seconds() - broker


def drop(topic):
    subprocess.run([FLOOR, "drop", BROKERS, topic], check=True)


def floor(kind, topic):
    out = fresh("out")
    taken = Taken([[FLOOR, kind, BROKERS, topic, out, fresh("group")]])
    drop(out)
    return taken


@contextlib.contextmanager
def database(url):
    """The environment of a workspace in a schema of its own; url empty: in its folder."""
    if not url:
        yield {"SMARTDESK_DATABASE_URL": "", "DATABASE_URL": ""}
        return
    schema = fresh("bench").replace("-", "_")
    subprocess.run(["psql", "-q", url, "-c", f"CREATE SCHEMA {schema}"], check=True)
    try:
        yield {"SMARTDESK_DATABASE_URL": f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{schema}"}
    finally:
        subprocess.run(
            ["psql", "-q", url, "-c", f"DROP SCHEMA {schema} CASCADE"], check=True, stderr=subprocess.DEVNULL
        )


def stream(work, topic, processes=1, more=(), environment=None):
    group, out = fresh("group"), fresh("out")
    command = [
        SMARTDESK,
        "stream",
        "--brokers",
        BROKERS,
        "--in",
        topic,
        "--out",
        out,
        "--group",
        group,
        "--model",
        f"{work}/m.model",
        "--workspace",
        f"{work}/desk",
        "--until-end",
        "--json",
        "--quiet",
        *more,
    ]
    if processes > 1:
        command += ["--threads", "1"]
    taken = Taken([command] * processes, environment)
    drop(out)
    return taken


def main():
    out, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    with tempfile.TemporaryDirectory() as work:

        def smartdesk(*arguments):
            subprocess.run([SMARTDESK, "--quiet", *arguments], check=True)

        smartdesk("generate", "--count", "4000", "--seed", "7", "--out", f"{work}/t.csv")
        smartdesk("train", "--in", f"{work}/t.csv", "--tasks", "sentiment,urgency,category", "--out", f"{work}/m.model")
        with open(f"{work}/t.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        messages_of_size(rows, count, f"{work}/messages")
        messages_of_size(rows, 1, f"{work}/one")
        topic, one = fresh("in"), fresh("one")
        began = time.monotonic()
        subprocess.run([FLOOR, "load", BROKERS, topic, f"{work}/messages"], check=True)
        loading = time.monotonic() - began
        subprocess.run([FLOOR, "load", BROKERS, one, f"{work}/one"], check=True)

        say("# Between two Kafka topics")
        say()
        say(
            f"`script/bench stream`: {count:,} messages of {BYTES} bytes in {PARTITIONS} partitions of one broker on "
            "the same "
            f"{os.cpu_count()} cores ({count / loading:,.0f} a second were written into it), median of {ROUNDS} "
            "rounds. The bare "
            "loops send each message on as it is (librdkafka, bench/kafka_floor.cc), once without transactions and "
            "once with "
            "transactions as `stream` makes them. `stream` answers three tasks and sends about 900 bytes for each "
            "message. "
            "The time to start and to join a group, measured with a single message, is taken off everywhere."
        )
        say()
        kinds = {
            "bare loop": lambda at: floor("echo", at),
            "bare loop, transactions": lambda at: floor("transact", at),
            "`stream`, one process": lambda at: stream(work, at),
        }
        idle = {name: statistics.median(run(one).seconds for _ in range(ROUNDS)) for name, run in kinds.items()}
        took: dict[str, list[Taken]] = {name: [] for name in kinds}
        for _ in range(ROUNDS):
            for name, run in kinds.items():
                took[name].append(run(topic))
        rate = {}
        say("| | messages/s | CPU s per million | broker's CPU s per million |")
        say("|---|---|---|---|")
        for name, runs in took.items():
            rate[name] = count / (statistics.median(each.seconds for each in runs) - idle[name])
            say(
                f"| {name} | {rate[name]:,.0f} | {statistics.median(each.cpu for each in runs) * 1e6 / count:.1f} | "
                f"{statistics.median(each.broker_cpu for each in runs) * 1e6 / count:.1f} |"
            )
        ours, plain, same = rate["`stream`, one process"], rate["bare loop"], rate["bare loop, transactions"]
        say()
        say(f"- beside the bare loop: {ours / plain:.2f} (bar .60: {verdict(ours / plain >= 0.6)})")
        say(f"- beside the loop that promises the same: {ours / same:.2f}")
        say()
        say("| processes | messages/s | CPU s per million | broker's CPU s per million |")
        say("|---|---|---|---|")
        for processes in (1, 2, 3, 4):
            taken = stream(work, topic, processes, ("--threads", "1") if processes == 1 else ())
            answers = sum(json.loads(said)["answers"] for said in taken.said)
            assert answers == count, f"{answers} answers to {count} messages"
            say(
                f"| {processes}, one thread each | {count / (taken.seconds - idle['`stream`, one process']):,.0f} | "
                f"{taken.cpu * 1e6 / count:.1f} | {taken.broker_cpu * 1e6 / count:.1f} |"
            )
        drop(topic)

        some = count // 10
        messages_of_size(rows, some, f"{work}/some")
        topic = fresh("in")
        subprocess.run([FLOOR, "load", BROKERS, topic, f"{work}/some"], check=True)
        say()
        say(f"With `--store`, {some:,} new tickets, each with three labels:")
        say()
        say("| into | tickets/s | CPU s per million |")
        say("|---|---|---|")
        stores = {"SQLite": None, "PostgreSQL on the same cores": os.environ.get("SMARTDESK_TEST_DATABASE_URL")}
        for name, url in stores.items():
            if name != "SQLite" and not url:
                continue
            with database(url) as environment:
                taken = stream(work, topic, 1, ("--store",), environment)
            say(
                f"| {name} | {some / (taken.seconds - idle['`stream`, one process']):,.0f} | "
                f"{taken.cpu * 1e6 / some:.0f} |"
            )
        drop(topic)
    REPORT.save(out)


if __name__ == "__main__":
    if BROKERS:
        main()
    else:
        print("bench stream: skipped, SMARTDESK_TEST_KAFKA names no broker")
