"""What the checks of the workshop noticed, in words; see ``findings.py`` for those of form and contact."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def sentence(code: str) -> str:
    """What and why, with ``%(…)s`` for the place; empty for a code of another module."""
    return {
        "insult": _("A word that insults: “%(place)s”. It cannot be sent."),
        "harsh_word": _("May read as an insult: “%(place)s”."),
        "rating_for_money": _("Money or a present for a rating. It cannot be sent: “%(place)s”"),
        "rating_asked": _("A request for a rating. %(platform)s asks buyers itself."),
        "opinion_by_mail": _(
            "An opinion asked for by mail or on social media needs the buyer’s consent beforehand: “%(place)s”."
        ),
        "receipt_asked": _("The law lets nobody demand a receipt for a return or a complaint: “%(place)s”."),
        "own_fault": _("In a claim this may read as accepting it: “%(place)s”."),
        "private_data": _("Private data in a public answer: “%(place)s”."),
        "said_sent": _("You say it was sent, but the order has no parcel number and no scan."),
        "contradicts": _("Earlier (%(when)s) you wrote: “%(earlier)s”. Now: “%(place)s”."),
        "contradicts_sent": _("Earlier (%(when)s) you wrote that it was sent."),
        "promised_early": _("Delivery promised sooner than the order says (from %(day)s)."),
        "promised_late": _("Sending promised after the order’s own date (%(day)s)."),
        "other_order": _("The number of another order of this buyer: “%(place)s”."),
        "strange_order": _("This is not the number of this order: “%(place)s”."),
        "wrong_name": _("The buyer has another name than in “%(place)s”."),
        "wrong_language": _("The buyer writes in another language; this text is in %(language)s."),
        "absolute": _("A promise nobody can keep: “%(place)s”."),
        "heated": _("It reads as written in anger. Put it off or take a calm wording."),
        "misspelt": _("Spelling: “%(place)s”."),
        "blame": _("May sound like blame: “%(place)s”."),
        "curt": _("May sound curt: “%(place)s”."),
        "feel_apology": _("Reads as if the buyer were wrong to feel so: “%(place)s”."),
        "shouting": _("Capitals read as shouting: “%(place)s”."),
        "marks": _("One mark is enough: “%(place)s”."),
        "slash_gender": _("Reads like a form: “%(place)s”. Put it without the slash."),
        "surname_address": _("An address by the last name may sound rude: “%(place)s”."),
        "no_greeting": _("House style: no greeting."),
        "witam": _("House style: “Witam” reads as from above."),
        "no_closing": _("House style: no closing words."),
        "no_name": _("House style: the closing names nobody."),
        "small_courtesy": _("House style: a form of address with a capital: “%(place)s”."),
        "vocative": _("House style: the name in the form of address: “%(place)s”."),
        "address_comma": _("House style: a comma before the address, after “%(place)s”."),
        "no_courtesy": _("House style: no word of courtesy in it."),
        "no_empathy": _("House style: a complaint wants a word of understanding."),
        "too_many_apologies": _("House style: one apology is enough."),
        "house_style": _("Your house style avoids: “%(place)s”."),
        "machine_text": _("The language model wrote this and nobody has accepted it yet: “%(place)s”."),
        "question_left": _("Perhaps not answered: “%(place)s”"),
    }.get(code, "")


def language(code: str) -> str:
    """A language's name, as it stands after "in"."""
    return {
        "pl": pgettext("written in", "Polish"),
        "en": pgettext("written in", "English"),
        "de": pgettext("written in", "German"),
        "lt": pgettext("written in", "Lithuanian"),
    }.get(code, _("another language"))
