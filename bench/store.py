"""What the store of tickets takes, beside the sqlite3 shell: `script/bench store` writes it to bench/results/store.md.

usage: store.py RESULT.md [TICKETS]     default: 1,000,000
"""

import csv
import datetime
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from common import BUILD, SMARTDESK, Report, processor, verdict

COLUMNS = ["id", "created_at", "product", "customer", "channel", "subject", "body"]
SMALL = 10_000
PAGE = 50
ROUNDS = 3
REPORT = Report()
say = REPORT.say


def write_tickets(path, beside, tickets):
    """Words as they are in language: word0 in every other ticket, word4000 in a few. `beside` has the source too."""
    randomness = random.Random(1)
    words = [f"word{i}" for i in range(5000)]
    weights, total = [], 0.0
    for i in range(len(words)):
        total += 1 / (i + 20)
        weights.append(total)
    products = ["Router", "Phone", "Billing portal", "Tablet", "App"]
    with open(path, "w", newline="") as ours, open(beside, "w", newline="") as theirs:
        out, out_beside = csv.writer(ours), csv.writer(theirs)
        out.writerow(COLUMNS)
        for i in range(tickets):
            text = randomness.choices(words, cum_weights=weights, k=29)
            row = [
                f"T{i:07}",
                f"2026-{1 + i * 6 // tickets:02}-{1 + i % 28:02}T{i % 24:02}:{i % 60:02}:00Z",
                products[i % 5],
                f"c{i * 7919 % 50_000}@example.com",
                ("email", "chat", "phone")[i % 3],
                " ".join(text[:5]),
                " ".join(text[5:]),
            ]
            out.writerow(row)
            out_beside.writerow(["tickets", *row])
    return os.path.getsize(path) / tickets


class Importing:
    """smartdesk import, until it says how many (durable then), and until it ends (words are indexed then)."""

    def __init__(self, tickets, workspace, database=""):
        settings = {"SMARTDESK_DATABASE_URL": database} if database else {}
        began = time.perf_counter()
        self.run = subprocess.Popen(
            [SMARTDESK, "import", tickets, "--json", "--quiet", "--workspace", workspace],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | settings,
        )
        assert self.run.stdout
        counts = json.loads(self.run.stdout.readline())
        self.seconds, self.began = time.perf_counter() - began, began
        self.accepted = counts["accepted"]
        with open(f"/proc/{self.run.pid}/status") as status:
            self.peak_mib = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

    def stop(self):
        self.run.kill()
        self.run.communicate()

    def finish(self):
        _, status, usage = os.wait4(self.run.pid, 0)
        if status != 0:
            sys.exit("bench: smartdesk import failed")
        self.peak_mib = usage.ru_maxrss / 1024
        self.index_seconds = time.perf_counter() - self.began - self.seconds


