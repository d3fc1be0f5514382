"""Are answers quoted with what takes them back, and is another answer of the same party told as such?"""

import pytest

from bot.storyline.claims import hedge_in
from tests.storyline.make import details, followup, hours, told

WSJ = followup(
    "Xi initiated the call with Trump", "The phone call on Monday was initiated by Xi, people familiar with the matter said. President Trump answered.",
    side="US", role="media", source="wsj",
)  # fmt: skip
MAO = followup(
    "2025年11月25日外交部发言人毛宁主持例行记者会",
    "记者：中美元首通话由谁发起？毛宁：据我了解，此次通话是美方发起的。特朗普总统与习近平主席通话氛围积极。",
    side="CN", source="cn_mfa", at=hours(20),
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "hedge"),
    [
        ("毛宁：据我了解，此次通话是美方发起的。", "据我了解"),
        ("As far as I know, the call was initiated by the US side.", "As far as I know"),
        ("私の知る限り、米側からの要請でした。", "私の知る限り"),
        ("The call was initiated by Xi, people familiar with the matter said.", "people familiar with"),
        ("通话由美方发起。", ""),
        ("The call was initiated by the United States.", ""),
    ],
)
def test_what_takes_an_answer_back_is_quoted_as_written(words: str, hedge: str) -> None:
    assert hedge_in(words) == hedge


def test_a_conflict_carries_both_quotes_and_their_hedges() -> None:
    (found,) = details(told(WSJ, MAO)[1], "conflict")
    answers = found["answers"]
    assert [(one["answer"], one["hedge"]) for one in answers] == [("cn", "people familiar with"), ("us", "据我了解")]


def test_another_answer_of_the_same_party_is_a_change_of_its_account() -> None:
    again = followup(
        "2025年11月26日外交部发言人毛宁主持例行记者会", "毛宁：习近平主席同特朗普总统的通话由中方发起。中美元首通话积极。", side="CN", source="cn_mfa",
        at=hours(44),
    )  # fmt: skip
    _, findings = told(MAO, again)
    (found,) = details(findings, "changed")
    answers = found["answers"]
    assert [one["answer"] for one in answers] == ["us", "cn"]
    assert (findings[-1].change, findings[-1].replies_to_story) == ("conflict", MAO.story.id)


def test_the_same_answer_again_is_no_news() -> None:
    again = followup(MAO.item.title, MAO.item.text, side="CN", source="cn_mfa", at=hours(44), key="again")
    assert details(told(WSJ, MAO, again)[1], "changed") == []
