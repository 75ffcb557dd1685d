"""Vulgar words, insults and words of anger in four languages (folded; see phrases.py)."""

from __future__ import annotations

import re

from kontuar.text.phrases import by_language

# Stems of Polish vulgarisms. Checked against BAN-PL's list of 6,482 forms; the exceptions are words of
# honest trade: pepper and gingerbread, moving parts, duplicates, chicks.
VULGAR_PL = re.compile(
    r"(?<![^\W_])(?:(?:nie)?(?:na|nad)?(?:nie|o|od|po|prze|przy|roz|do|na|ob|w|we|wy|u|z|ze|za|s|naj|poroz"
    r"|powy|poprze|pow"
    r"|poz|poza|pona|pod|pode|podo|wez)?"
    r"(?:jeb[aeiucmz]\w{0,20}|jeban\w{0,20}|jeb(?!\w)|jebn\w{0,14}|jebl\w{1,8}|pierd[aoluz]\w{0,20}"
    r"|kurw\w{0,20}|kurews\w{1,12}|kurestw\w{1,5}|sra(?!\w)|sra(?:c|j|l|m|n|sz"
    r"|ty|ni|nie|lam|my|cie|ja|jac)\w{0,16}|sryw\w{0,16}"
    r"|sral\w{0,10}|(?:po)?ruchal\w{0,10}|ruchan\w{1,6}|ruchac\w{0,6}|rucha(?:m|sz|my|cie|ja|j|jac\w{0,5}"
    r"|jmy|jcie)?(?!\w)"
    r"|kurew(?!\w)|qrwa|matkojeb\w{1,8}|chuj\w{0,16}|huj\w{0,16}|pizd\w{0,16}|pizg\w{0,16})"
    r"|ch[*u.]j\w{0,8}|k[*u]+rw\w{0,10}|k\*{1,4}\w{0,4}a\b|(?:nie)?skurw\w{0,14}|cip(?:a|y|e|o|ie|ach|ami|om"
    r"|sko|ka|ki|ko|ke|ce)?(?!\w)|kutas\w{0,10}|pindol\w{0,6}"
    r"|dup(?:a|y|e|o|ie|ach|ami|om|ek|ka|ki|ko|ske|sko|cia|eczk\w{1,4}|ne|ny|ni|nik)(?!\w)|w dup\w{1,3}"
    r"|zadup\w{1,6}|wydup\w{1,10}|(?:nie)?[ud]{1,2}dup[cinm]\w{0,10}|dup(?:c|i|n|o)\w{1,12}(?<!dupli)"
    r"|gown\w{1,10}|zagown\w{1,10}|ogown\w{1,10}|(?:nie)?(?:na)?(?:s|wy|na|prze|roz|pod|przy|za|u|o|do|po|od"
    r"|w)pie(?:prz|rnicz)\w{1,16}|(?:nie)?pieprz(?:n|on|en|yc|yl|e sie|cie sie|ysz|ycie|ni)\w{0,12}"
    r"|(?:nie)?(?:za|obe?|ob|po|wy|na|ze|prze|u|do|od)sr(?:a|y|aj)\w{1,16}|fiut\w{0,8}|cwel\w{0,8}"
    r"|dziwk\w{1,5}|szmat(?:o|a jestes)(?!\w)|suk(?:o|insyn\w{0,5})(?!\w)"
    r"|dziwko|cipiel\w{0,6}|pojeb\w{0,14}|zjeb\w{0,14}|wpierdol\w{0,6}|wkurw\w{0,14}|jeban\w{0,6}"
    r"|spierd\w{0,14})(?![^\W_])"
)
NOT_VULGAR_PL = frozenset(
    {"duplo", "dupleks", "duplikat", "duplikaty", "duplikatu", "duplikacja", "cip", "cips", "ruchach"}
)

VULGAR = by_language(
    """
    [en]
    fuck*|fucking|motherfuck*|shit|shitty|bullshit|crap|crappy|bitch*|bastard*|asshole*|arsehole*
    dickhead*|wanker*|twat*|cunt*|piss off|pissed off|bollocks|son of a bitch
    [de]
    scheiss*|scheisse|arschloch*|arsch|fotze*|wichser*|hurensohn*|miststuck*|verdammte scheisse
    leck mich|verpiss*|drecksack*|drecksau*|fick dich|ficken|kacke
    [lt]
    blet|blemba|bliat*|nachui|nahui|nx|kurva*|kurwa|suka|pyzda*|sudas|sudo|sudinas|subine*|uzsikrusk*
    eik nachui|dauns*|gaidys|byblys|bybi*|pidar*|lochas
    """
)

