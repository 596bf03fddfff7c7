"""Where the programs are that start servers for tests."""

import os
import pathlib

from support.desk import ROOT

SERVERS = pathlib.Path(os.environ.get("SMARTDESK_TEST_SERVERS") or ROOT.parent / "shared/tools")
