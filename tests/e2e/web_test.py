"""The dashboard in a real browser, over a real server and a workspace of generated tickets."""

import subprocess

import pytest

from support.desk import ROOT
from support.serving import Serving


# One browser at a time: what a page does first is waited for.
@pytest.mark.ctest(TIMEOUT=900, RESOURCE_LOCK="browser", COST=900)
def test_the_dashboard_works_in_a_browser(desk, pytestconfig):
    desk.run_ok("generate", "--count", 1500, "--seed", 11, "--out", "tickets.csv", "--quiet")
    desk.run_ok("import", "tickets.csv", "--quiet")
    desk.run_ok("train", "--quiet")
    with Serving(desk) as server:
        done = subprocess.run(
            ["node", ROOT / "tests/web/run.mjs", server.url, *pytestconfig.option.page],
            stdout=subprocess.PIPE,
            text=True,
        )
    print(done.stdout)
    if done.returncode == 77:
        pytest.skip(done.stdout.strip().removeprefix("skipped: "))
    assert done.returncode == 0
