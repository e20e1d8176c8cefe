"""What can be allowed concerning the organisation one acts for."""

from portal.authz import Permission


class OrganisationPermission(Permission):
    """What somebody may do with their own organisation's members and log."""

    ADMINISTER = "organisation:administer"
    REVIEW_LOG = "organisation:review_log"
