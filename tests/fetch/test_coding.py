"""Is every body either undone within bounds or refused, whatever its bytes?"""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.coding import CodingRefusedError, CutShortError, undone


@given(st.binary(max_size=5000), st.sampled_from(["gzip", "deflate", "raw"]))
def test_what_was_coded_comes_back(body: bytes, how: str) -> None:
    coded = {"gzip": gzip.compress(body), "deflate": zlib.compress(body), "raw": zlib.compress(body, wbits=-15)}[how]
    assert undone(coded, "gzip" if how == "gzip" else "deflate", 5000) == body


@given(st.binary(max_size=2000), st.sampled_from(["gzip", "deflate", "br", "", "gzip, deflate"]))
def test_hostile_bytes_end_in_bytes_within_bounds_or_in_one_of_two_errors(raw: bytes, coding: str) -> None:
    try:
        out = undone(raw, coding, 1000)
    except (CodingRefusedError, CutShortError):
        return
    assert len(out) <= 1000 or coding == ""


@given(st.binary(min_size=1, max_size=500), st.data())
def test_a_truncated_stream_is_noticed(body: bytes, data: st.DataObject) -> None:
    coded = gzip.compress(body)
    cut = data.draw(st.integers(1, len(coded) - 1))
    with pytest.raises(CutShortError):
        undone(coded[:cut], "gzip", 10_000)


def test_the_limit_counts_unpacked_bytes_over_all_members() -> None:
    coded = gzip.compress(bytes(600)) * 2
    assert len(undone(coded, "gzip", 1200)) == 1200
    with pytest.raises(CodingRefusedError):
        undone(coded, "gzip", 1199)


def test_padding_after_the_last_member_is_ignored() -> None:
    assert undone(gzip.compress(b"text") + bytes(512), "gzip", 100) == b"text"


def test_endless_empty_members_are_refused() -> None:
    with pytest.raises(CodingRefusedError, match="members"):
        undone(gzip.compress(b"") * 5000, "gzip", 100)
