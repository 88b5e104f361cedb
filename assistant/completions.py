"""Chat completions as OpenAI's API defined them and local servers speak them: messages -> what the model says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, TypeAlias

import httpx

Json: TypeAlias = Mapping[str, object]

LARGEST = 64 * 1024
"""Bytes of an answer."""
_TOKENS = 500
_NOT_TAKEN = (400, 422, 500)
"""The statuses by which servers refuse a form of request; llama.cpp's bindings call it an error of their own."""


class NoCompletion(Exception):
    """An answer that says nothing; the message holds nothing of it but its status."""


class Completions:
    """One model at one endpoint. Any number of threads may ask at once; none may run an event loop."""

    def __init__(self, url: str, model: str, key: str, timeout_s: float, schema: Json) -> None:
        """``url`` is up to the version, "http://127.0.0.1:8080/v1"; ``schema`` is of the JSON that is asked for."""
        self._url = f"{url}/chat/completions"
        self._model = model
        self._headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._timeout_s = timeout_s
        self._tls = httpx.create_ssl_context()
        self._forms = _forms(schema)
        self._form = 0
        """The place of the form that the endpoint was found to take."""

    def ask(self, messages: Sequence[Mapping[str, str]]) -> str:
        """What the model says, within the timeout. Raises whatever comes between."""
        return _in_loop(self._ask(messages))

    async def _ask(self, messages: Sequence[Mapping[str, str]]) -> str:
        async with asyncio.timeout(self._timeout_s), self._client() as client:
            for place in range(self._form, len(self._forms)):
                body = await self._post(client, {"model": self._model, "messages": messages, **self._forms[place]})
                if body is not None:
                    self._form = place
                    return _content(body)
        raise NoCompletion("no form of request is taken")

    def _client(self) -> httpx.AsyncClient:
        """A client that goes nowhere else: no proxy of the environment, no redirect. The time is kept outside of it."""
        return httpx.AsyncClient(verify=self._tls, headers=self._headers, timeout=None, trust_env=False)  # noqa: S113

    async def _post(self, client: httpx.AsyncClient, request: Json) -> bytes | None:
        """The body of the answer, None where the endpoint does not take the request's form."""
        async with client.stream("POST", self._url, json=request) as response:
            if response.status_code in _NOT_TAKEN:
                return None
            if response.status_code != httpx.codes.OK:
                raise NoCompletion(f"status {response.status_code}")
            body = bytearray()
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > LARGEST:
                    raise NoCompletion("too long")
            return bytes(body)


def _forms(schema: Json) -> tuple[Json, ...]:
    """What servers take beside the messages: OpenAI's form, that of llama.cpp's bindings, the least that all take."""
    bounds: Json = {"temperature": 0, "max_tokens": _TOKENS}
    named = {"name": "answer", "strict": True, "schema": schema}
    return (
        {"response_format": {"type": "json_schema", "json_schema": named}, **bounds},
        {"response_format": {"type": "json_object", "schema": schema}, **bounds},
        bounds,
        {},
    )


def _content(body: bytes) -> str:
    match json.loads(body):
        case {"choices": [{"message": {"content": str(content)}}, *_]}:
            return content
    raise NoCompletion("no content")


def _in_loop(asked: Coroutine[Any, Any, str]) -> str:
    """Runs what is asked in a loop of its own; `asyncio.run` would wait for a slow name server past the timeout."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(asked)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
