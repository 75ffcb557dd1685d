"""A line of the file, and what is wrong with one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``line`` is the line of the file it begins on, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a line cannot be taken: its number, the column's header and a code; never what stands there."""

    line: int
    column: str
    code: str
