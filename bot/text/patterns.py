r"""Does a whole text fit a regular expression, in a time that nobody can make long?

The part of RE2's language (https://github.com/google/re2/wiki/Syntax) that matchers need: ``.``, ``[classes]``, ``(groups)``,
``|``, ``* + ? {m,n}`` and ``\d \w \s``. No look-around and no back-references, so that all ways can be followed at once
(Thompson 1968): a text of n characters costs at most n times the size of the pattern, whatever either says. Python's own ``re``
would try them one after the other, which takes for ever on ``(a*)*b``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.text.speech import phrase

PATTERN_MAX = 200
"""Characters of a pattern."""
STEPS_MAX = 1000
"""Steps that it may be made of, repetitions written out."""
TEXT_MAX = 500
"""Characters of a text that are looked at; a longer one fits nothing."""
_CLOSES = phrase("there is nothing that this {sign} closes")
_ENDS = phrase("{part} ends before it begins")
_MORE = phrase("{sign} is more than a pattern may say")
_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": lambda one: one.isascii() and one.isdigit(),
    "w": lambda one: one == "_" or one.isalnum(),
    "s": str.isspace,
}


class PatternError(ValueError):
    """What is wrong with a pattern: a ``phrase``, and what stands in its places."""

    def __init__(self, problem: str, **places: object) -> None:
        self.problem = problem
        self.places = places
        super().__init__(problem.format(**places))


Test = Callable[[str], bool]
Build = Callable[["_Program"], None]


@dataclass(slots=True)
class _Program:
    """Steps: a test of one character, or places to go on at without one."""

    steps: list[Test | tuple[int, ...]] = field(default_factory=list)

    def add(self, step: Test | tuple[int, ...]) -> int:
        """Append a step; returns its place."""
        if len(self.steps) >= STEPS_MAX:
            raise PatternError(phrase("it repeats too much"))
        self.steps.append(step)
        return len(self.steps) - 1

    def reached(self, places: Sequence[int]) -> set[int]:
        """Where one is without reading any further; the end is one place beyond the last step."""
        seen: set[int] = set()
        waiting = list(places)
        while waiting:
            place = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            step = self.steps[place] if place < len(self.steps) else None
            if isinstance(step, tuple):
                waiting += step
        return seen


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that can be asked."""

    written: str
    _program: _Program = field(repr=False, compare=False, default_factory=_Program)

    def fits(self, text: str) -> bool:
        """Whether all of ``text`` is what the pattern says."""
        if len(text) > TEXT_MAX:
            return False
        steps, here = self._program.steps, self._program.reached([0])
        for one in text:
            tests = [(place, step) for place in here if place < len(steps) and not isinstance(step := steps[place], tuple)]
            here = self._program.reached([place + 1 for place, test in tests if test(one)])
            if not here:
                return False
        return len(steps) in here


@lru_cache(maxsize=256)
def pattern(written: str) -> Pattern:
    """The pattern that is ``written``. Raises PatternError, which says what is wrong with it."""
    if len(written) > PATTERN_MAX:
        raise PatternError(phrase("it is longer than {count} characters"), count=PATTERN_MAX)
    reader = _Reader(written)
    build = reader.alternatives()
    if reader.at < len(written):
        raise PatternError(_CLOSES, sign=repr(written[reader.at]))
    program = _Program()
    build(program)
    return Pattern(written, program)


