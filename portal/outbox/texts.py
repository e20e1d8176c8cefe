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
        "Arbetet med en lokal överenskommelse som din organisation är part i är avbrutet."
        " Varför står på sidan.",
        "Work on a local agreement that your organisation is a party to has been stopped."
        " The page says why.",
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
        "En lokal överenskommelse har gått tillbaka till parterna för mer arbete. Beslut och"
        " underskrifter gäller inte längre, inte heller din om du har skrivit under."
        " Varför står på sidan.",
        "A local agreement has gone back to the parties for more work. Decisions and signatures are"
        " void, yours too if you have signed. The page says why.",
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
    "suggestion.withdrawn": Text(
        "Ett förslag är återtaget",
        "Ett förslag till ändring som din organisation har fått är återtaget.",
        "A suggested change that your organisation had been sent has been withdrawn.",
    ),
    "suggestion.replaced": Text(
        "Ert förslag är ersatt av ett annat",
        "En annan part har lagt ett förslag i stället för ert. Det väntar på ert svar.",
        "Another party has made a suggestion in place of yours. It awaits your answer.",
    ),
    "suggestion.conflict": Text(
        "Ett förslag behöver ses över",
        "Ett förslag krockar med en senare ändring och behöver ses över.",
        "A suggestion conflicts with a later change and needs another look.",
    ),
    # about plans: not even what kind of matter it is
    "call.waiting": Text(
        "Något väntar på svar i Samsyn",
        "En kallelse eller inbjudan väntar på svar från din enhet.",
        "A summons or an invitation awaits an answer from your unit.",
    ),
    "call.near": Text(
        "Påminnelse: något väntar på svar i Samsyn",
        "En kallelse eller inbjudan behöver få svar snart.",
        "A summons or an invitation needs an answer soon.",
    ),
    "call.late": Text(
        "Försenat svar i Samsyn",
        "En kallelse eller inbjudan har inte fått svar i tid.",
        "A summons or an invitation has not been answered in time.",
    ),
    "call.answered": Text(
        "Ett svar har kommit i Samsyn",
        "En organisation har svarat på en kallelse eller inbjudan.",
        "An organisation has answered a summons or an invitation.",
    ),
    "meeting.planned": Text(
        "Tid för ett möte i Samsyn",
        "Det finns en tid för ett möte. Svara om du kommer.",
        "There is a time for a meeting. Please say whether you are coming.",
    ),
    "meeting.moved": Text(
        "Ny tid för ett möte i Samsyn",
        "Ett möte har fått en ny tid. Svara om du kommer.",
        "A meeting has a new time. Please say whether you are coming.",
    ),
    "meeting.cancelled": Text(
        "Ett möte i Samsyn är inte längre aktuellt för dig",
        "Ett möte är inställt, eller så är du inte längre bjuden till det.",
        "A meeting has been cancelled, or you are no longer invited to it.",
    ),
    "meeting.answered": Text(
        "Ett svar om ett möte i Samsyn",
        "Någon har svarat på tiden för ett möte.",
        "Somebody has answered about the time of a meeting.",
    ),
    "meeting.near": Text(
        "Påminnelse om ett möte i Samsyn",
        "Du har snart ett möte.",
        "You have a meeting soon.",
    ),
    "action.near": Text(
        "Påminnelse om något du ska göra i Samsyn",
        "Något som du har tagit på dig ska vara klart snart.",
        "Something that you have taken on is due soon.",
    ),
    "action.late": Text(
        "Något är försenat i Samsyn",
        "Något som du har tagit på dig skulle ha varit klart.",
        "Something that you have taken on is overdue.",
    ),
    "follow_up.near": Text(
        "Påminnelse om uppföljning i Samsyn",
        "Det är snart dags för en uppföljning som du håller i.",
        "A follow-up that you hold is due soon.",
    ),
    "follow_up.late": Text(
        "En uppföljning är försenad i Samsyn",
        "En uppföljning som du håller i skulle ha varit gjord.",
        "A follow-up that you hold is overdue.",
    ),
    "consent.near": Text(
        "Ett samtycke går snart ut i Samsyn",
        "Ett samtycke som du berörs av går snart ut.",
        "A consent that concerns you expires soon.",
    ),
    "consent.asked": Text(
        "En fråga väntar på ditt svar",
        "Det finns en fråga som väntar på ditt svar.",
        "There is a question waiting for your answer.",
    ),
    "consent.answered": Text(
        "Ett svar har kommit",
        "Någon har svarat på en fråga, eller ändrat ett svar, i ett ärende som du har.",
        "Somebody has answered a question, or changed an answer, in a case of yours.",
    ),
    "call.withdrawn": Text(
        "Något är inte längre aktuellt i Samsyn",
        "En kallelse eller inbjudan till din enhet är återtagen.",
        "A summons or an invitation to your unit has been taken back.",
    ),
    "plan.closed": Text(
        "Något är avslutat i Samsyn",
        "Något som du är med i är avslutat.",
        "Something that you take part in has been closed.",
    ),
    "plan.not_started": Text(
        "Något blir inte av i Samsyn",
        "Något som du är med i blir inte av. Varför står på sidan.",
        "Something that you take part in will not go ahead. The page says why.",
    ),
    "plan.handed_over": Text(
        "Någon har tagit över i Samsyn",
        "Någon har tagit över efter en kollega i något som du är med i.",
        "Somebody has taken over from a colleague in something that you take part in.",
    ),
    # about an account
    "account.disabled": Text(
        "Ett konto hos er är avstängt i Samsyn",
        "Ett konto med en roll i din organisation är avstängt. Välj vem som tar över det som"
        " väntar.",
        "An account with a role in your organisation has been disabled. Choose who takes over.",
    ),
    "role.ended": Text(
        "En av dina roller i Samsyn är borttagen",
        "Din organisations administratör har tagit bort en av dina roller.",
        "Your organisation's administrator has removed one of your roles.",
    ),
    "role.given": Text(
        "Du har fått en roll i Samsyn",
        "Du har fått en roll i Samsyn: du tar över efter en kollega.",
        "You have been given a role in Samsyn: you take over from a colleague.",
    ),
    "role.plans_given": Text(
        "Du tar över efter en kollega i Samsyn",
        "Du har tagit över det som en kollega hade. Det finns bland dina uppgifter.",
        "You have taken over what a colleague had. You find it among your tasks.",
    ),
    "session.ended": Text(
        "Du är utloggad ur Samsyn",
        "Din organisations administratör har avslutat dina inloggningar. Du kan logga in igen"
        " om du har en roll kvar.",
        "Your organisation's administrator has ended your sign-ins. You can sign in again if you"
        " still have a role.",
    ),
    "readings.review": Text(
        "Dags att granska vem som har läst",
        "Det är dags att granska vad din organisations personal har läst.",
        "It is time to review what your organisation's staff have read.",
    ),
}
