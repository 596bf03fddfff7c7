#!/usr/bin/env python3
"""Each message of a topic is answered once, whatever is killed: stream.py SMARTDESK [MESSAGES PROCESSES SECONDS STORM]

PROCESSES streams share a topic of MESSAGES tickets; every SECONDS one of them is killed by -9 and started again. STORM: so
many further ones join and leave meanwhile. Every hundredth message is no ticket. Then answers and dead letters are compared
with the messages, key by key. SMARTDESK_TEST_KAFKA names the broker; ends with 77 without."""
import os
import shutil
import sys
import tempfile
import time

from topic import Topic

MESSAGES, PROCESSES = (int(text) for text in (sys.argv[2:4] or ("40000", "3")))
SECONDS, STORM = float(sys.argv[4]) if len(sys.argv) > 4 else 1.0, int(sys.argv[5]) if len(sys.argv) > 5 else 4
BROKERS = os.environ.get("SMARTDESK_TEST_KAFKA")
if not BROKERS or not shutil.which("kcat"):
    print("skipped: SMARTDESK_TEST_KAFKA names no broker, or kcat is not installed")
    sys.exit(77)


def main(work):
    topic = Topic(sys.argv[1], BROKERS, work, MESSAGES)
    running = [topic.stream() for _ in range(PROCESSES)]
    guest, guests, kills, began = None, 0, 0, time.monotonic()
    while kills < 3 * PROCESSES or guests < STORM:
        time.sleep(SECONDS)
        topic.look_at(running)
        place = kills % PROCESSES
        running[place].kill()
        running[place].wait()
        running[place] = topic.stream()
        kills += 1
        if guest is not None:
            guest.terminate()
            assert guest.wait(30) == 0, "a guest did not leave in peace"
            guest = None
        elif guests < STORM:
            guest, guests = topic.stream(), guests + 1
    if guest is not None:
        guest.terminate()
        guest.wait(30)
    return topic.verdict(running, began, f"{PROCESSES} processes, {kills} kills, {guests} guests that came and went")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(folder))
