"""Forms of the work that follows on LOB: a case is known by its reference, never by a person."""

from agreements.lob_work import words
from portal.web.fields import (
    DateField,
    Impersonal,
    LongTextField,
    NewIdField,
    RadioField,
    TextField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

NEW, KNOWN = "new", "known"


class ContactForm(Form):
    """A contact that is to be made."""

    contact_id = NewIdField()
    reference = TextField(
        _l("Er beteckning på ärendet"),
        [Impersonal()],
        max_length=40,
        required=_l("Skriv er beteckning, så att ni vet vem det gäller."),
        hint=_l("Till exempel SN 2026/123, aldrig namn eller personnummer. Bara ni ser den."),
    )
    kind = RadioField(
        _l("Har personen redan stöd av er?"),
        choices=[
            (NEW, _l("Nej, personen är ny för er")),
            (KNOWN, _l("Ja, personen får redan stöd")),
        ],
        required=_l("Välj om personen är ny eller redan får stöd."),
    )
    reported_on = DateField(
        _l("Dag då ni fick rapporten"),
        required=_l("Välj dag."),
        hint=_l("Från den dagen räknas tiden."),
    )


class MadeForm(Form):
    """What came of a contact."""

    outcome = RadioField(
        _l("Hur gick det?"),
        choices=[(one.value, label) for one, label in words.OUTCOMES.items()],
        required=_l("Välj hur det gick."),
    )
    done_on = DateField(_l("Dag då ni tog kontakt, eller försökte sist"), required=_l("Välj dag."))


class ReviewForm(Form):
    """That the routines were gone through."""

    review_id = NewIdField()
    reviewed_on = DateField(_l("När gick ni igenom rutinerna?"), required=_l("Välj dag."))
    whom = TextField(
        _l("Vilka var med?"),
        [Impersonal()],
        max_length=160,
        required=_l("Skriv vilka funktioner som var med."),
        hint=_l("Funktioner, inga namn. Till exempel Kommunpolis och chefen för socialjouren."),
    )
    finding = LongTextField(
        _l("Vad kom ni fram till?"),
        [Impersonal()],
        max_length=1000,
        required=_l("Skriv vad ni kom fram till."),
        hint=_l("Det som fungerar, och det som ni ska ändra."),
    )
    next_on = DateField(_l("När går ni igenom dem nästa gång?"), required=_l("Välj dag."))
