"""Route sheets as PDF, for whoever may see them."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import flash, redirect, request
from werkzeug.wrappers import Response

from api.installation import now
from api.languages import gettext
from logistics.network.networks import Network
from logistics.transport.sheet import Sheet


def print_sheet(sheet: Sheet, network: Network, *, otherwise: str) -> FlaskResponse | Response:
    """The sheet for print, vehicle by vehicle.

    Args:
        otherwise: the address to go back to, with a reason, where no PDF can be made.
    """
    from api.documents.pdf import NoPdf
    from api.documents.route_sheets import places_of, route_sheets_pdf  # printing is slow to import

    try:
        printed = route_sheets_pdf(sheet, places=places_of(network), site=request.url_root, made_at=now())
    except NoPdf as missing:
        said = gettext("No PDF can be made here. Install %(packages)s first.", packages=", ".join(missing.packages))
        flash(said, "error")
        return redirect(otherwise)
    answer = FlaskResponse(printed, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{network.id}-{sheet.day.isoformat()}.pdf"'
    return answer
