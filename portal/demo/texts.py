"""What the demo's agreements say, section by section. Invented, but as a real one might read.

Each text answers every guided question of its section.
"""

SECTIONS = {
    "ansvarsfordelning": """\
Överenskommelsen gäller personer i alla åldrar som bor i {municipality} och har skadligt bruk eller \
beroende av alkohol, narkotika, läkemedel, dopningsmedel eller spel om pengar. Ungdomar, gravida och äldre \
får tid inom en vecka.

Vårt gemensamma mål är att ingen väntar längre än två veckor på en första tid, och att alla som behöver det \
har en samordnad individuell plan. Det vi gör gemensamt betalar kommunen och regionen hälften var av. Tabellen \
Vem gör vad visar vem som har huvudansvar för varje insats.

- **Tidiga insatser:** hälsocentralen, akutmottagningen, socialtjänsten, äldreomsorgen och elevhälsan frågar om \
vanor. Den som frågar erbjuder också det första samtalet.
- **Primärvård och psykiatri:** psykiatrin tar över när hälsocentralens behandling inte räcker. Hälsocentralen \
ringer före remissen, och psykiatrin ringer när personen går tillbaka.
- **Samsjuklighet:** behandlingarna pågår samtidigt. Psykiatrin håller ihop vården när personen också har en \
psykisk sjukdom, hälsocentralen när sjukdomen är kroppslig.
- **Läkemedelsassisterad behandling (LARO):** mottagningen ger psykosocialt stöd. Kan den inte det gör kommunens \
öppenvård det.
- **Närstående:** kommunens öppenvård erbjuder samtal och grupper, också när personen själv inte tar emot hjälp. \
Alla verksamheter berättar om stödet.
""",
    "sip": """\
En samordnad individuell plan (SIP) görs när någon behöver insatser från både socialtjänsten och hälso- och \
sjukvården och vill ha en plan. Den som först ser behovet tar initiativet, och arbetet börjar genast. Personen \
och närstående vänder sig till kommunens växel eller till hälsocentralen.

- **Samtycke:** den som tar initiativet frågar muntligt och antecknar svaret. Personen bestämmer vilka som bjuds \
in, också närstående, och vi beställer tolk.
- **Kallelse:** den går ut inom tre arbetsdagar i Samsyn, med vad mötet ska handla om. Vid utskrivning kallar den \
fasta vårdkontakten i öppenvården. En kallelse som har kommit fel skickas vidare samma dag.
- **Möte:** vi träffas där personen vill, inom tre veckor. Är vägen lång går det bra på distans. Den som kallade \
leder mötet.
- **Ansvar:** huvudmannen med flest insatser har huvudansvaret och utser den som håller ihop planen. Av planen \
framgår vad var och en svarar för.
- **Dokumentation:** planen skrivs i Samsyn. Personen får en kopia, och var och en som deltar sin del.
- **Uppföljning:** den som håller ihop planen kallar till uppföljning inom tre månader. Kommer någon inte bokas en \
ny tid inom två veckor. Planen avslutas när målen är nådda eller personen vill det.
""",
    "barn-i-riskmiljo": """\
Alla verksamheter frågar om det finns barn i familjen och skriver ner svaret: hälsocentralen, psykiatrin, \
akutmottagningen, socialtjänsten, förskolan, skolan och polisen. I varje verksamhet har enhetschefen ansvaret.

- **Orosanmälan:** den som misstänker att ett barn far illa anmäler genast till socialtjänstens mottagning på \
dagtid och till socialjouren annan tid.
- **Återkoppling:** mottagningen bekräftar samma dag. Den som ber om det får veta om en utredning inleds, senast \
en vecka efter beslutet, om det inte är olämpligt.
- **Gemensam grupp:** socialtjänst, elevhälsa, hälsocentral och polis träffas varje månad. Enskilda barn tas upp \
bara med samtycke.
- **Stöd till barnet:** den som behandlar den vuxna ger barnet information, råd och stöd. Inleds ingen utredning \
erbjuder socialtjänsten barnet en egen samtalskontakt.
- **Gravida:** mödrahälsovården frågar alla och bokar en tid hos beroendevården och socialtjänsten inom en vecka, \
om den gravida vill.
""",
    "lob": """\
När polisen omhändertar någon enligt lagen om omhändertagande av berusade personer görs en medicinsk bedömning på \
närmaste hälsocentral, och på akutmottagningen kvällar, nätter och helger. Medvetslöshet, kramper, skallskada och \
feber betyder alltid sjukvård.

- **Tillnyktring:** enheterna i Skellefteå och Umeå tar emot dygnet runt. Är det fullt eller för långt bort \
avgör akutmottagningens läkare var personen får tillsyn.
- **Rapport:** polisen rapporterar till socialtjänstens mottagning nästa vardag, med personens samtycke eller när \
lagen tillåter det.
- **Efteråt:** socialtjänsten tar kontakt inom fem vardagar och erbjuder ett samtal. Den som redan har stöd \
kontaktas av sin handläggare inom två vardagar.
- **Under 18 år:** ett barn förs inte till arresten. Polisen ringer vårdnadshavare och socialjour genast, och \
socialjouren ordnar hemresan.
- **Barn och andra runt personen:** polisen frågar om det finns barn hemma och anmäler oro genast.
- **Evenemang:** polisen kallar till ett möte en månad före festivaler och marknader. Kommunen har fältare på \
plats och regionen en sjuksköterska.
""",
    "kompetensutveckling": """\
Parterna går igenom behovet av kompetens varje höst, utifrån de nationella riktlinjerna och vad vi kan erbjuda i \
dag.

- **Utbildningar:** två gemensamma dagar om året, växelvis hos kommunen och regionen. Äldreomsorg, skola och \
ambulans bjuds in.
- **Nya metoder:** verksamhetscheferna beslutar. Metoden prövas ett halvår på en enhet innan den införs.
- **Handledning:** alla medarbetare har handledning varje månad, och nya får en gemensam introduktion inom tre \
månader.
- **Ledning och pengar:** den lokala styrgruppen leder arbetet. Var och en betalar för sina medarbetare.
""",
    "uppfoljning": """\
Den lokala styrgruppen går igenom resultaten i Öppna jämförelser varje vår och väljer två områden att förbättra.

- **Egen uppföljning:** väntetid till första besöket, avbrutna behandlingar och antal samordnade individuella \
planer, två gånger om året.
- **ASI:** kommunens öppenvård gör intervjun vid start och efter sex och tolv månader.
- **Personernas röster:** en enkät utan namn varje höst, och ett samtal med brukar- och anhörigföreningarna.
- **Presentation:** resultaten redovisas för nämnderna före september.
- **Förbättringar:** verksamhetscheferna svarar inom en månad med vad de ska göra. Styrgruppen följer upp svaren.
""",
    "samverkan": """\
- **Chefer:** verksamhetscheferna och polisens lokalområdeschef träffas fyra gånger per år och beslutar om \
gemensamma rutiner. Kommunen och regionen kallar vartannat år.
- **Handläggare:** socialtjänsten, hälsocentralen, psykiatrin och polisen träffas varje månad.
- **Frågor:** cheferna tar upp rutiner, ekonomi och planering. Handläggarna tar upp flöden mellan verksamheterna. \
Enskilda ärenden hör hemma i en samordnad individuell plan.
- **Sekretess:** samtycke inhämtas muntligt och antecknas i Samsyn. Uppgifter om personer skickas aldrig med \
vanlig e-post.
- **Inom den egna organisationen:** äldreomsorg, försörjningsstöd och öppenvård har ett gemensamt möte varje vecka, \
akutsjukvård och psykiatri ett varje månad.

| Grupp | Hur ofta | Kallar |
|---|---|---|
| Chefer | fyra gånger per år | kommunen udda år, regionen jämna |
| Handläggare | varje månad | socialtjänsten |
| Styrgruppen | vår och höst | länssamordningsgruppen |
""",
    "avvikelser-och-tvister": """\
En avvikelse rapporteras inom en vecka till närmaste chef hos båda parter, utan personuppgifter. Personen och \
närstående berättar för vem som helst av oss, eller för patientnämnden.

- **Utredning:** chefen för den verksamhet som avvikelsen gäller utreder den och svarar inom en månad.
- **Tvister:** kan handläggarna inte enas går frågan till enhetscheferna inom fem arbetsdagar, därefter till \
verksamhetscheferna inom tio och till styrgruppen inom trettio.
- **Under tiden:** den part som personen först vände sig till svarar för stödet. Kostnaden regleras när frågan är \
avgjord.
- **Annan kommun:** vi begär skriftligt att ärendet ska flytta. Kommer inget svar inom en månad, eller blir svaret \
nej, ansöker vi hos Inspektionen för vård och omsorg.
- **Lärande:** kommunens samordnare sammanställer avvikelser och tvister varje höst, och länssamordningsgruppen får \
sammanställningen i november.
""",
    "ansvar-for-uppfoljningen": """\
Socialchefen i kommunen, verksamhetschefen för psykiatrin i regionen och lokalområdeschefen i polisen ansvarar för \
uppföljningen.

- **När:** överenskommelsen följs upp en gång per år, i mars. Kommunens samordnare kallar och skriver ner resultatet.
- **Vad:** tabellen Vem gör vad, avvikelserna, ny lagstiftning och ändringar i länets mall.
- **Synpunkter:** brukar- och anhörigföreningar får texten två månader före översynen, och besked om vad deras \
synpunkter ledde till.
- **Länet:** vi rapporterar till länssamordningsgruppen i april.
- **När den gäller:** överenskommelsen gäller till sin sista dag. Den som vill ändra den eller avsluta den tidigare säger \
till de andra minst sex månader före.
""",
}

