"""The librarian's room."""

from flask import Blueprint

pages = Blueprint("library", __name__, url_prefix="/library")
