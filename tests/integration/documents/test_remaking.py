"""`portal remake` and `portal verify`: a PDF is just what its own content makes, or it is not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agreements.document import to_json as agreement_json
from agreements.documents.pdf import make_pdf as agreement_pdf
from portal.cli import portal
from sip.archive.document import Aim, Chapter, Passage, PlanDocument
from sip.archive.document import to_json as plan_json
from sip.archive.pdf import make_pdf as plan_pdf
from tests.unit.documents.example import twelve_pages

COPY = PlanDocument(
    made_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    title="Samordnad individuell plan",
    author="Åsele kommun",
    mark="Sekretess",
    footer="SIP 1",
    person="Kim Andersson",
    extent=("Allt.",),
    facts=(("Ärende", "1"),),
    chapters=(Chapter("Behov", (Passage(("Vila.", "Sömn."), "Sara, 2 mars"),)),),
    aims=(Aim("Mål 1", (("Läge", "Pågår"),), (("Ring", "Sara", "1 maj", "Pågår"),)),),
    missing=(),
    people=(("Sara", "Åsele kommun", "Handläggare"),),
    answers=(),
    closing=(),
)


def files() -> dict[str, tuple[bytes, bytes]]:
    return {
        "agreement": (agreement_pdf(twelve_pages()), agreement_json(twelve_pages())),
        "copy of a plan": (plan_pdf(COPY), plan_json(COPY)),
    }


def run(*command: str) -> Result:
    return CliRunner().invoke(portal, command)


@pytest.mark.parametrize("which", ["agreement", "copy of a plan"])
def test_a_file_is_made_again_from_its_content_and_verified(which: str, tmp_path: Path) -> None:
    pdf, source = files()[which]
    (tmp_path / "it.pdf").write_bytes(pdf)
    (tmp_path / "it.json").write_bytes(source)

    for given in ("it.json", "it.pdf"):
        done = run("remake", str(tmp_path / given), str(tmp_path / "again.pdf"))
        assert done.exit_code == 0, done.exception
        assert (tmp_path / "again.pdf").read_bytes() == pdf
    assert run("verify", str(tmp_path / "it.pdf")).exit_code == 0

    (tmp_path / "it.pdf").write_bytes(pdf + b"%")
    assert run("verify", str(tmp_path / "it.pdf")).exit_code == 1


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"chapters": 1}', b"%PDF-1.7"])
def test_what_cannot_be_made_again_leaves_the_target_as_it_was(
    content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "it").write_bytes(content)
    target = tmp_path / "kept.pdf"
    target.write_bytes(b"what was there")

    assert run("remake", str(tmp_path / "it"), str(target)).exit_code == 1
    assert target.read_bytes() == b"what was there"
