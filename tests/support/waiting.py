"""Waiting in tests."""

import time


def wait_until(holds, seconds=60):
    """What holds() gives once it is true."""
    end = time.monotonic() + seconds
    while not (value := holds()):
        assert time.monotonic() < end, f"it did not come within {seconds} s"
        time.sleep(0.02)
    return value
