"""Do bands of minima meet as often as theory says, and for ever with the same numbers?"""

import random

import pytest

from bot.dedupe.minhash import BANDS, ROWS, bands, whole
from bot.dedupe.near import grams, jaccard, signature, signatures

LATIN = "abcdefghijklmnopqrstuvwxyz"
HAN = "".join(chr(point) for point in range(0x4E00, 0x5200))


def edited(text: str, share: float, letters: str, chance: random.Random) -> str:
    return "".join(chance.choice(letters) if chance.random() < share else letter for letter in text)


@pytest.mark.parametrize("letters", [LATIN, HAN])
def test_texts_meet_as_often_as_their_likeness_says(letters: str) -> None:
    chance = random.Random(1)
    expected, met, pairs = 0.0, 0, 1500
    for _ in range(pairs):
        text = "".join(chance.choices(letters, k=120))
        other = edited(text, chance.random() * 0.3, letters, chance)
        expected += 1 - (1 - jaccard(grams(text), grams(other)) ** ROWS) ** BANDS
        mine, yours = bands([text, other])
        met += not set(mine).isdisjoint(yours)
    assert abs(met - expected) / pairs < 0.03


def test_unrelated_texts_do_not_meet() -> None:
    chance = random.Random(2)
    several = list(map(set, bands(["".join(chance.choices(HAN, k=120)) for _ in range(300)])))
    assert sum(not a.isdisjoint(b) for i, a in enumerate(several) for b in several[:i]) == 0


def test_the_numbers_are_the_same_on_every_machine_and_fit_a_database() -> None:
    (numbers,) = bands(["高市早苗首相"])
    assert len(numbers) == BANDS
    assert all(0 <= number < 2**47 for number in (*numbers, whole("x" * 20)))
    assert (numbers[0], whole("x" * 20)) == (124960137949461, 53764807643817)


@pytest.mark.parametrize("letters", ["a", "ab", "日", "\U0002000b"])
def test_the_shortest_texts_have_numbers(letters: str) -> None:
    assert len(bands([letters])[0]) == BANDS


def test_a_text_has_the_same_numbers_alone_and_among_many() -> None:
    chance = random.Random(3)
    alphabets = (LATIN, HAN, LATIN + HAN)
    texts = ["", *("".join(chance.choices(alphabets[n % 3], k=n)) for n in range(1, 200)), ""]
    assert bands(texts) == [bands([text])[0] for text in texts]
    pairs = [(text[:40], text) for text in texts]
    assert signatures(pairs) == [signature(*pair) for pair in pairs]


def test_no_letters_no_numbers() -> None:
    assert bands([""]) == [()]
    assert signature("?!", "…") == ()


def test_an_abridged_copy_meets_by_its_headline_and_a_retitled_one_by_its_lead() -> None:
    title, text = "China's coast guard expels a Japanese fishing boat", "The vessel left the waters at noon. " * 8
    other = "An entirely different sentence stands in its place, and goes on for long enough. " * 4
    assert not set(signature(title, text)).isdisjoint(signature(title, other))
    assert not set(signature(title, text)).isdisjoint(signature("Beijing: trawler sent away from disputed islands", text))
