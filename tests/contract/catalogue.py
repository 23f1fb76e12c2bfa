"""The catalogue of every message: what translators start from.

    python -m tests.contract.catalogue        writes briefings/languages/mss.pot anew

Messages are marked with `_("…")`; two of them side by side that both count, as `plural` and its tables hold them, are
singular and plural; the first line of a command's docstring is its line in help. Babel's own extractor would lose
which plural belongs to which singular, so the tree is read instead; Babel writes the file. It holds no dates and no places, and is sorted: it changes only when a message does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "briefings/languages/mss.pot"
_FOLDERS = ("briefings", "store", "bot", "adapters")

Message = str | tuple[str, str]
"""A message, or a singular with its plural."""


@cache
def messages() -> frozenset[Message]:
    """Every message that is said anywhere."""
    files = [path for folder in _FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return frozenset(message for path in files for message in _messages(ast.parse(path.read_text("utf-8"))))


def template() -> str:
    """The text of the .pot file."""
    catalogue = Catalog(project="mission-briefing-bot", fuzzy=False)
    for message in messages():
        catalogue.add(message)
    written = BytesIO()
    write_po(written, catalogue, omit_header=True, sort_output=True, no_location=True, width=0)
    return written.getvalue().decode()


def _messages(tree: ast.Module) -> Iterator[Message]:
    in_pairs: set[ast.expr] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(args=siblings) | ast.Tuple(elts=siblings):
                for one, many in pairwise(siblings):
                    if _is_plural(_marked(one), _marked(many)):
                        in_pairs |= {one, many}
                        yield _marked(one), _marked(many)
    for node in ast.walk(tree):
        match node:
            case ast.Call() if node not in in_pairs and _marked(node):
                yield _marked(node)
            case ast.AsyncFunctionDef(decorator_list=[ast.Call(func=ast.Name("command"))]):
                yield (ast.get_docstring(node) or "").partition("\n")[0]


def _marked(node: ast.expr) -> str:
    """The message of `_("…")`; empty for anything else."""
    match node:
        case ast.Call(func=ast.Name("_"), args=[ast.Constant(str(message))]):
            return message
    return ""


def _is_plural(one: str, many: str) -> bool:
    """Whether two messages side by side are the two forms of one: both count, the hole {n} says so."""
    return "{n}" in one and "{n}" in many


if __name__ == "__main__":
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(template(), "utf-8")
