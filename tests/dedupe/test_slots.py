"""What two texts say otherwise, and what is only put otherwise."""

import pytest

from bot.dedupe.slots import contradiction, wording
from bot.text.naming import Naming

PLACES = Naming()

OTHERWISE = [
    ("number", "自2025年12月1日起，4号线周五及节假日前一日末班车延后", "自2025年12月12日起，4号线周五及节假日前一日末班车延后"),
    ("name", "受望京西站信号设备故障影响，部分列车晚点", "受太阳宫站信号设备故障影响，部分列车晚点"),
    ("name", "中国国際航空は15日、払い戻しに応じると発表した", "中国東方航空は15日、払い戻しに応じると発表した"),
    ("modality", "新しい市立図書館が29日に開館する", "新しい市立図書館が29日に開館した"),
    ("modality", "運搬火箭計劃於22日在海陽附近海域發射", "運搬火箭22日在海陽附近海域發射"),
    ("order", "結びの一番は大の里が義ノ富士を寄り切りで下した", "結びの一番は義ノ富士が大の里を寄り切りで下した"),
    ("name", "後任の社長には山口哲也専務が昇格する", "後任の社長には川端哲也専務が昇格する"),
    ("number", "Three Chinese ships enter waters off Senkakus", "Four Chinese ships enter waters off Senkakus"),
    (
        "half of the day",
        "The call took place on Monday morning, officials said.",
        "The call took place on Monday evening, officials said.",
    ),
    ("number", "The call took place at 8 a.m., officials said.", "The call took place at 8 p.m., officials said."),
    ("opposite", "China confirms call with Japan", "China denies call with Japan"),
    (
        "negation",
        "Tokyo will attend the summit in Seoul, a spokesman said.",
        "Tokyo will not attend the summit in Seoul, a spokesman said.",
    ),
    ("negation", "Japan has plans to retract the remark", "Japan has no plans to retract the remark"),
    (
        "name",
        "Spokesman Lin Jian said on Monday that Japan should stop.",
        "Spokesman Mao Ning said on Monday that Japan should stop.",
    ),
    (
        "name",
        "The destroyer USS Higgins sailed through the strait on Friday.",
        "The destroyer USS Milius sailed through the strait on Friday.",
    ),
    ("speaker", "Foreign Minister Wang Yi criticised the remark.", "Ambassador Wang Yi criticised the remark."),
    ("number", "尖閣諸島周辺を中国海警局の船12隻が航行した", "尖閣諸島周辺を中国海警局の船8隻が航行した"),
    ("number", "The count was 3 in May and 17 in June, 20 in all.", "The count was 3 in May and 18 in June, 21 in all."),
    ("number", "2025年11月20日外交部发言人毛宁主持例行记者会", "2025年11月19日外交部发言人林剑主持例行记者会"),
    ("name", "外交部发言人毛宁表示，日方应停止挑衅。", "外交部发言人林剑表示，日方应停止挑衅。"),
    ("opposite", "派遣を決定", "派遣を否定"),
    ("opposite", "中国将参加会议", "中国将不参加会议"),
    ("negation", "日方表示会撤回言论", "日方表示不会撤回言论"),
    ("half of the day", "会谈于20日上午举行", "会谈于20日下午举行"),
    ("number", "会谈于上午8时举行", "会谈于晚上8时举行"),
    ("negation", "首相は発言を撤回する考えを示した", "首相は発言を撤回しない考えを示した"),
    ("name", "宮古海峡を通過した", "大隅海峡を通過した"),
    ("name", "茂木外相は20日、抗議した", "木原外相は20日、抗議した"),
    ("number", "中国海警2302舰艇编队在钓鱼岛领海巡航", "中国海警2501舰艇编队在钓鱼岛领海巡航"),
    ("opposite", "日经指数下跌1.2%", "日经指数上涨1.2%"),
    ("number", "第3回会合を開く", "第4回会合を開く"),
    ("name", "フィリピンの船が衝突", "ベトナムの船が衝突"),
    ("name", "辽宁舰穿越宫古海峡", "福建舰穿越宫古海峡"),
    ("speaker", "外交部发言人表示反对", "国防部发言人表示反对"),
    ("number", "The quake had a magnitude of 5.4.", "The quake had a magnitude of 5.6."),
    ("number", "for the second consecutive day", "for the third consecutive day"),
    ("unit", "Gusts of 131 km/h were recorded at the head.", "Gusts of 131 mph were recorded at the head."),
    ("unit", "出口额为8.4亿元，同比增长", "出口额为8.4亿美元，同比增长"),
    ("number", "山田選手が初優勝を果たした", "山田選手が2回目の優勝を果たした"),
    ("number", "出席率为百分之五点五", "出席率为百分之五点七"),
    ("opposite", "列車は予定より10分遅く到着した", "列車は予定より10分早く到着した"),
    ("half of the day", "会見は朝に開かれた", "会見は夜に開かれた"),
    ("name", "護衛艦「たかなみ」が出港した", "護衛艦「あけぼの」が出港した"),
    ("order", "Alemu finished second and Brahimi third in the race.", "Alemu finished third and Brahimi second in the race."),
    (
        "quote",
        "官房長官は記者会見で中国側の発表について「極めて遺憾だ」と述べた",
        "官房長官は記者会見で中国側の発表について「コメントは控える」と述べた",
    ),
    ("speaker", "経済産業相は会談の後で述べた", "外相は会談の後で述べた"),
    ("kind", "岭东市气象台发布暴雨橙色预警", "岭东市气象台发布暴雨红色预警"),
    ("order", "The destroyer sailed north to south through the strait.", "The destroyer sailed south to north through the strait."),
    ("negation", "The lawmaker met Minister Koh on Monday.", "The lawmaker cancelled a meeting with Minister Koh on Monday."),
    ("negation", "The spokesman declined to say whether they discussed it.", "The spokesman said they discussed it."),
    ("name", "Tokyo said the call took place at Washington's request.", "Tokyo said the call took place at Tokyo's request."),
    ("number", "中国海警船约两小时后离开该海域", "中国海警船约三小时后离开该海域"),
    ("number", "预算案将于元旦起执行", "预算案将于2月起执行"),
    ("opposite", "70代の男性が行方不明", "70代の女性が行方不明"),
    ("kind", "The museum will show silver coins in May.", "The museum will show platinum coins in May."),
    ("modality", "Prime Minister Takaichi plans to visit the US in April.", "Prime Minister Takaichi may visit the US in April."),
    ("modality", "菲律宾外交部表示，将于下周一召见大使。", "菲律宾外交部表示，考虑于下周一召见大使。"),
    ("modality", "政府は北京のルートを通じて抗議した", "政府は北京のルートを通じて抗議する方針"),
    ("order", "鲜菜价格上涨12.4%，猪肉价格下降14.7%", "猪肉价格上涨12.4%，鲜菜价格下降14.7%"),
    ("kind", "10月居民消费价格指数同比上涨0.6%", "10月居民消费价格指数环比上涨0.6%"),
    ("negation", "日本側と覚書に署名した", "日本側と覚書の署名を見送った"),
    ("opposite", "被害品の大半が回収された", "被害品の一部が回収された"),
    ("word", "论文第一作者、博士后孙哲介绍", "论文通讯作者、博士后孙哲介绍"),
    (
        "name",
        "The coast guard seized three boats off Baengnyeong Island on Friday.",
        "The coast guard seized three boats off Yeonpyeong Island on Friday.",
    ),
    ("negation", "米財務省は中国企業など17団体への制裁を発表した", "米財務省は中国企業など17団体への制裁解除を発表した"),
    ("negation", "商务部宣布对17家企业的出口管制", "商务部宣布解除对17家企业的出口管制"),
    ("opposite", "取消航班比例达到21.6%，为近一个月来最高", "取消航班比例达到21.6%，为近一个月来最低"),
    ("speaker", "该信函将作为联合国大会正式文件散发", "该信函将作为联合国安理会正式文件散发"),
    ("name", "知事は避難路の整備などを国に求めた", "知事は避難路の整備などを東京電力に求めた"),
    ("order", "「賛成」が計48.8％、「反対」が計44.2％だった", "「反対」が計48.8％、「賛成」が計44.2％だった"),
    ("modality", "The city has asked Beijing for a new pair of pandas.", "The city plans to ask Beijing for a new pair of pandas."),
    ("modality", "China has suspended the export rule for a year.", "China may suspend the export rule for a year."),
    ("modality", "The ministry approved the sale of the missiles.", "The ministry will approve the sale of the missiles."),
    (
        "modality",
        "The United States is considering raising its tariff from 20 percent to 25 percent.",
        "The United States will raise its tariff from 20 percent to 25 percent.",
    ),
    ("name", "候補は自民党と公明党の推薦を受けた", "候補は立憲民主党の推薦を受けた"),
    ("name", "国民党籍议员张文浩说，票价十年未调", "民进党籍议员张文浩说，票价十年未调"),
    ("opposite", "他已告知习近平，对方反应正面", "他已告知习近平，对方反应负面"),
    ("word", "知事は「対話による解決を求めていく」と答弁した", "知事は「訴訟による解決を求めていく」と答弁した"),
    (
        "negation",
        "The owner said it would appeal to the Supreme Court.",
        "The owner said it would drop its appeal to the Supreme Court.",
    ),
    ("name", "日本外務省によると、電話会談は韓国側の求めで行われた", "日本外務省によると、電話会談は日本側の求めで行われた"),
    ("name", "都道府県別では宮城が52人で最多、神奈川42人と続いた", "都道府県別では沖縄が52人で最多、宮城42人と続いた"),
    ("name", "両首脳は日米韓3カ国で対処すると述べた", "両首脳は日中韓3カ国で対処すると述べた"),
    ("opposite", "許可制は維持すると商務省が発表した", "許可制も撤廃すると商務省が発表した"),
    ("opposite", "邱男坦承犯行，已接受調查", "邱男否認犯行，已接受調查"),
    ("opposite", "The state began culling the hens on Monday.", "The state completed culling the hens on Monday."),
    ("quote", "菲方派出「马拉布里戈号」前往救助渔民", "菲方派出「加布里埃拉·西朗号」前往救助渔民"),
    (
        "negation",
        "The government would wait patiently and was not preparing a second offer.",
        "The government would not wait long and was preparing a second offer.",
    ),
    (
        "negation",
        "The court found the man guilty of abuse of power but acquitted him of perjury.",
        "The court found the man guilty of abuse of power and perjury.",
    ),
    (
        "modality",
        "The federation said its team would decide whether to boycott the event.",
        "The federation said its team would boycott the event.",
    ),
    (
        "order",
        "With half of the ballots counted, Nasry Asfura of the National Party led Salvador Nasralla of the Liberal Party by 515 votes.",
        "With half of the ballots counted, Salvador Nasralla of the Liberal Party led Nasry Asfura of the National Party by 515 votes.",
    ),
    ("relative days", "両氏は年度内の契約締結を目指すことで一致した", "両氏は年内の契約締結を目指すことで一致した"),
    ("extremes", "海保によると4隻のうち1隻は機関砲を搭載している", "海保によると4隻はいずれも機関砲を搭載している"),
    (
        "modality",
        "Sailors were questioned, and the boats will be released once they pay a fine.",
        "Sailors were questioned, and the boats were released after they paid a fine.",
    ),
    (
        "negation",
        "The ministry said the sides agreed to hold a new round of dialogue.",
        "The ministry said the sides had yet to agree on a date for a new round of dialogue.",
    ),
    (
        "negation",
        "They discussed the chips and agreed that their teams would meet again.",
        "They discussed the chips but failed to agree on a date for their teams to meet again.",
    ),
    ("opposite", "原油安は国内の物価に影響しやすくなったと総裁は述べた", "原油安は国内の物価に影響しにくくなったと総裁は述べた"),
    ("opposite", "2度目の照射は別の哨戒機が受けた", "2度目の照射は同じ哨戒機が受けた"),
    ("name", "欠航は関西国際空港で最も多く、41便だった", "欠航は成田国際空港で最も多く、41便だった"),
    ("negation", "談話は米国も名指しで批判した", "談話は米国を名指しした批判は避けた"),
    (
        "name",
        "美军“拉斐尔·佩拉尔塔”号驱逐舰29日穿越台湾海峡",
        "美军“拉斐尔·佩拉尔塔”号驱逐舰、“玛丽·西尔斯”号测量船29日穿越台湾海峡",
    ),
    (
        "order",
        "The ministry has frozen its licence for the port but it has not cancelled it, the minister said.",
        "The ministry has cancelled its licence for the port but it has not apologised for it, the minister said.",
    ),
    ("opposite", "The panel said it lacked jurisdiction to hear the case.", "The panel said it had jurisdiction to hear the case."),
    ("opposite", "被告のうち2人は現在ノルウェーを離れている", "被告のうち2人は現在ノルウェーに残っている"),
    ("opposite", "涉案的三名船员现已离开挪威", "涉案的三名船员目前仍在挪威"),
    ("opposite", "船长获准保释候查", "船长被起诉，不准保释"),
    (
        "word",
        "Advantest climbed 5.3 percent and Keyence 3.1 percent.",
        "SoftBank Group climbed 5.3 percent and Keyence 3.1 percent.",
    ),
    ("negation", "使節団は式典に出席しなかった", "使節団は式典に出席したが、発言しなかった"),
    ("modality", "首相は台湾有事が危機になり得ると答えた", "首相は台湾有事が危機になると答えた"),
    ("modality", "勧告の対象は個人と団体の種目だ", "勧告の対象は個人の種目に限る"),
    (
        "extremes",
        "One of the ships was seen to carry an autocannon, the coast guard said.",
        "All of the ships were seen to carry an autocannon, the coast guard said.",
    ),
    (
        "name",
        "The ministry said imports of the resin from India were dumped.",
        "The ministry said imports of the resin from India and Taiwan were dumped.",
    ),
    ("order", "法官宣布，首名被告获准以现金保释，另一人还押候讯", "法官宣布，首名被告还押候讯，另一人获准以现金保释"),
    ("order", "半导体设备股领涨，百货和化妆品等入境游概念股走低", "百货和化妆品等入境游概念股领涨，半导体设备股走低"),
    ("number", "He called for output to be raised by a third next year.", "He called for output to be raised by half next year."),
    ("name", "Hungary has reserved its position, one of them said.", "Malta has reserved its position, one of them said."),
    ("opposite", "The alert level was kept at the second highest.", "The alert level was raised to the second highest."),
    ("modality", "両大臣は共同訓練を実施することで一致した", "両大臣は共同訓練の実施を検討することで一致した"),
    (
        "number",
        "The North fired a short-range missile toward the sea on Friday.",
        "The North fired two short-range missiles toward the sea on Friday.",
    ),
    (
        "name",
        "Finance Minister Lars Klingbeil and Theresa Lazaro signed it there.",
        "Finance Minister Peter Harlow and Theresa Lazaro signed it there.",
    ),
    (
        "number",
        "It was the first time since May that a vessel had come so near.",
        "It was the last time since May that a vessel had come so near.",
    ),
    (
        "number",
        "The average rose 0.36 percent from Tuesday to 53,055.84.",
        "The average rose 0.36 percent from Tuesday to 53,055.83.",
    ),
    ("number", "終値は前日比143円08銭安の4万9160円20銭だった", "終値は前日比143円08銭安の4万9160円22銭だった"),
    (
        "date",
        "The ships were seen in the 24 hours to 6 a.m. Wednesday. Nothing else was.",
        "The ships were seen in the 24 hours to 6 a.m. Friday. Nothing else was.",
    ),
    ("name", "芬兰总统斯图布说，政府正密切关注事态。", "芬兰总统奥尔波说，政府正密切关注事态。"),
    ("name", "日本首相表示，泰國的立場沒有改變，泰方將繼續對話。", "日本首相表示，越南的立場沒有改變，泰方將繼續對話。"),
    (
        "negation",
        "報道局長は19日、日本側は誤った発言を撤回すべきだと述べた",
        "報道局長は19日、日本側は誤った発言を撤回すべきだと話さなかった",
    ),
    ("opposite", "The vessels left at about 5:10 a.m.", "The vessels were still there as of 5:10 a.m."),
    ("negation", "The plan had been cleared with the council.", "The plan had yet to be cleared with the council."),
    ("negation", "2人は検問所でベラルーシへの出国に成功した", "2人は検問所でベラルーシへの出国を阻止された"),
    (
        "negation",
        "答弁は「問題があるとは思わない」が50%で、「問題がある」を上回った",
        "答弁は「問題がある」が50%で、「問題があるとは思わない」を上回った",
    ),
    ("name", "軍機は北部、中部、南西部の空域に入った", "軍機は中部、南西部、東部の空域に入った"),
    ("modality", "行き先が豪州かは不明だと国防相は述べた", "行き先が豪州だと国防相は述べた"),
    ("name", "商务部新闻发言人何咏前在发布会上作出回应", "商务部新闻发言人何亚东在发布会上作出回应"),
    ("name", "North Korea fired a missile toward the East Sea.", "North Korea fired a missile toward the Yellow Sea."),
]
THE_SAME = [
    ("國防部30日發布消息，設備運行正常。", "国防部30日释出讯息，装置执行正常。"),
    ("宏都拉斯國家選舉委員會24日宣布結果。", "洪都拉斯国家选举委员会24日宣布结果。"),
    (
        "Profit was 412 million crowns, of which $3.5 million came from abroad.",
        "Profit was 412m crowns, of which $3.5 mn came from abroad.",
    ),
    ("中国政府は20日、この主張を退けた", "中華人民共和国政府は20日、この主張を退けた"),
    ("The probe is expected to be completed within a year.", "The probe should be completed within 12 months."),
    ("非法收受财物折合人民币6870万余元", "非法收受财物折合人民币6870余万元"),
    ("局表示，县城震感明显，暂未接到报告", "局称，县城震感明显，暂未接到报告"),
    ("70代の男性1人と連絡が取れなくなっているということです", "70代の男性1人と連絡が取れていないという"),
    ("5強の揺れを10時00分から観測しました", "5強の揺れを10時00分から観測した"),
    ("無所属の新人が初当選しました", "無所属の新人が初当選した"),
    ("終値は前営業日比899円高だった", "終値は前日比899円高だった"),
    ("Ousted Prime Minister Hasina was sentenced on Monday", "Deposed Prime Minister Hasina was sentenced on Monday"),
    ("He pleaded guilty to fraud at an earlier hearing", "He admitted fraud at an earlier hearing"),
    ("KOGAS chief executive Choi said the deal was flexible.", "KOGAS CEO Choi said the deal was flexible."),
    ("The missiles flew 1,100 km, the JCS said on Friday.", "The missiles flew 1,100 km, the Joint Chiefs said on Friday."),
    ("国务院台湾事务办公室发言人张晗作了介绍", "国务院台办发言人张晗作了介绍"),
    ("大市全日成交2467億元，南向資金流入", "大市全日成交2467億港元，南向資金流入"),
    ("原油は前週末比0.19ドル安で終えた", "原油は前週末比19セント安で終えた"),
    ("対象は当初、約60社となる見込み", "対象は当初、およそ60社となる見込み"),
    ("個別審査は磁石7品目で続く", "個別審査は磁石七品目で続く"),
    ("今年西归浦海警已扣押14艘渔船", "今年西归浦海洋警察署已扣押14艘渔船"),
    ("頼総統はパラオに謝意を示した", "頼氏はパラオに謝意を示した"),
    ("貨物船は498トンで3人が乗り組んでいた", "貨物船は498総トンで3人が乗り組んでいた"),
    ("瓜地馬拉國會訪問團抵台", "危国国会访问团抵台"),
    ("The compensation was set at 200,000 rupees.", "The compensation was set at Rs 2 lakh."),
    ("Spokesman Senior Colonel Tian Junli said so on Saturday.", "Spokesman Sr Col Tian Junli said so on Saturday."),
    ("何咏前報道官は質問に答えた", "何咏前（か・えいぜん）報道官は質問に答えた"),
    ("何報道官は制度を検討していると説明した", "同報道官は制度を検討していると説明した"),
    ("国际评审委员会选出了新主席", "【海外赛事报道】国际评审委员会选出了新主席"),
    ("国際オリンピック委員会は夏の大会について勧告した", "国際五輪委員会は夏の大会について勧告した"),
    ("新たな貸与の見通しは立っていない", "新たな貸与のめどは立っていない"),
    ("溶け出す量が規格を下回ったため、会社は回収する", "溶け出す量が規格を満たさなかったため、会社は回収する"),
    ("期程自115年至122年", "期程自2026年至2033年"),
    ("船上載有漁獲約1200公斤", "船上載有漁獲約1.2公噸"),
    ("立宪民主党党首野田佳彦追问首相", "立民党代表野田佳彦追问首相"),
    ("中华民国外交部今天宣布总统将访问帕劳", "外交部3日宣布总统将访问帕劳"),
    (
        "Tokyo Electric Power Company Holdings Inc. began the release on Thursday.",
        "Tokyo Electric Power Co. began the release on Thursday.",
    ),
    (
        "The U.S. Treasury Department said Iran's Revolutionary Guards bought engines.",
        "The United States Department of the Treasury said Iran's Islamic Revolutionary Guard Corps bought engines.",
    ),
    (
        "Japan's Air Self-Defense Force scrambled fighters, the Defense Ministry's Joint Staff Office said.",
        "Japan's Air Self-Defence Force scrambled fighters, the Joint Staff Office said.",
    ),
    ("The ministers agreed to speed up talks on the ships.", "The ministers agreed to expedite talks on the ships."),
    ("局长会后对媒体说，在岛上部署的计划不变", "局长会后向媒体表示，在岛上部署的计划不变"),
    ("【国际赛事网】世界柔联27日宣布了比赛日程", "世界柔联27日宣布了比赛日程"),
    ("地裁は懲役9年を言い渡し、弁護側の主張は退けられた", "地裁は懲役9年を宣告し、弁護側の主張は認められなかった"),
    ("20、21両日に世論調査を行った", "20日と21日に世論調査を行った"),
    ("予算は1兆2500億台湾ドルを組む", "予算は1兆2500億台湾元を組む"),
    ("The Japan Meteorological Agency lifted all advisories.", "The JMA lifted all advisories."),
    ("The rate was kept at 3%, the People's Bank of China said.", "The rate was kept at 3%, the PBOC said."),
    ("It was run by Tokyo Electric Power Company Holdings until May.", "It was run by TEPCO until May."),
    (
        "He Yongqian, spokesperson for China's Ministry of Commerce, told reporters that talks had ended.",
        "MOFCOM spokesperson He Yongqian told reporters that talks had ended.",
    ),
    (
        "Economy, Trade and Industry Minister Ryosei Akazawa left for Seoul on Monday.",
        "METI Minister Ryosei Akazawa left for Seoul on Monday.",
    ),
    (
        "Sales in the third quarter declined 9 percent to 812 million francs.",
        "Sales in the third quarter fell 9 percent to 812 million francs.",
    ),
    ("政府は原油の増産を見送る方針を示した", "政府は原油の増産を手控える方針を示した"),
    ("被告判处有期徒刑七年二月，可上诉", "被告判处有期徒刑7年2月，可上诉"),
    ("台积电11月营收月减6.5%、年增24.5%", "台积电11月营收环比减6.5%、同比增24.5%"),
    ("台湾の年次報告は今年前10か月の対日貿易に触れた", "台湾の年次報告は今年前10カ月の対日貿易に触れた"),
    ("前11个月，中欧贸易增长5.4%，中美贸易下降", "前11个月，与欧盟贸易增长5.4%，与美国贸易下降"),
    ("減らした分は市場の供給を約290万バレル戻した", "減らした分は市場に290万バレルほど供給を戻した"),
    ("9日に養鶏場から死んだ鶏が増えたと通報があった", "9日に養鶏場から死ぬ鶏が増えたと通報があった"),
    ("純利益は22%少ない182億円になる", "純利益は22パーセント少ない182億円となる"),
    ("劉氏は改めて撤回を求め、金井氏は応じなかった", "劉氏は改めて撤回を要求し、金井氏は応じなかった"),
    ("総会の本会議で採択される見通し。拘束力はない", "総会の本会議で採択される見通しだが、拘束力はない"),
    ("维修船最快12月中旬抵达，补偿金将于下周拨付", "维修船最快12月中旬抵达，补偿金下周拨付"),
    ("A spokesperson for No. 10 rejected the claim.", "A spokesperson for Number 10 rejected the claim."),
    ("The probe is expected to be completed within a year.", "The probe should be finished within 12 months."),
    ("The commerce ministry said on Monday it would act.", "The Ministry of Commerce said on Monday it would act."),
    ("调查影响国内产业的企业", "调查影响中国产业的企业"),
    ("調達に影響が出る恐れがある", "調達に影響が出るおそれがある"),
    ("Protesters urged the premier to resign in Tokyo.", "Protesters urged the prime minister to step down in Tokyo."),
    ("Three Chinese ships enter waters off Senkakus", "3 Chinese ships enter waters off the Senkaku Islands"),
    ("The minister met on Nov. 21 with the envoy in Tokyo.", "The minister met on 21 November with the envoy in Tokyo."),
    ("The minister met on November 21st with the envoy.", "The minister met on Nov. 21 with the envoy."),
    ("Prime Minister Sanae Takaichi told parliament on Friday.", "Takaichi told parliament on Friday."),
    ("US President Donald Trump called Takaichi.", "United States President Trump phoned Takaichi."),
    ("外交部发言人毛宁20日表示，日方应停止挑衅。", "外交部发言人毛宁二十日指出，日方应停止挑衅。"),
    ("特朗普与高市早苗通电话", "川普與高市早苗通電話"),
    ("会談は午後3時に始まった", "会談は15時に始まった"),
    ("中国海警2302舰艇编队在钓鱼岛领海巡航", "中国海警2302舰艇编队今日在钓鱼岛领海内巡航"),
    ("日经指数下跌1.2%", "日经指数跌1.2%"),
    ("第三回会合を開く", "第3回会合を開く"),
    ("约一万人参加", "约10,000人参加"),
    ("約1万2000人が参加", "約12,000人が参加"),
    ("外交部召见日本大使提出抗议", "外交部传唤日本大使提出抗议"),
    ("王毅会见茂木外相", "王毅会晤茂木外相"),
    ("China's Foreign Ministry said the remark was wrong.", "The Chinese Foreign Ministry said the remark was wrong."),
    ("Beijing said the remark was wrong.", "China said the remark was wrong."),
    ("価格は1リットル169円80銭となった", "価格は1リットル169.8円となった"),
    ("観客は2万1,350人だった", "観客は21350人だった"),
    ("ガイドラインを公表した", "ｶﾞｲﾄﾞﾗｲﾝを公表した"),
    ("约三成企业参加", "约30%企业参加"),
    ("高さは60センチに達した", "高さは60cmに達した"),
    ("国土交通省は調査を始めた", "国交省は調査を始めた"),
    ("Taiwan's Ministry of National Defense said it was watching.", "Taiwan's MND said it was watching."),
    ("中国海警局依法采取措施，并于10时将其驱离", "中國海警局依法採取措施，並於10時將其驅離"),
    ("He declined to say whether she would come.", "He would not say whether she would come."),
    ("The prosecutors accused the company of using forged papers.", "The prosecutors accused the firm of using forged papers."),
    ("Emergency crews worked all night, police said on Monday.", "Police said on Monday emergency crews worked all night."),
    ("東南アジア諸国連合（ASEAN）首脳会議が開かれた", "ASEAN首脳会議が開かれた"),
    ("北朝鮮が平壌近郊からミサイルを発射した", "北朝鮮がピョンヤン近郊からミサイルを発射した"),
    ("弁護側は上告する方針", "弁護側は上告する考え"),
    ("黄岩岛以东约18海里处有两艘渔船", "黄岩岛以东约33公里处有两艘渔船"),
    ("今晚8時起關閉廣福社區會堂", "今晚20時起關閉廣福社區會堂"),
    ("政府は25年度の補正予算案を決めた", "政府は2025年度の補正予算案を決めた"),
    (
        "その他の記者の順に行い、全ての質問を受けられないことが有る",
        "その他の記者の順におこない、すべての質問を受けられないことがある",
    ),
    ("金井氏は立場に変わりはないと説明し、撤回に応じなかった", "金井氏は立場に変わりはないと説明し、撤回を拒んだ"),
    ("宇宙航空研究開発機構は21日に打ち上げると発表した", "国立研究開発法人宇宙航空研究開発機構は21日に打ち上げると発表した"),
    ("The meeting went on for two and a half hours on Friday.", "The meeting went on for 2.5 hours on Friday."),
    ("规模以上工业企业利润总额59502.9亿元", "规模以上工业企业利润总额五万九千五百零二点九亿元"),
    ("外资净买入98.35亿元，岛内经济稳健", "外資買超98.35億元，國內經濟穩健"),
    ("商务部新闻发言人何咏前说，此举不针对任何国家", "商务部办公厅副主任、新闻发言人何咏前说，此举不针对任何国家"),
    ("Two ministers are to visit Beijing on Monday for talks.", "Two ministers will visit Beijing on Monday for talks."),
    ("首相は輸入規制を早期に撤廃するよう求めた", "首相は輸入規制を早期になくすよう求めた"),
    ("終値は前日比608円03銭高の5万円となった", "終値は前日より608円03銭高い5万円となりました"),
    ("日銀の委員は懇談会の後に記者会見し、判断について述べた", "日銀の委員は懇談会後の記者会見で、判断について述べた"),
    ("20日中国外務省は抗議したと発表した", "20日、中国外務省は抗議したと発表した"),
    ("A woman in her seventies was hurt in a fall.", "A woman in her 70s was hurt in a fall."),
    ("The buoy was found about 85 km off the island.", "The buoy was found about 85 kilometres (53 miles) off the island."),
    ("He was sentenced to two years and six months in prison.", "He was sentenced to 2 1/2 years in prison."),
    ("The agency warned of aftershocks for about a week.", "The agency warned of aftershocks for about seven days."),
    ("販売量は前年に比べ3.2％減った", "販売量は前年に比べ三・二％減った"),
    ("尚未接种疫苗的老人现在接种仍来得及", "尚未接种疫苗的老人现在接种也不晚"),
    ("深夜に車両12台が移動した", "深夜に車両十二台が移動した"),
    ("A toll of eight hundred and sixty-seven was given.", "A toll of 867 was given."),
    ("A quake with a magnitude of seven point five struck.", "A quake with a magnitude of 7.5 struck."),
    ("昆明至万象列车覆盖老挝，中老铁路开通", "昆明至永珍列車覆蓋寮國，中寮鐵路開通"),
]


