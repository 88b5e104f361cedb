import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pythainlp.corpus import provinces

from corpus.record import Meeting, Revision
from index.abbreviations import (
    COLUMNS,
    MOST_MEANINGS,
    SEED,
    TABLE,
    Abbreviations,
    Meaning,
    begin_table,
    learn,
    load,
    merged,
    read_table,
    save,
)
from index.sealed import DamagedIndex

MINISTRIES = {
    "นร.": "สำนักนายกรัฐมนตรี",
    "กห.": "กระทรวงกลาโหม",
    "กค.": "กระทรวงการคลัง",
    "กต.": "กระทรวงการต่างประเทศ",
    "กก.": "กระทรวงการท่องเที่ยวและกีฬา",
    "พม.": "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
    "อว.": "กระทรวงการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรม",
    "กษ.": "กระทรวงเกษตรและสหกรณ์",
    "คค.": "กระทรวงคมนาคม",
    "ดศ.": "กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม",
    "ทส.": "กระทรวงทรัพยากรธรรมชาติและสิ่งแวดล้อม",
    "พน.": "กระทรวงพลังงาน",
    "พณ.": "กระทรวงพาณิชย์",
    "มท.": "กระทรวงมหาดไทย",
    "ยธ.": "กระทรวงยุติธรรม",
    "รง.": "กระทรวงแรงงาน",
    "วธ.": "กระทรวงวัฒนธรรม",
    "ศธ.": "กระทรวงศึกษาธิการ",
    "สธ.": "กระทรวงสาธารณสุข",
    "อก.": "กระทรวงอุตสาหกรรม",
}
KNOWN = Abbreviations(
    [
        ("กขค.", "กองขุดคลอง"),
        ("ทส.", "กระทรวงท่าและสะพาน"),
        ("สป.", "สำนักปลัด"),
        ("สคทช.", "สภาคลองทั่วชาติ"),
        ("ก.พ.", "กองพนักงาน"),
        ("น้ำหลาก", "อุทกภัย"),
        ("น้ำหลากป่า", "น้ำป่าไหลหลาก"),
        ("ขุดสระ", "การสร้างแหล่งน้ำ"),
        ("สระ", "บ่อเก็บน้ำ"),
        ("dredging", "การขุดลอก"),
        ("Nan", "น่าน"),
        ("WHO", "องค์การหนังสือ"),
        ("net zero", "สุทธิเป็นศูนย์"),
    ]
)


def revision(text: str, sha256: str = "a" * 64) -> Revision:
    return Revision("minutes.txt", sha256, text, (), Meeting("การประชุม"), (), ())


def table(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "written", ["กขค.", "ก.ข.ค.", "กขค", "ก. ข. ค.", "ก.ข.ค", "(กขค.)", "“กขค.”", "มติ กขค. ปี 2564"]
)
def test_dots_and_spaces_of_a_thai_short_form_do_not_count(written: str) -> None:
    assert KNOWN.names(written) == ("กองขุดคลอง",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("สป.ทส. ว่าอย่างไร", ("สำนักปลัด", "กระทรวงท่าและสะพาน")),
        ("ผอ. สคทช. คือใคร", ("สภาคลองทั่วชาติ",)),
        ("ผอ.สคทช. คือใคร", ("สภาคลองทั่วชาติ",)),
        ("กขค. ทส. หารือกัน", ("กองขุดคลอง", "กระทรวงท่าและสะพาน")),
        ("ก.ข.ค. ก.พ. หารือกัน", ("กองขุดคลอง", "กองพนักงาน")),
        ("ทส. และ กขค./ทส.", ("กระทรวงท่าและสะพาน", "กองขุดคลอง")),
        ("น้ำหลากปีนี้", ("อุทกภัย",)),
        ("เรื่องน้ำหลากป่า", ("น้ำป่าไหลหลาก",)),
        ("จะขุดสระเมื่อไร", ("การสร้างแหล่งน้ำ",)),
        ("ขุดสระในสระเดิม", ("การสร้างแหล่งน้ำ", "บ่อเก็บน้ำ")),
        ("WHO ส่งใครมา", ("องค์การหนังสือ",)),
        ("who ส่งใครมา", ("องค์การหนังสือ",)),
    ],
)
def test_every_short_form_and_everyday_word_of_a_text_is_told(text: str, names: tuple[str, ...]) -> None:
    assert KNOWN.names(text) == names


