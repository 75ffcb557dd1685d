"""How people ask and wish in Polish, English, German and Lithuanian (folded, see phrases.py)."""

from __future__ import annotations

import re

from kontuar.text.phrases import finder

GREETING = finder(
    """
    dzien dobry|dobry wieczor|dobry|witam serdecznie|witam|witajcie|czesc|hej|hejka|siema
    szanowni panstwo
    szanowny panie|szanowna pani|szanowny sprzedawco|dobry wieczór
    hello there|hello|hi there|hi|hey|good morning|good afternoon|good evening|dear seller
    dear sir or madam|dear sir
    guten tag|guten morgen|guten abend|hallo zusammen|hallo|moin|servus|gruss gott
    sehr geehrte damen und herren
    laba diena|labas rytas|labas vakaras|labas|sveiki|laba|gerbiamas pardavejau|gerbiamieji
    """
)

# Ask by themselves, with or without a question mark, at the start of a clause.
_STRONG = """
    czy|ile|dlaczego|czemu|skad|po ile|od kiedy|do kiedy|za ile|z czego|w jakim|w jakiej|w jakich
    na jaki|na jaka|na jakie
    o ktorej|kiedy|gdzie|jaka jest|jaki jest|jakie sa|jaka|jaki|jakie|co z|co zrobic|co teraz|co dalej
    co mam zrobic|kto|jak|czym|co|do czego|dla jakich|dla jakiego|dla jakiej|na czym|w czym|o co
    przy jakich|przy jakim|z jakich
    z jakiego|z jakiej|od czego|kogo|komu|ktory|ktora|ktore|ktorego|do jakiej|do jakiego|do jakich
    w jaki|jakich|jakim|jakiej|jakiego|czyj*|po co|o jakiej
    when|where|how|why|what|which|who|whose|whether
    wann|wo|wie|warum|wieso|weshalb|welche*|wer|was|woher|wohin|womit|an welche|ob
    ar|kada|kur|kaip|kiek|kodel|koks|kokia|kokie|kokio|kokiu|kokios|koki|kas|ka|kuris|kuri|is kokios
    is ko|o ar
    """
STRONG = finder(_STRONG)
EMBEDDED = finder(_STRONG, "if")

# Verb first: a question at the start of a sentence even without a mark.
INVERTED = finder(
    """
    mozna|da sie|daloby sie|da rade|dalo by sie|wiadomo cos|wiadomo|wyslaliscie|macie|maja panstwo
    posiadaja panstwo|mozecie|moge prosic o info*
    jest mozliwosc|jest szansa|bedzie mozliwosc|bedzie pasowac|bedzie dostepn*|beda jeszcze
    beda dostepn*|zdazycie|mam pytanie czy
    moglbym|moglabym|jest jeszcze|dostepne jeszcze|aktualne
    is it|is the|is this|is there|is that|are there|are you|are the|are these|do you|do i|does it
    does the|does this|did you
    can i|can you|could i|could you|could we|can we|will it|will you|will the|would it|would you|has it
    has my|has the|have you|have i
    may i|any chance|any news|any update*|am i|should i|was it|were you
    ist das|ist die|ist der|ist es|ist dies*|sind die|sind das|sind diese|haben sie|hat der|hat die
    hat das|kann ich|kann man|konnen sie
    konnten sie|konnte ich|gibt es|gibts|geht das|geht es|passt der|passt die|passt das|passt es
    wurde die|wurde das|wurde der|wurde mein*
    bekomme ich|wird die|wird das|wird der|darf ich|durfte ich|ware es|wurden sie|liefern sie
    versenden sie|habt ihr|konnt ihr|verschicken sie
    gal galima|gal turite|gal galite|gal yra|gal dar|turite|galima|galite|yra galimybe
    """
)

# English: a verb before its subject opens a question; a question word before such a verb does so anywhere.
ENGLISH_INVERTED = re.compile(
    r"(?:(?:is|are|can|could|does|did|will|would|should|has|am|was|were|isn't|aren't|can't|couldn't|won't"
    r"|doesn't|didn't|hasn't)"
    r"\s+(?!do\b|be\b)|(?:do|have|may|don't|haven't)\s+(?=(?:i|you|we|they|the|any|my|your|these|those)\b))\w"
)
CORE = re.compile(
    r"(?:how|what|when|where|why|which|who)\s+(?:do|does|did|can|could|is|are|was|were|will|would|should"
    r"|has|have|much|many|long|to)\b"
    r"|(?:co|gdzie|jak|kiedy)\s+(?:robic|zrobic|mam zrobic|teraz|dalej|mam|mozna|moge|powinien\w*)\b"
)