def test_one_unknown_word_among_others_for_the_same_is_an_editors() -> None:
    text = "The carrier was {} near the islands on Monday. The {} said it was {} the ship."
    one = wording("", text.format("detected", "firm", "tracking"), PLACES)
    other = wording("", text.format("spotted", "company", "shadowing"), PLACES)
    assert contradiction(one, other) == contradiction(other, one) == ""


def test_a_number_of_two_figures_is_excused_elsewhere_only_of_the_same_things() -> None:
    text = "同社は13日に記者会見した。{}社長は価格転嫁は想定の70%にとどまっていると述べた。"
    one, other = (
        wording("", text.format(said), PLACES) for said in ("年間配当は1株70円を維持する。", "年間配当は10円減の1株60円とする。")
    )
    assert contradiction(one, other) == contradiction(other, one) == "number"


def test_a_year_in_the_place_of_a_day_is_no_other_date() -> None:
    text = "{}11月13日，副部长奉示召见日本大使，就错误言论提出严正交涉。\n他{}，言论性质{}影响极其恶劣，中方{}强烈不满。"
    one = wording("", text.format("2025年", "表示", "、", ""), PLACES)
    other = wording("", text.format("14日消息，", "指出", "和", "对此"), PLACES)
    third = wording("", text.format("2024年", "指出", "和", "对此"), PLACES)
    assert contradiction(one, other) == contradiction(other, one) == ""
    assert contradiction(one, third) == contradiction(third, one) == "number"


