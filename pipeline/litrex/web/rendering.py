"""Pages out of templates: everything from articles is escaped, and a name that is not there is an error."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from litrex.report.page import visible
from litrex.web.access import Visitor
from litrex.web.words import words

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, lang: str, visitor: Visitor | None, **told: Any) -> str:
    """Fill a template in a language for somebody."""
    say = {key: getattr(both, lang) for key, both in words().items()}
    return _environment().get_template(template).render(lang=lang, visitor=visitor, say=say, **told)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("litrex.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    made.filters["visible"] = visible
    return made
