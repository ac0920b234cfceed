"""The report as one HTML file to hand to somebody: nothing in it runs, and nothing is fetched."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from authproof.exchange import CodeLocation
from authproof.findings import Evidence, Report
from authproof.reports import outline
from authproof.reports.bounds import bounded
from authproof.reports.evidence import evidence_title, request_text, response_text
from authproof.reports.replay import replay_command, replay_script
from authproof.reports.text import visible, visible_lines

_TEMPLATES = Path(__file__).parent / "templates"


def to_html(report: Report) -> str:
    """A page that needs no script and no network, as UTF-8 text."""
    report = bounded(report)
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    template = _environment().get_template("report.html.j2")
    return template.render(
        report=report,
        outline=outline,
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii"),
        evidence_title=evidence_title,
        request_text=request_text,
        response_text=response_text,
        picture=_picture,
        place=lambda location: _place(report, location),
        replay=lambda slug: replay_command(report, slug),
        script=lambda result, found: replay_script(report, result, found),
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )


def _finalized(value: object) -> object:
    """Whatever the template prints is made visible first; autoescape comes after it."""
    return visible_lines(value) if type(value) is str else value


def _place(report: Report, location: CodeLocation) -> str:
    return visible(outline.place(report, location))


def _picture(piece: Evidence) -> str:
    """A screenshot as an address that holds the picture itself."""
    return f"data:image/jpeg;base64,{base64.b64encode(piece.screenshot).decode('ascii')}"
