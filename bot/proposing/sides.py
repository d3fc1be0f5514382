"""Whose voice is a host likely to be, and how does it write? A first guess from the end of its name, for a person to check."""

from dataclasses import dataclass

from bot.text.urls import shown_host

_TABLE = """
CN Asia/Shanghai zh-Hans|JP Asia/Tokyo ja|US America/New_York en|TW Asia/Taipei zh-Hant|HK Asia/Hong_Kong zh-Hant
MO Asia/Macau zh-Hant|SG Asia/Singapore en|KR Asia/Seoul ko|KP Asia/Pyongyang ko|RU Europe/Moscow ru|UA Europe/Kyiv uk
UK Europe/London en|IE Europe/Dublin en|FR Europe/Paris fr|DE Europe/Berlin de|AT Europe/Vienna de|CH Europe/Zurich de
BE Europe/Brussels fr|NL Europe/Amsterdam nl|LU Europe/Luxembourg fr|ES Europe/Madrid es|PT Europe/Lisbon pt|IT Europe/Rome it
VA Europe/Vatican it|GR Europe/Athens el|CY Asia/Nicosia el|MT Europe/Malta en|SE Europe/Stockholm sv|NO Europe/Oslo nb
DK Europe/Copenhagen da|FI Europe/Helsinki fi|IS Atlantic/Reykjavik is|EE Europe/Tallinn et|LV Europe/Riga lv
LT Europe/Vilnius lt|PL Europe/Warsaw pl|CZ Europe/Prague cs|SK Europe/Bratislava sk|HU Europe/Budapest hu
RO Europe/Bucharest ro|BG Europe/Sofia bg|RS Europe/Belgrade sr|HR Europe/Zagreb hr|SI Europe/Ljubljana sl
BY Europe/Minsk ru|GE Asia/Tbilisi ka|AM Asia/Yerevan hy|AZ Asia/Baku az|TR Europe/Istanbul tr|IL Asia/Jerusalem he
IR Asia/Tehran fa|IQ Asia/Baghdad ar|SY Asia/Damascus ar|LB Asia/Beirut ar|JO Asia/Amman ar|SA Asia/Riyadh ar|QA Asia/Qatar ar
AE Asia/Dubai ar|KW Asia/Kuwait ar|OM Asia/Muscat ar|YE Asia/Aden ar|EG Africa/Cairo ar|MA Africa/Casablanca fr
DZ Africa/Algiers fr|TN Africa/Tunis fr|KE Africa/Nairobi en|ET Africa/Addis_Ababa en|NG Africa/Lagos en|GH Africa/Accra en
ZA Africa/Johannesburg en|NA Africa/Windhoek en|IN Asia/Kolkata en|PK Asia/Karachi en|BD Asia/Dhaka bn|LK Asia/Colombo en
NP Asia/Kathmandu ne|AF Asia/Kabul fa|KZ Asia/Almaty ru|UZ Asia/Tashkent ru|KG Asia/Bishkek ru|MN Asia/Ulaanbaatar mn
TH Asia/Bangkok th|VN Asia/Ho_Chi_Minh vi|PH Asia/Manila en|MY Asia/Kuala_Lumpur en|ID Asia/Jakarta id|BN Asia/Brunei en
KH Asia/Phnom_Penh km|MM Asia/Yangon my|AU Australia/Sydney en|NZ Pacific/Auckland en|FJ Pacific/Fiji en
PG Pacific/Port_Moresby en|CA America/Toronto en|MX America/Mexico_City es|CU America/Havana es|BR America/Sao_Paulo pt
AR America/Argentina/Buenos_Aires es|CL America/Santiago es|PE America/Lima es|UY America/Montevideo es|EC America/Guayaquil es
VE America/Caracas es|EU Europe/Brussels en
"""
"""A side, the zone its capital or its papers go by, and the language it mostly writes. Ends of names that are sold to anybody (.co,
.tv, .me, .la) are not among them."""


@dataclass(frozen=True, slots=True)
class Side:
    """What the end of a host's name lets one guess."""

    code: str
    zone: str
    language: str
    why: str
    """In words, for a comment."""
    sure: bool = True
    """Whether the name said anything at all."""


_SIDES = {code: (zone, language) for row in _TABLE.replace("\n", "|").split("|") if row for code, zone, language in [row.split()]}
_ENDS = {"gov": "US", "mil": "US", "su": "RU", "xn--p1ai": "RU", "xn--fiqs8s": "CN", "xn--fiqz9s": "CN", "xn--kpry57d": "TW"}
_HOSTS = {"un.org": "UN", "nato.int": "INT", "europa.eu": "EU"}
_OFFICIAL = frozenset({"gov", "mil", "gob", "gouv", "gub", "govt", "go", "gc"})
"""Labels of governments: www.mofa.go.jp, www.gov.cn, elysee.fr knows none of them."""


def side_of(url: str) -> Side:
    """The side that the host of an address belongs to by its name, else INT."""
    host = shown_host(url)
    for end, code in _HOSTS.items():
        if host == end or host.endswith(f".{end}"):
            return side_named(code, f"from {end}")
    end = host.rpartition(".")[2]
    code = _ENDS.get(end, end.upper())
    if code in _SIDES and "." in host:
        return side_named(code, f"from .{end}")
    why = f".{end} tells nothing" if "." in host and not end.isdigit() else "its address tells nothing"
    return Side("INT", "UTC", "en", why, sure=False)


def side_named(code: str, why: str) -> Side:
    """A side by its code."""
    zone, language = _SIDES.get(code, ("UTC", "en"))
    return Side(code, zone, language, why)


def is_official(url: str) -> bool:
    """Whether a host's name has a government's label where governments have it."""
    labels = shown_host(url).split(".")
    return labels[-1] in {"gov", "mil"} or (len(labels) > 1 and labels[-2] in _OFFICIAL and len(labels[-1]) == 2)
