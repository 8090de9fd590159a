"""Asking a language model: the one address that the user named, and nothing else, is posted to.

The endpoint speaks OpenAI's chat completions, as llama.cpp, vLLM, Ollama and the hosted services do. Unlike a page's
address, which anyone may have written, this one is the user's own, so it may be private; plain http only within this
machine.
"""

from __future__ import annotations

import email.utils
import http.client
import json
import math
import os
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import msgspec

from suasion.errors import LanguageModelError
from suasion.gather.web import open_socket, shut, system_resolve

URL_VARIABLE: Final = "SUASION_LLM_URL"
MODEL_VARIABLE: Final = "SUASION_LLM_MODEL"
KEY_VARIABLE: Final = "SUASION_LLM_KEY"
MAX_BYTES: Final = 4_000_000  # of an answer; one of 4,096 tokens has about 20,000
TIMEOUT_SECONDS: Final = 300.0  # of one request; a large model on a processor writes a few words a second
MAX_ATTEMPTS: Final = 4
MAX_WAIT_SECONDS: Final = 60.0  # that a server may ask for before a request is tried again
_AGAIN: Final = frozenset({429, 500, 502, 503, 504, 529})
_PATH: Final = "/chat/completions"
_PORTS: Final = {"http": 80, "https": 443}
_NAME: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?|[0-9A-Fa-f:.]+")
_MODEL: Final = re.compile(r"[\w.:/@+-]{1,200}")
_HIDDEN_KEY: Final = 8  # characters from which a key is taken out of what a server says; shorter ones are no secret


class Clock(Protocol):
    """What waiting between attempts is done with."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class _Time:
    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Where a model is asked, and which; made by `endpoint`, which checks it. The key is never shown."""

    scheme: str
    host: str
    port: int
    path: str
    model: str
    key: str | None = None
    timeout_seconds: float = TIMEOUT_SECONDS
    max_bytes: int = MAX_BYTES

    @property
    def address(self) -> str:
        """The address that is posted to."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"

    def __repr__(self) -> str:
        return f"Endpoint({self.address}, {self.model})"


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a model replied: its words, why it ended ("stop", "length" ...), and its refusal where it gave one."""

    content: str
    finish_reason: str | None
    refusal: str | None = None


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]


def endpoint(
    url: str | None = None,
    model: str | None = None,
    *,
    environment: Mapping[str, str] = os.environ,
    timeout_seconds: float = TIMEOUT_SECONDS,
    max_bytes: int = MAX_BYTES,
) -> Endpoint:
    """Return the endpoint that the user named.

    Parameters
    ----------
    url
        Its address as the server's maker gives it: ``http://127.0.0.1:8080/v1``. None: from ``SUASION_LLM_URL``.
        http only for this machine itself; https for all others.
    model
        The model's name as the server knows it. None: from ``SUASION_LLM_MODEL``.
    environment
        Where the settings that are not given stand, and ``SUASION_LLM_KEY``: the key, which is taken from nowhere else.
    timeout_seconds
        For one request, from the first byte to the last.
    max_bytes
        The most bytes of an answer.

    Raises
    ------
    LanguageModelError
        If one is not set or cannot be used.
    """
    url = url or environment.get(URL_VARIABLE) or ""
    model = model or environment.get(MODEL_VARIABLE) or ""
    key = environment.get(KEY_VARIABLE) or None
    if not url:
        raise LanguageModelError(
            f"No language model is set. Give --llm-url or {URL_VARIABLE}, for example http://127.0.0.1:8080/v1."
        )
    if not model:
        raise LanguageModelError(f"No model is named. Give --llm-model or {MODEL_VARIABLE}.")
    if not _MODEL.fullmatch(model):
        raise LanguageModelError(f"{model[:80]!r} is no model's name. Give it as the server lists it.")
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        raise LanguageModelError(f"The key in {KEY_VARIABLE} holds a space or another character that no key has.")
    scheme, host, port, path = _taken_apart(url)
    return Endpoint(
        scheme=scheme,
        host=host,
        port=port,
        path=path,
        model=model,
        key=key,
        timeout_seconds=timeout_seconds,
        max_bytes=max_bytes,
    )


