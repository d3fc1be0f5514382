"""How do pages say how often they were read, and how long that takes? Patterns, without regard to case."""

_COUNTED = (
    r"(?:page ?)?views?|reads?|readers?|shares?|comments?|likes?|reactions?|hits|clicks?|claps?|bookmarks?"
    r"|retweets?|reposts?|replies|listens?"
    r"|(?:浏览|瀏覽|阅读|閱讀|点击|點擊|访问|观看|觀看|播放)(?:量|数|數|率|次数|次數|人次|人数)?|点阅(?:率|数)?|點閱(?:率|數)?"
    r"|(?:评论|評論|留言|分享|点赞)[数數]?|跟帖|跟贴|回复|回覆|按赞|按讚|转发|轉發|收藏|人气|人氣|訪問(?:量|人數|者数)"
    r"|閲覧(?:数|者数|回数)?|(?:アクセス|コメント|シェア|ブックマーク|来訪者)数?|いいね[!！]?数?|リツイート|リポスト|はてブ"
    r"|再生(?:回)?数?|視聴(?:回数)?|ビュー|PV"
)
"""What readers do, of which pages keep count."""
_MANY = r"[\d,.]*\d\s*(?:[KkMm]\b|[万萬千亿])?\+?"
_TIMES = r"(?:人次|人|回|次|件|条|條|则|則|个|個|篇|票|PV)?"
_TAKES = (
    r"reading time\W*(?:about |approx\.? )?\d+[ -]?min(?:ute)?s?"
    r"|(?:about |approx\.? )?\d+[ -]?min(?:ute)?s?(?:'s)? (?:read(?:ing)?(?: time)?|to read)"
    r"|(?:阅读|閱讀|读完|讀完)(?:时间|時間|时长|時長|本文|全文|约|約|需|需要|大约|[:：\s])*\d+\s?分[钟鐘]?"
    r"|(?:约|約|需|预计|預計)*\s?\d+\s?分[钟鐘](?:阅读|閱讀|读完|讀完|可读完)"
    r"|(?:この記事は)?(?:約)?\d+分(?:ほど)?で(?:読め|読了)\S{0,6}"
    r"|読了(?:時間|目安|まで)*\W*約?\s?\d+分"
    r"|(?:全文|本文)\W*\d+(?:字|文字)"
)
"""How long it takes to read."""
_THIS = "本页|本頁|本文|本站|本贴|このページの|この記事の|この記事への|累計|累计|total|number of|共|全部|已有|有"
READERS = (
    rf"(?:(?:{_THIS})\W*)?(?:(?:{_COUNTED})[\W_]*{_MANY}\s*{_TIMES}|{_MANY}\s*{_TIMES}(?:の|已|が)?\s*(?:{_COUNTED}))中?"
    rf"|{_MANY} (?:people|readers|users|others|visitors)(?: are| have)? (?:now |currently )?"
    r"(?:reading|viewing|watching|here|read|online)"
    r"(?: this| it)?(?: article| story| page)?(?: now| right now| today)?"
    rf"|{_MANY}\s*(?:人|位)(?:读者|網友|网友|用户)?(?:正在|在|已)(?:看|阅读|閱讀|浏览|瀏覽|观看|觀看|线|線)"
    rf"|(?:現在|ただいま)?{_MANY}\s*人が(?:閲覧|視聴|読んで|見て)(?:中|いま)?\S{{0,4}}"
    r"|(?:no|0|be the first to|add a|leave a|post a) comments?(?: yet)?"
    rf"|you are visitor (?:no\.?|number)? ?{_MANY}|あなたは{_MANY}人目\S{{0,8}}|{_TAKES}"
)
"""How often a page was read, and how long that takes."""
