"""The form of the reviewer."""

from wtforms.validators import ValidationError

from portal.web.fields import DateField, LongTextField, NewIdField, RadioField
from portal.web.forms import Form, Question
from portal.web.i18n import lazy_gettext as _l
from sip.access_log.words import REVERSED


class PeriodForm(Question):
    """Which days' readings are shown."""

    first = DateField(_l("Från och med"), required=_l("Skriv vilken dag perioden börjar."))
    last = DateField(_l("Till och med"), required=_l("Skriv vilken dag perioden slutar."))

    def validate_last(self, field: DateField) -> None:
        """A period ends when it has begun."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(str(REVERSED))


class ReviewForm(Form):
    """A period, and what the review of it came to."""

    review_id = NewIdField()
    first_day = DateField(_l("Från och med"), required=_l("Skriv vilken dag perioden börjar."))
    last_day = DateField(_l("Till och med"), required=_l("Skriv vilken dag perioden slutar."))
    outcome = RadioField(_l("Vad kom granskningen fram till?"), required=_l("Välj ett resultat."))
    notes = LongTextField(
        _l("Vad har du tittat på, och vad händer nu?"),
        max_length=4000,
        required=_l("Skriv vad du har tittat på."),
        hint=_l("Inga namn på enskilda. Ärendenummer går bra."),
    )
