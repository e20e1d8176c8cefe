"""What mail about groups says, which are about nobody: which one, when, where, and why."""

from portal.outbox.texts.text import Text

TEXTS = {
    "group.joined": Text(
        "{group}: ni är med i gruppen",
        "{group_en}: you take part in the group",
        "{sender} kallar samman {group}, och er organisation är med i den.",
        "{sender_en} calls {group_en} together, and your organisation takes part in it.",
    ),
    "group.left": Text(
        "{group}: ni är inte längre med i gruppen",
        "{group_en}: you no longer take part in the group",
        "{sender} har noterat att er organisation inte längre är med i {group}. Fråga dem om det är"
        " fel. Här är de grupper som ni är med i.",
        "{sender_en} has noted that your organisation no longer takes part in {group_en}. Ask them"
        " if that is wrong. Here are the groups that you take part in.",
    ),
    "group.ended": Text(
        "{group}: gruppen har avslutats",
        "{group_en}: the group has ended",
        "{sender} har avslutat {group}. Varför står på gruppens sida, och det som beslutades och"
        " skrevs finns kvar där.",
        "{sender_en} has ended {group_en}. Why is on the group's page, and what was decided and"
        " written stays there.",
    ),
    "group.meeting_planned": Text(
        "{group}: kallelse till möte",
        "{group_en}: call to a meeting",
        "{sender} kallar {group} till möte{when}{at_place}.{agenda}",
        "{sender_en} calls {group_en} to a meeting{when_en}{at_place}.{agenda_en}",
    ),
    "group.meeting_moved": Text(
        "{group}: mötet är flyttat",
        "{group_en}: the meeting has been moved",
        "{sender} har flyttat mötet i {group}. Nu är det{when}{at_place}.{agenda}",
        "{sender_en} has moved the meeting of {group_en}. Now it is{when_en}{at_place}.{agenda_en}",
    ),
    "group.meeting_cancelled": Text(
        "{group}: mötet blir inte av för er",
        "{group_en}: the meeting does not take place for you",
        "Mötet i {group} är inställt, eller så är ni inte längre med i gruppen{when}. Det som"
        " skulle tas upp står kvar.",
        "The meeting of {group_en} is cancelled, or you no longer take part in the group{when_en}.",
    ),
    "group.meeting_near": Text(
        "{group}: påminnelse om ett möte",
        "{group_en}: reminder of a meeting",
        "{group} möts snart{when}{at_place}.{agenda}",
        "{group_en} meets soon{when_en}{at_place}.{agenda_en}",
    ),
    "group.minutes_written": Text(
        "{group}: ett protokoll väntar på att ni justerar det",
        "{group_en}: minutes wait for you to confirm them",
        "{sender} har lämnat protokollet från mötet i {group} för justering. Läs det, och justera"
        " det om det stämmer.",
        "{sender_en} has handed over the minutes of {group_en}. Read them, and confirm them if they"
        " are right.",
    ),
    "group.near": Text(
        "{group}: påminnelse om att {what} senast {day}",
        "{group_en}: reminder to {what_en} by {day_en}",
        "{group} väntar på att ni ska {what}.{due}",
        "{group_en} waits for you to {what_en}.{due_en}",
    ),
    "group.due": Text(
        "{group}: i dag är sista dagen för att {what}",
        "{group_en}: today is the last day to {what_en}",
        "{group} väntar på att ni ska {what}.{due}",
        "{group_en} waits for you to {what_en}.{due_en}",
    ),
    "group.late": Text(
        "{group}: försenat, {what}",
        "{group_en}: overdue, {what_en}",
        "{group} väntar fortfarande på att ni ska {what}. Det skulle ha varit gjort senast {day}.",
        "{group_en} still waits for you to {what_en}. It should have been done by {day_en}.",
    ),
}
