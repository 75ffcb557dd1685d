"""What an angry writer asks, threatens and repeats, in plain words: English, German, Lithuanian (folded)."""

from __future__ import annotations

from kontuar.text.phrases import by_language

DEMAND = by_language(
    """
    [en]
    answer me|answer my|answer the|just answer|reply to me|reply to my|respond to me|i want my money
    want my money
    give me my|give my money|send me my|send my money|pay me back|where is my money|where's my money
    i expect a|i expect an|i expect my|i expect you|i insist|explain yourself*|explain to me|tell me why
    fix this
    fix it|stop sending|stop wasting|stop making|stop telling|stop pretending|stop blaming|stop hiding
    get it sorted
    sort it out|sort this out|do something|just send|just refund|just do|refund me|refund now|right now
    this minute|this instant|today at the latest|at once|i want a full|i want an explanation
    an explanation now
    speak to a manager|your manager|your supervisor|your boss|a real person|i want answers|i want someone
    i want to know why|pick up the phone|answer the phone|read what i|read my message*|read my email*
    [de]
    antworten sie|antwortet endlich|antworte endlich|gefalligst|endlich antwort*|endlich mal|endlich eine
    endlich mein*|endlich reagier*|ich verlange|ich fordere|ich bestehe|will mein geld|mein geld zuruck
    mein geld wieder|wo ist mein geld|wo bleibt mein geld|horen sie auf|hort auf|tun sie was|tun sie etwas
    tut endlich|tut was|erklaren sie mir|konnen sie mir mal erklaren|machen sie was|sofort|unverzuglich
    umgehend
    auf der stelle|schleunigst|noch heute|erwarte eine erklarung|erwarte eine antwort|vorgesetzte*
    chef sprechen
    den chef|ihren chef|geschaftsfuhr*|gehen sie ans telefon|lesen sie doch|lesen sie meine|lesen sie erst
    lesen sie mal|lesen sie eigentlich|schicken sie mir endlich|uberweisen sie|her damit|und zwar jetzt
    jetzt sofort
    [lt]
    atsakykit*|atsakyk|atsakysit ar|pagaliau|tuojau pat|tuoj pat|dabar pat|siandien pat|nedelsdami
    grazinkit*|grazink|duokit*|atiduokit*|baikit*|liaukit*|nustokit*|paaiskinkit*|aiskinkit*
    noriu savo pinigu|savo pinigu|noriu pinigu|noriu atgauti|kur pinigai|laukiu paaiskinim*
    laukiu pasiaiskinim*|pasiaiskinkit*|pakelkit rageli|kelkit rageli|skaitykit*|perskaitykit*|direktor*
    virsinink*|darykit*|padarykit*|susitvarkykit*|tvarkykit*|siuskit*|issiuskit*
    """
)
LIMIT = by_language(
    """
    [en]
    or i|or i'll|or i will|or i'm|otherwise i|otherwise i'll|otherwise this|otherwise my|if i don't hear
    if i do not hear|if i don't get|if i do not get|if i don't receive|if i do not receive|if you don't
    if you do not|if nobody|if no one|if this is not|if this isn't|i will be contacting|i'll be contacting
    i will contact|i'll contact|i will go to|i'll go to|i am going to report|i'm going to report
    i will report|i'll report|will be reported|negative feedback|negative review|bad review|one star|1 star
    zero stars|no stars|bad feedback|everyone will|everybody will|post this|post it everywhere|social media
    facebook|trustpilot|consumer protection|consumer rights|consumer advice|a complaint with
    formal complaint|official complaint|open a case|open a dispute|opening a dispute|opening a case|escalat*
    marketplace know|take this further|taking this further|take it further|taking it further|my rights
    consequences|48 hours|24 hours|by tonight|by tomorrow|by noon|by friday|by monday|until friday
    until monday|until tomorrow|until tonight|last time i|you will hear from|you'll hear from
    hear from me again|last message|last email|last reminder|final demand
    [de]
    sonst|ansonsten|andernfalls|anderenfalls|wenn ich nicht|wenn sie nicht|wenn ihr nicht|wenn bis
    falls ich nicht|falls sie nicht|sollte ich nicht|sollte bis|sollten sie nicht|negative bewertung
    schlechte bewertung|negativ bewert*|schlecht bewert*|ein stern|einen stern|null sterne
    eine bewertung schreib*|entsprechend bewert*|kauferschutz|paypal|konsequenzen|frist|fristsetzung
    beschwerde*|beschwere mich|beschweren|melde ich|melde das|ich melde|schalte ich|wende ich mich
    wende mich|gehe ich zu|gehe ich zum|hole ich mir|lasse ich|storniere ich|24 stunden|48 stunden|bis heute
    bis morgen|bis freitag|bis montag|letzte aufforderung|letzte erinnerung|horen von mir|horen sie von
    facebook|alle wissen lassen|offentlich|weitere schritte|meine rechte|ich kenne meine|zum letzten mal
    [lt]
    arba as|arba kreip*|arba rasy*|arba skund*|kitaip|priesingu atveju|jei neatsak*|jeigu neatsak*
    jei negaus*|jeigu negaus*|jei iki|jeigu iki|jei ne|jei nesulauk*|jeigu nesulauk*|jei negrazins*
    jeigu negrazins*|jei neissius*|neigiam* atsiliepim*|neigiam* ivertinim*|blog* atsiliepim*|viena zvaigzd*
    vienos zvaigzd*|nulis zvaigzd*|kreipsiuos*|kreipiuos*|skusiu*|skusiuos*|skund*|pasiskus*|iki rytoj*
    iki siandien|iki vakaro|iki pirmadien*|iki penktadien*|24 val*|48 val*|paskutin* kart*|paskutin* laisk*
    paskutin* zinut*|visiems papasak*|parasysiu atsiliepim*|rasysiu atsiliepim*|socialin* tinkl*|facebook*
    savo teis*|imsiuosi|teisini* priemon*
    """
)
RHETORIC = by_language(
    """
    [en]
    what are you playing|what are you doing|what are you thinking|what are you waiting
    what were you thinking|what's going on with you|what the heck|what do you take|who do you think
    who do you take|is it so hard|is it that hard|is it really so|is it really that|is it too much
    is that so hard|is that too much|is this so hard|is this too much|how hard can|how difficult can
    how is this even|how is that even|how could you|how can anyone|how can it take|how does it take
    how do you sleep|do you think i|do you think that's|do you honestly|do you even|do you expect me
    do you call|do i look|am i talking to|what part of|you call this|you call that|you call yourself
    and you call|call yourselves|is anyone there|is anybody there|anyone alive|anybody home|anyone home
    seriously|have you no|have you lost|have you forgotten|did you even|did anyone even|are you even
    are you for real|are you trying|are you having|are you deliberately|is that a joke|is this a joke
    why on earth|why can't anyone|why won't anyone|why does nobody|why does no one|why is nobody
    why is no one|since when|who's going to pay|couldn't organise|couldn't run a|could not organise
    was it too|would it kill|how can you not|how can you call|how can you sell|how can you say
    how can you treat|how can you take|does anyone read|does anyone work|does anyone care|does anyone answer
    does anybody read|does anybody work|does anybody care|have you any idea|where the hell|where the heck
    what is going on there
    [de]
    was treiben|was denken sie|was denkt ihr|was ist da los|was ist bei ihnen|ist das so schwer
    ist es so schwer|ist das denn|ist das zu viel|ist es zu viel|ist das wirklich|ist das euer ernst
    ist das ihr ernst|ihr ernst|euer ernst|wie schwer|wie konnt ihr|wie konnten sie|muss ich denn
    muss ich wirklich|soll ich etwa|soll ich noch|soll ich jetzt|soll das alles|wofur zahl*|halten sie mich
    haltet ihr mich|glauben sie|glaubt ihr|wer glauben|wer denken|wer sind sie|nennt sich|nennt ihr
    das nennen|und sowas|und so etwas|lebt da|lebt bei|arbeitet da|arbeitet bei ihnen|liest bei ihnen
    liest das|liest hier|liest eigentlich|lest ihr|haben sie uberhaupt|sind sie eigentlich
    sind sie uberhaupt|wie viele male|wie viele mails|warum sollte ich|wollen sie mich|wollt ihr mich
    existieren sie|was bitte|wozu schreib*|noch zu retten|ganz dicht|alle tassen|zu viel verlangt
    was ist das fur ein service|was ist das fur eine firma|was ist das fur eine art|wie kann man nur
    wie kann man so|wie konnen sie nur|wie konnen sie es wagen|meinen sie wirklich|meinen sie das ernst
    wie oft noch|wie oft muss ich|wie oft soll ich|was machen sie eigentlich|was machen sie da
    was macht ihr da|was macht ihr eigentlich
    [lt]
    ka jus sau|ka jus darot*|ka jus galvoj*|ka jus veik*|ko jus lauk*|kas cia vyksta|kas cia darosi
    kas darosi|kas yra su jumis|ar taip sunku|nejaugi|kaip taip galima|kaip jus gal*|uz ka as|kuo jus mane
    kuo mane laikot*|uz ka jus mane|ar jus skait*|ar jus apskritai|ar apskritai|ar isvis|ar jus isvis
    ar jus gird*|ar jus gyvi|ar jus supran*|ar jus rimtai|jus rimtai|ar ten kas|ar pas jus
    yra kas nors gyvas|kiek kartu|kiek laisku|kiek zinuciu|kodel tylit*|ir cia vadin*|tai vadin*|vadinat
    vadinate|ar manot|ar jus manot|gal manot|per daug prasau|turiu melst*|turiu mald*|ar jus is viso
    gal jau gana|kas jus tokie|ar kas nors skait*|ar kas nors gyv*|ar kas nors dirb*|ar kas nors atsak*
    ar tai taip sunku|ar cia taip sunku
    """
)
ASKING = by_language(
    """
    [en]
    how much longer|how long do i|how long am i|how long must|do i have to|why don't you|why can't you
    why won't you
    why would i|why should i|am i supposed|am i expected|how is it possible|how is this possible
    how is that possible
    what is going on with|how hard is|how difficult is|is there anyone|is there anybody|do you really
    do you think this
    do you not|can you not|did you not|do you actually|are you actually|what did i pay|what am i paying
    whose idea
    what have i paid|who is going to|what now|i can't believe|i cannot believe|hard to believe
    cannot understand
    can't understand|who is responsible|the whole day|all day waiting|waited in all day|stayed home
    sat at home
    took the day off|took a day off|don't understand how|beyond me
    [de]
    wie lange noch|wie lange soll|wie lange muss|wie lange denn|wie lange wollen|muss ich jetzt
    muss ich erst|was soll ich
    was ist los|was ist denn|seit wann|wie kann das|wie kann es|ist da jemand|ist jemand da|warum muss
    wieso muss|im ernst
    warum antwort*|warum reagier*|wieso antwort*|wieso reagier*|weshalb antwort*|wozu habe|wofur habe
    wofur bezahl*
    wer ist zustandig|zustandig|keine ahnung|den ganzen tag|extra frei genommen|kaum zu glauben
    verstehe nicht wie
    [lt]
    kiek ilgai|kiek dar lauk*|kodel niekas|kodel as turiu|kodel turiu|kodel jus ne*|kas vyksta|ar as turiu
    uz ka moku
    uz ka sumok*|uz ka mokej*|kaip imanoma|kaip tai imanoma|ar tikrai taip|ar tikrai reikia|iki kol
    ar dar ilgai
    visa diena|sunku patiket*|nesuprantu kaip|kas atsakingas
    """
)
AGAIN = by_language(
    """
    [en]
    second time|third time|fourth time|fifth time|sixth time|tenth time|2nd time|3rd time|4th time|5th time
    hundredth time|umpteenth|second email|third email|fourth email|fifth email|third message|fourth message
    fifth message|third mail|third letter|third reminder|second reminder|many times|several times
    so many times|twice already|three times|four times|five times|ten times|yet again|again and again
    over and over|once more|time and again|time after time|every time|every single time|always the same
    same excuse*|same answer*|same story|same mistake*|same nonsense|keep asking|keep writing|keep calling
    keep telling|keeps happening|i already told|i've already told|i have already told|i already said
    i've told you|as i said|i told you|another one|another week|another day|another excuse|how many times
    how many emails|how many messages|how many more
    [de]
    zum zweiten mal|zum dritten mal|zum vierten mal|zum funften mal|zum x-ten|zum wiederholten|zum hundertsten
    das zweite mal|das dritte mal|das vierte mal|dritte mail|vierte mail|funfte mail|dritte nachricht
    vierte nachricht
    funfte nachricht|zweite mahnung|dritte anfrage|mehrfach|mehrmals|x-mal|zigmal|hundertmal|schon wieder
    wieder mal
    wieder einmal|immer wieder|immer noch nicht|immer noch kein*|immer dasselbe|immer das gleiche|jedes mal
    standig|dauernd|andauernd|dreimal|viermal|funfmal|schon dreimal|dieselbe ausrede|habe ihnen schon
    habe doch|habe bereits dreimal|wie gesagt|und wieder|noch immer nicht|noch immer kein*
    [lt]
    antra karta|trecia karta|ketvirta karta|penkta karta|kelinta karta|kelintas kartas|treciakart
    trecias laisk*
    ketvirtas laisk*|trecia zinut*|ketvirta zinut*|antras laisk*|daug kartu|kelis kartus|tris kartus
    keturis kartus
    penkis kartus|desimt kartu|simta kartu|vel ir vel|ir vel|vel tas pats|vel ta pati|tas pats per
    kiekviena karta
    nuolat|visada tas|vis dar nieko|vis dar ne*|vis dar jokio|iki siol nieko|iki siol ne*|jau sakiau
    jau rasiau
    juk sakiau|juk rasiau|juk aiskiai|kartoju|vis zadat*|vel meluo*|vel pamirs*
    """
)
SILENCE = by_language(
    """
    [en]
    no answer|no reply|no response|no one answers|nobody answers|no one replies|nobody cares|no one cares
    never answer*|never repl*|never respond*|don't answer|don't reply|don't respond|do not answer|do not reply
    not answering|not replying|not responding|without an answer|without a reply|without any|not a word
    not one word
    not a single|no explanation|no apology|not even a|not even an|not even one|silence|radio silence
    nothing from you
    heard nothing|hear nothing|nothing happens|nothing has happened|nothing happened|still waiting|still no
    still not|still haven't|still hasn't|been asking|been waiting|been chasing|chasing you|begging
    wait and wait
    waiting and waiting|for weeks|for a week|for two weeks|for three weeks|for four weeks|for a month
    for months
    for days|weeks now|days now|months now|weeks ago|a month ago|months ago|hung up|hangs up
    put the phone down
    [de]
    keine antwort|keinerlei antwort|ohne antwort|keine reaktion|keinerlei reaktion|niemand meldet
    niemand reagiert
    keiner meldet|keiner reagiert|reagieren nicht|antworten nicht|reagiert niemand|reagiert keiner
    meldet sich niemand
    meldet sich keiner|nie eine antwort|kein wort|kein einziges wort|kein sterbenswort|kein lebenszeichen
    funkstille
    schweigen|nichts gehort|nichts passiert|passiert nichts|geschieht nichts|nichts von ihnen|nicht einmal
    nicht mal|seit wochen|seit tagen|seit monaten|seit einer woche|seit zwei wochen|seit drei wochen
    seit vier wochen|seit einem monat|wochenlang|tagelang|monatelang|warte und warte|warte immer noch
    noch nichts|keine entschuldigung|ohne entschuldigung|keine erklarung|niemanden interessiert
    interessiert niemanden
    interessiert sie nicht|egal|aufgelegt|legt auf|geht niemand|geht keiner
    [lt]
    jokios zin*|jokiu zin*|nei zodzio|ne zodzio|nei laisko|ne laisko|nei zinutes|neatsak*|nereaguo*
    neatsiliep*
    nekelia*|tyla|tylit*|tylite|tyli|niekas ne*|niekam ne*|nieko neatsak*|nieko negav*|nieko nedar*
    jokiu paaiskin*|jokio paaiskin*
    jokio atsiprasym*|net neatsipras*|nei atsiprasym*|net ne*|nerupi|nusvil*|px|menesi laukiu|laukiu menes*
    laukiu ir lauk*|laukiu jau|jau lauk*|jau savait*|jau menes*|jau dvi savait*|jau trys|jau tris
    savaites lauk*
    kelios savaites|menesiais|savaitemis|dingot*|dinget*|slepiat*|padejo rageli|numete rageli|padet* rageli
    """
)
