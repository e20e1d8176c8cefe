"""The card about LOB on paper: A5, as large as its text lets it be."""

import json
from datetime import datetime
from pathlib import Path

from agreements.lob_card.presenter import Card
from portal.documents.pdf import PdfTemplate
from portal.web.downloads import day_in_name

_TEMPLATE = PdfTemplate(Path(__file__).with_name("card.typ"))


def make_card(card: Card, made_at: datetime) -> bytes:
    """The PDF, which carries what it was made from."""
    content = {
        "title": card.title,
        "blocks": [
            {
                "heading": block.heading,
                "lines": [
                    {
                        "text": line.text,
                        "more": line.more,
                        "telephone": line.telephone,
                        "hours": line.hours,
                    }
                    for line in block.lines
                ],
            }
            for block in card.blocks
        ],
        "heading": "LOB-kortet",
        "since": f"Gäller sedan {day_in_name(card.since)}",
        "elsewhere": card.led_by_others,
        "check": "Skanna koden: gäller kortet fortfarande?",
        "check_alt": f"QR-kod till {card.address}",
        "code": f"Kort {card.code}",
        "link": card.address,
        "telephone": "tfn",
        "made_at": made_at.timetuple()[:6],
        "squares": card.squares,
    }
    source = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return _TEMPLATE.make(content, source=source, made_at=made_at)