def shell_import(tickets, database):
    """The same columns and the same unique index, one transaction, durable when it says so."""
    columns = ", ".join(f"{name} TEXT NOT NULL" for name in ["source", "external_id", *COLUMNS[1:]])
    script = f"""
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE ticket ({columns});
CREATE UNIQUE INDEX ticket_by_origin ON ticket (source, external_id);
.import --csv {tickets} ticket
SELECT 'rows', count(*) FROM (SELECT 1 FROM ticket LIMIT 1);
"""
    began = time.perf_counter()
    run = subprocess.Popen(["sqlite3", database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert run.stdin
    assert run.stdout
    run.stdin.write(script)
    run.stdin.close()
    while not run.stdout.readline().startswith("rows"):
        assert run.poll() is None, "sqlite3 failed"
    seconds = time.perf_counter() - began
    run.stdout.read()
    assert run.wait() == 0
    return seconds


def imports(work, tickets, beside, count):
    ours, theirs = [], []
    for turn in range(ROUNDS):
        ours.append(Importing(tickets, os.path.join(work, f"w{turn}")))
        assert ours[-1].accepted == count
        if turn + 1 < ROUNDS:
            ours[-1].stop()
            shutil.rmtree(os.path.join(work, f"w{turn}"))
        else:
            ours[-1].finish()
        theirs.append(shell_import(beside, os.path.join(work, "shell.db")))
        for ending in ("", "-wal", "-shm"):
            if os.path.exists(os.path.join(work, "shell.db") + ending):
                os.remove(os.path.join(work, "shell.db") + ending)
    mine, shell = (statistics.median(times) for times in ([run.seconds for run in ours], theirs))
    last = ours[-1]
    say("| | measured | bar | |")
    say("|---|---|---|---|")
    say(
        f"| `smartdesk import`, until it says how many | {mine:.1f} s, {count / mine:,.0f} tickets/s "
        f"({', '.join(f'{run.seconds:.1f}' for run in ours)}) | | |"
    )
    say(f"| `sqlite3 .import --csv` | {shell:.1f} s ({', '.join(f'{seconds:.1f}' for seconds in theirs)}) | | |")
    say(f"| ours as a multiple of sqlite3's time | {mine / shell:.2f} | ≤ 1.5 | {verdict(mine / shell <= 1.5)} |")
    say(f"| words indexed behind it | {last.index_seconds:.1f} s, {count / last.index_seconds:,.0f} tickets/s | | |")
    say(f"| peak memory, index and all | {last.peak_mib:,.0f} MiB | ≤ 512 MiB | {verdict(last.peak_mib <= 512)} |")
    size = os.path.getsize(os.path.join(work, f"w{ROUNDS - 1}", "tickets.db"))
    say(f"| on the disk | {size / 2**20:,.0f} MiB, {size / count:,.0f} bytes a ticket | | |")
    say()
    return os.path.join(work, f"w{ROUNDS - 1}", "tickets.db")


def imports_into_postgres(work, tickets, beside, count):
    url = os.environ.get("SMARTDESK_TEST_DATABASE_URL")
    say("## PostgreSQL")
    say()
    if not url or not shutil.which("psql"):
        say("Skipped: no server (SMARTDESK_TEST_DATABASE_URL, psql).")
        say()
        return

    def sql(*commands):
        run = ["psql", url, "-q", "-v", "ON_ERROR_STOP=1"] + [part for command in commands for part in ("-c", command)]
        subprocess.run(run, check=True, stderr=subprocess.DEVNULL)

    ours, theirs = [], []
    columns = ", ".join(f"{name} text NOT NULL" for name in ["source", "external_id", *COLUMNS[1:]])
    for _ in range(ROUNDS):
        sql("DROP SCHEMA IF EXISTS bench_store CASCADE", "CREATE SCHEMA bench_store")
        run = Importing(
            tickets, os.path.join(work, "team"), f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3Dbench_store"
        )
        run.stop()
        assert run.accepted == count
        ours.append(run.seconds)
        sql(
            "DROP SCHEMA bench_store CASCADE",
            "CREATE SCHEMA bench_store",
            f"CREATE TABLE bench_store.ticket ({columns}, UNIQUE (source, external_id))",
        )
        began = time.perf_counter()
        sql(f"\\copy bench_store.ticket FROM '{beside}' WITH (FORMAT csv)")
        theirs.append(time.perf_counter() - began)
    sql("DROP SCHEMA bench_store CASCADE")
    mine, copy = statistics.median(ours), statistics.median(theirs)
    say("| | measured | bar | |")
    say("|---|---|---|---|")
    say(
        f"| `smartdesk import`, until it says how many | {mine:.1f} s ({', '.join(f'{each:.1f}' for each in ours)}) | "
        "| |"
    )
    say(
        f"| psql's `\\copy`, the same columns and unique index | {copy:.1f} s "
        f"({', '.join(f'{each:.1f}' for each in theirs)}) | | |"
    )
    say(f"| ours as a multiple of its time | {mine / copy:.2f} | ≤ 1.5 | {verdict(mine / copy <= 1.5)} |")
    say()


def figures(store):
    return json.loads(subprocess.run([BUILD / "store_bench", store], check=True, capture_output=True, text=True).stdout)


def cell(page):
    return (
        "not so many"
        if not page
        else f"{page['ms']:.2f}"
        if page["found"] == PAGE
        else f"{page['ms']:.2f} ({page['found']} found)"
    )


def pages(small, big, key, title, bar, holds):
    say(f"## {title}")
    say()
    say(f"| filter | page 1 of {small['tickets']:,}, ms | page 1 of {big['tickets']:,}, ms | page 1,000, ms | bar | |")
    say("|---|---|---|---|---|---|")
    for few, many in zip(small[key], big[key], strict=True):
        say(
            f"| {'`' + many['filter'] + '`' if many['filter'] else '(none)'} | {cell(few['first'])} | "
            f"{cell(many['first'])} | "
            f"{cell(many['far'])} | {bar} | {verdict(holds(few['first'], many['first'], many['far']))} |"
        )
    say()


def as_fast_anywhere(few, first, far):
    """Pages are compared where both are full."""
    others = [page for page in (few, far) if page and page["found"] == first["found"]]
    slowest, fastest = max([first, *others], key=in_ms)["ms"], min([first, *others], key=in_ms)["ms"]
    return slowest <= 10 and (slowest <= 2 * fastest or slowest < 1)


def in_ms(page):
    return page["ms"]


def main():
    result, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    shell = subprocess.run(["sqlite3", "--version"], capture_output=True, text=True).stdout.split()[0]
    say(
        f"# The store of tickets\n\n{datetime.date.today()}, {os.cpu_count()} cores of {processor()}, Python "
        f"{platform.python_version()}, sqlite3 {shell}. Made by `script/bench store`.\n"
    )
    with tempfile.TemporaryDirectory(prefix="smartdesk-bench-") as work:
        tickets, beside, few = (os.path.join(work, name) for name in ("tickets.csv", "beside.csv", "few.csv"))
        each = write_tickets(tickets, beside, count)
        say(
            f"{count:,} generated tickets of {each:.0f} bytes, into an empty store; durable (WAL, synchronous FULL) "
            "on both sides, by "
            f"turns, medians of {ROUNDS}. sqlite3 fills one table with one unique index; ours also tells changed "
            "tickets from "
            "known ones and keeps indexes of days, products and customers."
        )
        say()
        big_store = imports(work, tickets, beside, count)
        imports_into_postgres(work, tickets, beside, count)
        write_tickets(few, os.devnull, SMALL)
        Importing(few, os.path.join(work, "few")).finish()
        small, big = figures(os.path.join(work, "few", "tickets.db")), figures(big_store)
    pages(small, big, "filters", f"Pages of {PAGE}, the newest first", "≤ 10 ms, within 2x", as_fast_anywhere)
    pages(small, big, "words", "Words", "page 1 ≤ 50 ms", lambda few, first, far: first["ms"] <= 50)
    writing = big["writing"]
    say("## Writing beside readers")
    say()
    say(
        f"{big['labels_per_second']:,.0f} labels/s in transactions of 20,000. Then for 10 s one thread writes 200 "
        "labels a second, "
        "each its own durable transaction, while two read pages with the filters above as fast as they can."
    )
    say()
    say("| | measured | bar | |")
    say("|---|---|---|---|")
    say(
        f"| writes/s | {writing['writes_per_second']:.0f} (p50 {writing['write_p50_ms']:.2f} ms, p99 "
        f"{writing['write_p99_ms']:.2f} ms) | 200 | {verdict(writing['writes_per_second'] >= 198)} |"
    )
    say(
        f"| reads of the two threads | {writing['reads'][0]:,} and {writing['reads'][1]:,} | neither starves | "
        f"{verdict(min(writing['reads']) * 2 > max(writing['reads']))} |"
    )
    say(
        f"| a read | p50 {writing['read_p50_ms']:.2f} ms, p99 {writing['read_p99_ms']:.2f} ms, at most "
        f"{writing['read_max_ms']:.2f} ms | | |"
    )
    REPORT.save(result)


if __name__ == "__main__":
    main()
