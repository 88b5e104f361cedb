"""HTTP requests of the bot -> answers, or the faults that were planned."""

from __future__ import annotations

import asyncio
import inspect
import json
import time

from aiohttp import BodyPartReader, web

# each of these registers its methods
from tests.telegram_server import answers, chats, messages, polling, profile  # noqa: F401
from tests.telegram_server.account import Account
from tests.telegram_server.faults import Fault, FaultPlan
from tests.telegram_server.flood import too_many_requests
from tests.telegram_server.registry import METHODS, documented
from tests.telegram_server.schema import decode
from tests.telegram_server.wire import ApiError, Call, Json, Upload, Violation, bad_request

BODY_BYTES = 64 * 1024 * 1024
_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class Endpoint:
    """Serves one token. Lives on the server's event loop."""

    def __init__(self, token: str, account: Account) -> None:
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.faults = FaultPlan()
        self.stopping = asyncio.Event()
        self._token = token
        self._account = account

    def application(self) -> web.Application:
        """The routes."""
        application = web.Application(client_max_size=BODY_BYTES)
        application.router.add_route("*", "/bot{token}/{method}", self._api)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        return application

    async def _api(self, request: web.Request) -> web.StreamResponse:
        started = time.monotonic()
        raw = await _fields(request)
        name = documented(request.match_info["method"]) or request.match_info["method"]
        call = Call(name, dict(raw), started)
        self.calls.append(call)
        fault = self.faults.next(name)
        if fault is None or fault.accepted:
            response = await self._answered(request.match_info["token"], call, raw)
            return await self._broken(request, call, fault) if fault else response
        return await self._broken(request, call, fault)

    async def _answered(self, token: str, call: Call, raw: dict[str, str | Upload]) -> web.Response:
        try:
            call.result = await self._result(token, call, raw)
            call.status = 200
            return web.json_response({"ok": True, "result": call.result})
        except Violation as violation:
            self.violations.append(f"{call.method}: {violation}")
            return _refused(call, bad_request(str(violation)))
        except ApiError as error:
            return _refused(call, error)

    async def _result(self, token: str, call: Call, raw: dict[str, str | Upload]) -> object:
        if token != self._token:
            raise ApiError(401, "Unauthorized")
        if call.method not in METHODS:
            self.violations.append(f"{call.method}: no such method, or not one that this server has")
            raise ApiError(404, "Not Found: method not found")
        call.params = decode(call.method, raw)
        result = METHODS[call.method](self._account, call.params)
        return await result if inspect.isawaitable(result) else result

    async def _broken(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        """Ends a request in the way that was planned."""
        if fault is Fault.FLOOD:
            return _refused(call, too_many_requests(1))
        if fault is Fault.BAD_GATEWAY:
            call.status = 502
            return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
        if fault in (Fault.TIMEOUT, Fault.TIMEOUT_AFTER):
            await self.stopping.wait()
        if request.transport:
            request.transport.abort()
        return web.Response()

    async def _download(self, request: web.Request) -> web.Response:
        stored = (file for file in self._account.world.files.values() if file.path == request.match_info["path"])
        file = next(stored, None)
        if file is None or request.match_info["token"] != self._token:
            return web.json_response(ApiError(404, "Not Found").to_json(), status=404)
        return web.Response(body=file.upload.data, content_type="application/octet-stream")


def _refused(call: Call, error: ApiError) -> web.Response:
    call.status, call.result = error.code, error.to_json()
    return web.json_response(call.result, status=error.code)


async def _fields(request: web.Request) -> dict[str, str | Upload]:
    """The parameters, wherever they stand: in the address, in a form, in JSON."""
    fields: dict[str, str | Upload] = dict(request.query)
    if request.content_type == "application/json":
        body: Json = await request.json()
        return fields | {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
    if request.content_type == "multipart/form-data":
        return fields | await _parts(request)
    return fields | {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


async def _parts(request: web.Request) -> dict[str, str | Upload]:
    parts: dict[str, str | Upload] = {}
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name:
            data = bytes(await part.read())
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            parts[part.name] = Upload(part.filename, mime_type, data) if part.filename else data.decode()
    return parts
