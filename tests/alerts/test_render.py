"""How an alert reads, change by change; what hostile words cannot do to it; and that it always fits."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from textwrap import dedent
from typing import Any

import pytest

from bot.alerts.render import render
from bot.model.alert import Alert, Chat, Message
from bot.model.followup import Evidence
from bot.model.item import Published
from tests.alerts.make import CALL, NEW_YORK, NOW, TITLE, an_alert, an_outlet, parsed

HOUR = timedelta(hours=1)
AFFAIR = "Takaichi's Taiwan remarks"


def told(alert: Alert, chat: Chat = NEW_YORK, **more: Any) -> Message:
    words: dict[str, Any] = {"now": NOW, "why": (), "storyline_title": AFFAIR}
    return render(alert, chat, **words | more)


def found(change: str, finding: Mapping[str, object], kind_name: str = "", **changes: Any) -> Message:
    """What is told when nothing but the finding is of interest."""
    bare: dict[str, Any] = {"evidence": (), "gloss": {}, "published": None, "change": change, "finding": finding}
    return told(an_alert(**bare | changes), kind_name=kind_name)


def lines(message: Message) -> list[str]:
    return message.text.splitlines()


def as_read(text: str) -> str:
    return dedent(text).strip("\n")


def test_a_new_document_in_the_order_in_which_people_ask() -> None:
    outlets = tuple(an_outlet(name, origin) for name, origin in (("MFA", "MFA"), ("Xinhua", "MFA"), ("Kyodo", "Kyodo")))
    message = told(an_alert(outlets=outlets), why=("watch taiwan-remarks/call-readouts",), possible_duplicate=True)
    assert message.text == as_read("""
        Possible duplicate: this may have reached you already.
        Readout · Takaichi's Taiwan remarks
        China · official · MFA
        习近平同美国总统特朗普通电话
        习近平 = Xi Jinping; 特朗普 = Trump
          > 11月24日晚，国家主席习近平同美国总统特朗普通电话。
        published 24 Nov 22:30 Beijing · 23:30 Tokyo · 14:30 UTC · 09:30 New York
        first seen 24 Nov 22:42 Beijing · 23:42 Tokyo · 14:42 UTC · 09:42 New York
        https://www.mfa.gov.cn/zyxw/1.shtml
        also: Xinhua, Kyodo · 3 outlets, 2 origins (MFA, Kyodo)
        why: watch taiwan-remarks/call-readouts; readout: “通电话”
    """)
    seen = parsed(message.html)
    assert seen.links == [("mfa.gov.cn", "https://www.mfa.gov.cn/zyxw/1.shtml")]
    assert seen.marked("Bold") == ["Readout", TITLE, "通电话"]
    assert seen.marked("BlockQuote") == ["11月24日晚，国家主席习近平同美国总统特朗普通电话。"]


def test_what_the_outbox_needs_travels_along() -> None:
    message = told(an_alert(severity="low"), reply_to="7", edits="9")
    assert (message.reply_to, message.edits, message.silent) == ("7", "9", True)
    assert not told(an_alert(severity="normal")).silent


def test_names_come_from_the_alert_when_the_watchlist_has_none() -> None:
    assert lines(told(an_alert(), storyline_title=""))[0] == "Readout · taiwan-remarks"


def test_a_cue_in_the_headline_is_marked_there_and_not_quoted_again() -> None:
    alert = an_alert(
        title="Tokyo denied the report", gloss={}, evidence=(Evidence("denial", "denied", "Tokyo denied the report", 6),)
    )
    message = told(alert)
    assert parsed(message.html).marked("Underline") == ["denied"]
    assert message.text.count("Tokyo denied the report") == 1


def test_a_headline_that_is_its_own_evidence_is_said_once() -> None:
    message = told(an_alert(title="Tokyo says no", gloss={}, evidence=(Evidence("report", "Tokyo says no", "Tokyo says no", 0),)))
    assert message.text.count("Tokyo says no") == 1
    assert "why:" not in message.text


def test_at_most_three_quotes_the_telling_kind_first() -> None:
    pieces = tuple(Evidence("denial", "not so", f"It is not so, {n}.", 0) for n in range(5))
    quoted = parsed(told(an_alert(evidence=pieces)).html).marked("BlockQuote")
    assert quoted == ["It is not so, 0.", "It is not so, 1.", "It is not so, 2."]


def test_one_outlet_is_no_also() -> None:
    assert "also:" not in told(an_alert(outlets=(an_outlet("MFA", "MFA"),))).text
    copies = tuple(an_outlet(name, "MFA") for name in ("MFA", "Xinhua", "Xinhua", "CCTV"))
    assert "also: Xinhua, CCTV · 3 outlets, 1 origin (MFA)" in lines(told(an_alert(outlets=copies)))


def test_a_long_list_of_outlets_is_cut_and_counted() -> None:
    message = told(an_alert(outlets=tuple(an_outlet(f"Paper {n}", f"o{n}") for n in range(40))))
    also = next(line for line in lines(message) if line.startswith("also:"))
    assert also.endswith("Paper 7, … · 20+ outlets, 40 origins (Paper 0, Paper 1, Paper 2, Paper 3, Paper 4, …)")


# Times: the same event has another date in another capital.


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        (CALL, "UTC", "24 Nov 22:30 Beijing · 23:30 Tokyo · 14:30 UTC"),
        (CALL, "Etc/UTC", "24 Nov 22:30 Beijing · 23:30 Tokyo · 14:30 UTC"),
        (CALL, "Asia/Tokyo", "24 Nov 22:30 Beijing · 23:30 Tokyo · 14:30 UTC"),
        (CALL + HOUR, "America/New_York", "24 Nov 23:30 Beijing · 25 Nov 00:30 Tokyo · 24 Nov 15:30 UTC · 10:30 New York"),
        (
            datetime(2025, 11, 25, 1, tzinfo=UTC),
            "America/New_York",
            "25 Nov 09:00 Beijing · 10:00 Tokyo · 01:00 UTC · 24 Nov 20:00 New York",
        ),
        (
            datetime(2025, 7, 1, 12, tzinfo=UTC),
            "America/New_York",
            "1 Jul 20:00 Beijing · 21:00 Tokyo · 12:00 UTC · 08:00 New York",
        ),
        (
            datetime(2025, 11, 2, 6, 30, tzinfo=UTC),
            "America/New_York",
            "2 Nov 14:30 Beijing · 15:30 Tokyo · 06:30 UTC · 01:30 New York",
        ),
        (
            datetime(2024, 12, 5, 3, tzinfo=UTC),
            "Asia/Kathmandu",
            "5 Dec 2024 11:00 Beijing · 12:00 Tokyo · 03:00 UTC · 08:45 Kathmandu",
        ),
    ],
)
def test_each_zone_once_with_its_own_day(instant: datetime, zone: str, expected: str) -> None:
    message = told(an_alert(published=Published(instant, instant)), Chat("console:x", zone))
    assert f"published {expected}" in lines(message)


@pytest.mark.parametrize("hours", [-10, -5, 0, 8, 9, 13])
def test_a_whole_day_keeps_its_date_whatever_the_zone_of_its_source(hours: int) -> None:
    start = datetime(2025, 11, 24, tzinfo=UTC) - hours * HOUR
    message = told(an_alert(published=Published(start, start + 24 * HOUR)))
    assert "published on 24 Nov (date only)" in lines(message)


def test_a_day_of_another_year_says_which() -> None:
    start = datetime(2024, 12, 4, 16, tzinfo=UTC)
    assert "published on 5 Dec 2024 (date only)" in lines(told(an_alert(published=Published(start, start + 24 * HOUR))))


def test_without_a_date_only_the_first_sight_is_told() -> None:
    message = told(an_alert(published=None))
    assert "published" not in message.text
    assert "first seen 24 Nov" in message.text


# What we found out.

ANSWERS: list[dict[str, Any]] = [
    {"answer": "cn", "side": "US", "outlet": "WSJ", "quote": "It was Xi who rang.", "link": "https://wsj.example/a", "at": "2025-11-25T01:00:00+00:00"},
    {"answer": "us", "side": "CN", "outlet": "MFA", "quote": "据了解是美方打来的。", "link": "https://mfa.example/b", "at": "2025-11-25T07:00:00+00:00"},
]  # fmt: skip
WAIT: dict[str, Any] = {
    "expectation": "wh",
    "title": "A White House readout",
    "after": {"title": TITLE, "link": "https://mfa.example/call"},
    "since": "2025-11-24T14:30:00+00:00",
    "due": "2025-11-25T14:30:00+00:00",
}


def test_a_conflict_quotes_every_party_and_leads_to_it() -> None:
    message = found("conflict", {"type": "conflict", "claim": "call", "ask": "Who called?", "answers": ANSWERS}, kind="statement")
    assert lines(message)[0] == f"Statement, contradicts an earlier account · {AFFAIR}"
    assert (
        as_read("""
        Accounts differ: Who called?
        • WSJ (United States): “It was Xi who rang.”
          https://wsj.example/a
        • MFA (China): “据了解是美方打来的。”
          https://mfa.example/b
    """)
        in message.text
    )
    assert ("WSJ (United States)", "https://wsj.example/a") in parsed(message.html).links


def test_a_first_answer_is_no_conflict() -> None:
    message = found("new", {"type": "claim", "claim": "call", "ask": "Who called?", "answers": ANSWERS[:1]})
    assert lines(message)[0] == f"Readout · {AFFAIR}"
    assert "On the question: Who called?" in lines(message)


@pytest.mark.parametrize(
    ("present", "history", "note", "expected"),
    [
        (
            False,
            {"present": 7, "of": 9, "last_absent": "2025-09-19T14:00:00+00:00"},
            "A hint at most.",
            ["Missing: the set phrase “应约” / “at the request of”. It was in 7 of 9 earlier documents of this kind; last missing on 19 Sep.", "A hint at most."],
        ),
        (True, {"present": 0, "of": 0, "last_absent": None}, "", ["Present: the set phrase “应约” / “at the request of”.", "A signal, not a proof."]),
    ],
)  # fmt: skip
def test_a_set_phrase_is_told_as_a_signal_with_its_history(
    *, present: bool, history: Mapping[str, object], note: str, expected: list[str]
) -> None:
    detail = {
        "type": "formula",
        "formula": "f",
        "phrase": ["应约", "at the request of"],
        "present": present,
        "history": history,
        "note": note,
    }
    assert lines(found("new", detail))[-2:] == expected


def test_what_did_not_come_is_named_with_what_it_should_have_followed() -> None:
    nothing = {
        "kind": "overdue",
        "title": WAIT["title"],
        "url": "https://mfa.example/call",
        "source": "",
        "outlet": "",
        "side": "",
        "role": "",
    }
    evidence = (Evidence("overdue", "wh", TITLE, 0),)
    message = found("overdue", {"type": "overdue", **WAIT}, **nothing, evidence=evidence)
    assert message.text == as_read(f"""
        Overdue, did not come in time · {AFFAIR}
        A White House readout
        after: {TITLE} · mfa.example
          https://mfa.example/call
        awaited since 24 Nov 22:30 Beijing · 23:30 Tokyo · 14:30 UTC · 09:30 New York
        due 25 Nov 22:30 Beijing · 23:30 Tokyo · 14:30 UTC · 09:30 New York
    """)


def test_what_came_after_all_says_what_was_awaited() -> None:
    message = found("met", {"type": "met", **WAIT}, title="Readout of the President's call")
    assert lines(message)[0] == f"Readout, came as expected · {AFFAIR}"
    assert "Awaited: A White House readout" in lines(message)
    assert (TITLE, "https://mfa.example/call") in parsed(message.html).links


def test_a_silent_edit_marks_the_words_that_changed() -> None:
    before, after = "Trump Told Tokyo to Lower the Tone on Taiwan", "Trump Told Tokyo to Lower the Volume on Taiwan"
    message = found(
        "edited",
        {"type": "edited", "field": "title", "before": before, "after": after},
        title=after,
        kind="silent-edit",
        kind_name="silent edit",
    )
    assert f"before: {before}\nnow: {after}" in message.text
    seen = parsed(message.html)
    assert (seen.marked("Strikethrough"), seen.marked("Underline")) == (["Tone"], ["Volume"])


def test_an_edit_in_chinese_marks_characters() -> None:
    seen = parsed(
        found(
            "edited", {"type": "edited", "field": "title", "before": "中方决定出席", "after": "中方否定出席"}, title="中方否定出席"
        ).html
    )
    assert (seen.marked("Strikethrough"), seen.marked("Underline")) == (["决"], ["否"])


def test_an_edit_all_over_is_marked_as_one_and_keeps_the_link() -> None:
    before, after = "".join(f"甲{n}" for n in range(90)), "".join(f"乙{n}" for n in range(90))
    seen = parsed(found("edited", {"type": "edited", "field": "title", "before": before, "after": after}, title=after).html)
    assert len(seen.marked("Strikethrough")) == len(seen.marked("Underline")) == 1
    assert ("mfa.gov.cn", "https://www.mfa.gov.cn/zyxw/1.shtml") in seen.links


def test_a_correction_in_the_text_quotes_it_and_shows_no_headlines() -> None:
    said = Evidence("correction", "has been corrected", "This article has been corrected.", 90)
    message = found(
        "corrected", {"type": "corrected", "field": "text", "before": TITLE, "after": TITLE}, kind="correction", evidence=(said,)
    )
    assert lines(message)[0] == f"Correction, to a story told before · {AFFAIR}"
    assert "  > This article has been corrected." in lines(message)
    assert "before:" not in message.text


def test_the_opening_card_counts_and_shows_the_latest() -> None:
    latest = [{"title": TITLE, "link": "https://mfa.example/call", "outlet": "MFA", "at": "2025-11-24T14:30:00+00:00"}]
    detail = {"type": "baseline", "sources": 12, "failed": 2, "items": 340, "on_story": 17, "latest": latest}
    nothing = {
        "title": "T",
        "url": "",
        "source": "",
        "outlet": "",
        "side": "",
        "role": "",
        "severity": "low",
        "kind": "state-of-play",
    }
    message = found("baseline", detail, **nothing, kind_name="state of play")
    assert message.text == as_read(f"""
        State of play, as we begin to follow · {AFFAIR}
        Read 12 sources (2 could not be read): 340 items, 17 on the storyline.
        The latest of them; what comes from now on is told:
        • 24 Nov 09:30 New York, MFA: {TITLE} · mfa.example
          https://mfa.example/call
    """)
    assert message.silent


def test_several_findings_are_all_told_each_once() -> None:
    claim = {"type": "claim", "claim": "call", "ask": "Who called?", "answers": ANSWERS[:1]}
    phrase = {
        "type": "formula",
        "formula": "f",
        "phrase": ["应约"],
        "present": False,
        "history": {"present": 0, "of": 0, "last_absent": None},
        "note": "",
    }
    message = found("new", {**phrase, "findings": [phrase, claim]})
    assert message.text.count("Missing: the set phrase “应约”.") == message.text.count("On the question: Who called?") == 1


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("zh-Hans", "外交部：没有这回事"),
        ("zh-Hant", "外交部：沒有這回事"),
        ("ja", "官房長官「そうした事実はない」"),
        ("en", "Tokyo: “no such fact”"),
    ],
)
def test_headlines_stay_in_their_own_language(lang: str, title: str) -> None:
    assert parsed(told(an_alert(lang=lang, title=title)).html).marked("Bold")[1] == title


# Hostile words.

HOSTILE = [
    "<b>bold</b> & <script>alert(1)</script>",
    '</b></a></blockquote> <a href="https://evil.example">x</a>',
    "&lt;not&gt; &amp;amp; &nbsp; &#60;",
    '" onclick="x" \' >',
    "[bold red] markup of a terminal [/]",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_in_foreign_words_is_shown_and_not_obeyed(words: str) -> None:
    alert = an_alert(title=words, outlet=words, role=words, gloss={words: words}, evidence=(Evidence("denial", "e", words, 0),))
    message = told(alert, storyline_title=words, kind_name=words, why=(words,))
    seen = parsed(message.html)
    assert seen.links == [("mfa.gov.cn", alert.url)]
    assert seen.text.count(words) == message.text.count(words) >= 5


def test_words_can_neither_hide_nor_turn_around() -> None:
    unseen = "\u202e\u2066\u200b\u200f\u061c\u00ad\u2060\U000e0041\x07\x1b[31m\x9b\x85\u2028\r\n"
    message = told(an_alert(title=f"a{unseen}b", outlet=f"M{unseen}FA"))
    for text in (message.text, parsed(message.html).text):
        assert not set(text) & (set(unseen) - set("\n[31m"))
        assert "a[31m b" in text


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://x.example/", "//x.example", "https://x.example/\u202efdp", "https://x y", "data:text/html,x"],
)
def test_an_address_that_is_none_leads_nowhere(url: str) -> None:
    assert parsed(told(an_alert(url=url)).html).links == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://mfa.gov.cn@evil.example/?a=1&b=<x>\"'", "evil.example"),
        ("https://аpple.example/", "xn--pple-43d.example"),
        ("http://[::1]:8080/x", "::1"),
        ("https://www.example:8443/", "example"),
    ],
)
def test_the_host_in_sight_is_the_one_that_opens(url: str, host: str) -> None:
    message = told(an_alert(url=url))
    assert parsed(message.html).links == [(host, url)]
    assert url in lines(message)


# Limits.


def crowded(**changes: Any) -> Alert:
    """More than there is room for, in every part."""
    huge = "\N{GRINNING FACE}" * 3_000
    answers = [{**ANSWERS[0], "outlet": f"Paper {n}", "quote": "q" * 500} for n in range(12)]
    edit = {"type": "edited", "field": "title", "before": "b " * 1_000, "after": "a " * 1_000}
    claim = {"type": "conflict", "claim": "call", "ask": "Who?", "answers": answers}
    return an_alert(
        title=f"The headline {huge}", gloss={f"w{n}": "n" * 90 for n in range(40)},
        outlets=tuple(an_outlet(f"Paper {n}", f"o{n}") for n in range(40)),
        evidence=tuple(Evidence("denial", "q", f"{n}" + "q" * 290, 0) for n in range(9)), finding={"findings": [claim, edit]},
        **changes,
    )  # fmt: skip


def test_the_link_and_the_beginning_of_the_headline_always_stay() -> None:
    seen = parsed(told(crowded()).html)
    assert seen.units <= 4096
    assert len(seen.entities) <= 100
    assert seen.links[0] == ("mfa.gov.cn", "https://www.mfa.gov.cn/zyxw/1.shtml")
    assert "\nThe headline \N{GRINNING FACE}" in seen.text
    assert "\nbefore: b b b" in seen.text
    assert "\nnow: a a a" in seen.text


def test_outlets_go_before_quotes_and_quotes_before_answers() -> None:
    outlets = tuple(an_outlet("Paper " + "x" * 150 + f"{n}", "o") for n in range(9))
    quotes = tuple(Evidence("denial", "q", f"{n}" + "q" * 290, 0) for n in range(3))
    claim = {"type": "conflict", "claim": "call", "ask": "Who?", "answers": ANSWERS}
    kept = []
    for length in (500, 1_700, 3_100, 3_400):
        text = parsed(told(an_alert(title="t" * length, outlets=outlets, evidence=quotes, finding=claim)).html).text
        kept.append(("also:" in text, text.count("q" * 290), text.count("• "), "t" * length in text))
    assert kept == [(True, 3, 2, True), (False, 3, 2, True), (False, 2, 2, True), (False, 1, 2, True)]


def test_absurd_names_are_cut_too() -> None:
    message = told(an_alert(outlet="o" * 5_000), storyline_title="s" * 5_000, kind_name="k" * 5_000, why=["w" * 5_000] * 9)
    seen = parsed(message.html)
    assert seen.units <= 4096
    assert TITLE in seen.text
