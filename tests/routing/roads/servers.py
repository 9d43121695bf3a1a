"""A server of roads in a thread, which speaks what OSRM, Valhalla and openrouteservice speak, and misbehaves on demand.

It has a road from everywhere to everywhere: north-south 100 km and east-west 50 km a degree, at 72 km/h. With a fjord,
the middle third of each way is sailed, in half of its time.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Point = tuple[float, float]
"""Longitude, latitude."""

Misbehave = Callable[["RoadServer"], tuple[int, str] | None]
"""What is answered instead, status and body; None: what is asked for."""


def metres(a: Point, b: Point) -> float:
    """The road's length; east to west is a tenth longer."""
    east = b[0] - a[0]
    return 100_000 * abs(b[1] - a[1]) + 50_000 * abs(east) * (1.1 if east < 0 else 1.0)


class RoadServer:
    """Attributes: asked: paths of the requests so far; largest: places in the largest; fjord: ways go by ferry."""

    fjord = False

    def __init__(self, misbehave: Misbehave) -> None:
        self.misbehave = misbehave
        self.asked: list[str] = []
        self.largest = 0
        self.key = ""
        self.url = ""

    def answer(self, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, str]:
        self.asked.append(path)
        instead = self.misbehave(self)
        if instead is not None:
            return instead
        if found := re.fullmatch(r"/table/v1/driving/(.+)", path):
            places = [tuple(map(float, part.split(","))) for part in found[1].split(";")]
            rows, columns = ([int(n) for n in query[side][0].split(";")] for side in ("sources", "destinations"))
            return 200, json.dumps({"code": "Ok", **self.table(places, rows, columns, "distances", "durations")})
        if found := re.fullmatch(r"/route/v1/driving/(.+)", path):
            ends = [tuple(map(float, part.split(","))) for part in found[1].split(";")]
            line = {"geometry": polyline(ends, 5), "duration": self.seconds(*ends), "distance": metres(*ends)}
            if self.fjord and query.get("steps") == ["true"]:
                line["geometry"] = polyline(thirds(*ends), 5)
                line["legs"] = [{"steps": self.steps(ends, line["duration"], line["distance"])}]
            return 200, json.dumps({"code": "Ok", "routes": [line]})
        if path == "/sources_to_targets":
            rows, columns = ([(p["lon"], p["lat"]) for p in body[side]] for side in ("sources", "targets"))
            self.largest = max(self.largest, len(rows) + len(columns))
            pairs = [[{"time": self.seconds(a, b), "distance": metres(a, b) / 1000} for b in columns] for a in rows]
            return 200, json.dumps({"sources_to_targets": pairs})
        if path == "/route":
            ends = [(p["lon"], p["lat"]) for p in body["locations"]]
            summary = {"time": self.seconds(*ends), "length": metres(*ends) / 1000}
            leg: dict[str, Any] = {"shape": polyline(ends, 6), "summary": summary}
            if self.fjord and body["directions_options"]["directions_type"] == "maneuvers":
                leg["shape"] = polyline(thirds(*ends), 6)
                leg["maneuvers"] = [
                    {"type": kind, "begin_shape_index": n, "end_shape_index": n + 1, "time": summary["time"] * share}
                    for n, (kind, share) in enumerate(((1, 0.25), (28, 0.5), (29, 0.25)))
                ]
            return 200, json.dumps({"trip": {"legs": [leg]}})
        if path == "/v2/matrix/driving-car/json":
            places = [tuple(place) for place in body["locations"]]
            return 200, json.dumps(self.table(places, body["sources"], body["destinations"], "distances", "durations"))
        if path.startswith("/v2/directions/driving-car"):
            ends = [tuple(place) for place in body["coordinates"]]
            summary = {"distance": metres(*ends), "duration": self.seconds(*ends)}
            feature: dict[str, Any] = {"geometry": {"coordinates": ends}, "properties": {"summary": summary}}
            if self.fjord and body["extra_info"] == ["waytype"]:
                feature["geometry"]["coordinates"] = thirds(*ends)
                feature["properties"]["extras"] = {"waytypes": {"values": [[0, 1, 2], [1, 2, 9], [2, 3, 2]]}}
            return 200, json.dumps({"features": [feature]})
        return 404, json.dumps({"code": "InvalidUrl"})

    def table(self, places: list[Any], rows: list[int], columns: list[int], far: str, long: str) -> dict[str, Any]:
        self.largest = max(self.largest, len(places))
        return {
            far: [[metres(places[a], places[b]) for b in columns] for a in rows],
            long: [[self.seconds(places[a], places[b]) for b in columns] for a in rows],
            "sources": [{"distance": 7.4, "location": places[a]} for a in rows],
            "destinations": [{"distance": 7.4, "location": places[b]} for b in columns],
        }

    def steps(self, ends: list[Any], seconds: float, metres: float) -> list[dict[str, Any]]:
        """A road, a ferry and a road, and the arrival that OSRM ends with."""
        points = thirds(*ends)
        kinds = (("driving", 0.25), ("ferry", 0.5), ("driving", 0.25))
        return [
            {
                "mode": mode,
                "geometry": polyline(points[n : n + 2], 5),
                "duration": seconds * share,
                "distance": metres / 3,
            }
            for n, (mode, share) in enumerate(kinds)
        ] + [{"mode": "driving", "geometry": polyline(points[-1:] * 2, 5), "duration": 0, "distance": 0}]

    def seconds(self, a: Point, b: Point) -> float:
        return metres(a, b) / 20


def thirds(a: Point, b: Point) -> list[Point]:
    """Both ends of a line, and two points between them."""
    return [(a[0] + (b[0] - a[0]) * n / 3, a[1] + (b[1] - a[1]) * n / 3) for n in range(4)]


def polyline(points: list[Any], digits: int) -> str:
    """Longitude and latitude as an encoded polyline with so many decimals."""
    text, last = [], (0, 0)
    for lon, lat in points:
        here = (round(lat * 10**digits), round(lon * 10**digits))
        for now, then in zip(here, last, strict=True):
            bits = ~((now - then) << 1) if now < then else (now - then) << 1
            while bits >= 0x20:
                text.append(chr((0x20 | bits & 0x1F) + 63))
                bits >>= 5
            text.append(chr(bits + 63))
        last = here
    return "".join(text)


def well_behaved(server: RoadServer) -> None:
    """Answer what is asked for."""


def after(failures: int, status: int = 503) -> Misbehave:
    """Fail so many times, then answer."""
    return lambda server: (status, '{"error": "busy"}') if len(server.asked) <= failures else None


def slow(seconds: float) -> Misbehave:
    """Take so long for each answer."""
    return lambda server: time.sleep(seconds)


def always(body: str, status: int = 200) -> Misbehave:
    """Answer the same to everything."""
    return lambda server: (status, body)


@contextmanager
def road_server(misbehave: Misbehave = well_behaved) -> Iterator[RoadServer]:
    """A server on a free port of this machine, for as long as the block lasts."""
    server = RoadServer(misbehave)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond(None)

        def do_POST(self) -> None:
            self.respond(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def respond(self, body: Any) -> None:
            server.key = self.headers.get("Authorization", "")
            address = urlsplit(self.path)
            status, text = server.answer(address.path, parse_qs(address.query), body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server.url = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
