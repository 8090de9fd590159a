"""The grammar of expressions of time: patterns, each with what dates it, first match first."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from suasion.read import calendar_dates as dates

_MONTH_NAME: Final = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MONTH: Final = rf"(?:{_MONTH_NAME}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|\b))"
_WEEKDAY: Final = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_YEAR: Final = r"(?:1[89]\d\d|20\d\d)"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DASH: Final = r"(?:\s?[-–—]\s?|\s(?:to|and|through|until)\s)"
_N: Final = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
)
_PREPOSITION: Final = (
    r"\b(?i:(?:in|on|by|since|until|till|from|during|before|after|through|as\sof|as\searly\sas|around|about|of|dated|"
    r"back\sin|at|for|starting|beginning|effective|between)\s+)?"
)
_PART_OF: Final = (
    r"(?:early|mid|late|(?:end|beginning|start|middle|spring|summer|autumn|fall|winter|first\shalf|second\shalf|"
    r"(?:first|second|third|fourth|last)\squarter)\sof|spring|summer|autumn|fall|winter|fiscal(?:\syear)?|FY|year|quarter\sof)"
)
_PART: Final = rf"(?i:(?:the\s)?(?:{_PART_OF}[\s-]*)+)?"
_EARLIER: Final = r"(?:earlier|later|early|late|mid|(?:the\s)?(?:end|beginning|start|first\shalf|second\shalf)\sof)"
_UNITS: Final = r"(?:decades?|years?|months?|weeks?|days?|century|centuries)"

Dater = Callable[[re.Match[str], dates.Anchor, bool], dates.Dates]
_X: Final = re.VERBOSE
_XI: Final = re.VERBOSE | re.IGNORECASE

_GRAMMAR: Final[tuple[tuple[str, int, Dater], ...]] = (
    # Without its day, 2010-12 is rather three years.
    (rf"{_PREPOSITION}(?P<year>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])(?:T[\d:.]+Z?)?", _X, dates.iso_date),
    # March 20, 2022; March 20-21; March 30 to April 2, 2022
    (rf"""{_PREPOSITION}(?:{_WEEKDAY},?\s)?(?P<month>{_MONTH})\s?(?P<day>{_DAY})
          (?:{_DASH}(?:(?P<month2>{_MONTH})\s)?(?P<day2>{_DAY}))?
          (?:,?\s(?:of\s)?(?P<year>{_YEAR}))?(?!\d|,\d{{3}})""", _X, dates.full_date),
    # 20 March 2022; 20 to 22 March
    (rf"""{_PREPOSITION}(?:{_WEEKDAY},?\s)?(?:the\s)?(?P<day>{_DAY})(?:{_DASH}(?:the\s)?(?P<day2>{_DAY}))?\s(?:of\s)?
          (?P<month>{_MONTH})(?:,?\s(?P<year>{_YEAR}))?(?!\d)""", _X, dates.full_date),
    (rf"""{_PREPOSITION}(?P<month>{_MONTH})(?:\s(?P<year>{_YEAR}))?{_DASH}(?P<month2>{_MONTH}),?\s(?P<year2>{_YEAR})(?!\d)""",
     _X, dates.months_between),
    (rf"{_PREPOSITION}{_PART}(?P<month>{_MONTH}),?\s?(?:of\s)?(?P<year>{_YEAR})(?!\d)", _X, dates.month_and_year),
    (rf"""(?i:\b(?:in|by|since|until|during|from|before|after|throughout|(?:at\s)?the\s(?:end|start|beginning)\sof)[\s-]
          |\b(?:early|late|mid)[\s-])+
          (?P<which>this|last|next|past)?\s?(?P<month>{_MONTH_NAME})\b(?!\s\d{{1,2}}(?!\d|,\d{{3}})|\s\d{{4}})""",
     _X, dates.bare_month),
    (rf"\b(?P<which>(?i:this|last|next|past))\s(?P<month>{_MONTH_NAME})\b", _X, dates.bare_month),
    (rf"""\b(?:between|from|during|in|over|for)\s(?:the\s)?(?:fiscal\s)?
          (?P<year>{_YEAR}){_DASH}(?P<year2>{_YEAR}|\d\d)\b(?![-\d])""", _XI, dates.years_between),
    (rf"(?<![\w-])(?P<year>{_YEAR})[-–](?P<year2>{_YEAR}|\d\d)(?![-–\w])", _X, dates.years_between),
    # A year needs a word before it: "the 1982 Convention" names a thing, and dates nothing.
    (rf"""\b(?:(?:in|by|since|until|till|from|during|before|after|through|of|as\sof|as\searly\sas|around|back\sin|for|
          between|to|throughout)\s(?:(?:the\s)?(?:{_PART_OF}[\s-]*)+)?|(?:the\s)?(?:{_PART_OF}[\s-]*)+)
          (?P<year>{_YEAR})(?!\d|s\b|['’]s\b|-\w|,\d)""", _XI, dates.one_year),
    (r"\b(?:(?:in|during|since|from|of|through)\s)?(?:the\s)?(?:(?:early|mid|late)[\s-])?(?:1[89]|20)\d0s\b",
     _XI, dates.undated),
    (rf"""(?:\b(?:by|at|before|until|since)\s)?(?:\b{_EARLIER}\s)?\b(?P<which>last|past|this|next|previous|coming|current)\s
          (?:fiscal\s|calendar\s)?(?P<unit>year|month|week|weekend)\b(?!['’]s\b|-)""", _XI, dates.relative),
    (r"\b(?:over|during|in|within|for|across)\sthe\s(?P<which>last|past)\s(?P<unit>week|month|year)\b",
     _XI, dates.relative),
    (rf"""\b(?:(?:about|around|nearly|almost|over|more\sthan|just|some)\s)?(?P<n>{_N})\s
          (?P<unit>day|week|month|year|decade)s?\sago\b""", _XI, dates.ago),
    (rf"""(?:\b(?i:on|since|by|until|from|late|early)\s)?(?:\b(?P<which>(?i:last|this|next))\s)?
          \b(?P<weekday>{_WEEKDAY})\b(?!['’]s)""", _X, dates.weekday),
    (r"""\b(?:(?:in|during|since|by)\s)?(?:(?P<which>last|next|this)|the)\s
         (?P<season>spring|summer|autumn|fall|winter)\b(?!\sof\b)""", _XI, dates.season),
    (r"\b(?:earlier\s)?(?P<word>yesterday|today|tomorrow|tonight)\b(?!['’]s)", _XI, dates.near_day),
    # What fixes no date.
    (rf"""\b(?:over|during|in|within|for|across|throughout)\s(?:the\s)?
          (?:last|past|next|coming|previous|following|recent|preceding)\s
          (?:(?:{_N}|few|several|couple\sof|many|half)[\s-])?(?:a\s)?{_UNITS}\b""", _XI, dates.undated),
    (r"""\bin\s(?:the\s)?(?:recent|coming|past|earlier|later|previous|subsequent)\s
         (?:decades|years|months|weeks|days|times|history)\b""", _XI, dates.undated),
    (rf"""\b(?:for|over|within)\s(?:(?:as\slong\sas|at\sleast|up\sto|more\sthan|over|about|nearly|almost|around|the\snext)\s)?
          (?:{_N}|many|several|a\sfew|some)\s(?:more\s|consecutive\s|straight\s)?{_UNITS}\b""", _XI, dates.undated),
    (r"\b(?:for|over)\s(?:decades|years|months|weeks|centuries|generations)\b", _XI, dates.undated),
    (r"""\b(?:during|amid|throughout|since|before|after|at\sthe\sheight\sof)\s(?:the\s)?
         (?:COVID-19\s|Covid\s|coronavirus\s|global\s)?
         (?:pandemic|outbreak|Cold\sWar|COVID-19|Second\sWorld\sWar|World\sWar\sII|war|crisis)\b""", _XI,
         dates.undated),
    (r"""\bin\sthe\s(?:past|future|near\sfuture|meantime|aftermath|long\sterm|short\sterm|long\srun|years\sahead|
         months\sahead|weeks\sahead)\b""", _XI, dates.undated),
    (r"""\b(?:recently|lately|nowadays|currently|at\spresent|to\sdate|so\sfar|soon|in\sdue\scourse|at\sthe\ssame\stime|earlier|
         (?:years|decades|months|weeks|long)\sago|last\stime|the\ssame\s(?:day|week|month|year)|that\s(?:year|month|week|day)|
         the\s(?:following|previous)\s(?:day|week|month|year))\b""", _XI, dates.undated),
)  # fmt: skip

RULES: Final[tuple[tuple[re.Pattern[str], Dater], ...]] = tuple(
    (re.compile(pattern, flags), dater) for pattern, flags, dater in _GRAMMAR
)
# What is dated by its clause when it names no year: whether it lies ahead of publication.
LOOKS_AHEAD: Final[frozenset[Dater]] = frozenset({dates.full_date, dates.bare_month, dates.weekday})
