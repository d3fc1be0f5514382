from hypothesis import given
from hypothesis import strategies as st

from bot.text.fold import _pieces, fold, fold_text, folded


def test_scripts_widths_and_marks_meet() -> None:
    assert folded("釣魚島") == folded("钓鱼岛")
    assert folded("尖閣諸島") == folded("尖阁诸岛")
    assert folded("澤") == folded("沢") == folded("泽")
    assert folded("山﨑和之") == folded("山崎和之")
    assert folded("ＷＳＪ") == "wsj"
    assert folded("Zuihō Maru") == "zuiho maru"
    assert folded("ウォール・ストリート・ジャーナル") == folded("ウォールストリートジャーナル")
    assert folded("China’s") == "china's"


def test_voicing_marks_of_kana_are_letters_not_accents() -> None:
    assert folded("ガス") != folded("カス")


def test_a_span_of_the_folded_text_leads_back_to_the_original() -> None:
    text = "「瑞寶丸」號（㈱）漁船"
    there = fold(text)
    at = there.text.index("渔船")
    span = there.original(at, at + 2)
    assert text[span.start : span.end] == "漁船"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_offsets_never_go_back_and_stay_inside(text: str) -> None:
    there = fold(text)
    assert len(there.origins) == len(there.text)
    assert list(there.origins) == sorted(there.origins)
    assert all(0 <= origin < len(text) for origin in there.origins)


@given(st.text(st.sampled_from("aZ 9=\u0301\u0300é國国ー・ガか\u3099\u3000\u200bＷ㈱“-\ufeff\u3400髙"), max_size=30))
def test_runs_fold_as_their_letters_do_one_by_one(text: str) -> None:
    pieces = [(character, at) for piece, at in _pieces(text, 0, len(text)) for character in piece]
    kept = [pair for n, pair in enumerate(pieces) if pair[0] != " " or (n and pieces[n - 1][0] != " ")]
    while kept and kept[0][0] == " ":
        del kept[0]
    there = fold(text)
    assert (there.text, list(there.origins)) == ("".join(c for c, _ in kept), [at for _, at in kept])


@given(st.text() | st.text(alphabet="aA =\t\n\x1c\u3000日本ガガか\u3099é\u0301＝ー・A"))
def test_the_quick_way_folds_as_the_way_with_the_map_does(text: str) -> None:
    assert fold_text(text) == fold(text).text
