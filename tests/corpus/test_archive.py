"""ZIP archives: what comes out of them, and what is refused."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus import archive
from corpus.archive import files_of, is_archive, unpack
from corpus.contained import Cancelled
from corpus.record import EmptyRecord, OversizedFile, UnreadableFile
from tests.corpus.hostile.archives import hidden_directory


def packed(path: Path, entries: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return path


def unpacked(path: Path) -> dict[str, bytes]:
    folder = path.parent / "out"
    folder.mkdir()
    return {str(file.relative_to(folder)): file.read_bytes() for file in unpack(path, folder)}


def in_memory(entries: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return data.getvalue()


def test_files_come_out_without_their_folders(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"ปี 2566/รายงาน.txt": b"1", "ปี 2567/สรุป.txt": b"2", "ปี 2567/": b""})
    assert unpacked(path) == {"รายงาน.txt": b"1", "สรุป.txt": b"2"}


def test_files_of_one_name_keep_their_folders_in_it(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"ปี 2566/รายงาน.txt": b"1", "ปี 2567/รายงาน.txt": b"2"})
    assert unpacked(path) == {"ปี 2566-รายงาน.txt": b"1", "ปี 2567-รายงาน.txt": b"2"}


def test_a_name_of_thai_windows_is_read_as_it_was_written(tmp_path: Path) -> None:
    data = in_memory({"abcdefgh.txt": b"1"}).replace(b"abcdefgh", "รายงาน1ก".encode("cp874"))
    (tmp_path / "a.zip").write_bytes(data)
    assert unpacked(tmp_path / "a.zip") == {"รายงาน1ก.txt": b"1"}


@pytest.mark.parametrize("name", ["../../up.txt", "/root/up.txt", "..\\..\\up.txt", "C:\\a\\up.txt", "a/../../up.txt"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "a.zip", {name: b"1"})
    assert unpacked(path) == {"up.txt": b"1"}
    assert {each.name for each in tmp_path.iterdir()} == {"a.zip", "out"}


def test_what_systems_leave_in_archives_is_left_out(tmp_path: Path) -> None:
    entries = {"__MACOSX/._a.txt": b"1", ".DS_Store": b"2", "~$a.docx": b"3", "a.txt": b"4"}
    assert unpacked(packed(tmp_path / "a.zip", entries)) == {"a.txt": b"4"}


def test_an_archive_in_an_archive_is_opened_and_a_third_is_refused(tmp_path: Path) -> None:
    inner = in_memory({"ข.txt": b"2"})
    entries = {"ก.txt": b"1", "b.zip": inner}
    assert unpacked(packed(tmp_path / "a.zip", entries)) == {"ก.txt": b"1", "b.zip.files/ข.txt": b"2"}
    deeper = tmp_path / "deeper"
    deeper.mkdir()
    with pytest.raises(OversizedFile, match="ซ้อนกัน"):
        unpacked(packed(deeper / "a.zip", {"b.zip": in_memory({"c.zip": inner})}))


def test_a_document_that_is_packed_as_an_archive_is_none(tmp_path: Path) -> None:
    assert not is_archive(packed(tmp_path / "a.docx", {"[Content_Types].xml": b"", "word/document.xml": b""}))
    assert not is_archive(packed(tmp_path / "a.odt", {"content.xml": b"", "META-INF/manifest.xml": b""}))
    assert not is_archive(packed(tmp_path / "a.xlsx", {"[Content_Types].xml": b"", "xl/workbook.xml": b""}))
    assert is_archive(packed(tmp_path / "a.zip", {"a.txt": b""}))
    assert unpacked(packed(tmp_path / "b.zip", {"a.docx": (tmp_path / "a.docx").read_bytes()})).keys() == {"a.docx"}


def test_a_small_archive_that_unpacks_to_very_much_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.txt": bytes(20_000_000)})
    with pytest.raises(OversizedFile, match="อันตราย"):
        unpacked(path)


def test_more_than_is_taken_in_all_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 5_000)
    path = packed(tmp_path / "a.zip", {"b.zip": in_memory({f"{n}.txt": bytes(3_000) for n in range(2)})})
    with pytest.raises(OversizedFile, match="อันตราย"):
        unpacked(path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_FILES", 3)
    with pytest.raises(OversizedFile):
        unpacked(packed(tmp_path / "a.zip", {f"{n}.txt": b"1" for n in range(4)}))


def test_a_table_of_contents_too_large_to_hold_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {f"{n:0200}.txt": b"" for n in range(5_000)})
    with pytest.raises(OversizedFile, match="รายการ"):
        unpacked(path)


def test_neither_is_one_that_another_table_hides(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(hidden_directory(30_000))
    with pytest.raises(OversizedFile, match="รายการ"):
        unpacked(tmp_path / "a.zip")


def test_an_entry_without_a_name_has_one_given(tmp_path: Path) -> None:
    data = in_memory({"a": b"1"}).replace(struct.pack("<2H", 1, 0) + b"a", struct.pack("<2H", 0, 0))
    data = data.replace(struct.pack("<5H2L", 1, 0, 0, 0, 0, 0x1800000, 0) + b"a", struct.pack("<5H2L", *[0] * 7))
    size, end = data.index(b"PK\x05\x06") - data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    data = data[: end + 12] + struct.pack("<2L", size, data.index(b"PK\x01\x02")) + data[end + 20 :]
    (tmp_path / "a.zip").write_bytes(data)
    assert unpacked(tmp_path / "a.zip") == {"file": b"1"}


def test_an_archive_beside_a_file_named_as_its_folder_is_unpacked(tmp_path: Path) -> None:
    entries = {"b.zip.files": b"1", "b.zip": in_memory({"ข.txt": b"2"})}
    assert set(unpacked(packed(tmp_path / "a.zip", entries)).values()) == {b"1", b"2"}


def test_a_way_of_packing_that_may_ask_for_any_memory_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as file:
        file.writestr("a.txt", b"1")
    with pytest.raises(UnreadableFile, match="Deflate"):
        unpacked(tmp_path / "a.zip")


def test_a_name_loses_what_turns_its_direction(tmp_path: Path) -> None:
    assert unpacked(packed(tmp_path / "a.zip", {"ก\u202etxt.exe\u2028.txt": b"1"})) == {"กtxt.exe .txt": b"1"}


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_an_archive_that_was_cut_off_is_refused(tmp_path: Path, keep: float) -> None:
    data = in_memory({"a.txt": bytes(range(256)) * 20})
    (tmp_path / "a.zip").write_bytes(data[: int(len(data) * keep)])
    assert is_archive(tmp_path / "a.zip")
    with pytest.raises(UnreadableFile, match="ชำรุด"):
        unpacked(tmp_path / "a.zip")


def test_damage_inside_is_refused(tmp_path: Path) -> None:
    data = bytearray(in_memory({"a.txt": bytes(range(256)) * 20}))
    data[45:60] = bytes(15)
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(UnreadableFile, match="ชำรุด"):
        unpacked(tmp_path / "a.zip")


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    data = bytearray(in_memory({"a.txt": b"1"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(UnreadableFile, match="รหัสผ่าน"):
        unpacked(tmp_path / "a.zip")


def test_an_archive_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyRecord):
        unpacked(packed(tmp_path / "a.zip", {"folder/": b""}))


def test_a_link_in_an_archive_is_left_out(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("passwd.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr(link, "/etc/passwd")
        file.writestr("a.txt", "1")
    assert unpacked(tmp_path / "a.zip") == {"a.txt": b"1"}


def test_a_very_long_name_is_cut(tmp_path: Path) -> None:
    [name] = unpacked(packed(tmp_path / "a.zip", {"ก" * 200 + ".txt": b"1"}))
    assert name.endswith("ก.txt")
    assert len(name.encode()) <= 240


def test_it_is_unpacked_outside_of_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process opens no archive, so a hostile one has nothing of it to break."""
    monkeypatch.setattr(archive, "ZipFile", None)
    (tmp_path / "out").mkdir()
    path = packed(tmp_path / "a.zip", {"ก.txt": b"1", "b.zip": in_memory({"ข.txt": b"2"})})
    files = files_of(path, tmp_path / "out")
    assert [(file.name, file.read_bytes()) for file in files] == [("ก.txt", b"1"), ("ข.txt", b"2")]


