"""The room of whatever goes by the season, for coordinators and librarians alike."""

from flask import Blueprint

pages = Blueprint("seasons", __name__, url_prefix="/seasons")
