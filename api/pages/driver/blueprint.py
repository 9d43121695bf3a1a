"""The driver's room."""

from flask import Blueprint

pages = Blueprint("driver", __name__, url_prefix="/driver")
