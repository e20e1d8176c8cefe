"""What the kinds of people and capacities are called."""

from flask_babel import LazyString

from portal.personnummer import Fault
from portal.web.fields import PERSONNUMMER_FAULTS
from portal.web.i18n import lazy_gettext as _l
from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import AgeGroup, Capacity, ChangeKind, PersonKind, Shown
from sip.people.rules import PeopleRefusal

REFUSALS: dict[Refusal, LazyString] = {
    PeopleRefusal.PERSONNUMMER_FORM: PERSONNUMMER_FAULTS[Fault.FORM],
    PeopleRefusal.PERSONNUMMER_DATE: PERSONNUMMER_FAULTS[Fault.DATE],
    PeopleRefusal.PERSONNUMMER_FUTURE: PERSONNUMMER_FAULTS[Fault.FUTURE],
    PeopleRefusal.PERSONNUMMER_CHECK_DIGIT: PERSONNUMMER_FAULTS[Fault.CHECK_DIGIT],
    PeopleRefusal.CAPACITY_NEEDED: _l("Välj på vilken grund personen företräder."),
    PeopleRefusal.MANDATE_NEEDED: _l("Skriv vad uppdraget omfattar och hur länge det gäller."),
    PeopleRefusal.MANDATE_REVERSED: _l(
        "Uppdraget slutar innan det börjar. Ändra någon av dagarna."
    ),
    PeopleRefusal.HAS_ANSWERED: _l(
        "Personen har loggat in med det här personnumret och svarat på frågan om samtycke. Därför"
        " kan numret inte bytas. Är det fel person, låt den lämna planen och lägg till rätt person."
        " Gäller det den som planen är till för, avsluta planen och börja en ny."
    ),
    PeopleRefusal.PERSON_HAS_LEFT: _l("Personen är inte längre med i planen."),
    PeopleRefusal.ALREADY_LINKED: _l("Personen har redan kopplat sin e-legitimation till planen."),
    PeopleRefusal.STANDS_BESIDE: _l(
        "Ett ombud med fullmakt och en god man svarar tillsammans med personen, aldrig i personens"
        " ställe."
    ),
    PeopleRefusal.REPLACES_A_CHILD: _l(
        "Personen är under 18 år. För ett barn samtycker vårdnadshavarna."
    ),
    PeopleRefusal.CHILD_IS_REPLACED: _l(
        "Någon svarar i personens ställe, och det får ingen göra för ett barn. Låt det uppdraget"
        " upphöra innan ni skriver att personen är under 18 år."
    ),
    PeopleRefusal.REASON_NEEDED: _l("Skriv varför."),
    PeopleRefusal.DOCUMENT_NEEDED: _l("Skriv vilket underlag ni har sett, och från vilken dag."),
    PeopleRefusal.DOCUMENT_AHEAD: _l("Underlaget kan inte vara från en dag som inte har varit."),
    PeopleRefusal.ONE_HANDLER: _l(
        "Du har föreslagit ändringen själv. En annan handläggare hos er bekräftar den."
    ),
    PeopleRefusal.OWN_MATTER: _l(
        "Du är själv med i planen som privatperson. En annan handläggare bekräftar ändringen."
    ),
    PeopleRefusal.ALREADY_SETTLED: _l("Ändringen är redan avgjord."),
    PeopleRefusal.ALREADY_PROPOSED: _l(
        "Det finns redan en ändring för personen som väntar på en kollega. Ta tillbaka den först."
    ),
    PeopleRefusal.OVERTAKEN: _l(
        "Något annat har bestämts om personen sedan det här föreslogs. Avböj det, och föreslå det"
        " på nytt om det ändå behövs."
    ),
    PeopleRefusal.MANDATED_SINCE: _l(
        "Personens uppdrag har ändrats sedan du öppnade sidan. Läs vad som gäller nu, och skicka"
        " igen om det är det som ska avslutas."
    ),
    PeopleRefusal.NO_CHILD: _l("Personen är inte under 18 år och svarar alltid själv."),
    PeopleRefusal.AGE_NEEDED: _l(
        "Skriv personnummer eller födelsedag, eller välj hur gammal personen är. Det avgör vem som"
        " samtycker."
    ),
    PeopleRefusal.BORN_AHEAD: _l("Födelsedagen har inte varit än."),
    PeopleRefusal.GUARDIAN_OF_ADULT: _l(
        "Personen är inte under 18 år. Vårdnadshavare samtycker bara för barn. Rätta åldern först,"
        " om den är fel."
    ),
    PeopleRefusal.OWN_PLAN: _l("Den som planen gäller kan inte hållas utanför den."),
    PeopleRefusal.IS_KEPT_OUT: _l("Personen hålls utanför planen och kan inte få någon kod."),
    PeopleRefusal.CODE_SINCE: _l(
        "Personen har fått en ny kod sedan du öppnade sidan. Skicka igen om den inte ska gälla"
        " längre."
    ),
    PeopleRefusal.DECIDED_ANEW: _l(
        "Det finns ett nyare beslut än det du läste. Läs det och ta ställning till det."
    ),
    PeopleRefusal.KEPT_OUT_BY_ONE: _l(
        "Du har själv hållit personen utanför. En annan handläggare hos er bekräftar det."
    ),
    PeopleRefusal.NOT_REACHED: _l("Personen kan inte läsa planen nu, och inte det ni skriver här."),
    PeopleRefusal.WRITTEN_SINCE: _l(
        "Personen har skrivit mer sedan du öppnade sidan. Läs det också, och skicka sedan."
    ),
    PeopleRefusal.SEEN_AHEAD: _l("Handlingen kan inte ha visats en dag som inte har varit."),
    PeopleRefusal.ORAL_OF_OTHERS: _l(
        "Bara en fullmakt kan vara muntlig. För andra behövs en handling eller ett register."
    ),
    PeopleRefusal.ORAL_NEEDS_DAY: _l(
        "Skriv vilken dag ni frågar personen igen: en muntlig fullmakt ska kontrolleras på nytt."
    ),
    PeopleRefusal.CHECK_AGAIN_PAST: _l("Välj en dag som inte har varit än."),
    PeopleRefusal.CHECK_AGAIN_FAR: _l("Välj en dag inom två år."),
    PeopleRefusal.PROTECTION_STAYS: _l(
        "Planen står still. Därför kan skyddet inte tas bort: då skulle fler se var personen finns."
    ),
    PeopleRefusal.NOBODY_SEES_PROTECTED: _l("Välj minst en som får se de skyddade uppgifterna."),
}


