"""What SIP gives the web application."""

from collections.abc import Mapping

from flask import Flask
from flask_babel import LazyString

import sip.access_log.review_views
import sip.access_log.views
import sip.access_log.words
import sip.archive.kept_views
import sip.archive.views
import sip.archive.words
import sip.calling.calls.views
import sip.calling.calls.words
import sip.calling.meetings.link_views
import sip.calling.meetings.my_views
import sip.calling.meetings.views
import sip.calling.meetings.words
import sip.consent.asked_views
import sip.consent.basis_views
import sip.consent.my_views
import sip.consent.paper_views
import sip.consent.views
import sip.consent.words
import sip.content.words
import sip.figures.views
import sip.history.views
import sip.history.words
import sip.my_plan.ask_views
import sip.my_plan.download_views
import sip.my_plan.happened_views
import sip.my_plan.history_views
import sip.my_plan.kept_views
import sip.my_plan.message_views
import sip.my_plan.my_data_views
import sip.my_plan.question_views
import sip.my_plan.views
import sip.my_plan.word_views
import sip.people.change_views
import sip.people.document_views
import sip.people.message_views
import sip.people.safety_views
import sip.people.told_views
import sip.people.views
import sip.people.words
import sip.plan.discharge_views
import sip.plan.of_age_views
import sip.plan.participant_views
import sip.plan.request_views
import sip.plan.stand_in_views
import sip.plan.task_views
import sip.plan.views
import sip.plan.words
import sip.writing.suggestion_views
import sip.writing.views
import sip.writing.words
from portal.web import errors
from sip.kernel import settings, words
from sip.kernel.refusals import Refusal, SipRuleError
from sip.people.presenter import whose

BLUEPRINTS = (
    sip.people.views.bp,
    sip.people.change_views.bp,
    sip.people.document_views.bp,
    sip.people.safety_views.bp,
    sip.people.told_views.bp,
    sip.people.message_views.bp,
    sip.my_plan.views.bp,
    sip.my_plan.word_views.bp,
    sip.my_plan.history_views.bp,
    sip.my_plan.download_views.bp,
    sip.my_plan.ask_views.bp,
    sip.my_plan.happened_views.bp,
    sip.my_plan.message_views.bp,
    sip.my_plan.my_data_views.bp,
    sip.my_plan.kept_views.bp,
    sip.my_plan.question_views.bp,
    sip.plan.task_views.bp,
    sip.plan.stand_in_views.bp,
    sip.plan.discharge_views.bp,
    sip.plan.of_age_views.bp,
    sip.plan.views.bp,
    sip.writing.views.bp,
    sip.writing.suggestion_views.bp,
    sip.history.views.bp,
    sip.plan.participant_views.bp,
    sip.plan.request_views.bp,
    sip.archive.views.bp,
    sip.archive.kept_views.bp,
    sip.calling.calls.views.bp,
    sip.calling.meetings.link_views.bp,
    sip.calling.meetings.views.bp,
    sip.calling.meetings.my_views.bp,
    sip.consent.views.bp,
    sip.consent.my_views.bp,
    sip.consent.paper_views.bp,
    sip.consent.asked_views.bp,
    sip.consent.basis_views.bp,
    sip.access_log.views.bp,
    sip.access_log.review_views.bp,
    sip.figures.views.bp,
)
# Why a rule said no, in the words of each subject.
REFUSALS: Mapping[Refusal, LazyString] = {
    **words.REFUSALS,
    **sip.people.words.REFUSALS,
    **sip.consent.words.REFUSALS,
    **sip.content.words.REFUSALS,
    **sip.plan.words.REFUSALS,
    **sip.writing.words.REFUSALS,
    **sip.history.words.REFUSALS,
    **sip.calling.calls.words.REFUSALS,
    **sip.calling.meetings.words.REFUSALS,
    **sip.access_log.words.REFUSALS,
    **sip.archive.words.REFUSALS,
}


def init_app(app: Flask) -> None:
    """Add the pages, the words of refusals, and what the installation has set for SIP."""
    settings.init_app(app, app.extensions["settings"].sip_settings)
    app.jinja_env.filters["whose"] = whose
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.register_words(app, SipRuleError, lambda broken: str(REFUSALS[broken.refusal]))
