"""Acting for another organisation than a form was opened for."""

from uuid import UUID

from sqlalchemy import update

from portal.identity.models import SignInSession
from portal.identity.session import hash_of
from tests.browser import Browser
from tests.integration.county import CountyOfTests


def act_for(county: CountyOfTests, browser: Browser, organisation: UUID) -> None:
    """As if they had switched organisation in another window."""
    mine = SignInSession.token_hash == hash_of(browser.token)
    county.execute(update(SignInSession).where(mine).values(organisation_id=organisation))
