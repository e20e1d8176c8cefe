"""PDFs of ours: made again, and compared with what they say."""

import hashlib
import sys
from pathlib import Path
from typing import BinaryIO

import click

from portal.cli.group import portal


@portal.command()
@click.argument("file", type=click.File("rb"))
@click.argument("pdf", type=click.Path(path_type=Path, dir_okay=False))
def remake(file: BinaryIO, pdf: Path) -> None:
    """Make a PDF again from FILE: the JSON attached to it, or the PDF itself.

    FILE is of an agreement or of a copy of a plan. PDF is written when all went well.
    """
    from portal.remaking import remade

    pdf.write_bytes(remade(file.read()))


@portal.command()
@click.argument("file", type=click.File("rb"))
@click.argument("annexes", type=click.File("rb"), nargs=-1)
def verify(file: BinaryIO, annexes: tuple[BinaryIO, ...]) -> None:
    """Say whether a PDF of ours is just what its own content makes; else it ends with status 1.

    ANNEXES are files that are to be annexes of the agreement: each is compared with the checksums
    that the agreement names.
    """
    from portal.remaking import annexes_of, remade

    content = file.read()
    click.echo(f"SHA-256 {hashlib.sha256(content).hexdigest()}")
    if remade(content) != content:
        click.echo("Not what its content makes: changed, or made by another release.", err=True)
        sys.exit(1)
    click.echo("It is just what its content makes.")
    named = annexes_of(content)
    others = []
    for annex in annexes:
        title = named.get(hashlib.sha256(annex.read()).hexdigest())
        if title is None:
            others.append(annex.name)
        else:
            click.echo(f"{annex.name} is its annex {title}.")
    for name in others:
        click.echo(f"{name} is no annex of it: another file, or changed.", err=True)
    if others:
        sys.exit(1)
