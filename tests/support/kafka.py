"""A real Kafka for tests, through kcat."""

import os
import shutil
import subprocess
import uuid

BROKERS = os.environ.get("SMARTDESK_TEST_KAFKA", "")
MISSING = "" if BROKERS and shutil.which("kcat") else "SMARTDESK_TEST_KAFKA names no broker, or kcat is not installed"


def fresh(name):
    """A name that no topic or group has yet."""
    return f"{name}-{uuid.uuid4().hex[:10]}"


def kcat(brokers, *arguments, feed=None):
    """What it printed."""
    command = ["kcat", "-b", brokers, "-q", *arguments]
    return subprocess.run(command, input=feed, stdout=subprocess.PIPE, timeout=120, check=True).stdout.decode()


def committed(brokers, topic, layout):
    """A line of the layout for each message that counts."""
    until_end = ("-C", "-t", topic, "-e", "-X", "isolation.level=read_committed")
    return kcat(brokers, *until_end, "-f", layout + "\n").splitlines()
