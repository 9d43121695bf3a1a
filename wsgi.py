"""The application for a WSGI server: `gunicorn wsgi:app`."""

from api.app import create_app
from api.config import Config

app = create_app(Config.from_environment())
