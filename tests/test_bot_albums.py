"""Albums that admins send to ``bot.py run`` whole: pictures of the pages of one document become one draft."""

from __future__ import annotations

import io
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import fontpkg
import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.record import Revision
from index.store import Store
from tests.bot_process import Bot, whole_bot
from tests.corpus.scans import needs_data, needs_shaping
from tests.desk import PUBLISH, Desk, buttons, minutes
from tests.telegram_server import Message, TelegramServer, User
from tests.telegram_server.wire import Upload

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), needs_data, needs_shaping]

PROJECTS = ("Alder", "Birch", "Cedar", "Dogwood", "Juniper", "Magnolia", "Ginkgo", "Hazel", "Hawthorn")
"""More than there are tests: each has an admin and pictures of its own, and all share one bot."""
READING = "รับภาพชุดนี้แล้ว"


@pytest.fixture(scope="module")
def admins(server: TelegramServer) -> list[User]:
    return [server.user(f"ผู้ถ่ายภาพ{number}") for number in range(len(PROJECTS))]


@pytest.fixture(scope="module")
def bot(
    server: TelegramServer,
    samples_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    model: Path,
    admins: list[User],
) -> Iterator[Bot]:
    with whole_bot(server, samples_home, tmp_path_factory.mktemp("bot"), model, admins) as bot:
        bot.start()
        yield bot


@pytest.fixture
def desk(bot: Bot, admins: list[User]) -> Desk:
    admin = admins.pop()
    return Desk(bot, admin, PROJECTS[len(admins)])


def photograph(*lines: str) -> bytes:
    """A JPEG of a page with lines of text."""
    image = Image.new("RGB", (1240, 1754), "white")
    brush, font = ImageDraw.Draw(image), ImageFont.truetype(str(fontpkg.path("Sarabun", 400)), 34)
    for row, line in enumerate(lines):
        brush.text((150, 150 + 70 * row), line, font=font, fill=(30, 30, 30))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def pages(project: str) -> list[bytes]:
    """Photographs of the pages of minutes."""
    head = ("รายงานการประชุมคณะกรรมการสวนไม้", "ครั้งที่ 2/2569", "วันที่ 9 เมษายน 2569", "วาระที่ 1 เรื่องแจ้งเพื่อทราบ")
    return [
        photograph(*head, f"ประธานแจ้งเรื่องต้น {project} หน้าแรก First"),
        photograph("วาระที่ 2 เรื่องเพื่อพิจารณา", f"ที่ประชุมเห็นชอบให้ซื้อต้น {project} จำนวน 45 ต้น Second"),
        photograph("วาระที่ 3 เรื่องอื่น ๆ", f"ที่ประชุมนัดดูต้น {project} ในเดือนหน้า Third"),
    ]


def sent(desk: Desk, pictures: Sequence[bytes], as_photos: bool = True, name: str = "IMG_{}.jpg") -> list[Message]:
    uploads = [Upload(name.format(number), "image/jpeg", data) for number, data in enumerate(pictures, 1)]
    return desk.chat.send_album(desk.admin, uploads, as_photos=as_photos)


def drafted(desk: Desk) -> list[Revision]:
    """The revisions of the drafts of the desk's project."""
    store = Store(desk.bot.home)
    rows = store.db.execute("select revision from drafts order by id").fetchall()
    return [found for (sha256,) in rows if desk.project in (found := store.revision(sha256)).text]


def page_texts(revision: Revision) -> list[str]:
    return [revision.text[page.start : page.end] for page in revision.pages]


def assert_in_order(revision: Revision) -> None:
    assert [word for text in page_texts(revision) for word in ("First", "Second", "Third") if word in text] == [
        "First",
        "Second",
        "Third",
    ]
    assert len(revision.pages) == 3


