"""The county's template, its legal references and the county's facts: files anybody can read."""

from agreements.county_templates.county_loader import load_county
from agreements.county_templates.loader import (
    current,
    load_legal_references,
    load_subjects,
    load_template,
    paper_template,
    parse_legal_references,
    parse_template,
)
from portal.toml_table import FileProblem, TomlFileError

__all__ = [
    "FileProblem",
    "TomlFileError",
    "current",
    "load_county",
    "load_legal_references",
    "load_subjects",
    "load_template",
    "paper_template",
    "parse_legal_references",
    "parse_template",
]
