"""`portal …`: what an operator does from the command line."""

from portal.cli import (  # their commands are the group's
    entering,
    files,
    keeping,
    operating,
    sending,
)
from portal.cli.group import main, portal

__all__ = ["entering", "files", "keeping", "main", "operating", "portal", "sending"]
