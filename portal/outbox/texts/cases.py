"""What mail about deviations, disputes and transfers says: whose, not of whom."""

from portal.outbox.texts.text import Text

TEXTS = {
    "deviation.reported": Text(
        "{municipality}: en avvikelse väntar på ert svar",
        "{municipality}: a deviation waits for your answer",
        "{sender} har rapporterat en avvikelse från den lokala {agreement}. Läs den och"
        " svara.{due}",
        "{sender_en} has reported a deviation from {agreement_en}. Read it and answer.{due_en}",
    ),
    "deviation.answered": Text(
        "{municipality}: en avvikelse har fått svar",
        "{municipality}: a deviation has been answered",
        "{sender} har svarat på en avvikelse från den lokala {agreement}. Läs svaret och avsluta"
        " den med vad ni har lärt er.",
        "{sender_en} has answered a deviation from {agreement_en}. Read the answer and close it"
        " with what you have learned.",
    ),
    "deviation.closed": Text(
        "{municipality}: en avvikelse är avslutad",
        "{municipality}: a deviation has been closed",
        "{sender} har avslutat en avvikelse från den lokala {agreement}. Vad ni har lärt er står på"
        " sidan. Ni behöver inte göra något.",
        "{sender_en} has closed a deviation from {agreement_en}. The page says what was learned."
        " You need not do anything.",
    ),
    "dispute.opened": Text(
        "{municipality}: en tvist om ansvaret är väckt",
        "{municipality}: a dispute on who answers has been opened",
        "{sender} har väckt en tvist om ansvaret enligt den lokala {agreement}. Personen får sitt"
        " stöd under tiden. Läs den och skriv er ståndpunkt.{due}",
        "{sender_en} has opened a dispute on who answers under {agreement_en}. The person gets"
        " their support meanwhile. Read it and say your view.{due_en}",
    ),
    "dispute.stated": Text(
        "{municipality}: en ny ståndpunkt i en tvist",
        "{municipality}: a new view in a dispute",
        "{sender} har skrivit sin ståndpunkt i en tvist om den lokala {agreement}.{due}",
        "{sender_en} has said its view in a dispute on {agreement_en}.{due_en}",
    ),
    "dispute.joined": Text(
        "{municipality}: en part till är med i en tvist",
        "{municipality}: one more party has joined a dispute",
        "{sender} har tagit med en part till i en tvist om ansvaret enligt den lokala {agreement}."
        " Vilka som är med står på sidan.{due}",
        "{sender_en} has let one more party join a dispute on who answers under {agreement_en}. The"
        " page says who its sides are.{due_en}",
    ),
    "dispute.lifted": Text(
        "{municipality}: en tvist är lyft till nästa steg",
        "{municipality}: a dispute has been lifted to the next level",
        "En tvist om ansvaret enligt den lokala {agreement} är lyft till nästa steg. Vilka som ska"
        " ta den vidare står på sidan.{due}",
        "a dispute on who answers under {agreement_en} has been lifted to the next level. The page"
        " says who are to take it on.{due_en}",
    ),
    "dispute.out_of_time": Text(
        "{municipality}: tiden är ute för en tvist på det sista steget",
        "{municipality}: time is out for a dispute at its last level",
        "Tiden är ute för en tvist om ansvaret enligt den lokala {agreement}, och den står på det"
        " sista steget. Kom överens om en lösning.",
        "time is out for a dispute on who answers under {agreement_en}, which stands at its last"
        " level. Agree on how it ends.",
    ),
    "dispute.proposed": Text(
        "{municipality}: en lösning på en tvist väntar på ert svar",
        "{municipality}: how a dispute is to end waits for your answer",
        "{sender} har föreslagit hur en tvist om den lokala {agreement} ska lösas. Läs förslaget"
        " och svara.",
        "{sender_en} has proposed how a dispute on {agreement_en} is to end. Read it and answer.",
    ),
    "dispute.agreed": Text(
        "{municipality}: en part har sagt ja till en lösning på en tvist",
        "{municipality}: a party has said yes to how a dispute is to end",
        "{sender} har sagt ja till hur en tvist om den lokala {agreement} ska lösas. Tvisten är"
        " löst när alla har svarat ja.",
        "{sender_en} has said yes to how a dispute on {agreement_en} is to end. It ends when all"
        " have said yes.",
    ),
    "dispute.refused": Text(
        "{municipality}: en lösning på en tvist är avböjd",
        "{municipality}: how a dispute was to end has been refused",
        "{sender} har sagt nej till en lösning på en tvist om den lokala {agreement}. Varför står"
        " på sidan.",
        "{sender_en} has said no to how a dispute on {agreement_en} was to end. The page says why.",
    ),
    "dispute.settled": Text(
        "{municipality}: en tvist är löst",
        "{municipality}: a dispute has been settled",
        "{sender} har sagt ja till hur en tvist om den lokala {agreement} löses. Vem som svarar och"
        " vem som betalar står på sidan.",
        "{sender_en} has said yes to how a dispute on {agreement_en} ends. The page says who"
        " answers and who pays.",
    ),
    "transfer.requested": Text(
        "En begäran om att ni tar över ett ärende",
        "A request that you take over a case",
        "{sender} begär att ni tar över ett ärende. Läs begäran och svara genast (29 kap. 10 §"
        " socialtjänstlagen).",
        "{sender_en} asks you to take over a case. Read the request and answer at once (chapter 29,"
        " section 10 of the Social Services Act).",
    ),
    "transfer.answered": Text(
        "Svar på er begäran om att ett ärende flyttas över",
        "The answer to your request that a case be moved",
        "{sender} har svarat på er begäran om att ett ärende flyttas över. Svaret står på sidan.",
        "{sender_en} has answered your request that a case be moved. The page says what.",
    ),
    "transfer.changed": Text(
        "Ett nej till överflyttning har blivit ett ja",
        "A no to a transfer has become a yes",
        "{sender} tar över ett ärende som de först sade nej till. Båda svaren står på sidan.",
        "{sender_en} takes over a case that they first said no to. Both answers are on the page.",
    ),
    "transfer.withdrawn": Text(
        "En begäran om överflyttning är tillbakatagen",
        "A request for a transfer has been taken back",
        "{sender} har tagit tillbaka sin begäran om att ni tar över ett ärende. Ni behöver inte"
        " svara. Varför står på sidan.",
        "{sender_en} has taken back the request that you take over a case. You need not answer. The"
        " page says why.",
    ),
    "transfer.applied": Text(
        "Överflyttningen av ett ärende prövas av IVO",
        "IVO considers the transfer of a case",
        "{sender} har ansökt hos Inspektionen för vård och omsorg om att ett ärende flyttas över"
        " till er.",
        "{sender_en} has applied to the Health and Social Care Inspectorate for a case to be moved"
        " to you.",
    ),
    "transfer.ruled": Text(
        "IVO har beslutat om överflyttningen av ett ärende",
        "IVO has decided on the transfer of a case",
        "{sender} har antecknat vad IVO beslutat om ett ärende som ni är berörda av. Det står på"
        " sidan.",
        "{sender_en} has noted what the Health and Social Care Inspectorate has decided on a case"
        " that concerns you. The page says what.",
    ),
    "transfer.near": Text(
        "Påminnelse: svara på en begäran om överflyttning",
        "Reminder: answer a request for a transfer",
        "En begäran om att ni tar över ett ärende väntar på ert svar. Månaden är snart ute.",
        "a request that you take over a case waits for your answer. The month is soon out.",
    ),
    "transfer.late": Text(
        "Månaden är ute för att svara om överflyttning",
        "The month to answer on a transfer is out",
        "Ni har inte svarat på en begäran om att ta över ett ärende. Den andra kommunen får nu"
        " ansöka hos IVO. Svara ändå.",
        "you have not answered a request to take over a case. The other municipality may now apply"
        " to the Health and Social Care Inspectorate. Answer all the same.",
    ),
    "transfer.no_answer": Text(
        "Inget svar på er begäran om överflyttning",
        "No answer to your request for a transfer",
        "En månad har gått utan svar på er begäran om att ett ärende flyttas över. Ni får ansöka"
        " hos IVO (29 kap. 11 § socialtjänstlagen). Ansökan finns på sidan.",
        "a month has passed without an answer to your request that a case be moved. You may apply"
        " to the Health and Social Care Inspectorate. The application is on the page.",
    ),
    "transfer.not_ruled": Text(
        "IVO:s tre månader har gått",
        "IVO’s three months have passed",
        "Tre månader har gått sedan ni ansökte hos IVO om att ett ärende flyttas över. Anteckna"
        " beslutet om det har kommit, eller fråga IVO.",
        "three months have passed since you applied to the Health and Social Care Inspectorate for"
        " a case to be moved. Note the decision if it has come, or ask them.",
    ),
}