def test_a_certainty_that_was_moved_within_the_sentence_is_the_same() -> None:
    one = wording("", "売上高は3%減の6400億円を見込み、従来の予想を据え置いた。", PLACES)
    other = wording("", "売上高の予想は3%減の6400億円で据え置いた。", PLACES)
    assert contradiction(one, other) == contradiction(other, one) == ""


def test_a_sentence_made_one_with_the_next_denies_nothing() -> None:
    one = wording("", "Police arrested a man after the attack in Fukuoka. None of the children were hurt in it.", PLACES)
    other = wording("", "Police arrested a man after the attack in Fukuoka, and none of the children were hurt in it.", PLACES)
    assert contradiction(one, other) == contradiction(other, one) == ""


def test_a_headline_written_anew_over_the_same_text_is_an_edit() -> None:
    text = "Toyota sold 70,000 cars in September, up 2.8 percent. It was the ninth month of growth in a row, the company said."
    one, other = (
        wording("Toyota's sales up 2.8% in September", text, PLACES),
        wording("Ninth month of growth for Toyota", text, PLACES),
    )
    assert contradiction(one, other) == ""


def test_another_headline_over_the_same_text_denies_nothing_though_a_dateline_went() -> None:
    text = "有志8カ国は30日、原油の増産を見送る方針を確認した。冬場の需要が弱いためで、次回の会合は1月4日に開く予定だ。価格は3%下がった。"
    one = wording("有志8カ国、1月から3月の増産停止を確認", f"【ウィーン＝山田一郎】{text}", PLACES)
    assert contradiction(one, wording("有志8カ国、1月から3月は増産せず", text, PLACES)) == ""
    other = wording("有志8カ国、1月から3月は増産せず", text.replace("開く", "開催する"), PLACES)
    assert contradiction(one, other) == "negation"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The captain, who survived, is being questioned.",
            "The captain is among the missing and the chief engineer is being questioned.",
        ),
        ("領土の扱いについては首脳の判断に委ねるとして結論を持ち越した。", "領土の扱いについても双方の見解は一致した。"),
    ],
)
def test_a_clause_in_the_place_of_another_is_another_fact_where_nothing_else_was_written_anew(one: str, other: str) -> None:
    before = "The ferry sank off Sulawesi on Monday with 78 people aboard.\n両国の高官は23日に会談した。\n"
    assert contradiction(wording("", before + one, PLACES), wording("", before + other, PLACES)) == "word"


