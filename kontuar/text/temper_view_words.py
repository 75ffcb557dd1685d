"""Words for what the writer thinks of it all: blame, feeling, verdict, praise that is none. English, German,
Lithuanian (folded; see phrases.py)."""

from __future__ import annotations

import re

from kontuar.text.phrases import by_language

BLAME = by_language(
    """
    [en]
    you people|you never|you keep|you always|you still|you don't even|you didn't even|you couldn't even
    you can't even|you haven't even|you don't care|you do not care|you clearly|you obviously|you just
    you simply|you promised|you people promised|your fault|your mistake|your mess|your incompeten*|your lies
    your excuses|your so-called|so-called|your promises|you think you|you think i|you took my|you take my
    you have my money|you've got my money|you got my money|kept my money|keep my money|happy to take
    quick to take|easy to take|my time|my nerves|you sold me|you ignored|you refuse|you refused|you made me
    you let me|let me down|nobody at your|no one at your|your staff|your so|not good enough
    isn't good enough|not how you|no way to|not the way to|that is not how|that's not how|supposed to be
    pay for your|not my fault|isn't my fault|not my job|not my problem|isn't my problem|don't tell me
    don't give me|don't you tell|don't bother|spare me|i don't care|i do not care|i couldn't care
    [de]
    sie haben nie|sie konnen nicht mal|sie konnen nicht einmal|sie haben nicht mal|sie haben nicht einmal
    sie haben versprochen|hatten versprochen|versprochen haben|ihr habt|ihr konnt|ihr seid|ihre schuld
    eure schuld|ihr fehler|ihr problem|ihre ausreden|ihre lugen|ihre versprech*|sogenannt*|angeblich*
    von wegen|mein geld|mein geld haben|geld kassier*|kassieren|kassiert|abkassier*|meine zeit|meine nerven
    verdorben|versaut|vermasselt|verpfuscht|verbockt|ist nicht mein|nicht mein problem|nicht meine schuld
    nicht meine aufgabe|erzahlen sie|erzahlt mir|kommen sie mir nicht|sparen sie|ist mir egal|mir egal
    mir wurscht|interessiert mich nicht|so nicht|nicht so mit|mit mir nicht|nicht mit mir|ignoriert
    ignorieren|kummert|kummern sie sich|es nicht notig|nicht notig|geht ja gar nicht|darf nicht sein
    kann nicht sein|kann doch nicht|kann ja nicht|darf doch|ja wohl nicht|ja wohl|offenbar|offensichtlich
    scheinbar
    [lt]
    jus niekada|jus net|jus vis|jus visada|jus tik|jus nieko|jums nesvarb*|jums vis tiek|zadejot*|zadejote
    pazadejot*|pazadej* ir|jusu kalte|jusu klaida|jusu melas|jusu melai|jusu pasiteisin*|pasiteisinim*|neva
    mano pinig*|pasiemet*|paemet*|pinigus paem*|mano laik*|mano nerv*|nervu|nervus|sugadin*|ne mano problem*
    ne mano kalte|ne mano reikal*|nepasakok*|neaiskin*|man vienodai|man nesvarb*|man neidom*|taip nebus
    taip negalima|taip nedar*|taip nesielg*|atsirasinej*|issisukinej*|vilkinat*|vilkinate|vilkinim*|mulkin*
    aklai|matyt|akivaizdz*|juk jus|paprasciausiai
    """
)
FEELING = by_language(
    """
    [en]
    frustrat*|annoy*|upset|irritat*|exasperat*|disappoint*|unhappy|dissatisf*|displeased|disbelief|shocked
    speechless|lost for words|no words|astonish*|offended|offensive|humiliat*|tired of|so tired|wit's end
    wits end|losing my mind|going mad|driving me|makes me sick|sickening|regret*|wish i had never
    wish i'd never|biggest mistake|enough of|that's enough|that is enough|i refuse|i won't accept
    i will not accept|i do not accept|i don't accept|not accept|won't stand|will not stand|won't tolerate
    will not tolerate|put up with|lost all trust|lost trust|trust you|never seen such|never had such
    never been so|never experienced|mad at|mad about|hate|exhausted|exhausting|stressed|stressful
    my patience
    [de]
    frustr*|argerlich*|arger*|verargert|enttauscht*|unzufrieden*|verzweifel*|sprachlos|schockiert|geschockt
    entsetz*|erschutter*|fuhle mich|komme mir vor|argert|rege mich|regt mich|wahnsinn|verruckt|bereue
    nie im leben|genug davon|das reicht|reicht's|reicht langsam|reicht jetzt|geduldsfaden|vertrauen verloren
    kein vertrauen|akzeptiere ich nicht|akzeptiere nicht|lasse ich mir|dulde|nicht hinnehm*|nicht akzept*
    nicht in ordnung|inakzept*|ungeheuer*|hasse|stress|bin es leid|es leid|es satt|meine geduld|geduld ist
    geduld am ende|noch nie erlebt|noch nie so|so noch nie|traurig
    [lt]
    nusivyl*|nepatenkint*|suerzin*|erzin*|nervin*|susinervin*|neramu|apmaud*|sokas|sokiruot*|nera zodziu
    nebera zodziu|be zodziu|pavarg*|gailiuosi|gailiuos|nebenoriu|netoleruos*|nepakesiu|nesitaikst*
    nesutinku su tok*|pasitikejim*|nepasitik*|neapkenci*|isveda|pyktis|pikta|isizeid*|izeid*|zemin*
    nusivyliau|nepriimt*|gyvenime ne*|tokio dar|tokio aptarnavim*|tokiu pardavej*|mano kantryb*
    """
)
VERDICT = by_language(
    """
    [en]
    insanity|madness|lunacy|outrag*|scandal*|shameful|shameless|no shame|disrespect*|no respect|mockery
    mocking|laughing at me|take me for|taking me for|made a fool|make a fool|deceiv*|deception|misled
    tricked|scammed|suckers|you suck|lousy|crummy|horrendous|hideous|pitiful|woeful|deplorable|contempt*
    gutless|spineless|brazen|the nerve|the cheek|what a cheek|some nerve|a nerve|audacity|gall
    unprofessional|sloppy|idiotic|stupidity|idiocy|patronis*|patroniz*|condescend*|gaslight*|stonewall*
    ghosted|ghosting|brushed off|brush me off|brushing me off|kept in the dark|strung along|stringing me
    stalling|dodging|jerk me|jerked around|fool me|fooled|zero stars|get lost|go to hell|to hell|shove it
    robbing|steer clear|warn people|beware|keep away|don't buy|do not buy|sham|unreal|filthy|rotten
    lame excuse*|poor excuse|pathetic excuse*|worthless|waste of money|complete waste|total waste|money down
    down the drain|never buying|never ordering|won't order|will not order|never order|not buying here
    lost a customer|loses a customer|you'll never see|no better than|laughing|shut up|out of business
    should be banned|banned from|how dare|so lazy|are lazy|lazy people|you steal|absurd*|very frustrated
    very annoyed|very upset|very irritated|very disappointed|very unhappy|very dissatisfied|very displeased
    very disappointing|very frustrating|very annoying|so frustrated|so annoyed|so upset|so irritated
    so disappointed|so unhappy|so dissatisfied|so displeased|so disappointing|so frustrating|so annoying
    extremely frustrated|extremely annoyed|extremely upset|extremely irritated|extremely disappointed
    extremely unhappy|extremely dissatisfied|extremely displeased|extremely disappointing
    extremely frustrating|extremely annoying|really frustrated|really annoyed|really upset|really irritated
    really disappointed|really unhappy|really dissatisfied|really displeased|really disappointing
    really frustrating|really annoying|absolutely frustrated|absolutely annoyed|absolutely upset
    absolutely irritated|absolutely disappointed|absolutely unhappy|absolutely dissatisfied
    absolutely displeased|absolutely disappointing|absolutely frustrating|absolutely annoying
    totally frustrated|totally annoyed|totally upset|totally irritated|totally disappointed|totally unhappy
    totally dissatisfied|totally displeased|totally disappointing|totally frustrating|totally annoying
    utterly frustrated|utterly annoyed|utterly upset|utterly irritated|utterly disappointed|utterly unhappy
    utterly dissatisfied|utterly displeased|utterly disappointing|utterly frustrating|utterly annoying
    deeply frustrated|deeply annoyed|deeply upset|deeply irritated|deeply disappointed|deeply unhappy
    deeply dissatisfied|deeply displeased|deeply disappointing|deeply frustrating|deeply annoying
    bitterly frustrated|bitterly annoyed|bitterly upset|bitterly irritated|bitterly disappointed
    bitterly unhappy|bitterly dissatisfied|bitterly displeased|bitterly disappointing|bitterly frustrating
    bitterly annoying|more than frustrated|more than annoyed|more than upset|more than irritated
    more than disappointed|more than unhappy|more than dissatisfied|more than displeased
    more than disappointing|more than frustrating|more than annoying|incredibly frustrated
    incredibly annoyed|incredibly upset|incredibly irritated|incredibly disappointed|incredibly unhappy
    incredibly dissatisfied|incredibly displeased|incredibly disappointing|incredibly frustrating
    incredibly annoying|insane|wouldn't wish|worst enemy|keep your money|had my money|money to burn
    grow on trees|made of money|anything like it|a child could|child could do|my dog could
    my grandmother could|my grandma could|are you asleep|your excuse this|excuse this time|i give up
    i've given up|past caring|disgusted|none of you|not one of you|the lot of you|people like you
    sellers like you|companies like|shops like yours|good riddance|you deserve|have any idea
    have the decency|common decency|decency|basic respect|laughing stock|christmas comes|hell freezes
    next century|tell the truth|stop the lies|such lies|all lies|tall stor*|likely story|this is crazy
    are you crazy|this sucks
    [de]
    wahnwitzig|respektlos*|ohne respekt|hohn|verhohn*|spott|spotten|verspott*|auslachen|lachen sie
    unprofessionell|laienhaft|schlamp*|schlampig|faul|dumm|blod|bloed|idiotisch|schwachsinnig|herablassend
    arroganz|uberheblich|schnippisch|pampig|patzig|hinterhaltig|hinterlistig|linke tour|irregefuhrt
    diebstahl|gestohlen|klauen|geklaut|beklaut|raub|ausgeraubt|abzock*|reingelegt|reinfall|reingefallen
    geprellt|geneppt|nepp|wertlos|geldverschwendung|rausgeschmissen*|rausgeworfen*|zum fenster|nie wieder
    nie mehr|letzte bestellung|kunden verloren|als kunde verloren|kunde gewesen|gewarnt|warne ich
    vorsicht vor|hande weg|katastrophe|desaster|farce|posse|affentheater|saustall|sauhaufen|klitsche
    unterste schublade|schlechter geht|schlimmer geht|erbarmlich|klaglich|jammerlich|trauerspiel
    kein benehmen|kein anstand|unanstandig|anmassend|halt den mund|hau ab|scheren sie|geht pleite|zumachen
    dichtmachen|gehort verboten|gehoren verboten|nicht ernst|ernst nehmen|wurde man|wie der letzte
    wie ein idiot|wie einen idioten|pfui|schamlos|das ist die hohe|die hohe ist das|ist die kronung
    was fur eine bude|skandalos|sehr frustriert|sehr argerlich|sehr verargert|sehr enttauscht
    sehr unzufrieden|sehr entsetzt|sehr schockiert|sehr aufgebracht|sehr verzweifelt|so frustriert
    so argerlich|so verargert|so enttauscht|so unzufrieden|so entsetzt|so schockiert|so aufgebracht
    so verzweifelt|extrem frustriert|extrem argerlich|extrem verargert|extrem enttauscht|extrem unzufrieden
    extrem entsetzt|extrem schockiert|extrem aufgebracht|extrem verzweifelt|wirklich frustriert
    wirklich argerlich|wirklich verargert|wirklich enttauscht|wirklich unzufrieden|wirklich entsetzt
    wirklich schockiert|wirklich aufgebracht|wirklich verzweifelt|absolut frustriert|absolut argerlich
    absolut verargert|absolut enttauscht|absolut unzufrieden|absolut entsetzt|absolut schockiert
    absolut aufgebracht|absolut verzweifelt|total frustriert|total argerlich|total verargert
    total enttauscht|total unzufrieden|total entsetzt|total schockiert|total aufgebracht|total verzweifelt
    zutiefst frustriert|zutiefst argerlich|zutiefst verargert|zutiefst enttauscht|zutiefst unzufrieden
    zutiefst entsetzt|zutiefst schockiert|zutiefst aufgebracht|zutiefst verzweifelt|masslos frustriert
    masslos argerlich|masslos verargert|masslos enttauscht|masslos unzufrieden|masslos entsetzt
    masslos schockiert|masslos aufgebracht|masslos verzweifelt|unglaublich frustriert|unglaublich argerlich
    unglaublich verargert|unglaublich enttauscht|unglaublich unzufrieden|unglaublich entsetzt
    unglaublich schockiert|unglaublich aufgebracht|unglaublich verzweifelt|mehr als frustriert
    mehr als argerlich|mehr als verargert|mehr als enttauscht|mehr als unzufrieden|mehr als entsetzt
    mehr als schockiert|mehr als aufgebracht|mehr als verzweifelt|bitter frustriert|bitter argerlich
    bitter verargert|bitter enttauscht|bitter unzufrieden|bitter entsetzt|bitter schockiert
    bitter aufgebracht|bitter verzweifelt|absurd|schlimmsten feind|keinem feind|ein kind konnte|ein blinder
    blinder sieht|wachen sie auf|winterschlaf|nicht zu glauben|geben sie zu|seien sie ehrlich|leute wie sie
    handler wie sie|verkaufer wie sie|shops wie|keiner von ihnen|nimmerwiedersehen|sankt nimmerlein*
    nimmerleinstag|bis ich schwarz|schwarz werde|hinters licht|lugengeschicht*|verkaufen fur|auf der nase
    auf der nase herum|an der nase|an der nase herum|beleidig*|unverfroren*|ruckgrat|fingerspitzen|anstand
    ein bisschen respekt|mindestmass|vom laster|aus der mulltonne|nichts wert|daumen dreh*|ist ja der gipfel
    ist der gipfel|ein irrsinn
    [lt]
    isprotej*|nesveik*|nepagarb*|be pagarbos|jokios pagarbos|tycioj*|saipo*|juokiat*|juoktis|isjuok*
    neprofesional*|kvail*|idiot*|ziaur*|begedis*|begedz*|izul*|arogan*|pasiput*|apgav*|apgaud*|apmov*
    isduri*|isdure*|suklaidin*|melag*|melai|vogt*|pavog*|vagia*|vagim*|bevert*|nieko vert*|pinigu svaist*
    ismest* pinig*|pinigai i bala|paskutin* pirk*|paskutin* karta perku|nepirksiu|nebepirksiu|neperkit*
    nepirkit*|nerekomenduo*|perspeju|ispeju|saugokit*|venkit*|katastrof*|balagan*|baisu|baisus|siaub*
    tragedij*|apgailetin*|pasibjaur*|bjaur*|slyksc*|slykst*|gedingas|blogiaus*|prasciaus*|dugnas|dugne
    uzsiciaupk*|eikit is|eikit po|velni*|po galais|galai zino|uzsidaryk*|bankrut*|laikot mane|asilu|durniu*
    kaip su siuksle|laukinia*|absurd*|labai nusivyl*|labai nepatenkint*|labai suerzin*|labai susinervin*
    labai apmaudu|labai pikta|labai isizeid*|be galo nusivyl*|be galo nepatenkint*|be galo suerzin*
    be galo susinervin*|be galo apmaudu|be galo pikta|be galo isizeid*|visiskai nusivyl*
    visiskai nepatenkint*|visiskai suerzin*|visiskai susinervin*|visiskai apmaudu|visiskai pikta
    visiskai isizeid*|tiesiog nusivyl*|tiesiog nepatenkint*|tiesiog suerzin*|tiesiog susinervin*
    tiesiog apmaudu|tiesiog pikta|tiesiog isizeid*|ypac nusivyl*|ypac nepatenkint*|ypac suerzin*
    ypac susinervin*|ypac apmaudu|ypac pikta|ypac isizeid*|nepaprastai nusivyl*|nepaprastai nepatenkint*
    nepaprastai suerzin*|nepaprastai susinervin*|nepaprastai apmaudu|nepaprastai pikta|nepaprastai isizeid*
    giliai nusivyl*|giliai nepatenkint*|giliai suerzin*|giliai susinervin*|giliai apmaudu|giliai pikta
    giliai isizeid*|beprotyb*|nelinkeciau|priesui nelink*|uzspring*|paspring*|vaikas padar*|aklas pamat*
    miegat*|pabuskit*|atsibuskit*|negaliu patiket*|neitiket*|prisipazinkit*|bukit sazining*
    nei vienas is jusu|ne vienas is jusu|tokie kaip jus|tokiems kaip|tokiu kaip jus|nusipelnet*|kol pasensiu
    jums nepavyks|nebandykit*|nosies vedz*|uz nosies|nosi vedz*|elementari pagarba|elementarios pagarb*
    mandagum*|padorum*|sazines turek*|sazine|isnaudoj*|viskam yra ribos|yra ribos|perzeng*
    """
)
PRAISE = re.compile(
    r"(?:^|[.!?\n]\s*|\b(?:so|well|oh|wow|ah|ach|na|och|o|nu|na ka|oi|tai) *,? )"
    r"(?:great|just great|how (?:lovely|nice|wonderful)|lovely|wonderful|brilliant|bravo"
    r"|congratulations|congrats|well done"
    r"|(?:great|nice|good|excellent|fantastic|super|amazing|impressive) (?:job|work|service|one|company)"
    r"|fantastic|superb|marvell?ous|splendid|amazing|perfect|impressive|charming"
    r"|what (?:a )?(?:great|wonderful|lovely|fantastic|brilliant|excellent|amazing)"
    r"|toll|ganz toll|super|prima|klasse|bravo|glanzleistung|gluckwunsch|herzlichen gluckwunsch"
    r"|respekt|hervorragend"
    r"|grossartig|wunderbar|spitze|fantastisch|ausgezeichnet|echt (?:toll|super|klasse)"
    r"|(?:tolle|super|klasse|prima|starke|schone|feine) (?:leistung|arbeit|service|firma|sache)"
    r"|(?:toller|super|klasse|prima|schoner|feiner) (?:service|laden|kundendienst|kundenservice|verein)"
    r"|puiku|nuostabu|saunu|saunuol\w+|bravo|sveikinu|sveikinim\w+|fantastika|fantastiska|idealu|tobula"
    r"|(?:puikus|nuostabus|saunus|fantastiskas|super) (?:darbas|aptarnavimas|servisas|pardavejas)"
    r"|(?:puikiai|saunia?i|nuostabiai) (?:padirb\w+|dirbat\w*))(?!\w)"
)
WRONG = re.compile(
    r"(?<!\w)(?:again|another|wrong|broken|smashed|late|empty|never|nothing|nobody|no one|still"
    r"|weeks?|month|months|not even"
    r"|missing|lost|useless|ignor\w+|damaged|no (?:reply|answer|refund|parcel)|half|twice|third"
    r"|instead|torn|dead"
    r"|wieder|falsch\w*|kaputt\w*|zerbrochen|spat|leer\w*|nie|nichts|niemand|keiner|kein\w{0,2}"
    r"|wochen|monat\w*|nicht einmal"
    r"|fehlt|verloren|beschadigt\w*|zweite|dritte|statt|verspatet|defekt\w*|zerstort"
    r"|vel|ne ta|ne tas|ne to|sulauz\w+|suduz\w+|sugad\w+|velu\w+|tusci\w+|niekada|nieko|niekas"
    r"|savait\w+|menes\w+|neatsak\w+"
    r"|truks\w+|pames\w+|pazeis\w+|ne vien\w+|vietoj|trecia\w*|neveik\w+|negav\w+|nera)(?!\w)"
)
THANKS = re.compile(
    r"(?<!\w)(?:thank\w*|thx|cheers|hello|hi|hey|good (?:morning|day|evening)|love\w*|great|perfect"
    r"|awesome|happy|please"
    r"|danke\w*|dank|hallo|guten|moin|super|toll|freue|schone\w*|liebe\w*|bitte|grusse"
    r"|aciu|dekoj\w*|dekui|sveik\w*|laba\w*|labas|puik\w*|prasau|prasom|grazi\w*|saunu)(?!\w)"
)
GRATEFUL = re.compile(
    r"(?<!\w)(?:thanks?|thank you|happy|love it|recommend|satisfied|danke\w*|dank|zufrieden|freue"
    r"|empfehl\w*|gerne wieder"
    r"|aciu|dekoj\w*|dekui|patenkint\w*|rekomenduoj\w*|dziaug\w*)(?!\w)"
)
CRY = re.compile(r"[^.!?\n]{6,200}!")
