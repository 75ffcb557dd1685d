"""What stands beside the program for running it on machines: read, since no container can be started in a test."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from kontuar.cli.main import parser
from tests.house.source import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
OF_A_SERVICE = {
    "build", "cap_drop", "command", "depends_on", "deploy", "environment", "healthcheck", "image", "ports",
    "read_only", "restart", "security_opt", "shm_size", "stop_grace_period", "tmpfs", "volumes",
}  # fmt: skip
"""Keys of the Compose specification that we use; a slip of the pen is none of them."""


def compose() -> dict[str, dict[str, dict[str, object]]]:
    found: dict[str, dict[str, dict[str, object]]] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return found


def test_the_compose_file_names_what_there_is() -> None:
    found = compose()
    assert set(found) == {"name", "x-kontuar", "services", "volumes"}
    for name, service in found["services"].items():
        assert not set(service) - OF_A_SERVICE, name
        wanted = service.get("depends_on", [])
        assert set(wanted) <= set(found["services"]), name  # type: ignore[call-overload]
        for volume in service.get("volumes", []):  # type: ignore[attr-defined]
            source = volume.split(":")[0]
            assert source in found["volumes"] or source.startswith("./"), volume


@pytest.mark.parametrize("name", ["web", "work"])
def test_the_compose_files_commands_are_commands_of_ours(name: str) -> None:
    words = compose()["services"][name]["command"]
    assert isinstance(words, list)
    assert words[0] == "kontuar"
    assert parser().parse_args(words[1:]).command == name


def test_no_secret_stands_in_the_compose_file() -> None:
    text = (ROOT / "compose.yaml").read_text()
    secret = re.findall(r"^\s+(\w*(?:PASSWORD|KEYS?|TOKEN|SECRET)\w*): (.+)$", text, re.MULTILINE)
    assert len(secret) >= 5
    assert all(value.startswith("${") for _, value in secret)


def test_the_image_installs_by_hash_and_runs_as_nobody_special() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes -r requirements-machines.lock" in text
    last = text.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER kontuar$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for source in line.split():
            assert (ROOT / source).exists(), source
            assert f"!{source.removeprefix('./')}" in (ROOT / ".dockerignore").read_text().split(), source
    command = re.findall(r'^CMD \["kontuar", (.+)\]$', last, re.MULTILINE)[-1]
    assert parser().parse_args([word.strip(' "') for word in command.split(",")]).command == "web"


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_start_commands_of_ours_with_few_rights(unit: Path) -> None:
    found = configparser.ConfigParser(strict=True, interpolation=None)
    found.optionxform = str  # type: ignore[assignment, method-assign]
    found.read_string(unit.read_text())
    service = found["Service"]
    program, *words = service["ExecStart"].replace("%i", "8081").split()
    assert program == "/opt/kontuar/bin/kontuar"
    assert parser().parse_args(words).command == words[0]
    assert (service["User"], service["NoNewPrivileges"], service["ProtectSystem"]) == (
        "kontuar",
        "yes",
        "strict",
    )


def test_systemd_itself_understands_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        return  # read above all the same; only systemd has the last word
    for unit in UNITS:
        # Where no Kontuar is installed the program's path alone would be found wrong.
        text = unit.read_text().replace("/opt/kontuar/bin/kontuar", shutil.which("true") or "/bin/true")
        (tmp_path / unit.name).write_text(text)
    words = ["systemd-analyze", "verify", *(str(path) for path in sorted(tmp_path.iterdir()))]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
