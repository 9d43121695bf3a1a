"""The networks of the installation."""

from __future__ import annotations

from flask import render_template

from api.pages.administrator.blueprint import pages
from api.session import db
from api.sign_in import needs, person
from logistics.access.rights import Act
from logistics.network.queries import networks_of


@pages.get("/networks")
@needs(Act.MANAGE_NETWORK)
def networks() -> str:
    """What each network consists of."""
    return render_template("administrator/networks.html", networks=networks_of(db(), person()))
