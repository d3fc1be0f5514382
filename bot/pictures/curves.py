"""Which way does an arrow go? A cubic Bézier curve as points, and the head at its end."""

from math import atan2, cos, hypot, pi, sin

Point = tuple[float, float]

_STEP = 4.0
"""About so many pixels from one point to the next."""


def curve(start: Point, end: Point) -> list[Point]:
    """From one dot to another: an S between rows, an arch within a row, a bow where one stands above the other."""
    (x0, y0), (x3, y3) = start, end
    across, down = x3 - x0, y3 - y0
    if abs(down) < 4:
        rise = min(34.0, 10 + abs(across) / 6)
        one, two = (x0 + across * 0.2, y0 - rise), (x3 - across * 0.2, y3 - rise)
    elif abs(across) < 24:
        bow = min(x0, x3) - 26
        one, two = (bow, y0 + down * 0.25), (bow, y3 - down * 0.25)
    else:
        one, two = (x0, y0 + down * 0.6), (x3, y3 - down * 0.6)
    steps = max(8, round((hypot(across, down) + 60) / _STEP))
    return [_at(step / steps, start, one, two, end) for step in range(steps + 1)]


def _at(t: float, *points: Point) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return (
        sum(weight * x for weight, (x, _) in zip(weights, points, strict=True)),
        sum(weight * y for weight, (_, y) in zip(weights, points, strict=True)),
    )


def between(points: list[Point], radius: float) -> list[Point]:
    """The part of a curve that is outside the dots at its ends."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    return [(x, y) for x, y in points if hypot(x - x0, y - y0) > radius and hypot(x - x1, y - y1) > radius]


def head(points: list[Point], size: float) -> list[Point]:
    """The triangle at the end of a curve of two points or more, which points onward."""
    (x0, y0), (x1, y1) = points[max(0, len(points) - 4)], points[-1]
    turn = atan2(y1 - y0, x1 - x0)
    wings = [(x1 + size * cos(turn + side), y1 + size * sin(turn + side)) for side in (pi - 0.45, pi + 0.45)]
    return [(x1, y1), *wings]
