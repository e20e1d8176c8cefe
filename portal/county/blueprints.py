"""What the county's organisations give the web application."""

from flask import Flask

from portal.county import views, words
from portal.tenancy.rules import OrganisationRuleError
from portal.web import errors


def init_app(app: Flask) -> None:
    """Give the application its pages, and words for the rules."""
    app.register_blueprint(views.bp)
    errors.register_words(app, OrganisationRuleError, words.refusal)