def test_photographs_sent_together_are_the_pages_of_one_record(desk: Desk) -> None:
    live, pictures = desk.live, pages(desk.project)
    first, *_ = sent(desk, pictures)
    found = desk.preview()
    assert found.reply_to == first.message_id
    assert f"ภาพ-{first.message_id}.pdf" in found.text
    assert "3 หน้า คุณภาพข้อความ" in found.text
    assert len(desk.messages) == 1, "one message, from the receipt to the preview"
    (revision,) = drafted(desk)
    assert_in_order(revision)
    original = Store(desk.bot.home).original(revision.sha256)
    assert all(picture in original for picture in pictures), "what was sent is kept as it is"
    desk.press(found, PUBLISH)
    desk.changed(live + 1)
    desk.write(f"ที่ประชุมเห็นชอบให้ซื้อต้น {desk.project} จำนวนกี่ต้น")
    answer = desk.says("จากภาพสแกน", "หน้า 2")
    desk.press(answer, "🖼 หน้าเอกสาร")
    page = desk.shown(lambda message: "photo" in message.content)
    assert any("2/3" in label for label in buttons(page))
    desk.write("/reindex")
    assert "เนื้อหาเหมือนเดิม" in desk.changed(live + 2).text


def test_the_same_pictures_sent_again_are_the_same_draft(desk: Desk) -> None:
    pictures = pages(desk.project)
    sent(desk, pictures)
    first = desk.preview()
    sent(desk, pictures, as_photos=False)
    second = desk.shown(lambda message: PUBLISH in buttons(message) and message.message_id != first.message_id)
    assert second.text == first.text
    assert len(drafted(desk)) == 1


def test_a_kill_before_they_are_read_leaves_one_draft_of_all(desk: Desk) -> None:
    sent(desk, pages(desk.project))
    desk.shown(lambda message: READING in message.text)
    desk.bot.stop(signal.SIGKILL)
    desk.bot.start()
    assert "3 หน้า" in desk.preview().text
    (revision,) = drafted(desk)
    assert_in_order(revision)


def test_an_album_that_comes_while_the_bot_is_down_is_one_draft(desk: Desk) -> None:
    desk.bot.stop(signal.SIGTERM)
    sent(desk, pages(desk.project))
    desk.bot.start()
    assert "3 หน้า" in desk.preview().text
    assert len(drafted(desk)) == 1


def test_albums_of_two_admins_at_once_are_not_mixed(desk: Desk, bot: Bot, admins: list[User]) -> None:
    admin = admins.pop()
    other = Desk(bot, admin, PROJECTS[len(admins)])
    for each in (desk, other):
        sent(each, pages(each.project)[:2])
    for each in (desk, other):
        assert "2 หน้า" in each.preview().text
        (revision,) = drafted(each)
        assert all(each.project in text for text in page_texts(revision))


def test_a_broken_picture_is_named_and_nothing_is_drafted(desk: Desk) -> None:
    whole, *others = pages(desk.project)
    sent(desk, [whole, whole[:9_000], *others], as_photos=False)
    assert "ภาพที่ 2 (IMG_2.jpg) ภาพชำรุด" in desk.says("⚠️").text
    assert drafted(desk) == []


def test_a_picture_that_no_bot_may_fetch_is_named(desk: Desk) -> None:
    whole, *_ = pages(desk.project)
    sent(desk, [whole, whole + bytes(20 << 20)], as_photos=False)
    assert desk.says("20 MB").text.startswith("ภาพที่ 2 (IMG_2.jpg): ไฟล์นี้ใหญ่เกิน 20 MB")
    assert drafted(desk) == []


def test_files_of_other_kinds_stay_a_draft_each_and_one_picture_is_as_if_alone(desk: Desk) -> None:
    name = f"{desk.project}.txt"
    uploads = [
        Upload(name, "text/plain", minutes(desk.project)),
        Upload("IMG_9.jpg", "image/jpeg", pages(desk.project)[1]),
    ]
    desk.chat.send_album(desk.admin, uploads)
    for read in (name, "IMG_9.jpg"):
        desk.says(PUBLISH, read)
    assert {revision.name for revision in drafted(desk)} == {name, "IMG_9.jpg"}
