"""While a mail server or a translation service takes its time, everybody else goes on working; on SQLite, too."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.factories.smtp import smtp_server
from tests.template_database import ROOT, make_template, template

WRITE = "INSERT INTO django_session VALUES (hex(randomblob(16)), '', '2000-01-01')"
MAILS = (  # one kind of mail each
    "Mitzeichnung durch Planungsamt: eine Vorlage",
    "0001/",
    "News about Bristol",
    "Please confirm",
    "Neues Passwort festlegen",
)


class Colleague:
    """Writes into the same database, at moments when the city's process waits for an answer; has no patience at all."""

    def __init__(self, path):
        self.path = path
        self.written: list[str] = []
        self.locked_out: list[str] = []

    def write(self, occasion: str) -> None:
        with closing(sqlite3.connect(self.path, timeout=0, isolation_level=None)) as database:
            try:
                database.execute("BEGIN IMMEDIATE")
                database.execute(WRITE)
                database.execute("COMMIT")
            except sqlite3.OperationalError as problem:
                self.locked_out.append(f"{occasion}: {problem}")
            else:
                self.written.append(occasion)


@contextmanager
def translation_service(meanwhile):
    """Speaks LibreTranslate's protocol."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            meanwhile("translation")
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps({"translatedText": [f"EN {text}" for text in asked["q"]]}).encode())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.thorough
def test_others_write_while_a_server_takes_its_time(settings, tmp_path):
    make_template()
    path = shutil.copy(template(), tmp_path / "city.sqlite3")
    colleague = Colleague(path)
    with smtp_server(settings) as inbox, translation_service(colleague.write) as translator:
        inbox.meanwhile = lambda mail: colleague.write(mail["Subject"])
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "umlauf.settings.test",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DATABASE_URL": f"sqlite:///{path}",
            "EMAIL_PORT": str(settings.EMAIL_PORT),
            "LIBRETRANSLATE_URL": translator,
        }
        command = [sys.executable, "-m", "tests.factories.city_process"]
        city = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert colleague.locked_out == []
    assert city.returncode == 0, city.stderr
    assert [start for start in MAILS if not any(occasion.startswith(start) for occasion in colleague.written)] == []
    assert colleague.written.count("translation") == 2
