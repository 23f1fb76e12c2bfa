"""Documents as JSON: stable, documented in docs/json.md, made for other programs."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

from briefings.document import Chart, File, Look, Meter, Rows, Said, Section, Span, Spans, plain

VERSION = 1
"""Raised when a field changes its meaning or goes; new fields do not raise it."""


def draw(document: Said) -> str:
    """The document as one JSON object, indented by two."""
    return json.dumps(as_data(document), ensure_ascii=False, indent=2)


def as_data(document: Said) -> dict[str, Any]:
    return {
        "version": VERSION,
        "document": document.name,
        "title": _line(document.title),
        "header": [_line(line) for line in document.header],
        "sections": [_section(section) for section in document.sections],
        "small": [_line(line) for line in document.small],
        "offers": [{"label": plain(offer.label), "line": offer.line} for offer in document.offers],
        **({"file": _file(document.file)} if document.file else {}),
    }


def _file(file: File) -> dict[str, Any]:
    return {"name": file.name, "media_type": file.media_type, "content": b64encode(file.content).decode()}


def _section(section: Section[Spans]) -> dict[str, Any]:
    return {
        "label": plain(section.label) if section.label else None,
        "list": section.is_list,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Spans | Meter[Spans] | Rows[Spans] | Chart[Spans]) -> dict[str, Any]:
    if isinstance(block, Meter):
        return {"type": "meter", "share": round(float(block.share), 4), **_line(block.words)}
    if isinstance(block, Rows):
        return {
            "type": "rows",
            "caption": _line(block.caption),
            "head": [_line(cell) for cell in block.head],
            "rows": [[_line(cell) for cell in row] for row in block.rows],
        }
    if isinstance(block, Chart):
        return {
            "type": "chart",
            "caption": _line(block.caption),
            "target": None if block.target is None else float(block.target),
            "points": [
                {
                    "day": point.day.isoformat(),
                    "number": float(point.number),
                    "label": plain(point.label),
                    **_line(point.words),
                }
                for point in block.points
            ],
        }
    return {"type": "line", **_line(block)}


def _line(spans: Spans) -> dict[str, Any]:
    """The words, and what in them is more than words: figures with their fact, marks with their source."""
    return {"text": plain(spans), "parts": [_part(span) for span in spans if span.look is not Look.PLAIN]}


def _part(span: Span) -> dict[str, Any]:
    part: dict[str, Any] = {"is": span.look.value, "text": span.text}
    if span.target and span.look is not Look.QUOTED:
        part["of"] = span.target
    if span.at:
        part["at"] = span.at.isoformat()
    return part
