"""Pages about a plan's copies: who has made one, make one, fetch one's own."""

import hashlib
from base64 import b64encode
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.transaction import transaction
from portal.web.forms import filled
from portal.web.guard import requires
from sip.archive import service
from sip.archive.forms import FORMS, CopyForm
from sip.archive.presenter import copies_page
from sip.kernel.permissions import SipPermission

if TYPE_CHECKING:
    from sip.archive.files import File
    from sip.archive.service import OwnCopy
    from sip.door.opening import OpenedPlan

bp = Blueprint("copies", __name__, url_prefix="/sip/plans/<uuid:plan_id>/copies")


@bp.get("")
@requires(SipPermission.OWN_RECORDS, service.get_case)
def index(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """The copies that have been made, and a form for another."""
    return _index(actor, opened, CopyForm())


@bp.post("")
@requires(SipPermission.OWN_RECORDS, service.get_copyable)
def make(actor: Actor, opened: "OpenedPlan") -> ResponseReturnValue:
    """Make a copy of what the organisation may see now."""
    form = CopyForm()
    if not form.validate_on_submit():
        return _index(actor, opened, form), 422
    with transaction():
        copy_id = service.make(actor, opened, form=filled(form.form.data), now=clock.now())
    flash(_("Kopian är gjord."))
    return redirect(url_for("copies.index", plan_id=opened.plan_id, _anchor=f"copy-{copy_id}"))


@bp.get("/<uuid:copy_id>/file")
@requires(SipPermission.OWN_RECORDS, service.get_own_copy)
def file(_actor: Actor, copy: "OwnCopy") -> ResponseReturnValue:
    """One of the own copies, as it was made."""
    return handed_over(copy.file)


@bp.get("/<uuid:copy_id>/text")
@requires(SipPermission.OWN_RECORDS, service.get_own_copy)
def text(_actor: Actor, copy: "OwnCopy") -> ResponseReturnValue:
    """A text copy, to mark and paste elsewhere."""
    return render_template(
        "sip/archive/text.html", copy=copy, text=copy.file.content.decode("utf-8")
    )


def handed_over(file: "File") -> Response:
    """The answer that downloads a file; what may be kept of it is said for every page."""
    response = Response(file.content, mimetype=file.kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    digest = b64encode(hashlib.sha256(file.content).digest()).decode("ascii")
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return response


def _index(actor: Actor, opened: "OpenedPlan", form: CopyForm) -> str:
    page = copies_page(actor, opened)
    return render_template("sip/archive/index.html", page=page, form=form, forms=dict(FORMS))
