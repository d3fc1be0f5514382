"""Does a change of the watchlist wait for an operator where it should, and are those who subscribed left as they are?"""

from pathlib import Path

from bot.app import subscribe
from bot.match import compile_index
from bot.model.alert import Chat
from bot.reloading import Reloader, begun
from bot.watchlist import load_watchlist
from bot.world import World
from tests.pipeline.make import Network, Telling, small_world


def changed(folder: Path) -> None:
    file = folder / "storylines" / "s.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# another thought\n", encoding="utf-8")


def notices(world: World) -> list[str]:
    store, now = world.store, world.clock.now()
    store.save_chat(Chat("test:operators", operators=True))
    titles = [one.alert.title for one in store.claim_deliveries(now, 10, now - now)]
    return [title for title in titles if "/approve" in title]


def test_a_change_waits_for_an_operator_and_is_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "watchlists"
    with small_world(tmp_path, Network(), Telling()) as world:
        notices(world)
        begun(world, folder, approval=True)
        first = world.store.digest_in_force()
        assert first == world.watchlist.digest, "the very first needs nobody"
        reloader = Reloader(world, folder, approval=True)
        changed(folder)
        assert [reloader.look() for _ in range(3)] == [None, None, None]
        assert world.store.digest_in_force() == first
        world.index = compile_index(load_watchlist(folder))
        begun(world, folder, approval=True)
        assert world.watchlist.digest == first, "a restart brings nothing into force either"
        assert len(notices(world)) == 1
        world.index = compile_index(load_watchlist(folder))
        begun(world, folder)
        assert world.store.digest_in_force() != first


def test_what_a_chat_has_set_itself_survives_a_start(tmp_path: Path) -> None:
    with small_world(tmp_path, Network(), Telling()) as world:
        store = world.store
        listed = [Chat("telegram:1", "UTC"), Chat("telegram:2", "UTC"), Chat("console:stdout", "UTC")]
        subscribe(store, listed, "UTC")
        store.save_chat(Chat("telegram:1", "Asia/Tokyo", "ja", active=False))
        again = [Chat(one.id, "Europe/Berlin", operators=one.id == "telegram:2") for one in listed]
        subscribe(store, again, "Europe/Berlin")
        assert store.chat("telegram:1") == Chat("telegram:1", "Asia/Tokyo", "ja", active=False)
        assert store.chat("telegram:2") == Chat("telegram:2", "Europe/Berlin", operators=True)
        assert store.chat("console:stdout") == Chat("console:stdout", "Europe/Berlin")
