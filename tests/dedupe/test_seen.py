from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dedupe.near import alike, copy_of, may_be_retold, signature
from bot.dedupe.seen import REVISIONS_MAX, fresh, story_of
from bot.model.item import Item, Known
from bot.model.story import Story
from bot.text.naming import Naming

NOW = datetime(2025, 12, 2, tzinfo=UTC)
NOTICE = "中国海警局新闻发言人说，12月2日，日本“瑞宝丸”号渔船非法进入我钓鱼岛领海，中国海警舰艇依法对其采取必要管控措施并警告驱离。"


def item(title: str, text: str = "", *, key: str = "a", digest: str | None = None) -> Item:
    return Item(key, "s", f"https://x.example/{key}", "", title, text, "zh-Hans", None, NOW, digest or f"{title}|{text}")


def known(of: Item, *, revisions: int = 0) -> Known:
    return Known(of.key, of.source, of.url, of.title, of.text, of.digest, of.key, revisions)


def story(of: Item) -> Story:
    return Story(of.key, of.key, of.title, of.text, of.lang, of.first_seen)


def same_story(a: Item, b: Item) -> bool:
    return story_of(replace(b, key="b"), [story(a)], Naming()).id == a.key


def test_other_words_under_the_same_identity_are_a_revision() -> None:
    before, after = item("Told Tokyo to Lower the Tone"), item("Told Tokyo to Lower the Volume")
    new, revisions = fresh([after], {"a": known(before)})
    assert not new
    assert [(r.before.title, r.item.title, r.title_changed) for r in revisions] == [(before.title, after.title, True)]


def test_spacing_and_punctuation_are_no_revision() -> None:
    assert fresh([item("Japan, China  talk")], {"a": known(item("Japan China talk"))}) == ([], [])


def test_a_list_that_shows_only_the_headline_does_not_undo_the_text() -> None:
    assert fresh([item("外交部记者会")], {"a": known(item("外交部记者会", "全文"))}) == ([], [])
    _, revisions = fresh([item("外交部例行记者会")], {"a": known(item("外交部记者会", "全文"))})
    assert [r.item.text for r in revisions] == ["全文"]


def test_a_page_that_prints_the_time_stops_being_news() -> None:
    assert fresh([item("now 12:01")], {"a": known(item("now 12:00"), revisions=REVISIONS_MAX)}) == ([], [])


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["one title", "two titles", "three"])), max_size=12),
    st.sets(st.sampled_from("abcdef")),
)
def test_nothing_known_is_new_and_nothing_comes_twice(rows: list[tuple[str, str]], seen: set[str]) -> None:
    items = [item(title, key=key) for key, title in rows]
    new, revisions = fresh(items, {key: known(item("known title", key=key)) for key in seen})
    keys = [i.key for i in new]
    assert len(keys) == len(set(keys))
    assert not seen.intersection(keys)
    assert {r.item.key for r in revisions} <= seen


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (item("中国海警驱离日本渔船", NOTICE), item("中国海警驱离日本渔船", "（新华社北京12月2日电）" + NOTICE)),
        (
            item("中国海警驱离日本渔船", NOTICE),
            item("中國海警驅離日本漁船", NOTICE.replace("渔船", "漁船").replace("钓鱼岛", "釣魚島")),
        ),
        (
            item("Trump phones Takaichi after call with Xi", "x"),
            item("Trump phones Takaichi after call with Xi - Reuters", "x"),
        ),
        (
            item("习近平同美国总统特朗普通电话", "通话全文" * 30),
            item("快讯：习近平同美国总统特朗普通电话", "通话全文" * 30),
        ),
        (
            item("共機23架次擾台", "國防部公布，偵獲共機23架次、共艦17艘，於25分消失，高度18000呎，距離62浬。"),
            item("共機二十三架次擾台", "國防部公布，偵獲共機二十三架次、共艦十七艘，於廿五分消失，高度一萬八千呎，距離六十二浬。"),
        ),
        (
            item("日本外交官員訪京", "【明報專訊】日本外務省局長金井正彰周二在北京與中國外交部官員會談，雙方同意繼續溝通。"),
            item("日本局長在京會談", "（東京綜合訊）日本外務省局長金井正彰周二在北京與中國外交部官員會談，雙方同意繼續溝通。"),
        ),
    ],
)
def test_copies_of_one_text_are_one_story(a: Item, b: Item) -> None:
    assert same_story(a, b)
    assert set(signature(a.title, a.text)) & set(signature(b.title, b.text))


RETOLD = item(
    "Kimber to buy Tylex maker Kenvo in $48.7 billion deal",
    "Kimber will acquire Kenvo, the maker of Tylex, in a cash-and-stock deal worth about $48.7 billion, the companies said on Monday. "
    "Kenvo shareholders will receive $3.50 in cash and 0.14625 Kimber shares for each share they hold. The deal is expected to close "
    "in the second half of 2026. Mike Hsu, chief executive of Kimber, will lead the combined company.",
)


