"""A file is what its content says, and what would do something when it is opened is refused."""

import pytest

from portal.documents.uploads import JPEG, PDF, PNG, FileKind, recognise

A_PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n%%EOF\n"
A_PNG = b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82"
A_JPEG = b"\xff\xd8\xff\xe0....\xff\xd9"


@pytest.mark.parametrize(
    ("content", "kind"), [(A_PDF, PDF), (A_PNG, PNG), (A_JPEG, JPEG), (A_JPEG + b"\0\0", JPEG)]
)
def test_what_a_file_is_its_content_says(content: bytes, kind: FileKind) -> None:
    assert recognise(content) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"<html>%PDF-1.7 %%EOF",
        b"GIF89a",
        A_PDF[:-6],
        A_PDF + b" " * 2000,
        A_PNG[:-4],
        A_PNG + b"<script>",
        A_JPEG[:-2],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        A_PDF.replace(b"<</Type", b"<</OpenAction<</S/JavaScript/JS(app.alert(1))>>/Type"),
        A_PDF.replace(b"<</Type", b"<</A<</S/Launch/F(cmd.exe)>>/Type"),
        A_PDF.replace(b"<</Type", b"<</S/J#61vaScript/J#53(app.alert(1))>>/Type"),
        A_PDF.replace(b"<</Type", b"<</S/Other/JS<6170702e>>>/Type"),
    ],
)
def test_everything_else_is_refused(content: bytes) -> None:
    assert recognise(content) is None
