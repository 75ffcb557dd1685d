"""The words behind the rules of ``polish.py``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from kontuar.text.phrases import Finder

_I = re.IGNORECASE


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _words(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{source})(?![\w-])", _I)


_DATA = Path(__file__).parent / "data"


def _rows(name: str) -> list[list[str]]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _spaced(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s{1,2}") for phrase in longest_first)


_PAIRS = _rows("polish_pairs.tsv")
PAIR_FIXES = {wrong: right for wrong, right in _PAIRS if wrong[0] != "^"}
PAIRS = Finder(PAIR_FIXES)  # on lower-case text
# Right as two words inside a sentence, wrong where they open one ("Tym czasem firma …").
OPENING_FIXES = {wrong[1:]: right for wrong, right in _PAIRS if wrong[0] == "^"}
OPENING_PAIRS = re.compile(rf"(?:^|[.!?;\n]\s{{0,3}}|, a )({_spaced(OPENING_FIXES)})(?!\w)(?!\s+niż)", _I)

CONDITIONAL = _words(
    r"(\w{2,20}(?:ł|ła|ło|li|ły)) (bym|byś|by|byśmy|byście|bysmy|byscie)".replace("(", "(", 1)
)
BY_VERBS = _set(
    """
    był była było byli były mógł mogła mogło mogli mogły chciał chciała chciało chcieli chciały musiał
    musiała musiało musieli należało miał miała miało mieli miały powinno wolał wolała dał dała dało
    wystarczyło przydało zdało
    """
)

NOT_ADJECTIVE = _words(
    r"nie\s{1,2}((?:zgodn|kompletn|sprawn|pełn|dostępn|aktualn|możliw|prawdziw|potrzebn|ważn|jasn|czyteln"
    r"|bezpieczn|ograniczon|"
    r"widoczn|poprawn|prawidłow|uprzejm|drog|poważn|uczciw|mił|przyjemn|ciekaw|zależn|właściw|odpowiedn"
    r"|dokładn|wygodn|trafion|rzeteln)"
    r"(?:y|a|e|i|ą|ego|ej|emu|ych|ym|ymi|ie|o))"
)
CONTRAST = re.compile(
    r"\s{0,2},?\s{0,2}(?:ale|lecz|tylko|a|ani|tak|jak)\b|\s(?:jest|był|była|było|są|będzie)\b", _I
)

NOT_VERB_ALWAYS = frozenset(
    {"niema", "niemam", "niewiem", "niemoge", "niemogę", "niechce", "niechcę", "niejest"}
)
NOT_VERB = _words(
    r"nie(ma|mam|masz|mamy|macie|mają|wiem|wie|wiemy|mogę|może|mogą|mogłam|mogłem|mogła|mógł|mogli|można"
    r"|chcę|chce|chcą|chciał|chciała|"
    r"jest|jestem|są|będzie|będę|będą|było|był|była|były|byli|działa|działają|dostałam|dostałem|dotarła"
    r"|dotarło|dotarł|przyszła|przyszło|"
    r"pasuje|rozumiem|widzę|widać|znam|da|dało|trzeba|należy|lubię|umiem|zdążę|otrzymałam|otrzymałem"
    r"|polecam|wysłali|wysłano|ważne)"
)


def _fixer(rule: str) -> Callable[[str], str]:
    if rule.startswith("="):
        return lambda _found: rule[1:]
    wrong, right = rule.split(">")
    return lambda found: found.replace(wrong, right, 1)


CONFUSED: list[tuple[re.Pattern[str], Callable[[str], str]]] = [
    (re.compile(pattern, _I), _fixer(rule)) for pattern, rule in _rows("polish_confused.tsv")
]

SMALL_NAMES = re.compile(
    r"(?<![\w.@/-])(?:polak(?:ów|om|ami|ach|iem)?|polacy|amerykan(?:ie|ów|om|ami|in|ina|inem)|niemc(?:y|ów"
    r"|om|ami|zech)|rosjan(?:ie|ów|om|ami|in|ina)|"
    r"europ(?:y|ie|ę|ą)|warszaw(?:y|ie|ę|ą)|polsce|niemczech|chinami|chinach|krakow(?:a|ie|em)|poznaniu"
    r"|gdańsk(?:a|u|iem)|wrocławi(?:a|u|em)|"
    r"łodzią miasto|katowic(?:e|ach|ami)|lublin(?:a|ie|em)|szczecin(?:a|ie|em)|litw(?:y|ie|ę|ą)|francj(?:i"
    r"|ę|ą)|hiszpani(?:i|ę|ą)|angli(?:i|ę|ą)|"
    r"ukrain(?:y|ie|ę|ą)|boże(?=\s+(?:narodzenie|ciało)|[!.,]))(?![\w-])"
)

SMALL_START = re.compile(r"(?<=[^\W\d_]{3})[.!?]\s{1,3}([a-ząćęłńóśźż][a-ząćęłńóśźż]{1,20})(?!\w|\.|@)")
ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:np|itd|itp|tzn|tzw|ul|pl|nr|dr|mgr|inż|prof|godz|min|tel|szt|dot|poz|str|pow|woj|zam"
    r"|wys|szer|dł|gwar|ok|max|ew|pt|ww|prod|wyd|tys|mln|mld|proc|zob|por|im|św|gen|ppłk|kpt|płk|mjr|red"
    r"|tłum|rys|tab|lek|mies|ang|niem|łac|tyg|kom|wdłg|smart)[.!]?$",
    _I,
)
FIRST_WORD = re.compile(r"[\s–—-]{0,3}([^\W\d_]{2,25})(?![\w@.:/])")
FULL_SENTENCE = re.compile(r"[.!?…]\s*$")

_QUI = r"któr(?:y|a|e|ego|ej|emu|ą|ym|ych|ymi|zy)"
_PREPOSITION = r"(?:w|we|na|z|ze|do|o|od|dla|po|przy|przez|nad|pod|za|bez|u|dzięki|wśród|spośród)"
COMMA = re.compile(
    rf"(?<![\w-])(?P<w>[^\W\d_]{{2,25}})(?=\s(?:że|żeby|ponieważ|gdyż|aczkolwiek|lecz|{_QUI}|{_PREPOSITION}\s{_QUI})(?![\w-]))",
    _I,
)
NO_COMMA_AFTER = _set(
    """
    mimo pomimo chyba dlatego zwłaszcza jako tak dopiero szczególnie oraz lub albo ale tylko więc
    właśnie jak nawet czy niż bo gdy jeśli jeżeli na we ze do od dla po przy przez nad pod za bez
    jedynie głównie między innymi tym bardziej wtedy byle jednak nie chociaż choć prawie niemal także
    również i a o u w z bądź ani plus dzięki wśród spośród którzy która które który nie tylko zarówno
    przede wszystkim tyle toku wyniku ramach czasie trakcie podstawie mocy efekcie myśl pomocą miarę
    razie temat skutek powodu sam sama samo poza oprócz obok koło około wokół podczas spod znad sprzed
    wobec według mimo wskutek oto ci to
    """
)
