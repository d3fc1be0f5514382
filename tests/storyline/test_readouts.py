"""Is what one side's account of a call names, and the other's does not, found: across languages, dates and time zones?"""

from datetime import timedelta

from tests.storyline.make import details, followup, hours, told

CHINA = followup(
    "习近平同美国总统特朗普通电话",
    "11月24日晚，国家主席习近平同美国总统特朗普通电话。习近平阐明了中方在台湾问题上的原则立场，强调台湾回归中国是战后国际秩序重要组成部分。",
    side="CN",
)
POST = followup(
    "I just had a very good telephone call with President Xi of China.",
    "We discussed many topics including Ukraine/Russia, Fentanyl, Soybeans and other Farm Products. President Trump invited him.",
    side="US", role="bridge", at=hours(3),
)  # fmt: skip
TOKYO = followup(
    "日米首脳電話会談",
    "高市総理はトランプ大統領と電話会談を行いました。日米同盟の強化について話しました。",
    side="JP",
    at=hours(11),
)


def test_what_each_account_names_alone_is_quoted() -> None:
    _, findings = told(CHINA, POST)
    (found,) = details(findings, "asymmetry")
    accounts = found["accounts"]
    china, trump = accounts
    assert (china["side"], sorted(china["alone"])) == ("CN", ["post-war-order", "taiwan"])
    assert "台湾" in china["alone"]["taiwan"]
    assert (trump["side"], {"ukraine", "fentanyl", "soybeans"} <= set(trump["alone"])) == ("US", True)
    assert findings[-1].replies_to_story == CHINA.story.id


def test_the_same_call_has_another_date_in_another_capital() -> None:
    later = followup(POST.item.title, POST.item.text, side="US", role="bridge", at=hours(26))
    assert len(details(told(CHINA, later)[1], "asymmetry")) == 1


def test_a_call_of_others_is_not_its_counterpart() -> None:
    assert details(told(CHINA, TOKYO)[1], "asymmetry") == []


def test_a_call_of_the_same_two_a_week_later_is_another_one() -> None:
    later = followup(POST.item.title, POST.item.text, side="US", role="bridge", at=hours(24 * 8))
    assert details(told(CHINA, later)[1], "asymmetry") == []


def test_a_newsroom_account_is_nobodys_readout() -> None:
    report = followup(POST.item.title, POST.item.text, side="US", role="media", at=hours(3))
    assert details(told(CHINA, report)[1], "asymmetry") == []


def test_a_translation_of_an_account_says_nothing_twice() -> None:
    english = followup(
        "President Xi Jinping Speaks with U.S. President Donald J. Trump on the Phone",
        "Xi outlined China's principled position on Taiwan and said that Taiwan's return to China is part of the post-war order.",
        side="CN", source="cn_mfa_en", at=hours(5),
    )  # fmt: skip
    assert len(details(told(CHINA, POST, english)[1], "asymmetry")) == 1


def test_the_order_of_the_accounts_does_not_matter() -> None:
    (found,) = details(told(POST, CHINA)[1], "asymmetry")
    accounts = found["accounts"]
    assert [account["side"] for account in accounts] == ["US", "CN"]


def test_what_was_remembered_is_bounded() -> None:
    many = [
        followup(f"{CHINA.item.title} {n}", CHINA.item.text, at=CHINA.item.first_seen + timedelta(days=3 * n)) for n in range(80)
    ]
    state, _ = told(*many)
    assert len(state.tellings) == 60