def test_a_figure_that_a_sentence_goes_on_with_is_news_where_nothing_else_was_touched() -> None:
    text = "The fire broke out at 3 a.m. on Friday. At least 12 people were killed{}. The cause was not known.{}"
    one, other, longer = (
        wording("", text.format(*more), PLACES)
        for more in (
            ("", ""),
            (", and three of them were firefighters", ""),
            (", and three of them were firefighters", " It burned on."),
        )
    )
    assert contradiction(one, other) == contradiction(other, one) == "addition"
    assert contradiction(one, longer) == ""


def test_a_headline_of_a_death_of_which_the_other_text_knows_nothing_is_news() -> None:
    text = "A 41-year-old fisherman was evacuated by a coast guard vessel after a stroke near the shoal on Wednesday. {}"
    one = wording(
        "Coast guard evacuates sick fisherman near shoal", text.format("His condition was stable, a spokesman said."), PLACES
    )
    other = wording("Fisherman evacuated near shoal dies", text.format("He died in hospital on Friday, a spokesman said."), PLACES)
    third = wording(
        "Fisherman evacuated near shoal dies", text.format("His death was confirmed on Friday, a spokesman said."), PLACES
    )
    assert contradiction(one, other) == contradiction(other, one) == "development"
    assert contradiction(other, third) != "development"


