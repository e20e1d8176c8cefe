"""What the forms of drafting and of negotiation have in common."""

from flask_babel import lazy_gettext as _l

from portal.web.fields import DateField
from portal.web.forms import Form

LONGEST_SECTION = 20_000
"""Characters of a section's text."""
PREVIEW = "preview"
"""What the button `again` says when the text is to be seen as its readers will see it."""
HOW_TO_WRITE = _l(
    "En tom rad ger nytt stycke. Börja raden med ett bindestreck för en punktlista."
    " Skriv **så här** för fetstil."
)


class TermForm(Form):
    """From when until when an agreement holds, and when it is reviewed."""

    valid_from = DateField(_l("Gäller från och med"))
    valid_until = DateField(_l("Gäller till och med"))
    review_on = DateField(_l("Följs upp senast"))