@dataclass(slots=True)
class _Reader:
    """Reads a pattern from left to right into functions that write its steps, so that a repetition can write them again."""

    text: str
    at: int = 0
    depth: int = 0

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        one = self._next()
        if not one:
            raise PatternError(phrase("it breaks off"))
        self.at += 1
        return one

    def alternatives(self) -> Build:
        ways = [self._row()]
        while self._next() == "|":
            self.at += 1
            ways.append(self._row())
        return ways[0] if len(ways) == 1 else lambda program: _either(program, ways)

    def _row(self) -> Build:
        parts: list[Build] = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom()))

        def build(program: _Program) -> None:
            for part in parts:
                part(program)

        return build

    def _repeated(self, one: Build) -> Build:
        if self._next() not in ("*", "+", "?", "{"):
            return one
        least, most = self._bounds(self._take())
        if self._next() in ("*", "+", "?", "{"):
            raise PatternError(phrase("{sign} repeats a repetition"), sign=repr(self._next()))
        return lambda program: _times(program, one, least, most)

    def _bounds(self, mark: str) -> tuple[int, int | None]:
        if mark != "{":
            return (1 if mark == "+" else 0), (1 if mark == "?" else None)
        inside, closed, _ = self.text[self.at :].partition("}")
        first, comma, last = inside.partition(",")
        if not closed or not first.isdecimal() or not (last.isdecimal() or not last) or len(inside) > 7:
            raise PatternError(phrase("{sign} is none of {forms}"), sign="{…}", forms="{n}, {m,}, {m,n}")
        self.at += len(inside) + 1
        least, most = int(first), int(last) if last else (None if comma else int(first))
        if most is not None and most < least:
            raise PatternError(_ENDS, part=f"{{{inside}}}")
        return least, most

    def _atom(self) -> Build:
        one = self._take()
        match one:
            case "(":
                return self._group()
            case "[":
                return _reading(self._class())
            case ".":
                return _reading(lambda char: char != "\n")
            case "\\":
                return _reading(self._escaped())
            case "*" | "+" | "?" | "{":
                raise PatternError(phrase("there is nothing that this {sign} repeats"), sign=repr(one))
            case "^" | "$":
                raise PatternError(phrase("{sign} stands for nothing: a pattern is about the whole text"), sign=one)
            case "]" | "}":
                raise PatternError(_CLOSES, sign=repr(one))
        return _reading(lambda char: char == one)

    def _group(self) -> Build:
        if self.text.startswith("?", self.at):
            if not self.text.startswith("?:", self.at):
                raise PatternError(_MORE, sign="(?…)")
            self.at += 2
        self.depth += 1
        if self.depth > 20:
            raise PatternError(phrase("its groups are nested too deep"))
        inside = self.alternatives()
        if self._take() != ")":
            raise PatternError(phrase("a group is not closed"))
        self.depth -= 1
        return inside

    def _escaped(self) -> Test:
        one = self._take()
        if named := _CLASSES.get(one.lower()):
            return named if one.islower() else (lambda char: not named(char))
        if one.isalnum():
            raise PatternError(_MORE, sign=f"\\{one}")
        return lambda char: char == one

    def _class(self) -> Test:
        negated = self._next() == "^"
        self.at += negated
        tests: list[Test] = []
        while (one := self._take()) != "]" or not tests:
            if one == "\\":
                tests.append(self._escaped())
            elif self._next() == "-" and self.text[self.at + 1 : self.at + 2] not in ("", "]"):
                self.at += 1
                tests.append(_between(one, self._take()))
            else:
                tests.append(_between(one, one))
        return lambda char: any(test(char) for test in tests) != negated


def _between(first: str, last: str) -> Test:
    if last < first:
        raise PatternError(_ENDS, part=f"[{first}-{last}]")
    return lambda char: first <= char <= last


def _reading(test: Test) -> Build:
    def build(program: _Program) -> None:
        program.add(test)

    return build


def _either(program: _Program, ways: Sequence[Build]) -> None:
    ends = []
    for way in ways[:-1]:
        fork = program.add(())
        way(program)
        ends.append(program.add(()))
        program.steps[fork] = (fork + 1, len(program.steps))
    ways[-1](program)
    for end in ends:
        program.steps[end] = (len(program.steps),)


def _times(program: _Program, one: Build, least: int, most: int | None) -> None:
    for _ in range(least):
        one(program)
    if most is None:
        fork = program.add(())
        one(program)
        back = program.add((fork,))
        program.steps[fork] = (fork + 1, back + 1)
        return
    forks = []
    for _ in range(most - least):
        forks.append(program.add(()))
        one(program)
    for fork in forks:
        program.steps[fork] = (fork + 1, len(program.steps))
