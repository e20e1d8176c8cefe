"""Reading the county's template."""

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from agreements.permissions import CountyPermission
from agreements.templates import presenter, queries
from portal.authz import Actor
from portal.web.guard import itself, requires

if TYPE_CHECKING:
    from agreements.tables.template import TemplateVersion

bp = Blueprint("templates", __name__, url_prefix="/templates")


@bp.get("")
@requires(CountyPermission.TEMPLATES, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The published editions."""
    return render_template(
        "agreements/templates/index.html", subjects=presenter.subject_lines(actor)
    )


@bp.get("/<uuid:template_id>")
@requires(CountyPermission.TEMPLATES, queries.get_template_version)
def show(_actor: Actor, version: "TemplateVersion") -> ResponseReturnValue:
    """One edition: sections with guidance, questions and law; the matrix."""
    return render_template("agreements/templates/show.html", page=presenter.template_page(version))
