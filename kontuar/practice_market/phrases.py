"""What live buyers say when they react, and how they take what they read."""

from __future__ import annotations

import random
import re

_PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "thanks": {
        "pl": (
            "Dziękuję za szybką odpowiedź :)",
            "Super, dzięki!",
            "ok, dziękuję",
            "Dziękuję bardzo, wszystko jasne.",
            "Dzięki za info, pozdrawiam",
        ),
        "de": ("Vielen Dank für die schnelle Antwort!", "Super, danke."),
        "en": ("Thank you, that helps a lot!", "Great, thanks."),
        "lt": ("Ačiū už greitą atsakymą!",),
        "cs": ("Děkuji za rychlou odpověď.", "Díky moc!"),
    },
    "grudging": {
        "pl": (
            "No dobrze. Liczę, że tym razem tak będzie.",
            "Trudno, poczekam, ale to naprawdę słabe.",
        ),
        "de": ("Na gut. Ich hoffe, dass es diesmal stimmt.",),
        "en": ("Fine. I hope it is true this time.",),
        "lt": ("Gerai, tikiuosi, kad šį kartą taip ir bus.",),
        "cs": ("No dobře. Doufám, že to tentokrát platí.",),
    },
    "wait": {
        "pl": ("Dobrze, czekam na wiadomość.", "ok czekam"),
        "de": ("Gut, ich warte.",),
        "en": ("All right, I will wait.",),
        "lt": ("Gerai, lauksiu.",),
        "cs": ("Dobře, počkám.",),
    },
    "more": {
        "pl": (
            "A mógłby ktoś napisać coś więcej? Nie wiem, czy dobrze rozumiem.",
            "Czyli jak to będzie dokładnie?",
        ),
        "de": ("Können Sie das bitte genauer erklären?",),
        "en": ("Could you tell me a bit more, please?",),
        "lt": ("Ar galėtumėte paaiškinti plačiau?",),
        "cs": ("Můžete to prosím upřesnit?",),
    },
    "again": {
        "pl": (
            "Dzień dobry, czekam od wczoraj i nadal nie mam odpowiedzi. Czy ktoś się tym zajmuje?",
            "Halo? Prosze o odpowiedz...",
        ),
        "de": ("Guten Tag, ich warte immer noch auf eine Antwort.",),
        "en": ("Hello, I am still waiting for an answer.",),
        "lt": ("Laba diena, vis dar laukiu atsakymo.",),
        "cs": ("Dobrý den, stále čekám na odpověď.",),
    },
    "not_sent": {
        "pl": (
            "Dzień dobry, zamówienie miało wyjść wczoraj, a nie mam numeru przesyłki. Kiedy wyślecie?",
            "Kiedy wysyłka? Termin minął.",
        ),
        "de": ("Guten Tag, die Bestellung sollte gestern verschickt werden. Wann geht sie raus?",),
        "en": ("Hello, the order should have left yesterday. When will you send it?",),
        "lt": ("Laba diena, siunta turėjo būti išsiųsta vakar. Kada išsiųsite?",),
        "cs": ("Dobrý den, zásilka měla být odeslána včera. Kdy ji pošlete?",),
    },
    "not_here": {
        "pl": (
            "Dzień dobry, gdzie jest moja paczka? Miała być wczoraj.",
            "paczki dalej nie ma, co się dzieje?",
        ),
        "de": ("Wo bleibt mein Paket? Es sollte gestern ankommen.",),
        "en": ("Where is my parcel? It should have arrived yesterday.",),
        "lt": ("Kur mano siunta? Ji turėjo atvykti vakar.",),
        "cs": ("Kde je moje zásilka? Měla dorazit včera.",),
    },
    "problem": {
        "pl": (
            "Paczka nie dotarła, minęło kilka dni od terminu. Proszę o wyjaśnienie albo zwrot pieniędzy.",
        ),
        "de": ("Das Paket ist nicht angekommen. Bitte klären Sie das oder erstatten Sie das Geld.",),
        "en": ("The parcel has not arrived. Please sort it out or give me my money back.",),
        "lt": ("Siunta neatvyko. Prašau išsiaiškinti arba grąžinti pinigus.",),
        "cs": ("Balík nedorazil. Prosím o vyřešení, nebo o vrácení peněz.",),
    },
}

_CLOSER = re.compile(
    r"\b(ok|okej|super|dzi[eę]k\w*|thanks?|thank you|danke|vielen dank|ačiū|díky|děkuj\w*)\b",
    re.IGNORECASE,
)
_HOLDING = re.compile(
    r"(sprawdz\w+|wróc\w+ z odpowiedzi|dam\w* znać|odezw\w+ się|will check|get back to you|melden uns)",
    re.IGNORECASE,
)


def pick(rng: random.Random, kind: str, language: str) -> str:
    """One phrase of a kind in the buyer's language, English when there is none."""
    by_language = _PHRASES[kind]
    return rng.choice(by_language.get(language[:2], by_language["en"]))


def is_closer(text: str) -> bool:
    """A thank-you that wants no answer: short, with a word of thanks, asks nothing."""
    return len(text) < 90 and "?" not in text and ("👍" in text or bool(_CLOSER.search(text)))


def is_holding(text: str) -> bool:
    """An answer that promises one later and gives none yet."""
    return len(text) < 400 and bool(_HOLDING.search(text))


def is_thin(text: str) -> bool:
    """Too little to be an answer."""
    return len(text.strip()) < 20
