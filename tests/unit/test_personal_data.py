"""What points a person out in a text, and what only looks as if it did."""

import pytest

from portal.personal_data import (
    Known,
    PersonalDataError,
    Points,
    check_impersonal,
    find_personal,
)

P = Points


@pytest.mark.parametrize(
    ("text", "points", "words"),
    [
        # a personnummer, however it is written
        ("Gäller 19900102-1238 sedan i maj.", P.PERSONNUMMER, "19900102-1238"),
        ("pnr:900102-1238", P.PERSONNUMMER, "900102-1238"),
        ("900102+1238 är äldre", P.PERSONNUMMER, "900102+1238"),
        ("9001021238", P.PERSONNUMMER, "9001021238"),
        ("199001021238.", P.PERSONNUMMER, "199001021238"),
        ("1990-01-02-1238", P.PERSONNUMMER, "1990-01-02-1238"),
        ("1990 01 02 1238", P.PERSONNUMMER, "1990 01 02 1238"),
        ("900102 – 1238", P.PERSONNUMMER, "900102 – 1238"),
        ("900102‑1238", P.PERSONNUMMER, "900102‑1238"),
        ("900102-\u200b1238", P.PERSONNUMMER, "900102-\u200b1238"),
        ("９００１０２-１２３８", P.PERSONNUMMER, "９００１０２-１２３８"),
        # the last digit is wrong, and everybody can still see whose it is
        ("Kim, 20080314-1234, på", P.PERSONNUMMER, "20080314-1234"),
        ("080314-1234", P.PERSONNUMMER, "080314-1234"),
        # a samordningsnummer
        ("900162-1234", P.PERSONNUMMER, "900162-1234"),
        ("19900162-1230", P.PERSONNUMMER, "19900162-1230"),
        # telephones
        ("Ring 070-1234567 i dag", P.TELEPHONE, "070-1234567"),
        ("070 123 45 67", P.TELEPHONE, "070 123 45 67"),
        ("0701234567", P.TELEPHONE, "0701234567"),
        ("070.123.45.67", P.TELEPHONE, "070.123.45.67"),
        ("070/123 45 67", P.TELEPHONE, "070/123 45 67"),
        ("+46 70 123 45 67", P.TELEPHONE, "+46 70 123 45 67"),
        ("+46 (0)70-123 45 67", P.TELEPHONE, "+46 (0)70-123 45 67"),
        ("0046701234567", P.TELEPHONE, "0046701234567"),
        ("+47 22 12 34 56", P.TELEPHONE, "+47 22 12 34 56"),
        ("(0910) 77 10 00", P.TELEPHONE, "(0910) 77 10 00"),
        ("0910-77 10 00.", P.TELEPHONE, "0910-77 10 00"),
        ("tfn 08-123 456 78", P.TELEPHONE, "08-123 456 78"),
        ("090-785 00 00", P.TELEPHONE, "090-785 00 00"),
        # an address
        ("bor på Storgatan 5", P.ADDRESS, "Storgatan 5"),
        ("storgatan 12 B", P.ADDRESS, "storgatan 12 B"),
        ("Storgatan 5 i Malå", P.ADDRESS, "Storgatan 5"),
        ("Norra Esplanaden 14", P.ADDRESS, "Norra Esplanaden 14"),
        ("Östra Vägen 3, uppgång C", P.ADDRESS, "Östra Vägen 3"),
        ("hos S:t Eriksgatan 7b", P.ADDRESS, "S:t Eriksgatan 7b"),
        ("Björkvägen 21", P.ADDRESS, "Björkvägen 21"),
        ("931 31 Skellefteå", P.ADDRESS, "931 31 Skellefteå"),
        # an address of mail
        ("kim.andersson@example.se vet", P.EMAIL, "kim.andersson@example.se"),
    ],
)
def test_what_points_somebody_out_is_found(text: str, points: Points, words: str) -> None:
    assert [(one.points, one.words) for one in find_personal(text)] == [(points, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Enligt 7 kap. 2 § SoL (2025:400) och 16 kap. 4 § HSL (2017:30).",
        "SoL 29 kap. 9–11 §§, lagen (1976:511), SFS 2001:453.",
        "Den 2026-11-22, 22/11 2026, 22.11.2026 och 1-2 december 2026.",
        "Mellan 2026-03-14 och 2026-03-21 kl. 08.00–16.30, 0800-1630 och 8:30-12:00.",
        "Dnr SN 2026/123, KS-2026-00123, 2026-00123, HSN 2025-1234-5 och RS 2026:0123.",
        "Diarienummer 01234567 och dnr 2026-01-0123.",
        "Det kostade 12 500 kronor, 1 250 000 kr, 0,5 procent och 250 00 kr.",
        "Den 2026-03-14 1500 kr, sedan 2026-03-14 1507 kr.",
        "112, 1177 och 114 14 är till för alla.",
        "Organisationsnummer 212000-2627 och 556036-0793.",
        "På vägen 2 gånger, av 15 kommuner 3 och av 120 personer 12.",
        "Riksväg 95 och länsväg 363 var avstängda.",
        "Handlingsplan 2 och vårdplanen 3 veckor.",
        "Avsnitt 8, rad 14, kolumn 3, version 2.",
        "Beredskapen 20–08 alla dagar, 24/7.",
        "Bakjouren på Storgatan svarade inte.",
        "Mål 3: 80 procent inom 10 arbetsdagar.",
        "Åren 2013–2026, 2 246 omhändertagna, varav 24 % våldsamma.",
        "IVO svarade inom 3 månader, 4.1.3-12345/2026.",
        "Mellan 100 och 200 Personer deltog.",
        "",
    ],
)
def test_what_only_looks_like_it_is_let_through(text: str) -> None:
    assert find_personal(text) == []


