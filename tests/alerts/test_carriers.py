"""Who carries a story, and on whose word?"""

from dataclasses import replace

from bot.model.story import carriers
from tests.alerts.make import an_outlet

XINHUA = an_outlet("Xinhua", "cn_state")
KYODO = an_outlet("Kyodo", "kyodo")
PAPER = an_outlet("Daily", "daily", role="media")
CREDITING = an_outlet("Times", "kyodo", "Kyodo", role="media")
CLONE = an_outlet("Clone", "clone", role="aggregator")


def test_five_copies_of_a_wires_text_have_one_origin() -> None:
    copies = [an_outlet(f"Paper {n}", f"p{n}", role="media") for n in range(4)]
    carried = carriers([KYODO, *copies])
    assert (carried.count, carried.origins) == ("5", (("kyodo", "Kyodo"),))
    assert carriers([*copies, KYODO]).origins == (("kyodo", "Kyodo"),)  # also when the wire was read last


def test_agencies_of_two_countries_are_two_and_those_of_one_state_one() -> None:
    carried = carriers([XINHUA, replace(XINHUA, outlet="People's Daily"), KYODO, PAPER, CREDITING, replace(PAPER, outlet="Post")])
    assert (carried.count, carried.origins) == ("6", (("cn_state", "Xinhua"), ("kyodo", "Kyodo")))


def test_a_credit_counts_for_more_than_the_paper_that_gives_it() -> None:
    assert carriers([PAPER, CREDITING]).origins == (("kyodo", "Kyodo"),)


def test_papers_that_credit_nobody_carry_the_text_of_the_first() -> None:
    assert carriers([PAPER, replace(PAPER, outlet="Post", origin="post")]).origins == (("daily", "Daily"),)


def test_who_only_repeats_others_counts_only_when_alone() -> None:
    assert carriers([KYODO, CLONE]) == carriers([KYODO])
    assert carriers([CLONE]).outlets == ("Clone",)
    assert carriers([]).count == "0"
