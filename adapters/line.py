"""A typed line becomes a command and its words.

    status as-of 2024-11-10 in MSS        source "572"        due within 30d

Keywords win unless quoted. Curly quotes, long dashes and non-breaking spaces equal plain ones.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from adapters.port import CommandShape, OptionShape
from briefings.document import Line, Offer, UserError
from briefings.document import mark as _

MOST = 500
"""Lines kept at once."""
LONGEST = 2_000
"""Characters in a typed line, at most."""
DEFAULT = "status"
"""What a line without a command asks for."""
PREFIX = "/mss"


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed line, read: the command's name and the raw words of each option that was given."""

    command: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_quoted: bool = False

    def means(self, word: str) -> bool:
        return not self.is_quoted and self.text.casefold() == word


def read_line(line: str, shapes: Sequence[CommandShape]) -> Typed:
    """The command and the words of a line. Raises UserError with the next step when it cannot be read."""
    tokens = _without_prefix(_tokens(_plain(line)))
    shape, rest = _command(tokens, shapes)
    return Typed(shape.name, _words(shape, rest))


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a line stands that is still being typed: the command it has, the option that waits for its value, the
    options it has already, and the letters of the word being typed."""

    shape: CommandShape | None
    option: OptionShape | None
    given: frozenset[str]
    typed: str
    is_first: bool = False


def begun(line: str, shapes: Sequence[CommandShape]) -> Begun:
    """What is being typed, for completion; a quotation mark still open holds the whole word."""
    line = line.translate(_ALIKE)
    before, _mark, typed = line.rpartition('"') if line.count('"') % 2 else line.rpartition(" ")
    tokens = _without_prefix(_tokens(before))
    if not tokens:
        return Begun(None, None, frozenset(), typed, is_first=True)
    try:
        shape, rest = _command(tokens, shapes)
    except UserError:
        return Begun(None, None, frozenset(), typed)
    waiting, given, position = None, set(), 0
    while position < len(rest):
        found = _keyword(rest, position, shape)
        waiting = found[0] if found and not found[0].is_flag else None
        given |= {found[0].name} if found else set()
        position += found[1] if found else 1
    return Begun(shape, waiting, frozenset(given), typed)


def _without_prefix(tokens: list[_Token]) -> list[_Token]:
    return tokens[1:] if tokens and tokens[0].text.casefold() in (PREFIX, PREFIX.lstrip("/")) else tokens


def quoted(value: str, keywords: Collection[str] = ()) -> str:
    """A value as it can be typed into a line, in quotation marks where its words could be keywords.

    A quotation mark inside it becomes a single one, since nothing else could be read back.
    """
    value = value.translate(_ALIKE).replace('"', "'")
    is_plain = re.fullmatch(r"\S+", value) and not _could_be_keyword(value, keywords)
    return value if is_plain else f'"{value}"'


_COULD_BE_KEYWORDS = {
    "as", "of", "as-of", "as_of", "asof", "in", "full", "from", "to", "page", "within", "since", "share", "form",
    "published", "by", "published-by", "published_by", "publishedby", "known", "at", "known-at", "known_at", "knownat",
}  # fmt: skip


def write_line(command: str, words: Mapping[str, str], shapes: Sequence[CommandShape]) -> str:
    """The line that asks for a command with these words; reading it gives them back."""
    shape = next((shape for shape in shapes if shape.name == command), None)
    options = shape.options if shape else ()
    keywords = _keywords(options)
    parts = [command]
    # A keyword's value runs on to the next keyword, so what has none stands first.
    for option in sorted(options, key=lambda option: not option.is_positional):
        if option.name in words and option.is_positional:
            parts.append(quoted(words[option.name], keywords))
        elif option.name in words:
            parts += [option.name] if option.is_flag else [option.name, quoted_value(words[option.name], keywords)]
    return " ".join(parts)


class Lines:
    """Lines of the same commands, read and written: those that come again are not read again."""

    def __init__(self, shapes: Sequence[CommandShape]) -> None:
        self._shapes = shapes
        self.read = lru_cache(MOST)(self._read)
        self._written = lru_cache(MOST)(self._write)

    def write(self, command: str, words: Mapping[str, str]) -> str:
        """As `write_line`."""
        return self._written(command, tuple(words.items()))

    def _read(self, line: str) -> Typed:
        """As `read_line`."""
        return read_line(line, self._shapes)

    def _write(self, command: str, words: tuple[tuple[str, str], ...]) -> str:
        return write_line(command, dict(words), self._shapes)


def _keywords(options: Sequence[OptionShape]) -> set[str]:
    """Every word with which a keyword of these options can begin."""
    names = (name for option in options if not option.is_positional for name in (option.name, *option.words))
    return {spelling[0] for name in names for spelling in _spellings(name)}


def quoted_value(value: str, keywords: Collection[str] = ()) -> str:
    """A value behind its keyword: it runs on to the next keyword, so only a keyword in it needs quotation marks.

    A quotation mark inside it becomes a single one, as in any value.
    """
    value = " ".join(value.translate(_ALIKE).replace('"', "'").split())
    return f'"{value}"' if any(_could_be_keyword(word, keywords) for word in value.split()) else value


def _could_be_keyword(word: str, keywords: Collection[str]) -> bool:
    word = word.casefold()
    return word in keywords or word.lstrip("-") in _COULD_BE_KEYWORDS


def as_typed(text: str, most: int = LONGEST - 100) -> str:
    """Somebody's message as it can be typed behind a command: on one line, without invisible signs, cut where it is long."""
    seen = "".join(_seen(letter) for letter in text.translate(_ALIKE))
    return " ".join(seen.replace('"', "'").split())[:most].rstrip()


