from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from assistant.logs import QUESTIONS, JsonLines, begin


@pytest.fixture(autouse=True)
def unset() -> Iterator[None]:
    yield
    logging.getLogger(QUESTIONS).setLevel(logging.NOTSET)


def record(message: str, *values: object) -> logging.LogRecord:
    return logging.LogRecord("assistant.x", logging.ERROR, "x.py", 1, message, values, None)


def test_a_line_is_one_object_whatever_is_in_it() -> None:
    line = JsonLines().format(record('สาม\nบรรทัด "%s"', "ก"))
    assert "\n" not in line
    assert json.loads(line)["message"] == 'สาม\nบรรทัด "ก"'
    assert json.loads(line)["level"] == "ERROR"


def test_an_error_carries_its_trace() -> None:
    said = record("failed")
    try:
        raise ValueError
    except ValueError as error:
        said.exc_info = (type(error), error, error.__traceback__)
    assert "ValueError" in json.loads(JsonLines().format(said))["trace"]


@pytest.mark.parametrize(("setting", "logged"), [({}, False), ({"MATI_LOG_QUESTIONS": "1"}, True)])
def test_questions_are_logged_only_where_the_operator_asks_for_it(
    setting: dict[str, str], logged: bool, caplog: pytest.LogCaptureFixture
) -> None:
    begin({"MATI_LOG": "INFO", **setting})
    with caplog.at_level(logging.INFO):
        logging.getLogger(QUESTIONS).info("asked: %s", "ลับ")
    assert ("ลับ" in caplog.text) is logged
