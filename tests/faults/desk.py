"""A desk of several processes, which a test may kill: tests/faults/driver.py forks them."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.clerk import Office

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Desk:
    """A database of its own and the processes that work it."""

    env: dict[str, str]
    plan: dict[str, Any]
    clerks: Office
    running: dict[str, int] = field(default_factory=dict)
    """Process numbers, by name."""
    _driver: "subprocess.Popen[str]" = field(init=False)
    _errors: Path = field(init=False)

    def __post_init__(self) -> None:
        self._errors = Path(self.env["KONTUAR_DATA"]).with_suffix(".errors")
        with self._errors.open("wb") as errors:
            self._driver = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.driver"],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._write({"lease": self.plan["lease"]})

    def do(self, deed: str) -> str:
        """Run one deed to its end."""
        done = self._tell(do=deed, plan=self.plan)
        assert done["code"] == 0, done["said"][-3000:]
        return str(done["said"])

    def start(self, name: str) -> None:
        """``web-1``, ``work-2`` and the like."""
        deed, _, number = name.partition("-")
        port = self.plan["ports"][int(number) - 1] if deed == "web" else 0
        self.running[name] = self._tell(start=deed, plan={**self.plan, "port": port})["pid"]

    def kill(self, name: str) -> None:
        """SIGKILL: no chance to tidy up."""
        self._tell(kill=self.running.pop(name))

    def is_in_the_gap(self, name: str) -> bool:
        """Whether this worker holds a message between the claim and the request."""
        signs = Path(self.env["KONTUAR_DATA"]) / "in-the-gap"
        return any(signs.glob(f"{self.running[name]}-*"))

    def stop(self) -> None:
        """Everybody goes home; the driver ends its processes when nobody speaks to it any more."""
        self.clerks.stop()
        self.running.clear()
        if self._driver.returncode is None:
            self._driver.communicate()

    def audit(self) -> dict[str, Any]:
        """What the database believes."""
        found: dict[str, Any] = json.loads(self.do("audit"))
        return found

    def _tell(self, **words: Any) -> dict[str, Any]:
        self._write(words)
        assert self._driver.stdout is not None
        answer = self._driver.stdout.readline()
        if not answer:
            raise RuntimeError(f"the driver ended: {self._errors.read_text(errors='replace')[-3000:]}")
        told: dict[str, Any] = json.loads(answer)
        return told

    def _write(self, words: dict[str, Any]) -> None:
        assert self._driver.stdin is not None
        self._driver.stdin.write(json.dumps(words) + "\n")
        self._driver.stdin.flush()
