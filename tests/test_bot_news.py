"""What is followed, what waits for an answer, and what admins see of the bot, in ``bot.py run`` whole."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoder import Encoder
from index.ingest import ingest
from index.store import Store
from tests.bot_process import ROOT, TOKEN, WHOLE, Bot, said, whole_bot
from tests.conftest import Silent
from tests.telegram_server import TelegramServer, User

pytestmark = pytest.mark.slow

BOARD = "คณะกรรมการบริหารงานกลุ่มจังหวัดลุ่มน้ำศรีธารา"
TOURISM = "คณะทำงานขับเคลื่อนการท่องเที่ยวกลุ่มจังหวัดลุ่มน้ำศรีธารา"
QUESTION = "จังหวัดที่ได้รับประโยชน์ต้องสมทบงบประมาณเท่าใด"
UNKNOWN = "อนุมัติให้สร้างหอดูดาวบ้านหนองจอกวงเงินเท่าใด"
MINUTES = f"""รายงานการประชุม{BOARD}
ครั้งที่ 2/2568
วันพฤหัสบดีที่ 14 สิงหาคม 2568
ณ ห้องประชุมศาลากลางจังหวัด

ระเบียบวาระที่ 1 เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ
ประธานแจ้งกำหนดการประชุมครั้งต่อไป

ระเบียบวาระที่ 2 เรื่องเพื่อพิจารณา
2.1 การสมทบงบประมาณของจังหวัดที่ได้รับประโยชน์
มติที่ประชุม เห็นชอบให้จังหวัดที่ได้รับประโยชน์ต้องสมทบงบประมาณไม่น้อยกว่าร้อยละ 27 ของวงเงินโครงการ

2.2 โครงการก่อสร้างหอดูดาวบ้านหนองจอก
มติที่ประชุม อนุมัติให้สร้างหอดูดาวบ้านหนองจอก วงเงิน 8,400,000 บาท
"""
WAIT_S = 60


@pytest.fixture(scope="module")
def bot(
    server: TelegramServer, tmp_path_factory: pytest.TempPathFactory, samples_home: Path, model: Path, admin: User
) -> Iterator[Bot]:
    with whole_bot(server, samples_home, tmp_path_factory.mktemp("bot"), model, [admin]) as bot:
        bot.start()
        yield bot
    assert not any(words in bot.log for words in (QUESTION, UNKNOWN))


def test_a_new_record_is_told_once_to_those_who_follow_it_and_may_see_it(
    server: TelegramServer, bot: Bot, admin: User, encoder: Encoder, tmp_path: Path
) -> None:
    desk, insider, outsider = server.private_chat(admin), server.user(), server.user()
    inside, outside = server.private_chat(insider), server.private_chat(outsider)
    said(server, desk, admin, f"/grant {insider.id} {BOARD}")
    said(server, desk, admin, f"/grant {outsider.id} {TOURISM}")
    assert "ร้อยละ 15" in said(server, inside, insider, QUESTION).text
    inside.press(insider, inside.messages[-1], "🔔 ติดตาม")
    said(server, outside, outsider, f"/follow {QUESTION}")
    assert "ไม่พบ" in said(server, inside, insider, UNKNOWN).text
    assert UNKNOWN in said(server, desk, admin, "/unanswered").text
    told, kept = len(inside.messages), len(outside.messages)
    record = tmp_path / "2568-08-14.txt"
    record.write_text(MINUTES, "utf-8")
    ingest([record], Store(bot.home), bot.home, encoder, Silent())
    server.wait_for(lambda: len(inside.messages) >= told + 4, timeout=WAIT_S)
    news = "\n".join(message.text for message in inside.messages[told:])
    assert f"มีบันทึกใหม่เกี่ยวกับ “{QUESTION}”" in news
    assert "ร้อยละ 27" in news
    assert "8,400,000 บาท" in news
    assert "ไม่มีคำถามที่ค้างอยู่" in said(server, desk, admin, "/unanswered").text
    bot.stop(signal.SIGKILL)
    record.write_text(f"{MINUTES}\nเลิกประชุมเวลา 12.00 น.\n", "utf-8")
    ingest([record], Store(bot.home), bot.home, encoder, Silent())
    told = len(inside.messages)
    bot.start()
    server.wait_for(lambda: not list(Store(bot.home).db.query(BEHIND)), timeout=WAIT_S)
    assert len(inside.messages) == told
    assert len(outside.messages) == kept
    inside.send(insider, "/following")
    server.wait_for(lambda: len(inside.messages) > told, timeout=WAIT_S)
    inside.press(insider, inside.messages[-1], inside.messages[-1].labels[0][0])
    server.wait_for(lambda: "ยังไม่ได้ติดตาม" in inside.messages[-1].text, timeout=WAIT_S)


BEHIND = "select 1 from telegram_follows where generation < (select generation from live)"


def test_an_admin_sees_the_bots_state_and_a_second_bot_does_not_start(
    server: TelegramServer, bot: Bot, admin: User, model: Path
) -> None:
    desk = server.private_chat(admin)
    state = said(server, desk, admin, "/status").text
    assert f"บันทึก {len(Store(bot.home).records())} รายการ" in state
    assert "ไม่มีข้อผิดพลาด" in state
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "MATI_TELEGRAM_API": server.api, "MATI_MODEL": str(model)}
    second = subprocess.run(
        [*WHOLE, "--home", str(bot.home)], cwd=ROOT, env=settings, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert "มีบอตอื่นใช้โฟลเดอร์ข้อมูลนี้อยู่แล้ว" in second.stderr
    assert "p50" in said(server, desk, admin, "/status").text
