"""Is it readable at 80 columns?"""

from rich.cells import cell_len

from bot.alerts.render import render
from tests.alerts.make import NOW, TITLE, an_alert, an_outlet
from tests.channels.conftest import Place


async def test_no_line_is_wider_than_the_terminal_but_an_address_stays_whole(console: Place) -> None:
    url = f"https://www.mfa.gov.cn/{'x' * 100}.shtml"
    alert = an_alert(url=url, outlets=tuple(an_outlet(f"Outlet{n}", "cn") for n in range(12)), replies_to="fedcba9876543210")
    await console.channel.send(console.chat, render(alert, console.chat, now=NOW, why=("watch a/b",)))
    (shown,) = console.shown()
    lines = shown.splitlines()
    assert all(cell_len(line.rstrip()) <= 80 for line in lines if "://" not in line)
    assert url in lines
    assert [line for line in lines if TITLE in line]
    assert "01234567" in lines[0]
    assert "answers fedcba98" in shown


async def test_an_edit_says_who_carries_it_now(console: Place) -> None:
    alert = an_alert(outlets=(an_outlet("MFA", "cn"), an_outlet("Xinhua", "cn")))
    await console.channel.edit(console.chat, render(alert, console.chat, now=NOW, edits="1"))
    assert "01234567 now also: Xinhua" in console.shown()[0]


async def test_han_and_kana_fill_their_lines(console: Place) -> None:
    title = "WSJ " + "一" * 60 + " said"
    await console.channel.send(console.chat, render(an_alert(title=title, evidence=(), gloss={}), console.chat, now=NOW))
    lines = console.shown()[0].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("WSJ"))
    assert lines[start : start + 2] == ["WSJ " + "一" * 38, "一" * 22 + " said"]
