"""What can be allowed concerning a county's organisations."""

from portal.authz import Permission


class TenancyPermission(Permission):
    """What somebody may do with the organisations of their county."""

    ADMINISTER = "tenancy:administer"
