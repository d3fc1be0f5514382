from collections import Counter

import pytest

from bot.model.source import Source
from bot.settings import share
from bot.text.yaml import read_yaml
from bot.watchlist import load_watchlist

REGIONS = ("asia-pacific", "south-and-central-asia", "europe", "middle-east-and-africa", "americas")
CATALOGUE = load_watchlist(share("watchlists")).sources


def of_region(region: str) -> list[Source]:
    data = read_yaml(share("watchlists") / "sources" / f"{region}.yaml").data
    return [CATALOGUE[entry["id"]] for entry in data["sources"]]


def test_the_catalogue_hears_much_of_the_world() -> None:
    assert len(CATALOGUE) >= 150
    assert len({source.side for source in CATALOGUE.values() if source.enabled}) >= 50


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_covers_several_countries(region: str) -> None:
    assert len({source.side for source in of_region(region) if source.enabled}) >= 5


@pytest.mark.parametrize("region", REGIONS)
def test_each_source_of_a_region_is_named_after_its_side_and_can_fall_quiet(region: str) -> None:
    for source in of_region(region):
        assert source.id.startswith(f"{source.side.lower()}_"), source.id
        assert source.fresh is not None, source.id


@pytest.mark.parametrize("region", REGIONS)
def test_what_a_region_leaves_off_says_why_first(region: str) -> None:
    assert all(source.note.startswith("Off: ") for source in of_region(region) if not source.enabled)


def test_no_address_is_asked_for_two_sources() -> None:
    asked = Counter(source.url for source in CATALOGUE.values() if source.enabled and source.via is None)
    assert [url for url, times in asked.items() if times > 1] == []
