"""What changes a page says something else by, and what does not."""

import pytest

from bot.revisions import change_of, page_of
from bot.text.naming import Naming

EN = (
    "China summons Japan envoy over remarks",
    "The foreign ministry said on Monday that 12 ships entered the waters near the islands.",
    "Japan may lodge a protest, an official said.",
    "Minister Motegi called the account “entirely untrue” in Tokyo.",
)
ZH = ("中国外交部：召见日本大使", "外交部发言人毛宁19日表示，日方应停止挑衅。", "特朗普与习近平通电话。")
JA = ("首相「決定した」と表明", "高市首相は20日、派遣を決定したと述べた。", "中国側は抗議した。")
NAMES = Naming({"trump": ("特朗普", "川普")})


def page(title: str, *paragraphs: str, around: str = "3 minutes ago") -> str:
    return (
        f"<html><head><title>{title} - Site</title></head><body><nav>Menu {around}</nav><h1>{title}</h1><div class='timestamp'>{around}</div>"
        f"<article><p>{'</p><p>'.join(paragraphs)}</p><aside class='related'><p>{around} other news</p></aside></article></body></html>"
    )


@pytest.mark.parametrize(
    ("text", "before", "after", "severity", "what"),
    [
        (EN, "12 ships", "14 ships", "substantive", "number"),
        (EN, "Monday", "Tuesday", "substantive", "date"),
        (EN, "entered", "did not enter", "substantive", "negation"),
        (EN, "may lodge", "will lodge", "substantive", "modality"),
        (EN, "Motegi", "Kihara", "substantive", "name"),
        (EN, "entirely untrue", "entirely wrong", "substantive", "quote"),
        (EN, "summons", "rebukes", "substantive", "headline"),
        (EN, " near the islands", "", "cosmetic", "words"),
        (EN, "12 ships", "twelve ships", "cosmetic", "words"),
        (EN, "ministry", "minstry", "cosmetic", "words"),
        (EN, "said on", "said, on", "cosmetic", "words"),
        (EN, "an official said", "an official told", "cosmetic", "words"),
        (EN, "“entirely untrue”", '"entirely untrue"', "cosmetic", "words"),
        (ZH, "19日", "20日", "substantive", "number"),
        (ZH, "应停止", "不应停止", "substantive", "negation"),
        (ZH, "毛宁", "林剑", "substantive", "name"),
        (ZH, "特朗普", "川普", "cosmetic", "words"),
        (ZH, "表示", "指出", "cosmetic", "words"),
        (ZH, "中国外交部", "中國外交部", "cosmetic", "headline"),
        (JA, "派遣を決定した", "派遣を決定していない", "substantive", "negation"),
        (JA, "20日", "２０日", "cosmetic", "words"),
        (JA, "述べた", "語った", "cosmetic", "words"),
    ],
)
def test_how_grave_a_change_is(text: tuple[str, ...], before: str, after: str, severity: str, what: str) -> None:
    edited = tuple(each.replace(before, after) for each in text)
    assert edited != text
    change = change_of(page(*text), page(*edited), NAMES)
    assert (change.severity, change.what) == (severity, what)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("Ferry services will resume next week.", "Ferry services will resume next month.", "date"),
        ("The deal covers beef and pork.", "The deal covers beef and poultry.", "words"),
        ("The mayor of Leeds, Ann Holt, opened the hall.", "The mayor of Leeds, Ann Holm, opened the hall.", "name"),
        ("They agreed to open a joint post.", "They agreed to consider opening a joint post.", "modality"),
        ("Major Anan, of the army, spoke.", "Major General Anan, of the army, spoke.", "name"),
        ("Smith beat Jones in the final.", "Jones beat Smith in the final.", "words"),
        ("The airline cancelled its flights to Oslo.", "The airline cancelled its flights from Oslo.", "words"),
        ("Officials said at least 12 people died.", "Officials said up to 12 people died.", "negation"),
        ("双方同意建立热线。", "双方考虑建立热线。", "modality"),
        ("该机构副司令对记者说了此事。", "该机构司令对记者说了此事。", "name"),
        ("本周将公布调查结果。", "下周将公布调查结果。", "date"),
        ("甲队击败乙队夺冠。", "乙队击败甲队夺冠。", "words"),
        ("原因は転倒が最も多く、疲労、道迷いが続いた。", "原因は道迷いが最も多く、転倒、疲労が続いた。", "words"),
        ("政府は制裁を科す方針だ。", "政府は制裁を科した。", "modality"),
        ("午前9時から営業する。", "午前9時まで営業する。", "words"),
        ("この薬はぜんそくの治療に使う。", "この薬はてんかんの治療に使う。", "words"),
        ("作物の約半分が被害を受けた。", "作物の約3分の1が被害を受けた。", "number"),
    ],
)
def test_one_word_says_something_else(before: str, after: str, what: str) -> None:
    change = change_of(page(EN[0], before, *EN[1:]), page(EN[0], after, *EN[1:]))
    assert change.severity == "substantive"
    assert change.what in {what, "words"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The goverment will organise a fair.", "The government will organize a fair."),
        ("On Monday, the ministry published the figures.", "The ministry published the figures on Monday."),
        ("The committee began its hearings.", "The committee started its hearings."),
        ("The meeting is on 12 March in Vienna.", "The meeting is on March 12 in Vienna."),
        ("The company paid $5 million in fines.", "The company paid $5m in fines."),
        ("He had been a member of parliament since May.", "He had been an MP since May."),
        ("Germany and France signed the pact.", "France and Germany signed the pact."),
        ("The fair is open. It ends in May.", "The fair is open, it ends in May."),
        ("Results are expect in the autumn.", "Results are expected in the autumn."),
        ("气象台布署了观测设备。", "气象台部署了观测设备。"),
        ("会议将于3月5日在北京举行。", "会议将于三月五日在北京召开。"),
        ("他说：“我们不会让步。”", "他說：「我們不會讓步。」"),
        ("两座热源厂己经完成试运行，储煤量可用二十五天", "两座热源厂已经完成试运行，储煤量可用二十五天。"),
        ("外務省は会談を行うと発表した。", "外務省は会談を行うと明らかにした。"),
        ("バイオリンを弾く少女が来た。", "ヴァイオリンを弾く少女が来た。"),
        ("同社のの株価は上がった。", "同社の株価は上がった。"),
    ],
)
def test_the_same_in_other_words_is_cosmetic(before: str, after: str) -> None:
    change = change_of(page(EN[0], before, *EN[1:]), page(EN[0], after, *EN[1:]))
    assert change.severity in {"cosmetic", "none"}, change