KINDS: dict[PersonKind, LazyString] = {
    PersonKind.SUBJECT: _l("Planen gäller personen"),
    PersonKind.GUARDIAN: _l("Vårdnadshavare"),
    PersonKind.REPRESENTATIVE: _l("Företrädare"),
    PersonKind.RELATIVE: _l("Närstående"),
}

# who consents for a child
GUARDIANS: dict[Capacity, LazyString] = {
    Capacity.GUARDIAN: _l("Vårdnadshavare"),
    Capacity.GOD_MAN: _l("God man i vårdnadshavarens ställe"),
}

# a guardian is a kind of its own
CAPACITIES: dict[Capacity, LazyString] = {
    Capacity.ATTORNEY: _l("Ombud med fullmakt"),
    Capacity.FUTURE_ATTORNEY: _l("Ombud med framtidsfullmakt"),
    Capacity.GOD_MAN: _l("God man"),
    Capacity.FORVALTARE: _l("Förvaltare"),
}


SHOWN: dict[Shown, LazyString] = {
    Shown.ORIGINAL: _l("Handlingen i original"),
    Shown.COPY: _l("En kopia av handlingen"),
    Shown.REGISTER: _l("Uppgift ur register (folkbokföringen eller överförmyndaren)"),
    Shown.ORAL: _l("Muntlig fullmakt: personen har sagt det"),
}

# what each may and may not, in plain words: to whom it is told, "personen" is whose plan it is
MAY: dict[Capacity, LazyString] = {
    Capacity.GUARDIAN: _l(
        "Bestämmer för barnet tills barnet fyller 18 år, och lyssnar mer på barnet ju äldre det"
        " blir. Är de två behöver båda säga ja."
    ),
    Capacity.GOD_MAN: _l("Hjälper personen med det som står i beslutet, när personen vill det."),
    Capacity.FORVALTARE: _l(
        "Bestämmer i det som står i beslutet, också när personen inte håller med."
    ),
    Capacity.ATTORNEY: _l("Gör det som står i fullmakten, så länge personen vill."),
    Capacity.FUTURE_ATTORNEY: _l(
        "Gör det som står i fullmakten, när personen inte längre kan själv."
    ),
}
MAY_NOT: dict[Capacity, LazyString] = {
    Capacity.GUARDIAN: _l("Får inte bestämma något efter 18-årsdagen."),
    Capacity.GOD_MAN: _l(
        "Får inte göra något mot personens vilja, inte svara i personens ställe, och inget utanför"
        " beslutet."
    ),
    Capacity.FORVALTARE: _l("Får inte göra något utanför beslutet. Personens nej gäller i planen."),
    Capacity.ATTORNEY: _l(
        "Får inte svara i personens ställe. Personen kan ta tillbaka fullmakten när som helst."
    ),
    Capacity.FUTURE_ATTORNEY: _l(
        "Får inte bestämma om hälso- och sjukvård eller tandvård. Personens nej gäller i planen."
    ),
}


GUARDIAN_ASKED = _l("Personen är tillagd. Nu behövs samtycke från den personen.")
GUARDIAN_NOT_YET = _l(
    "Personen är tillagd, och tillfrågas när ni har skrivit att den som planen gäller är under"
    " 18 år."
)
PROPOSED = _l("Förslaget är sparat. Det gäller först när en annan handläggare har bekräftat det.")

AGES: dict[AgeGroup, LazyString] = {
    AgeGroup.UNDER_15: _l("Under 15 år"),
    AgeGroup.UNDER_18: _l("15–17 år"),
    AgeGroup.ADULT: _l("18 år eller äldre"),
}

# what a change is, in a few words; %(name)s is whom it is about
CHANGES: dict[ChangeKind, LazyString] = {
    ChangeKind.ASKED: _l("%(name)s tillfrågas själv"),
    ChangeKind.NOT_ASKED: _l("%(name)s tillfrågas inte själv"),
    ChangeKind.REPLACES: _l("%(name)s svarar i personens ställe"),
    ChangeKind.BESIDE: _l("%(name)s får ett nytt uppdrag"),
    ChangeKind.ENDS: _l("Uppdraget för %(name)s avslutas"),
    ChangeKind.LEAVES: _l("%(name)s lämnar planen"),
}


def change_heading(kind: ChangeKind, name: str) -> str:
    """What a change is."""
    return str(CHANGES[kind]) % {"name": name}


def kind_of(kind: PersonKind, capacity: Capacity | None) -> str:
    """What somebody is to the plan."""
    if kind is PersonKind.GUARDIAN:
        return str(GUARDIANS[capacity or Capacity.GUARDIAN])
    return str(CAPACITIES.get(capacity, KINDS[kind]) if capacity else KINDS[kind])
