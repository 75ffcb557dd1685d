"""Running commands as a person does."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.running import Program, kontuar

type Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Programs that go on running; stopped at the end of the test."""
    running: list[Program] = []

    def begin(*words: str, has_tables: bool = False, **environment: str) -> Program:
        running.append(kontuar(*words, folder=tmp_path, has_tables=has_tables, **environment))
        return running[-1]

    yield begin
    for program in running:
        program.stop()


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """A command that ends by itself: its exit code and everything it said."""

    def go(*words: str, **environment: str) -> tuple[int, str]:
        program = kontuar(*words, folder=tmp_path, **environment)
        code = program.process.wait(180)
        program.reader.join()
        return code, "".join(program.lines)

    return go
