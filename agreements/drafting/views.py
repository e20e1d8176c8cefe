"""Pages of drafting: create, write a section, set the term, share, give up."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements import subjects, words
from agreements.deadlines import to_read
from agreements.drafting import beginning, creation, presenter, service
from agreements.drafting.forms import (
    PART,
    AnswersForm,
    CreateForm,
    DraftTermForm,
    DueForm,
    PromptsForm,
    SectionForm,
    ShareForm,
    TitleForm,
    WithdrawForm,
    with_choices,
    with_prompts,
)
from agreements.drafting.sheet import BY_TEXT, Sheet, form_of, marks_of, open_sheet, text_of
from agreements.drafts import drafted
from agreements.forms import NOTHING, PREVIEW, all_chosen_in, chosen_in
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from agreements.reading.presenter import agreement_page
from agreements.reading.section_page import find_next_section, section_page
from portal import clock
from portal.authz import Actor
from portal.edits import fingerprint
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.drafts import asked_again, sent_fields
from portal.web.forms import Form, filled, filled_date
from portal.web.guard import itself, requires
from portal.web.posted import as_id, as_number
from portal.web.saving import Outcome, attempt, saved, status_of

if TYPE_CHECKING:
    from agreements.queries.text import SectionText
    from agreements.subjects import PartOf
    from agreements.tables.agreement import Agreement

CHOOSE = "choose"
"""What the address says for a template when one is to be chosen, also where there is one."""

bp = Blueprint("drafting", __name__, url_prefix="/agreements")


@bp.route("/new", methods=["GET", "POST"])
@requires(AgreementPermission.CREATE, itself)
def create(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Choose a template, if there is more than one, and start from it."""
    if on_paper := request.args.get("paper"):
        start = beginning.beginning_on_paper(actor, as_id(on_paper))
        return _begin(actor, start.edition.version.id, start)
    found = beginning.choices(actor)
    templates = [edition.version.id for one in found for edition in one.line.editions]
    wanted = request.args.get("template", "")
    named = request.args.get("start")
    model = beginning.get_start(actor, as_id(named)) if named else None
    if model is not None and not wanted:
        wanted = str(beginning.newest_template(actor, model.subject_id))
    is_one = len(templates) == 1 and wanted != CHOOSE
    chosen = [one for one in templates if str(one) == wanted or is_one]
    if not chosen:
        return render_template(
            "agreements/drafting/choose.html",
            choices=found,
            without=beginning.list_without_template(actor),
        )
    start = beginning.beginning(actor, found, chosen[0], model)
    return _begin(actor, chosen[0], start)


def _begin(actor: Actor, template_id: UUID, start: beginning.Beginning) -> ResponseReturnValue:
    form = with_choices(
        CreateForm,
        presenter.choices_of(start.who),
        words.replaceable(start.holding),
        words.renewable(start.renewable),
    )(
        agreement_id=str(new_id()),
        title=start.title,
        area=start.area,
        **{f"{PART}{start.who.own.id}": "bound"},
        renews=start.suggested or NOTHING,
    )
    if saved(form, lambda: _create(actor, template_id, form, start)):
        is_shared = "drafting" in form and form["drafting"].data
        flash(
            _(
                "Överenskommelsen är skapad. Bara de som skriver utkastet ser den"
                " tills ni delar den."
            )
            if is_shared
            else _("Överenskommelsen är skapad. Bara ni ser den tills ni delar den.")
        )
        agreement_id = as_id(form.agreement_id.data)
        return redirect(url_for("agreements.show", agreement_id=agreement_id))
    return (
        render_template("agreements/drafting/create.html", form=form, start=start),
        status_of(form),
    )


def _create(actor: Actor, template_id: UUID, form: CreateForm, start: beginning.Beginning) -> None:
    paper = start.on_paper
    creation.start_agreement(
        actor,
        creation.get_paper_template(paper.subject_id, paper.name, paper.source)
        if paper
        else template_id,
        agreement_id=as_id(form.agreement_id.data),
        title=filled(form.title.data),
        wanted=presenter.wanted(form, start.who.municipalities),
        replaces=all_chosen_in(form, "replaces"),
        renews=chosen_in(form, "renews"),
        start=start.start,
        now=clock.now(),
    )


@bp.route("/<uuid:agreement_id>/sections/<uuid:section_id>/edit", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, subjects.get_section_part)
@drafted()
def edit_section(actor: Actor, subject: "PartOf[SectionText]") -> ResponseReturnValue:
    """Write the text beside its guided questions, before sharing."""
    form = _section_form(SectionForm, subject.part)
    outcome = attempt(form, lambda: _save_section(actor, subject, form))
    if outcome.is_saved:
        return _onwards(subject, outcome)
    return _show(actor, subject, form, "agreements/drafting/edit_section.html", outcome)


