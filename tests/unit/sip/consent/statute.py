"""Who may disclose without consent, to whom and on what condition, as the statute says it.

Written from offentlighets- och sekretesslagen (2009:400), and from nothing in the portal: its
settings, its rules, its pages and its database are held to this. Kinds of organisation and
activities are the words that the portal stores.

25 kap. 1 § and 26 kap. 1 §: secrecy of health care and of the social services holds unless it is
clear that nobody suffers harm, toward anybody. 10 kap. 2 §: any authority, for its own work, toward
authorities and individuals. 25 kap. 12 §: health care, toward health care and social services.
26 kap. 9 §: social services, toward the same. 10 kap. 27 §: not what health care or the social
services hold, toward authorities. 10 kap. 28 §: any authority, toward authorities.
"""

HEALTH, SOCIAL, OTHER = "health_care", "social_services", "other"

# what there is to decide for, by kind of organisation
DECIDERS = {
    ("municipality", SOCIAL),
    ("municipality", HEALTH),  # home health care
    ("region", HEALTH),
    ("police", OTHER),
    ("school", OTHER),
    ("school", HEALTH),  # the medical part of pupil health
}
KINDS = ("municipality", "region", "police", "school")
ACTIVITIES = (HEALTH, SOCIAL, OTHER)
RECEIVERS = (*KINDS, "individuals")

AUTHORITIES = set(KINDS)
ANYBODY = set(RECEIVERS)
CARE = {"municipality", "region"}

# ground -> for which activities it may be decided, toward whom
STATUTE: dict[str, tuple[set[str], set[str]]] = {
    "osl_25_1_26_1": ({HEALTH, SOCIAL}, ANYBODY),
    "osl_10_2": ({HEALTH, SOCIAL, OTHER}, ANYBODY),
    "osl_25_12": ({HEALTH}, CARE),
    "osl_26_9": ({SOCIAL}, CARE),
    "osl_10_27": ({OTHER}, AUTHORITIES),
    "osl_10_28": ({HEALTH, SOCIAL, OTHER}, AUTHORITIES),
    "emergency": ({HEALTH, SOCIAL, OTHER}, ANYBODY),
}
# what has to be said, and be among these
CONDITIONS = {"under_18", "dependence", "compulsory_care", "unborn_child"}
WITH_CONDITION = ("osl_25_12", "osl_26_9")
WITH_PROVISION = ("osl_10_28",)
WITH_ASSESSMENT = ("osl_25_1_26_1", "osl_10_27")


def allows(code: str, kind: str, activity: str, receiver: str) -> bool:
    """Whether the statute lets an organisation decide so."""
    activities, receivers = STATUTE[code]
    return (kind, activity) in DECIDERS and activity in activities and receiver in receivers
