"""Forms of groups and their meetings. They check shape; rules are the services'."""

from portal.web.fields import (
    DateField,
    HiddenTextField,
    IntegerField,
    LongTextField,
    NewIdField,
    ProseField,
    SelectField,
    TextField,
    TickField,
    TicksField,
    TimeField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

LONGEST_MINUTES = 20_000
LONGEST_POINT = 600
LONGEST_REASON = 600
NOTHING_PERSONAL = _l("Skriv inget om enskilda personer: alla i gruppen läser det.")


class GroupForm(Form):
    """What a group is called, what it is for, and how often it meets."""

    kind = SelectField(_l("Vad gruppen är till för"), required=_l("Välj vad gruppen är till för."))
    name = TextField(
        _l("Gruppens namn"),
        max_length=150,
        required=_l("Skriv vad gruppen heter."),
        hint=_l("Till exempel Lokala styrgruppen i Åsele"),
    )
    agreement = SelectField(
        _l("Hör till"),
        hint=_l("En grupp som inte hör till en överenskommelse hör till länet."),
    )
    covers_county = TickField(_l("Gruppen är för hela länet"))
    every = IntegerField(
        _l("Tid mellan mötena"),
        between=(1, 60),
        hint=_l("Lämna tomt om gruppen träffas vid behov."),
    )
    unit = SelectField(_l("Räknat i"), may_be_needed=True)


class NewGroupForm(GroupForm):
    """A new group, and who takes part in it besides the own organisation."""

    group_id = NewIdField()
    taking_part = TicksField(
        _l("Är med i gruppen"),
        required=_l("Välj minst en organisation till som är med i gruppen."),
        hint=_l(
            "Er organisation är alltid med, och sammankallar. Funktioner lägger ni till sedan."
        ),
    )


class ChangeGroupForm(GroupForm):
    """What is said of a group, and who calls it together."""

    convener = SelectField(_l("Sammankallar"), required=_l("Välj vem som sammankallar."))


class MemberForm(Form):
    """By which function an organisation takes part."""

    function = TextField(
        _l("Funktion"),
        max_length=150,
        hint=_l(
            "En roll, till exempel enhetschef för öppenvården. Skriv inget namn: den som har rollen"
            " byts ut."
        ),
    )
    confirms = TickField(_l("Justerar protokollen"))


class NewMemberForm(MemberForm):
    """Another organisation, or another function of one that takes part."""

    organisation = SelectField(_l("Organisation"), required=_l("Välj en organisation."))


class RemoveForm(Form):
    """Who does what somebody who leaves was to do."""

    instead = SelectField(_l("Vem tar över besluten?"), may_be_needed=True)


class EndForm(Form):
    """Why a group is no more."""

    reason = TextField(
        _l("Varför"), max_length=250, required=_l("Skriv varför, så att de andra förstår.")
    )


class TimeForm(Form):
    """When and where a group meets."""

    day = DateField(_l("Dag"), required=_l("Skriv vilken dag."))
    starts = TimeField(_l("Börjar"), required=_l("Skriv när mötet börjar."))
    ends = TimeField(_l("Slutar"), required=_l("Skriv när mötet slutar."), hint="")
    place = TextField(
        _l("Plats"),
        max_length=200,
        hint=_l("Eller hur man är med på distans. Står i kallelsen och i kalendern."),
    )


class PlanForm(TimeForm):
    """A new meeting."""

    meeting_id = NewIdField()


class CancelForm(Form):
    """Why a meeting is called off."""

    revision = HiddenTextField()  # the meeting as it was read
    reason = TextField(
        _l("Varför mötet ställs in"),
        max_length=250,
        required=_l("Skriv varför, så att de andra förstår."),
    )


class PointForm(Form):
    """Something to take up."""

    point_id = NewIdField()
    text = LongTextField(
        _l("Vad vill ni ta upp?"),
        max_length=LONGEST_POINT,
        required=_l("Skriv vad ni vill ta upp."),
        hint=NOTHING_PERSONAL,
    )


class MinutesForm(Form):
    """Who was there, what was taken up, and what the meeting came to."""

    revision = HiddenTextField()
    present = TicksField(_l("Var med"), required=_l("Välj minst en som var med på mötet."))
    taken_up = TicksField(
        _l("Togs upp"),
        hint=_l("Det som inte togs upp står kvar till nästa möte."),
    )
    minutes = ProseField(
        _l("Protokoll"),
        max_length=LONGEST_MINUTES,
        required=_l("Skriv vad mötet kom fram till."),
        hint=_l(
            "Beslut som någon ska genomföra lägger du till efteråt. Skriv inget om enskilda"
            " personer: alla i gruppen läser det."
        ),
    )


class DecisionForm(Form):
    """What was decided that somebody does."""

    decision_id = NewIdField()
    text = LongTextField(
        _l("Vad som ska göras"),
        max_length=LONGEST_POINT,
        required=_l("Skriv vad mötet beslutade."),
        hint=NOTHING_PERSONAL,
    )
    member = SelectField(_l("Vem som gör det"), required=_l("Välj vem som gör det."))
    due_on = DateField(_l("Klart senast"), required=_l("Skriv vilken dag det ska vara klart."))


class DoneForm(Form):
    """That a decision has been carried out."""

    note = LongTextField(
        _l("Hur det gick"),
        max_length=LONGEST_REASON,
        required=_l("Skriv kort hur det gick, så att gruppen vet."),
        hint=NOTHING_PERSONAL,
    )


class ConfirmForm(Form):
    """Which wording of the minutes is confirmed, or handed over to be."""

    revision = HiddenTextField()


class CorrectionForm(Form):
    """What is put right beside minutes that are fixed."""

    correction_id = NewIdField()
    text = LongTextField(
        _l("Rättelse"),
        max_length=LONGEST_REASON,
        required=_l("Skriv vad som ska rättas, och hur det rätta lyder."),
        hint=NOTHING_PERSONAL,
    )
