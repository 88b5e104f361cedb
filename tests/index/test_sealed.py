from pathlib import Path

import pytest

from index.sealed import SUMS, DamagedIndex, sealed_folder, verify


def sealed(path: Path) -> Path:
    with sealed_folder(path) as folder:
        (folder / "a.bin").write_bytes(b"a")
        (folder / "b.bin").write_bytes(b"b")
    return path


def test_a_folder_appears_whole_when_its_block_ends(tmp_path: Path) -> None:
    with sealed_folder(tmp_path / "built") as folder:
        (folder / "a.bin").write_bytes(b"a")
        assert not (tmp_path / "built").exists()
    verify(tmp_path / "built")
    assert [path.name for path in tmp_path.iterdir()] == ["built"]


def test_an_error_inside_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), sealed_folder(tmp_path / "built") as folder:
        (folder / "a.bin").write_bytes(bytes(1 // 0))
    assert not list(tmp_path.iterdir())


def test_what_a_killed_build_left_does_not_reach_the_next(tmp_path: Path) -> None:
    (tmp_path / "built.draft").mkdir()
    (tmp_path / "built.draft" / "old.bin").write_bytes(b"old")
    assert sorted(path.name for path in sealed(tmp_path / "built").iterdir()) == [SUMS, "a.bin", "b.bin"]


def test_a_built_folder_is_never_written_over(tmp_path: Path) -> None:
    sealed(tmp_path / "built")
    with pytest.raises(FileExistsError), sealed_folder(tmp_path / "built"):
        pass
    verify(tmp_path / "built")


def test_a_changed_or_missing_file_is_named(tmp_path: Path) -> None:
    path = sealed(tmp_path / "built")
    (path / "b.bin").write_bytes(b"c")
    with pytest.raises(DamagedIndex, match=r"built/b\.bin"):
        verify(path)
    (path / "b.bin").unlink()
    with pytest.raises(DamagedIndex, match=r"built/b\.bin"):
        verify(path)


@pytest.mark.parametrize("sums", [b"", b"nonsense\n", b"\xff\xfe"])
def test_a_broken_list_of_sums_is_damage(tmp_path: Path, sums: bytes) -> None:
    path = sealed(tmp_path / "built")
    (path / SUMS).write_bytes(sums)
    with pytest.raises(DamagedIndex, match=SUMS):
        verify(path)


def test_a_folder_that_is_not_there_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndex, match=SUMS):
        verify(tmp_path / "nowhere")


def test_the_sums_are_in_the_form_of_sha256sum(tmp_path: Path) -> None:
    lines = (sealed(tmp_path / "built") / SUMS).read_text("utf-8").splitlines()
    assert lines[0] == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.bin"
    assert len(lines) == 2
