"""A chat completions endpoint on a real socket, as truthful as it is told to be."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Speak = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


class Endpoint:
    """A chat completions endpoint that does as its ``speak`` says and keeps what it was sent."""

    def __init__(self, speak: Speak) -> None:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the name that http.server calls
                body = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.asked.append(json.loads(body))
                endpoint.headers.append(dict(self.headers))
                endpoint.paths.append(self.path)
                endpoint.speak(self, json.loads(body))

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.speak = speak
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients leave in the middle
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def reply(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def content(text: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


def says(sentences: object, before: str = "", after: str = "") -> Speak:
    """A server whose model answers with these sentences, in the form that was asked for."""
    text = before + json.dumps({"sentences": sentences}, ensure_ascii=False) + after
    return lambda handler, _: reply(handler, content(text))


def raw(body: bytes, status: int = 200, **headers: str) -> Speak:
    return lambda handler, _: reply(handler, body, status, **headers)
