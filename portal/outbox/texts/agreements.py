"""What mail about agreements says, which are public: whose, whose act, and until when."""

from portal.outbox.texts.text import Text

TEXTS = {
    "agreement.shared": Text(
        "{municipality}: en överenskommelse att läsa",
        "{municipality}: an agreement to read",
        "{sender} har delat den lokala {agreement} med er. Läs den och föreslå ändringar, eller"
        " säg till när ni är klara med texten.{due}{term}",
        "{sender_en} has shared {agreement_en} with you. Read it and suggest changes, or say when"
        " you are ready with the text.{due_en}{term_en}",
    ),
    "agreement.shared_to_read": Text(
        "{municipality}: en överenskommelse att läsa",
        "{municipality}: an agreement to read",
        "{sender} har delat den lokala {agreement} med er som rådfrågas. Läs den, och föreslå"
        " ändringar om ni vill.{due}{term}",
        "{sender_en} has shared {agreement_en} with you, to ask for your view. Read it, and suggest"
        " changes if you wish.{due_en}{term_en}",
    ),
    "agreement.asked_again": Text(
        "{municipality}: överenskommelsen väntar på er",
        "{municipality}: the agreement waits for you",
        "{sender} har valt en ny dag för den lokala {agreement}, som väntar på att ni ska"
        " {what}.{due}",
        "{sender_en} has chosen another day for {agreement_en}, which waits for you to {what_en}."
        "{due_en}",
    ),
    "agreement.near": Text(
        "{municipality}: påminnelse om att {what} senast {day}",
        "{municipality}: reminder to {what_en} by {day_en}",
        "Den lokala {agreement} väntar på att ni ska {what}.{waits}{due}",
        "{agreement_en} waits for you to {what_en}.{waits_en}{due_en}",
    ),
    "agreement.due": Text(
        "{municipality}: i dag är sista dagen för att {what}",
        "{municipality}: today is the last day to {what_en}",
        "Den lokala {agreement} väntar på att ni ska {what}.{waits}{due}",
        "{agreement_en} waits for you to {what_en}.{waits_en}{due_en}",
    ),
    "agreement.late": Text(
        "{municipality}: försenat, {what}",
        "{municipality}: overdue, {what_en}",
        "Den lokala {agreement} väntar fortfarande på att ni ska {what}.{waits} Det skulle ha varit"
        " gjort senast {day}.",
        "{agreement_en} still waits for you to {what_en}.{waits_en} It should have been done by"
        " {day_en}.",
    ),
    "agreement.draft_together": Text(
        "{municipality}: skriv utkastet tillsammans",
        "{municipality}: write the draft together",
        "{sender} har börjat på den lokala {agreement} och vill att ni skriver utkastet"
        " tillsammans. Ni kan läsa och ändra i det redan nu.",
        "{sender_en} has begun on {agreement_en} and wants you to write the draft together. You can"
        " read and change it already now.",
    ),
    "agreement.party_added": Text(
        "{municipality}: ni är med i överenskommelsen",
        "{municipality}: you take part in the agreement",
        "{sender} har tagit med er i den lokala {agreement}. Läs texten, och säg till på sidan när"
        " ni är klara med den.{due}{term}",
        "{sender_en} has made you a party of {agreement_en}. Read the text, and say on the page"
        " when you are ready with it.{due_en}{term_en}",
    ),
    "agreement.consulted": Text(
        "{municipality}: ni rådfrågas om överenskommelsen",
        "{municipality}: you are asked for your view of the agreement",
        "{sender} har tagit med er i den lokala {agreement} som rådfrågade. Läs texten, och föreslå"
        " ändringar om ni vill.{due}{term}",
        "{sender_en} asks for your view of {agreement_en}. Read the text, and suggest changes if"
        " you wish.{due_en}{term_en}",
    ),
    "agreement.party_removed": Text(
        "{municipality}: ni är inte längre med i överenskommelsen",
        "{municipality}: you no longer take part in the agreement",
        "{sender} har ändrat vilka som är med i den lokala {agreement}. Ni är inte det längre."
        " Varför står på sidan.",
        "{sender_en} has changed who takes part in {agreement_en}. You no longer do. The page says"
        " why.",
    ),
    "agreement.recomposed": Text(
        "{municipality}: område eller parter är ändrade",
        "{municipality}: area or parties have changed",
        "{sender} har ändrat område eller parter i den lokala {agreement}. Vad som är ändrat, och"
        " varför, står under Område och parter. Är texten delad behöver alla som beslutar eller"
        " skriver under säga igen när de är klara med den.",
        "{sender_en} has changed the area or the parties of {agreement_en}. What has changed, and"
        " why, is under Area and parties. If the text is shared, everybody who decides or signs has"
        " to say again when they are ready with it.",
    ),
    "agreement.withdrawn": Text(
        "{municipality}: arbetet med överenskommelsen är avbrutet",
        "{municipality}: the work on the agreement has stopped",
        "{sender} har avbrutit arbetet med den lokala {agreement}. Varför står på sidan. Ni"
        " behöver inte göra något.",
        "{sender_en} has stopped the work on {agreement_en}. The page says why. You need not do"
        " anything.",
    ),
    "agreement.put_to_decision": Text(
        "{municipality}: överenskommelsen väntar på ert beslut",
        "{municipality}: the agreement waits for your decision",
        "{sender} har låst texten i den lokala {agreement}. Ta upp den till beslut hos er och"
        " registrera beslutet.{due}{term}",
        "{sender_en} has locked the text of {agreement_en}. Have your body decide on it and record"
        " the decision.{due_en}{term_en}",
    ),
    "agreement.locked": Text(
        "{municipality}: överenskommelsen är låst för beslut",
        "{municipality}: the agreement is locked for decisions",
        "{sender} har låst texten i den lokala {agreement}, så att de som ska besluta om den kan"
        " göra det.{term} Ni behöver inte besluta.",
        "{sender_en} has locked the text of {agreement_en}, so that those who decide on it can."
        "{term_en} You need not decide.",
    ),
    "agreement.put_to_signing": Text(
        "{municipality}: överenskommelsen väntar på din underskrift",
        "{municipality}: the agreement waits for your signature",
        "Alla parter har beslutat om den lokala {agreement}. Läs den och skriv under.{due}{term}",
        "All parties have decided on {agreement_en}. Read it and sign.{due_en}{term_en}",
    ),
    "agreement.sign_next": Text(
        "{municipality}: fler underskrifter behövs från er",
        "{municipality}: more signatures are needed from you",
        "Någon hos er har skrivit under den lokala {agreement}, och fler hos er behöver göra det."
        " Läs den och skriv under om det är din tur.{due}{term}",
        "Somebody in your organisation has signed {agreement_en}, and more of you need to. Read it"
        " and sign if it is your turn.{due_en}{term_en}",
    ),
    "agreement.in_force": Text(
        "{municipality}: överenskommelsen är undertecknad",
        "{municipality}: the agreement is signed",
        "Den lokala {agreement} är undertecknad av alla parter.{term} Ni behöver inte göra något.",
        "All parties have signed {agreement_en}.{term_en} You need not do anything.",
    ),
    "agreement.returned": Text(
        "{municipality}: överenskommelsen behöver bearbetas igen",
        "{municipality}: the agreement needs more work",
        "{sender} har tagit tillbaka den lokala {agreement} till parterna för mer arbete. Beslut"
        " och underskrifter gäller inte längre, inte heller din om du har skrivit under. Varför"
        " står på sidan.",
        "{sender_en} has taken {agreement_en} back to the parties for more work. Decisions and"
        " signatures are void, yours too if you have signed. The page says why.",
    ),
    "agreement.reviewed": Text(
        "{municipality}: överenskommelsen är uppföljd",
        "{municipality}: the agreement has been reviewed",
        "{sender} har antecknat en uppföljning av den lokala {agreement}. Resultatet står på"
        " sidan.",
        "{sender_en} has recorded a review of {agreement_en}. The page says what it came to.",
    ),
    "agreement.notice_given": Text(
        "{municipality}: överenskommelsen är uppsagd",
        "{municipality}: notice of the agreement has been given",
        "{sender} har sagt upp den lokala {agreement}. Den gäller till och med {until}. Varför står"
        " på sidan.",
        "{sender_en} has given notice of {agreement_en}. It holds until {until_en}. The page says"
        " why.",
    ),
    "agreement.registered_on_paper": Text(
        "{municipality}: överenskommelsen är registrerad som undertecknad på papper",
        "{municipality}: the agreement is registered as signed on paper",
        "{sender} har registrerat att den lokala {agreement} är undertecknad på papper av alla"
        " parter.{term} Säg på sidan om det stämmer.",
        "{sender_en} has registered that all parties have signed {agreement_en} on paper.{term_en}"
        " Say on the page whether it is so.",
    ),
    "agreement.finished_on_paper": Text(
        "{municipality}: överenskommelsen är undertecknad på papper",
        "{municipality}: the agreement is signed on paper",
        "{sender} har registrerat att den lokala {agreement} är undertecknad på papper av alla"
        " parter.{term} Du behöver inte skriva under.",
        "{sender_en} has registered that all parties have signed {agreement_en} on paper.{term_en}"
        " You need not sign.",
    ),
    "agreement.paper_objected": Text(
        "{municipality}: en part invänder mot det som är registrerat på papper",
        "{municipality}: a party objects to what is registered on paper",
        "{sender} invänder mot det som är registrerat om den lokala {agreement} på papper. Varför"
        " står på sidan.",
        "{sender_en} objects to what was registered of {agreement_en} on paper. The page says why.",
    ),
    "agreement.paper_withdrawn": Text(
        "{municipality}: registreringen på papper är återtagen",
        "{municipality}: the registration on paper has been taken back",
        "{sender} har tagit tillbaka att den lokala {agreement} är undertecknad på papper. Varför"
        " står på sidan.",
        "{sender_en} has taken back that {agreement_en} is signed on paper. The page says why.",
    ),
    "agreement.correction_proposed": Text(
        "{municipality}: ett skrivfel i överenskommelsen väntar på ert svar",
        "{municipality}: a clerical error in the agreement waits for your answer",
        "{sender} föreslår att ett skrivfel rättas i den lokala {agreement}. Det rättas när alla"
        " parter har sagt ja.",
        "{sender_en} proposes that a clerical error in {agreement_en} is corrected. It is when all"
        " parties have said yes.",
    ),
    "agreement.correction_to_read": Text(
        "{municipality}: ett skrivfel i överenskommelsen kan komma att rättas",
        "{municipality}: a clerical error in the agreement may be corrected",
        "{sender} föreslår att ett skrivfel rättas i den lokala {agreement}. Det rättas när de som"
        " beslutar eller skriver under har sagt ja. Ni behöver inte svara.",
        "{sender_en} proposes that a clerical error in {agreement_en} is corrected. It is when"
        " those who decide or sign have said yes. You need not answer.",
    ),
    "agreement.correction_adopted": Text(
        "{municipality}: ett skrivfel i överenskommelsen är rättat",
        "{municipality}: a clerical error in the agreement has been corrected",
        "Alla parter har sagt ja till att rätta ett skrivfel i den lokala {agreement}. Båda"
        " lydelserna går att läsa.",
        "All parties have agreed to correct a clerical error in {agreement_en}. Both wordings can"
        " be read.",
    ),
    "agreement.correction_refused": Text(
        "{municipality}: en rättelse av överenskommelsen blev inte av",
        "{municipality}: a correction of the agreement was refused",
        "{sender} har sagt nej till att rätta den lokala {agreement}. Varför står på sidan.",
        "{sender_en} has said no to a correction of {agreement_en}. The page says why.",
    ),
    "agreement.correction_withdrawn": Text(
        "{municipality}: en rättelse av överenskommelsen är återtagen",
        "{municipality}: a correction of the agreement has been withdrawn",
        "{sender} har tagit tillbaka sitt förslag att rätta den lokala {agreement}.",
        "{sender_en} has withdrawn its proposal to correct {agreement_en}.",
    ),
    "agreement.succeeded": Text(
        "{municipality}: ni har tagit en annans plats i överenskommelsen",
        "{municipality}: you have taken another's place in the agreement",
        "Din organisation har tagit en annans plats i den lokala {agreement}.{term}",
        "Your organisation has taken the place of another in {agreement_en}.{term_en}",
    ),
    "agreement.expiring": Text(
        "{municipality}: överenskommelsen löper ut {until}",
        "{municipality}: the agreement expires on {until_en}",
        "Den lokala {agreement} gäller till och med {until}, och ingen ny är undertecknad. Börja"
        " arbetet med nästa.",
        "{agreement_en} holds until {until_en}, and no new one has been signed. Begin the next.",
    ),
    "agreement.ends_before_next": Text(
        "{municipality}: överenskommelsen löper ut {until}, och nästa är inte klar",
        "{municipality}: the agreement expires on {until_en}, and the next is not ready",
        "Den lokala {agreement} gäller till och med {until}, och ingen ny är undertecknad. Se till"
        " att nästa hinner beslutas och skrivas under, eller förläng den som gäller.",
        "{agreement_en} holds until {until_en}, and no new one has been signed. See to it that the"
        " next is decided on and signed in time, or prolong the one in force.",
    ),
    "agreement.ended": Text(
        "{municipality}: överenskommelsen har löpt ut",
        "{municipality}: the agreement has expired",
        "Den lokala {agreement} gällde till och med {until}, och ingen ny är undertecknad.",
        "{agreement_en} held until {until_en}, and no new one has been signed.",
    ),
    "agreement.review_near": Text(
        "{municipality}: överenskommelsen ska följas upp {review}",
        "{municipality}: the agreement is to be reviewed by {review_en}",
        "Den lokala {agreement} ska följas upp senast {review}.",
        "{agreement_en} is to be reviewed by {review_en}.",
    ),
    "agreement.review_late": Text(
        "{municipality}: överenskommelsen skulle ha följts upp {review}",
        "{municipality}: the agreement should have been reviewed by {review_en}",
        "Den lokala {agreement} skulle ha följts upp senast {review}.",
        "{agreement_en} should have been reviewed by {review_en}.",
    ),
    "suggestion.published": Text(
        "{municipality}: ett ändringsförslag väntar på ert svar",
        "{municipality}: a suggested change waits for your answer",
        "{sender} föreslår en ändring av {part} i den lokala {agreement}. Svara för er"
        " organisation.{due}",
        "{sender_en} suggests a change of {part_en} in {agreement_en}. Answer for your"
        " organisation.{due_en}",
    ),
    "suggestion.to_read": Text(
        "{municipality}: ett ändringsförslag att läsa",
        "{municipality}: a suggested change to read",
        "{sender} föreslår en ändring av {part} i den lokala {agreement}. De som beslutar eller"
        " skriver under svarar på det. Ni behöver inte svara.",
        "{sender_en} suggests a change of {part_en} in {agreement_en}. Those who decide or sign"
        " answer it. You need not.",
    ),
    "suggestion.adopted": Text(
        "{municipality}: ett ändringsförslag är antaget",
        "{municipality}: a suggested change has been adopted",
        "Förslaget till ändring av {part} i den lokala {agreement} är antaget av alla parter och är"
        " nu en del av den.",
        "The suggested change of {part_en} in {agreement_en} has been adopted by all parties and is"
        " now part of it.",
    ),
    "suggestion.rejected": Text(
        "{municipality}: ett ändringsförslag är avböjt",
        "{municipality}: a suggested change has been rejected",
        "{sender} har avböjt förslaget till ändring av {part} i den lokala {agreement}. Varför står"
        " på sidan.",
        "{sender_en} has rejected the suggested change of {part_en} in {agreement_en}. The page"
        " says why.",
    ),
    "suggestion.withdrawn": Text(
        "{municipality}: ett ändringsförslag är återtaget",
        "{municipality}: a suggested change has been withdrawn",
        "{sender} har återtagit sitt förslag till ändring av {part} i den lokala {agreement}. Ni"
        " behöver inte svara.",
        "{sender_en} has withdrawn its suggested change of {part_en} in {agreement_en}. You need"
        " not answer.",
    ),
    "suggestion.replaced": Text(
        "{municipality}: ert ändringsförslag är ersatt av ett annat",
        "{municipality}: another suggestion replaces yours",
        "{sender} har lagt ett annat förslag till ändring av {part} i den lokala {agreement} i"
        " stället för ert. Läs det och svara.",
        "{sender_en} has made another suggestion about {part_en} in {agreement_en} in place of"
        " yours. Read it and answer.",
    ),
    "suggestion.conflict": Text(
        "{municipality}: ert ändringsförslag behöver arbetas om",
        "{municipality}: your suggested change needs to be reworked",
        "Ert förslag till ändring av {part} i den lokala {agreement} går inte ihop med en"
        " ändring som har antagits sedan dess. Arbeta om det eller ta tillbaka det.",
        "Your suggested change of {part_en} in {agreement_en} conflicts with a change that has been"
        " adopted since. Rework it or withdraw it.",
    ),
}
