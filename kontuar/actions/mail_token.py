"""The sign in a mail's subject that names its case, for answers whose program forgets what they answer.

``K-<the case's number>-<four check letters>``, both in Crockford's base 32 (no I, L, O or U; small letters and
what a hand makes of them are read too). The check letters are made with the desk's key: whoever sees one sign
cannot count on to the next. It finds a case and proves nothing else; who may speak in the case is asked by whoever
takes the mail in.
"""

import hmac

from kontuar.store.models import Account, Case
from kontuar.store.secrets import stamps

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_LETTERS = 4
MOST_DIGITS = 12
"""Sixty bits: more than a row's number has."""
_READ = {letter: number for number, letter in enumerate(ALPHABET)} | {"I": 1, "L": 1, "O": 0}


def token_of(case: Case) -> str:
    """The sign of a case, without the brackets it stands in: ``K-3F-9QZ2``."""
    return f"K-{_written(case.pk)}-{_checks(case.pk)[0]}"


def case_of(account: Account, token: str) -> Case | None:
    """The account's case a sign names; None when it is none of ours, or another account's."""
    number = _number_in(token)
    return Case.objects.filter(account=account, pk=number).first() if number else None


def _number_in(token: str) -> int:
    """The case's number if the sign was made here, else 0."""
    head, _, rest = token.strip().upper().partition("-")
    written, _, check = rest.partition("-")
    if head != "K" or not 0 < len(written) <= MOST_DIGITS or len(check) != CHECK_LETTERS:
        return 0
    if not set(written + check) <= _READ.keys():
        return 0
    number, said = _read(written), _written(_read(check)).rjust(CHECK_LETTERS, "0")
    # All are compared, whichever fits: the time taken tells nothing.
    fits = [hmac.compare_digest(said, known) for known in _checks(number)]
    return number if any(fits) else 0


def _checks(number: int) -> list[str]:
    """The check letters under each of the desk's keys, the newest first."""
    return [
        "".join(ALPHABET[byte % 32] for byte in stamp[:CHECK_LETTERS])
        for stamp in stamps(f"mail token {number}")
    ]


def _written(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 32)
        digits = ALPHABET[rest] + digits
    return digits or "0"


def _read(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 32 + _READ[digit]
    return number
