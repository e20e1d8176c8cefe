"""SIP's settings: what comes with the portal, and what is said of a file that cannot be used."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.errors import ConfigurationError
from portal.toml_table import TomlFileError
from sip.kernel.settings import DEFAULTS, init_app, load_settings, sip_settings


def _written(folder: Path, right: str, written: str) -> Path:
    text = DEFAULTS.read_text(encoding="utf-8")
    assert right in text
    file = folder / "sip.toml"
    file.write_text(text.replace(right, written, 1), encoding="utf-8")
    return file


def test_the_portal_comes_with_the_kinds_of_information_that_a_plan_needs() -> None:
    assert [category.key for category in load_settings().categories] == [
        "own_words",
        "health",
        "substance_use",
        "social_situation",
        "housing",
        "work_and_school",
        "economy",
    ]


def test_social_files_are_kept_five_years_and_patient_records_ten() -> None:
    assert load_settings().retention == {
        "social": 5,
        "patient": 10,
        "provider": 2,
        "other": 5,
    }


def test_a_file_without_a_time_for_private_social_services_has_the_statute_s(
    tmp_path: Path,
) -> None:
    file = tmp_path / "sip.toml"
    whole = DEFAULTS.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(one for one in whole if not one.startswith("provider =")))
    assert load_settings(file).retention["provider"] == 2


def test_disclosure_to_prevent_crime_against_the_person_is_not_offered() -> None:
    assert not [base for base in load_settings().bases if "15 a" in base.law]


def test_every_ground_says_its_section_and_ends() -> None:
    bases = load_settings().bases

    assert {base.code for base in bases} == {
        *("osl_25_1_26_1", "osl_10_2", "osl_25_12", "osl_26_9", "osl_10_27", "osl_10_28"),
        "emergency",
    }
    assert all(re.search(r"\d+ kap\. \d+ §", base.law) for base in bases)
    assert all(timedelta(0) < base.longest <= timedelta(days=90) for base in bases)


def test_nobody_has_verified_a_ground_that_comes_with_the_portal() -> None:
    assert not [base for base in load_settings().bases if base.is_verified]


def test_what_is_looked_up_by_its_key_is_found_or_is_none() -> None:
    settings = load_settings()
    health, emergency = settings.category("health"), settings.basis("emergency")

    assert health is not None
    assert health.label == "Hälsa"
    assert emergency is not None
    assert emergency.longest == timedelta(days=3)
    assert settings.category("shoe_size") is None
    assert settings.basis("osl_10_15a") is None


def test_the_text_shown_to_the_person_is_there_in_both_languages() -> None:
    settings = load_settings()
    text = settings.current_information

    assert text.swedish.startswith("**Du bestämmer.**")
    assert text.english.startswith("**You decide.**")


@pytest.mark.parametrize(
    ("right", "written", "said"),
    [
        (
            "readings_every = 30",
            'readings_every = "30"',
            "reviews.readings_every: ska vara ett heltal",
        ),
        (
            "readings_every = 30",
            "reading_every = 30",
            'reviews.reading_every: okänd nyckel; menade du "readings_every"?',
        ),
        ("readings_every = 30", "", "reviews.readings_every: saknas"),
        (
            "readings_every = 30",
            "readings_every = 400",
            "reviews.readings_every: ska vara ett tal från 1 till 365",
        ),
        ("social = 5", "social = 0", "retention.social: ska vara ett tal från 1 till 120"),
        ('key = "own_words"', 'key = "own"', 'categories: kategorin "own_words" måste finnas'),
        ('key = "health"', 'key = "economy"', 'categories[7].key: "economy" finns redan'),
        ('key = "health"', 'key = "Hälsa"', "categories[2].key: får bara ha små bokstäver"),
        ("longest_days = 3\n", "longest_days = 1000\n", "bases[7].longest_days: ska vara ett tal"),
        ('label = "Nödsituation"\n', "", "bases[7].label: saknas"),
        ('english = "Emergency"\n', "", "bases[7].english: saknas"),
        (
            'may_decide = ["social_services"]',
            'may_decide = ["municipality"]',
            'bases[4].may_decide[1]: "municipality" ska vara något av: social_services,',
        ),
        ('may_decide = ["other"]', "may_decide = []", "bases[5].may_decide: listan är tom"),
        ('needs = ["provision"]', 'needs = ["form"]', 'bases[6].needs[1]: "form" ska vara'),
        ("verified = false", 'verified = "no"', "bases[1].verified: ska vara true eller false"),
        (
            'current_information_version = "2026-1"',
            'current_information_version = "2026-2"',
            'current_information_version: "2026-2" finns inte bland information_texts',
        ),
        (
            'version = "2026-1"\nswedish',
            'version = "first"\nswedish',
            "information_texts[1].version",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_key_and_reason(
    tmp_path: Path, right: str, written: str, said: str
) -> None:
    file = _written(tmp_path, right, written)

    with pytest.raises(TomlFileError, match=re.escape(f"sip.toml: {said}")):
        load_settings(file)


def test_the_application_uses_the_countys_own_file(tmp_path: Path) -> None:
    app = Flask(__name__)
    init_app(app, _written(tmp_path, "readings_every = 30", "readings_every = 14"))

    with app.app_context():
        assert sip_settings().reviews["readings_every"] == 14


def test_the_application_refuses_to_start_with_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.toml: filen finns inte"):
        init_app(Flask(__name__), tmp_path / "none.toml")