@bp.route("/<uuid:agreement_id>/sections/<uuid:section_id>/write", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, subjects.get_section_part)
@drafted()
def write_section(actor: Actor, subject: "PartOf[SectionText]") -> ResponseReturnValue:
    """Answer the guided questions one by one, each where the text answers it, before sharing."""
    sheet = open_sheet(subject.part, sent_fields())
    form = form_of(sheet, _states(by_text=True))
    outcome = attempt(form, lambda: _save_answers(actor, subject, sheet, form))
    if outcome.is_saved:
        return _onwards(subject, outcome)
    if outcome.stale:
        subject = subjects.get_section_part(actor, subject.agreement.id, subject.part.section.id)
        form.base_version.data = str(subject.part.section.version)
    body = render_template(
        "agreements/drafting/write_section.html",
        form=form,
        sheet=sheet,
        page=section_page(actor, subject.agreement, subject.part),
        was=presenter.read_again(sheet.prompts, sent_fields(), is_stale=outcome.stale is not None),
        differences=presenter.worded(outcome.differences),
        preview=text_of(sheet, form) if asked_again() == PREVIEW else None,
    )
    return body, outcome.status(form)


def _save_answers(
    actor: Actor, subject: "PartOf[SectionText]", sheet: Sheet, form: AnswersForm
) -> None:
    service.edit_section(
        actor,
        subject.agreement,
        subject.part,
        text=text_of(sheet, form),
        base_version=as_number(form.base_version.data),
        marks=marks_of(sheet, form, request.form),
        now=clock.now(),
    )


def _states(*, by_text: bool = False) -> list[tuple[str, str]]:
    """What may be said of a guided question; `by_text`: that the text decides, first of them."""
    own = [(state.value, str(label)) for state, label in words.PROMPT_STATES.items()]
    return [(BY_TEXT, str(words.BY_TEXT)), *own] if by_text else own


@bp.post("/<uuid:agreement_id>/sections/<uuid:section_id>/restore")
@requires(AgreementPermission.DRAFT, subjects.get_section_part)
def restore_section(actor: Actor, subject: "PartOf[SectionText]") -> ResponseReturnValue:
    """Make an earlier text the section's next, before sharing."""
    number = as_number(request.form.get("version"))
    base = as_number(request.form.get("base_version"))
    with transaction() as work:
        service.restore_section(
            actor,
            subject.agreement,
            subject.part.section,
            number=number,
            base_version=base,
            now=clock.now(),
        )
    told = _("Texten från version %(number)s är tillbaka, som en ny version.", number=number)
    flash(told if work.has_changed else _("Inget ändrades."))
    section = subject.part.section.id
    return redirect(
        url_for("agreements.section", agreement_id=subject.agreement.id, section_id=section)
    )


@bp.route("/<uuid:agreement_id>/sections/<uuid:section_id>/prompts", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, subjects.get_section_part)
@drafted()
def settle_prompts(actor: Actor, subject: "PartOf[SectionText]") -> ResponseReturnValue:
    """Go through the guided questions, also after sharing."""
    form = _section_form(PromptsForm, subject.part)
    outcome = attempt(form, lambda: _save_prompts(actor, subject, form))
    if outcome.is_saved:
        return _onwards(subject, outcome)
    return _show(actor, subject, form, "agreements/drafting/settle_prompts.html", outcome)


def _save_section(actor: Actor, subject: "PartOf[SectionText]", form: Form) -> None:
    service.edit_section(
        actor,
        subject.agreement,
        subject.part,
        text=form.text.data or "",
        base_version=as_number(form.base_version.data),
        marks=_marks(subject, form),
        now=clock.now(),
    )


def _save_prompts(actor: Actor, subject: "PartOf[SectionText]", form: Form) -> None:
    service.settle_prompts(actor, subject.agreement, subject.part.section, _marks(subject, form))


def _marks(subject: "PartOf[SectionText]", form: Form) -> service.PromptMarks:
    marks = presenter.read_marks(subject.part.section.prompts, form, request.form)
    return presenter.all_answered(marks) if form.all_answered.data else marks


def _onwards(subject: "PartOf[SectionText]", outcome: Outcome) -> ResponseReturnValue:
    """Back to the section, or on to the next one's form when its button was pressed."""
    outcome.tell(_("Sparat."))
    agreement, section = subject.agreement, subject.part.section
    following = find_next_section(agreement, section) if "go_on" in request.form else None
    if following is not None:
        endpoint = request.endpoint or ""
        return redirect(url_for(endpoint, agreement_id=agreement.id, section_id=following.id))
    return redirect(url_for("agreements.section", agreement_id=agreement.id, section_id=section.id))


def _show(
    actor: Actor, subject: "PartOf[SectionText]", form: Form, template: str, outcome: Outcome
) -> ResponseReturnValue:
    """The form, after a stale save (409) with both sides: the next save starts from what won."""
    is_stale = outcome.stale is not None
    if is_stale:
        subject = subjects.get_section_part(actor, subject.agreement.id, subject.part.section.id)
        if "base_version" in form:
            form.base_version.data = str(subject.part.section.version)
    page = section_page(actor, subject.agreement, subject.part)
    shown = presenter.shown_marks(page.section.prompts, form, sent_fields(), is_stale=is_stale)
    differences = presenter.worded(outcome.differences)
    is_previewed = asked_again() == PREVIEW and "text" in form
    preview = form.text.data or "" if is_previewed else None
    body = render_template(
        template, form=form, page=page, was=shown, differences=differences, preview=preview
    )
    return body, outcome.status(form)


