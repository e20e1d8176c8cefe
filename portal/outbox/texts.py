"""What each kind of mail says: that something waits, never what, about whom or where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A mail is read on locked screens and kept by others: no names, no content, no numbers."""

    subject: str
    swedish: str
    english: str

    def body(self, link: str) -> str:
        """The whole text, with the page to open; sign-in comes first."""
        return (
            f"{self.swedish}\n\n{link}\n\n"
            "Du behöver logga in. Mejlet är skickat automatiskt och går inte att svara på.\n\n"
            "--\n"
            f"In English: {self.english} Open the link above and sign in.\n"
        )


TEXTS = {
    "agreement.shared": Text(
        "En överenskommelse att läsa",
        "En lokal överenskommelse har delats med din organisation och väntar på er.",
        "A local agreement has been shared with your organisation.",
    ),
    "agreement.withdrawn": Text(
        "Arbetet med en överenskommelse är avbrutet",
        "Arbetet med en lokal överenskommelse som din organisation är part i är avbrutet.",
        "Work on a local agreement that your organisation is a party to has been stopped.",
    ),
    "agreement.put_to_decision": Text(
        "En överenskommelse väntar på beslut",
        "En lokal överenskommelse väntar på beslut i din organisation.",
        "A local agreement awaits a decision in your organisation.",
    ),
    "agreement.put_to_signing": Text(
        "En överenskommelse väntar på underskrift",
        "En lokal överenskommelse väntar på din underskrift.",
        "A local agreement awaits your signature.",
    ),
    "agreement.in_force": Text(
        "En överenskommelse är undertecknad",
        "En lokal överenskommelse är undertecknad av alla parter.",
        "A local agreement has been signed by all parties.",
    ),
    "agreement.returned": Text(
        "En överenskommelse behöver bearbetas igen",
        "En lokal överenskommelse har gått tillbaka till parterna för mer arbete.",
        "A local agreement has gone back to the parties for more work.",
    ),
    "suggestion.published": Text(
        "Ett förslag väntar på svar",
        "Ett förslag till ändring väntar på svar från din organisation.",
        "A suggested change awaits your organisation's answer.",
    ),
    "suggestion.adopted": Text(
        "Ett förslag är antaget",
        "Ett förslag till ändring är antaget av alla parter.",
        "A suggested change has been adopted by all parties.",
    ),
    "suggestion.rejected": Text(
        "Ett förslag är avböjt",
        "Ett förslag till ändring är avböjt.",
        "A suggested change has been rejected.",
    ),
    "suggestion.conflict": Text(
        "Ett förslag behöver ses över",
        "Ett förslag krockar med en senare ändring och behöver ses över.",
        "A suggestion conflicts with a later change and needs another look.",
    ),
}
