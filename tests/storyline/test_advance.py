from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.alerts import decide
from bot.model.alert import Told
from bot.model.finding import Finding, StorylineState
from bot.model.followup import Evidence, FollowUp
from bot.model.item import Item, Known, Published, Revision
from bot.model.match import Match, Scan, Span
from bot.model.source import Role, Source
from bot.model.story import Story
from bot.model.watchlist import Claim, Document, Expectation, Formula, Storyline, Watch, Watchlist
from bot.storyline import advance, lapse, revised

NIGHT = datetime(2025, 11, 24, 14, 30, tzinfo=UTC)
CALL = Claim("call", "Who called?", ("us", "cn"))
LINE = Storyline(
    "s",
    {"en": "S"},
    date(2025, 11, 7),
    (Watch("low", "s", ("report", "statement", "readout"), "normal"), Watch("high", "s", ("readout",), "high")),
    (CALL,),
    (
        Expectation(
            "wh",
            {"en": "White House readout"},
            Document("readout", ("mfa",)),
            Document("readout", (), "US"),
            timedelta(hours=24),
        ),
    ),
    (Formula("asked", Document("readout", ("mfa",)), ("应约",), "absent"),),
)
LIST = Watchlist({}, {}, {}, {"s": LINE}, {}, "")


def document(
    key: str,
    source: str,
    *,
    kinds: tuple[str, ...],
    side: str = "CN",
    role: Role = "official",
    held: dict[str, tuple[Span, ...]] | None = None,
    at: datetime = NIGHT,
) -> FollowUp:
    item = Item(
        key,
        source,
        f"https://x.example/{key}",
        f"https://x.example/{key}",
        f"title {key}",
        "says so.",
        "zh-Hans",
        Published(at, at),
        at,
        key,
    )
    where = Source(source, source, side, role, "feed", "https://x.example/", "UTC", ("en",), source, source)
    story = Story(key, key, item.title, item.text, item.lang, at)
    matches = (Match("s", "low", ()), Match("s", "high", ()))
    evidence = tuple(Evidence(kind, "title", item.title, 0) for kind in kinds)
    return FollowUp(item, where, story, Scan({}, held or {}, matches), matches, kinds, evidence)


def says(answer: str) -> dict[str, tuple[Span, ...]]:
    return {"s/claim/call": (Span(0, 5),), f"s/claim/call/{answer}": (Span(0, 5),)}


def one(state: StorylineState, followup: FollowUp) -> tuple[StorylineState, Finding]:
    state, findings = advance(state, [followup], LINE, LIST)
    assert len(findings) == 1
    return state, findings[0]


def test_a_document_is_told_once_under_its_most_severe_watch() -> None:
    _, finding = one(StorylineState(), document("a", "mofa", kinds=("readout", "statement"), side="JP"))
    assert (finding.watch, finding.kind, finding.change, finding.severity) == ("high", "readout", "new", "high")


def test_the_telling_kind_names_it_whatever_the_other_watches_want() -> None:
    _, finding = one(StorylineState(), document("a", "wsj", kinds=("report", "readout"), side="US", role="media"))
    assert (finding.watch, finding.kind, finding.severity) == ("low", "report", "normal")


def test_a_watch_takes_only_the_kinds_it_wants() -> None:
    _, findings = advance(StorylineState(), [document("a", "mofa", kinds=("incident",))], LINE, LIST)
    assert findings == []


def test_a_rival_answer_is_a_conflict_that_quotes_both_and_answers_the_first() -> None:
    state, first = one(StorylineState(), document("wsj", "wsj", kinds=("report",), side="US", role="media", held=says("cn")))
    assert (first.change, first.detail["type"]) == ("new", "claim")
    state, second = one(state, document("mfa", "mfa-presser", kinds=("statement",), held=says("us")))
    assert (second.change, second.replies_to_story) == ("conflict", "wsj")
    answers = second.detail["answers"]
    assert isinstance(answers, list)
    assert [(a["answer"], a["outlet"]) for a in answers] == [("cn", "wsj"), ("us", "mfa-presser")]
    _, third = one(state, document("nhk", "nhk", kinds=("report",), side="JP", role="media", held=says("us")))
    assert (third.change, third.detail) == ("new", {})


def test_a_conflict_quotes_who_said_so_first_and_not_who_relayed_it() -> None:
    state, _ = one(StorylineState(), document("wsj", "wsj", kinds=("report",), side="US", role="media", held=says("cn")))
    state, _ = one(state, document("relay", "relay", kinds=("report",), side="TW", role="media", held=says("cn")))
    _, conflict = one(state, document("mfa", "mfa-presser", kinds=("statement",), held=says("us")))
    answers = conflict.detail["answers"]
    assert isinstance(answers, list)
    assert [a["outlet"] for a in answers] == ["wsj", "mfa-presser"]
    assert conflict.replies_to_story == "wsj"


def test_a_newsroom_that_tells_both_answers_takes_no_part() -> None:
    state, finding = one(StorylineState(), document("x", "x", kinds=("report",), role="media", held=says("us") | says("cn")))
    assert (state.answers, finding.detail) == ((), {})


def test_an_official_answers_last() -> None:
    held = says("cn") | {"s/claim/call/us": (Span(6, 8),)}
    state, _ = one(StorylineState(), document("x", "x", kinds=("statement",), held=held))
    assert [answer.answer for answer in state.answers] == ["us"]


