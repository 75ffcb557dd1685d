"""Collect the strings of the screens, merge them into the catalogues and compile these.

``python tools/messages.py`` does all of it (needs gettext: ``apt install gettext``); ``--check`` only says
what is missing, fuzzy or not compiled, and ends with 1 if anything is. Nothing is translated by itself: open
``kontuar/locale/pl/LC_MESSAGES/django.po``, fill what is empty, run it again.
"""

import argparse
import atexit
import os
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "kontuar" / "locale"
LANGUAGES = ("pl", "lt", "de")
COMPLETE = ("pl", "lt", "de")
PLURALS = {
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "lt": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "de": "nplurals=2; plural=(n != 1);",
}


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing, only look")
    if parser.parse_args().check:
        troubles = [trouble for language in LANGUAGES for trouble in troubles_of(language)]
        print("\n".join(troubles) or "The catalogues are complete and compiled.")
        return 1 if troubles else 0
    extract()
    for language in LANGUAGES:
        compile_one(language)
    for language in LANGUAGES:
        print(f"{language}: {len(list(catalogue(language)))} strings, {len(gaps(language))} without words")
    return 0


def extract() -> None:
    """Read every string out of code and templates into the .po files, keeping what is translated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kontuar.settings")
    if "KONTUAR_DATA" not in os.environ:
        # The settings make keys where the data lie; nothing here needs them afterwards.
        folder = os.environ["KONTUAR_DATA"] = tempfile.mkdtemp(prefix="kontuar-messages-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management.commands.makemessages import Command

    class WithoutGuesses(Command):
        msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]

    django.setup()
    os.chdir(ROOT / "kontuar")
    from django.core.management import call_command

    call_command(
        WithoutGuesses(),
        locale=list(LANGUAGES),
        extensions=["html", "txt", "py"],
        ignore_patterns=["practice_market/*", "connectors/*", "static/*"],
        add_location="file",
        no_wrap=True,
        no_obsolete=True,
        verbosity=0,
    )
    for language in LANGUAGES:
        _plain_head(po(language), language)


def compile_one(language: str) -> None:
    """Write the .mo beside the .po."""
    with mo(language).open("wb") as file:
        write_mo(file, catalogue(language))


def troubles_of(language: str) -> list[str]:
    """What a person has to repair, one line each."""
    found = []
    if language in COMPLETE:
        found += [f"{language}: no words for {text!r}" for text in gaps(language)]
    found += [f"{language}: fuzzy {m.id!r}" for m in catalogue(language) if m.id and m.fuzzy]
    if not is_compiled(language):
        found.append(f"{language}: the .mo is older than the .po; run python tools/messages.py")
    return found


def gaps(language: str) -> list[str]:
    """Strings without a translation, all plural forms included."""
    return [str(m.id) for m in catalogue(language) if m.id and not _is_full(m.string)]


def is_compiled(language: str) -> bool:
    """True when the .mo says exactly what the .po does."""
    if not mo(language).exists():
        return False
    fresh = BytesIO()
    write_mo(fresh, catalogue(language))
    fresh.seek(0)
    with mo(language).open("rb") as file:
        return _words(read_mo(file)) == _words(read_mo(fresh))


def catalogue(language: str) -> Catalog:
    """The .po, read."""
    with po(language).open("rb") as file:
        return read_po(file, locale=language)


def po(language: str) -> Path:
    """Path of the catalogue people edit."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def mo(language: str) -> Path:
    """Path of the compiled one."""
    return po(language).with_suffix(".mo")


def _is_full(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def _words(catalog: Catalog) -> dict[object, object]:
    return {(m.context, str(m.id)): m.string for m in catalog if m.id}


def _plain_head(path: Path, language: str) -> None:
    """The same head every time: dates of extraction say nothing and make every run a change."""
    _, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    head = (
        f"# Kontuar: words on screen ({language}). Glossary: kontuar/locale/README.md.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"\n'
    )
    path.write_text(f"{head}\n{rest}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
