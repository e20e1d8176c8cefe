"""What each kind of mail says: of an agreement what and whose; of a plan from whom, and a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class Language(StrEnum):
    """What somebody wants their mail in."""

    BOTH = "both"
    SWEDISH = "sv"
    ENGLISH = "en"

    @property
    def tag(self) -> str:
        """As the header of a mail says it."""
        return "sv, en" if self is Language.BOTH else self.value


@dataclass(frozen=True, slots=True)
class Text:
    """A mail is read on locked screens and kept by others: of a plan or a person it tells nothing.

    In braces stands what `portal.outbox.facts` knows: of an agreement, or which organisation a mail
    about a plan comes from and what day it is about.
    """

    subject: str
    subject_en: str
    swedish: str
    english: str

    def heading(self, words: Mapping[str, str], language: Language = Language.BOTH) -> str:
        """The subject; in Swedish where the mail is in both."""
        if language is not Language.ENGLISH:
            return self.subject.format_map(words)
        return _begun(self.subject_en.format_map(words))

    def body(
        self,
        words: Mapping[str, str],
        link: str,
        whom: str,
        language: Language = Language.BOTH,
    ) -> str:
        """The whole text, with the page to open, after signing in, and whom to ask."""
        if language is Language.ENGLISH:
            return self._in_english(words, link, whom)
        swedish = (
            f"{self.swedish.format_map(words)}\n\n{link}\n\n"
            "Du behöver logga in. Mejlet är skickat automatiskt och går inte att svara på.\n"
            f"Är du osäker? Skriv själv adressen {_site(link)} i webbläsaren. Vi frågar aldrig"
            " efter lösenord eller koder i mejl.\n"
            f"Frågor? {whom}\n"
        )
        if language is Language.SWEDISH:
            return swedish
        # what is to be taken up stands above, as it was written
        english = _begun(self.english.format_map({**words, "agenda_en": ""}))
        return f"{swedish}\n--\nIn English: {english} Open the link above and sign in.\n"

    def _in_english(self, words: Mapping[str, str], link: str, whom: str) -> str:
        return (
            f"{_begun(self.english.format_map(words))}\n\n{link}\n\n"
            "You need to sign in. This mail was sent automatically and cannot be answered.\n"
            f"Are you unsure? Type the address {_site(link)} in your browser yourself. We never ask"
            " for passwords or codes by mail.\n"
            f"Questions? {whom}\n"
        )


def _begun(sentence: str) -> str:
    """Beginning with a capital letter, whatever name or word it begins with."""
    return sentence[:1].upper() + sentence[1:]


def _site(link: str) -> str:
    """The address that somebody may type instead of following the link."""
    return urlsplit(link).netloc


TEXTS = {
    # about agreements, which are public: whose, whose act, what of it, and until when
    "agreement.shared": Text(
        "{municipality}: en överenskommelse att läsa",
        "{municipality}: an agreement to read",
        "{sender} har delat den lokala {agreement} med er. Läs den och föreslå ändringar, eller"
        " säg till när ni är klara med texten.{due}{term}",
        "{sender_en} has shared {agreement_en} with you. Read it and suggest changes, or say when"
        " you are ready with the text.{due_en}{term_en}",
    ),
    "agreement.shared_to_read": Text(
        "{municipality}: en överenskommelse att läsa",
        "{municipality}: an agreement to read",
        "{sender} har delat den lokala {agreement} med er som rådfrågas. Läs den, och föreslå"
        " ändringar om ni vill.{due}{term}",
        "{sender_en} has shared {agreement_en} with you, to ask for your view. Read it, and suggest"
        " changes if you wish.{due_en}{term_en}",
    ),
    "agreement.asked_again": Text(
        "{municipality}: överenskommelsen väntar på er",
        "{municipality}: the agreement waits for you",
        "{sender} har valt en ny dag för den lokala {agreement}, som väntar på att ni ska"
        " {what}.{due}",
        "{sender_en} has chosen another day for {agreement_en}, which waits for you to {what_en}."
        "{due_en}",
    ),
    "agreement.near": Text(
        "{municipality}: påminnelse om att {what} senast {day}",
        "{municipality}: reminder to {what_en} by {day_en}",
        "Den lokala {agreement} väntar på att ni ska {what}.{waits}{due}",
        "{agreement_en} waits for you to {what_en}.{waits_en}{due_en}",
    ),
    "agreement.due": Text(
        "{municipality}: i dag är sista dagen för att {what}",
        "{municipality}: today is the last day to {what_en}",
        "Den lokala {agreement} väntar på att ni ska {what}.{waits}{due}",
        "{agreement_en} waits for you to {what_en}.{waits_en}{due_en}",
    ),
    "agreement.late": Text(
        "{municipality}: försenat, {what}",
        "{municipality}: overdue, {what_en}",
        "Den lokala {agreement} väntar fortfarande på att ni ska {what}.{waits} Det skulle ha varit"
        " gjort senast {day}.",
        "{agreement_en} still waits for you to {what_en}.{waits_en} It should have been done by"
        " {day_en}.",
    ),
    "agreement.draft_together": Text(
        "{municipality}: skriv utkastet tillsammans",
        "{municipality}: write the draft together",
        "{sender} har börjat på den lokala {agreement} och vill att ni skriver utkastet"
        " tillsammans. Ni kan läsa och ändra i det redan nu.",
        "{sender_en} has begun on {agreement_en} and wants you to write the draft together. You can"
        " read and change it already now.",
    ),
    "agreement.party_added": Text(
        "{municipality}: ni är med i överenskommelsen",
        "{municipality}: you take part in the agreement",
        "{sender} har tagit med er i den lokala {agreement}. Läs texten, och säg till på sidan när"
        " ni är klara med den.{due}{term}",
        "{sender_en} has made you a party of {agreement_en}. Read the text, and say on the page"
        " when you are ready with it.{due_en}{term_en}",
    ),
    "agreement.consulted": Text(
        "{municipality}: ni rådfrågas om överenskommelsen",
        "{municipality}: you are asked for your view of the agreement",
        "{sender} har tagit med er i den lokala {agreement} som rådfrågade. Läs texten, och föreslå"
        " ändringar om ni vill.{due}{term}",
        "{sender_en} asks for your view of {agreement_en}. Read the text, and suggest changes if"
        " you wish.{due_en}{term_en}",
    ),
    "agreement.party_removed": Text(
        "{municipality}: ni är inte längre med i överenskommelsen",
        "{municipality}: you no longer take part in the agreement",
        "{sender} har ändrat vilka som är med i den lokala {agreement}. Ni är inte det längre."
        " Varför står på sidan.",
        "{sender_en} has changed who takes part in {agreement_en}. You no longer do. The page says"
        " why.",
    ),
    "agreement.recomposed": Text(
        "{municipality}: område eller parter är ändrade",
        "{municipality}: area or parties have changed",
        "{sender} har ändrat område eller parter i den lokala {agreement}. Vad som är ändrat, och"
        " varför, står under Område och parter. Är texten delad behöver alla som beslutar eller"
        " skriver under säga igen när de är klara med den.",
        "{sender_en} has changed the area or the parties of {agreement_en}. What has changed, and"
        " why, is under Area and parties. If the text is shared, everybody who decides or signs has"
        " to say again when they are ready with it.",
    ),
    "agreement.withdrawn": Text(
        "{municipality}: arbetet med överenskommelsen är avbrutet",
        "{municipality}: the work on the agreement has stopped",
        "{sender} har avbrutit arbetet med den lokala {agreement}. Varför står på sidan. Ni"
        " behöver inte göra något.",
        "{sender_en} has stopped the work on {agreement_en}. The page says why. You need not do"
        " anything.",
    ),
    "agreement.put_to_decision": Text(
        "{municipality}: överenskommelsen väntar på ert beslut",
        "{municipality}: the agreement waits for your decision",
        "{sender} har låst texten i den lokala {agreement}. Ta upp den till beslut hos er och"
        " registrera beslutet.{due}{term}",
        "{sender_en} has locked the text of {agreement_en}. Have your body decide on it and record"
        " the decision.{due_en}{term_en}",
    ),
    "agreement.locked": Text(
        "{municipality}: överenskommelsen är låst för beslut",
        "{municipality}: the agreement is locked for decisions",
        "{sender} har låst texten i den lokala {agreement}, så att de som ska besluta om den kan"
        " göra det.{term} Ni behöver inte besluta.",
        "{sender_en} has locked the text of {agreement_en}, so that those who decide on it can."
        "{term_en} You need not decide.",
    ),
    "agreement.put_to_signing": Text(
        "{municipality}: överenskommelsen väntar på din underskrift",
        "{municipality}: the agreement waits for your signature",
        "Alla parter har beslutat om den lokala {agreement}. Läs den och skriv under.{due}{term}",
        "All parties have decided on {agreement_en}. Read it and sign.{due_en}{term_en}",
    ),
    "agreement.sign_next": Text(
        "{municipality}: fler underskrifter behövs från er",
        "{municipality}: more signatures are needed from you",
        "Någon hos er har skrivit under den lokala {agreement}, och fler hos er behöver göra det."
        " Läs den och skriv under om det är din tur.{due}{term}",
        "Somebody in your organisation has signed {agreement_en}, and more of you need to. Read it"
        " and sign if it is your turn.{due_en}{term_en}",
    ),
    "agreement.in_force": Text(
        "{municipality}: överenskommelsen är undertecknad",
        "{municipality}: the agreement is signed",
        "Den lokala {agreement} är undertecknad av alla parter.{term} Ni behöver inte göra något.",
        "All parties have signed {agreement_en}.{term_en} You need not do anything.",
    ),
    "agreement.returned": Text(
        "{municipality}: överenskommelsen behöver bearbetas igen",
        "{municipality}: the agreement needs more work",
        "{sender} har tagit tillbaka den lokala {agreement} till parterna för mer arbete. Beslut"
        " och underskrifter gäller inte längre, inte heller din om du har skrivit under. Varför"
        " står på sidan.",
        "{sender_en} has taken {agreement_en} back to the parties for more work. Decisions and"
        " signatures are void, yours too if you have signed. The page says why.",
    ),
    "agreement.reviewed": Text(
        "{municipality}: överenskommelsen är uppföljd",
        "{municipality}: the agreement has been reviewed",
        "{sender} har antecknat en uppföljning av den lokala {agreement}. Resultatet står på"
        " sidan.",
        "{sender_en} has recorded a review of {agreement_en}. The page says what it came to.",
    ),
    "agreement.notice_given": Text(
        "{municipality}: överenskommelsen är uppsagd",
        "{municipality}: notice of the agreement has been given",
        "{sender} har sagt upp den lokala {agreement}. Den gäller till och med {until}. Varför står"
        " på sidan.",
        "{sender_en} has given notice of {agreement_en}. It holds until {until_en}. The page says"
        " why.",
    ),
    "agreement.registered_on_paper": Text(
        "{municipality}: överenskommelsen är registrerad som undertecknad på papper",
        "{municipality}: the agreement is registered as signed on paper",
        "{sender} har registrerat att den lokala {agreement} är undertecknad på papper av alla"
        " parter.{term} Säg på sidan om det stämmer.",
        "{sender_en} has registered that all parties have signed {agreement_en} on paper.{term_en}"
        " Say on the page whether it is so.",
    ),
    "agreement.finished_on_paper": Text(
        "{municipality}: överenskommelsen är undertecknad på papper",
        "{municipality}: the agreement is signed on paper",
        "{sender} har registrerat att den lokala {agreement} är undertecknad på papper av alla"
        " parter.{term} Du behöver inte skriva under.",
        "{sender_en} has registered that all parties have signed {agreement_en} on paper.{term_en}"
        " You need not sign.",
    ),
    "agreement.paper_objected": Text(
        "{municipality}: en part invänder mot det som är registrerat på papper",
        "{municipality}: a party objects to what is registered on paper",
        "{sender} invänder mot det som är registrerat om den lokala {agreement} på papper. Varför"
        " står på sidan.",
        "{sender_en} objects to what was registered of {agreement_en} on paper. The page says why.",
    ),
    "agreement.paper_withdrawn": Text(
        "{municipality}: registreringen på papper är återtagen",
        "{municipality}: the registration on paper has been taken back",
        "{sender} har tagit tillbaka att den lokala {agreement} är undertecknad på papper. Varför"
        " står på sidan.",
        "{sender_en} has taken back that {agreement_en} is signed on paper. The page says why.",
    ),
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
    # the cases that are to be moved are their municipalities' own, and named by none
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
    "agreement.correction_proposed": Text(
        "{municipality}: ett skrivfel i överenskommelsen väntar på ert svar",
        "{municipality}: a clerical error in the agreement waits for your answer",
        "{sender} föreslår att ett skrivfel rättas i den lokala {agreement}. Det rättas när alla"
        " parter har sagt ja.",
        "{sender_en} proposes that a clerical error in {agreement_en} is corrected. It is when all"
        " parties have said yes.",
    ),
    "agreement.correction_to_read": Text(
        "{municipality}: ett skrivfel i överenskommelsen kan komma att rättas",
        "{municipality}: a clerical error in the agreement may be corrected",
        "{sender} föreslår att ett skrivfel rättas i den lokala {agreement}. Det rättas när de som"
        " beslutar eller skriver under har sagt ja. Ni behöver inte svara.",
        "{sender_en} proposes that a clerical error in {agreement_en} is corrected. It is when"
        " those who decide or sign have said yes. You need not answer.",
    ),
    "agreement.correction_adopted": Text(
        "{municipality}: ett skrivfel i överenskommelsen är rättat",
        "{municipality}: a clerical error in the agreement has been corrected",
        "Alla parter har sagt ja till att rätta ett skrivfel i den lokala {agreement}. Båda"
        " lydelserna går att läsa.",
        "All parties have agreed to correct a clerical error in {agreement_en}. Both wordings can"
        " be read.",
    ),
    "agreement.correction_refused": Text(
        "{municipality}: en rättelse av överenskommelsen blev inte av",
        "{municipality}: a correction of the agreement was refused",
        "{sender} har sagt nej till att rätta den lokala {agreement}. Varför står på sidan.",
        "{sender_en} has said no to a correction of {agreement_en}. The page says why.",
    ),
    "agreement.correction_withdrawn": Text(
        "{municipality}: en rättelse av överenskommelsen är återtagen",
        "{municipality}: a correction of the agreement has been withdrawn",
        "{sender} har tagit tillbaka sitt förslag att rätta den lokala {agreement}.",
        "{sender_en} has withdrawn its proposal to correct {agreement_en}.",
    ),
    "agreement.succeeded": Text(
        "{municipality}: ni har tagit en annans plats i överenskommelsen",
        "{municipality}: you have taken another's place in the agreement",
        "Din organisation har tagit en annans plats i den lokala {agreement}.{term}",
        "Your organisation has taken the place of another in {agreement_en}.{term_en}",
    ),
    "agreement.expiring": Text(
        "{municipality}: överenskommelsen löper ut {until}",
        "{municipality}: the agreement expires on {until_en}",
        "Den lokala {agreement} gäller till och med {until}, och ingen ny är undertecknad. Börja"
        " arbetet med nästa.",
        "{agreement_en} holds until {until_en}, and no new one has been signed. Begin the next.",
    ),
    "agreement.ends_before_next": Text(
        "{municipality}: överenskommelsen löper ut {until}, och nästa är inte klar",
        "{municipality}: the agreement expires on {until_en}, and the next is not ready",
        "Den lokala {agreement} gäller till och med {until}, och ingen ny är undertecknad. Se till"
        " att nästa hinner beslutas och skrivas under, eller förläng den som gäller.",
        "{agreement_en} holds until {until_en}, and no new one has been signed. See to it that the"
        " next is decided on and signed in time, or prolong the one in force.",
    ),
    "agreement.ended": Text(
        "{municipality}: överenskommelsen har löpt ut",
        "{municipality}: the agreement has expired",
        "Den lokala {agreement} gällde till och med {until}, och ingen ny är undertecknad.",
        "{agreement_en} held until {until_en}, and no new one has been signed.",
    ),
    "agreement.review_near": Text(
        "{municipality}: överenskommelsen ska följas upp {review}",
        "{municipality}: the agreement is to be reviewed by {review_en}",
        "Den lokala {agreement} ska följas upp senast {review}.",
        "{agreement_en} is to be reviewed by {review_en}.",
    ),
    "agreement.review_late": Text(
        "{municipality}: överenskommelsen skulle ha följts upp {review}",
        "{municipality}: the agreement should have been reviewed by {review_en}",
        "Den lokala {agreement} skulle ha följts upp senast {review}.",
        "{agreement_en} should have been reviewed by {review_en}.",
    ),
    "suggestion.published": Text(
        "{municipality}: ett ändringsförslag väntar på ert svar",
        "{municipality}: a suggested change waits for your answer",
        "{sender} föreslår en ändring av {part} i den lokala {agreement}. Svara för er"
        " organisation.{due}",
        "{sender_en} suggests a change of {part_en} in {agreement_en}. Answer for your"
        " organisation.{due_en}",
    ),
    "suggestion.to_read": Text(
        "{municipality}: ett ändringsförslag att läsa",
        "{municipality}: a suggested change to read",
        "{sender} föreslår en ändring av {part} i den lokala {agreement}. De som beslutar eller"
        " skriver under svarar på det. Ni behöver inte svara.",
        "{sender_en} suggests a change of {part_en} in {agreement_en}. Those who decide or sign"
        " answer it. You need not.",
    ),
    "suggestion.adopted": Text(
        "{municipality}: ett ändringsförslag är antaget",
        "{municipality}: a suggested change has been adopted",
        "Förslaget till ändring av {part} i den lokala {agreement} är antaget av alla parter och är"
        " nu en del av den.",
        "The suggested change of {part_en} in {agreement_en} has been adopted by all parties and is"
        " now part of it.",
    ),
    "suggestion.rejected": Text(
        "{municipality}: ett ändringsförslag är avböjt",
        "{municipality}: a suggested change has been rejected",
        "{sender} har avböjt förslaget till ändring av {part} i den lokala {agreement}. Varför står"
        " på sidan.",
        "{sender_en} has rejected the suggested change of {part_en} in {agreement_en}. The page"
        " says why.",
    ),
    "suggestion.withdrawn": Text(
        "{municipality}: ett ändringsförslag är återtaget",
        "{municipality}: a suggested change has been withdrawn",
        "{sender} har återtagit sitt förslag till ändring av {part} i den lokala {agreement}. Ni"
        " behöver inte svara.",
        "{sender_en} has withdrawn its suggested change of {part_en} in {agreement_en}. You need"
        " not answer.",
    ),
    "suggestion.replaced": Text(
        "{municipality}: ert ändringsförslag är ersatt av ett annat",
        "{municipality}: another suggestion replaces yours",
        "{sender} har lagt ett annat förslag till ändring av {part} i den lokala {agreement} i"
        " stället för ert. Läs det och svara.",
        "{sender_en} has made another suggestion about {part_en} in {agreement_en} in place of"
        " yours. Read it and answer.",
    ),
    "suggestion.conflict": Text(
        "{municipality}: ert ändringsförslag behöver arbetas om",
        "{municipality}: your suggested change needs to be reworked",
        "Ert förslag till ändring av {part} i den lokala {agreement} går inte ihop med en"
        " ändring som har antagits sedan dess. Arbeta om det eller ta tillbaka det.",
        "Your suggested change of {part_en} in {agreement_en} conflicts with a change that has been"
        " adopted since. Rework it or withdraw it.",
    ),
    # of groups, which are about nobody: which one, when and where it meets, what it takes up
    "group.meeting_planned": Text(
        "{group}: kallelse till möte",
        "{group_en}: call to a meeting",
        "{sender} kallar {group} till möte{when}{at_place}.{agenda}",
        "{sender_en} calls {group_en} to a meeting{when_en}{at_place}.{agenda_en}",
    ),
    "group.meeting_moved": Text(
        "{group}: mötet är flyttat",
        "{group_en}: the meeting has been moved",
        "{sender} har flyttat mötet i {group}. Nu är det{when}{at_place}.{agenda}",
        "{sender_en} has moved the meeting of {group_en}. Now it is{when_en}{at_place}.{agenda_en}",
    ),
    "group.meeting_cancelled": Text(
        "{group}: mötet blir inte av för er",
        "{group_en}: the meeting does not take place for you",
        "Mötet i {group} är inställt, eller så är ni inte längre med i gruppen{when}. Det som"
        " skulle tas upp står kvar.",
        "The meeting of {group_en} is cancelled, or you no longer take part in the group{when_en}.",
    ),
    "group.meeting_near": Text(
        "{group}: påminnelse om ett möte",
        "{group_en}: reminder of a meeting",
        "{group} möts snart{when}{at_place}.{agenda}",
        "{group_en} meets soon{when_en}{at_place}.{agenda_en}",
    ),
    "group.minutes_written": Text(
        "{group}: ett protokoll väntar på att ni justerar det",
        "{group_en}: minutes wait for you to confirm them",
        "{sender} har lämnat protokollet från mötet i {group} för justering. Läs det, och justera"
        " det om det stämmer.",
        "{sender_en} has handed over the minutes of {group_en}. Read them, and confirm them if they"
        " are right.",
    ),
    "group.near": Text(
        "{group}: påminnelse om att {what} senast {day}",
        "{group_en}: reminder to {what_en} by {day_en}",
        "{group} väntar på att ni ska {what}.{due}",
        "{group_en} waits for you to {what_en}.{due_en}",
    ),
    "group.due": Text(
        "{group}: i dag är sista dagen för att {what}",
        "{group_en}: today is the last day to {what_en}",
        "{group} väntar på att ni ska {what}.{due}",
        "{group_en} waits for you to {what_en}.{due_en}",
    ),
    "group.late": Text(
        "{group}: försenat, {what}",
        "{group_en}: overdue, {what_en}",
        "{group} väntar fortfarande på att ni ska {what}. Det skulle ha varit gjort senast {day}.",
        "{group_en} still waits for you to {what_en}. It should have been done by {day_en}.",
    ),
    # about plans: not even what kind of matter it is
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
    "person.told": Text(
        "{whose}: något har hänt som rör dig",
        "{whose}: something that concerns you has happened",
        "Någon har gjort något som rör dig. Vad det är ser du när du har loggat in.",
        "Somebody has done something that concerns you. Sign in to read what it is.",
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
    "plan.handed_over": Text(
        "{whose}: någon har tagit över",
        "{whose}: somebody has taken over",
        "Någon har tagit över efter en kollega i något som du är med i.",
        "Somebody has taken over from a colleague in something that you take part in.",
    ),
    # about an account
    "account.disabled": Text(
        "Ett konto hos er är avstängt i Samsyn",
        "An account with you has been disabled in Samsyn",
        "Ett konto med en roll i din organisation är avstängt. Välj vem som tar över det som"
        " väntar.",
        "An account with a role in your organisation has been disabled. Choose who takes over.",
    ),
    "mandate.ended": Text(
        "En behörighet att skriva under är återkallad",
        "A mandate to sign has been revoked",
        "Din organisations administratör har återkallat en behörighet att skriva under som du"
        " hade.",
        "Your organisation's administrator has revoked a mandate to sign that you had.",
    ),
    "role.ended": Text(
        "En av dina roller i Samsyn är borttagen",
        "One of your roles in Samsyn has been removed",
        "Din organisations administratör har tagit bort en av dina roller.",
        "Your organisation's administrator has removed one of your roles.",
    ),
    "role.moved": Text(
        "Du har en roll i en annan organisation i Samsyn",
        "You have a role in another organisation in Samsyn",
        "Din organisation eller enhet har gått upp i en annan. Du har samma roll där.",
        "Your organisation or unit has become part of another. You have the same role there.",
    ),
    "organisation.closed": Text(
        "Din organisation finns inte längre i Samsyn",
        "Your organisation is no longer in Samsyn",
        "Organisationen som du hade en roll i har upphört. Rollen gäller inte längre.",
        "The organisation in which you had a role has been closed. The role no longer holds.",
    ),
    "role.given": Text(
        "Du har fått en roll i Samsyn",
        "You have been given a role in Samsyn",
        "Du har fått en roll i Samsyn: du tar över efter en kollega.",
        "You have been given a role in Samsyn: you take over from a colleague.",
    ),
    "role.plans_given": Text(
        "Du tar över efter en kollega i Samsyn",
        "You take over from a colleague in Samsyn",
        "Du har tagit över det som en kollega hade. Det finns bland dina uppgifter.",
        "You have taken over what a colleague had. You find it among your tasks.",
    ),
    "session.ended": Text(
        "Du är utloggad ur Samsyn",
        "You are signed out of Samsyn",
        "Din organisations administratör har avslutat dina inloggningar. Du kan logga in igen"
        " om du har en roll kvar.",
        "Your organisation's administrator has ended your sign-ins. You can sign in again if you"
        " still have a role.",
    ),
    # about what has been counted in a county
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
    # about what an agreement follows up
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
    "readings.review": Text(
        "Dags att granska vem som har läst",
        "Time to review who has read",
        "Det är dags att granska vad din organisations personal har läst.",
        "It is time to review what your organisation's staff have read.",
    ),
}
