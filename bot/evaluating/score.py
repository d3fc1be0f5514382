"""How good is a yes or no, asked many times? Precision, recall, and their harmonic mean; null where there is none."""

from collections.abc import Iterable, Mapping

Score = Mapping[str, float | int | None]


def score(answers: Iterable[tuple[bool, bool]], count: str = "n") -> Score:
    """(Expected, found) pairs to precision, recall and F1; ``count`` names how many there were, or were expected (``support``)."""
    pairs = list(answers)
    hit = sum(expected and found for expected, found in pairs)
    expected, found = sum(expected for expected, _ in pairs), sum(found for _, found in pairs)
    precision, recall = share(hit, found), share(hit, expected)
    f1 = share(2 * hit, expected + found)
    return {"precision": precision, "recall": recall, "f1": f1, count: expected if count == "support" else len(pairs)}


def share(part: float, whole: float) -> float | None:
    """A share, to four digits; None of nothing."""
    return round(part / whole, 4) if whole else None


def macro_f1(scores: Mapping[str, Score]) -> float | None:
    """The mean F1 of the kinds of which there are any."""
    known = [one["f1"] for one in scores.values() if one["support"] and one["f1"] is not None]
    return round(sum(known) / len(known), 4) if known else None
