"""Labelled sentences, ours: what is a kind of follow-up in each language, what is not, and what nearly is."""

from dataclasses import dataclass
from typing import Literal

from bot.model.source import Role


@dataclass(frozen=True, slots=True)
class Example:
    """One item and whether it is of a kind; for a yes, the first of the words that say so."""

    kind: str
    lang: str
    label: Literal["yes", "no", "almost"]
    title: str
    cue: str = ""
    text: str = ""
    role: Role = "media"


EXAMPLES = (
    # denial
    Example("denial", "en", "yes", "Tokyo denies that Trump gave Takaichi any advice", "denies"),
    Example("denial", "en", "yes", "Beijing hits back at Japan’s “groundless” account of the patrol", "hits back"),
    Example("denial", "en", "yes", "Kihara on the phone call", "no such fact", "Kihara said there was no such fact. He took two questions."),
    Example("denial", "en", "almost", "Japanese fishing crew denied entry to a port in Taiwan"),
    Example("denial", "en", "almost", "Editor denied bail in Beijing"),
    Example("denial", "en", "almost", "Ministry neither confirmed nor denied that Xi placed the call"),
    Example("denial", "en", "almost", "Chinese ships stay another day near the disputed islands"),
    Example("denial", "en", "no", "Takaichi and Trump speak about the alliance"),
    Example("denial", "ja", "yes", "木原長官、米紙の記事に「そのような事実はない」", "そのような事実はない"),
    Example("denial", "ja", "yes", "政府、トランプ氏の助言を伝えた報道を否定", "報道を否定"),
    Example("denial", "ja", "yes", "官房長官会見の要旨", "事実ではない", "木原長官は、記事の中身は事実ではないと答えた。"),
    Example("denial", "ja", "almost", "木原長官、米紙の記事は「承知していない」"),
    Example("denial", "ja", "almost", "日米電話会談の詳細、木原氏は回答を差し控える"),
    Example("denial", "ja", "almost", "高市首相、年内の訪中を否定せず"),
    Example("denial", "ja", "almost", "専門家は日中対話の再開に否定的な見方"),
    Example("denial", "ja", "no", "高市首相がトランプ大統領と電話で話す"),
    Example("denial", "zh-Hans", "yes", "外交部：日方有关说法与事实不符", "与事实不符"),
    Example("denial", "zh-Hant", "yes", "外交部駁斥日方的說法", "駁斥"),
    Example("denial", "zh-Hans", "yes", "毛宁答记者问", "纯属捏造", "毛宁说，日方所谓证据纯属捏造。"),
    Example("denial", "zh-Hans", "almost", "毛宁没有否认通话由美方提议"),
    Example("denial", "zh-Hant", "almost", "不可否認，中日往來已大不如前"),
    Example("denial", "zh-Hans", "no", "中方决定派员出席在日本举行的会议"),
    # correction
    Example("correction", "en", "yes", "CORRECTION: Trump phoned Takaichi on Tuesday, not Monday", "CORRECTION:"),
    Example("correction", "en", "yes", "Trump phones Takaichi", "This article has been corrected", "This article has been corrected: Takaichi spoke on Tuesday."),
    Example("correction", "en", "almost", "China tells Japan to correct its wrongdoing and retract the remarks"),
    Example("correction", "en", "almost", "The Journal has not issued a correction, says Kihara"),
    Example("correction", "en", "almost", "Yen slides in a market correction after Takaichi’s remarks"),
    Example("correction", "en", "no", "Japan protests to China over the patrol"),
    Example("correction", "ja", "yes", "【訂正】日米電話会談の時刻", "【訂正】"),
    Example("correction", "ja", "yes", "日米首脳が電話で話す", "の誤りでした", "高市首相の会見の日付は二十五日の誤りでした。"),
    Example("correction", "ja", "almost", "高市首相の国会答弁の訂正、野党が迫る"),
    Example("correction", "ja", "almost", "外相、国会での答弁を訂正して陳謝"),
    Example("correction", "ja", "almost", "政府、米紙に記事の訂正を求めたか明かさず"),
    Example("correction", "ja", "almost", "中国外務省、日本の歴史修正主義を非難"),
    Example("correction", "ja", "no", "中国の国連大使が二通目の書簡"),
    Example("correction", "zh-Hans", "yes", "更正：习近平同特朗普通电话的日期", "更正："),
    Example("correction", "zh-Hant", "yes", "更正啟事", "更正啟事", "高市早苗談話的日期有誤。"),
    Example("correction", "zh-Hans", "yes", "日本渔船船名", "特此更正", "前文所写日本渔船船名有误，特此更正。"),
    Example("correction", "zh-Hans", "almost", "外交部要求日方纠正错误，收回涉台言论"),
    Example("correction", "zh-Hant", "almost", "木原：未要求該報更正", "", "木原表示，日方沒有要求更正。"),
    Example("correction", "zh-Hans", "no", "外交部发言人就中日关系答问"),
    # protest
    Example("protest", "en", "yes", "China lodges stern representations with Japan", "lodges"),
    Example("protest", "en", "yes", "Beijing summons the Japanese ambassador over Takaichi", "summons"),
    Example("protest", "en", "yes", "Fu Cong sends Guterres a second letter about Japan", "Guterres"),
    Example("protest", "en", "almost", "Students hold a street protest outside the Japanese embassy in Beijing"),
    Example("protest", "en", "almost", "Chinese students plan a protest march in Tokyo"),
    Example("protest", "en", "no", "Trump to visit Beijing in April"),
    Example("protest", "ja", "yes", "外務省、中国海警の航行に厳重に抗議", "厳重に抗議"),
    Example("protest", "ja", "yes", "木原長官、米紙に申し入れ", "申し入れ"),
    Example("protest", "ja", "yes", "山崎国連大使がグテーレス事務総長に書簡", "事務総長"),
    Example("protest", "ja", "almost", "日本大使館の前で抗議デモ"),
    Example("protest", "ja", "no", "高市首相、トランプ大統領との電話を説明"),
    Example("protest", "zh-Hans", "yes", "中方就高市早苗言论提出严正交涉", "严正交涉"),
    Example("protest", "zh-Hant", "yes", "中國常駐聯合國代表傅聰再次致函秘書長", "聯合國"),
    Example("protest", "zh-Hans", "yes", "外交部召见日本驻华大使", "召见"),
    Example("protest", "zh-Hans", "almost", "东京民众举行抗议活动，要求高市早苗下台"),
    Example("protest", "zh-Hans", "no", "习近平同特朗普通电话"),
    # measure
    Example("measure", "en", "yes", "China tells its citizens to avoid travel to Japan", "avoid"),
    Example("measure", "en", "yes", "Beijing suspends imports of Japanese seafood", "suspends"),
    Example("measure", "en", "yes", "Chinese airlines offer free refunds on flights to Japan", "free refunds"),
    Example("measure", "en", "almost", "Takaichi bans mobile phones from meetings about China"),
    Example("measure", "en", "almost", "Takaichi avoids the subject of China on her visit to Osaka"),
    Example("measure", "en", "no", "Kihara declines to discuss the phone call"),
    Example("measure", "ja", "yes", "中国、日本への渡航を控えるよう国民に求める", "渡航"),
    Example("measure", "ja", "yes", "中国、日本産水産物の輸入を停止", "水産物"),
    Example("measure", "ja", "almost", "米中、制裁関税の扱いを電話で協議"),
    Example("measure", "ja", "no", "木原長官、電話会談について語らず"),
    Example("measure", "zh-Hans", "yes", "外交部提醒中国公民近期避免前往日本", "避免前往日本"),
    Example("measure", "zh-Hant", "yes", "中方暫停進口日本水產品", "暫停"),
    Example("measure", "zh-Hans", "almost", "中美将就制裁关税再次磋商"),
    Example("measure", "zh-Hans", "almost", "日本水产品展在上海开幕"),
    Example("measure", "zh-Hans", "no", "毛宁主持例行记者会"),
    # incident
    Example("incident", "en", "yes", "Chinese coast guard ships enter territorial waters off the Senkaku Islands", "enter"),
    Example("incident", "en", "yes", "Chinese fighter locked radar on Japanese jets, Tokyo says", "fighter"),
    Example("incident", "en", "yes", "Intruder with a knife attacked a guard at the Chinese embassy", "attacked"),
    Example("incident", "en", "almost", "Takaichi enters the election campaign"),
    Example("incident", "en", "almost", "Guests dine at the Diaoyutai State Guesthouse in Beijing"),
    Example("incident", "en", "no", "Trump calls Takaichi a friend"),
    Example("incident", "ja", "yes", "中国海警局の船、魚釣島沖で領海侵入", "海警"),
    Example("incident", "ja", "yes", "中国軍機が自衛隊機にレーダー照射", "レーダー照射"),
    Example("incident", "ja", "almost", "中国、海警法の改正を審議"),
    Example("incident", "ja", "almost", "東海地方で大雨、日本気象協会が注意を促す"),
    Example("incident", "ja", "no", "高市首相が国連事務総長と面会"),
    Example("incident", "zh-Hans", "yes", "中国海警依法驱离日本渔船“瑞宝丸”", "海警"),
    Example("incident", "zh-Hant", "yes", "海警艦艇編隊在釣魚島領海內巡航", "海警"),
    Example("incident", "zh-Hans", "almost", "王毅在钓鱼台国宾馆会见日本客人"),
    Example("incident", "zh-Hans", "almost", "中国海警局公布年度工作报告"),
    Example("incident", "zh-Hans", "no", "高市早苗与特朗普通话"),
    # readout
    Example("readout", "en", "yes", "Readout of the President’s call with Xi Jinping", "Readout"),
    Example("readout", "en", "yes", "Xi and Trump discuss Taiwan", "spoke", "Xi and Trump spoke by phone on Monday evening."),
    Example("readout", "en", "almost", "Foreign ministry’s regular press conference", "", "Asked who had placed it, Mao Ning said that a phone call between Xi and Trump was held."),
    Example("readout", "en", "almost", "Trump calls for calm between Japan and China"),
    Example("readout", "en", "no", "Chinese coast guard patrols near the Senkaku Islands"),
    Example("readout", "ja", "yes", "日米首脳電話会談の概要", "首脳電話"),
    Example("readout", "ja", "almost", "官房長官記者会見", "", "木原長官は、日米の電話会談について問われ、答えなかった。"),
    Example("readout", "ja", "no", "海上保安庁、尖閣周辺の状況を公表"),
    Example("readout", "zh-Hans", "yes", "习近平同美国总统特朗普通电话", "通电话"),
    Example("readout", "zh-Hant", "yes", "習近平與特朗普通話", "通話"),
    Example("readout", "zh-Hans", "almost", "毛宁主持例行记者会", "", "毛宁说，中美元首此次通话由美方提出。"),
    Example("readout", "zh-Hans", "almost", "毛宁谈日本首相在国会谈及台湾"),
    Example("readout", "zh-Hans", "no", "傅聪批评日本代表的信件"),
    # statement
    Example("statement", "en", "yes", "Trump says the relation with China is strong", "Trump"),
    Example("statement", "en", "yes", "Notice", "Notice", "Office hours of the embassy.", "official"),
    Example("statement", "en", "almost", "The tone in Beijing, said one diplomat, is that of a lost minister"),
    Example("statement", "en", "no", "Yen falls as tension with China grows"),
    Example("statement", "ja", "yes", "木原官房長官、日中関係について「冷静に」と述べる", "官房長官"),
    Example("statement", "ja", "almost", "官房長官の椅子"),
    Example("statement", "ja", "no", "尖閣周辺に中国船、三日続けて"),
    Example("statement", "zh-Hans", "yes", "外交部发言人毛宁表示中方立场没有改变", "外交部"),
    Example("statement", "zh-Hant", "yes", "賴清德發文挺日本：總統稱區域安全攸關各方", "發文"),
    Example("statement", "zh-Hans", "almost", "日本外相人选引发关注"),
    Example("statement", "zh-Hans", "no", "中日航线客流下滑"),
    # report
    Example("report", "en", "yes", "Trump asked Takaichi to be careful, people familiar with the call said", "people familiar with"),
    Example("report", "en", "yes", "Takaichi, Taiwan and a cold winter for shops in China", "Takaichi, Taiwan and a cold winter for shops in China"),
    Example("report", "en", "almost", "Ministry: analysis of samples of Japanese seafood", "", "", "official"),
    Example("report", "en", "no", "Tokyo denies it"),
    Example("report", "ja", "yes", "関係者によるとトランプ氏は高市首相に自制を促した", "関係者によると"),
    Example("report", "ja", "almost", "外務省、米紙が報じた電話会談の分析を公表せず", "", "", "official"),
    Example("report", "ja", "no", "木原長官が米紙に申し入れ"),
    Example("report", "zh-Hans", "yes", "知情人士称特朗普劝高市早苗降温", "知情人士"),
    Example("report", "zh-Hans", "almost", "外交部评论日方言论", "", "", "official"),
    Example("report", "zh-Hans", "no", "外交部否认"),
)  # fmt: skip