def test_what_is_no_archive_is_its_own_file(tmp_path: Path) -> None:
    for name, data in (("a.txt", b"1"), ("b.docx", in_memory({"word/document.xml": b"1"}))):
        (tmp_path / name).write_bytes(data)
        assert files_of(tmp_path / name, tmp_path / "out") == [tmp_path / name]


def test_what_is_refused_there_is_refused_here_with_the_files_name(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(OversizedFile, match=r"^ไฟล์ a.zip: .*อันตราย"):
        files_of(packed(tmp_path / "a.zip", {"a.txt": bytes(20_000_000)}), tmp_path / "out")
    with pytest.raises(UnreadableFile, match=r"^ไฟล์ b.zip: เปิด"):
        files_of(tmp_path / "b.zip", tmp_path / "out")


def test_a_file_may_be_as_large_as_all_may_be(tmp_path: Path) -> None:
    """More than another reader may write."""
    (tmp_path / "out").mkdir()
    data = b"".join(n.to_bytes(4, "big") for n in range(3_000_000))
    [file] = files_of(packed(tmp_path / "a.zip", {"a.txt": data}), tmp_path / "out")
    assert file.read_bytes() == data


@pytest.mark.parametrize("unpacker", ["name_another_file", "leave_a_link"])
def test_no_file_outside_of_the_folder_is_taken(tmp_path: Path, unpacker: str) -> None:
    (tmp_path / "out").mkdir()
    path = packed(tmp_path / "a.zip", {"a.txt": b"1"})
    with pytest.raises(UnreadableFile, match=r"^ไฟล์ a.zip: .*ชำรุด"):
        files_of(path, tmp_path / "out", unpacker=f"tests.corpus.misbehaving:{unpacker}")


def test_unpacking_is_ended_from_outside(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        files_of(packed(tmp_path / "a.zip", {"a.txt": b"1"}), tmp_path, cancelled=lambda: True)
