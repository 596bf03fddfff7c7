#!/usr/bin/env python3
"""Tries the dashboard in a real browser over a real server and a workspace of generated tickets.
   Usage: web_test.py SMARTDESK [part of a test's name…]"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from support.serving import Serving  # noqa: E402

SMARTDESK = os.path.abspath(sys.argv[1])
SOURCE = pathlib.Path(__file__).parent.parent

for name in [name for name in os.environ if name.startswith("SMARTDESK_") and name != "SMARTDESK_CHROMIUM" or name in ("DATABASE_URL", "PORT")]:
    del os.environ[name]

with tempfile.TemporaryDirectory() as home:
    at, tickets = os.path.join(home, "w"), os.path.join(home, "tickets.csv")
    subprocess.run([SMARTDESK, "generate", "--count", "1500", "--seed", "11", "--out", tickets, "--quiet"], check=True)
    subprocess.run([SMARTDESK, "import", tickets, "--workspace", at, "--quiet"], check=True)
    subprocess.run([SMARTDESK, "train", "--workspace", at, "--quiet"], check=True)
    with Serving(SMARTDESK, at) as server:
        done = subprocess.run(["node", SOURCE / "tests/web/run.mjs", server.url, *sys.argv[2:]])
sys.exit(done.returncode)