# of an agreement on persons with psychiatric disability
OTHER_SECTIONS = {
    "ansvarsfordelning": """\
Överenskommelsen gäller vuxna i {municipality} som har svårt att klara vardagen på grund av en psykisk \
funktionsnedsättning, också den som är ung vuxen, äldre eller saknar egen bostad.

Vårt gemensamma mål är att den som lämnar sjukhuset har bostad, läkemedel och en första tid ordnade samma dag. \
Kommunen betalar boende och sysselsättning, regionen vård och hjälpmedel.

- **Primärvård och psykiatri:** hälsocentralen behandlar lätt och medelsvår ohälsa. Psykiatrin tar över när \
behandlingen inte räcker, och den som remitterar håller kontakten till dess.
- **Samsjuklighet:** behandlingarna pågår samtidigt, också vid beroende och kroppslig sjukdom.
- **Kommunens hälso- och sjukvård:** sjuksköterskan svarar för läkemedel och vård i särskilt boende och daglig \
verksamhet, med psykiatrin som stöd.
- **Hjälpmedel:** arbetsterapeuten i psykiatrin provar ut dem och tränar i hemmet.
- **Närstående:** kommunens anhörigstöd och psykiatrins utbildning är öppna för alla, och vi berättar om dem vid \
första mötet.
""",
    "sip": """\
Den som ser att någon behöver stöd från både kommunen och regionen frågar om samtycke och börjar samma vecka. \
Personen kan själv be om en plan hos boendestödet eller på mottagningen.

- **Delaktighet:** vi träffas där personen är trygg, med pauser och en stödperson. Synpunkter kan lämnas i förväg.
- **Samtycke:** den som säger nej får frågan igen efter tre månader.
- **Kallelse:** går ut i Samsyn inom fem arbetsdagar, och en felskickad skickas vidare samma dag.
- **Krisplan:** tidiga tecken och vad personen vill ska hända skrivs med personens egna ord.
- **Uppföljning:** var sjätte månad och inom två veckor efter en utskrivning. Planen avslutas när personen vill.
""",
    "barn-som-narstaende": """\
Psykiatrin och socialtjänsten frågar vid första besöket om det finns barn, även syskon och barn som bor växelvis.

- **Stöd till barnet:** psykiatrins barnombud berättar om sjukdomen, och kommunen erbjuder en barngrupp.
- **Föräldrarna:** får stöd hemma av familjebehandlare.
- **Orosanmälan:** lämnas genast till socialtjänstens mottagning, och utanför kontorstid till socialjouren. \
En misstanke räcker.
""",
    "kris-och-utskrivning": """\
- **Akut:** dagtid ringer man mottagningen i psykiatrin, övrig tid akutpsykiatrin. Båda svarar närstående och \
personal.
- **När någon inte vill leva:** psykiatrin bedömer risken, den som är hos personen stannar, och mottagningen ringer \
dagen efter.
- **Polis och transport:** läkaren begär hjälpen när inget annat går, och vårdpersonal är med under hela resan.
- **På sjukhus:** avdelningen meddelar kommunen inom ett dygn. Boende och sysselsättning behålls.
- **Öppen psykiatrisk tvångsvård:** psykiatrin svarar för villkoren, kommunen för sina beslutade insatser.
- **Hemkomst:** bostad, läkemedel och mat är ordnade, och boendestödet kommer samma dag.
""",
    "boende-och-vardag": """\
- **Boende:** boendestöd finns alla dagar, och psykiatrin handleder varje månad. Läkaren kommer till särskilt \
boende en gång i kvartalet.
- **Sysselsättning:** kommunens arbetscoach arbetar sida vid sida med behandlaren och arbetsförmedlingen.
- **Bostad i fara:** hyresvärden ringer socialtjänsten, som besöker personen inom tre dagar.
- **Kroppslig hälsa:** hälsocentralen bjuder in till en kontroll varje år, och tandvården är med.
- **Personligt ombud och god man:** boendestödet hjälper till med ansökan.
""",
    "kompetensutveckling": """\
Cheferna går igenom behovet varje höst. Under två år utbildar vi tillsammans i återhämtning och i att förebygga \
självmord.

- **Egen erfarenhet:** brukarföreningen håller i en av dagarna.
- **Handledning:** psykiatrin handleder boendestödet en gång i månaden.
""",
    "samverkan": """\
- **Chefer:** enhetscheferna träffas var tredje månad. Kommunen kallar.
- **Handläggare:** boendestöd, biståndshandläggare och mottagningen träffas varje månad.
- **Sekretess:** vi talar om en person när personen har samtyckt eller lagen tillåter det.
- **Andra:** kriminalvården och hyresvärdarna bjuds in två gånger om året.
""",
    "avvikelser-och-tvister": """\
**Avvikelser** rapporteras i Samsyn, utan personuppgifter, och besvaras inom tio arbetsdagar. Personen och \
närstående kan ringa någon av cheferna.

**Tvister** lyfts från handläggare till enhetschefer inom fem arbetsdagar, till verksamhetschefer inom tio och till \
den lokala styrgruppen inom tjugo. Under tiden ger den som hade insatsen den vidare, och kostnaden görs upp efteråt. \
Styrgruppen går igenom vad vi kan lära en gång om året.
""",
    "ansvar-for-uppfoljningen": """\
Ansvariga är socialchefen i {municipality} och verksamhetschefen för psykiatrin.

- **Mått:** antal planer, återinskrivningar inom 30 dagar, väntetid till boende och andel med sysselsättning.
- **Synpunkter:** brukarföreningen och anhörigföreningen bjuds in varje höst.
- **Giltighet:** överenskommelsen gäller under den tid som står på första sidan. Ändringar meddelas sex månader före.
""",
}

