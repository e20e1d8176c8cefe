"""The policy table: permission -> clauses. Read it aloud: any clause, all of its conditions."""

from agreements.county_templates.loader import MEET_IN_AGREEMENTS
from agreements.permissions import (
    AgreementPermission,
    CountyPermission,
    GroupPermission,
    TransferPermission,
    convenes,
    decides,
    drafts,
    has_asked,
    is_bound,
    is_concerned,
    is_creator,
    is_party,
    is_side,
    is_signed,
    signs,
    takes_part,
)
from portal.authz import OrganisationKind, Policy, Role, has_role, of_kind
from portal.identity.permissions import OrganisationPermission
from portal.tenancy.permissions import TenancyPermission
from sip.kernel.permissions import (
    MyPlanPermission,
    SipPermission,
    is_handler,
    is_open,
    is_owner,
    leads,
)

administrator = has_role(Role.ADMINISTRATOR)
coordinator = has_role(Role.COORDINATOR)
signatory = has_role(Role.SIGNATORY)
reviewer = has_role(Role.REVIEWER)
caseworker = has_role(Role.CASEWORKER)
individual = has_role(Role.INDIVIDUAL)

municipality = of_kind(OrganisationKind.MUNICIPALITY)
region = of_kind(OrganisationKind.REGION)
police = of_kind(OrganisationKind.POLICE)
school = of_kind(OrganisationKind.SCHOOL)
coordination_group = of_kind(OrganisationKind.COORDINATION_GROUP)

POLICY = Policy(
    {
        # Local agreements. That an agreement can be found at all is the query's matter.
        AgreementPermission.LIST: [
            *([of_kind(kind), coordinator] for kind in MEET_IN_AGREEMENTS),
            *([of_kind(kind), signatory] for kind in MEET_IN_AGREEMENTS),
        ],
        AgreementPermission.CREATE: [[of_kind(kind), coordinator] for kind in MEET_IN_AGREEMENTS],
        AgreementPermission.VIEW: [
            [is_party, coordinator],
            [is_party, signatory],
            *([has_role(role), is_signed] for role in Role),
        ],
        AgreementPermission.SEARCH: [[has_role(role)] for role in Role],
        AgreementPermission.DRAFT: [[drafts, coordinator]],
        AgreementPermission.LEAD: [[is_party, is_creator, coordinator]],
        AgreementPermission.NEGOTIATE: [[is_party, coordinator]],
        AgreementPermission.ANSWER: [[is_bound, coordinator]],
        AgreementPermission.DECIDE: [[decides, coordinator]],
        AgreementPermission.SIGN: [[signs, signatory]],
        AgreementPermission.FOLLOW_UP: [[is_bound, coordinator]],
        AgreementPermission.WORK_WITH_LOB: [[is_bound, coordinator], [is_bound, caseworker]],
        AgreementPermission.GIVE_NOTICE: [[is_bound, coordinator]],
        AgreementPermission.RETURN: [[is_bound, coordinator], [is_bound, signatory]],
        AgreementPermission.MANDATES: [[administrator]],
        # What goes otherwise than agreed. Whose it is, the database's policies say.
        AgreementPermission.DEVIATIONS: [[coordinator], [caseworker]],
        AgreementPermission.REPORT: [[is_party, coordinator], [is_party, caseworker]],
        AgreementPermission.ANSWER_DEVIATION: [[is_concerned, coordinator]],
        AgreementPermission.CLOSE_DEVIATION: [[is_side, coordinator]],
        AgreementPermission.END_ACTIVITY: [[is_side, coordinator]],
        AgreementPermission.WRITE_DISPUTE: [[is_side, coordinator]],
        # Cases that one municipality asks another to take over.
        TransferPermission.LIST: [[municipality, coordinator], [municipality, caseworker]],
        TransferPermission.VIEW: [[is_side, coordinator], [is_side, caseworker]],
        TransferPermission.ASK: [[municipality, coordinator]],
        TransferPermission.ANSWER: [[is_concerned, coordinator]],
        TransferPermission.WITHDRAW: [[has_asked, coordinator]],
        TransferPermission.APPLY: [[has_asked, coordinator]],
        # Groups that meet. That a group can be found at all is the database's matter.
        GroupPermission.LIST: [[coordinator], [signatory], [caseworker]],
        GroupPermission.FORM: [[of_kind(kind), coordinator] for kind in MEET_IN_AGREEMENTS],
        GroupPermission.VIEW: [[coordinator], [signatory], [caseworker]],
        GroupPermission.TAKE_PART: [
            [takes_part, coordinator],
            [takes_part, signatory],
            [takes_part, caseworker],
        ],
        GroupPermission.CONVENE: [[convenes, coordinator]],
        # The county
        CountyPermission.BOARD: [
            [municipality, coordinator],
            [region, coordinator],
            [police, coordinator],
            [school, coordinator],
            [coordination_group, coordinator],
        ],
        CountyPermission.TEMPLATES: [
            [municipality, coordinator],
            [region, coordinator],
            [police, coordinator],
            [school, coordinator],
            [coordination_group, coordinator],
        ],
        CountyPermission.PATTERNS: [
            [coordination_group, coordinator],
            [municipality, coordinator],
            [region, coordinator],
        ],
        CountyPermission.SETTLE_PROPOSALS: [[coordination_group, coordinator]],
        CountyPermission.LOB: [[has_role(role)] for role in Role],
        CountyPermission.REPORT_LOB: [[police, coordinator]],
        CountyPermission.FOLLOW_UP: [[has_role(role)] for role in Role],
        CountyPermission.COMPARE: [[municipality, coordinator]],
        # SIP, for staff. Whether a plan can be found at all is consent's matter (app.sight).
        SipPermission.LIST: [[caseworker]],
        SipPermission.START: [[municipality, caseworker], [region, caseworker]],
        SipPermission.HANDLE: [[caseworker, is_handler]],
        SipPermission.VIEW: [[caseworker, is_open], [caseworker, is_handler]],
        # handlers note the need also without consent; what else, app.sight says
        SipPermission.WRITE: [[caseworker, is_open], [caseworker, is_handler]],
        SipPermission.LEAD: [[caseworker, leads]],
        SipPermission.OWN_RECORDS: [[caseworker]],
        SipPermission.ANSWER_CALL: [[caseworker]],
        SipPermission.DECIDE_BASIS: [[caseworker]],
        SipPermission.REVIEW_READINGS: [[reviewer]],
        SipPermission.FIGURES: [
            [coordination_group, coordinator],
            [municipality, coordinator],
            [region, coordinator],
        ],
        # SIP, for the person and those near
        MyPlanPermission.LIST: [[individual]],
        MyPlanPermission.VIEW: [[individual, is_open], [individual, is_owner]],
        MyPlanPermission.WRITE: [[individual, is_open], [individual, is_owner]],
        MyPlanPermission.CONSENT: [[individual, is_owner]],
        # The own organisation
        OrganisationPermission.ADMINISTER: [[administrator]],
        OrganisationPermission.REVIEW_LOG: [[reviewer]],
        # The county's organisations (ADR 17)
        TenancyPermission.ADMINISTER: [[coordination_group, administrator]],
    }
)
