"""Fills the demo: a county, its people, agreements and plans at every stage. All is invented."""

from dataclasses import replace

from agreements.templates import service as templates
from portal import clock
from portal.app import create_app
from portal.config import Settings
from portal.county.importing import import_county
from portal.db import db
from portal.demo.agreement_writer import DISABILITY, TEMPLATES
from portal.demo.agreements_open import AgreementsOpen
from portal.demo.agreements_signed import SIDE_BY_SIDE, SIGNED, AgreementsSigned
from portal.demo.competence import Competence
from portal.demo.county import add_people, let_some_change, say_whom_to_call
from portal.demo.follow_up import FollowUp
from portal.demo.groups import Groups
from portal.demo.lob import LobOfCounty
from portal.demo.lob_work import LobWork
from portal.demo.plans import enter_plans
from portal.resources import folder
from portal.transaction import transaction
from sip.tables.functions import publish_figures


def load(settings: Settings) -> None:
    """Fill an empty database. Everything goes through the same commands as in the portal."""
    owner = replace(settings.database, url=settings.database.owner_url)
    app = create_app(replace(settings, database=owner))
    with app.app_context():
        with transaction():
            county = import_county(folder("county_templates") / "vasterbotten.toml").county
            for name in TEMPLATES:
                file = folder("county_templates") / f"{name}.toml"
                templates.publish(county, file, now=clock.now())
            let_some_change(county)
            add_people(county, settings)
            say_whom_to_call(county)
        signed, under_way = AgreementsSigned(county), AgreementsOpen(county)
        groups, lob = Groups(county), LobOfCounty(county)
        for one in SIGNED:
            with transaction():
                signed.sign_on_paper(one)
        with transaction():
            under_way.give_mandates()
        with transaction():
            signed.sign_on_paper(SIDE_BY_SIDE, DISABILITY)
        for step in (
            signed.sign_for_the_county,
            signed.sign_on_lob_for_the_county,
            under_way.draft,
            under_way.draft_successor,
            under_way.share,
            under_way.share_late,
            under_way.put_to_decision,
            under_way.put_to_signing,
            signed.review,
            signed.give_notice,
            signed.prolong,
            signed.add_to,
            signed.register_paper,
            signed.correct,
            signed.deviate,
            lob.count,
            *LobWork(county).steps,
            *FollowUp(county).steps,
            *Competence(county).steps,
            groups.steer,
            groups.meet_in_the_county,
        ):
            with transaction():
                step()
        with transaction():
            enter_plans(county)
        with transaction():
            publish_figures(db.session.connection())
