"""Names and shapes of parameters, held against aiogram's models of the Bot API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, Update
from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.telegram_server.wire import Json, Upload, Violation


def decode(method: str, raw: dict[str, str | Upload]) -> Json:
    """Form fields -> parameters, those that are no strings read as JSON. Raises Violation.

    ``method`` is spelt as in the documentation and is known.
    """
    model = models()[method]
    uploads = {name: value for name, value in raw.items() if isinstance(value, Upload)}
    params: Json = {name: _value(model, name, value) for name, value in raw.items() if not isinstance(value, Upload)}
    attached = {name for name in uploads if f"attach://{name}" in json.dumps(params)}
    direct: Json = {name: upload for name, upload in uploads.items() if name not in attached}
    _check(model, params | {name: BufferedInputFile(file.data, file.name) for name, file in direct.items()})
    filled: Json = _with_files(params, uploads)
    return filled | direct


def check_result(method: str, result: object) -> None:
    """Holds the result of a method against what it is documented to give. Raises Violation."""
    found = TypeAdapter(models()[method].__returning__).validate_python(result)  # type: ignore[attr-defined] # of TelegramMethod
    if unknown := sorted(_unknown(found, "")):
        raise Violation(f"unknown: {', '.join(unknown)}")


def check_update(update: Json) -> None:
    """Holds what the server itself sends against the same models. Raises Violation."""
    _check(Update, update)


@cache
def models() -> dict[str, type[BaseModel]]:
    """The methods of the Bot API by their documented names."""
    exported = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    methods = (item for item in exported if isinstance(item, type) and issubclass(item, TelegramMethod))
    return {method.__api_method__: method for method in methods if method is not TelegramMethod}


def _check(model: type[BaseModel], values: Json) -> None:
    try:
        checked = model.model_validate(values)
    except ValidationError as error:
        raise Violation("; ".join(_described(error))) from None
    if unknown := sorted(_unknown(checked, "")):
        raise Violation(f"unknown: {', '.join(unknown)}")


def _described(error: ValidationError) -> Iterator[str]:
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        yield f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}"


def _unknown(value: object, path: str) -> Iterator[str]:
    """The names, at any depth, that the models do not have."""
    if isinstance(value, BaseModel):
        yield from (f"{path}{name}" for name in value.model_extra or {})
        for name in type(value).model_fields:
            yield from _unknown(getattr(value, name), f"{path}{name}.")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unknown(item, f"{path}{number}.")


def _value(model: type[BaseModel], name: str, raw: str) -> Any:  # noqa: ANN401 any JSON value
    kinds = _kinds(model.model_fields[name].annotation) if name in model.model_fields else {str}
    if str in kinds and int not in kinds:
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        return raw


def _kinds(annotation: object) -> set[object]:
    """The members of a union, however nested."""
    if get_origin(annotation) in (Union, UnionType):
        return set().union(*map(_kinds, get_args(annotation)))
    return {annotation}


def _with_files(value: Any, uploads: dict[str, Upload]) -> Any:  # noqa: ANN401 any JSON value
    """The same with ``attach://NAME`` replaced by the file of that name."""
    if isinstance(value, dict):
        return {key: _with_files(item, uploads) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_files(item, uploads) for item in value]
    if isinstance(value, str) and value.startswith("attach://"):
        return uploads.get(value.removeprefix("attach://"), value)
    return value
