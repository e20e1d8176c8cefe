"""What the demo's agreements say, section by section. Invented, but as a real one might read."""

SECTIONS = {
    "ansvarsfordelning": """\
Överenskommelsen gäller personer i alla åldrar som har skadligt bruk eller beroende av alkohol, \
narkotika, andra beroendeframkallande medel, läkemedel eller dopningsmedel och som bor i {municipality}.

Kommunen ansvarar för socialt stöd, boende och öppenvård. Regionen ansvarar för medicinsk bedömning, \
abstinensvård och läkemedel. Rutsystemet i slutet av dokumentet visar vem som har huvudansvar för \
varje insats.

- Den som personen först vänder sig till tar emot och lotsar vidare. Ingen skickas tillbaka utan en kontakt.
- När flera verksamheter är inblandade gör de en samordnad individuell plan.
- Är parterna oense om ansvaret får personen sin insats ändå. Oenigheten löses efteråt.
""",
    "sip": """\
En samordnad individuell plan (SIP) görs när någon behöver insatser från både socialtjänsten och \
hälso- och sjukvården och vill ha en plan. Den som först ser behovet tar initiativet.

Kallelsen går ut inom tre arbetsdagar och mötet hålls inom tre veckor. Personen bestämmer var mötet \
hålls och vilka som ska vara med. Planen följs upp senast efter tre månader, och mötets ordförande \
ansvarar för det.
""",
    "barn-i-riskmiljo": """\
Alla verksamheter frågar om det finns barn i familjen och skriver ner svaret. Den som misstänker att \
ett barn far illa anmäler till socialtjänsten samma dag.

Socialtjänsten bekräftar att anmälan har kommit in och berättar om en utredning inleds, om det inte är \
olämpligt. Barn får egen information, råd och stöd, även när den vuxna tackar nej till hjälp.
""",
    "lob": """\
När polisen omhändertar någon enligt lagen om omhändertagande av berusade personer görs en medicinsk \
bedömning på närmaste hälsocentral eller akutmottagning, om personen inte tydligt kan vara i arrest.

- Tillnyktring sker i första hand vid tillnyktringsenheten i Skellefteå eller Umeå.
- Polisen lämnar en rapport till socialtjänsten nästa vardag.
- Socialtjänsten tar kontakt inom fem vardagar och erbjuder samtal.
- Inför festivaler och marknader träffas parterna senast en månad i förväg.
""",
    "kompetensutveckling": """\
Parterna går igenom behovet av utbildning varje höst utifrån de nationella riktlinjerna. Minst två \
gemensamma utbildningsdagar hålls per år, växelvis hos kommunen och regionen. Nya metoder införs \
gemensamt när de rör båda.
""",
    "uppfoljning": """\
Den lokala styrgruppen går igenom resultaten i Öppna jämförelser varje vår. ASI-uppföljning görs efter \
sex och tolv månader. Resultaten redovisas för nämnderna och för länssamordningsgruppen före september.
""",
    "samverkan": """\
Cheferna träffas fyra gånger per år och handläggarna varje månad. Sammankallande växlar årsvis mellan \
kommunen och regionen. Mötena tar upp flöden mellan verksamheterna, inte enskilda personer.
""",
    "avvikelser-och-tvister": """\
En avvikelse rapporteras inom en vecka till närmaste chef hos båda parter, utan personuppgifter. Kan \
handläggarna inte enas går frågan till enhetscheferna inom fem arbetsdagar, därefter till \
verksamhetscheferna. Personens insatser fortsätter under tiden.
""",
    "ansvar-for-uppfoljningen": """\
Den lokala styrgruppen följer upp överenskommelsen en gång per år och meddelar \
länssamordningsgruppen resultatet. Kommunens samordnare kallar till uppföljningen och ansvarar för att \
den skrivs ner.
""",
}
