"""The real bot's speed while an ingest runs: ``python -m tests.bench_bot``, over the index of ``make eval``."""

from __future__ import annotations

import json
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from index.model import default_model
from index.store import Store
from tests.bench import EVAL_HOME, REPO, SHARED
from tests.bot_process import TOKEN, WHOLE, Bot, asker
from tests.telegram_server import PrivateChat, TelegramServer, User

NEW_RECORDS = 14
"""Records that are ingested meanwhile, of some 240 passages each."""
PEOPLE = 12
"""Who ask in turn, so that no chat is written to more often than Telegram lets a bot."""
LOOK_S = 0.002
LONGEST_S = 60.0
PAUSE_S = 0.2


def main() -> None:
    """Prints the latencies of private answers and of inline results, quiet and while an ingest runs."""
    if Store(EVAL_HOME).live_id() is None:
        sys.exit("run `make eval` first, which builds the index")
    with tempfile.TemporaryDirectory() as folder, TelegramServer(token=TOKEN) as server:
        home = Path(folder) / "home"
        shutil.copytree(EVAL_HOME, home)
        bot = Bot(
            server, home, WHOLE, {"MATI_MODEL": str(default_model(REPO / "data" / "models")), "MATI_LOG": "ERROR"}
        )
        people = [asker(bot) for _ in range(PEOPLE)]
        bot.start()
        asked = [json.loads(line)["question"] for line in (SHARED / "data" / "questions-dev.jsonl").open()]
        _measure(server, people, asked, "quiet", lambda done: done >= 60)
        new = _records(Path(folder) / "new")
        ingest = subprocess.Popen(
            [sys.executable, "bot.py", "ingest", str(new), "--home", str(home)],
            cwd=REPO, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _measure(server, people, asked, "while an ingest runs", lambda _: ingest.poll() is not None)
        size = sum(row.passages for row in Store(home).records())
        print(f"{size} passages after it; violations: {list(server.violations)}")
        bot.stop(signal.SIGTERM)


def _records(folder: Path) -> Path:
    """Records that no vector is kept of: the oldest with every digit raised by one."""
    folder.mkdir()
    raised = str.maketrans("0123456789", "1234567890")
    for path in sorted((SHARED / "records" / "cabinet").glob("*.txt"))[:NEW_RECORDS]:
        head, _, rest = path.read_text("utf-8").partition("\n\n")
        (folder / f"new-{path.name}").write_text(f"{head}\n\n{rest.translate(raised)}", "utf-8")
    return folder


def _measure(
    server: TelegramServer,
    people: Sequence[tuple[User, PrivateChat]],
    asked: Sequence[str],
    name: str,
    is_over: Callable[[int], bool],
) -> None:
    """One asks and one types beside each other, each waiting for what comes before going on."""

    def ask(number: int) -> float:
        user, chat = people[number % len(people)]
        before = len(chat.messages)
        chat.send(user, asked[number % len(asked)])
        return _until(lambda: len(chat.messages) > before)

    def type_in(number: int) -> float:
        query = server.inline(people[number % len(people)][0], f"{asked[number % len(asked)][:20]} {number}")
        return _until(lambda: query.answer is not None)

    times: dict[str, list[float]] = {"private answer": [], "inline": []}
    over = threading.Event()
    threads = [
        threading.Thread(target=_again, args=(act, took, over))
        for act, took in zip((ask, type_in), times.values(), strict=True)
    ]
    for thread in threads:
        thread.start()
    while not is_over(len(times["private answer"])):
        time.sleep(0.1)
    over.set()
    for thread in threads:
        thread.join()
    for kind, took in times.items():
        cuts = statistics.quantiles(took, n=20)
        print(
            f"{name}: {kind}: {len(took)} times, p50 {statistics.median(took):.0f} ms, p95 {cuts[-1]:.0f} ms,"
            f" most {max(took):.0f} ms"
        )


def _again(act: Callable[[int], float], took: list[float], over: threading.Event) -> None:
    for number in count():
        if over.is_set():
            return
        took.append(act(number))
        time.sleep(PAUSE_S)


def _until(met: Callable[[], bool]) -> float:
    """The milliseconds until a condition is met."""
    began = time.perf_counter()
    while not met() and time.perf_counter() - began < LONGEST_S:
        time.sleep(LOOK_S)
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