def _seen(letter: str) -> str:
    kind = unicodedata.category(letter)
    return " " if kind == "Cc" else "" if kind in _INVISIBLE else letter


# characters and tokens

_ALIKE = str.maketrans({
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'",
    "–": "-", "—": "-", "−": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
})  # fmt: skip
_INVISIBLE = ("Cc", "Cf", "Co", "Cs")


def _plain(line: str) -> str:
    if len(line) > LONGEST:
        raise UserError(_("This line has {n} characters; {most} is the most I read"), n=len(line), most=LONGEST)
    line = line.strip().translate(_ALIKE)
    hidden = next((character for character in line if unicodedata.category(character) in _INVISIBLE), None)
    if hidden:
        raise UserError(_("This line holds an invisible character (U+{code}); type it again without"),
                        code=f"{ord(hidden):04X}")  # fmt: skip
    return line


_TOKEN = re.compile(r'"([^"]*)"|(\S+)')


def _tokens(line: str) -> list[_Token]:
    if line.count('"') % 2:
        raise UserError(_('A quotation mark is missing; write "…" around words that belong together'))
    return [_Token(found[1], True) if found[2] is None else _Token(found[2]) for found in _TOKEN.finditer(line)]


# commands


def _command(tokens: list[_Token], shapes: Sequence[CommandShape]) -> tuple[CommandShape, list[_Token]]:
    """The command that the first words name, the longest name first, and the words after it."""
    names = {name: shape for shape in shapes for name in (*shape.short_forms, shape.name, *shape.words)}
    default = next(shape for shape in shapes if shape.name == DEFAULT)
    if not tokens or _keyword(tokens, 0, default):
        return default, tokens
    for length in (3, 2, 1):
        name = " ".join(token.text.casefold() for token in tokens[:length])
        if name in names and not any(token.is_quoted for token in tokens[:length]):
            filled_in = names[name].short_forms.get(name)
            return names[name], [*([_Token(filled_in, True)] if filled_in else []), *tokens[length:]]
    raise _unknown(tokens[0].text, [shape.name for shape in shapes], names)


