"""Is an article seen through what stands around it and in it?"""

import itertools

import pytest

from bot.revisions import change_of, page_of
from bot.revisions.asides import is_label, owns_up, turns_to_reader
from bot.revisions.furniture import is_furniture

TITLE = "Port workers end strike after pay deal"
SAID = (
    "Dockers in the city voted on Monday to end a strike that had closed the terminal for nine days.",
    "The offer includes a rise of 4.5 percent this year, the union said.",
    "码头工人周一投票决定结束罢工，码头此前已停工九天。",
    "海運会社は、約70隻の滞留を解消するのに2週間かかるとみている。",
)
BOXES = (
    '<div class="promo-inline"><h4>Related</h4><p>Ferry crews threaten walkout in June over rosters, union warns.</p></div>',
    '<div class="k"><strong>Read more:</strong> <a href="/x">Rail freight grows</a><p>Freight trains carried a tenth more in May...</p></div>',
    '<p><em>Read more: <a href="/y">How the terminal was built.</a></em></p>',
    "<div><p>Sign up to our morning briefing to get the news that matters.</p><input type=email><button>Go</button></div>",
    '<div class="adWrap"><p>ADVERTISEMENT</p><p>Buy two tyres and get two free this weekend.</p></div>',
    '<div data-ad-slot="33"><p>Fly to Rome from 49 euros with SkyJet, book by Sunday.</p></div>',
    "<figure><img src=a.jpg><figcaption>Cranes stand idle at the terminal on Friday.</figcaption></figure>",
    "<p>Updated 3 minutes ago</p>",
    '<div class="z"><div><h3><a href="/b">Storm closes the bridge</a></h3><p>The bridge was closed for six hours on Sunday.</p></div></div>',
    "<div><span>1,204 views</span> <span>33 comments</span></div>",
    "<h3>Most read</h3><ol><li>Storm closes the bridge</li><li>Mayor quits after vote</li></ol>",
    '<div role="complementary"><p>The best of the week in your inbox every Saturday morning.</p></div>',
    '<p style="display:none">Words for machines that nobody reads but which are long.</p>',
    '<div id="comments"><h3>2 comments</h3><p>What a relief for everybody near the port!</p></div>',
    '<blockquote class="pullquote">Dockers in the city voted on Monday to end a strike that had closed the terminal for nine days.</blockquote>',
    '<div class="x"><h4>相关阅读</h4><p>渡轮船员因排班问题威胁六月罢工，工会发出警告。</p></div>',
    "<p>扫码关注本报微信公众号，获取更多资讯。</p>",
    "<p>責任编辑：李明</p><p>（更新于 14:32）</p><p>上证指数 3245.11 +0.52%</p>",
    "<section><h3>アクセスランキング</h3><ol><li>暴風で橋が通行止め</li></ol></section>",
    "<p>会員登録すると、続きをお読みいただけます。</p><p>コメント 23件</p>",
)


def laid_out(layout: int, box: str = "", at: int = 2, said: tuple[str, ...] = SAID) -> str:
    paragraphs = [f"<p>{each}</p>" for each in said]
    paragraphs.insert(at, box)
    body = "".join(paragraphs)
    match layout:
        case 0:
            return (
                f"<html><head><title>{TITLE} | Harbour News</title></head><body><header><nav><a>World</a></nav></header><main><article>"
                f"<h1>{TITLE}</h1>{body}</article></main><footer><p>Harbour News is not responsible for what others say.</p></footer></body></html>"
            )
        case 1:
            return (
                f'<html><head><title>{TITLE} - Harbour News</title></head><body class="page has-ads with-sidebar"><h1>Harbour News</h1>'
                f'<div class="social-layout"><div class="col"><h2>{TITLE}</h2><div class="txt">{body}</div></div>'
                "<div><h3>Latest</h3><ul><li><a>one</a></li></ul></div></div></body></html>"
            )
        case _:
            return (
                f'<html><head><title>{TITLE}</title></head><body><section class="story-media"><h1>{TITLE}</h1><div>{paragraphs[0]}'
                f"{paragraphs[1]}</div><div>{''.join(paragraphs[2:])}</div></section></body></html>"
            )


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize(("layout", "at"), list(itertools.product((0, 1, 2), (0, 2, 4))))
def test_a_box_around_or_in_an_article_is_no_part_of_it(box: str, layout: int, at: int) -> None:
    assert change_of(laid_out(layout), laid_out(layout, box, at)).severity != "substantive"


@pytest.mark.parametrize("layout", [0, 1, 2])
def test_an_article_is_the_same_in_every_template(layout: int) -> None:
    page = page_of(laid_out(layout))
    assert (page.title, page.sentences) == (TITLE, SAID)


@pytest.mark.parametrize(("box", "other"), list(itertools.pairwise(BOXES)))
def test_an_edit_beside_another_box_is_seen(box: str, other: str) -> None:
    edited = tuple(each.replace("70", "90") for each in SAID)
    assert change_of(laid_out(0, box), laid_out(0, other, said=edited)).what == "number"


@pytest.mark.parametrize(
    "note",
    [
        '<p class="updated"><em>{}</em></p>',
        '<aside class="correction"><p>{}</p></aside>',
        '<footer><p class="correction">{}</p></footer>',
        '<div class="article-meta">{}</div>',
    ],
)
@pytest.mark.parametrize(
    "said",
    [
        "Correction: The figure is 12.",
        "This article was amended on 3 March to correct a date.",
        "更正：会议在周二举行，而非周一。",
        "【訂正】会見は4日でした。",
    ],
)
@pytest.mark.parametrize("beside", ["", "</article>"])
def test_a_note_of_a_correction_is_read_wherever_it_stands(note: str, said: str, beside: str) -> None:
    change = change_of(laid_out(0), laid_out(0, beside + note.format(said), at=4))
    assert (change.severity, change.what) == ("substantive", "correction")


