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
