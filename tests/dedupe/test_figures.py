"""Do texts meet by the figures that hardly any other text has?"""

import pytest

from bot.dedupe.figures import pairs_of_figures
from bot.dedupe.near import signature


def test_each_two_of_the_three_most_specific_figures_are_a_pair_wherever_they_stand() -> None:
    text = "营收3,674.73亿元,月增11.0%,年增16.9%"
    assert sorted(pairs_of_figures(text)) == ["11.0 16.9", "11.0 3674.73", "16.9 3674.73"]
    assert set(pairs_of_figures("年增16.9%,月增11.0%,营收3674.73亿元")) == set(pairs_of_figures(text))


@pytest.mark.parametrize("text", ["", "in 2025 and 2026", "8 ships for 27 days", "54.7 million", "at 10.0 and 20.0", "v1.2.3.4"])
def test_years_and_round_or_short_numbers_say_too_little(text: str) -> None:
    assert not list(pairs_of_figures(text))


def test_a_text_written_anew_is_met_by_its_figures() -> None:
    one = (
        "Kahlo self-portrait sells for $54.7 million",
        "A painting went for $54.7 million. The record, $44.4 million, was set in 2014.",
    )
    other = ("Auction high for Kahlo", "Bidders drove the price to $54.7m; until now $44.4m had been the most paid for any work.")
    assert set(signature(*one)) & set(signature(*other))
