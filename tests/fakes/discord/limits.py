"""What Discord accepts in a message besides its components: content, embeds, files, mentions.

https://docs.discord.com/developers/resources/message#create-message and …#embed-object-embed-limits
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.fakes.discord.errors import Path, Problem, Problems, address, count, text
from tests.fakes.discord.kinds import Json

CONTENT = 2_000
EMBEDS = 10
EMBED_CHARACTERS = 6_000
"""In all embeds of a message together."""
FILES = 10
FILE_BYTES = 10 * 1024 * 1024
"""https://docs.discord.com/developers/reference#uploading-files"""
DESCRIPTION = 1_024
"""Of a file, its alt text. https://docs.discord.com/developers/resources/message#attachment-object"""
NONCE = 25
LEGACY = ("content", "embeds", "sticker_ids", "poll")
"""Fields that a message of components does not have."""
PINGABLE = ("roles", "users", "everyone")


def message_problems(body: Json, *, is_v2: bool) -> Problems:
    """What is wrong with a message, its components left aside."""
    if is_v2:
        yield from _legacy_fields(body)
    yield from text(body, "content", CONTENT, ())
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > NONCE:
        yield Problem(("nonce",), "BASE_TYPE_MAX_LENGTH", f"Must be {NONCE} or fewer in length.")
    yield from _embeds(body.get("embeds") or [])
    yield from _attachments(body.get("attachments") or [])
    yield from _allowed_mentions(body.get("allowed_mentions") or {})


def embed_characters(embeds: Iterable[Json]) -> int:
    """Characters of title, description, fields, footer and author; blanks around them do not count."""
    return sum(len(words.strip()) for embed in embeds for words in embed_texts(embed))


def embed_texts(embed: Json) -> list[str]:
    """The words of an embed as they are read."""
    fields = [field.get(name) for field in embed.get("fields") or [] for name in ("name", "value")]
    author, footer = (embed.get("author") or {}).get("name"), (embed.get("footer") or {}).get("text")
    found = [author, embed.get("title"), embed.get("description"), *fields, footer]
    return [str(words) for words in found if words]


def _legacy_fields(body: Json) -> Problems:
    for name in LEGACY:
        if body.get(name):
            words = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            yield Problem((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)


def _embeds(embeds: list[Json]) -> Problems:
    yield from count(embeds, EMBEDS, ("embeds",))
    for index, embed in enumerate(embeds):
        yield from _embed(embed, ("embeds", index))
    if embed_characters(embeds) > EMBED_CHARACTERS:
        words = f"Embed size exceeds maximum size of {EMBED_CHARACTERS}"
        yield Problem(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", words)


def _embed(embed: Json, at: Path) -> Problems:
    yield from text(embed, "title", 256, at)
    yield from text(embed, "description", 4_096, at)
    yield from text(embed.get("footer") or {}, "text", 2_048, (*at, "footer"))
    yield from text(embed.get("author") or {}, "name", 256, (*at, "author"))
    yield from count(embed.get("fields") or [], 25, (*at, "fields"))
    for index, field in enumerate(embed.get("fields") or []):
        yield from text(field, "name", 256, (*at, "fields", index), required=True)
        yield from text(field, "value", 1_024, (*at, "fields", index), required=True)
    if embed.get("url"):
        yield from address(embed["url"], (*at, "url"))
    for name in ("image", "thumbnail"):
        if embed.get(name):
            yield from address(embed[name].get("url"), (*at, name, "url"), ("http", "https", "attachment"))


def _attachments(attachments: list[Any]) -> Problems:
    yield from count(attachments, FILES, ("attachments",))
    for index, attachment in enumerate(attachments):
        yield from text(attachment, "description", DESCRIPTION, ("attachments", index))


def _allowed_mentions(allowed: Json) -> Problems:
    """https://docs.discord.com/developers/resources/message#allowed-mentions-object"""
    parsed = allowed.get("parse") or []
    for index, kind in enumerate(parsed):
        if kind not in PINGABLE:
            words = f"Value must be one of {PINGABLE!r}."
            yield Problem(("allowed_mentions", "parse", index), "BASE_TYPE_CHOICES", words)
    for kind in ("users", "roles"):
        yield from count(allowed.get(kind) or [], 100, ("allowed_mentions", kind))
        if kind in parsed and allowed.get(kind):
            words = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            yield Problem(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)
