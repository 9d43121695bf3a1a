"""The language in use, and its sentences, money, dates and clock times.

One mechanism for pages, REST, PDF and the command line alike: whoever answers somebody says `speaking(language)`
once; what is said inside follows it. It needs neither a web request nor an application.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton, format_time, get_day_names
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision

from api.catalogue import catalogue

LANGUAGES = {"sv": "Svenska", "nb": "Norsk bokmål", "en": "English"}
"""Every language spoken, in its own name."""

DEFAULT = "en"

ALSO_KNOWN_AS = {"no": "nb", "nn": "nb", "da": "nb"}
"""What a browser may ask for, and what its reader understands best of what there is."""

DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?=\s|$)")

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)
_clock: ContextVar[tzinfo] = ContextVar("clock", default=UTC)


@contextmanager
def speaking(language: str, clock: tzinfo | None = None) -> Iterator[None]:
    """Use a language, and a time zone for clock times, until the block ends."""
    spoken = _language.set(known(language) or DEFAULT)
    zone = _clock.set(clock or _clock.get())
    try:
        yield
    finally:
        _clock.reset(zone)
        _language.reset(spoken)


def language() -> str:
    """The language in use: a key of `LANGUAGES`."""
    return _language.get()


def locale() -> Locale:
    """The locale in use."""
    # Numbers and dates of English readers follow Europe, not America: 24 hours, the day before the month.
    return Locale.parse("en_GB" if language() == "en" else language())


def known(wanted: str | None) -> str | None:
    """The language of ours that a code such as "sv-FI", "no" or "nb_NO.UTF-8" means, if any."""
    code = (wanted or "").replace("_", "-").split("-")[0].split(".")[0].lower()
    code = ALSO_KNOWN_AS.get(code, code)
    return code if code in LANGUAGES else None


def best_of(wanted: Iterable[str], otherwise: str = DEFAULT) -> str:
    """The first wanted language that is spoken."""
    return next((found for code in wanted if (found := known(code))), otherwise)


def N_(sentence: str) -> str:  # noqa: N802  # the customary mark of a sentence that is translated later
    """Mark a sentence for translation where it is written down, not where it is said."""
    return sentence


def gettext(sentence: str, **facts: object) -> str:
    """A sentence in the language in use, with `%(name)s` replaced by the facts."""
    return _filled(catalogue(language()).gettext(sentence), facts)


def ngettext(one: str, many: str, number: int, **facts: object) -> str:
    """The sentence for a number of things; `%(num)s` is the number, written as the language does."""
    return _filled(catalogue(language()).ngettext(one, many, number), {"num": count(number), **facts})


def _filled(said: str, facts: Mapping[str, object]) -> str:
    # An abbreviation that ends a sentence, such as "26 nov.", lends it its full stop.
    return DOUBLE_STOP.sub(".", said % facts) if facts else said


def money(amount: int, currency: str) -> str:
    """An amount in minor units, as "1 234,50 kr"."""
    amount_in_units = Decimal(amount).scaleb(-get_currency_precision(currency))
    # English writes "SEK1,234.50"; a space between code and number reads better.
    pattern = "¤\u00a0#,##0.00" if language() == "en" else None
    return format_currency(amount_in_units, currency, pattern, locale=locale())


def count(number: int) -> str:
    """A whole number with the language's grouping."""
    return str(format_decimal(number, locale=locale()))


def percent(share: float) -> str:
    """A share of one, as "12,5 %"."""
    return format_percent(share, format="#,##0.#\u00a0%", locale=locale())


def kilometres(metres: int) -> str:
    """A distance in whole kilometres."""
    return f"{count(round(metres / 1000))}\u00a0km"


def distance(metres: int, sailed_metres: int = 0) -> str:
    """What is driven, and what goes by ferry, apart."""
    if not sailed_metres:
        return kilometres(metres)
    return gettext("%(driven)s and %(sailed)s by ferry", driven=kilometres(metres), sailed=kilometres(sailed_metres))


def kilograms(grams: int) -> str:
    """A weight in kilograms, to a tenth."""
    return f"{format_decimal(round(grams / 1000, 1), locale=locale())}\u00a0kg"


def kilograms_typed(grams: int) -> str:
    """A weight as somebody would type it in kilograms, to the gram: "6,1"."""
    return str(format_decimal(Decimal(grams).scaleb(-3), format="0.###", locale=locale()))


def day(value: date) -> str:
    """A day with its weekday, as "tors 26 nov."."""
    return format_skeleton("MMMEd", value, locale=locale())


def long_day(value: date) -> str:
    """A day in full, as "torsdag 26 november 2026"."""
    return format_date(value, "full", locale=locale())


def short_date(value: date) -> str:
    """A date with its year, as "26 nov. 2026"."""
    return format_date(value, "medium", locale=locale())


def amount_typed(amount: int) -> str:
    """An amount in minor units as somebody would type it: "129,50", or "" for nothing."""
    return str(format_decimal(Decimal(amount).scaleb(-2), format="0.00", locale=locale())) if amount else ""


def language_name(code: str) -> str:
    """What a language is called in the language in use; the code itself where nobody knows it."""
    try:
        return Locale.parse(code).get_language_name(locale()) or code
    except (UnknownLocaleError, ValueError):
        return code


def month(value: date) -> str:
    """A month and its year, as "november 2026"."""
    return format_skeleton("yMMMM", value, locale=locale())


def weekdays() -> list[str]:
    """Short names of the days of the week, Monday first."""
    names = get_day_names("short", locale=locale())
    return [str(names[number]) for number in range(7)]


def clock(value: datetime) -> str:
    """The time of day on the wall clock in use, as "07:05"."""
    return format_time(value, "HH:mm", tzinfo=_clock.get(), locale=locale())


def moment(value: datetime) -> str:
    """A day and a time on the wall clock in use."""
    local = value.astimezone(_clock.get())
    return f"{day(local.date())} {format_datetime(local, 'HH:mm', tzinfo=_clock.get(), locale=locale())}"


def minute(value: int) -> str:
    """Minutes after midnight as a time of day."""
    return f"{value // 60:02d}:{value % 60:02d}"


def duration(seconds: int) -> str:
    """Hours and minutes, as "3:05"."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"
