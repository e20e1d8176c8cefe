"""What local agreements give the web application."""

from flask import Flask

import agreements.activities.views
import agreements.agreed.views
import agreements.annexes.views
import agreements.board.views
import agreements.competence.county_views
import agreements.competence.views
import agreements.deviations.county_views
import agreements.deviations.views
import agreements.disputes.views
import agreements.drafting.views
import agreements.follow_up.county_views
import agreements.follow_up.views
import agreements.life.views
import agreements.lob.views
import agreements.lob_card.views
import agreements.lob_work.views
import agreements.mandates.views
import agreements.matrix.column_views
import agreements.matrix.views
import agreements.meetings.meeting_views
import agreements.meetings.minutes_views
import agreements.meetings.views
import agreements.negotiation.outline_views
import agreements.negotiation.views
import agreements.parties.views
import agreements.reading.views
import agreements.searching.views
import agreements.signing.paper_views
import agreements.signing.views
import agreements.templates.views
import agreements.transfers.views
from agreements import case_words, refusal_words
from agreements.activities import words as activity_words
from agreements.aftercare import LobWorkRuleError
from agreements.cases import CaseRuleError
from agreements.competence import words as competence_words
from agreements.competence.rules import CompetenceRuleError
from agreements.follow_up import words as follow_up_words
from agreements.indicators import FollowUpRuleError
from agreements.lob import words as lob_words
from agreements.lob.rules import LobRuleError
from agreements.lob_work import words as lob_work_words
from agreements.meetings import words as meeting_words
from agreements.meetings.rules import MeetingRuleError
from agreements.planned import ActivityRuleError
from agreements.refusals import AgreementRuleError
from agreements.transferring import TransferRuleError
from agreements.transfers import words as transfer_words
from portal.identity import step_up
from portal.web import errors

BLUEPRINTS = (
    agreements.reading.views.bp,
    agreements.searching.views.bp,
    agreements.drafting.views.bp,
    agreements.parties.views.bp,
    agreements.matrix.views.bp,
    agreements.matrix.column_views.bp,
    agreements.agreed.views.bp,
    agreements.annexes.views.bp,
    agreements.negotiation.views.bp,
    agreements.negotiation.outline_views.bp,
    agreements.signing.views.bp,
    agreements.signing.paper_views.bp,
    agreements.life.views.bp,
    agreements.mandates.views.bp,
    agreements.meetings.views.bp,
    agreements.meetings.meeting_views.bp,
    agreements.meetings.minutes_views.bp,
    agreements.board.views.bp,
    agreements.deviations.views.bp,
    agreements.deviations.county_views.bp,
    agreements.disputes.views.bp,
    agreements.transfers.views.bp,
    agreements.templates.views.bp,
    agreements.activities.views.bp,
    agreements.lob.views.bp,
    agreements.lob_card.views.bp,
    agreements.lob_work.views.bp,
    agreements.follow_up.views.bp,
    agreements.competence.views.bp,
    agreements.competence.county_views.bp,
    agreements.follow_up.county_views.bp,
)


def init_app(app: Flask) -> None:
    """Add the pages, the words of refusals, and the act that asks for a fresh sign-in."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.register_words(app, ActivityRuleError, activity_words.refusal)
    errors.register_words(app, AgreementRuleError, refusal_words.refusal)
    errors.register_words(app, CaseRuleError, case_words.refusal)
    errors.register_words(app, CompetenceRuleError, competence_words.refusal)
    errors.register_words(app, FollowUpRuleError, follow_up_words.refusal)
    errors.register_words(app, LobRuleError, lob_words.refusal)
    errors.register_words(app, LobWorkRuleError, lob_work_words.refusal)
    errors.register_words(app, MeetingRuleError, meeting_words.refusal)
    errors.register_words(app, TransferRuleError, transfer_words.refusal)
    step_up.register(
        app,
        "sign",
        finish=agreements.signing.views.finish_signing,
        refused=agreements.signing.views.signing_refused,
    )
