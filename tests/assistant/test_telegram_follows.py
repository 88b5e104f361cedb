from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.telegram.follows import MOST, Follow, Follows, digests

FOLLOW = Follow(5, None, 5, "งบของจังหวัด", 3)


@pytest.fixture
def follows(tmp_path: Path) -> Iterator[Follows]:
    follows = Follows(tmp_path / "mati.db")
    yield follows
    follows.close()


def test_a_question_is_followed_once_in_each_chat(follows: Follows) -> None:
    assert follows.add(FOLLOW)
    assert not follows.add(FOLLOW)
    assert not follows.add(replace(FOLLOW, once=True))
    assert follows.add(replace(FOLLOW, chat_id=6))


def test_what_waits_for_an_answer_may_be_followed_too(follows: Follows) -> None:
    assert follows.add(replace(FOLLOW, once=True))
    assert follows.add(FOLLOW)
    assert [follow.once for follow in follows.of(5)] == [False]
    assert [follow.question for follow in follows.unanswered()] == [FOLLOW.question]


def test_a_chat_follows_so_many_questions(follows: Follows) -> None:
    added = [follows.add(replace(FOLLOW, question=str(number))) for number in range(MOST + 1)]
    assert added == [True] * MOST + [False]


def test_what_was_asked_of_the_live_generation_is_not_asked_again(follows: Follows) -> None:
    follows.add(FOLLOW)
    (follow,) = follows.before(4)
    assert follows.before(3) == []
    follows.told(follow, 4, frozenset({"ก"}))
    assert follows.before(4) == []
    (again,) = follows.before(5)
    assert again.known == {"ก"}


def test_what_waits_for_one_answer_ends_with_it(follows: Follows) -> None:
    follows.add(replace(FOLLOW, once=True))
    (follow,) = follows.before(4)
    follows.told(follow, 4)
    assert follows.unanswered()
    follows.told(follow, 4, frozenset({"ก"}))
    assert follows.unanswered() == []


def test_only_its_own_chat_ends_a_follow(follows: Follows) -> None:
    follows.add(FOLLOW)
    (follow,) = follows.of(5)
    assert not follows.end(follow.id, 6)
    assert follows.end(follow.id, 5)


def test_what_a_person_follows_is_forgotten(follows: Follows) -> None:
    follows.add(FOLLOW)
    follows.add(replace(FOLLOW, chat_id=-4, person=6))
    follows.forget(5)
    assert [follow.person for follow in follows.before(9)] == [6]


def test_the_same_words_in_another_revision_are_the_same_quote() -> None:
    assert digests(["งบ 5 ล้านบาท"]) == digests(["งบ 5\nล้านบาท"])
    assert digests(["งบ 5 ล้านบาท"]) != digests(["งบ 6 ล้านบาท"])
