"""How are lists of words kept? As text beside the code that uses them: ``[section]``, a line an entry; ``#`` begins a remark."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files


@cache
def lists_of(package: str, file: str = "words.txt") -> Mapping[str, Sequence[str]]:
    """The lines of a file in a package, by section."""
    sections: dict[str, list[str]] = {}
    here: list[str] = []
    for line in files(package).joinpath(file).read_text("utf-8").splitlines():
        if line.startswith("["):
            here = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            here.append(line)
    return sections


def words_of(package: str, section: str) -> list[str]:
    """All words of a section."""
    return " ".join(lists_of(package)[section]).split()


def keyed(package: str, section: str) -> dict[str, str]:
    """Every word of a section's lines, to the first of its line."""
    return {form: line.split()[0] for line in lists_of(package)[section] for form in line.split()[1:]}
