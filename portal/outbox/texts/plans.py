"""What mail about plans says: not even what kind of matter it is, only from whom and the day."""

from portal.outbox.texts.text import Text

TEXTS = {
    "call.waiting": Text(
        "{whose}: en kallelse eller inbjudan väntar på svar",
        "{whose}: a summons or an invitation awaits an answer",
        "En kallelse eller inbjudan{from} väntar på svar från din enhet.{answer_by}",
        "A summons or an invitation{from_en} awaits an answer from your unit.{answer_by_en}",
    ),
    "call.near": Text(
        "{whose}: påminnelse om en kallelse eller inbjudan",
        "{whose}: reminder of a summons or an invitation",
        "En kallelse eller inbjudan{from} behöver få svar snart.{answer_by}",
        "A summons or an invitation{from_en} needs an answer soon.{answer_by_en}",
    ),
    "call.late": Text(
        "{whose}: ett svar är försenat",
        "{whose}: an answer is overdue",
        "En kallelse eller inbjudan{from} har inte fått svar i tid.",
        "A summons or an invitation{from_en} has not been answered in time.",
    ),
    "call.asked": Text(
        "{whose}: en fråga om en kallelse",
        "{whose}: a question about a summons",
        "En organisation har en fråga om en kallelse eller inbjudan från dig.",
        "An organisation has a question about a summons or an invitation of yours.",
    ),
    "call.replied": Text(
        "{whose}: svar på en fråga",
        "{whose}: a question has been answered",
        "En fråga från din enhet om en kallelse eller inbjudan{from} har fått svar.{answer_by}",
        "A question from your unit about a summons or an invitation{from_en} has been"
        " answered.{answer_by_en}",
    ),
    "call.answered": Text(
        "{whose}: ett svar har kommit",
        "{whose}: an answer has come",
        "En organisation har svarat på en kallelse eller inbjudan.",
        "An organisation has answered a summons or an invitation.",
    ),
    "meeting.planned": Text(
        "{whose}: tid för ett möte",
        "{whose}: a time for a meeting",
        "Det finns en tid för ett möte{when}. Svara om du kommer.",
        "There is a time for a meeting{when_en}. Please say whether you are coming.",
    ),
    "meeting.moved": Text(
        "{whose}: ny tid för ett möte",
        "{whose}: a new time for a meeting",
        "Ett möte har fått en ny tid{when}. Svara om du kommer.",
        "A meeting has a new time{when_en}. Please say whether you are coming.",
    ),
    "meeting.changed": Text(
        "{whose}: ett möte är ändrat",
        "{whose}: a meeting has changed",
        "Tiden är densamma{when}, men platsen är en annan eller mötet hålls på distans. Var det är"
        " står på sidan.",
        "The time is the same{when_en}, but the place is another or the meeting is held at a"
        " distance. The page says where it is.",
    ),
    "meeting.cancelled": Text(
        "{whose}: ett möte är inte längre aktuellt för dig",
        "{whose}: a meeting no longer concerns you",
        "Ett möte är inställt, eller så är du inte längre bjuden till det{when}.",
        "A meeting has been cancelled, or you are no longer invited to it{when_en}.",
    ),
    "meeting.answered": Text(
        "{whose}: ett svar om ett möte",
        "{whose}: an answer about a meeting",
        "Någon har svarat på tiden för ett möte{when}.",
        "Somebody has answered about the time of a meeting{when_en}.",
    ),
    "meeting.near": Text(
        "{whose}: påminnelse om ett möte",
        "{whose}: reminder of a meeting",
        "Du har snart ett möte{when}.",
        "You have a meeting soon{when_en}.",
    ),
    "action.near": Text(
        "{whose}: påminnelse om något du ska göra",
        "{whose}: reminder of something you are to do",
        "Något som du har tagit på dig ska vara klart snart.",
        "Something that you have taken on is due soon.",
    ),
    "action.late": Text(
        "{whose}: något är försenat",
        "{whose}: something is overdue",
        "Något som du har tagit på dig skulle ha varit klart.",
        "Something that you have taken on is overdue.",
    ),
    "follow_up.near": Text(
        "{whose}: påminnelse om en uppföljning",
        "{whose}: reminder of a follow-up",
        "Det är snart dags för en uppföljning som du håller i.",
        "A follow-up that you hold is due soon.",
    ),
    "follow_up.late": Text(
        "{whose}: en uppföljning är försenad",
        "{whose}: a follow-up is overdue",
        "En uppföljning som du håller i skulle ha varit gjord.",
        "A follow-up that you hold is overdue.",
    ),
    "discharge.near": Text(
        "{whose}: påminnelse om en kallelse",
        "{whose}: reminder of a call",
        "I ett av dina ärenden ska en kallelse skickas snart. Vilket står på sidan.",
        "In one of your cases a call is to be sent soon. The page says in which.",
    ),
    "discharge.late": Text(
        "{whose}: en kallelse är försenad",
        "{whose}: a call is overdue",
        "I ett av dina ärenden skulle en kallelse ha skickats. Vilket står på sidan.",
        "In one of your cases a call should have been sent. The page says in which.",
    ),
    "consent.near": Text(
        "{whose}: ett samtycke går snart ut",
        "{whose}: a consent expires soon",
        "Ett samtycke som du berörs av går snart ut.",
        "A consent that concerns you expires soon.",
    ),
    "consent.asked": Text(
        "{whose}: en fråga väntar på ditt svar",
        "{whose}: a question waits for your answer",
        "Det finns en fråga{from} som väntar på ditt svar.",
        "There is a question{from_en} waiting for your answer.",
    ),
    "consent.answered": Text(
        "{whose}: ett svar har kommit",
        "{whose}: an answer has come",
        "Någon har svarat på en fråga, eller ändrat ett svar, i ett ärende som du har.",
        "Somebody has answered a question, or changed an answer, in a case of yours.",
    ),
    "consenter.changed": Text(
        "{whose}: det är ändrat vem som svarar",
        "{whose}: who answers has changed",
        "Det är ändrat vem som ska svara på frågor i ett ärende som du är med i.",
        "Who is to answer questions has changed in a case that you take part in.",
    ),
    "person.unlinked": Text(
        "{whose}: din inloggning gäller inte längre",
        "{whose}: your sign-in is no longer valid",
        "Din inloggning öppnar inte längre något som du var med i: ett annat personnummer är"
        " antecknat där. Är det fel? Säg till den som gav dig koden.",
        "Your sign-in no longer opens something that you took part in: another personal identity"
        " number has been noted there. Is that wrong? Tell whoever gave you the code.",
    ),
    "consenter.near": Text(
        "{whose}: snart ändras vem som svarar",
        "{whose}: who answers changes soon",
        "Snart ändras vem som ska svara på frågor i ett ärende som du är med i. Den som ska svara"
        " behöver bli frågad i tid.",
        "Soon others are to answer questions in a case that you take part in. Whoever is to answer"
        " has to be asked in time.",
    ),
    "consenter.proposed": Text(
        "{whose}: en ändring väntar på att du bekräftar",
        "{whose}: a change waits for you to confirm it",
        "En kollega har föreslagit en ändring som gäller först när en till handläggare har"
        " bekräftat den.",
        "A colleague has proposed a change that holds only when another caseworker has confirmed"
        " it.",
    ),
    "person.kept_out": Text(
        "{whose}: ett beslut väntar på att du bekräftar",
        "{whose}: a decision waits for you to confirm it",
        "En kollega har fattat ett beslut som en till handläggare ska bekräfta. Det gäller redan.",
        "A colleague has made a decision that another caseworker is to confirm. It already holds.",
    ),
    "person.told": Text(
        "{whose}: något har hänt som rör dig",
        "{whose}: something that concerns you has happened",
        "Någon har gjort något som rör dig. Vad det är ser du när du har loggat in.",
        "Somebody has done something that concerns you. Sign in to read what it is.",
    ),
    "message.written": Text(
        "{whose}: någon har skrivit till dig",
        "{whose}: somebody has written to you",
        "Du har fått ett meddelande. Logga in för att läsa det och svara.",
        "You have a message. Sign in to read it and answer.",
    ),
    "call.withdrawn": Text(
        "{whose}: något är inte längre aktuellt",
        "{whose}: something no longer concerns you",
        "En kallelse eller inbjudan till din enhet är återtagen.",
        "A summons or an invitation to your unit has been taken back.",
    ),
    "plan.closed": Text(
        "{whose}: något är avslutat",
        "{whose}: something has been closed",
        "Något som du är med i är avslutat.",
        "Something that you take part in has been closed.",
    ),
    "plan.reopened": Text(
        "{whose}: något fortsätter",
        "{whose}: something goes on",
        "Något som du är med i fortsätter. Att det avslutades var ett misstag.",
        "Something that you take part in goes on. That it was closed was a mistake.",
    ),
    "plan.not_started": Text(
        "{whose}: något blir inte av",
        "{whose}: something will not go ahead",
        "Något som du är med i blir inte av. Varför står på sidan.",
        "Something that you take part in will not go ahead. The page says why.",
    ),
    "plan.stood_in": Text(
        "{whose}: någon står in för en kollega",
        "{whose}: somebody stands in for a colleague",
        "Någon står för en tid in för en kollega i något som du är med i.",
        "Somebody stands in for a colleague for a time in something that you take part in.",
    ),
    "plan.handed_over": Text(
        "{whose}: någon har tagit över",
        "{whose}: somebody has taken over",
        "Någon har tagit över efter en kollega i något som du är med i.",
        "Somebody has taken over from a colleague in something that you take part in.",
    ),
}
