"""Is a correction that was published by itself tied to what it corrects, by outlet, headline, names and day?"""

from dataclasses import replace

import pytest

from bot.model.alert import Account
from bot.model.finding import Finding
from bot.model.followup import FollowUp
from bot.storyline.corrections import corrected_by, is_correction
from bot.storyline.takes import entities_of, take_of
from tests.storyline.make import followup, hours, storyline

STORY = followup(
    "Trump, After Call With China's Xi, Told Tokyo to Lower the Volume on Taiwan",
    "The president advised Takaichi not to provoke Beijing over Taiwan, officials said.",
    side="US", role="media", source="wsj",
)  # fmt: skip
OTHER = followup(
    "Japan's Bond Rout Rattles Investors", "Yields rose to their highest in decades.", side="US", role="media", source="wsj"
)
NOTE = "The article “Trump, After Call With China's Xi, Told Tokyo to Lower the Volume on Taiwan” misstated the date of the call."


def account(of: FollowUp = STORY) -> Account:
    entities = entities_of(of.item, of.scan, storyline())
    return Account(f"alert of {of.story.id}", "taiwan-remarks", take_of(of.item, of.source, of.story), entities)


def correction(
    text: str = NOTE, *, title: str = "Corrections & Amplifications", hours_later: float = 30, source: str = "corr_wsj"
) -> Finding:
    one = followup(title, text, side="US", role="corrections", source=source, at=hours(hours_later))
    entities = entities_of(one.item, one.scan, storyline())
    return Finding(
        "taiwan-remarks",
        "w",
        one.story.id,
        "new",
        "correction",
        "high",
        title,
        one.item,
        one.source,
        link=one.item.link,
        entities=entities,
    )


def test_by_the_headline_that_it_names() -> None:
    assert corrected_by(correction(), [account(OTHER), account()], ["wsj"]) == STORY.story.id


def test_by_who_and_what_it_names() -> None:
    text = "An earlier version of an article on Monday about Trump and Takaichi gave the wrong day for their call about Taiwan with Beijing."
    assert corrected_by(correction(text), [account()], ["wsj"]) == STORY.story.id


@pytest.mark.parametrize(
    ("finding", "outlets"),
    [
        (correction(), ["reuters"]),  # another publisher's story
        (correction("A recipe on Sunday misstated the amount of salt."), ["wsj"]),
        (correction(hours_later=24 * 20), ["wsj"]),
        (correction(hours_later=-72), ["wsj"]),
    ],
)
def test_not_what_is_anothers_or_about_something_else_or_of_another_time(finding: Finding, outlets: list[str]) -> None:
    assert corrected_by(finding, [account()], outlets) == ""


def test_in_japanese_and_chinese() -> None:
    story = followup(
        "木原官房長官、米紙報道を否定",
        "木原官房長官はウォール・ストリート・ジャーナルの報道を否定した。",
        side="JP",
        role="media",
        source="jiji",
    )
    note = "「木原官房長官、米紙報道を否定」の記事で、会見の日付に誤りがありました。訂正して、おわびします。"
    one = followup("【訂正】木原官房長官の記事", note, side="JP", role="media", source="jiji", at=hours(20))
    finding = replace(correction(), item=one.item, source=one.source, story=one.story.id)
    assert corrected_by(finding, [account(story)], ["jiji"]) == story.story.id


def test_only_a_correction_is_tied() -> None:
    assert is_correction(correction())
    assert not is_correction(replace(correction(), kind="denial"))
    assert not is_correction(replace(correction(), change="edited"))