def _taken_apart(url: str) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path of the user's address, or say why it is not used."""
    # A key in the address would be shown with it: an address with a user name or a query is not shown.
    if "@" in url or "?" in url or "#" in url:
        raise LanguageModelError(
            f"The language model's address holds a user name or a query. Give it without, and a key in {KEY_VARIABLE}."
        )
    shown = url[:200]
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise LanguageModelError(f"{shown!r} is no web address ({error}). Check {URL_VARIABLE}.") from error
    scheme = parts.scheme.lower()
    is_plain = all(character.isascii() and character.isprintable() and character not in ' \\"' for character in url)
    if scheme not in _PORTS or not is_plain or not _NAME.fullmatch(host) or port == 0:
        raise LanguageModelError(
            f"{shown!r} is no address of a language model. Give one such as http://127.0.0.1:8080/v1."
        )
    if scheme == "http" and not (host == "localhost" or _is_loopback(host)):
        raise LanguageModelError(
            f"{shown!r}: text and key would go over the network unprotected. Use https, or http for 127.0.0.1 only."
        )
    path = parts.path.rstrip("/")
    return scheme, host, port or _PORTS[scheme], path if path.endswith(_PATH) else path + _PATH


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


_TIME: Final = _Time()


def complete(
    to: Endpoint,
    *,
    messages: Sequence[Mapping[str, str]],
    schema: Mapping[str, Any],
    temperature: float,
    seed: int,
    max_tokens: int,
    clock: Clock = _TIME,
) -> Reply:
    """Return a model's reply to some messages.

    A server that is busy or fails is asked again, at most four times in all, after as long as it asks for
    (``Retry-After``) or 1, 2 and 4 seconds. Redirects are not followed, proxies of the environment not used.

    Parameters
    ----------
    to
        The endpoint.
    messages
        Each with ``role`` and ``content``.
    schema
        The JSON schema that the reply has to keep to.
    temperature, seed, max_tokens
        As in the request.
    clock
        Waits between attempts.

    Raises
    ------
    LanguageModelError
        If the endpoint cannot be reached, refuses, takes too long, or answers with what is no reply.
    """
    body = _body(to, messages, schema, temperature=temperature, seed=seed, max_tokens=max_tokens)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        status, headers, data = _post(to, body)
        if status == http.client.OK:
            return _reply(to, data)
        said = f"{to.address}: answered {status}{_said(to, data)}."
        if status not in _AGAIN or attempt == MAX_ATTEMPTS:
            times = f" It was asked {attempt} times." if attempt > 1 else ""
            raise LanguageModelError(f"{said}{times} {_remedy(status)}")
        wait = _retry_after(headers)
        if wait is not None and wait > MAX_WAIT_SECONDS:
            raise LanguageModelError(f"{said} It asks to wait {wait:,.0f} seconds. Try again then.")
        clock.sleep(2.0 ** (attempt - 1) if wait is None else wait)
    raise AssertionError("the last attempt returns or raises")


def _body(
    to: Endpoint,
    messages: Sequence[Mapping[str, str]],
    schema: Mapping[str, Any],
    *,
    temperature: float,
    seed: int,
    max_tokens: int,
) -> bytes:
    form = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}
    said = {
        "model": to.model,
        "messages": list(messages),
        "response_format": form,
        "temperature": temperature,
        "seed": seed,
        "max_tokens": max_tokens,
        "stream": False,
    }
    return json.dumps(said).encode("ascii")  # escapes what is not ASCII, broken surrogates too


