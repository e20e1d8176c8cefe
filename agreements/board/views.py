"""The county's board."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from agreements.board import presenter, queries
from agreements.permissions import CountyPermission
from portal import clock
from portal.authz import Actor
from portal.web.guard import itself, requires

bp = Blueprint("board", __name__, url_prefix="/county")


@bp.get("")
@requires(CountyPermission.BOARD, itself)
def show(_actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Finding, map, what to do first, table, trend."""
    board = queries.get_board(clock.today(), wanted=request.args.get("subject", ""))
    page = presenter.board_page(
        board, wanted=request.args.get("status", ""), order=request.args.get("order", "")
    )
    return render_template("agreements/board/show.html", page=page)