def _section_form(kind: type[Form], current: "SectionText") -> Form:
    prompts = current.section.prompts
    values: dict[str, object] = {
        "text": current.text,
        "base_version": str(current.section.version),
    }
    for index, prompt in enumerate(prompts):
        values[f"state_{index}"] = prompt["state"]
        values[f"note_{index}"] = prompt["note"]
    return with_prompts(kind, prompts, _states())(data=values)


@bp.route("/<uuid:agreement_id>/term", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, get_agreement)
def set_term(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Decide the dates, before sharing."""
    seen = fingerprint(service.term_as_texts(agreement.term))
    form = DraftTermForm(obj=agreement, seen=seen)
    if saved(form, lambda: _set_term(actor, agreement, form), told=_("Datumen är sparade.")):
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    return (
        render_template("agreements/drafting/set_term.html", form=form, agreement=agreement),
        status_of(form),
    )


def _set_term(actor: Actor, agreement: "Agreement", form: DraftTermForm) -> None:
    service.set_term(
        actor,
        agreement,
        valid_from=form.valid_from.data,
        valid_until=form.valid_until.data,
        review_on=form.review_on.data,
        open_ended=form.open_ended.data,
        seen=form.seen.data or "",
        now=clock.now(),
    )


@bp.route("/<uuid:agreement_id>/title", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, get_agreement)
def rename(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Call it something else, before sharing."""
    there = service.title_as_texts(agreement.title)
    form = TitleForm(data=there | {"seen": fingerprint(there)})
    if saved(form, lambda: _rename(actor, agreement, form), told=_("Namnet är ändrat.")):
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    body = render_template("agreements/drafting/rename.html", form=form, agreement=agreement)
    return body, status_of(form)


def _rename(actor: Actor, agreement: "Agreement", form: TitleForm) -> None:
    title, seen = filled(form.title.data), form.seen.data or ""
    service.rename(actor, agreement, title, seen=seen, now=clock.now())


@bp.route("/<uuid:agreement_id>/share", methods=["GET", "POST"])
@requires(AgreementPermission.LEAD, get_agreement)
def share(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Let the other parties in, after asking once and saying what is not ready."""
    form = ShareForm(
        due_on=to_read(agreement.valid_from, clock.today()), revision=str(agreement.revision)
    )
    if saved(form, lambda: _share(actor, agreement, form)):
        flash(
            _("Utkastet är delat. De andra parterna ser texten nu, och ändringar görs som förslag.")
        )
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    page = agreement_page(actor, agreement)
    if not page.is_draft:
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    if form.form_errors:  # told that it reads otherwise: sent again, that is shared
        form.revision.data = str(agreement.revision)
    return render_template("agreements/drafting/share.html", form=form, page=page), status_of(form)


def _share(actor: Actor, agreement: "Agreement", form: ShareForm) -> None:
    due_on, revision = filled_date(form.due_on.data), as_number(form.revision.data)
    today, now = clock.today(), clock.now()
    service.share(actor, agreement, revision=revision, due_on=due_on, now=now, today=today)


@bp.route("/<uuid:agreement_id>/due", methods=["GET", "POST"])
@requires(AgreementPermission.LEAD, get_agreement)
def set_due(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Choose another day until when it waits, and so ask those it waits for again."""
    form = DueForm(due_on=agreement.due_on)
    if saved(form, lambda: _set_due(actor, agreement, form), told=_("Dagen är sparad.")):
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    page = agreement_page(actor, agreement)
    body = render_template("agreements/drafting/set_due.html", form=form, page=page)
    return body, status_of(form)


def _set_due(actor: Actor, agreement: "Agreement", form: DueForm) -> None:
    due_on = filled_date(form.due_on.data)
    service.set_due(actor, agreement, due_on=due_on, now=clock.now(), today=clock.today())


@bp.route("/<uuid:agreement_id>/withdraw", methods=["GET", "POST"])
@requires(AgreementPermission.LEAD, get_agreement)
@drafted()
def withdraw(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Give the work up, after asking once."""
    form = WithdrawForm()
    if not form.is_submitted():
        form.status.data = agreement.status.value  # also where a draft is gone on with
    if saved(form, lambda: _withdraw(actor, agreement, form)):
        flash(_("Arbetet är avbrutet. Ni kan börja på en ny överenskommelse när ni vill."))
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    if form.form_errors:  # told how far it has come: sent again, that is given up
        form.status.data = agreement.status.value
    body = render_template("agreements/drafting/withdraw.html", form=form, agreement=agreement)
    return body, status_of(form)


def _withdraw(actor: Actor, agreement: "Agreement", form: WithdrawForm) -> None:
    reason, read = filled(form.reason.data), form.status.data or ""
    service.withdraw(actor, agreement, read=read, reason=reason, now=clock.now())