def _post(to: Endpoint, body: bytes) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Return status, headers and body of one answer, all within the time of a request."""
    deadline = time.monotonic() + to.timeout_seconds
    connection = _Connection(to.host, to.port)
    connection.default_port = _PORTS[to.scheme]
    opened: list[socket.socket] = []
    timer = threading.Timer(to.timeout_seconds, shut, [opened])
    timer.daemon = True
    timer.start()
    try:
        opened.append(_connected(to))
        if to.scheme == "https":
            context = ssl.create_default_context()
            opened.append(context.wrap_socket(opened[-1], server_hostname=to.host, do_handshake_on_connect=False))
            opened[-1].do_handshake()  # type: ignore[attr-defined]
        connection.sock = opened[-1]
        connection.request("POST", to.path, body=body, headers=_headers(to))
        with connection.getresponse() as response:
            return response.status, response.headers, _whole(to, response, deadline)
    except (OSError, http.client.HTTPException) as error:
        if time.monotonic() >= deadline:
            raise LanguageModelError(
                f"{to.address}: no whole answer within {to.timeout_seconds:g} seconds. "
                "Try again, or use a smaller or faster model."
            ) from error
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise LanguageModelError(
            f"{to.address}: cannot be asked ({_hidden(to, reason)}). Check that the server runs there."
        ) from error
    finally:
        timer.cancel()
        connection.close()
        for sock in opened:
            sock.close()


def _whole(to: Endpoint, response: http.client.HTTPResponse, deadline: float) -> bytes:
    """Return the body of an answer, all of it and in size and time."""
    data = response.read(to.max_bytes + 1)
    if len(data) > to.max_bytes:
        raise LanguageModelError(f"{to.address}: answers with more than {to.max_bytes:,} bytes. Check the server.")
    # Without a length, a connection that was shut at the deadline looks like one that ended.
    if response.length or time.monotonic() >= deadline:
        raise http.client.HTTPException("the connection ended before the answer did")
    return data


class _Connection(http.client.HTTPConnection):
    """A connection over a socket that is given to it; it opens none of its own."""

    def connect(self) -> None:
        raise http.client.NotConnected


def _connected(to: Endpoint) -> socket.socket:
    """Return a socket to the endpoint; for http only to this machine, whatever a name leads to."""
    failure: OSError | None = None
    for address in system_resolve(to.host, to.port):
        if to.scheme == "http" and not _is_loopback(address):
            continue
        try:
            return open_socket(address, to.port, to.timeout_seconds)
        except OSError as error:
            failure = error
    raise failure or OSError("the name does not lead to this machine")


def _headers(to: Endpoint) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "suasion",
    }
    return headers | ({"Authorization": f"Bearer {to.key}"} if to.key else {})


def _reply(to: Endpoint, data: bytes) -> Reply:
    try:
        choices = msgspec.json.decode(data, type=_Completion).choices
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise LanguageModelError(
            f"{to.address}: answers, but not as an OpenAI-compatible server does. "
            "Check the address, which mostly ends in /v1."
        ) from error
    if not choices:
        raise LanguageModelError(f"{to.address}: answers without a choice. Check the server.")
    first = choices[0]
    refusal = first.message.refusal
    if first.finish_reason == "content_filter" and not refusal:
        refusal = "stopped by the server's filter"
    return Reply(
        content=_hidden(to, first.message.content or ""),
        finish_reason=first.finish_reason,
        refusal=_hidden(to, refusal) if refusal else None,
    )


def _said(to: Endpoint, data: bytes) -> str:
    """Return the start of what a server says of its refusal, as a message shows it; never the key."""
    text = " ".join(_hidden(to, data[:2_000].decode("utf-8", "replace")).split())
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text[:160])
    return f" ({shown})" if shown else ""


def _hidden(to: Endpoint, text: str) -> str:
    return text.replace(to.key, "***") if to.key and len(to.key) >= _HIDDEN_KEY else text


def _remedy(status: int) -> str:
    if 300 <= status < 400:
        return "Redirects are not followed: give the address that it leads to."
    if status in {401, 403}:
        return f"Check the key in {KEY_VARIABLE}."
    if status == 404:
        return "Check the address, which mostly ends in /v1, and the model's name."
    return "Try again later." if status in _AGAIN else "Check the model, its context length, and the server."


def _retry_after(headers: http.client.HTTPMessage) -> float | None:
    """Return for how long a server asks to wait, in seconds; None where it does not say."""
    value = headers.get("Retry-After", "").strip()
    try:
        seconds = float(value)
    except ValueError:
        # A date is counted from the server's own clock, so that ours need not be right.
        until, now = (_instant(headers.get(name, "")) for name in ("Retry-After", "Date"))
        seconds = math.nan if until is None or now is None else until - now
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _instant(value: str) -> float | None:
    try:
        return email.utils.parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None