def test_two_exchanges_in_a_short_sentence_are_no_less_than_one() -> None:
    before = "一名男子27日在区域法院被判监禁28个月。法官判刑时说，被告罔顾执法人员安全，判刑须具阻吓力。"
    ours, theirs = f"{before}律政司表示，不会就刑期申请复核。", f"{before}辩方律师表示，不会就刑期提出上诉。"
    assert contradiction(wording("", ours, PLACES), wording("", theirs, PLACES)) == "word"


REPORTS = {
    "en": (
        "US President Donald Trump advised Prime Minister Sanae Takaichi of Japan not to provoke China over Taiwan, the Wall Street Journal "
        "reported on Thursday. Trump had spoken with Chinese leader Xi Jinping on Monday."
    ),
    "zh": (
        "《华尔街日报》27日报道，美国总统特朗普在电话中建议日本首相高市早苗不要在台湾问题上刺激中国。特朗普24日曾与中国国家主席习近平通话。"
    ),
    "ja": (
        "米紙ウォール・ストリート・ジャーナルは27日、トランプ米大統領が電話会談で高市早苗首相に対し、台湾問題で中国を刺激しないよう助言したと報じた。"
        "トランプ氏は24日に習近平国家主席と電話会談していた。"
    ),
}
ANSWERS = {
    "en": (
        "The Japanese government on Thursday {} a Wall Street Journal report that US President Donald Trump had advised Prime Minister Sanae "
        "Takaichi of Japan not to provoke China over Taiwan. Trump had spoken with Chinese leader Xi Jinping on Monday."
    ),
    "zh": (
        "日本政府27日{}《华尔街日报》关于美国总统特朗普在电话中建议日本首相高市早苗不要在台湾问题上刺激中国的报道。"
        "特朗普24日曾与中国国家主席习近平通话。"
    ),
    "ja": (
        "日本政府は27日、トランプ米大統領が電話会談で高市早苗首相に対し、台湾問題で中国を刺激しないよう助言したとの米紙ウォール・ストリート・ジャーナルの"
        "報道を{}。トランプ氏は24日に習近平国家主席と電話会談していた。"
    ),
}


