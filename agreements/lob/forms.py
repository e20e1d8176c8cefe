"""Forms of the yearly figures."""

from agreements.lob.rules import Counts
from portal.web.fields import HiddenTextField, IntegerField, TextField, TicksField
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l
from portal.web.posted import as_number

MOST = 999_999


class FigureForm(Form):
    """How many were taken into care in a year."""

    version = HiddenTextField()
    taken = IntegerField(
        _l("Omhändertagna enligt LOB"),
        between=(0, MOST),
        required=_l("Skriv hur många som omhändertogs, 0 om ingen."),
        hint=_l("Antal omhändertaganden under året, inte antal olika personer."),
    )
    cared_for = IntegerField(
        _l("Kom till vården i stället för arrest"),
        between=(0, MOST),
        required=_l("Skriv hur många som kom till vården, 0 om ingen."),
        hint=_l(
            "De som nyktrade till på en tillnyktringsenhet eller bedömdes i ambulans, på"
            " vårdcentral eller akutmottagning."
        ),
    )
    young = IntegerField(
        _l("I åldern 18–25 år"),
        between=(0, MOST),
        required=_l("Skriv hur många som var 18–25 år, 0 om ingen."),
    )
    violent = IntegerField(
        _l("Bedömdes som våldsamma"),
        between=(0, MOST),
        required=_l("Skriv hur många som bedömdes som våldsamma, 0 om ingen."),
    )
    reason = TextField(
        _l("Varför rättas siffrorna?"),
        max_length=250,
        hint=_l("Till exempel: tio omhändertaganden i december hade inte kommit med."),
    )

    @property
    def counts(self) -> Counts:
        """What was filled in, of a form that is whole."""
        return Counts(
            *(self[name].data or 0 for name in ("taken", "cared_for", "young", "violent"))
        )

    @property
    def base_version(self) -> int:
        """The version that the form was made from."""
        return as_number(self.version.data)


class AreaForm(Form):
    """The municipalities that a police area counts for."""

    municipalities = TicksField(
        _l("Kommuner"),
        required=_l("Välj minst en kommun."),
        hint=_l(
            "Två polisområden kan redovisa för samma kommun, var sin del av den. Då räknas deras"
            " siffror ihop."
        ),
    )
