"""What the person, and those near, write in the plan."""

from portal.web.fields import (
    DateField,
    HiddenTextField,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l
from sip.kernel.vocabulary import Approval
from sip.plan import words
from sip.plan.forms import as_choices

SCALE = [
    ("5", _l("Ja, helt")),
    ("4", _l("Ja, mest")),
    ("3", _l("Varken ja eller nej")),
    ("2", _l("Nej, inte så mycket")),
    ("1", _l("Nej, inte alls")),
]


class OwnTextForm(Form):
    """What somebody writes in their own words, and the version it was written from."""

    text_id = NewIdField()
    base_version = HiddenTextField()
    text = LongTextField(_l("Dina ord"), max_length=4000, required=_l("Skriv något, eller avbryt."))


class GoalForm(Form):
    """What the person wants."""

    goal_id = NewIdField()
    title = TextField(
        _l("Vad vill du?"),
        max_length=200,
        required=_l("Skriv vad du vill."),
        hint=_l("Till exempel: Jag vill sova bättre"),
    )
    measure = TextField(
        _l("Hur märker du skillnad?"),
        max_length=300,
        required=_l("Skriv hur du märker att det blir bättre."),
        hint=_l("Till exempel: Jag sover minst sex timmar"),
    )
    status = SelectField(_l("Hur går det?"), choices=as_choices(words.GOALS))


class ActionForm(Form):
    """What the person does."""

    action_id = NewIdField()
    title = TextField(
        _l("Vad gör du?"),
        max_length=200,
        required=_l("Skriv vad du gör."),
        hint=_l("Till exempel: Går till gymmet på tisdagar"),
    )
    due_on = DateField(_l("När ska det vara gjort?"))
    status = SelectField(_l("Hur går det?"), choices=as_choices(words.ACTIONS))


class StatusForm(Form):
    """How something the person does goes."""

    seen = HiddenTextField()  # how it went when the form was opened
    status = RadioField(
        _l("Hur går det?"), required=_l("Välj hur det går."), choices=as_choices(words.ACTIONS)
    )


class AnswerForm(Form):
    """What the person says of the plan as it was put to them."""

    number = HiddenTextField()
    answer = RadioField(
        _l("Vad tycker du om planen?"),
        required=_l("Välj ett svar."),
        choices=[
            (Approval.APPROVED.value, _l("Planen är bra. Jag godkänner den.")),
            (Approval.OBJECTED.value, _l("Något är fel, eller fattas.")),
        ],
    )
    comment = LongTextField(
        _l("Vad vill du säga?"),
        max_length=2000,
        hint=_l("Behövs när något är fel eller fattas. Det blir kvar i planen."),
        may_be_needed=True,
    )


class AskForPlanForm(Form):
    """Somebody asks for a plan, for themselves or for another."""

    request_id = NewIdField()
    organisation = SelectField(
        _l("Vem vill du fråga?"),
        required=_l("Välj en kommun eller region."),
        hint=_l("Kommunen där du bor, eller din region."),
    )
    name = TextField(_l("Vad heter du?"), max_length=200, required=_l("Skriv ditt namn."))
    reached_at = TextField(
        _l("Hur når vi dig?"),
        max_length=200,
        required=_l("Skriv ett telefonnummer eller en adress."),
        hint=_l("Telefon, mejl eller adress."),
    )
    for_whom = TextField(
        _l("Frågar du för någon annan? Vad heter personen?"),
        max_length=200,
        hint=_l("Lämna tomt om det är du som vill ha en plan."),
    )
    relation = TextField(
        _l("Vem är du för personen?"),
        max_length=120,
        hint=_l("Till exempel mamma, granne, god man eller ombud."),
    )
    needs = TextField(
        _l("Vill du säga något mer?"),
        max_length=240,
        hint=_l(
            "Till exempel om du vill ha tolk, eller när vi kan ringa. Skriv inte mer än du vill."
        ),
    )


class SurveyForm(Form):
    """What the person thought of the plan and the work around it."""

    information = RadioField(
        _l("Fick du information som du förstod?"), required=_l("Välj ett svar."), choices=SCALE
    )
    participation = RadioField(
        _l("Fick du vara med och bestämma?"), required=_l("Välj ett svar."), choices=SCALE
    )
    cooperation = RadioField(
        _l("Samarbetade de som hjälper dig?"), required=_l("Välj ett svar."), choices=SCALE
    )
    meaning = RadioField(
        _l("Betydde planen något för dig?"), required=_l("Välj ett svar."), choices=SCALE
    )