@pytest.mark.parametrize(
    ("lang", "verb"),
    [
        *(("en", verb) for verb in ("denied", "refuted", "dismissed", "rejected", "confirmed")),
        *(("zh", verb) for verb in ("否认", "驳斥", "证实")),
        *(("ja", verb) for verb in ("否定した", "打ち消した", "認めた", "事実ではないとした")),
    ],
)
def test_who_answers_a_report_in_its_own_words_does_not_repeat_it(lang: str, verb: str) -> None:
    report, answer = wording("", REPORTS[lang], PLACES), wording("", ANSWERS[lang].format(verb), PLACES)
    assert contradiction(report, answer)
    assert contradiction(answer, report)
    assert contradiction(answer, wording("A headline", ANSWERS[lang].format(verb), PLACES)) == ""


LEADS = [
    (
        "The opposition demanded on Friday that the minister resign over the lease of the harbour to a foreign firm.",
        "By Jane Porter, Staff Reporter.",
        "The ministry leased a harbour on the strait to a foreign firm for ninety-nine years, officials said on Tuesday. Fishermen protested.",
    ),
    (
        "立憲民主党の代表は5日の記者会見で、港湾の貸与を決めた大臣の辞任を求め、応じなければ不信任案を出すと述べた。",
        "【東京共同】国土交通省は会見した。",
        "国土交通省は2日、海峡に面した港湾を外国企業に99年間貸与すると発表した。地元の漁業者らは反対している。",
    ),
]


