"""Filters above a list: what the address asks for, and the choices offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kontuar.facts.numbers import whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter one can choose."""

    code: str
    url: str
    label: str
    count: int
    is_here: bool


def account_of(params: Mapping[str, str]) -> int | None:
    """The account the address names; None for none and for nonsense."""
    return whole_number(params.get("konto", ""), digits=9)


def rows_of(params: Mapping[str, str]) -> int:
    """How many rows a list that refreshes itself shows already; 0 when it does not say."""
    return whole_number(params.get("ile", ""), digits=4) or 0


def which_of(params: Mapping[str, str], known: tuple[str, ...]) -> str:
    """The filter the address names; the first one for none and for nonsense."""
    which = params.get("f", "")
    return which if which in known else known[0]


def query(values: Mapping[str, str]) -> str:
    """The address's query, ``""`` when nothing was chosen."""
    kept = {name: value for name, value in values.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def choices(
    screen: str,
    names: Mapping[str, str],
    counts: Mapping[str, int],
    *,
    here: str,
    account_id: int | None = None,
) -> dict[str, Choice]:
    """A choice for each of ``names`` (the first is the screen's own address), by code."""
    first = next(iter(names))
    account = str(account_id or "")
    return {
        code: Choice(
            code=code,
            url=reverse(screen) + query({"f": code if code != first else "", "konto": account}),
            label=name,
            count=counts.get(code, 0),
            is_here=code == here,
        )
        for code, name in names.items()
    }