def _unknown(word: str, commands: list[str], names: Mapping[str, CommandShape]) -> UserError:
    near = difflib.get_close_matches(word.casefold(), list(names), 1, cutoff=0.6)
    if near:
        suggested = near[0] if near[0] in names[near[0]].short_forms else names[near[0]].name
        return UserError(_("There is no command “{word}”; did you mean “{near}”?"), word=shortened(word), near=suggested,
                         offers=(Offer(Line("{line}", line=suggested), suggested),))  # fmt: skip
    return UserError(_("There is no command “{word}”; “help” lists them all"), word=shortened(word),
                     offers=(Offer(Line(_("Help")), "help"),))  # fmt: skip


def shortened(word: str, most: int = 60) -> str:
    """A word short enough to be said back."""
    return word if len(word) <= most else f"{word[: most - 1]}…"


# options


def _words(shape: CommandShape, tokens: list[_Token]) -> dict[str, str]:
    loose: list[_Token] = []
    named: dict[str, list[_Token]] = {}
    into = loose
    position = 0
    while position < len(tokens):
        found = _keyword(tokens, position, shape)
        if found and found[0].name == "in" and into is named.get("in"):
            found = None  # a mission's own name may hold the word: “support mission in Haiti”
        if found:
            option, length = found
            if option.name in named:
                raise UserError(_("“{keyword}” is in this line twice; say it once"), keyword=option.name)
            named[option.name] = into = []
            into = loose if option.is_flag else into
            position += length
            continue
        into.append(tokens[position])
        position += 1
    return {**dict(_named(shape, named)), **dict(_positional(shape, loose))}


def _keyword(tokens: list[_Token], position: int, shape: CommandShape) -> tuple[OptionShape, int] | None:
    """The option whose keyword stands here and how many words it takes."""
    for option in shape.options:
        if option.is_positional:
            continue
        for spelt in (spelling for name in (option.name, *option.words) for spelling in _spellings(name)):
            here = tokens[position : position + len(spelt)]
            if len(here) == len(spelt) and all(token.means(word) for token, word in zip(here, spelt, strict=True)):
                return option, len(spelt)
    return None


def _spellings(name: str) -> tuple[list[str], ...]:
    """The words that a keyword can be written as: as-of, --as-of, -as-of, asof, as_of, as of."""
    parts = name.split("-")
    return [name], ["--" + name], ["-" + name], ["".join(parts)], ["_".join(parts)], parts


def _named(shape: CommandShape, named: Mapping[str, list[_Token]]) -> Iterator[tuple[str, str]]:
    for name, tokens in named.items():
        option = shape.option(name)
        if option and option.is_flag:
            yield name, "yes"
        elif tokens:
            yield name, " ".join(token.text for token in tokens)
        else:
            raise UserError(_("“{keyword}” wants {typed} after it; for example: {example}"), keyword=name,
                            typed=option.typed if option else "", example=shape.example)  # fmt: skip


def _positional(shape: CommandShape, loose: list[_Token]) -> Iterator[tuple[str, str]]:
    """Words without a keyword fill the positional options in turn; the last one takes all that is left."""
    wanted = [option for option in shape.options if option.is_positional]
    if loose and not wanted:
        raise _too_many(shape, " ".join(token.text for token in loose))
    for number, option in enumerate(wanted):
        mine = loose[number:] if number == len(wanted) - 1 else loose[number : number + 1]
        if mine:
            yield option.name, " ".join(token.text for token in mine)


def _too_many(shape: CommandShape, words: str) -> UserError:
    if shape.option("as-of") and re.match(r"\d", words):
        return UserError(_("“{command}” takes no “{words}”; for another day write “{command} as-of {words}”"),
                         command=shape.name, words=shortened(words))  # fmt: skip
    if shape.option("in"):
        return UserError(_("“{command}” takes no “{words}”; for another mission write “{command} in {words}”"),
                         command=shape.name, words=shortened(words))  # fmt: skip
    return UserError(_("“{command}” takes no “{words}”; “help {command}” shows what it takes"),
                     command=shape.name, words=shortened(words))  # fmt: skip
