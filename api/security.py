"""What a browser is told to refuse, forged requests, and guessing of passwords."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect  # type: ignore[import-untyped]  # Flask-WTF carries no types
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)
from werkzeug.middleware.proxy_fix import ProxyFix

from api.config import Config

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)

LARGEST_BODY = 2 * 1024 * 1024
"""Bytes of a request; the largest message is an outbox of scans."""

MEGABYTE = 1024 * 1024

LARGER_BODIES: dict[str, int] = {
    "library.add_photo": 13 * MEGABYTE,
    "coordinator.look_through_feed": 13 * MEGABYTE,
    "library.look_through": 25 * MEGABYTE,
    "rest-collection-files.import_": 33 * MEGABYTE,  # in Base64
    "rest-gtfs.import_": 17 * MEGABYTE,  # in Base64
}
"""Bytes of requests that bring a picture or an archive, by endpoint."""

SESSION_HOURS = 14
"""A driver's longest day, so that nobody has to sign in on the road."""


def headers(config: Config) -> Secure:
    """Response headers: from elsewhere only map tiles, no inline script or style, no frame around a page."""
    policy = (
        ContentSecurityPolicy()
        .default_src("'self'")
        .img_src("'self'", "data:", *tile_servers(config))
        .object_src("'none'")
        .base_uri("'none'")
        .form_action("'self'")
        .frame_ancestors("'none'")
    )
    return Secure(
        csp=policy,
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        hsts=StrictTransportSecurity().max_age(31_536_000) if config.secure_cookies else None,
        permissions=PermissionsPolicy().camera("'self'").geolocation().microphone(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )


def tile_servers(config: Config) -> list[str]:
    """Where map tiles may come from: the server in the settings and nowhere else."""
    found = urlsplit(config.tiles)
    host = found.netloc.replace("{s}", "*")
    return [f"{found.scheme}://{host}"] if config.tiles else []


def attach(app: Flask, config: Config) -> None:
    """Guard every request and every answer."""
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        # A reading that is answered late must not put back the session from before a writing, message and all.
        SESSION_REFRESH_EACH_REQUEST=False,
        SESSION_COOKIE_NAME="bokrute",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a phone may have been offline for hours
        WTF_CSRF_SSL_STRICT=config.secure_cookies,
        RATELIMIT_STORAGE_URI="memory://",
    )
    if config.trusted_proxies:
        trusted = config.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Flask's documentation installs it
            app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted
        )
    app.before_request(_allow_larger_bodies)  # before the token is looked for, which reads the form
    csrf.init_app(app)
    limiter.init_app(app)
    told = dict(headers(config).headers)

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in told.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _allow_larger_bodies() -> None:
    largest = LARGER_BODIES.get(request.endpoint or "")
    if largest is not None:
        request.max_content_length = largest
    # A file that was looked through comes back as a field, and the whole is bounded anyway.
    request.max_form_memory_size = LARGEST_BODY
