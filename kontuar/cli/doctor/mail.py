"""Mailboxes: is the server there, does it let us in, do the clocks agree, does handed-over mail get into cases?"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta

from kontuar.actions import mail_clock, spool
from kontuar.actions.clients import line
from kontuar.cli.doctor.line import Level, Line
from kontuar.cli.words import say
from kontuar.connector_kit.budget import OpenGate
from kontuar.connector_kit.errors import AuthExpired, ConnectorError, Refused
from kontuar.store.models import Account
from kontuar.store.queries.freshness import is_handed_over

CLOCK_TO_LOOK_AT = timedelta(seconds=30)
CLOCK_AHEAD = timedelta(minutes=5)
"""Reading happens once a minute, and mail may be slow: only more than this is told."""


def lines(account: Account, now: datetime, *, online: bool) -> Iterator[Line]:
    """What is to be said of one mailbox besides what is said of every account."""
    if account.state == Account.State.SIGNED_OUT:
        yield Line(Level.WRONG, refused(account.auth_problem))
    yield from _clock(account)
    if is_handed_over(account):
        yield Line(
            Level.NOTE,
            say(
                en="is not read: a mail server hands its mails over.",
                pl="nie jest odczytywana: listy przekazuje serwer poczty.",
            ),
        )
    elif online and account.state != Account.State.SIGNED_OUT:
        yield _asked(account, now)


def refused(code: str) -> str:
    """What a mail server's refusal means, and what to do."""
    words = {
        "app_password_needed": say(
            en="the provider wants an app password, made on its own page for Kontuar, instead of your usual one: "
            "sign in again with it (Accounts).",
            pl="dostawca wymaga hasła aplikacji, utworzonego na jego stronie dla Kontuaru, zamiast zwykłego hasła: "
            "zaloguj się nim ponownie (strona „Konta”).",
        ),
        "imap_disabled": say(
            en="reading mail by programs (IMAP) is switched off there: switch it on in the provider's settings, then "
            "sign in again (Accounts).",
            pl="odczyt poczty przez programy (IMAP) jest tam wyłączony: włącz go w ustawieniach poczty, potem zaloguj "
            "się ponownie (strona „Konta”).",
        ),
        "smtp_disabled": say(
            en="sending by programs (SMTP) is switched off there: switch it on in the provider's settings, then "
            "sign in again (Accounts).",
            pl="wysyłanie przez programy (SMTP) jest tam wyłączone: włącz je w ustawieniach poczty, potem zaloguj się "
            "ponownie (strona „Konta”).",
        ),
        "passwords_off": say(
            en="the provider takes no passwords from programs any more: sign in through its own page (Accounts).",
            pl="dostawca nie przyjmuje już haseł od programów: zaloguj się przez jego stronę („Konta”).",
        ),
        "web_login_needed": say(
            en="the provider wants to see you: sign in to the mailbox in a browser once, then here (Accounts).",
            pl="dostawca chce potwierdzenia: zaloguj się do poczty w przeglądarce, potem tutaj (strona „Konta”).",
        ),
        "xoauth_refused": say(
            en="the provider no longer accepts your consent: sign in again (Accounts).",
            pl="dostawca nie przyjmuje już Twojej zgody: zaloguj się ponownie (strona „Konta”).",
        ),
    }
    return words.get(
        code,
        say(
            en="the mail server does not accept the password: sign in again with the right one (Accounts).",
            pl="serwer poczty nie przyjmuje hasła: zaloguj się ponownie właściwym (strona „Konta”).",
        ),
    )


def _clock(account: Account) -> Iterator[Line]:
    known = mail_clock.skew(account)
    if known is None:
        return
    seconds = f"{abs(known.total_seconds()):.0f} s"
    if known >= CLOCK_TO_LOOK_AT:
        yield Line(
            Level.WRONG,
            say(
                en=f"this machine's clock is {seconds} behind the mail server's; let the system set it by the network.",
                pl=f"zegar tego komputera spóźnia się o {seconds} względem serwera poczty; włącz ustawianie czasu "
                "z sieci.",
            ),
        )
    elif -known >= CLOCK_AHEAD:
        yield Line(
            Level.CARE,
            say(
                en=f"mail seems to be read {seconds} after it came: this machine's clock is ahead, or reading is slow.",
                pl=f"poczta wydaje się odczytana {seconds} po nadejściu: zegar tego komputera się spieszy albo odczyt "
                "się opóźnia.",
            ),
        )
    else:
        yield Line(
            Level.GOOD,
            say(en="clock agrees with the mail server's.", pl="zegar zgodny z serwerem poczty."),
        )