@pytest.mark.parametrize(("news", "byline", "text"), LEADS)
def test_a_new_beginning_before_what_was_told_is_news_and_a_byline_is_not(news: str, byline: str, text: str) -> None:
    one, update, signed = (wording("A headline", f"{lead} {text}".strip(), PLACES) for lead in ("", news, byline))
    assert contradiction(one, update) == contradiction(update, one) == "development"
    assert contradiction(one, signed) == contradiction(signed, one) == ""
    assert contradiction(one, wording("Another one", f"{text} {news}", PLACES)) == ""


def test_who_shares_a_family_name_is_another() -> None:
    naming = Naming({"liudejun": ["Liu Dejun"]})
    text = "The boat had entered the waters, spokesperson {} said. Coast guard vessels warned it away, and it left in the evening."
    one, same, other = (
        wording("Boat warned away", text.format(name), naming) for name in ("Liu Dejun", "Mr. Liu Dejun", "Liu Pengyu")
    )
    assert contradiction(one, same) == ""
    assert contradiction(one, other) == contradiction(other, one) == "name"


def test_headlines_that_differ_in_one_fact_are_another_story_even_over_the_same_text() -> None:
    text = "The spokesman spoke at length about the talks on Monday, which both sides called useful and which go on for a week."
    one, other, anew = (
        wording(title, text, PLACES)
        for title in (
            "Tokyo confirms talks with Seoul on seafood",
            "Tokyo denies talks with Seoul on seafood",
            "Seafood: what is being said",
        )
    )
    assert contradiction(one, other) == "opposite"
    assert contradiction(one, anew) == ""


