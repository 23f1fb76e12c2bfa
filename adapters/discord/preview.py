"""A page that draws messages about as Discord does, to be looked at before anything is sent.

It reads the components, not the document: what is missing here would be missing in Discord. One file, no network.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from html import escape

from adapters.discord.blocks import draw
from adapters.discord.limits import ACTION_ROW, BUTTON, CONTAINER, FILE, GALLERY, SELECT, TEXT, Component, Message
from briefings.document import Said

_Pictures = Mapping[str, str]
"""The pictures of a message by their address in it, each as an address that holds all of it."""


def page(documents: Iterable[tuple[str, Said]]) -> str:
    """An HTML page of documents, each under its name."""
    drawn = "".join(f"<h2>{escape(name)}</h2>{''.join(map(_message, draw(said)))}" for name, said in documents)
    return _PAGE.replace("{style}", _STYLE).replace("{drawn}", drawn)


def _message(message: Message) -> str:
    pictures = {f"attachment://{file.name}": f"data:image/png;base64,{b64encode(file.content).decode()}"
                for file in message.files}  # fmt: skip
    drawn = _components(message.components, pictures)
    return (f'<article><div class="face" aria-hidden="true">M</div><div><p class="who"><b>Mission briefing</b> '
            f"<i>APP</i></p>{drawn}</div></article>")  # fmt: skip


# components


def _components(components: Iterable[Component], pictures: _Pictures) -> str:
    return "".join(_component(component, pictures) for component in components)


def _component(component: Component, pictures: _Pictures) -> str:
    return _COMPONENTS[component["type"]](component, pictures)


def _card(container: Component, pictures: _Pictures) -> str:
    return f'<div class="card">{_components(container["components"], pictures)}</div>'


def _row(row: Component, pictures: _Pictures) -> str:
    return f'<div class="row">{_components(row["components"], pictures)}</div>'


def _text(text: Component, _pictures: _Pictures) -> str:
    return f'<div class="text">{"".join(map(_line, text["content"].splitlines()))}</div>'


def _gallery(gallery: Component, pictures: _Pictures) -> str:
    return "".join(f'<img src="{pictures[item["media"]["url"]]}" alt="{escape(item["description"])}">'
                   for item in gallery["items"])  # fmt: skip


def _file(file: Component, _pictures: _Pictures) -> str:
    return f'<div class="text"><p>📎 {escape(file["file"]["url"].removeprefix("attachment://"))}</p></div>'


def _button(button: Component, _pictures: _Pictures) -> str:
    return f'<button type="button" title="{escape(button["custom_id"])}">{escape(button["label"])}</button>'


def _select(select: Component, _pictures: _Pictures) -> str:
    labels = (select["placeholder"], *(option["label"] for option in select["options"]))
    return f"<select>{''.join(f'<option>{escape(label)}</option>' for label in labels)}</select>"


_COMPONENTS: Mapping[int, Callable[[Component, _Pictures], str]] = {
    CONTAINER: _card,
    ACTION_ROW: _row,
    TEXT: _text,
    GALLERY: _gallery,
    FILE: _file,
    BUTTON: _button,
    SELECT: _select,
}


# markdown

_STARTS = (("### ", "<h3>{}</h3>"), ("-# ", "<small>{}</small>"), ("- ", "<li>{}</li>"),
           ("  - ", '<li class="inner">{}</li>'), ("", "<p>{}</p>"))  # fmt: skip
_MARKUP = re.compile(r"\\([^0-9A-Za-z\s])|<t:(\d+):F>|\[((?:\\.|[^\]])*)\]\(<([^>]*)>\)|\*\*((?:\\.|[^\\])+?)\*\*")


def _line(line: str) -> str:
    """The little of markdown that the renderer writes: headings, lists, small print, bold, links and moments."""
    start, element = next((start, element) for start, element in _STARTS if line.startswith(start))
    return element.format("".join(_html(line.removeprefix(start))))


def _html(text: str) -> Iterator[str]:
    done = 0
    for found in _MARKUP.finditer(text):
        yield escape(text[done : found.start()])
        yield _markup(found)
        done = found.end()
    yield escape(text[done:])


def _markup(found: re.Match[str]) -> str:
    sign, stamp, label, url, strong = found.groups()
    if sign:
        return escape(sign)
    if stamp:
        return f'<time title="{stamp}">{_moment(int(stamp))}</time>'
    if url:
        return f'<a href="{escape(url)}">{"".join(_html(label))}</a>'
    return f"<b>{''.join(_html(strong))}</b>"


def _moment(stamp: int) -> str:
    """A moment as a reader in UTC sees it."""
    moment = datetime.fromtimestamp(stamp, UTC)
    return f"{moment:%A}, {moment.day} {moment:%B} {moment.year} {moment:%H:%M}"


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Documents as Discord draws them</title>
<style>{style}</style>
{drawn}
</html>
"""
_STYLE = """
body { font: 16px/1.375 "gg sans", "Noto Sans", "Helvetica Neue", Arial, sans-serif; color: #dbdee1; background: #313338;
  max-width: 720px; margin: 0 auto; padding: 8px 12px }
h2 { font-size: 13px; color: #b5bac1; border-bottom: 1px solid #4e5058; margin: 28px 0 8px; font-weight: 400 }
article { display: flex; gap: 12px; margin: 8px 0 16px; overflow-wrap: anywhere }
article > div:last-child { min-width: 0; flex: 1 }
.face { flex: 0 0 40px; height: 40px; border-radius: 20px; background: #1f4e79; color: #fff; font-weight: 700; text-align: center;
  line-height: 40px }
.who { margin: 0 0 4px; color: #f2f3f5 } .who i { font: 10px sans-serif; background: #5865f2; border-radius: 3px; padding: 1px 4px; color: #fff }
.card { display: flex; flex-direction: column; gap: 8px; max-width: 600px; box-sizing: border-box; padding: 16px; background: #2b2d31;
  border: 1px solid #44464d; border-radius: 8px }
.text > * { margin: 0; display: block } h3 { font-size: 16px; color: #f2f3f5 } b { color: #f2f3f5 } small { font-size: 13px; color: #b5bac1 }
.text > li { display: list-item; margin-left: 20px } .text > .inner { margin-left: 40px; list-style: circle }
.row { display: flex; flex-wrap: wrap; gap: 8px }
button { font: 500 14px/30px inherit; font-family: inherit; color: #fff; background: #4e5058; border: 0; border-radius: 8px;
  padding: 0 16px; height: 32px }
select { font: inherit; color: #dbdee1; background: #1e1f22; border: 1px solid #1e1f22; border-radius: 8px; padding: 8px; width: 100% }
a { color: #00a8fc; text-decoration: none } a:hover { text-decoration: underline }
time { background: #3f4147; border-radius: 3px; padding: 0 2px }
img { max-width: 100%; border-radius: 8px }
"""
