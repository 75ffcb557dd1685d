"""Praise in a buyer's message, and what for: "dziękuję za szybką odpowiedź" (S001-09).

A sentence praises when it names the thing, a good word for it or thanks, and no word that asks, hopes or denies: a
wrong "yes" would flatter, so a doubtful sentence is left out. A person decides; this only proposes.
"""

import re

from kontuar.text.closers import THANKS
from kontuar.text.fold import fold_aligned

MOST = 2000
_SENTENCE = re.compile(r"[^.!?\n]{3,400}[.!?]?")


def _stems(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words.split())})", re.IGNORECASE)


_QUICK = _stems(
    """szybk blyskawiczn ekspresow expresow natychmiast quick fast prompt swift speedy
    schnell rasch prompte greit operatyv"""
)
_GOOD = _stems(
    """swietn super rewelac znakomi wspania doskona polecam zadowol idealn solidn pieknie piekn staran mil[aey]
    profesjonaln
    great excellent perfect lovely love happy wonderful brilliant amazing well carefully nicely friendly recommend
    toll gut herzlich sorgfaltig zufrieden empfehl freundlich kompetent wunderbar bestens
    puik saun nuostab gerai graz patenkint rekomenduo rupesting profesional"""
)
_DOUBT = _stems(
    r"""nie\b brak prosze\b prosz[ae] prosil poprosz licze liczymy czekam oczekuj z\sgory jesli jezeli gdyby gdy\b czy\b
    kiedy ale\b niestety choc mialo mial[ay]?\b zamiast chyba\b
    please hope hoping would if\b when\b not\b no\b never but\b instead should advance awaiting could can\b n't\b
    bitte wenn\b falls\b nicht kein ware\b hoffe aber\b leider statt voraus
    prasau prasyciau jei\b kada\b ar\b ne\b nebuv nera tikiuosi bet\b deja anksto laukiu"""
)
_ANSWER = _stems(
    "odpow odp\\b reakc kontakt reply repl response respond answer antwort ruckmeldung reaktion atsak reakcij"
)
_SENDING = _stems(
    """wysylk wysylan dostaw przesylk paczk realizac delivery deliver shipping shipped shipment dispatch parcel
    lieferung geliefert versand versendet paket pristat issiunt siunt"""
)
_PACKED = _stems("zapakow opakow pakow pack verpack eingepackt supak pakav")
_HELP = _stems(
    """pomoc porad wyjasn obslug help advice advise service support explan
    hilfe beratung kundendienst pagalb aptarnav konsult"""
)
_PRODUCT = _stems(
    """produkt towar jakos ksiazk zakup rzecz product quality item purchase book
    qualitat artikel buch kauf prek kokyb knyg pirkin"""
)


def find_praise(text: str) -> str | None:
    """What is praised: speed, dispatch, packing, help or product; None where nothing is, or it is not sure."""
    folded = fold_aligned(text[:MOST])
    for match in _SENTENCE.finditer(folded):
        if found := _of(match.group()):
            return found
    return None


def _of(sentence: str) -> str | None:
    if sentence.endswith("?") or _DOUBT.search(sentence):
        return None
    thanked = bool(THANKS.search(sentence))
    good = bool(_GOOD.search(sentence))
    if _QUICK.search(sentence) and (thanked or good):
        if _ANSWER.search(sentence):
            return "speed"
        if _SENDING.search(sentence):
            return "dispatch"
    if _PACKED.search(sentence) and good:
        return "packing"
    if _HELP.search(sentence) and (thanked or good):
        return "help"
    return "product" if _PRODUCT.search(sentence) and good else None