@pytest.mark.parametrize(
    "said",
    [
        "Updated guidance was sent to schools on Monday.",
        "Related claims were dismissed by the court.",
        "Share prices rose in Tokyo on Monday.",
        "Copyright holders sued the company in March.",
        "Comments by the minister angered the opposition.",
        "分享会上，他谈到了自己的童年。",
        "广告收入同比下降百分之三。",
        "声明说，双方同意停火。",
        "関連法案は来週審議される。",
        "人気歌手が来日した。",
    ],
)
def test_a_sentence_that_begins_like_a_label_is_read(said: str) -> None:
    assert said in page_of(laid_out(0, f"<p>{said}</p>")).sentences


def test_what_holds_the_article_stays_whatever_it_is_called() -> None:
    body = "".join(f'<p class="tracking-ad social">{each}</p>' for each in SAID)
    comments = f"<div id='comments'>{'<p>About time that they paid them what they are worth.</p>' * 20}</div>"
    for around in ("<div id='read-more' class='related sidebar'>{}</div>", "<article class='post tag-related social'>{}</article>"):
        page = page_of(
            f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{around.format(body)}{comments}</body></html>"
        )
        assert page.sentences == SAID


def test_teasers_above_a_headline_are_no_part_of_the_article_and_a_correction_is() -> None:
    above = '<div class="puff"><div><h3>Mill to become flats</h3><p>{}</p></div></div>'
    teaser, said = "The mill has stood empty since 2004, the council said.", "".join(f"<p>{each}</p>" for each in SAID)
    whole = f"<html><head><title>{TITLE}</title></head><body>{{}}<div><h1>{TITLE}</h1>{said}</div></body></html>"
    assert page_of(whole.format(above.format(teaser))).sentences == SAID
    note = "Correction: an earlier version of this article named another port."
    assert note in page_of(whole.format(above.format(note))).sentences


@pytest.mark.parametrize(
    "line",
    [
        "9 October 2026 / By Runa Fjeld / {} comments",
        "2026-03-18 15:12 来源：东海网 阅读 {}",
        "羽村 澪 | 約{}分で読めます | 文化",
        "{} people are reading this now",
        "このページの閲覧者数：{}人 | Copyright © 2026 山あい新聞",
        "{}人正在阅读",
    ],
)
def test_a_line_about_the_page_itself_says_nothing(line: str) -> None:
    assert is_furniture(line.format(49))
    first, second = (laid_out(0, f"<p>{line.format(many)}</p>") for many in (49, 305))
    assert change_of(first, second).severity == "none"


def test_a_line_of_facts_is_not_about_the_page() -> None:
    assert not is_furniture("Kick-off 19:30 | Ostmark Stadium")
    assert not is_furniture("文化庁は移転する方針")
    assert not is_furniture("Twelve comments were received on Monday.")


@pytest.mark.parametrize(
    "live",
    [
        '<span data-live="1">PRT.OS {}1.2%</span>',
        '<live-price symbol="PRT">{}1.2</live-price>',
        "(PRT.OS {}1.2%)",
        '<span class="quote">{}1.2%</span>',
    ],
)
def test_a_price_that_a_site_renews_is_no_part_of_its_sentence(live: str) -> None:
    first, second = (laid_out(0, said=(SAID[0].replace("city", f"city {live.format(sign)}"), *SAID[1:])) for sign in "+-")
    assert change_of(first, second).severity == "none"


def test_elements_of_a_sites_own_making_are_told_by_their_names() -> None:
    for box in ("<promo-slot><p>{}</p></promo-slot>", '<div data-testid="related-links"><p>{}</p></div>'):
        teaser = box.format("Ferry crews threaten a walkout in June, their union warns.")
        assert page_of(laid_out(0, teaser)).sentences == SAID


def test_the_headline_is_not_the_name_of_the_site() -> None:
    markup = f"<html><head><title>Harbour News: {TITLE}</title></head><body><h1>Harbour News</h1><h3>{TITLE}</h3><p>{SAID[0]}</p></body></html>"
    assert TITLE in page_of(markup).title


def test_markup_in_a_sentence_is_part_of_it() -> None:
    linked = SAID[0].replace("Dockers", '<a class="tag-link" href="/d">Dockers</a>').replace("Monday", "<time>Monday</time>")
    assert change_of(laid_out(0), laid_out(0, said=(linked, *SAID[1:]))).severity == "none"
    ticking = SAID[0].replace("Dockers", 'Dockers <span class="stock">PORT +1.2%</span>')
    assert change_of(laid_out(0), laid_out(0, said=(ticking, *SAID[1:]))).severity == "none"


def test_a_label_is_one_by_itself_or_before_a_colon() -> None:
    assert is_label("Related stories")
    assert is_label("推荐阅读（3）")
    assert is_label("Read more: the harbour")
    assert not is_label("Related stories were told.")
    assert turns_to_reader("当サイトではクッキーを使用しています。")
    assert owns_up("（訂正）記事の一部に誤りがありました。")
    assert not owns_up("The minister spoke at noon.")