KIM = Known(names=["Kim Andersson", "Anna-Lena Berg"], numbers=["SKE-0012", "199001021238"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kim Andersson fick ingen plats.", ["Kim Andersson"]),
        ("kim anderssons mamma", ["kim anderssons"]),
        ("Andersson, Kim", ["Andersson, Kim"]),
        ("Vi ringde Kims boende.", ["Kims"]),
        ("ANDERSSON fick vänta.", ["ANDERSSON"]),
        ("Anna-Lena och Lena", ["Anna-Lena", "Lena"]),
        ("Ärende SKE-0012 och ske 0012.", ["SKE-0012", "ske 0012"]),
        ("Familjen Berg väntade.", ["Berg"]),
    ],
)
def test_names_and_numbers_that_are_known_are_found(text: str, words: list[str]) -> None:
    assert [one.words for one in find_personal(text, KIM)] == words


@pytest.mark.parametrize(
    "text",
    [
        "Kimono och Anderssonska skolan är andra ord.",
        "Boendet ligger vid ett berg.",
        "Berg finns på flera ställen.",
        "Regionen har ingen plats före jul.",
    ],
)
def test_other_words_than_the_names_are_let_through(text: str) -> None:
    assert find_personal(text, KIM) == []


def test_several_are_told_in_the_order_of_the_text_by_where_they_stand() -> None:
    text = "Kim Andersson 20080314-1234 på Storgatan 5, tel 070-1234567"
    found = find_personal(text, KIM)
    assert [(one.points, text[one.first : one.end]) for one in found] == [
        (P.NAME, "Kim Andersson"),
        (P.PERSONNUMMER, "20080314-1234"),
        (P.ADDRESS, "Storgatan 5"),
        (P.TELEPHONE, "070-1234567"),
    ]


def test_a_text_with_somebody_in_it_is_refused_where_it_stands() -> None:
    check_impersonal("happened", "Ingen plats före jul.")
    with pytest.raises(PersonalDataError) as refused:
        check_impersonal("happened", "Ring 070-123 45 67.")
    assert refused.value.field == "happened"
    # the message may come in a log
    assert "070" not in str(refused.value)
