"""A server that speaks the chat protocol on loopback: it answers what a test told it to and keeps what it was sent."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class ModelServer:
    """``answer`` makes the words from the user's content; ``status`` other than 200 answers an error in its place."""

    address: str = ""
    status: int = 200
    key: str = "sk-test"
    answer: Callable[[str], str] = lambda content: content
    body: bytes | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """Running while the test does."""
    told = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.asked.append(sent)
            status = told.status
            if self.path != "/v1/chat/completions":
                status = 404
            elif self.headers.get("Authorization") != f"Bearer {told.key}":
                status = 401
            words = told.answer(sent["messages"][-1]["content"]) if status == 200 else ""
            choice = {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": "stop"}
            document = {"id": "1", "object": "chat.completion", "model": sent["model"], "choices": [choice]}
            body = (
                told.body or json.dumps(document if status == 200 else {"error": {"message": "no"}}).encode()
            )
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()