def test_what_another_desk_wrote_anew_is_one_story_as_long_as_it_left_the_facts() -> None:
    text = (
        "Kimber Corp is to acquire Tylex maker Kenvo Inc in a cash-and-share deal worth around $48.7bn, the two companies announced on "
        "Monday. Holders of Kenvo stock will get $3.50 in cash and {} of a Kimber share for every share held. Kimber CEO {} will head the "
        "combined group, and the transaction is expected to be completed in the second half of 2026."
    )
    headline = "UPDATE 1: Kleenox owner Kimber to acquire Kenvo for about $48.7bn"
    assert same_story(RETOLD, item(headline, text.format("0.14625", "Mike Hsu")))
    assert not same_story(RETOLD, item(headline, text.format("0.15625", "Mike Hsu")))
    assert not same_story(
        RETOLD, item("Kenvo's board meets", "Mike Hsu of Kimber said the $48.7 billion deal would close in 2026.")
    )


def test_texts_that_share_a_stock_sentence_are_not_asked_whether_one_retells_the_other() -> None:
    stock = "The ministry holds a press conference on every working day, at which it answers the questions of correspondents. "
    asked = (
        "Oyster farmers from Kagoshima asked for a loan, and the bank of the prefecture said that it would decide in the course of the "
        "summer whether to grant it or not, which the farmers called late."
    )
    retired = (
        "A harbour pilot retired after forty quiet years at sea; his colleagues blew their horns for him when his boat came in for the "
        "last time, and the mayor gave him a golden compass that nobody had asked for."
    )
    retold = (
        "Farmers of oysters in Kagoshima asked for a loan. The prefecture's bank will decide in the summer whether to grant it, it said; "
        "the farmers called this late."
    )
    loan, pilot = copy_of("Loan for oysters", stock + asked), copy_of("A golden compass", stock + retired)
    same = copy_of("Prefecture's bank to decide on loan for farmers of oysters", stock + retold)
    assert alike(loan, pilot)[0] > 0.2
    assert not may_be_retold(loan, pilot, alike(loan, pilot)[0])
    assert may_be_retold(loan, same, alike(loan, same)[0])


def test_a_text_is_retold_if_its_words_say_the_same() -> None:
    report = item(
        "Balloons shut airport",
        "Flights at the airport of the capital were halted for three hours on Tuesday evening after balloons carrying smuggled cigarettes had "
        "been detected over the border, the transport ministry said. About forty flights were delayed, and the police arrested two men.",
    )
    retold = item(
        "Airport of capital closed by cigarette smugglers",
        "The capital's airport suspended flights for three hours Tuesday evening, the ministry of transport stated, after balloons with "
        "smuggled cigarettes were spotted over the border. Some forty flights were delayed. Police detained two men.",
    )
    other = item(
        "Balloons and cigarettes",
        "Two men were sentenced on Tuesday for smuggling cigarettes over the border with balloons, which in spring had halted flights at the "
        "airport of the capital for three hours, a court said. Forty flights were delayed at the time, and the police looked for months.",
    )
    assert same_story(report, retold)
    assert not same_story(report, other)


def test_names_alone_make_no_story() -> None:
    report = item(
        "Trump told Takaichi to lower the volume on Taiwan: WSJ",
        "US President Donald Trump advised Prime Minister Sanae Takaichi of Japan not to provoke China over Taiwan, the Wall Street Journal "
        "reported on Thursday, citing Japanese officials. Trump had spoken with Chinese leader Xi Jinping on Monday.",
    )
    denial = item(
        "Tokyo: no such advice on Taiwan",
        "Chief Cabinet Secretary Minoru Kihara said a report in the Wall Street Journal that US President Donald Trump had advised Prime "
        "Minister Sanae Takaichi of Japan not to provoke China over Taiwan was not a fact. Trump spoke with Xi Jinping on Monday.",
    )
    assert not same_story(report, denial)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("2025年11月19日外交部发言人林剑主持例行记者会", "2025年11月20日外交部发言人毛宁主持例行记者会"),
        ("令和7年11月27日（木）午前 官房長官記者会見", "令和7年11月27日（木）午後 官房長官記者会見"),
        ("政府、中国への自衛隊機派遣を決定したと発表した", "政府、中国への自衛隊機派遣を否定したと発表した"),
        ("Nikkei closes 1.2% higher as Japan tension eases", "Nikkei closes 1.2% lower as Japan tension eases"),
        ("冒頭発言なし", "冒頭発言あり"),
    ],
)
def test_templates_and_reversals_are_never_one_story(a: str, b: str) -> None:
    assert not same_story(item(a), item(b))


def test_a_story_is_compared_with_its_first_member_and_the_likest_wins() -> None:
    near = story(item("中国海警驱离日本渔船", NOTICE, key="near"))
    far = story(item("中国海警驱离日本渔船 钓鱼岛", NOTICE[:40], key="far"))
    assert story_of(item("中国海警驱离日本渔船", NOTICE, key="new"), [far, near], Naming()).id == "near"
