"""A copy of a desk whose files lie in a bucket: put back into another bucket or into a folder, never over files."""

import os
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.running import STRANGE_TO_A_TEST

ROOT = Path(__file__).parents[2]
PUT = "files.put('incoming/aa', b'picture' * 100_000); files.put('small/x', b'made again')"
LIST = "print(list(files.place().listed('')))"


def run(*words: str, **environment: str) -> tuple[int, str]:
    env = {name: value for name, value in os.environ.items() if name not in STRANGE_TO_A_TEST}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    env |= {"KONTUAR_LANGUAGE": "en", **environment}
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def files(deed: str, **environment: str) -> str:
    code, said = run(
        "-c",
        f"from kontuar.cli.load import load; load(); from kontuar.store import files; {deed}",
        **environment,
    )
    assert code == 0, said
    return said.strip()


@pytest.mark.slow
def test_files_of_a_bucket_are_in_the_copy_and_come_back_into_either(
    tmp_path: Path, bucket: dict[str, str]
) -> None:
    here = {"KONTUAR_DATA": str(tmp_path / "one")}
    httpx2.put(f"{bucket['AWS_ENDPOINT_URL']}/nowy-kubelek").raise_for_status()
    there = {"KONTUAR_DATA": str(tmp_path / "two"), "KONTUAR_FILES": "s3://nowy-kubelek/kontuar"}
    copy = str(tmp_path / "copy")
    assert run("-m", "tests.cli.backup_desk", "fill", **here)[0] == 0
    files(PUT, **here)
    assert run("-m", "kontuar", "backup", copy, **here)[0] == 0
    assert run("-m", "kontuar", "restore", copy, **there)[0] == 0
    assert files(LIST, **there) == "[('incoming/aa', 700000)]"
    code, said = run("-m", "kontuar", "restore", copy, **{**there, "KONTUAR_DATA": str(tmp_path / "three")})
    assert code == 1
    assert "holds files already" in said
    assert (
        run("-m", "kontuar", "restore", copy, KONTUAR_DATA=str(tmp_path / "four"), KONTUAR_FILES="")[0] == 0
    )
    assert (tmp_path / "four" / "attachments" / "incoming" / "aa").stat().st_size == 700_000
