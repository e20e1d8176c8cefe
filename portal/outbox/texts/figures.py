"""What mail about what a county counts and an agreement follows up says."""

from portal.outbox.texts.text import Text

TEXTS = {
    "lob.figures_near": Text(
        "Påminnelse: siffrorna om LOB",
        "Reminder: the figures of LOB",
        "Ni har inte fyllt i alla siffror om LOB för förra året än. Vilka kommuner som saknas, och"
        " till vilken dag, står på sidan.",
        "You have not yet entered all figures of LOB for last year. The page says of which"
        " municipalities, and by which day.",
    ),
    "lob.figures_due": Text(
        "I dag är sista dagen för siffrorna om LOB",
        "Today is the last day for the figures of LOB",
        "Ni har inte fyllt i alla siffror om LOB för förra året än. Vilka kommuner som saknas står"
        " på sidan.",
        "You have not yet entered all figures of LOB for last year. The page says of which"
        " municipalities.",
    ),
    "lob.figures_late": Text(
        "Försenat: siffrorna om LOB",
        "Overdue: the figures of LOB",
        "Ni har inte fyllt i alla siffror om LOB. Vilka kommuner som saknas står på sidan.",
        "You have not entered all figures of LOB. The page says of which municipalities.",
    ),
    "lob.contact_near": Text(
        "Påminnelse: kontakt efter LOB",
        "Reminder: contact after care for intoxication",
        "Ni har en kontakt att ta efter ett omhändertagande, som snart ska vara tagen. Vilken står"
        " på sidan.",
        "You have a contact to make after somebody was taken into care, and it is soon due. The"
        " page says which.",
    ),
    "lob.contact_due": Text(
        "I dag ska en kontakt efter LOB vara tagen",
        "A contact after care for intoxication is due today",
        "I dag är sista dagen för en kontakt efter ett omhändertagande. Vilken står på sidan.",
        "Today is the last day for a contact after somebody was taken into care. The page says"
        " which.",
    ),
    "lob.contact_late": Text(
        "Försenat: kontakt efter LOB",
        "Overdue: contact after care for intoxication",
        "En kontakt efter ett omhändertagande är inte markerad som gjord i tid. Ta kontakt, eller"
        " markera den som gjord.",
        "A contact after somebody was taken into care is not marked as made in time. Make contact,"
        " or mark it as made.",
    ),
    "lob.review_near": Text(
        "Påminnelse: gå igenom rutinerna för LOB",
        "Reminder: go through the routines of LOB",
        "Rutinerna för LOB ska snart gås igenom. Till vilken dag står på sidan.",
        "The routines of LOB are soon to be gone through. The page says by which day.",
    ),
    "lob.review_due": Text(
        "I dag ska rutinerna för LOB vara genomgångna",
        "The routines of LOB are to be gone through today",
        "I dag är sista dagen för att gå igenom rutinerna för LOB. Anteckna genomgången på sidan.",
        "Today is the last day to go through the routines of LOB. Note on the page that you have.",
    ),
    "lob.review_late": Text(
        "Försenat: gå igenom rutinerna för LOB",
        "Overdue: go through the routines of LOB",
        "Rutinerna för LOB är inte genomgångna i tid. Gå igenom dem, och anteckna det på sidan.",
        "The routines of LOB have not been gone through in time. Go through them, and note it on"
        " the page.",
    ),
    "activity.near": Text(
        "Påminnelse: en aktivitet ska snart vara klar",
        "Reminder: an activity is soon due",
        "En aktivitet i planen för en överenskommelse ska snart vara klar hos er. Vilken, och till"
        " vilken dag, står på sidan.",
        "An activity in the plan of an agreement is soon due with you. The page says which, and by"
        " which day.",
    ),
    "activity.due": Text(
        "I dag ska en aktivitet vara klar",
        "An activity is due today",
        "I dag är sista dagen för en aktivitet i planen för en överenskommelse. Skriv på sidan vad"
        " som kom ut av den.",
        "Today is the last day for an activity in the plan of an agreement. Write on the page what"
        " came of it.",
    ),
    "activity.late": Text(
        "Försenat: en aktivitet är inte klar",
        "Overdue: an activity is not done",
        "En aktivitet i planen för en överenskommelse är inte avslutad i tid. Skriv på sidan vad"
        " som kom ut av den.",
        "An activity in the plan of an agreement has not ended in time. Write on the page what came"
        " of it.",
    ),
    "indicator.near": Text(
        "Påminnelse: värden till uppföljningen",
        "Reminder: values for the follow-up",
        "Ni har värden att fylla i till uppföljningen av en överenskommelse. Vilka de är, och till"
        " vilken dag, står på sidan.",
        "You have values to enter for the follow-up of an agreement. The page says which, and by"
        " which day.",
    ),
    "indicator.due": Text(
        "I dag är sista dagen för värden till uppföljningen",
        "Today is the last day for values for the follow-up",
        "Ni har inte fyllt i alla värden till uppföljningen av en överenskommelse. Vilka som saknas"
        " står på sidan.",
        "You have not entered all values for the follow-up of an agreement. The page says which.",
    ),
    "indicator.late": Text(
        "Försenat: värden till uppföljningen",
        "Overdue: values for the follow-up",
        "Ni har inte fyllt i alla värden till uppföljningen av en överenskommelse. Vilka som saknas"
        " står på sidan.",
        "You have not entered all values for the follow-up of an agreement. The page says which.",
    ),
}
