"""What is asked for in words is read by somebody, and nothing dangerous is done without asking.

A new column or field of this kind fails here until it is said where it is shown, and a new address
that takes only a POST until it is said why it need not ask first.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Boolean

from portal import models
from portal.db import Base
from portal.web.fields import LongTextField
from portal.web.forms import Form

ROOT = Path(__file__).resolve().parents[2]
WORDS = re.compile(
    r"(reason|comment|notes?|evidence|contribution|asked|hint|text|assessment|provision)(_sealed)?$"
)

# column -> where a page shows it: file of the templates, and how it is written there
SHOWN = {
    "action.reason_sealed": ("sip/plan/_parts.html", "content(action.reason)"),
    "agenda_item.title_sealed": ("sip/calling/meetings/_meeting.html", "{{ item.title }}"),
    "agreement_party.bodies": ("agreements/reading/_formalities.html", "one.undecided|join"),
    "agreement_act.reason": ("agreements/life/_acts.html", "{{ one.reason }}"),
    "agreement.withdrawn_reason": (
        "agreements/reading/_what_happened.html",
        "content(agreement.withdrawn_reason)",
    ),
    "paper.withdrawn_reason": (
        "agreements/reading/_what_happened.html",
        "content(agreement.withdrawn_reason)",
    ),
    "outline_change.reason": ("agreements/_acts_on_outline.html", "content(act.reason)"),
    "paper_answer.reason": ("agreements/reading/_paper.html", "content(one.reason)"),
    "correction.reason": ("agreements/life/correction.html", "content(one.reason)"),
    "correction_answer.reason": (
        "agreements/life/correction.html",
        "content(party.answer.reason)",
    ),
    "working_group.ended_reason": ("agreements/meetings/show.html", "content(group.ended_reason)"),
    "group_meeting.cancelled_reason": (
        "agreements/meetings/meeting.html",
        "content(meeting.cancelled_reason)",
    ),
    "group_meeting.minutes": ("agreements/meetings/_minutes.html", "page.meeting.minutes|prose"),
    "group_point.text": ("agreements/meetings/show.html", "content(one.text)"),
    "group_decision.text": ("agreements/meetings/_decisions.html", "content(one.text)"),
    "group_decision.done_note": ("agreements/meetings/_decisions.html", "content(one.done_note)"),
    "minutes_correction.text": ("agreements/meetings/meeting.html", "content(one.text)"),
    "agreement_fact.said": ("agreements/_facts.html", "said(one.lines)"),
    "annex_version.text": ("agreements/annexes/show.html", "prose(page.html)"),
    "attendance.note_sealed": ("sip/calling/meetings/_meeting.html", "{{ mine.note }}"),
    "asked.said_sealed": ("sip/plan/_asked.html", "{{ one.said }}"),
    "basis_decision.assessment_sealed": (
        "sip/consent/bases/_words.html",
        "content(line.assessment)",
    ),
    "basis_decision.provision_sealed": (
        "sip/consent/bases/_words.html",
        "content(line.provision)",
    ),
    "basis_decision.reason_sealed": ("sip/consent/bases/_words.html", "content(line.reason)"),
    "call.asked_sealed": ("sip/calling/calls/show.html", "{{ one.asked }}"),
    "call.contribution_sealed": ("sip/calling/calls/show.html", "{{ one.contribution or"),
    "call_question.answer_sealed": ("sip/calling/calls/show.html", "{{ question.answer }}"),
    "call_event.reason": ("sip/calling/calls/show.html", "words.DECLINE_REASONS[step.reason]"),
    "consent_act.reason_sealed": ("sip/consent/_question.html", "content(asker.purpose)"),
    "consenter.mandate_evidence_sealed": ("sip/people/show.html", "{{ line.evidence }}"),
    "consenter_change.reason_sealed": ("sip/people/_change.html", "content(one.reason)"),
    "document_version.voided_reason": (
        "agreements/reading/_what_happened.html",
        "content(back.voided_reason)",
    ),
    "kept_out.reason_sealed": ("sip/people/safety.html", "said(kept.reason)"),
    "plan_message.text_sealed": ("sip/people/_conversation.html", "{{ one.text }}"),
    "matrix_row.hint": ("components/matrix.html", "shown_row"),
    "matrix_row.removed_reason": ("agreements/_removed_rows.html", "{{ row.removed_reason }}"),
    "closing.reason": ("sip/plan/_closed.html", "reason=closed.reason"),
    "closing.undone_reason": ("sip/history/show.html", "{{ one.why_undone }}"),
    "lob_figure.reason": ("agreements/lob/municipality.html", "content(one.row.reason)"),
    "activity.what": ("agreements/activities/show.html", "content(one.what)"),
    "activity.result": ("agreements/activities/show.html", "content(one.result)"),
    "lob_review.finding": ("agreements/lob_work/show.html", "{{ one.finding }}"),
    "competence_need.need": ("agreements/competence/show.html", "{{ one.need }}"),
    "course.outcome": ("agreements/competence/show.html", "content(one.outcome)"),
    "method_step.note": ("agreements/competence/method.html", "{{ one.note }}"),
    "method_step.undone_reason": (
        "agreements/competence/method.html",
        "content(earlier.undone_reason)",
    ),
    "open_comparison.reason": (
        "agreements/follow_up/comparisons.html",
        "content(place.reason)",
    ),
    "indicator_value.note": ("agreements/follow_up/_values.html", "content(value.row.note)"),
    "indicator_value.reason": ("agreements/follow_up/_values.html", "content(why)"),
    "user_voice.finding": ("agreements/follow_up/_voices.html", "{{ one.finding }}"),
    "user_voice.answer": ("agreements/follow_up/_voices.html", "{{ one.answer }}"),
    "result_showing.followed": ("agreements/follow_up/_showings.html", "{{ one.followed }}"),
    "organisation_change.reason": ("portal/_history.html", "{{ one.change.reason }}"),
    "plan.not_started_reason": ("sip/my_plan/show.html", "{{ page.not_started }}"),
    "plan_approval.comment_sealed": ("sip/plan/_versions.html", "content_lang() }}>{{ one.comment"),
    "template_proposal.reason": (
        "agreements/deviations/proposals.html",
        "content(line.proposal.reason)",
    ),
    # the release before this one writes it, and it becomes a deviation's
    "plan_deviation.reason": ("agreements/deviations/_what.html", "{{ one.happened }}"),
    "case_transfer.grounds": ("agreements/transfers/show.html", "{{ one.grounds }}"),
    "case_transfer.refused_reason": ("agreements/transfers/show.html", "{{ one.refused_reason }}"),
    "case_transfer.withdrawn_why": ("agreements/transfers/show.html", "{{ one.withdrawn_why }}"),
    "case_transfer.reason": ("agreements/transfers/show.html", "{{ one.reason }}"),
    "dispute.question": ("agreements/disputes/show.html", "{{ one.question }}"),
    "dispute_statement.statement": ("agreements/disputes/show.html", "{{ said.statement }}"),
    "dispute_settlement.outcome": ("agreements/disputes/_parts.html", "{{ one.outcome }}"),
    "dispute_settlement.reason": ("agreements/disputes/_parts.html", "content(one.reason)"),
    "deviation.happened": ("agreements/deviations/_what.html", "{{ one.happened }}"),
    "deviation.answer": ("agreements/deviations/_what.html", "{{ one.answer }}"),
    "deviation.lesson": ("agreements/deviations/show.html", "{{ one.lesson }}"),
    "template_proposal.proposal": (
        "agreements/deviations/_proposal.html",
        "{{ one.proposal }}",
    ),
    "plan_placing.text_sealed": ("sip/people/show.html", "{{ one.details.contact }}"),
    "plan_text.text_sealed": ("sip/my_plan/show.html", "{{ text.text }}"),
    "read_review.notes": ("sip/access_log/review.html", "{{ one.notes }}"),
    "remark.reason": ("agreements/_findings.html", "content(one.reason)"),
    "section_version.text": ("agreements/reading/section.html", "prose(page.html)"),
    "signing_mandate.ended_reason": ("agreements/mandates/index.html", "content(row.ended_reason)"),
    "suggestion.reason": ("agreements/negotiation/show.html", "{{ one.reason }}"),
    "suggestion.text": ("agreements/negotiation/show.html", "redline(page.changes.html)"),
    "suggestion_answer.reason": ("agreements/negotiation/show.html", "content(given.reason)"),
}

# field of a form in which one writes at length -> the column that keeps it
KEPT = {
    "agreements.activities.forms.ActivityForm.what": "activity.what",
    "agreements.activities.forms.EndForm.result": "activity.result",
    "agreements.agreed.forms.FactForm.why": "agreement_fact.said",
    "agreements.annexes.forms.HasText.text": "annex_version.text",
    "agreements.competence.forms.HeldForm.outcome": "course.outcome",
    "agreements.competence.forms.NeedForm.need": "competence_need.need",
    "agreements.competence.forms.StepForm.note": "method_step.note",
    "agreements.deviations.forms.AnswerForm.answer": "deviation.answer",
    "agreements.deviations.forms.CloseForm.lesson": "deviation.lesson",
    "agreements.deviations.forms.CloseForm.proposal": "template_proposal.proposal",
    "agreements.deviations.forms.ReportForm.happened": "deviation.happened",
    "agreements.deviations.forms.SettleForm.reason": "template_proposal.reason",
    "agreements.disputes.forms.OpenForm.question": "dispute.question",
    "agreements.disputes.forms.SettlementAnswerForm.reason": "dispute_settlement.reason",
    "agreements.disputes.forms.SettlementForm.outcome": "dispute_settlement.outcome",
    "agreements.disputes.forms.StatementForm.statement": "dispute_statement.statement",
    "agreements.transfers.forms.AnswerForm.reason": "case_transfer.reason",
    "agreements.transfers.forms.RequestForm.grounds": "case_transfer.grounds",
    "agreements.transfers.forms.WithdrawalForm.reason": "case_transfer.withdrawn_why",
    "agreements.drafting.forms.SectionForm.text": "section_version.text",
    "agreements.drafting.forms.WithdrawForm.reason": "agreement.withdrawn_reason",
    "agreements.follow_up.forms.ShowingForm.followed": "result_showing.followed",
    "agreements.follow_up.forms.VoiceAnswerForm.answer": "user_voice.answer",
    "agreements.follow_up.forms.VoiceForm.finding": "user_voice.finding",
    "agreements.life.forms.CorrectionAnswerForm.reason": "correction_answer.reason",
    "agreements.life.forms.NoticeForm.reason": "agreement_act.reason",
    "agreements.life.forms.ReviewForm.reason": "agreement_act.reason",
    "agreements.lob_work.forms.ReviewForm.finding": "lob_review.finding",
    "agreements.meetings.forms.CorrectionForm.text": "minutes_correction.text",
    "agreements.meetings.forms.DecisionForm.text": "group_decision.text",
    "agreements.meetings.forms.DoneForm.note": "group_decision.done_note",
    "agreements.meetings.forms.MinutesForm.minutes": "group_meeting.minutes",
    "agreements.meetings.forms.PointForm.text": "group_point.text",
    "agreements.matrix.forms.RemoveRowForm.reason": "matrix_row.removed_reason",
    "agreements.matrix.forms.RemoveTemplateRowForm.reason": "matrix_row.removed_reason",
    "agreements.negotiation.forms.AnswerForm.reason": "suggestion_answer.reason",
    "agreements.negotiation.forms.SuggestionForm.reason": "suggestion.reason",
    "agreements.negotiation.forms.TextSuggestionForm.text": "suggestion.text",
    "agreements.parties.forms.ReadChangeForm.reason": "outline_change.reason",
    "agreements.signing.forms.BodiesForm.bodies": "agreement_party.bodies",
    "agreements.signing.paper_forms.PaperAnswerForm.reason": "paper_answer.reason",
    "agreements.signing.paper_forms.WithdrawPaperForm.reason": "paper.withdrawn_reason",
    "agreements.signing.forms.ReturnForm.reason": "document_version.voided_reason",
    "sip.access_log.forms.ReviewForm.notes": "read_review.notes",
    "sip.calling.calls.forms.CallForm.asked": "call.asked_sealed",
    "sip.calling.calls.forms.ContributionForm.contribution": "call.contribution_sealed",
    "sip.calling.calls.forms.TakeForm.contribution": "call.contribution_sealed",
    "sip.calling.calls.forms.ToldForm.answer": "call_question.answer_sealed",
    "sip.calling.meetings.forms.MinutesForm.text": "plan_text.text_sealed",
    "sip.calling.meetings.forms.PrepareForm.prepared": "plan_text.text_sealed",
    "sip.calling.meetings.forms.QuestionsForm.hoped": "plan_text.text_sealed",
    "sip.calling.meetings.forms.QuestionsForm.needed": "plan_text.text_sealed",
    "sip.calling.meetings.forms.QuestionsForm.to_talk_of": "plan_text.text_sealed",
    "sip.calling.meetings.forms.AgendaForm.title": "agenda_item.title_sealed",
    "sip.calling.meetings.forms.ReplyForForm.note": "attendance.note_sealed",
    "sip.calling.meetings.forms.ReplyForm.note": "attendance.note_sealed",
    "sip.consent.forms.BasisForm.assessment": "basis_decision.assessment_sealed",
    "sip.consent.forms.AskForm.purpose": "consent_act.reason_sealed",
    "sip.consent.forms.BasisForm.reason": "basis_decision.reason_sealed",
    "sip.history.forms.AnswerForm.comment": "plan_approval.comment_sealed",
    "sip.my_plan.forms.AnswerForm.comment": "plan_approval.comment_sealed",
    "sip.my_plan.forms.OwnTextForm.text": "plan_text.text_sealed",
    "sip.people.forms.KeepOutByTwoForm.reason": "kept_out.reason_sealed",
    "sip.people.forms.MandateForm.reason": "consenter_change.reason_sealed",
    "sip.people.forms.MessageForm.text": "plan_message.text_sealed",
    "sip.people.forms.OwnConsentForm.reason": "consenter_change.reason_sealed",
    "sip.people.forms.PersonForm.contact": "plan_placing.text_sealed",
    "sip.people.forms.ReasonForm.reason": "consenter_change.reason_sealed",
    "sip.plan.forms.AskedForm.said": "asked.said_sealed",
    "sip.plan.forms.OfAgeForm.said": "asked.said_sealed",
    "sip.plan.forms.NotStartedForm.explanation": "plan_text.text_sealed",
    "sip.plan.forms.StartForm.need": "plan_text.text_sealed",
    "sip.writing.forms.ActionForm.reason": "action.reason_sealed",
    # a yes to it stands there
    "sip.writing.forms.SuggestionForm.text": "plan_text.text_sealed",
    "sip.writing.forms.TextForm.text": "plan_text.text_sealed",
}

# What is done by a POST alone, and why nobody has to be asked first.
WITHOUT_A_QUESTION = {
    "/account/notices/<uuid:notice_id>/read": "what it is about stays where it is",
    "/account/organisation/<uuid:organisation_id>": "one switches back the same way",
    "/agreements/<uuid:agreement_id>/corrections/<uuid:correction_id>/answer": "the form says it",
    "/agreements/<uuid:agreement_id>/matrix/restore": "every version is kept",
    "/agreements/<uuid:agreement_id>/annexes/<uuid:annex_id>/move": "can be moved back",
    "/agreements/<uuid:agreement_id>/annexes/<uuid:annex_id>/restore": "takes in what was out",
    "/agreements/<uuid:agreement_id>/matrix/rows/<uuid:row_id>/restore": "takes in what was out",
    "/agreements/<uuid:agreement_id>/matrix/columns/<uuid:column_id>/restore": "takes in what was"
    " out",
    "/agreements/<uuid:agreement_id>/sections/<uuid:section_id>/restore": "every text is kept",
    "/agreements/<uuid:agreement_id>/suggestions/<uuid:suggestion_id>/answer": "the form says it",
    "/agreements/<uuid:agreement_id>/suggestions/<uuid:suggestion_id>/publish": "is withdrawn",
    "/kept-forms/<uuid:form_id>/drop": "one's own words, shown on the page that drops them",
    "/my-plan/<uuid:plan_id>/meetings/<uuid:part_id>/reply": "is answered anew",
    "/sign-in/<key>": "leads to the provider",
    "/sign-in/<key>/back-channel-logout": "a provider's call",
    "/sign-out": "one signs in again",
    "/sip/plans/<uuid:plan_id>/copies": "adds",
    "/sip/plans/<uuid:plan_id>/copies/for-the-person": "adds; the person is told",
    "/sip/plans/<uuid:plan_id>/ready/readmitted": "another day is noted when it comes",
    "/sip/plans/<uuid:plan_id>/kept/<uuid:part_id>/undo": "can be said again",
    "/sip/plans/<uuid:plan_id>/people/<uuid:part_id>/safety/confirm": "the page before it asks",
    "/sip/plans/<uuid:plan_id>/people/<uuid:part_id>/safety/end": "the page before it asks",
    "/sip/plans/<uuid:plan_id>/meetings/<uuid:part_id>/reply": "is answered anew",
    "/sip/requests/<uuid:request_id>/take": "a colleague takes it over the same way",
    "/sip/plans/<uuid:plan_id>/messages/<uuid:part_id>/settled": "can still be answered",
    "/agreements/<uuid:agreement_id>/say": "a party says something else later",
}


def test_every_column_of_words_is_shown_somewhere() -> None:
    models.load()
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if (WORDS.search(column.name) and not isinstance(column.type, Boolean))
        or f"{table.name}.{column.name}" in KEPT.values()
    }

    assert found == set(SHOWN)


@pytest.mark.parametrize("column", SHOWN)
def test_it_is_shown_where_it_is_said_to_be(column: str) -> None:
    file, written = SHOWN[column]
    template = (ROOT / "templates" / file).read_text(encoding="utf-8")

    assert written in " ".join(template.split()), f"{column} is not in {file} as {written}"


def test_every_long_text_that_is_asked_for_is_kept_in_such_a_column(app_of_forms: None) -> None:
    found = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in _written_forms(Form)
        for name, field in vars(form).items()
        if issubclass(getattr(field, "field_class", object), LongTextField)
        and form.__module__.endswith("forms")
        and not form.__module__.startswith("tests.")
    }

    assert found == set(KEPT)
    assert set(KEPT.values()) <= set(SHOWN)


@pytest.fixture
def app_of_forms() -> None:
    import portal.app

    assert portal.app.create_app  # the composition root has imported every form


def _written_forms(kind: type[Form]) -> Iterator[type[Form]]:
    """The forms that stand in the code: not those that a request put together of its fields."""
    for one in kind.__subclasses__():
        if getattr(sys.modules[one.__module__], one.__name__, None) is one:
            yield one
        yield from _written_forms(one)


def test_whatever_takes_only_a_post_need_not_ask_first() -> None:
    lines = (ROOT / "tests/architecture/routes.txt").read_text(encoding="utf-8").splitlines()
    found = {line.split()[1] for line in lines if line.startswith("POST ")}

    assert found == set(WITHOUT_A_QUESTION)