# of an agreement for the whole county on children and young people who are placed
CHILDREN_SECTIONS = {
    "ansvarsfordelning": """\
Överenskommelsen gäller barn och unga i {municipality} som vårdas utanför det egna hemmet eller bor i skyddat boende. \
Med kommunen menas den kommun som har placerat barnet.

Vårt gemensamma mål är att varje placerat barn har en skola, en hälsocentral och en tandläkare från första dagen.

- **En annan kommun:** kommunen som placerar ringer skola och hälsocentral där barnet ska bo före flytten.
- **Barnets röst:** handläggaren frågar barnet själv, och skriver ner svaret, före varje gemensamt möte.
- **Kostnader:** kommunen betalar boende, regionen vård och läkemedel. Skolan betalas av barnets hemkommun.
""",
    "sip": """\
Den som ser att barnet behöver insatser från fler än en av oss kallar till en plan, med vårdnadshavarens eller barnets \
samtycke.

- **Den andra huvudmannen** svarar inom tre arbetsdagar och kommer till mötet inom tre veckor.
- **Barnet** är med på det sätt som barnet vill: på mötet, genom en bild eller genom någon det litar på.
- **Uppföljning:** planen följs upp var tredje månad så länge placeringen pågår.
""",
    "halsa": """\
Socialtjänsten underrättar hälsocentralen samma vecka som ett barn placeras.

- **Undersökning:** läkare och tandläkare undersöker barnet inom fyra veckor.
- **Resultatet** går till vårdnadshavaren och till socialtjänsten, som ser till att det blir av som behövs.
- **Psykisk hälsa:** barn- och ungdomspsykiatrin ger en första tid inom trettio dagar, också om barnet flyttar.
- **Flytt:** den mottagning som har börjat ansvarar tills en annan har tagit emot barnet.
""",
    "skola": """\
Barnet börjar i skolan inom en vecka från flytten, också när placeringen är tillfällig.

- **Överlämning:** rektorn i den förra skolan lämnar över inom tre skoldagar.
- **Stöd:** elevhälsan bedömer behovet inom två veckor och skriver ner vad som görs.
- **Frånvaro:** skolan ringer socialtjänsten tredje dagen, eller direkt om barnet kan vara i fara.
- **Efter grundskolan:** studievägledaren träffar den unge i årskurs nio tillsammans med handläggaren.
""",
    "skydd": """\
Var barnet bor sägs bara till den som behöver det för sitt uppdrag.

- **Skyddade uppgifter:** vi hämtar adressen hos socialtjänsten varje gång och skriver den inte i våra system.
- **Hot:** den som får veta ringer polisen, som bedömer risken samma dag.
- **Krisstöd:** regionen ger barn som har upplevt våld stöd inom en vecka.
- **Orosanmälan** görs också av den som arbetar i ett skyddat boende.
""",
    "familjehem-och-boenden": """\
Familjehemmet har en handläggare att ringa på dagen och jourhemsenheten på kvällen.

- **Föräldrarna** får eget stöd av sin hemkommun, och vet vem som svarar för vad.
- **Barn från andra kommuner:** boendet säger till skola och hälsocentral innan barnet kommer.
- **Sammanbrott:** vi ses inom en vecka när en placering tar slut i förtid.
""",
    "samverkan": """\
Cheferna möts två gånger om året, handläggarna i varje lokalpolisområde varje kvartal.

- **Sekretess:** vi utgår från samtycke och skriver ner när uppgifter lämnas med stöd av lag.
- **Utbildning:** vi utbildar oss tillsammans en dag om året, på hösten.
""",
    "avvikelser-och-tvister": """\
Den som ser en avvikelse skriver den samma dag till den andra partens funktionsbrevlåda och får svar inom fem arbetsdagar.

- **Barnet** kan klaga hos handläggaren eller hos skolans kurator, som ser till att klagomålet kommer fram.
- **Oense:** handläggare, närmaste chef, ledningsgrupp. Varje steg tar högst två veckor.
- **Under tiden** fortsätter insatserna som förut.
""",
    "ansvar-for-uppfoljningen": """\
Länssamordningsgruppen följer upp överenskommelsen varje år i mars.

- **Mått:** undersökta inom fyra veckor, dagar utan skola, sammanbrott.
- **Barnens röster:** tio barn och unga berättar varje år hur det har varit.
- **Giltighet:** överenskommelsen gäller till sin sista dag. Den som vill ändra den säger till sex månader före.
""",
}