@pytest.mark.parametrize(
    "text",
    ["", "กขคง.", "งกขค.", "กข.", "ก.ข.ค.ง.", "หลากน้ำ", "กองขุดคลอง (กขค.) ประชุม", "WHOM ส่งใครมา"],
)
def test_other_words_and_short_forms_whose_name_is_said_tell_nothing(text: str) -> None:
    assert KNOWN.names(text) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("when does dredging begin", ("การขุดลอก",)),
        ("Dredging, when?", ("การขุดลอก",)),
        ("the NET  ZERO plan", ("สุทธิเป็นศูนย์",)),
        ("floods in Nan", ("น่าน",)),
        ("WHO approved the dredging", ("องค์การหนังสือ", "การขุดลอก")),
        ("who approved it", ()),
        ("the dredgings", ()),
        ("undredging", ()),
        ("dredging2", ()),
        ("the finance bill", ()),
        ("ที่ประชุมให้เริ่มงาน dredging เมื่อไร", ()),
    ],
)
def test_english_words_are_read_whole_and_in_english_text_only(text: str, names: tuple[str, ...]) -> None:
    assert KNOWN.names(text) == names


def test_months_are_short_forms_too_unless_the_caller_blanks_them() -> None:
    text = "มติเดือน ก.พ. 2564 ว่าอย่างไร"
    assert KNOWN.names(text) == ("กองพนักงาน",)
    assert KNOWN.names(text.replace("ก.พ. 2564", " " * 9)) == ()


def test_a_short_form_of_many_meanings_tells_the_first_of_them() -> None:
    many = Abbreviations([("กค.", f"กองคลอง {number}") for number in range(5)])
    assert many.names("กค.") == ("กองคลอง 0", "กองคลอง 1")
    assert MOST_MEANINGS == 2


def test_what_an_earlier_source_knows_a_later_one_does_not_say() -> None:
    both = Abbreviations([("กค.", "กองคลอง")], [("ก.ค.", "กรมค้าน้ำ"), ("สส.", "สภาสะพาน")])
    assert both.names("กค. กับ สส.") == ("กองคลอง", "สภาสะพาน")


def test_a_short_form_is_told_once() -> None:
    assert KNOWN.names("กขค. ก.ข.ค. กขค") == ("กองขุดคลอง",)


def source(short: str, full: str, times: int = 2) -> Meaning:
    return Meaning(short, full, times, "a" * 64, 0, 9)


def everywhere(_: str) -> float:
    return 1000.0


def nowhere(_: str) -> float:
    return 0.0


def test_an_admins_rows_come_before_the_records_and_the_records_before_the_seed() -> None:
    seed = read_table(SEED)
    learnt = [source("ทส.", "กรมท่าและสะพาน"), source("กขค.", "กรมขุดคลอง")]
    added = [*seed, ("กขค.", "กองขุดคลอง")]
    names = merged(added, learnt, nowhere)
    assert names.names("กขค.") == ("กองขุดคลอง",)
    assert names.names("ทส.") == ("กรมท่าและสะพาน",)
    assert names.names("ครม.") == ("คณะรัฐมนตรี",)


def test_what_the_records_say_but_once_comes_after_the_seed() -> None:
    learnt = [source("ทส.", "กรมท่าและสะพาน", times=1), source("ขคส.", "กรมขุดคลองใส", times=1)]
    names = merged(read_table(SEED), learnt, nowhere)
    assert names.names("ทส.") == (MINISTRIES["ทส."],)
    assert names.names("ขคส.") == ("กรมขุดคลองใส",)


def test_a_row_that_an_admin_took_out_of_the_table_does_not_count() -> None:
    rest = [pair for pair in read_table(SEED) if pair[0] != "ครม."]
    assert merged(rest, (), nowhere).names("ครม.") == ()


@pytest.mark.parametrize(("written", "names"), [(0.0, ("คณะรัฐมนตรี",)), (2.0, ("คณะรัฐมนตรี",)), (3.0, ()), (1000.0, ())])
def test_a_thai_short_form_of_the_seed_counts_where_the_records_hardly_write_it(
    written: float, names: tuple[str, ...]
) -> None:
    assert merged(read_table(SEED), (), lambda _: written).names("ครม. ว่าไง") == names


def test_english_words_and_an_admins_rows_count_however_often_they_are_written() -> None:
    names = merged([*read_table(SEED), ("กขค.", "กองขุดคลอง")], (), everywhere)
    assert names.names("the cabinet") == ("คณะรัฐมนตรี",)
    assert names.names("กขค.") == ("กองขุดคลอง",)


