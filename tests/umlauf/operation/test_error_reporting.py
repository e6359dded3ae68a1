"""Errors go to a server that speaks Sentry's protocol, and nothing goes with them that is nobody's business there."""

from __future__ import annotations

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest

from tests.umlauf.operation.processes import in_production

pytestmark = pytest.mark.thorough  # each test starts a process

PLAIN = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}  # by how a report is compressed
WITHOUT_THE_PACKAGE = "import sys; sys.modules['sentry_sdk'] = None\nimport django; django.setup()"
# A page that fails for somebody signed in, asked for as gunicorn does.
FAIL = """
from umlauf import wsgi
from umlauf import urls
from django.test import RequestFactory
from django.contrib.auth import get_user_model
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

@csrf_exempt
def broken(request):
    title = "Grundstück Lindenallee"
    request._cached_user = get_user_model()(pk=4711, email="bertha.mueller@hannover.example", first_name="Bertha")
    raise LookupError("no mailbox bertha.mueller@hannover.example")

urls.urlpatterns.insert(0, path("broken/", broken))
here = {"secure": True, "headers": {"host": "umlauf.hannover.example"}}
asked = RequestFactory().post("/broken/?q=Lindenallee", {"words": "Ankauf"}, **here)
wsgi.application(asked.environ, lambda status, headers: print(status[:3], dict(headers)["X-Request-ID"]))
import sentry_sdk
sentry_sdk.flush(10)
"""


@pytest.fixture
def server():
    received: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(PLAIN[self.headers.get("Content-Encoding")](body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://key@127.0.0.1:{server.server_port}/1", received
        server.shutdown()


def test_an_error_is_told_with_its_place_and_without_what_people_wrote(server, tmp_path, collected):
    dsn, received = server
    empty = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    result = in_production("-c", FAIL, SENTRY_DSN=dsn, DATABASE_URL=empty, STATIC_ROOT=collected)

    status, request_id = result.stdout.split()
    assert status == "500"
    (envelope,) = received  # one error, told once, although the log tells it too
    event = json.loads(envelope.splitlines()[2])
    (error,) = event["exception"]["values"]
    assert (error["type"], error["value"]) == ("LookupError", "no mailbox [address]")
    assert error["stacktrace"]["frames"][-1]["function"] == "broken"
    assert event["tags"]["request_id"] == request_id
    assert event["user"] == {"id": "4711"}
    assert event["request"] == {"method": "POST", "url": "https://umlauf.hannover.example/broken/"}
    for secret in ("bertha.mueller", "Bertha", "Ankauf"):
        assert secret not in envelope.decode()
    assert "vars" not in json.dumps(event["exception"])


def test_an_address_without_the_package_stops_the_start():
    result = in_production("-c", WITHOUT_THE_PACKAGE, SENTRY_DSN="http://key@127.0.0.1:9/1")

    assert result.returncode == 1
    assert "SENTRY_DSN is set, but sentry-sdk is not installed" in result.stderr


def test_without_an_address_the_package_is_not_even_loaded():
    result = in_production("-c", WITHOUT_THE_PACKAGE)

    assert (result.returncode, result.stderr) == (0, "")
