#!/usr/bin/env python3
"""Each message of a topic is answered once, whatever is killed: stream.py SMARTDESK [MESSAGES PROCESSES SECONDS STORM]

PROCESSES streams share a topic of MESSAGES tickets. Every SECONDS one of them is killed by -9 and started again. STORM:
so many further ones join and leave meanwhile. Every hundredth message is no ticket. Then answers and dead letters are
compared with the messages, key by key. SMARTDESK_TEST_KAFKA names the broker; ends with 77 without.
"""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from support.kafka import BROKERS, MISSING
from support.topic import Topic
from support.workspace import Workspace


def leave_in_peace(guest):
    guest.terminate()
    assert guest.wait(30) == 0, "a guest did not leave in peace"


def main(desk, messages, processes, seconds, storm):
    topic = Topic(desk, BROKERS, messages)
    running = [topic.stream() for _ in range(processes)]
    guest, guests, kills, began = None, 0, 0, time.monotonic()
    while kills < 3 * processes or guests < storm:
        time.sleep(seconds)
        topic.look_at(running)
        place = kills % processes
        running[place].kill()
        running[place].wait()
        running[place] = topic.stream()
        kills += 1
        if guest is not None:
            leave_in_peace(guest)
            guest = None
        elif guests < storm:
            guest, guests = topic.stream(), guests + 1
    if guest is not None:
        leave_in_peace(guest)
    what = f"{processes} processes, {kills} kills, {guests} guests that came and went"
    return topic.verdict(running, began, what)


if __name__ == "__main__":
    if MISSING:
        print(f"skipped: {MISSING}")
        sys.exit(77)
    given = sys.argv[2:]
    messages, processes, seconds, storm = given + ["40000", "3", "1.0", "4"][len(given) :]
    with Workspace(sys.argv[1]) as desk:
        sys.exit(main(desk, int(messages), int(processes), float(seconds), int(storm)))
