"""The shipped cues, run for real: what they recognise in each language, what they leave alone, and where the evidence stands."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from bot.dedupe.seen import story_of
from bot.following import classified
from bot.followups import KINDS
from bot.match import compile_index, scan
from bot.match.index import Index
from bot.model.followup import FollowUp
from bot.model.item import Item, Published
from bot.model.source import Role, Source
from bot.model.story import Story
from bot.settings import share
from bot.text.naming import Naming
from bot.text.sentences import LONGEST
from bot.watchlist import load_watchlist
from tests.followups.examples import EXAMPLES, Example

NIGHT = datetime(2025, 11, 27, 12, tzinfo=UTC)
YES = [example for example in EXAMPLES if example.label == "yes"]
NOT = [example for example in EXAMPLES if example.label != "yes"]


@cache
def index() -> Index:
    return compile_index(load_watchlist(share("watchlists")))


def read(title: str, text: str = "", lang: str = "en", role: Role = "media", at: datetime = NIGHT) -> FollowUp:
    source = Source("x", "X", "US", role, "feed", "https://x.example/", "UTC", (lang,), "X", "X")
    item = Item("k", "x", "https://x.example/a", "https://x.example/a", title, text, lang, Published(at, at), at, "d")
    story = Story("k", "k", title, text, lang, at)
    return classified(item, source, story, scan(item, source, index()), index())


def named(example: Example) -> str:
    return f"{example.kind}-{example.lang}-{example.label}-{example.title[:24]}"


@pytest.mark.parametrize("example", YES, ids=named)
def test_it_is_of_this_kind_and_these_words_say_so(example: Example) -> None:
    followup = read(example.title, example.text, example.lang, example.role)
    evidence = [piece for piece in followup.evidence if piece.kind == example.kind]
    assert example.kind in followup.kinds
    assert any(example.cue in piece.cue for piece in evidence)


@pytest.mark.parametrize("example", NOT, ids=named)
def test_it_is_not_of_this_kind(example: Example) -> None:
    followup = read(example.title, example.text, example.lang, example.role)
    assert [piece for piece in followup.evidence if piece.kind == example.kind] == []
    assert example.kind not in followup.kinds


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_evidence_stands_where_it_says(example: Example) -> None:
    followup = read(example.title, example.text, example.lang, example.role)
    body = followup.item.body
    for piece in followup.evidence:
        assert body[piece.offset : piece.offset + len(piece.cue)] == piece.cue
        assert piece.cue in piece.quote
        start = body.index(piece.quote)
        assert start <= piece.offset < start + len(piece.quote) <= start + LONGEST


def test_every_kind_is_labelled_yes_almost_and_no_in_every_language() -> None:
    labelled = {(example.kind, example.lang[:2], example.label) for example in EXAMPLES}
    wanted = {(kind, lang, label) for kind in KINDS for lang in ("en", "zh", "ja") for label in ("yes", "almost", "no")}
    assert wanted - labelled == set()


FILLER = "The two governments have talked about Taiwan and about Japan for many years. " * 12


@pytest.mark.parametrize(
    ("words", "role", "kind", "counts"),
    [
        ("Kihara denied it.", "media", "denial", False),
        ("Kihara denied it.", "wire", "denial", False),
        ("Kihara denied it.", "official", "denial", True),
        ("This article has been corrected: Takaichi spoke on Tuesday.", "media", "correction", True),
    ],
)
def test_deep_in_a_newsrooms_article_is_background_but_for_a_correction(words: str, role: Role, kind: str, *, counts: bool) -> None:
    assert (kind in read("Takaichi and the island", FILLER + words, role=role).kinds) is counts
    assert kind in read("Takaichi and the island", words, role=role).kinds


@pytest.mark.parametrize(
    ("title", "text", "lang"),
    [
        ("午前 冒頭発言なし", "（記者）日米首脳電話会談で、トランプ大統領から助言があったとの報道について伺います。", "ja"),
        ("国台办回应有关提问", "有记者问到特朗普总统同习近平主席通电话一事。", "zh-Hans"),
        ("Statement on the alliance", "Asked about the call, the spokesperson said that Trump and Takaichi spoke by phone.", "en"),
    ],
)
def test_an_official_text_in_which_a_call_comes_up_is_no_readout(title: str, text: str, lang: str) -> None:
    assert "readout" not in read(title, text, lang, role="official").kinds


def test_a_newsroom_tells_of_a_call_in_its_lead() -> None:
    text = "Trump and Takaichi spoke by phone on Tuesday and agreed to meet in spring, the embassy said."
    assert "readout" in read("Allies compare notes", text, role="wire").kinds
    assert "readout" not in read("Allies compare notes", text, role="official").kinds


@pytest.mark.parametrize(
    ("title", "lang"),
    [
        ("外交部：中美元首通話由美方發起", "zh-Hant"),
        ("外交部发言人谈中美元首通话", "zh-Hans"),
        ("Call between Xi and Trump was constructive: Chinese foreign ministry", "en"),
    ],
)
def test_a_spokesperson_on_a_call_is_no_readout_whoever_carries_it(title: str, lang: str) -> None:
    assert "readout" not in read(title, lang=lang).kinds


@pytest.mark.parametrize(
    "title", ["Xi tells Trump that trade is one thing and the island another", "Takaichi told Trump about her plans"]
)
def test_what_one_leader_told_the_other_is_a_readout(title: str) -> None:
    assert "readout" in read(title).kinds


def test_a_dispute_is_no_denial() -> None:
    assert "denial" not in read("Trump and Xi talk over trade disputes and the disputed strait").kinds
    assert "denial" in read("Tokyo disputes the report on Takaichi and Trump").kinds


def test_a_scoop_about_a_call_is_a_report() -> None:
    followup = read("Trump told Takaichi in a call to wait, WSJ reports", "People familiar with the call said so.")
    assert followup.kinds == ("report",)


def test_what_a_correction_is_about_is_no_news() -> None:
    text = "An article on Chinese coast guard ships that entered Japanese waters misstated their number. The correct number is two."
    assert read("Correction: ships near Japan", text).kinds == ("correction",)
    assert set(read("CORRECTED-Chinese ships enter Japanese waters, Tokyo says", text).kinds) >= {"correction", "incident"}


@pytest.mark.parametrize("label", ["WITHDRAWN: ", "KILL -- ", "撤稿："])
def test_what_is_taken_back_is_no_news_though_the_headline_says_it(label: str) -> None:
    text = "Editors: please do not use this story, which was sent in error."
    assert read(f"{label}Beijing recalls ambassador from Tokyo", text, role="wire").kinds == ("correction",)


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("Takaichi: the door is open", True),
        ("Chinese Foreign Ministry spokesperson Mao Ning: Japan should reflect", True),
        ("The door is open: Takaichi", True),
        ("An open door to dialogue: a letter to Takaichi", False),
        ("Advice to the Prime Minister of Japan: calm down", False),
        ("What ten years of watching the islands taught China: a photo essay", False),
    ],
)
def test_whose_words_a_headline_is(title: str, spoken: bool) -> None:  # noqa: FBT001 - a case's outcome
    assert ("statement" in read(title).kinds) == spoken


def test_what_sources_told_a_wire_is_a_report_of_it() -> None:
    text = "China has told Japan of it, government sources said on Wednesday."
    assert "statement" not in read("China tells Japan it will stop seafood imports", text, role="wire").kinds


def test_what_a_call_is_about_is_no_news() -> None:
    text = "They talked about the Chinese fighter that locked its radar on Japanese jets."
    assert read("Trump and Takaichi speak by phone", text).kinds == ("readout",)


def test_a_wire_is_the_record_of_who_said_what() -> None:
    text = "Kihara told reporters that there is no such fact. Takaichi said nothing."
    assert "statement" in read("Tokyo denies report on Takaichi", text, role="wire").kinds
    assert "statement" not in read("Tokyo denies report on Takaichi", text).kinds


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("WSJ says Trump gave Takaichi advice on Taiwan, Tokyo denies", {"denial", "report"}),
        ("Tokyo denies WSJ report that Trump gave Takaichi advice on Taiwan", {"denial"}),
    ],
)
def test_a_report_that_is_denied_is_news_where_it_is_told_first(title: str, kinds: set[str]) -> None:
    assert set(read(title).kinds) == kinds


# False friends that no kind can tell: what they name, what they belong to, what they are a copy of.


@pytest.mark.parametrize(
    ("title", "lang", "entity"),
    [
        ("王毅在钓鱼台国宾馆会见日本客人", "zh-Hans", "diaoyu"),
        ("王毅在釣魚臺國賓館會見日本客人", "zh-Hant", "diaoyu"),
        ("Wang Yi receives Japanese guests at the Diaoyutai State Guesthouse", "en", "diaoyu"),
        ("東海地方で大雨、新幹線に遅れ", "ja", "east_china_sea"),
        ("外交部：感謝日本友人", "zh-Hant", "cn_mfa"),
        ("外交部：感謝日本友人", "zh-Hant", "china_gov"),
        ("MOFA thanks friends in Japan", "en", "jp_mofa"),
        ("國防部公布臺海周邊動態", "zh-Hant", "cn_mnd"),
        ("MND reports activity around Taiwan", "en", "cn_mnd"),
    ],
)
def test_a_name_that_others_share_is_not_taken_for_ours(title: str, lang: str, entity: str) -> None:
    assert entity not in read(title, lang=lang).scan.entities


def test_a_banquet_at_the_guesthouse_is_no_incident_around_the_islands() -> None:
    followup = read("王毅在钓鱼台国宾馆会见日本客人", "双方谈到海警船和渔船。", "zh-Hans")
    assert "diaoyu-incidents" not in {match.watch for match in followup.matches}


def test_the_same_boat_a_year_earlier_is_not_on_the_storyline() -> None:
    words = ("中国海警依法驱离进入钓鱼岛领海的日本渔船“瑞宝丸”", "", "zh-Hans")
    assert read(*words, at=datetime(2024, 12, 5, 3, tzinfo=UTC)).matches == ()
    assert "diaoyu-incidents" in {match.watch for match in read(*words, at=datetime(2025, 12, 2, 3, tzinfo=UTC)).matches}


def test_the_same_reminder_for_another_reason_is_another_story() -> None:
    title = "外交部和中国驻日使领馆提醒中国公民近期避免前往日本"
    remarks = read(title, "日本领导人就台湾公然发表挑衅言论，严重损害人员往来的气氛，给在日公民的安全带来风险。", "zh-Hans")
    quakes = read(title, "青森县东方近海接连发生地震，多人受伤，当地气象部门要求警惕后续的更大震动。", "zh-Hans")
    assert remarks.kinds[0] == quakes.kinds[0] == "measure"
    assert remarks.matches
    assert quakes.matches == ()
    both = read(title, "青森县东方近海接连发生地震，日本社会治安不靖，针对中国公民的犯罪多发。", "zh-Hans")
    assert both.matches
    assert story_of(replace(quakes.item, key="other"), [remarks.story], Naming()).id == "other"
