"""When two parcel numbers are the same: platforms and people write them with other letters and breaks."""

HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212"


def plain(number: str) -> str:
    """The number without letter case, blanks and hyphens."""
    return "".join(char for char in number.casefold() if not char.isspace() and char not in HYPHENS)


def same_number(one: str, other: str) -> bool:
    """Whether both name one parcel; a number that is nothing but breaks names none."""
    return bool(plain(one)) and plain(one) == plain(other)
