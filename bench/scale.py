"""Training from 10,000 to 1,000,000 generated tickets of 8 categories: seconds and memory, beside fastText at 100,000.
scale.py OUT.md OUT.svg; called by script/bench."""

import csv
import datetime
import math
import os
import re
import subprocess
import sys
import tempfile
import time

from common import SMARTDESK, fasttext_training

SIZES = [10_000, 30_000, 100_000, 300_000, 1_000_000]
BESIDE = 100_000


def seconds_and_memory(command):
    """Wall-clock seconds and the largest resident set, in MiB, of one command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"bench: {' '.join(command)} failed")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def fasttext_seconds(tickets, work):
    text, model = os.path.join(work, "ft.txt"), os.path.join(work, "ft")
    with open(tickets, newline="", encoding="utf-8") as rows, open(text, "w", encoding="utf-8") as out:
        for row in csv.DictReader(rows):
            words = re.sub(r"([.!?,'/()\"])", r" \1 ", (row["subject"] + " " + row["body"]).lower())
            out.write(f"__label__{row['category'].replace(' ', '_')} {' '.join(words.split())}\n")
    started = time.perf_counter()
    subprocess.run(fasttext_training(text, model), check=True, capture_output=True)
    os.remove(model + ".bin")
    return time.perf_counter() - started


def plot(points, beside, path):
    """Microseconds a ticket over tickets, both logarithmic where it helps reading."""
    width, height, left, bottom = 700, 360, 130, 50
    top_value = 1.2 * max(
        [seconds / size * 1e6 for size, seconds, _ in points] + ([beside / BESIDE * 1e6] if beside else [])
    )
    scale = math.log10(top_value / 10)

    def x(size):
        return left + (width - left - 90) * (math.log10(size) - 4) / 2

    def y(value):
        return height - bottom - (height - bottom - 30) * math.log10(max(value, 10) / 10) / scale

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        '<text x="20" y="18" font-size="14">Training, microseconds a ticket (8 categories, 300 bytes)</text>',
    ]
    for value in (10, 30, 100, 300, 1000, 3000):
        if value < top_value:
            out.append(
                f'<line x1="70" x2="{width - 20}" y1="{y(value):.0f}" y2="{y(value):.0f}" stroke="#ddd"/>'
                f'<text x="60" y="{y(value) + 4:.0f}" text-anchor="end">{value}</text>'
            )
    for size in SIZES:
        out.append(f'<text x="{x(size):.0f}" y="{height - bottom + 20}" text-anchor="middle">{size:,}</text>')
    line = " ".join(f"{x(size):.0f},{y(seconds / size * 1e6):.0f}" for size, seconds, _ in points)
    out.append(f'<polyline points="{line}" fill="none" stroke="#1f6feb" stroke-width="2"/>')
    for size, seconds, memory in points:
        value = seconds / size * 1e6
        out.append(
            f'<circle cx="{x(size):.0f}" cy="{y(value):.0f}" r="4" fill="#1f6feb"/>'
            f'<text x="{x(size):.0f}" y="{y(value) - 10:.0f}" text-anchor="middle">{seconds:.1f} s, {memory:,.0f} '
            "MiB</text>"
        )
    if beside:
        value = beside / BESIDE * 1e6
        out.append(
            f'<rect x="{x(BESIDE) - 4:.0f}" y="{y(value) - 4:.0f}" width="8" height="8" fill="#d1242f"/>'
            f'<text x="{x(BESIDE) + 10:.0f}" y="{y(value) + 4:.0f}">fastText, 25 epochs: {beside:.0f} s</text>'
        )
    out.append("</svg>")
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")


def main():
    report, picture = sys.argv[1], sys.argv[2]
    points, beside = [], None
    with tempfile.TemporaryDirectory() as work:
        for size in SIZES:
            tickets = os.path.join(work, "tickets.csv")
            subprocess.run(
                [SMARTDESK, "--quiet", "generate", "--count", str(size), "--seed", "4", "--out", tickets], check=True
            )
            seconds, memory = seconds_and_memory(
                [
                    SMARTDESK,
                    "--quiet",
                    "train",
                    "--in",
                    tickets,
                    "--tasks",
                    "category",
                    "--out",
                    os.path.join(work, "model"),
                ]
            )
            points.append((size, seconds, memory))
            print(
                f"{size:>9,} tickets: {seconds:6.1f} s, {seconds / size * 1e6:5.0f} us each, {memory:6,.0f} MiB",
                flush=True,
            )
            if size == BESIDE and subprocess.run(["which", "fasttext"], capture_output=True).returncode == 0:
                beside = fasttext_seconds(tickets, work)
                print(f"          fastText: {beside:6.1f} s, {beside / seconds:.1f}x ours", flush=True)
    by_size = {size: seconds / size for size, seconds, _ in points}
    growth = by_size[1_000_000] / by_size[100_000]
    print(f"a ticket at 1,000,000 takes {growth:.2f} of its time at 100,000")
    plot(points, beside, picture)
    with open(report, "w") as file:
        file.write(
            f"# Training at scale\n\n{datetime.date.today()}, {os.cpu_count()} cores. Made by `script/bench scale`.\n\n"
            "| tickets | seconds | us a ticket | MiB |\n|---|---|---|---|\n"
        )
        for size, seconds, memory in points:
            file.write(f"| {size:,} | {seconds:.1f} | {seconds / size * 1e6:.0f} | {memory:,.0f} |\n")
        if beside:
            file.write(
                f"\nfastText (25 epochs, 2 threads) on 100,000: {beside:.1f} s, "
                f"{beside / (by_size[BESIDE] * BESIDE):.1f} "
                "times as long.\n"
            )
        file.write(f"\nA ticket at 1,000,000 takes {growth:.2f} of its time at 100,000.\n")


main()