INSULT = by_language(
    """
    [pl]
    idiot*|debil*|kretyn*|glupek|glupi jestes|glupia jestes|glupku|matol*|balwan*|imbecyl*|tepak*|glab
    glabie|cham|chamie|chamstwo|chamski|chamska|chamskie|buraku|prostak*|zlodziej*|zlodzieje
    oszust*|oszusci|oszukancy|naciagacz*|kombinator*|nierob*|lajza|baranie|pajac*|oszolom|oszolomy|palant*
    frajer*|gnoj|gnoju|gnojk*|parszyw*|gnida|kanciarz*|krętacz*|kretacz*|klamca|klamcy|smiec|smieciu
    szmaciarz*|dziady|dziadostwo|naciaganie|ty oszuscie|jestescie smieszni|smieszni jestescie
    [en]
    idiot*|moron*|stupid|liar*|thief|thieves|scammer*|scam|fraud|fraudster*|crook*|cheat*|incompetent
    clown*|loser*|pathetic|con artist*|rip-off|ripoff|rip off|disgrace
    [de]
    betruger*|betrug|idiot*|dummkopf*|depp*|lugner*|dieb|diebe|gauner*|verbrecher*|abzocke*|abzocker*
    versager*|unfahig*|unverschamt*|frechheit|trottel*|penner*|schwachkopf*
    [lt]
    sukcia*|apgavik*|idiot*|debil*|vagis|vagys|melag*|kvail*|asil*|nevykel*|sukciai|aferist*|begedi*
    ciniski*
    """
)

ANGER = by_language(
    """
    [pl]
    skandal*|zenada|zenujac*|kpina|kpiny|kpicie|jaja sobie|granda|bezczelnosc|bezczeln*|bezczel|hanba
    wstyd|niedopuszczaln*|karygodn*|oburzon*|oburzajac*|wsciekl*|wkurz*|zdenerwowan*|denerwuj*|szlag
    dosyc tego|mam dosc|mam tego dosc|to jakis zart|co to ma byc|co to ma znaczyc|ile mozna czekac
    ile mozna|nigdy wiecej|masakra|porazka|tragedia|dramat|totaln* porazka|totalne dno|dno dna|badziew*
    szajs*|tandet*|bubel|buble|olewacie|olewanie|lekcewaz*|ignorujecie|oszukal*|oszukan*|oszustwo
    oszukujecie|nabijacie|nie zycze sobie|zadam|domagam sie|natychmiast|bez jaj|smiechu warte|parodia
    jestem zla|jestem zly|zlodziejstwo|ostrzegam|do sadu|na policje|policja|uokik|rzecznik*|prokuratur*
    bulwersuj*|zbulwersowan*|rozczarowan*|niezadowolon*|tragiczn*|tragicznie|beznadziejn*|beznadzieja|fatal*|okropn*|najgorsz*|odradzam
    zalosn*|strata pieniedzy|strata czasu|kradziez|zmarnowan*|po prostu brak slow|brak slow
    czekam i czekam|kolejny raz|ktory to juz raz|chore|absurd*|niepowazn*|brak odpowiedzi|brak szacunku
    arogan*
    [en]
    furious|angry|outrage*|disgust*|unacceptable|ridiculous|appalling|terrible|horrible|worst|awful|joke
    a joke|shame on you|ashamed|fed up|sick of|sick and tired|how dare|useless|waste of|never again
    rubbish|disgrace*|demand|immediately|lawyer|police|report you|liars|lied|ignored|ignoring|infuriat*
    enough is enough|absolute disgrace|still nothing|avoid this seller|pissed
    [de]
    frechheit|unverschamt*|skandal*|empor*|wutend|sauer|wut|zumutung|katastroph*|lacherlich|das letzte
    nie wieder|inakzeptabel|unmoglich*|unglaublich|es reicht|mir reicht*|schluss jetzt|anwalt
    anzeige|polizei|verbraucherzentrale|verarsch*|verarschen|schlimmste*|saumassig|mist|drecks*|schrott
    witz|ein witz|entauscht|enttausch*|erwarte ich
    [lt]
    pasibaisetin*|baisus|baisu|gedinga|geda|siaubing*|siaubas|pasipiktin*|piktin*|pykst*|isprotejo
    kiek galima|iziulu*|akiplesisk*|nesamone*|tragedija|nusivyl*|niekada daugiau|skandal*|advokat*
    policij*|reikalauju|nedelsiant|apgaul*|apgavo*|meluoja*|tyciojat*|nepriimtin*|absurd*|juokaujat*
    """
)
