"""The date in a cookie's Expires, read as browsers read it (RFC 6265, section 5.1.1) and not as mail programs do."""

import re
from datetime import UTC, datetime

_BETWEEN = re.compile(r"[\t\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?![0-9])")
_DAY = re.compile(r"([0-9]{1,2})(?![0-9])")
_YEAR = re.compile(r"([0-9]{2,4})(?![0-9])")
_MONTH = re.compile("(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_FIRST_YEAR = 1601


def cookie_date(text: str) -> float | None:
    """The moment in epoch seconds, None where a browser finds none; a zone is not looked at, all is UTC."""
    found: dict[re.Pattern[str], re.Match[str]] = {}
    for token in _BETWEEN.split(text):
        for part in (_TIME, _DAY, _MONTH, _YEAR):
            if part not in found and (match := part.match(token)):
                found[part] = match
                break
    if len(found) < 4:
        return None
    year, month = _full_year(int(found[_YEAR][1])), _MONTHS.index(found[_MONTH][1].lower()) + 1
    hour, minute, second = map(int, found[_TIME].groups())
    try:
        moment = datetime(year, month, int(found[_DAY][1]), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return moment.timestamp() if year >= _FIRST_YEAR else None


def _full_year(year: int) -> int:
    """Two digits mean 1970 to 2069."""
    return year + (1900 if 70 <= year <= 99 else 2000 if year < 70 else 0)
