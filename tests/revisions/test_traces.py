"""Is another fact told from an editor's hand, place by place?"""

import pytest

from bot.revisions.figures import alike
from bot.revisions.tokens import sentence_of
from bot.revisions.traces import Traces, traces_of
from bot.revisions.values import in_values
from bot.text.naming import Naming

PLACES = Naming()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The company had used falsified documents.", "The company had used falsified location signals."),
        ("Inflation held steady last month.", "Inflation rose last month."),
        ("A belt of rain will cross southwestern parts.", "A belt of rain will cross southeastern parts."),
        ("双方就朝鲜半岛局势交换了意见。", "双方就中东地区局势交换了意见。"),
        ("两国同意由渔业部门先行磋商。", "两国同意由外交部门先行磋商。"),
        ("较前一周少11宗。", "较前一周多11宗。"),
        ("北部と南西部の空域に入った。", "中部と南西部の空域に入った。"),
        ("大雪による交通障害に警戒する。", "大雪によるなだれに警戒する。"),
        ("12万本を自主回収する。", "12万箱を自主回収する。"),
        ("一部にアーモンドが混入した。", "一部にくるみが混入した。"),
        ("終日、一部の区間で運転する。", "終日、全ての区間で運転する。"),
    ],
)
def test_a_word_in_the_place_of_another_says_something_else(one: str, other: str) -> None:
    assert _traces(one, other).other
    assert bool(_traces(other, one).other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The carrier was detected on Monday.", "The carrier was spotted on Monday."),
        ("Officers carried out a search.", "Officers conducted a search."),
        ("The ministry announced the step.", "The ministry unveiled the step."),
        ("公司宣布了这一决定。", "公司公布了这一决定。"),
        ("美国防长赫格塞思说。", "美国防长赫格塞斯说。"),
        ("首相は記者団に語った。", "首相は記者団に述べた。"),
        ("日銀は決定した。", "日本銀行は決定した。"),
        ("高市首相は表明した。", "高市総理大臣は表明した。"),
        ("アンワル首相が演説した。", "アンワール首相が演説した。"),
        ("来年、ジェームズ・ウェッブ宇宙望遠鏡で調べる。", "来年、JWSTで調べる。"),
        ("第三季度开工。", "第3季度动工。"),
        ("防空飛彈已就位。", "防空导弹已就位。"),
        ("偵獲共機23架次。", "侦获军机23架次。"),
        ("航母福建号驶过。", "航母福建舰驶过。"),
        ("防衛相が抗議した。", "防衛大臣が抗議した。"),
        ("防衛省統合幕瞭監部は発表した。", "防衛省統合幕僚監部は発表した。"),
        ("輸出を禁じる菅理リストに載せた。", "輸出を禁じる管理リストに載せた。"),
        ("施毅说，这是警告。", "他指出，这是警告。"),
    ],
)
def test_an_editor_writes_the_same_in_other_words(one: str, other: str) -> None:
    assert not _traces(one, other).other


def test_what_only_one_version_has_was_cut() -> None:
    assert _traces("The ship left the port on Monday.", "The big ship left the port on Monday.") == Traces(cut=1)


def _traces(one: str, other: str) -> Traces:
    return traces_of(*alike(*(sentence_of(in_values(text), PLACES) for text in (one, other))))
