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

# Vulgar words with stars for letters, in any language.
MASKED = re.compile(
    r"(?<!\w)(?:f[*#@$]{2,3}(?:k|ck|ing|king|er|ed)?|f[*#@$]c?k\w{0,5}|sh[*#@!]t\w{0,3}|s[*#]{2}t|b[*#!]tch\w{0,2}"
    r"|a[*#]{2}(?:hole|e)?|b[*#]{2,6}ocks|sch[*#]{2,4}s{0,2}e?|sch[*#]s{1,2}e|arschl[*#]ch|f[*#]tze|pi[*#]da|p[*#]zd\w{1,2}"
    r"|s[*#]d\w{1,3}|kur[*#]a)(?!\w)"
)

VULGAR = by_language(
    """
    [en]
    fuck*|fucking|motherfuck*|shit|shits|shite|shitty|shitshow|bullshit|crap|crappy|bitch*|bastard*|asshole*
    arsehole*|dickhead*|wanker*|twat*|cunt*|piss off|pissed off|bollocks|son of a bitch|arse|dumbass*|jackass*
    horseshit|batshit|screw you|up yours|tosser*|bellend*|knobhead*|shithead*|dipshit*|taking the piss
    piss take|pisstake|sod off|bugger off|slut|whore*|stfu|you prick|pricks|you dick|dickheads
    [de]
    scheiss*|scheisse|arschloch*|arsch|arsche|arschgeige*|arschlocher*|fotze*|wichser*|hurensohn*|hurensohne
    miststuck*|verdammte scheisse|leck mich|verpiss*|drecksack*|drecksau*|fick dich|ficken|fickt euch|kacke
    kackladen|beschissen*|verschissen*|am arsch|arschgesicht*|schlampe*|pisser*|mistkerl*|schwuchtel*
    missgeburt*|halt die fresse|fresse halten|auf die fresse|verfickt*|gefickt|spast|spasti|spasten
    [lt]
    blet|blemba|bliat*|bled|bliad*|nachui|nahui|nachuj|nahuj|nx|kurva*|kurwa|pyzda*|pizda*|pizdec*|sudas|sudo
    sudais|sudai|sudina*|sudinas|subine*|subin|uzsikrusk*|kruskis|eik nachui|dauns*|byblys|byblio|bybi*|pidar*
    pydar*|pederast*|lochas|lochai|prisik*|uzpis*|pisau*|chuj*|chui*|mudak*|eik sikt|eikit sikt|eik velniop
    ebat*|jobt*|jobanas|kales vaik*|sikti ant|apsik*|atsipisk*|nusipisk*|gaidy|gaidys tu|tu gaidys
    jus gaidziai|suka blet|suka tu|tu suka
    """
)

INSULT = by_language(
    """
    [pl]
    idiot*|debil*|kretyn*|glupek|glupi jestes|glupia jestes|glupku|matol*|balwan*|imbecyl*|tepak*|glab|glabie
    cham|chamie|chamstwo|chamski|chamska|chamskie|buraku|prostak*|zlodziej*|zlodzieje|oszust*|oszusci
    oszukancy|naciagacz*|kombinator*|nierob*|lajza|baranie|pajac*|oszolom|oszolomy|palant*|frajer*|gnoj|gnoju
    gnojk*|parszyw*|gnida|kanciarz*|kretacz*|klamca|klamcy|smiec|smieciu|szmaciarz*|dziady|dziadostwo
    naciaganie|ty oszuscie|jestescie smieszni|smieszni jestescie|partacz*|hochsztapler*|pseudosprzedawc*
    dyletan*|amatorszczyzn*|bandyci|banda oszustow|klamczuch*|tepi jestescie|glupi jestescie|bando oszustow
    bando zlodziei
    [en]
    idiot*|moron*|liar*|thief|thieves|scammer*|scam|fraudster*|crook*|incompetent|incompetence|loser*|pathetic
    con artist*|rip-off|ripoff|rip off|ripped off|disgrace|imbecile*|cretin*|cowboy outfit|conmen|con men
    conman|swindl*|shyster*|charlatan*|scumbag*|scum|jerks|numpty|useless lot|useless people|useless company
    bunch of amateurs|are you blind|are you deaf|are you stupid|can't you read|cant you read|can you not read
    brain dead|braindead|halfwit*|half-wit*|lowlife*|daylight robbery|highway robbery|so stupid|are stupid
    you stupid|stupid people|stupid company|stupid seller*|stupid excuse*|that stupid|this stupid|how stupid
    so dumb|you dumb|are dumb|how dumb|you clown*|bunch of clowns|are clowns|clown company|cheats|cheater*
    cheating|you cheat|you cowboys|bunch of cowboys|you muppet*|bunch of muppets|you jerk|is fraud|are frauds
    you fraud*|a fraud|pure fraud|committing fraud|bloody amateurs|total amateurs
    [de]
    betruger*|betrogen|betrugt|idiot*|dummkopf*|depp*|lugner*|lugenpack|dieb|diebe|gauner*|verbrecher*
    abzocke*|abzocker*|versager*|unfahig*|unverschamt*|frechheit|trottel*|penner*|schwachkopf*|abgezockt|zockt
    saftladen|sauladen|drecksladen|mistladen|saubande|stumper*|dilettant*|halsabschneider*|schwindler*
    scharlatan*|vollidiot*|vollpfosten|nichtskonner*|blodmann*|hornochse*|banause*|verarscher*|ganoven
    gesindel|zu blod|zu dumm|zu doof|zu bloed|sind sie blod|seid ihr blod|sind sie blind|sind sie taub
    ist betrug|reiner betrug|glatter betrug|purer betrug|an betrug|wegen betrug*|betrugsversuch|betrug ist
    betrug am kunden|so ein pack|lumpenpack
    [lt]
    sukcia*|sukci*|apgavik*|idiot*|debil*|vagis|vagys|vagiai|melag*|kvail*|nevykel*|sukciai|aferist*|begedi*
    ciniski*|begediai|begedis|durn*|bukagalv*|moron*|kretin*|chamas|chamai|chamiskas|chamisk*|chamizmas
    chamizma*|nemoksos|nemoks*|snargl*|nusikaltel*|apgaudinetoj*|bailiai|mulkiai|asilai|tu asil*|jus asil*
    bukaprot*|mulkis|mulkius|mulkiu|mulkin*|bjaurybe*
    """
)