def test_a_sentence_that_was_moved_or_cut_in_two_says_the_same() -> None:
    more = "The envoy left the ministry after half an hour and made no statement."
    assert change_of(page(*EN, more), page(EN[0], more, *EN[1:])).severity != "substantive"
    cut = "The envoy left the ministry after half an hour. He made no statement."
    assert change_of(page(*EN, more), page(*EN, cut)).severity != "substantive"
    assert change_of(page(*EN, more), page(*EN, cut.replace("half an hour", "an hour in tears"))).severity == "substantive"


@pytest.mark.parametrize("text", [EN, ZH, JA])
def test_what_changes_by_itself_is_no_change(text: tuple[str, ...]) -> None:
    assert change_of(page(*text), page(*text, around="2 hours ago · 1,200 views")).severity == "none"


@pytest.mark.parametrize(
    ("added", "severity", "what"),
    [
        ("Correction: an earlier version misstated the number of ships.", "substantive", "correction"),
        ("（訂正）記事の一部に誤りがありました。お詫びして訂正します。", "substantive", "correction"),
        ("The embassy in Beijing declined to comment on the report.", "substantive", "addition"),
        ("Photo by AFP", "none", ""),
        ("Share this", "none", ""),
    ],
)
def test_what_is_added_counts_when_it_says_something(added: str, severity: str, what: str) -> None:
    change = change_of(page(*EN), page(*EN, added))
    assert (change.severity, change.what) == (severity, what)
    assert change_of(page(*EN), page(*EN[:-1])).what == "omission"


def test_a_page_without_an_article_says_nothing_and_breaks_nothing() -> None:
    assert page_of("").sentences == ()
    assert change_of("", "<p>").severity == "none"
    assert change_of("<div>" * 3000, page(*EN)).severity == "substantive"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "避難計画に不備があるとして、再稼働を認めない判断を示した。",
            "避難計画に不備があるとはいえないとして、再稼働を認める判断を示した。",
        ),
        ("检察官将起诉司机，但不会起诉公司的两名经理。", "检察官不会起诉司机，但将起诉公司的两名经理。"),
        ("検察側は無期懲役を求めていた。", "検察側は懲役30年を求めていた。"),
        ("最低気温は氷点下7度だった。", "最低気温は7度だった。"),
    ],
)
def test_what_else_is_denied_or_counted_is_grave(before: str, after: str) -> None:
    assert change_of(page("判断", before), page("判断", after)).severity == "substantive"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("イタリアのヴェネツィアで映画祭が閉幕した。", "イタリアのベネチアで映画祭が閉幕した。"),
        ("同区間では13日から代行バスを1日9往復運行する。", "同区間では13日から代行バスを1日九往復運行する。"),
        ("政策金利を0・5％程度に引き上げることを決めた。", "政策金利を0.5%程度に引き上げることを決めた。"),
        ("円相場は午前6時半に1ドル＝157円20銭に下落した。", "円相場は午前6時30分に1ドル＝157.20円に下落した。"),
        ("礁から2キロ以内では網漁が禁じられている。", "礁から2キロ以内では網漁が禁止されている。"),
        ("客户今后须前往18公里外的柜台办理业务。", "客户今后必须到18公里外的柜台办业务。"),
        ("最冷门的是一套农机手册，至今没有人借过。", "最冷门的是一套农机手册，至今无人借阅。"),
        ("没有用现成的帖纸。", "没有用现成的贴纸。"),
    ],
)
def test_the_same_in_another_writing_or_in_synonyms_is_not(before: str, after: str) -> None:
    assert change_of(page("判断", before), page("判断", after)).severity == "cosmetic"