def test_what_should_follow_is_overdue_once_and_late_news_is_still_met() -> None:
    state, _ = one(StorylineState(), document("a", "mfa", kinds=("readout",)))
    assert lapse(state, LINE, NIGHT + timedelta(hours=23))[1] == []
    state, late = lapse(state, LINE, NIGHT + timedelta(hours=24))
    assert [(f.change, f.kind, f.watch, f.replies_to_story) for f in late] == [("overdue", "overdue", "wh", "a")]
    state, again = lapse(state, LINE, NIGHT + timedelta(hours=48))
    assert again == []
    _, met = one(state, document("b", "wh", kinds=("readout",), side="US"))
    assert (met.change, met.replies_to_story) == ("met", "a")


def test_a_copy_does_not_start_a_second_wait() -> None:
    state, _ = one(StorylineState(), document("a", "mfa", kinds=("readout",)))
    state, _ = one(state, document("a2", "mfa", kinds=("readout",), at=NIGHT + timedelta(hours=1)))
    assert len(state.pending) == 1


def test_an_absent_phrase_is_told_with_its_history_and_a_baseline_teaches_silently() -> None:
    past = [
        document(
            f"p{i}",
            "mfa",
            kinds=("readout",),
            held={"s/phrase/asked": (Span(0, 2),)} if i else {},
            at=NIGHT - timedelta(days=30 + i),
        )
        for i in range(3)
    ]
    state, findings = advance(StorylineState(), past, LINE, LIST, baseline=True)
    assert findings == []
    assert (state.pending, state.answers, len(state.uses)) == ((), (), 3)
    _, finding = one(state, document("a", "mfa", kinds=("readout",)))
    assert finding.detail["type"] == "formula"
    assert finding.detail["history"] == {"present": 2, "of": 3, "last_absent": (NIGHT - timedelta(days=30)).isoformat()}


def test_one_headline_on_many_days_is_many_documents_and_two_outlets_on_one_day_are_one() -> None:
    asked: dict[str, tuple[Span, ...]] = {"s/phrase/asked": (Span(0, 2),)}
    early = document("p", "mfa", kinds=("readout",), held=asked, at=NIGHT - timedelta(days=90))
    later = [replace(document(key, "mfa", kinds=("readout",), held=asked), story=early.story) for key in ("q", "r")]
    state, _ = advance(StorylineState(), [early, *later], LINE, LIST, baseline=True)
    assert [use.at for use in state.uses] == [NIGHT - timedelta(days=90), NIGHT]


def test_a_document_that_bears_a_day_was_missing_its_phrase_on_that_day() -> None:
    start = datetime(2025, 9, 18, 16, tzinfo=UTC)  # the 19th in Beijing
    followup = document("p", "mfa", kinds=("readout",))
    whole_day = replace(followup, item=replace(followup.item, published=Published(start, start + timedelta(days=1))))
    state, _ = advance(StorylineState(), [whole_day], LINE, LIST, baseline=True)
    assert [use.at.date() for use in state.uses] == [date(2025, 9, 19)]


def test_a_changed_headline_is_an_edit_and_a_note_makes_it_a_correction() -> None:
    followup = document("a", "wsj", kinds=("report",))
    before = Known("a", "wsj", "", "old title", "", "", "a")
    finding = revised(followup, Revision(followup.item, before), LINE)
    assert finding is not None
    assert (finding.change, finding.kind, finding.detail["before"]) == ("edited", "silent-edit", "old title")
    note = Evidence("correction", "Correction", "Correction: it was Tuesday.", 20)
    noted = revised(replace(followup, evidence=(note,)), Revision(followup.item, before), LINE)
    assert noted is not None
    assert (noted.change, noted.kind, noted.evidence) == ("corrected", "correction", (note,))


def test_a_change_of_the_text_is_told_only_when_it_says_that_it_corrects() -> None:
    followup = document("a", "wsj", kinds=("report",))
    before = Known("a", "wsj", "", followup.item.title, "", "", "a")
    assert revised(followup, Revision(followup.item, before), LINE) is None
    followup = replace(followup, evidence=(Evidence("correction", "Correction", "Correction: it was Tuesday.", 20),))
    noted = revised(followup, Revision(followup.item, before), LINE)
    assert noted is not None
    assert (noted.change, noted.detail["field"]) == ("corrected", "text")
    had_it_before = replace(before, text="Correction: it was Tuesday.")
    assert revised(followup, Revision(followup.item, had_it_before), LINE) is None


def test_a_story_is_told_as_new_once_whatever_the_watch() -> None:
    _, finding = one(StorylineState(), document("a", "mofa", kinds=("readout",)))
    first = decide([finding, replace(finding, watch="low")], [], {}, NIGHT)
    assert [alert.watch for alert in first] == ["high"]
    told = Told(first[0].id, "s", "high", "a", "new", NIGHT, first[0].severity)
    assert decide([replace(finding, watch="low")], [told], {}, NIGHT) == []


def test_an_edit_is_told_only_where_the_story_was_and_answers_it() -> None:
    followup = document("a", "wsj", kinds=("report",))
    finding = revised(followup, Revision(followup.item, Known("a", "wsj", "", "old", "", "", "a")), LINE)
    assert finding is not None
    assert decide([finding], [], {}, NIGHT) == []
    told = Told("first", "s", "low", "a", "new", NIGHT)
    alerts = decide([finding, finding], [told], {}, NIGHT)
    assert [(alert.change, alert.watch, alert.replies_to) for alert in alerts] == [("edited", "low", "first")]
