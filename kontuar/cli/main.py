"""The command line. Each command is imported when it is asked for, so that ``--help`` answers at once."""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence

from kontuar.cli.words import say

type Fill = Callable[[argparse.ArgumentParser], None]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 went well, 1 something is wrong, 2 the command line was not understood."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words and words[0] in HANDED_ON:
        return _run(HANDED_ON[words[0]], words[1:])
    given = parser().parse_args(words)
    try:
        return _run(given.target, given)
    except KeyboardInterrupt:
        return 130


def _run(target: str, given: object) -> int:
    module, function = target.split(":")
    return int(getattr(importlib.import_module(module), function)(given) or 0)


HANDED_ON = {
    "market": "kontuar.practice_market.serve:main",
    "check": "kontuar.text.check:main",
    "mail": "kontuar.cli.mail_pipe:main",
}
"""Commands that read their own words: they also run alone, and the program need not be loaded for them."""


def parser() -> argparse.ArgumentParser:
    """Every command with its help."""
    root = argparse.ArgumentParser(
        prog="kontuar",
        description=say(
            en="A self-hosted customer-care desk for people who sell on marketplaces.",
            pl="Stanowisko obsługi klienta dla sprzedających na platformach, na własnym komputerze.",
        ),
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (target, en, pl, fill) in COMMANDS.items():
        command = commands.add_parser(name, help=say(en=en, pl=pl), description=say(en=en, pl=pl))
        command.set_defaults(target=target)
        fill(command)
    _search(commands.add_parser("search", help=say(en="the search's own words", pl="słowa wyszukiwarki")))
    _import(commands.add_parser("import", help=say(en="take in data from a file", pl="wczytaj dane z pliku")))
    _privacy(commands.add_parser("privacy", help=say(en="one buyer's data", pl="dane jednej osoby")))
    _rules(commands.add_parser("rules", help=say(en="the marketplaces' rules", pl="zasady platform")))
    _people(commands.add_parser("user", help=say(en="people who sign in", pl="osoby, które się logują")))
    return root


def _nothing(command: argparse.ArgumentParser) -> None:
    """No options."""


def _address(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--host",
        default="127.0.0.1",
        help=say(
            en="address to listen on; 127.0.0.1 is this machine only",
            pl="adres nasłuchu; 127.0.0.1 to tylko ten komputer",
        ),
    )
    command.add_argument(
        "--port",
        type=int,
        default=8080,
        help=say(en="port to listen on; 0 takes a free one", pl="port nasłuchu; 0 wybiera wolny"),
    )


def _threads(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--threads",
        type=int,
        default=4,
        help=say(en="accounts worked at the same time", pl="liczba kont obsługiwanych jednocześnie"),
    )


def _work(command: argparse.ArgumentParser) -> None:
    _threads(command)
    command.add_argument(
        "--watch-port",
        type=int,
        default=None,
        metavar="PORT",
        help=say(
            en="answer /health and /metrics there, for whoever watches the machine; 0 takes a free one",
            pl="odpowiadaj tam na /health i /metrics, dla nadzoru nad maszyną; 0 wybiera wolny",
        ),
    )
    command.add_argument(
        "--watch-host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help=say(
            en="address of that port; 127.0.0.1 is this machine only",
            pl="adres tego portu; 127.0.0.1 to tylko ten komputer",
        ),
    )


def _serve(command: argparse.ArgumentParser) -> None:
    _address(command)
    _threads(command)


def _demo(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--port", type=int, default=0, help=say(en="0 takes a free one", pl="0 wybiera wolny")
    )
    command.add_argument(
        "--keep",
        metavar="FOLDER",
        default=None,
        help=say(
            en="keep the data in this (new or empty) folder; otherwise it is deleted at the end",
            pl="zachowaj dane w tym (nowym lub pustym) katalogu; inaczej zostaną usunięte na końcu",
        ),
    )


def _doctor(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--online",
        action="store_true",
        help=say(
            en="also ask the marketplaces what time it is", pl="zapytaj też platformy, która jest godzina"
        ),
    )
    command.add_argument(
        "--report",
        action="store_true",
        help=say(
            en="without names, paths and secrets, to be sent to somebody who helps",
            pl="bez nazw, ścieżek i tajnych danych, do wysłania osobie, która pomaga",
        ),
    )