def test_records_teach_their_short_forms_and_where_they_say_so_first() -> None:
    texts = ["เห็นชอบให้กรมคลองใส (คส.) ทำ", "ให้กรมคลองใส (ค.ส.) และกรมสะพานนคร (สน.) ทำ"]
    meanings = learn(revision(text, letter * 64) for text, letter in zip(texts, "ab", strict=True))
    assert [(meaning.short, meaning.full, meaning.times) for meaning in meanings] == [
        ("คส.", "กรมคลองใส", 2),
        ("สน.", "กรมสะพานนคร", 1),
    ]
    assert [meaning.revision[0] for meaning in meanings] == ["a", "b"]
    for meaning, text in zip(meanings, texts, strict=True):
        assert text[meaning.start : meaning.end] == f"{meaning.full} ({meaning.short})"


def test_of_beginnings_of_one_name_the_longest_usual_one_is_meant() -> None:
    long, short = "เห็นชอบศูนย์สภาคลองสวยน้ำใส (สส.) ", "เห็นชอบสภาคลองสวยน้ำใส (สส.) "
    assert [m.full for m in learn([revision(long * 3 + short)])] == ["ศูนย์สภาคลองสวยน้ำใส"]
    assert [m.full for m in learn([revision(long + short)])] == ["สภาคลองสวยน้ำใส"]
    assert [m.full for m in learn([revision(long + short * 3)])] == ["สภาคลองสวยน้ำใส"]


def test_the_end_of_a_name_is_no_other_meaning() -> None:
    assert [m.full for m in learn([revision("เห็นชอบศูนย์สภาน้ำใส (สน.) " * 3)])] == ["ศูนย์สภาน้ำใส"]


def test_another_meaning_counts_only_where_it_is_seen_often_enough() -> None:
    first, other = "เห็นชอบกรมคลองใสสะอาด (คส.) ", "เห็นชอบกรมคูนครสวรรค์สุขใจ (คส.) "
    assert [m.full for m in learn([revision(first * 6 + other * 4)])] == ["กรมคลองใสสะอาด", "กรมคูนครสวรรค์สุขใจ"]
    assert [m.full for m in learn([revision(first * 8 + other * 2)])] == ["กรมคลองใสสะอาด"]


def test_records_that_explain_nothing_teach_nothing() -> None:
    assert learn([]) == learn([revision("ที่ประชุมเห็นชอบ (ร่าง)")]) == ()


def test_learnt_pairs_come_back_as_they_were_saved(tmp_path: Path) -> None:
    meanings = learn([revision("เห็นชอบให้กรมคลองใส (คส.) ทำร่วมกับ Canal Water Agency (CWA)")])
    assert len(meanings) == 2
    save(meanings, tmp_path / "abbreviations")
    assert load(tmp_path / "abbreviations") == meanings
    with pytest.raises(FileExistsError):
        save(meanings, tmp_path / "abbreviations")


def test_a_flipped_byte_in_any_file_is_found_at_load(tmp_path: Path) -> None:
    save(learn([revision("กรมคลองใส (คส.)")]), tmp_path / "abbreviations")
    for file in sorted((tmp_path / "abbreviations").iterdir()):
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(DamagedIndex, match="abbreviations"):
            load(tmp_path / "abbreviations")
        file.write_bytes(whole)
    load(tmp_path / "abbreviations")


def test_nothing_on_disk_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndex):
        load(tmp_path / "nowhere")


def test_a_table_is_read_without_its_head_comments_and_empty_lines(tmp_path: Path) -> None:
    path = table(tmp_path / TABLE, f"{','.join(COLUMNS)}\n# คลอง\n\nกขค.,กองขุดคลอง\r\n คส. , กรมคลองใส \n")
    assert read_table(path) == [("กขค.", "กองขุดคลอง"), ("คส.", "กรมคลองใส")]


def test_a_byte_order_mark_and_quoted_commas_are_read(tmp_path: Path) -> None:
    path = table(tmp_path / TABLE, f'\ufeff{",".join(COLUMNS)}\nกขค.,"กองขุดคลอง, คู และท่อ"\n')
    assert read_table(path) == [("กขค.", "กองขุดคลอง, คู และท่อ")]


def test_pairs_are_normalised(tmp_path: Path) -> None:
    path = table(tmp_path / TABLE, "ก\u200bขค.,ก\u0e4dาแพง\n")
    assert read_table(path) == [("กขค.", "กำแพง")]


