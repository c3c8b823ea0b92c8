"""Posts in time: what is no longer said has ended, an old card ends nothing, and no order of the words matters."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hub.merging.careers import Post, Word, career
from tests.laws import lawful


def word(company: str, title: str, on: str, source: str = "cards", ended_on: date | None = None) -> Word:
    return Word(company, "", title, date.fromisoformat(on), source, ended_on=ended_on)


def told(posts: list[Post]) -> list[tuple[str, str, str, str]]:
    return [(one.company, one.title, str(one.until or ""), one.ending) for one in posts]


def test_a_newer_title_in_the_company_is_a_move_and_a_newer_company_ends_both() -> None:
    words = [word("a", "係長", "2019-04-01"), word("a", "課長", "2022-04-01"), word("b", "部長", "2025-07-01")]
    assert told(career(words)) == [
        ("a", "係長", "2022-04-01", "moved"),
        ("a", "課長", "2025-07-01", "left"),
        ("b", "部長", "", ""),
    ]


def test_an_old_card_that_is_scanned_late_is_an_older_post() -> None:
    now = word("b", "部長", "2025-07-01", "crm")
    assert told(career([now, word("a", "係長", "2019-04-01")])) == [
        ("a", "係長", "2025-07-01", "left"),
        ("b", "部長", "", ""),
    ]


def test_two_posts_that_are_seen_after_each_others_start_are_held_at_once() -> None:
    words = [word("a", "社長", "2020-01-01"), word("b", "顧問", "2021-01-01"), word("a", "社長", "2022-01-01", "crm")]
    assert told(career(words)) == [("a", "社長", "", ""), ("b", "顧問", "", "")]


def test_a_day_that_somebody_states_is_the_end() -> None:
    words = [word("a", "課長", "2022-04-01", ended_on=date(2023, 3, 31)), word("b", "部長", "2025-07-01")]
    assert told(career(words))[0] == ("a", "課長", "2023-03-31", "stated")


def test_a_source_that_knows_the_company_alone_confirms_the_post_there() -> None:
    [post] = career([word("a", "課長", "2022-04-01"), word("a", "", "2024-04-01", "books")])
    assert (post.title, post.seen, post.sources) == ("課長", date(2024, 4, 1), ("books", "cards"))


def test_a_source_that_knows_less_of_a_post_confirms_it() -> None:
    full = Word("a", "営業部", "部長", date(2022, 4, 1), "cards")
    less = [Word("a", "", "部長", date(2024, 4, 1), "books"), Word("a", "", "", date(2025, 4, 1), "crm")]
    [post] = career([full, *less])
    assert (post.department, post.seen, post.sources) == ("営業部", date(2025, 4, 1), ("books", "cards", "crm"))


def test_other_spellings_are_one_post() -> None:
    assert len(career([word("a", "ﾏﾈｰｼﾞｬｰ", "2022-04-01"), word("a", "マネージャー", "2024-04-01", "crm")])) == 1


days = st.integers(0, 20).map(lambda number: date(2020, 1, 1) + timedelta(days=number))
words_of_one = st.lists(
    st.builds(
        Word,
        company=st.sampled_from("ab"),
        department=st.sampled_from(["", "営業部"]),
        title=st.sampled_from(["", "課長", "部長"]),
        on=days,
        source=st.sampled_from(["cards", "crm"]),
        started_on=st.none() | days,
        ended_on=st.none() | days,
    ),
    max_size=8,
)


@given(words_of_one, st.randoms(use_true_random=False))
@lawful(40)
def test_no_order_of_the_words_matters(words: list[Word], chance: Random) -> None:
    shuffled = list(words)
    chance.shuffle(shuffled)
    assert career(shuffled) == career(words)


@given(words_of_one)
@lawful(40)
def test_nothing_ends_before_its_last_word_unless_somebody_says_so(words: list[Word]) -> None:
    for post in career(words):
        assert post.ending == "stated" or post.until is None or post.until > post.seen


@given(words_of_one)
@lawful(40)
def test_the_newest_post_is_over_only_if_somebody_says_so(words: list[Word]) -> None:
    posts = career(words)
    assert posts == [] or posts[-1].ending in ("", "stated")
