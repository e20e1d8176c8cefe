"""The files read, and made again, by programs other than this one."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from agreements.document import to_json
from agreements.documents import pdf as agreement_pdf
from portal.documents.text import one_line
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


def pdftotext(made: bytes, folder: Path, *options: str) -> str:
    program = shutil.which("pdftotext")
    assert program, "pdftotext is missing (Debian: apt install poppler-utils)"
    file = folder / "plan.pdf"
    file.write_bytes(made)
    asked = [program, *options, file, "-"]
    return subprocess.run(asked, capture_output=True, check=True).stdout.decode()


def test_a_name_from_the_right_does_not_change_places_with_a_number(tmp_path: Path) -> None:
    made = document()
    title, _who, *rest = made.aims[0].actions[0]
    who = f"{one_line('زهرا')}, {one_line('2 Öst')}"
    aim = replace(made.aims[0], actions=((title, who, *rest),))
    said = pdftotext(plan_pdf.make_pdf(replace(made, aims=(aim,))), tmp_path, "-bbox")
    # on one line: the name, and to the right of it the number of the unit
    word = re.compile(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*)</word>')
    found = [(float(x), float(y), words) for x, y, words in word.findall(said)]
    ((name, line, _),) = [one for one in found if re.search("[\u0600-\u06ff]", one[2])]
    on_the_line = {words: x for x, y, words in found if abs(y - line) < 6}
    assert name < on_the_line["2"] < on_the_line["Öst"]


def test_pdftotext_reads_a_plan_in_order(tmp_path: Path) -> None:
    said = pdftotext(plan_pdf.make_pdf(document()), tmp_path)
    headings = ("Viktigt för mig", "Behov", "Syfte", "Långsiktigt mål", "Mål och åtgärder")

    places = [re.search(rf"^{heading}$", said, re.MULTILINE) for heading in headings]
    assert all(places)
    assert [place.start() for place in places if place] == sorted(
        place.start() for place in places if place
    )