# "I should like to know …": what follows is a question.
WONDER = finder(
    """
    chcialbym wiedziec|chcialabym wiedziec|chce wiedziec|chcialbym zapytac|chcialabym zapytac
    chcialem zapytac|chcialam zapytac
    chcialbym spytac|chcialabym spytac|prosze mi powiedziec|prosze powiedziec|prosze o informacj*
    prosze o odpowiedz
    zastanawiam sie|ciekawi mnie|interesuje mnie|mam pytanie|mam pytanko|moge wiedziec|prosze napisac
    prosze sprawdzic
    pytanie|pytam|dopytac|powie mi pan|powie mi pani|prosze o podanie|prosze okreslic|mam pytania
    mam dwa pytania|potrzebuje wiedziec
    i was wondering|i am wondering|i'm wondering|wondering|i would like to know|i'd like to know
    please tell me|let me know|can you tell me
    could you tell me|please advise|please let me know|i want to know|quick question|i need to know
    do you know|please confirm
    mich wurde interessieren|ich wollte fragen|ich wurde gerne wissen|ich wurde gern wissen
    ich mochte wissen|ich hatte gern gewusst
    ich hatte gerne gewusst|konnen sie mir sagen|konnten sie mir sagen|bitte sagen sie mir
    ich frage mich|eine frage|kurze frage
    bitte teilen sie mir mit|wollte mal fragen|wollte fragen|wissen sie
    noreciau suzinoti|noreciau paklausti|norejau paklausti|norejau suzinoti|prasau pasakyti
    prasau informuoti|idomu
    turiu klausima|klausimas|gal zinote|ar galite pasakyti|pasakykite
    """
)

# A polite question that wants a deed, not an answer.
POLITE_DEED = finder(
    """
    czy mogl* pan|czy moglaby pani|czy mogliby panstwo|czy moglibyscie|czy mozecie|czy moze pan
    czy moze pani|czy moga panstwo
    moglby pan|moglaby pani|mogliby panstwo|moglibyscie|czy moglby pan|czy moge prosic
    czy moglbym prosic|czy moglabym prosic
    could you please|can you please|would you please|could you|can you|would you mind
    would you be able to|will you please
    konnten sie bitte|konnen sie bitte|konnten sie mir|konnen sie mir|konnten sie|wurden sie bitte
    wurden sie mir|konntet ihr
    gal galetumete|ar galetumete|gal galite|galetumete
    """
)
# … unless it asks for knowledge: then it is a question after all.
KNOWLEDGE = finder(
    """
    powiedziec|sprawdzic czy|napisac czy|okreslic|zmienic|zdradzic
    tell me|advise|confirm whether|change|ship to|deliver to
    sagen|andern|mitteilen
    pasakyti|pakeisti
    """
)

WISH = finder(
    """
    prosze o|prosze bardzo o|bardzo prosze o|bardzo prosze|prosze was|poprosze|prosze mi|prosze tylko o
    uprzejmie prosze|prosil*bym o
    prosilbym|prosilabym|prosilabym o|zadam|domagam sie|oczekuje|wnosze o|zwracam sie z prosba
    mam prosbe|prosba o
    prosze anulowac|prosze poprawic|prosze podeslac|prosze pisac|prosze wyslac|prosze nie wysylac
    prosze zwrocic|prosze zmienic|prosze dodac
    prosze przeslac|prosze odpisac|prosze zadzwonic|prosze dopisac|prosze doslac|prosze wymienic
    prosze potwierdzic|prosze dolozyc
    prosze spakowac|prosze zapakowac|prosze wystawic|prosze zwrot|prosze oddac|prosze odeslac
    prosze uwzglednic|prosze sprawdzic
    chce zlozyc|chce zwrot|chce moje pieniadze|chce odzyskac|chcialbym fakture|chcialabym fakture
    chcialbym otrzymac|chcialabym otrzymac
    chcialbym dostac|chcialabym dostac|chcialbym prosic|chcialabym prosic|chcialbym zlozyc
    chcialabym zlozyc|chcialbym poprosic|chcialabym poprosic
    chcialbym wymienic|chcialabym wymienic|oddajcie|zwroccie|wyslijcie|przeslijcie
    please|pls|plz|i want my|i want a|i want you|i want the|i demand|i request|i expect|i'd like a
    i would like a|i would like to request|i need a|i need you
    refund me|call me|email me|send me|kindly
    bitte|ich bitte|ich erwarte|ich verlange|ich fordere|ich brauche|ich benotige|ich hatte gern
    ich hatte gerne|ich mochte eine|ich mochte mein
    ich mochte bitten|rufen sie mich|schicken sie|senden sie|geld zuruck
    prasau|prasom|prasyciau|praseciau|noreciau gauti|noriu gauti|reikalauju|grazinkite|paskambinkite
    atsiuskite|tikiuosi gauti|noreciau paprasyti
    """
)
# "proszę też o …", "prosimy pilnie wysłać": any infinitive (folded ć).
POLISH_REQUEST = re.compile(r"(?:prosze|prosimy|poprosze)\s(?:\w{1,12}\s){0,2}(?:o\s|\w{3,20}c\b)")
NOT_A_WISH = finder(
    """
    prosze bardzo|bardzo prosze bardzo
    please find|please note|bitte schon|bitte sehr|prasom labai
    """
)

YES_NO = finder(
    """
    czy|can|could|do|does|did|is|are|will|would|has|have|may|ist|sind|haben|hat|kann|konnen|gibt|geht
    passt|ob|wurde|wird|ar|gal
    """
)
