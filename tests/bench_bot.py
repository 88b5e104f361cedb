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
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path

from index.model import default_model
from index.store import Store
from tests.bench import EVAL_HOME, REPO, SHARED
from tests.bot_process import TOKEN, WHOLE, Bot, asker
from tests.telegram_server import PrivateChat, TelegramServer, User

NEW_RECORDS = 60
"""Records that are ingested meanwhile, of some 240 passages each."""
PEOPLE = 12
"""Who ask in turn, so that no chat is written to more often than Telegram lets a bot."""
ENOUGH = 100
"""Questions of a kind that are asked of a quiet bot, and while an ingest runs."""
LOOK_S = 0.002
LONGEST_S = 60.0
PAUSE_S = 0.2


class Kind(StrEnum):
    """What is waited for."""

    ANSWER = "private answer"
    INLINE = "inline"


ALONE = ((Kind.ANSWER,), (Kind.INLINE,))


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
        load = Load(server, people, asked)
        quiet = [load.times(kinds, lambda n: n >= ENOUGH) for kinds in ALONE]
        ingest = _ingest(home, _records(Path(folder) / "new"))
        alone = [load.times(kinds, lambda n: n >= ENOUGH or ingest.poll() is not None) for kinds in ALONE]
        both = load.times(tuple(Kind), lambda _: ingest.poll() is not None)
        if ingest.returncode:
            sys.exit("the ingest failed")
        for name, figures in (
            ("quiet", quiet),
            ("while an ingest runs", alone),
            ("both at once, while an ingest runs", [both]),
        ):
            for kind, took in ((kind, took) for each in figures for kind, took in each.items()):
                _print(f"{name}: {kind}", took)
        size = sum(row.passages for row in Store(home).records())
        print(f"{size} passages after it; violations: {list(server.violations)}")
        bot.stop(signal.SIGTERM)


def _records(folder: Path) -> Path:
    """Records that no vector is kept of: the oldest with every digit raised by three."""
    folder.mkdir()
    raised = str.maketrans("0123456789", "3456789012")
    for path in sorted((SHARED / "records" / "cabinet").glob("*.txt"))[:NEW_RECORDS]:
        head, _, rest = path.read_text("utf-8").partition("\n\n")
        (folder / f"new-{path.name}").write_text(f"{head}\n\n{rest.translate(raised)}", "utf-8")
    return folder


@dataclass(frozen=True)
class Load:
    """People who ask and type, in turn, each waiting for what comes before the next goes on."""

    server: TelegramServer
    people: Sequence[tuple[User, PrivateChat]]
    asked: Sequence[str]

    def times(self, kinds: Sequence[Kind], is_over: Callable[[int], bool]) -> dict[Kind, list[float]]:
        """The milliseconds of each kind of asking, beside each other, until enough of the first was asked."""
        acts = {Kind.ANSWER: self._ask, Kind.INLINE: self._type_in}
        took: dict[Kind, list[float]] = {kind: [] for kind in kinds}
        over = threading.Event()
        threads = [threading.Thread(target=_again, args=(acts[kind], took[kind], over)) for kind in kinds]
        for thread in threads:
            thread.start()
        while not is_over(len(took[kinds[0]])):
            time.sleep(0.1)
        over.set()
        for thread in threads:
            thread.join()
        return took

    def _ask(self, number: int) -> float:
        user, chat = self.people[number % len(self.people)]
        before = len(chat.messages)
        chat.send(user, self.asked[number % len(self.asked)])
        return _until(lambda: len(chat.messages) > before)

    def _type_in(self, number: int) -> float:
        person, _ = self.people[number % len(self.people)]
        query = self.server.inline(person, f"{self.asked[number % len(self.asked)][:20]} {number}")
        return _until(lambda: query.answer is not None)


def _ingest(home: Path, files: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "bot.py", "ingest", str(files), "--home", str(home)]
    return subprocess.Popen(command, cwd=REPO, stdout=subprocess.DEVNULL)


def _print(name: str, took: Sequence[float]) -> None:
    if len(took) < 2:  # quantiles need two
        print(f"{name}: too short to tell")
        return
    p95 = statistics.quantiles(took, n=20)[-1]
    print(f"{name}: {len(took)} times, p50 {statistics.median(took):.0f} ms, p95 {p95:.0f} ms, most {max(took):.0f} ms")


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