@pytest.mark.parametrize("line", ["กขค.", "กขค.,", ",กองขุดคลอง", "กขค.,กอง,ขุด", "   ", '"กขค.,กอง', "ก" * 200_000])
def test_a_line_that_is_no_pair_is_logged_and_left_out(
    line: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = table(tmp_path / TABLE, f"คส.,กรมคลองใส\n{line}\nสน.,กรมสะพานนคร\n")
    with caplog.at_level(logging.WARNING):
        assert read_table(path) == [("คส.", "กรมคลองใส"), ("สน.", "กรมสะพานนคร")]
    assert [record.getMessage() for record in caplog.records] == [f"{TABLE} line 2 is not a short form and a full form"]


@pytest.mark.parametrize("content", ["กขค.,กองขุดคลอง".encode("cp874"), "กขค.,กองขุดคลอง".encode("utf-16"), None])
def test_a_table_that_cannot_be_read_is_logged_and_left_out(
    content: bytes | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / TABLE if content is None else table(tmp_path / TABLE, content)
    with caplog.at_level(logging.WARNING):
        assert read_table(path) == []
    assert f"cannot read the table of abbreviations {TABLE}" in caplog.text


def test_a_new_data_folder_begins_with_the_seed(tmp_path: Path) -> None:
    assert begin_table(tmp_path) == tmp_path / TABLE
    assert (tmp_path / TABLE).read_bytes() == SEED.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [TABLE]


@pytest.mark.parametrize("content", ["", "กขค.,กองขุดคลอง\n"])
def test_an_admins_table_is_left_as_it_is(content: str, tmp_path: Path) -> None:
    table(tmp_path / TABLE, content)
    assert begin_table(tmp_path).read_text("utf-8") == content


def test_several_threads_may_begin_the_table_at_once(tmp_path: Path) -> None:
    homes = [tmp_path / str(number) for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        for home in homes:
            home.mkdir()
            assert set(pool.map(begin_table, [home] * 8)) == {home / TABLE}
    assert all((home / TABLE).read_bytes() == SEED.read_bytes() for home in homes)


def test_every_line_of_the_seed_is_a_pair_and_stands_there_once(caplog: pytest.LogCaptureFixture) -> None:
    pairs = read_table(SEED)
    lines = SEED.read_text("utf-8").splitlines()
    assert not caplog.records
    assert lines[0] == ",".join(COLUMNS)
    assert len(pairs) == sum(not line.startswith("#") for line in lines[1:])
    assert [pair for pair, times in Counter(pairs).items() if times > 1] == []
    assert [pair for pair in pairs if pair[0] == pair[1]] == []


def test_every_short_form_of_the_seed_is_known() -> None:
    pairs = read_table(SEED)
    seed = Abbreviations(pairs)
    assert [short for short, full in pairs if full not in short and not seed.names(short)] == []


def test_the_seed_knows_every_ministry_by_its_short_form() -> None:
    pairs = read_table(SEED)
    assert len(MINISTRIES) == 20
    assert [(short, full) for short, full in MINISTRIES.items() if (short, full) not in pairs] == []
    assert [full for short, full in MINISTRIES.items() if full not in Abbreviations(pairs).names(short)] == []


def test_the_seed_knows_every_province_by_its_short_form_and_in_english() -> None:
    pairs, all_provinces = read_table(SEED), set(map(str, provinces()))
    assert len(all_provinces) == 77
    short = {full for written, full in pairs if written.endswith(".")}
    english = {full for written, full in pairs if written.isascii()}
    assert sorted(all_provinces - short) == []
    assert sorted(all_provinces - english) == []


def test_a_question_is_put_in_the_words_of_the_passage() -> None:
    known = Abbreviations(
        [("สศอ.", "สำนักงานเศรษฐกิจอุตสาหกรรม"), ("กบจ.", "คณะกรรมการบริหารจังหวัด"), ("กบจ.", "กองบริหารเจดีย์")]
    )
    assert known.as_written("สศอ. ทำอะไร", "ให้สำนักงานเศรษฐกิจอุตสาหกรรมรายงาน") == "สำนักงานเศรษฐกิจอุตสาหกรรม ทำอะไร"
    assert known.as_written("กบจ ทำอะไร", "ให้กองบริหารเจดีย์รายงาน") == "กองบริหารเจดีย์ ทำอะไร"


def test_a_short_form_stays_where_the_passage_writes_it_or_has_not_its_full_form() -> None:
    known = Abbreviations([("สศอ.", "สำนักงานเศรษฐกิจอุตสาหกรรม")])
    for passage in ("สำนักงานเศรษฐกิจอุตสาหกรรม (สศอ.) รายงาน", "ให้กระทรวงอุตสาหกรรมรายงาน"):
        assert known.as_written("สศอ. ทำอะไร", passage) == "สศอ. ทำอะไร"
