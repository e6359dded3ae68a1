"""A real little server that speaks clamd's INSTREAM, and misbehaves on demand."""

from __future__ import annotations

import socketserver
import struct
import threading
from contextlib import contextmanager, suppress

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """``behaviour``: answering, hanging, closing, trickling, limited (to ``limit`` bytes) or talking nonsense."""

    def __init__(self):
        self.behaviour = "answering"
        self.limit = 25 * 1024 * 1024
        self.scanned = []
        self.over = threading.Event()

    def hear(self, request):
        command = self._read(request, len(b"zINSTREAM\0"))
        assert command == b"zINSTREAM\0"
        if self.behaviour == "closing":
            return
        if self.behaviour == "hanging":
            self.over.wait(30)
            return
        content = b""
        while length := struct.unpack("!L", self._read(request, 4))[0]:
            content += self._read(request, length)
            if len(content) > self.limit:
                request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.scanned.append(content)
        answer = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        if self.behaviour == "trickling":
            for byte in answer:
                request.sendall(bytes([byte]))
                if self.over.wait(0.2):
                    return
        elif self.behaviour == "breaking off":
            request.sendall(answer[:-1])
        elif self.behaviour == "talking nonsense":
            request.sendall(b"HTTP/1.1 200 OK\r\n\r\n\0")
        else:
            request.sendall(answer)

    @staticmethod
    def _read(request, length):
        data = b""
        while len(data) < length:
            piece = request.recv(length - len(data))
            if not piece:
                raise ConnectionError
            data += piece
        return data


@contextmanager
def clamd_server(settings):
    """Settings point at it."""
    clamd = Clamd()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            with suppress(ConnectionError):  # whoever asked went away
                clamd.hear(self.request)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        settings.CLAMD_SECONDS = 5.0
        try:
            yield clamd
        finally:
            clamd.over.set()
            server.shutdown()
            thread.join()
