"""What a question names and a follow-up may name another of: a date, a meeting, an item, a sum, a person, a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant import wording
from assistant.names import BODIES, MATTERS, PLACES, find_names, find_provinces, find_short_forms
from assistant.redating import dates_of
from assistant.references import find_references
from corpus.dates import DateMention
from corpus.thai import THAI

_BODY, _PLACE, _SHORT_FORM = "body", "place", "short form"
_KINDS = {**dict.fromkeys(BODIES, _BODY), **dict.fromkeys(PLACES, _PLACE)}
_IN_PLACE_OF = {_BODY: (_BODY, _SHORT_FORM), _SHORT_FORM: (_SHORT_FORM, _BODY)}
_PREFERRED = (_PLACE, _BODY, "ด้าน", _SHORT_FORM)
"""The kinds of which a name without its noun is taken, the likeliest first."""
_TIMES = ("date", "meeting", "item")
_PERSON = re.compile(r"(?:นาย|นางสาว|นาง)(?!กฯ|กรัฐ|อำเภอ|ทหาร|ทะเบียน|จ้าง)[ก-๎]{2,}(?:\s[ก-๎]+)?")
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_SHARE = re.compile(rf"ร้อยละ\s?{_NUMBER}|{_NUMBER}\s?(?:%|เปอร์เซ็นต์|percent)", re.IGNORECASE)
_BOUND = r"(?:ไม่(?:เกิน|ต่ำกว่า|น้อยกว่า|ถึง)|เกิน|ต่ำกว่า|มากกว่า)?\s?"
_SUM = re.compile(
    rf"{_BOUND}{_NUMBER}\s?(?:(?:พัน|หมื่น|แสน)?ล้าน(?:ล้าน)?\s?(?:บาท)?|(?:พัน|หมื่น|แสน)?\s?บาท)|{_NUMBER}\s?(?:million\s)?baht"
)
_PROPER = r"[A-Z][\w'-]*(?:(?:,? and| of)? [A-Z][\w'-]*)*"
_ENGLISH_BODY = re.compile(rf"\b(?:Ministry|Department|Office|Bureau|University|Committee) of (?:the )?{_PROPER}")
_ENGLISH_PLACE = re.compile(r"\b(?:[A-Z]\w+ ){1,3}(?:[Pp]rovince|[Dd]istrict)\b|\b(?:Province|District) of [A-Z]\w+")


@dataclass(frozen=True, slots=True)
class Mention:
    """What is named at ``text[start:end]``, its noun included.

    One that is named may stand in the place of another of its ``kind``, which for most names is the noun itself.
    """

    kind: str
    start: int
    end: int
    noun: str = ""
    date: DateMention | None = None

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return self.start, self.end

    @property
    def is_time(self) -> bool:
        """Whether it is a date, a meeting or an item: when or where in the records, rather than what."""
        return self.kind in _TIMES

    @property
    def is_matter(self) -> bool:
        """Whether it is a matter of its own, of which anything may be asked."""
        return self.noun in MATTERS


def find_mentions(text: str, today: date) -> list[Mention]:
    """Everything that is named, in reading order, none overlapping."""
    found: list[Mention] = []
    for mention in _all(text, today):
        if not any(mention.start < other.end and other.start < mention.end for other in found):
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def counterpart(question: Sequence[Mention], said: Mention) -> Mention | None:
    """What a question names that the mention of a follow-up stands in the place of."""
    same = (mention for mention in question if (mention.kind, mention.noun) == (said.kind, said.noun))
    kinds = _IN_PLACE_OF.get(said.kind, (said.kind,))
    alike = (mention for kind in kinds for mention in question if mention.kind == kind)
    return next(same, None) or next(alike, None)


def unnamed_counterpart(question: Sequence[Mention]) -> Mention | None:
    """The name in a question that a name without a noun stands in the place of."""
    return next((mention for kind in _PREFERRED for mention in question if mention.kind == kind), None)


def put(text: str, mention: Mention, written: str) -> str:
    """The text with something else in the mention's place; Thai words stand together, and others apart."""
    before, after = ("" if re.match(f"[{THAI}]", letter) else " " for letter in (written[0], written[-1]))
    return f"{text[: mention.start]}{before}{written}{after}{text[mention.end :]}"


def _all(text: str, today: date) -> Iterator[Mention]:
    references = find_references(text, today)
    for match in (*wording.NUMBERED.finditer(text), *wording.COUNTED.finditer(text)):
        number = references.meeting
        if number and int(match["number"]) == number.number and (number.certain or not match.start()):
            yield Mention("meeting", *match.span())
    yield from (Mention("date", day.start, day.end, date=day) for day in dates_of(text, today))
    labels = {item.label for item in references.items}
    for match in wording.ITEM.finditer(text):
        if labels.issuperset(wording.LABEL.findall(match["labels"])):
            yield Mention("item", *match.span(), match["noun"])
    for kind, pattern in (("share", _SHARE), ("sum", _SUM), ("person", _PERSON), (_BODY, _ENGLISH_BODY)):
        yield from (Mention(kind, *match.span()) for match in pattern.finditer(text))
    yield from (Mention(_PLACE, *match.span()) for match in _ENGLISH_PLACE.finditer(text))
    yield from (Mention(_KINDS.get(name.noun, name.noun), name.start, name.end, name.noun) for name in find_names(text))
    yield from (Mention(_SHORT_FORM, name.start, name.end) for name in find_short_forms(text))
    yield from (Mention(_PLACE, name.start, name.end) for name in find_provinces(text))
