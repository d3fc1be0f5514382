"""Which colour has what? Kinds stay apart for most colour-blind readers too; the words beside the dots say the rest."""

from collections.abc import Iterable, Mapping, Sequence

INK = (31, 41, 51)
GREY = (107, 118, 132)
FAINT = (214, 219, 226)
PAPER = (255, 255, 255)
BANDS = ((255, 255, 255), (246, 248, 250))
"""Lanes by turns."""
SILENCE = (233, 237, 242)
NOW = (214, 40, 57)

_KINDS: Mapping[str, "Colour"] = {
    "readout": (38, 110, 180),
    "statement": (35, 150, 140),
    "denial": (208, 40, 50),
    "correction": (132, 74, 172),
    "incident": (235, 120, 20),
    "protest": (206, 70, 140),
    "measure": (140, 100, 40),
    "report": (95, 108, 124),
}
_OTHERS = ((90, 140, 40), (20, 90, 100), (190, 150, 20), (70, 70, 160), (150, 60, 60), (60, 60, 60))

Colour = tuple[int, int, int]


def of_kinds(kinds: Sequence[str]) -> dict[str, Colour]:
    """A colour for each; what the house does not know gets one of the others, in the order given."""
    unknown = [kind for kind in kinds if kind not in _KINDS]
    return {kind: _KINDS[kind] for kind in kinds if kind in _KINDS} | {
        kind: _OTHERS[at % len(_OTHERS)] for at, kind in enumerate(unknown)
    }


def palette(tints: Iterable[Colour]) -> list[Colour]:
    """At most 256 colours: each tint and its way to white, on which the smooth edges of dots and letters lie.

    The colours of small things are in it as they are, where a palette that is made from the picture would forget them.
    """
    ways = [(INK, 24), (GREY, 12), (NOW, 10), *((tint, 10) for tint in dict.fromkeys(tints))]
    shades = [lighter(colour, step / steps) for colour, steps in ways for step in range(steps)]
    return list(dict.fromkeys([PAPER, *BANDS, FAINT, SILENCE, *shades]))[:256]


def lighter(colour: Colour, share: float) -> Colour:
    """The colour mixed with white; 0 leaves it, 1 is white."""
    red, green, blue = (round(part + (255 - part) * share) for part in colour)
    return red, green, blue