# of an agreement for the whole county on care of intoxicated persons
LOB_SECTIONS = {
    "mal-och-ansvar": """\
Överenskommelsen gäller alla som polisen tar hand om i {municipality} enligt lagen om omhändertagande av berusade \
personer, också den som bor någon annanstans.

Vårt mål är att hälften kommer till vården inom två år, och att ingen under 18 år nyktrar till i arresten.

- **Egna vägar:** en kommun kan bestämma annat i sin egen överenskommelse. Då gäller kommunens LOB-kort där.
- **Kostnader:** regionen betalar platserna, kommunen den ungas hemresa och polisen transporten till vården.
""",
    "lob": """\
Polisen frågar och tittar efter tecknen på kortet innan någon körs vidare. En sjuksköterska bedömer personen inom två \
timmar.

- **Tillnyktring:** enheterna i Umeå och Skellefteå tar emot på kvällar och nätter. Lycksele lasarett och \
sjukstugorna tar emot efter ett samtal.
- **När det är fullt:** akutmottagningen säger vart personen kan köras.
- **Arrest:** används när personen är farlig för andra och vården inte kan ta emot. Hälsocentralens jour bedömer på \
plats eller i telefon, och polisen ser till personen minst en gång i kvarten.
""",
    "unga-och-narstaende": """\
Polisen ringer genast vårdnadshavare och socialjour när personen är under 18 år. Den unga väntar hos socialjouren eller \
på sjukstugan.

- **Hemresan:** kommunen där den unga bor ordnar och betalar. Någon vuxen följer med, också från inlandet.
- **Barn hemma:** polisen frågar om det finns barn hemma och anmäler genast till socialjouren.
- **Närstående:** den som hämtar får veta vart man kan ringa för eget stöd.
""",
    "rapport-och-kontakt": """\
Polisen rapporterar till kommunens mottagning nästa vardag, på samma blankett i hela länet. Bor personen i en annan \
kommun går rapporten dit.

- **Den som är ny** får ett samtal inom tre arbetsdagar, och ett brev om ingen svarar.
- **Den som redan får stöd** får ett besked dagen efter, och ett möte om hur stödet kan ändras.
""",
    "evenemang": """\
Kommunens säkerhetssamordnare kallar två månader före varje festival och marknad.

- **På plats:** regionen bemannar en plats för bedömning, kommunen har fältarbetare ute och polisen en vaktpost nära.
- **Efteråt:** vi träffas inom fyra veckor och skriver ner vad vi lärde oss.
""",
    "aktivitetsplan": """\
Planen bygger på genomgången av alla omhändertaganden i länet förra året: de flesta sker på helgnätter, hälften är \
unga vuxna och få kommer till vården.

Vi börjar med tillnyktringsenheternas rutiner och öppettider, fortsätter med platser i inlandet och bedömning i \
arresten och ser sedan över hemresor, rapporter och samtal efteråt. Regionens processledare håller ihop planen och går \
igenom den med alla parter var tredje månad.
""",
    "siffror-och-genomgang": """\
Polisen fyller i förra årets siffror senast den sista februari. Vi jämför kommunerna, också de små.

- **Genomgång:** kommunpolis, tillnyktringsenheterna och socialjourerna går igenom rutinerna en gång om året.
- **Resultaten:** visas i länssamordningsgruppen i oktober, och den bestämmer vad som ska göras.
""",
    "avvikelser-och-tvister": """\
**Avvikelser** skrivs i Samsyn, utan personuppgifter, och besvaras inom tio arbetsdagar. Den som har omhändertagits \
kan ringa mottagningen och berätta.

**Tvister** lyfts från befälet och mottagningarna till enhetscheferna samma dag, till verksamhetscheferna efter fem \
arbetsdagar och till länssamordningsgruppen efter tio till. Under tiden tar den som har personen hos sig hand om \
personen, och kostnaden görs upp efteråt.
""",
    "ansvar-for-uppfoljningen": """\
Ansvariga är processledaren i regionen, kommunpolisen i varje lokalpolisområde och enhetschefen för socialjouren i varje \
kommun.

- **Avstämning:** efter ett år går vi igenom siffrorna och aktivitetsplanen och bestämmer om en fortsättning.
- **Synpunkter:** brukarföreningen och anhörigföreningen bjuds in till avstämningen.
- **Giltighet:** överenskommelsen gäller i två år. Den som vill ändra den säger till sex månader före.
""",
}
ANNEX_TITLE = "Kontaktvägar och telefontider"
ANNEX = """\
Vi ringer varandra först och skriver sedan. Numren är till verksamheter, inte till personer.

| Verksamhet | Telefontid | När ingen svarar |
|---|---|---|
| Socialtjänstens mottagning | vardagar 8–16 | socialjouren |
| Hälsocentralen | vardagar 8–17 | 1177 |
| Psykiatrins öppenvård | vardagar 8–15 | akutmottagningen |
| Polisens ledningscentral | dygnet runt | 112 |

Ändras ett nummer meddelar den som ändrar det de andra samma dag.
"""
FILE_TITLE = "Utbildningsplan"
FILE_LINES = (
    "Motiverande samtal: grundkurs i mars, fördjupning i oktober.",
    "AUDIT och DUDIT: alla nyanställda, inom två månader.",
    "Bemötande: en halvdag varje höst, med personer som har egen erfarenhet.",
    "Kommunen och regionen bjuder in vartannat år.",
)
