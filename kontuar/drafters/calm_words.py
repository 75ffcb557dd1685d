"""Reviewed phrases that may stand for a heated sentence (etiquette I7, I8, I9, I10); sent as they are.

``insult`` stands for anger and insults, ``blame`` for reproach, ``curt`` for curtness, ``feel`` for an apology of the
kind "sorry you feel so".
"""

PHRASES: dict[str, dict[str, str]] = {
    "pl": {
        "insult": "Rozumiem, że ta sytuacja jest kłopotliwa.",
        "blame": "Sprawdźmy razem, co się stało.",
        "curt": "Chętnie wyjaśnię to jeszcze raz.",
        "feel": "Przykro mi, że tak się stało.",
        "next": "Proszę napisać, jakie rozwiązanie byłoby najlepsze.",
        "greeting": "Dzień dobry,",
    },
    "en": {
        "insult": "I understand that this is frustrating.",
        "blame": "Let us look together at what happened.",
        "curt": "I will gladly explain it once more.",
        "feel": "I am sorry that this happened.",
        "next": "Please tell me which solution would be best for you.",
        "greeting": "Hello,",
    },
    "de": {
        "insult": "Ich verstehe, dass die Situation ärgerlich ist.",
        "blame": "Lassen Sie uns gemeinsam schauen, was geschehen ist.",
        "curt": "Gern erkläre ich es noch einmal.",
        "feel": "Es tut mir leid, dass das geschehen ist.",
        "next": "Bitte schreiben Sie, welche Lösung Sie sich wünschen.",
        "greeting": "Guten Tag,",
    },
    "lt": {
        "insult": "Suprantu, kad ši situacija nemaloni.",
        "blame": "Pažiūrėkime kartu, kas nutiko.",
        "curt": "Mielai paaiškinsiu dar kartą.",
        "feel": "Apgailestauju, kad taip nutiko.",
        "next": "Prašau parašyti, koks sprendimas būtų geriausias.",
        "greeting": "Laba diena,",
    },
}
