"""``kontuar import orders``, run as a person does."""

from collections.abc import Callable
from pathlib import Path

type Run = Callable[..., tuple[int, str]]

GOOD = "order,date,buyer,price\n1,2026-11-16,anna,9.90\n"


def test_a_dry_run_needs_no_account_and_says_what_it_found(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(GOOD, encoding="utf-8")
    code, said = run("import", "orders", str(file), "--dry-run", KONTUAR_LANGUAGE="en")
    assert code == 0
    assert "bought = date" in said
    assert "1 lines, 1 orders" in said
    assert not (tmp_path / "data").exists()


def test_wrong_lines_are_named_by_number_and_reason(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(GOOD + "2,jutro,jan,x\n", encoding="utf-8")
    code, said = run("import", "orders", str(file), "--dry-run", KONTUAR_LANGUAGE="en")
    assert code == 1
    assert "line 3: bought: this is no date" in said
    assert "line 3: price: this is no amount" in said
    assert "Nothing was taken over." in said
    assert "jutro" not in said


def test_a_command_line_that_cannot_be_meant_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(GOOD, encoding="utf-8")
    for words in ([], ["--dry-run", "--map", "colour=x"], ["--dry-run", "--zone", "Mars/Olympus"]):
        assert run("import", "orders", str(file), *words)[0] == 2
    assert run("import", "orders", str(tmp_path / "gone.csv"), "--dry-run")[0] == 1


def test_an_account_nobody_has_takes_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(GOOD, encoding="utf-8")
    code, said = run("import", "orders", str(file), "--account", "nobody", KONTUAR_LANGUAGE="en")
    assert code == 1
    assert "No account is called so." in said
