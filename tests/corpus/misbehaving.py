"""Readers that do what a reader must not, for the process that contains them."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from corpus.record import Page


def hang(_: Path) -> Iterator[Page]:
    yield Page(1, "ก")
    while True:
        time.sleep(1)


def fork_and_hang(_: Path) -> Iterator[Page]:
    if os.fork() == 0:
        time.sleep(1000)
    yield from hang(_)


def segfault(_: Path) -> Iterator[Page]:
    yield Page(1, "ก")
    ctypes.string_at(0)


def swallow_memory(_: Path) -> Iterator[Page]:
    held = []
    while True:
        held.append(bytearray(50_000_000))
        yield Page(1, "ก")


def say_nonsense(_: Path) -> Iterator[Page]:
    print("ไม่ใช่ JSON", flush=True)
    yield Page(1, "ก")


def fail(_: Path) -> Iterator[Page]:
    yield Page(1, "ก")
    raise ZeroDivisionError("ความลับ")


def exit_early(_: Path) -> Iterator[Page]:
    yield Page(1, "ก")
    os._exit(0)


def never_end(_: Path) -> Iterator[Page]:
    number = 0
    while True:
        number += 1
        yield Page(number, "ก" * 1000)


def connect(_: Path) -> Iterator[Page]:
    try:
        socket.create_connection(("127.0.0.1", 9), 1)
    except PermissionError:
        yield Page(1, "ปฏิเสธ")
    except OSError as error:
        yield Page(1, str(error))


def run_something(_: Path) -> Iterator[Page]:
    try:
        subprocess.run([sys.executable, "-c", ""], check=False)
        yield Page(1, "ทำได้")
    except PermissionError:
        yield Page(1, "ปฏิเสธ")


def tell_environment(_: Path) -> Iterator[Page]:
    yield Page(1, " ".join(sorted(os.environ)))


def say_without_end(__: Path) -> Iterator[Page]:
    for _ in range(10_000):
        print("ก" * 100_000, end="", flush=True)
    yield Page(1, "ก")


def descend(path: Path) -> Iterator[Page]:
    yield from descend(path)


def write_without_end(__: Path) -> Iterator[Page]:
    try:
        with Path("ใหญ่").open("wb") as file:
            for _ in range(100):
                file.write(bytes(1_000_000))
        yield Page(1, "ทำได้")
    except OSError:
        yield Page(1, "ปฏิเสธ")


def name_another_file(*_: object) -> list[str]:
    return ["/etc/hostname"]


def leave_a_link(_: Path, folder: str) -> list[str]:
    (Path(folder) / "a.txt").symlink_to("/etc/hostname")
    return ["a.txt"]
