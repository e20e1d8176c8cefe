"""`portal remind`: queues what is due, for cron. Any number may run it, at any time."""

from sqlalchemy import create_engine

from portal.config import Settings
from sip.kernel.settings import DEFAULTS, load_settings
from sip.tables import functions


def remind(settings: Settings) -> int:
    """Queue every reminder that is due and was not queued before; answers how many.

    What a consent that has run out left behind is closed first. Whom a reminder may be written to
    is decided by the database's functions `remind` and `remind_reviewers`: the login that calls
    them sees no plan.
    """
    ours = load_settings(settings.sip_settings or DEFAULTS)
    reviews = ours.reviews["readings_every"]
    engine = create_engine(settings.database.worker_url, hide_parameters=True)
    try:
        with engine.begin() as connection:
            queued = functions.remind(connection)
            queued += functions.remind_reviewers(connection, reviews)
    finally:
        engine.dispose()
    return queued