def _restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help=say(en="the copy", pl="kopia"))
    command.add_argument(
        "--key",
        metavar="KEYFILE",
        default=None,
        help=say(en="file with the private key of an encrypted copy", pl="plik z kluczem prywatnym kopii"),
    )
    command.add_argument(
        "--check",
        action="store_true",
        help=say(en="only read it and say whether it is whole", pl="tylko sprawdź, czy jest cała"),
    )


def _backup(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", metavar="FILE", help=say(en="where to write the copy", pl="gdzie zapisać kopię")
    )
    command.add_argument(
        "--for",
        dest="recipient",
        metavar="AGE1…",
        default="",
        help=say(
            en="encrypt it for this public key (“kontuar backup-key” makes a pair)",
            pl="zaszyfruj dla tego klucza publicznego (parę tworzy „kontuar backup-key”)",
        ),
    )
    command.add_argument(
        "--with-keys",
        action="store_true",
        help=say(
            en="also the file KEYS, in an encrypted copy only",
            pl="także plik KEYS, tylko w kopii zaszyfrowanej",
        ),
    )


def _search(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    rebuild = verbs.add_parser(
        "rebuild",
        help=say(
            en="look at everything anew; may be stopped and started again, also while the desk runs",
            pl="przejrzyj wszystko od nowa; można przerwać i wznowić, także gdy program działa",
        ),
    )
    rebuild.set_defaults(target="kontuar.cli.search:rebuild")


def _import(command: argparse.ArgumentParser) -> None:
    kinds = command.add_subparsers(dest="verb", required=True, metavar="WHAT")
    mail = kinds.add_parser(
        "mail",
        help=say(
            en="mails of a maildir, an mbox or a folder of .eml files; may be stopped and started again",
            pl="listy z katalogu maildir, pliku mbox lub plików .eml; można przerwać i wznowić",
        ),
    )
    mail.add_argument("path", metavar="FOLDER|MBOX|FILE.eml")
    mail.add_argument(
        "--account",
        help=say(en="address of the mailbox, if there are several", pl="adres skrzynki, jeśli jest kilka"),
    )
    mail.add_argument(
        "--sent",
        action="store_true",
        help=say(en="all of them were sent by us", pl="wszystkie są wysłane przez nas"),
    )
    mail.set_defaults(target="kontuar.cli.import_mail:run")
    _import_orders(kinds)


def _import_orders(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    orders = kinds.add_parser(
        "orders", help=say(en="orders from a table (CSV)", pl="zamówienia z tabeli (CSV)")
    )
    orders.set_defaults(target="kontuar.cli.import_orders:run")
    orders.add_argument("file", metavar="FILE")
    options = {
        "--account": ("", say(en="login of the account they belong to", pl="login konta, do którego należą")),
        "--zone": (
            "Europe/Warsaw",
            say(en="time zone of dates without one", pl="strefa czasowa dat bez strefy"),
        ),
        "--currency": ("PLN", say(en="currency of amounts without one", pl="waluta kwot bez waluty")),
        "--encoding": ("", say(en="otherwise found out", pl="inaczej rozpoznawane")),
        "--delimiter": ("", say(en="sign between cells, or tab", pl="znak między polami albo tab")),
    }
    for name, (default, words) in options.items():
        orders.add_argument(name, default=default, help=words)
    orders.add_argument(
        "--dates",
        choices=("", "dmy", "mdy"),
        default="",
        help=say(en="order in 3/4/2026", pl="kolejność w 3/4/2026"),
    )
    orders.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=HEADER",
        help=say(en="which header a column has (may be repeated)", pl="nagłówek kolumny (można powtarzać)"),
    )
    orders.add_argument(
        "--dry-run",
        action="store_true",
        help=say(en="only say what is in the file", pl="tylko powiedz, co jest w pliku"),
    )


def _privacy(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    forget = verbs.add_parser(
        "forget", help=say(en="forget one buyer everywhere", pl="usuń dane jednej osoby ze wszystkich miejsc")
    )
    forget.add_argument("name", metavar="LOGIN|EMAIL|#NUMBER")
    forget.add_argument("--dry-run", action="store_true", help=say(en="only count", pl="tylko policz"))
    forget.add_argument("--yes", action="store_true", help=say(en="do not ask", pl="nie pytaj"))
    forget.add_argument(
        "--even-if-open",
        action="store_true",
        help=say(
            en="although drafts, duties, orders or issues are open",
            pl="choć są otwarte szkice, zadania, zamówienia lub zgłoszenia",
        ),
    )
    forget.set_defaults(target="kontuar.cli.privacy:forget")
    export = verbs.add_parser(
        "export",
        help=say(en="everything of one buyer into a file", pl="wszystkie dane jednej osoby do pliku"),
    )
    export.add_argument("name", metavar="LOGIN|EMAIL|#NUMBER")
    export.add_argument("file", metavar="FILE.zip")
    export.set_defaults(target="kontuar.cli.privacy:export")
    retention = verbs.add_parser(
        "retention",
        help=say(
            en="take out what is older than you want it kept",
            pl="usuń to, co starsze niż ustalono w ustawieniach",
        ),
    )
    retention.add_argument("--dry-run", action="store_true", help=say(en="only count", pl="tylko policz"))
    retention.set_defaults(target="kontuar.cli.privacy:retention")


def _rules(command: argparse.ArgumentParser) -> None:
    from kontuar.cli.rules_words import fill

    fill(command)


def _people(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("list", help=say(en="who can sign in", pl="kto może się zalogować"))
    listing.set_defaults(target="kontuar.cli.user:list_people")
    reset = verbs.add_parser(
        "reset", help=say(en="give a person a new password", pl="ustaw osobie nowe hasło")
    )
    reset.add_argument("name", help=say(en="name to sign in with", pl="nazwa logowania"))
    reset.add_argument(
        "--second-factor",
        action="store_true",
        help=say(
            en="take a lost second factor away; the password stays",
            pl="usuń utracony drugi składnik; hasło zostaje",
        ),
    )
    reset.set_defaults(target="kontuar.cli.user:reset")


COMMANDS: dict[str, tuple[str, str, str, Fill]] = {
    "demo": (
        "kontuar.cli.demo:run",
        "try it: a make-believe marketplace with live buyers, in a throw-away folder",
        "wypróbuj: targ ćwiczebny z żywymi kupującymi, w katalogu do wyrzucenia",
        _demo,
    ),
    "serve": (
        "kontuar.cli.serve:serve",
        "the real thing in one process: screens and worker",
        "właściwy program w jednym procesie: ekrany i praca w tle",
        _serve,
    ),
    "web": (
        "kontuar.cli.serve:web",
        "the screens alone (the worker runs elsewhere)",
        "same ekrany (praca w tle działa gdzie indziej)",
        _address,
    ),
    "work": (
        "kontuar.cli.serve:work",
        "the worker alone: reads the marketplaces and sends",
        "sama praca w tle: odczytuje platformy i wysyła",
        _work,
    ),
    "doctor": (
        "kontuar.cli.doctor:run",
        "say in plain words what is wrong",
        "powiedz zwykłymi słowami, co jest nie tak",
        _doctor,
    ),
    "backup": (
        "kontuar.cli.backup.command:backup",
        "write a copy of everything into one file, also while the desk runs",
        "zapisz kopię wszystkiego w jednym pliku, także gdy program działa",
        _backup,
    ),
    "backup-key": (
        "kontuar.cli.backup.command:make_key",
        "make a pair of keys for encrypted copies",
        "utwórz parę kluczy do zaszyfrowanych kopii",
        _nothing,
    ),
    "restore": (
        "kontuar.cli.backup.command:restore",
        "put a copy back into an empty data folder; it starts watch-only",
        "przywróć kopię do pustego katalogu danych; zaczyna w trybie „tylko podgląd”",
        _restore,
    ),
    "version": ("kontuar.cli.version:run", "which version this is", "która to wersja", _nothing),
    "market": ("", "the practice market alone", "sam targ ćwiczebny", _nothing),
    "check": ("", "what the text engine says of a text", "co silnik tekstu mówi o tekście", _nothing),
    "mail": (
        "",
        "mail pipe < message: a mail server hands over one mail",
        "mail pipe < list: serwer poczty przekazuje jeden list",
        _nothing,
    ),
}
