"""The files read, and made again, by programs other than this one."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from agreements.document import to_json
from agreements.documents import pdf as agreement_pdf
from sip.archive import pdf as plan_pdf
from tests.unit.documents.example import signed_agreement
from tests.unit.sip.archive.example import document


def test_another_process_makes_the_same_bytes_from_the_json() -> None:
    program = (
        "import sys; from agreements.documents.pdf import remake; "
        "sys.stdout.buffer.write(remake(sys.stdin.buffer.read()))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program],
        input=to_json(signed_agreement()),
        capture_output=True,
        check=True,
    )
    assert made.stdout == agreement_pdf.make_pdf(signed_agreement())


def test_pdftotext_reads_a_plan_in_order(tmp_path: Path) -> None:
    program = shutil.which("pdftotext")
    assert program, "pdftotext is missing (Debian: apt install poppler-utils)"
    file = tmp_path / "plan.pdf"
    file.write_bytes(plan_pdf.make_pdf(document()))
    said = subprocess.run([program, file, "-"], capture_output=True, check=True).stdout.decode()
    headings = ("Viktigt för mig", "Behov", "Syfte", "Långsiktigt mål", "Mål och åtgärder")

    places = [re.search(rf"^{heading}$", said, re.MULTILINE) for heading in headings]
    assert all(places)
    assert [place.start() for place in places if place] == sorted(
        place.start() for place in places if place
    )