ANGER = by_language(
    """
    [pl]
    skandal*|zenada|zenujac*|kpina|kpiny|kpicie|jaja sobie|granda|bezczelnosc|bezczeln*|bezczel|hanba|wstyd
    niedopuszczaln*|karygodn*|oburzon*|oburzajac*|wsciekl*|wkurz*|zdenerwowan*|denerwuj*|szlag|dosyc tego
    mam dosc|mam tego dosc|to jakis zart|co to ma byc|co to ma znaczyc|ile mozna czekac|ile mozna|nigdy wiecej
    masakra|porazka|tragedia|dramat|totaln* porazka|totalne dno|dno dna|badziew*|szajs*|tandet*|bubel|buble
    olewacie|olewanie|lekcewaz*|ignorujecie|oszukal*|oszukan*|oszustwo|oszukujecie|nabijacie|nie zycze sobie
    zadam|domagam sie|natychmiast|bez jaj|smiechu warte|parodia|jestem zla|jestem zly|zlodziejstwo|ostrzegam
    do sadu|na policje|uokik|rzecznik*|prokuratur*|bulwersuj*|zbulwersowan*|rozczarowan*|niezadowolon*
    tragiczn*|tragicznie|beznadziejn*|beznadzieja|fatal*|okropn*|najgorsz*|odradzam|zalosn*|strata pieniedzy
    strata czasu|kradziez|zmarnowan*|po prostu brak slow|brak slow|czekam i czekam|kolejny raz
    ktory to juz raz|chore|absurd*|niepowazn*|brak odpowiedzi|brak szacunku|arogan*|farsa|cholera|cholery
    cholere|cholern*|do diabla|serdecznie dosc|zarty sobie|robicie sobie zarty|zarty ze mnie|zarty robicie
    robicie ze mnie|zarty sie skonczyly|sobie wyobrazacie|skonczyla sie cierpliwosc|cierpliwosc sie skonczyla
    cierpliwosc mi sie|stracil* cierpliwosc|w ogole czytacie|czytacie w ogole|klamiecie|klamstwo|klamstwa
    w zywe oczy|wciskacie|okradliscie|ukradliscie|zrobiliscie mnie|w balona|gdzies macie|macie gdzies
    gorszej obslugi|gorszego sprzedawcy|przestancie klamac|za kogo wy sie|smiejecie sie|wezwe policje
    zawiadomie policje|policja sie
    [en]
    furious|i am angry|i'm angry|im angry|so angry|very angry|really angry|extremely angry|angry about
    angry with you|angry at|getting angry|make me angry|outrage*|disgust*|unacceptable|ridiculous|appalling
    appalled|terrible service|terrible experience|terrible company|terrible quality|worst|is a joke
    absolute joke|complete joke|total joke|some kind of joke|some sort of joke|sick joke|bad joke|joke of a
    what a joke|shame on you|ashamed|fed up|sick of|sick and tired|sick to death|how dare|don't you dare
    useless|waste of|never again|disgrace*|demand my|i demand|demand a|demand an|demand that
    refund immediately|money back immediately|immediately or|reply immediately|respond immediately|lawyer
    solicitor|call the police|to the police|the police on|police if|police about you|report you|reporting you
    liars|lied|lying to me|stop lying|ignored|ignoring|infuriat*|enough is enough
    i've had enough|i have had enough|have had enough of|still nothing
    avoid this seller|pissed|livid|fuming|seething|enraged|raging|irate|seriously annoyed|so annoyed
    really annoyed|very annoyed|absolutely annoyed|losing my patience|lost my patience|losing patience
    lost patience|run out of patience|running out of patience|patience is over|patience has run
    end of my tether|last straw|beyond a joke|beyond belief|had it with|done with you|had it up to here
    kidding me|having a laugh|taking the mick*|take the mick*|are you serious|you must be joking
    you've got to be joking|is this some|what the hell|the hell|damn|dammit|damned|goddamn*|for god's sake
    for gods sake|for heaven's sake|for crying out loud|for the love of|wtf|omfg|piece of junk|absolute tat
    load of tat|shocking service|shocking customer|absolutely shocking|shockingly|abysmal|atrocious|dreadful
    diabolical|shambles|shambolic|farce|farcical|laughable|a laughing stock|insult|insulting|insulted
    like dirt|like an idiot|like a fool|for a fool|mugged off|stolen my money|take you to court|small claims
    legal action|trading standards|ombudsman|chargeback|thanks for nothing|ruined my|ruined our
    you ruined|you have ruined|you've ruined|no excuse|excuses|your attitude|couldn't care less
    don't care about|do you even read|even read my|bother reading|bother to read|bother to reply
    avoid like the plague|avoid at all costs|stay away from|never buy|never order|never use you|never shop
    never dealing with you|won't be buying|unbelievable|beggars belief|inexcusable|unforgivable|intolerable
    rude|arrogant|dishonest|deceitful|false advertising|cheated|conned|duped|fobbed off|fob me off
    nobody answers|no one answers|nobody replies|third time i|fourth time i|fifth time i|tenth time
    how many more times|sort it out now|pull your finger out|is terrible|absolutely terrible|terrible seller*
    is horrible|absolutely horrible|horrible service|horrible company|horrible experience|horrible quality
    horrible seller*|horrible people|is awful|absolutely awful|awful service|awful company|awful experience
    awful quality|awful seller*|is rubbish|utter rubbish|absolute rubbish|total rubbish|complete rubbish
    such rubbish|pure rubbish|rubbish service|rubbish quality|rubbish company|load of rubbish|bloody useless
    bloody hell|bloody joke|bloody awful|bloody ridiculous|bloody parcel|bloody thing|bloody order
    bloody money|bloody refund|bloody well|bloody disgrace*|bloody terrible|so bloody|pile of junk|utter junk
    total junk|absolute junk|is junk|such junk|this junk|is trash|utter trash|absolute trash|total trash
    such trash|this trash|is garbage|utter garbage|absolute garbage|total garbage|such garbage|this garbage
    complete garbage|garbage service|how many times do i|how many times have i|how many times must|been robbed
    robbed me|feel robbed|is robbery|see you in court|you stole|you have stolen|you've stolen|stole my money
    do your job|your job properly|losing the plot|nice try|not another template|copy and paste
    copy-paste answer*|canned answer*|canned response*|zero replies|no replies|what kind of business
    what sort of business|what kind of seller|what sort of company|what kind of company|what on earth
    wrong with you|is wrong with you people|vile|revolting|hopeless|hopelessly|feel cheated|completely cheated
    never in my life|death trap|that rubbish about|your problem not mine|everyone knows how you|warn everyone
    warn others|warning everyone|not a single promise|broken promises|empty promises|broken again|wrong again
    late again|oh great|brilliant work|or else|you've got until|you have until|last chance|final warning
    last warning|my bank takes|dispute the charge|dispute with|treat customers|treat your customers|you lot
    pretend it's my|blame me|blaming me|nonsense|nightmare|clueless|careless|negligent|couldn't care
    can't be bothered|cannot be bothered|messing me|mess me around|messed around|messing around
    wasting my time|wasted my time|run around|runaround|passed from pillar|what a mess|total mess
    complete mess|knock-off|fobbing|ripping people|ripping me|ripping customers
    [de]
    frechheit|unverschamt*|skandal*|empor*|wutende|stinksauer|bin sauer|richtig sauer|echt sauer|so sauer
    total sauer|mega sauer|ziemlich sauer|langsam sauer|sehr sauer auf|sauer auf|werde sauer|macht mich sauer
    stinkwutend|wut|zumutung|katastroph*|lacherlich|das letzte|nie wieder|nie mehr wieder|inakzeptabel
    unmoglich*|schluss jetzt|anzeige erstatte*|erstatte anzeige|strafanzeige|anzeige bei der
    verbraucherzentrale|verbraucherschutz|verarsch*|verarschen|verarscht|schlimmste*|saumassig|drecks*|schrott
    schund|ramsch|kompletter mull|totaler mull|absoluter mull|reiner mull|so ein mull|nur mull|mull verkauf*
    ist ja wohl|ein witz|schlechter witz|ist das ein witz|soll das ein witz|enttausch*|erwarte ich
    was soll das|was soll der|was fallt ihnen|was fallt euch|fur dumm|fur blod|fur wie blod|nase voll
    schnauze voll|faxen dicke|habe genug|hab genug|langsam genug|unter aller sau|unter aller kanone|zum teufel
    verdammt*|verflucht*|verfluchte|himmel noch|herrgott|zum kotzen|kotzt mich|ankotzt|zum heulen|zum haare
    auf die palme|ausrasten|raste aus|bin ausser mir|fassungslos|stocksauer|genervt|nervt|angelogen|anzulugen
    belogen|belugen|lugen|gelogen|lugt|hinhalten|hingehalten|vertrostet|vertrosten|hinhaltetaktik|ausreden
    ausrede|veralbern|zum narren|verschaukelt|verschaukeln|nicht bieten|nicht gefallen lassen|lasse mir nicht
    schamen|schamt|schande|armutszeugnis|peinlich|blamabel|schlechtester|schlechteste|schlechtesten|miserabel
    miserabler|miserable|grottenschlecht|unterirdisch|mies|mieser|miese|mieses|finger weg|abzulehnen|dreist*
    respektlos|arrogant|geld zuruck jetzt|endlich mein geld|sofort mein geld|rechtliche schritte
    melde euch bei|kundenfeindlich|schweinerei|sauerei|wucher|betrugerisch*|hintergangen|uber den tisch
    niemand antwortet|keiner antwortet|so geht man nicht|geht's noch|gehts noch|spinnt ihr|spinnen sie
    tickt ihr|das darf doch nicht|darf nicht wahr|unfassbar|absurd|lachnummer|reine abzocke|wutend
    habe es satt|hab es satt|hab's satt|bin es satt|so satt|so ein mist|so einen mist|nur mist|dieser mist
    diesen mist|grosser mist|verdammter mist|mich ignorier*|ignorieren mich|ignoriert mich|werde ignoriert
    einfach ignoriert|platzt mir|platzt gleich|platzt* der kragen|der kragen platz*|kragen geplatzt
    vor gericht|gerichtlich*|verklag*|klage einreich*|zur polizei|polizei einschalt*|polizei ruf*
    bei der polizei|meinen anwalt|zum anwalt|mein anwalt|meinem anwalt|einen anwalt|anwalt einschalt*
    rechtsanwalt|auf den arm nehm*|auf den arm genomm*|das geht gar nicht|so was geht gar nicht
    sowas geht gar nicht|einfach unglaublich|wirklich unglaublich|das ist unglaublich|ist ja unglaublich
    es reicht mir|reicht es mir|jetzt reicht*|es reicht jetzt|es reicht langsam|es reicht endgultig
    es reicht wirklich|mir reicht es|mir reichts|mir reicht's|reicht mir jetzt|melde sie beim|melde sie bei
    verarsche|nichts als arger|nichts als lugen|euren job|ihren job|textbausteine|textbaustein
    standardantwort*|nicht mit mir|null antworten|keine einzige antwort|was fur ein verein|was fur ein laden
    verdreckt|ekelhaft|eklig|widerlich|abartig|auf die reihe|glanzleistung|na toll|na super|na prima|ja super
    na klasse|herzlichen gluckwunsch dazu|schon wieder kaputt|schon wieder falsch*|schon wieder das falsche
    wieder falsch|herumerzahl*|umspringen|mit kunden um|hoffnungslos|kein einziges versprechen
    leere versprech*|los mit ihnen|los mit euch|stimmt mit ihnen nicht|verappelt|veralbert|verkohlt
    hole ich mir das geld|letzte chance|letzte warnung|letzte mahnung|so einen unfreundlich*|so unfreundlich
    nie erlebt|schlechter scherz|macht mich wahnsinnig|wahnsinnig macht|unsinn|blodsinn|schwachsinn|albtraum
    alptraum|chaoten|inkompetent*|fahrlassig|andrehen|angedreht|mir die schuld|zeitverschwendung|abgewimmelt
    abwimmeln|abgespeist|im stich gelassen|allein gelassen|unverantwortlich|skrupellos|heuchler*
    wird ja immer besser|was denken sie sich|was bilden sie sich|was erlauben|glauben sie eigentlich
    vollkatastrophe|lachhaft|so etwas von|das ist ihr problem|machen sie ihre arbeit|machen sie endlich ihre
    so etwas noch nie erlebt|so was noch nie erlebt|habe ich noch nie erlebt|nie so etwas erlebt
    stinkt zum himmel|ich warne sie
    [lt]
    pasibaisetin*|baisus aptarn*|baisu|baisiausi*|gedinga|geda|siaubing*|siaubas|piktinuosi|piktin*|pykstu
    supyk*|isprotejo|isprotejot*|isiut*|isiutus*|isiutes|nirst*|inirs*|pasiut*|kiek galima|kiek dar laukti
    kiek dar galima|akiplesisk*|akiplesos|nesamone*|tragedija|nusivyl*|niekada daugiau|daugiau niekada
    daugiau nebepirk*|daugiau nepirk*|skandal*|advokat*|i policija|policijai|teisma|teisme|i teisma|vvtat
    ombudsman*|reikalauju|nedelsiant|apgaul*|apgavo*|apgavyst*|apgaudineja*|apvog*|apvogt*|vagyst*|meluoja*
    meluot*|melas|melo|tyciojat*|tyciojies|pasityciojim*|tyciojim*|nepriimtin*|absurd*|juokaujat*|juokiat*
    juoko darbas|po velniu|velniop|velniai rautu|po perkunais|nusibodo|atsibodo|uzkniso|uzknis*|uzpiso
    man gana|gana jau|nepagarb*|neatsakinga|neatsakingai|nieko neatsako|niekas neatsako|jokio atsakymo
    pinigai isme*|isme* i bala|neturit* sazines|be sazines|begediska*|begedyst*|kaip jums ne|kaip negeda
    ka sau leidz*|sau leidziat*|ar jus normal*|grazinkit pinigus|grazinkit mano|atiduokit mano
    atiduokit pinigus|siuksles o ne|kosmaras|kosmar*|katastrofa|bjaur*|slykst*|sokiruo*|nevykus*|beviltisk*
    nekompetent*|aplaid*|abejing*|nesiskait*|isdurn*|kvailina*|laikot* kvail*|policija kvie*|su policija
    vartotoju teisiu|esu pikta|esu piktas|labai pikt*|pikta del|piktas del|truko kantryb*|kantrybe truk*
    baigesi kantryb*|kantrybe baig*|kantrybes taur*|nebeturiu kantryb*|netekau kantryb*|slamstas|slamsta
    slamstai|ignoruojat*|mane ignoruoj*|tusti pazad*|jusu pazad*|prakeikt*|pasipiktin*|ismesti pinig*
    ismeciau pinig*|siukslynas|teismui|kokia nesamone|bjauriausi*|sadistai|ko jus laukiat|kur pinigai
    kur mano pinigai|izul*|dirbkit|dirbkite savo|ne vieno atsakymo|nei vieno atsakymo|jokios reakcijos
    kas cia per|cia per verslas|dvokia|slykstu|nesugeb*|nieko nemokat|na puiku|ir vel sudu*|vel sudu*
    vel sulau*|vel ne ta*|vel neveik*|saunuoliai|ispesiu visus|elgiates su|nei vieno pazado|ne vieno pazado
    pazadu netes*|neistes*|geding*|kas jums negerai|kas su jumis|jauciuosi apgau*|apgauta|apgautas|i banka del
    tokio pardavejo|dar nesu sutik*|jusu problem*|is proto|kvailyst*|nesamon*|kaltinat|kaltinate|ikisot
    isiulet broka|paskutinis ispejim*|paskutini karta|laiko svaist*|svaistot|nesirupinat|jums nerupi
    nusispjaut|jums dzin|tinginiaujat|nemandag*|grubiai|arogant*|isdavyst*|tylite|bardak*|chaos*|baisenyb*
    sumaut*|nekenci*|prastas pokst*|kvailas pokst*|sabloniniai atsakym*|sabloninius atsakym*
    visiems papasakosiu|grubiai elg*|tai cirkas|tikras cirkas
    """
)
