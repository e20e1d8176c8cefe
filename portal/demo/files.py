"""A file such as somebody would send us."""


def one_page(heading: str, lines: tuple[str, ...]) -> bytes:
    """A PDF of one page with a heading and some lines, in letters of Latin-1."""
    shown = [f"BT /F1 18 Tf 60 770 Td ({_plain(heading)}) Tj ET"]
    shown += [
        f"BT /F1 12 Tf 60 {730 - 20 * at} Td ({_plain(line)}) Tj ET"
        for at, line in enumerate(lines)
    ]
    content = "\n".join(shown).encode("latin-1")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        font,
    )
    made, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        made
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    )


def _plain(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
