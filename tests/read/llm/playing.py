"""A model on a server of its own on this machine: it plays whatever model a test needs."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
Play = Callable[["Request"], "Said"]
PROMPTED = re.compile(r"<<<document (\w+)>>>\n(.*?)\n<<<end document \1>>>", re.DOTALL)


class Request:
    """What the server was asked."""

    def __init__(self, path: str, headers: dict[str, str], body: Body) -> None:
        self.path = path
        self.headers = headers
        self.body = body

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        return str(self.body["messages"][1]["content"])

    @property
    def text(self) -> str:
        """The part of the document that was to be coded."""
        found = PROMPTED.search(self.user)
        assert found, self.user
        return found[2]

    def options(self, field: str) -> list[str]:
        """The names that the schema allows for a field, in its order."""
        form = self.body["response_format"]["json_schema"]["schema"]
        said = form["properties"]["statements"]["items"]["properties"][field]
        return list(said["enum"] if "enum" in said else said["anyOf"][0]["enum"])


class Said:
    """What the server says: raw bytes, or statements put into a completion."""

    def __init__(
        self,
        statements: list[Body] | None = None,
        *,
        content: str | None = None,
        status: int = 200,
        headers: dict[str, str] | None = None,
        raw: bytes | None = None,
        finish: str = "stop",
        refusal: str | None = None,
        hold: bool = False,
    ) -> None:
        if content is None and statements is not None:
            content = json.dumps({"statements": statements})
        message = {"role": "assistant", "content": content, "refusal": refusal}
        said = {"id": "x", "object": "chat.completion", "choices": [{"message": message, "finish_reason": finish}]}
        self.data = json.dumps(said).encode() if raw is None else raw
        self.status = status
        self.hold = hold  # byte after byte until the other side gives up or the test is over
        self.headers = headers or {}


class Model:
    """The server; ``play`` is the model, ``requests`` what it was asked."""

    def __init__(self) -> None:
        self.play: Play = lambda _: Said([])
        self.requests: list[Request] = []
        self.over = threading.Event()  # set at the end, for models that never answer
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = False
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                request = Request(self.path, dict(self.headers.items()), body)
                model.requests.append(request)
                said = model.play(request)
                try:
                    self.send_response_only(said.status)  # without a date of its own
                    for name, value in {"Content-Length": str(len(said.data)), **said.headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(said.data)
                    if said.hold:
                        while not model.over.wait(0.05):
                            self.wfile.write(b" ")
                except OSError:  # the other side has had enough
                    return

            def log_message(self, format: str, *args: object) -> None:
                del format, args

        return Handler


def statement(quote: str, **given: object) -> Body:
    """Return a statement as a model gives it, all fields there, what is not given as little as possible."""
    fields: Body = dict.fromkeys(
        [
            "quote", "kind", "modality", "attribution", "actor", "actor_text", "actor_antecedent", "recipient",
            "recipient_text", "recipient_antecedent", "plover", "instrument", "issue", "stance", "amount", "unit",
            "period", "probability",
        ]
    )  # fmt: skip
    return {**fields, "quote": quote, "kind": "flow", "modality": "asserted", "attribution": "author", **given}