def _asked(account: Account, now: datetime) -> Line:
    """Sign in at the server, now."""
    try:
        with line(account, gate=OpenGate(), now=now) as client:
            client.whoami()
    except AuthExpired as error:
        return Line(Level.WRONG, refused(error.code))
    except Refused as error:
        return Line(
            Level.WRONG,
            say(
                en=f"the mail server said no ({error.code or error.reason}): look at the mailbox's settings.",
                pl=f"serwer poczty odmówił ({error.code or error.reason}): sprawdź ustawienia skrzynki.",
            ),
        )
    except ConnectorError as error:
        return _unreachable(account, error)
    return Line(Level.GOOD, say(en="the mail server lets us in.", pl="serwer poczty przyjmuje logowanie."))


def _unreachable(account: Account, error: ConnectorError) -> Line:
    where = " ".join(_servers(account))
    why = error.code or type(error).__name__
    return Line(
        Level.WRONG,
        say(
            en=f"the mail server does not answer ({where}; {why}). Is its name right, the line up, the port open?",
            pl=f"serwer poczty nie odpowiada ({where}; {why}). Czy nazwa jest dobra, sieć działa, port otwarty?",
        ),
        say(en=f"the mail server does not answer ({why}).", pl=f"serwer poczty nie odpowiada ({why})."),
    )


def _servers(account: Account) -> Iterator[str]:
    for kind in ("imap", "smtp"):
        server = account.settings.get(kind)
        if isinstance(server, dict):
            yield f"{server.get('host', '?')}:{server.get('port', '?')}"


def handed_over(now: datetime) -> Iterator[Line]:
    """What ``kontuar mail pipe`` left for us."""
    try:
        found = spool.counts()
    except OSError as error:
        yield _not_ours(error)
        return
    if found.unplaced:
        yield _unplaced(found.unplaced)
    if found.broken:
        yield _broken(found.broken)
    if found.oldest_at is not None and found.oldest_at < now - spool.LATE_AFTER:
        yield _late(found.waiting, int((now - found.oldest_at).total_seconds() // 60))


def _unplaced(count: int) -> Line:
    where = spool.box().folder / "unplaced"
    return Line(
        Level.CARE,
        say(
            en=f"{count} handed-over mails name no mailbox that is here; they lie in {where}. Connect the mailbox, add "
            "the address to one, or name it (`kontuar mail pipe --mailbox NAME`): then they are taken in by "
            "themselves.",
            pl=f"Przekazane listy ({count}) nie pasują do żadnej skrzynki; leżą w {where}. Podłącz skrzynkę, dopisz do "
            "niej adres albo podaj ją (`kontuar mail pipe --mailbox NAZWA`): wtedy zostaną odczytane same.",
        ),
        say(
            en=f"{count} handed-over mails name no mailbox that is here.",
            pl=f"Przekazane listy ({count}) nie pasują do żadnej skrzynki.",
        ),
    )


def _broken(count: int) -> Line:
    where = spool.box().folder / "broken"
    return Line(
        Level.WRONG,
        say(
            en=f"{count} handed-over mails could not be read; they are kept in {where}. The log says why. Moved into "
            "`new` beside it they are tried again.",
            pl=f"Nie udało się odczytać przekazanych listów ({count}); leżą w {where}. Powód jest w dzienniku. "
            "Przeniesione obok do `new` zostaną odczytane ponownie.",
        ),
        say(
            en=f"{count} handed-over mails could not be read.",
            pl=f"Nie udało się odczytać przekazanych listów ({count}).",
        ),
    )


def _late(count: int, minutes: int) -> Line:
    return Line(
        Level.WRONG,
        say(
            en=f"{count} handed-over mails wait, the oldest for {minutes} min. Does the worker run (`kontuar serve` or "
            "`kontuar work`)? Is a mailbox paused, the disk full?",
            pl=f"Czekają przekazane listy ({count}), najstarszy od {minutes} min. Czy działa praca w tle (`kontuar "
            "serve` lub `work`)? Czy skrzynka nie jest wstrzymana, a dysk pełny?",
        ),
    )


def _not_ours(error: OSError) -> Line:
    who = f" (uid {os.getuid()})" if hasattr(os, "getuid") else ""
    return Line(
        Level.WRONG,
        say(
            en=f"The folder of handed-over mail cannot be looked into ({error.strerror}): `kontuar mail pipe` has to "
            f"run as the same user as Kontuar{who}.",
            pl=f"Nie da się zajrzeć do katalogu przekazanej poczty ({error.strerror}): `kontuar mail pipe` musi "
            f"działać jako ten sam użytkownik co Kontuar{who}.",
        ),
    )