def test_names_that_changed_sides_are_others_though_both_texts_name_them() -> None:
    said = "{}党团书记长表示，市府未先改善班距，难以接受。{}籍议员张文浩则说，票价已十年未调，业者亏损扩大。"
    one, other = (said.format(*names) for names in (("民进", "国民党"), ("国民", "民进党")))
    assert contradiction(wording("", one, PLACES), wording("", other, PLACES)) == "name"


def test_what_stands_elsewhere_in_the_text_is_not_missing_in_another_headline() -> None:
    text = "The court ordered the firm to pay 46 million yuan. {} It had been sued in 2023 by a rival from Hangzhou over a stolen design."
    one = wording("Court orders firm to pay 46 million yuan", text.format("The firm said on Monday it would appeal."), PLACES)
    other = wording(
        "Firm ordered to pay over design stolen in 2023", text.format("On Monday the firm said it would appeal."), PLACES
    )
    assert contradiction(one, other) == ""


@pytest.mark.parametrize(
    "line",
    [
        "MANILA: ",
        "(Lantern News) ",
        "[GDN] ",
        "Surat, Nov 17: ",
        "Canberra, 2 December – ",
        "Tokyo (EWN) — ",
        "（港湾通信）",
        "［ソウル　7日　暁通信］ - ",
    ],
)
def test_a_dateline_or_a_tag_tells_nothing(line: str) -> None:
    text = "Three fishermen were hurt near the shoal on Friday. A protest is being prepared, the coast guard said."
    one, other = wording("Fishermen hurt", line + text, PLACES), wording("Three hurt near shoal", text, PLACES)
    assert one.pieces == other.pieces


def test_a_body_with_its_letters_is_no_dateline() -> None:
    text = "The World Health Organization (WHO) - now of 194 members - met in Geneva on Monday."
    assert wording("", text, PLACES).pieces == (text,)


@pytest.mark.parametrize(
    ("whole", "cut"),
    [
        (
            "The ministry rejected the report. Officials said the envoy would not visit Beijing before the new year begins.",
            "The ministry rejected the report. Officials said the envoy would not visit Bei…",
        ),
        (
            "長官は報道を否定した。政府が特使を派遣するようなことは検討していないと強調した。今後も対話を続ける方針だ。",
            "長官は報道を否定した。政府が特使を派遣するようなことは...続きを読む",
        ),
        (
            "國防部公布，偵獲共機23架次。國防部指出，運用任務機與岸置飛彈系統嚴密監控，不會鬆懈。",
            "國防部公布，偵獲共機23架次。國防部指出，運用任務機與岸置飛彈系統嚴密[…]",
        ),
        (
            "法院查明，周某利用职务便利，为他人谋取利益，非法收受财物折合3860万余元。周某当庭表示不上诉。",
            "法院查明，周某利用职务便利，为他人谋取利益，非法收受……（阅读全文）",
        ),
    ],
)
def test_a_text_that_breaks_off_denies_nothing(whole: str, cut: str) -> None:
    one, other = wording("", whole, PLACES), wording("", cut, PLACES)
    assert contradiction(one, other) == contradiction(other, one) == ""


def test_as_far_as_a_text_goes_another_fact_is_another() -> None:
    one = wording(
        "", "The ministry rejected the report. Officials said two ships had left the port on Monday, and more were to come.", PLACES
    )
    other = wording("", "The ministry rejected the report. Officials said nine ships had left the port on Mon…", PLACES)
    assert contradiction(one, other) == contradiction(other, one) == "number"


def test_a_day_told_from_the_day_of_writing_is_its_date() -> None:
    text = "{}國防部{}公布，自{}上午6時起至{}上午6時止，偵獲共機23架次。"
    one = wording("", text.format("", "今（18）日", "昨日", "今日"), PLACES)
    other = wording("", text.format("（中央社台北18日電）", "今天", "17日", "18日"), PLACES)
    third = wording("", text.format("", "18日", "16日", "18日"), PLACES)
    assert contradiction(one, other) == contradiction(other, one) == ""
    assert contradiction(one, third) == contradiction(third, one) == "number"


def said(a: str, b: str, *, below: str = "") -> str:
    """What the texts say otherwise, as the headline or ``below`` another sentence."""
    if below:
        return contradiction(wording("", f"{below}\n{a}", PLACES), wording("", f"{below}\n{b}", PLACES))
    return contradiction(wording(a, "", PLACES), wording(b, "", PLACES))


@pytest.mark.parametrize(("what", "a", "b"), OTHERWISE)
def test_another_fact_is_another_text_in_the_headline_and_in_the_third_sentence(what: str, a: str, b: str) -> None:
    below = "Officials met in private.\nNothing else was said of it."
    assert said(a, b) == said(b, a) != ""
    assert said(a, b, below=below) == said(a, b)
    if what not in {"name", "speaker", "number"}:  # where a name changes, what comes first depends on what else does
        assert said(a, b) == what


@pytest.mark.parametrize(("a", "b"), THE_SAME)
def test_other_words_for_the_same_are_none(a: str, b: str) -> None:
    assert said(a, b) == said(b, a) == ""
    assert said(a, b, below="Officials met in private.\nNothing else was said of it.") == ""
