"""What the house style may ask for, in words. Codes: ``kontuar/text/house.py``."""

from django.utils.translation import gettext_lazy as _

GROUPS = {
    "opening": _("Beginning and end"),
    "address": _("Forms of address and commas"),
    "tone": _("Tone"),
}
CODES = {
    "manners.no_greeting": _("No greeting in a first answer"),
    "manners.witam": _("“Witam” as a greeting (Polish)"),
    "manners.no_signature": _("No closing words, where no signature is put under the text"),
    "manners.no_name": _("A closing without a name, where no signature is put under the text"),
    "manners.small_courtesy": _("“pan”, “państwo”, “ihre” without a capital"),
    "manners.slash_gender": _("Forms with a slash, such as “Pana/Pani”"),
    "manners.surname_address": _("Address by the last name, such as “Panie Kowalski”"),
    "manners.vocative": _("A name that is not in the form of address, such as “Panie Krzysztof”"),
    "manners.address_comma": _("No comma before an address, as in “Dzień dobry Panie Janie”"),
    "polish.comma": _("Commas before “że”, “który” and the like (Polish)"),
    "manners.blame": _("Words that may sound like blame"),
    "manners.curt": _("Curt words, such as “it is all in the description”"),
    "manners.feel_apology": _("“I am sorry you feel so”"),
    "manners.shouting": _("Several words in capitals"),
    "manners.marks": _("Several exclamation or question marks"),
    "manners.no_courtesy": _("A longer text without please or thank you"),
    "manners.no_empathy": _("An answer to a complaint without a word of understanding"),
    "manners.too_many_apologies": _("More than two apologies"),
}
