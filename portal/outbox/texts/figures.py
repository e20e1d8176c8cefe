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
