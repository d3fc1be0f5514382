"""Are all the sources there that a developer collected, and can one development be seen from every region?"""

import json
from collections import Counter

import pytest

from bot.model.reply import Reply
from bot.model.source import Source
from bot.settings import share
from bot.sources import json_api
from bot.sources.via import found_via
from bot.watchlist import load_watchlist

SOURCES = load_watchlist(share("watchlists")).sources
COLLECTED = """
ap asahi bbc bbc_zh bloomberg cgtn chinadaily chinanews cn_ccg cn_consular_aqtx cn_embassy_jp cn_mct_moe cn_mfa_dept_zh
cn_mfa_leaders_zh cn_mfa_minister_zh cn_mfa_presser_en cn_mfa_presser_zh cn_mfa_remarks_zh cn_mnd_en cn_mnd_presser_zh
cn_mnd_statements_zh cn_mofcom cn_msa_navwarn cn_tao_presser cn_tao_statements cn_un_mission cna_sg cna_zh cnn_rss corr_ap corr_asahi
corr_bbc corr_guardian corr_nhk corr_nyt corr_wapo_others corr_wsj corr_xinhua diplomat ecns focustaiwan ft globaltimes google_news
guardian hk01 hkfp japan_times jiji_ja jiji_nippon_en jp_anzen jp_diet_api jp_embassy_cn jp_jcg_11th jp_jcg_senkaku jp_jso
jp_kantei_ccs_en jp_kantei_ccs_ja jp_kantei_feed jp_kantei_pm jp_mlit_feed jp_mod_feed jp_mofa_china jp_mofa_en jp_mofa_kaiken_ja
jp_mofa_release_ja jp_mofa_us jp_un_mission jp_worldjpn kyodo_en kyodo_zh livedoor ltn mainichi nhk_ja nhk_world nikkei_asia nyt
people_en people_zh_html people_zh_rss pla_81cn reuters rfa rthk sankei scmp taipei_times tass tw_cga tw_mac tw_mnd_pla_en tw_mnd_pla_zh
tw_mnd_press tw_mofa_en tw_president udn un_docs un_news un_press upmedia us_ait us_cnn_truth us_embassy_jp us_state us_trumpstruth
us_ustr us_war us_whitehouse uscnpm voa wapo wsj xinhua_en xinhua_zh yaeyama_nippo yahoo_jp yahoo_tw yomiuri yonhap zaobao
""".split()  # noqa: SIM905 - as 121 quoted words it would fill two pages


def test_everything_that_was_collected_is_there() -> None:
    assert len(COLLECTED) == 121
    assert set(COLLECTED) <= set(SOURCES)


def test_one_development_can_be_seen_from_every_region() -> None:
    assert len(SOURCES) >= 150
    assert len({source.side for source in SOURCES.values()} - {"INT", "UN", "EU"}) >= 50


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda source: source.id)
def test_an_entry_says_what_is_known(source: Source) -> None:
    assert all((source.origin, source.outlet, source.languages)), "whose words, under which name, in which languages?"
    assert source.fresh or source.note, "how old may its newest item be, or why can nobody tell?"
    assert source.enabled or len(source.note) >= 20, "why is it off?"
    assert source.verified is None or source.enabled, "what is off was not checked"


def test_beijings_voices_confirm_each_other_once() -> None:
    voices = [source for source in SOURCES.values() if source.side == "CN" and (source.state_media or source.role == "official")]
    assert len(voices) >= 30
    assert {voice.origin for voice in voices} == {"cn_state"}


@pytest.mark.parametrize(
    ("name", "page", "address"),
    [
        (
            "jp_kantei_pm_now",
            '<a href="/jp/104/"><a href="/jp/105/actions/">',
            "https://www.kantei.go.jp/jp/105/statement/index.html",
        ),
        ("jp_kantei_ccs_en", '<a href="202511/27_p.html">', "https://japan.kantei.go.jp/tyoukanpress/202511/index.html"),
        ("jp_jcg_counts", '<a href="./data_R8_10.pdf">', "https://www.kaiho.mlit.go.jp/mission/senkaku/data_R8_10.pdf"),
        ("xinhua_zh_json", "<ul class='wz-list' data='datasource:a1b2'>", "http://www.news.cn/ds_a1b2.json"),
    ],
)
def test_an_address_that_moves_is_found(name: str, page: str, address: str) -> None:
    via = SOURCES[name].via
    assert via is not None
    assert found_via(SOURCES[name], Reply(via.url, page.encode())) == address


def test_speeches_in_the_diet_are_told_apart_by_house_meeting_and_speaker() -> None:
    speech = {
        "speechURL": "https://kokkai.example/1",
        "nameOfHouse": "衆議院",
        "nameOfMeeting": "予算委員会",
        "speaker": "高市早苗",
    }
    source = SOURCES["jp_diet_api"]
    [item] = json_api.read(source, Reply(source.url, json.dumps({"speechRecord": [speech]}).encode()))
    assert (item.title, item.link) == ("衆議院 予算委員会 高市早苗", "https://kokkai.example/1")


def test_nobody_is_asked_twice_for_the_same() -> None:
    asked = Counter(source.url for source in SOURCES.values() if source.enabled)
    assert [url for url, times in asked.items() if times > 1] == []
