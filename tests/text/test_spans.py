"""Do the quick answers equal the plain ones?"""

from hypothesis import given
from hypothesis import strategies as st

from bot.text.spans import Spans

STRETCH = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(STRETCH, max_size=12), STRETCH)
def test_every_question_is_answered_as_by_asking_each(stretches: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    spans, (start, end) = Spans(stretches), asked
    assert spans.overlap(start, end) == any(a < end and start < b for a, b in stretches)
    assert spans.cover(start, end) == any(a <= start and end <= b for a, b in stretches)
    assert spans.within(start, end) == any(start <= a and b <= end for a, b in stretches)
