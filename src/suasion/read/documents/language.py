"""The language of a text: by its script, and within a script by the small words that no text does without."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Final

_SAMPLE: Final = 4_000  # letters whose script is looked at
_WORDS_FROM: Final = 40_000  # characters
_MIN_LETTERS: Final = 12  # of a script that tells its language
_MIN_WORDS: Final = 20
_MIN_SHARE: Final = 0.12  # small words are a quarter to a half of running text
_MIN_LEAD: Final = 1.4  # the best language must have this many times the next one's small words
_SCRIPT_SHARE: Final = 0.6

# A script that one language uses (of those that news on states is written in), by its range of code points.
_SCRIPTS: Final = (
    ("km", 0x1780, 0x17FF), ("th", 0x0E00, 0x0E7F), ("lo", 0x0E80, 0x0EFF), ("my", 0x1000, 0x109F),
    ("ko", 0xAC00, 0xD7AF), ("he", 0x0590, 0x05FF), ("el", 0x0370, 0x03FF), ("bn", 0x0980, 0x09FF),
    ("ta", 0x0B80, 0x0BFF), ("te", 0x0C00, 0x0C7F), ("ka", 0x10A0, 0x10FF), ("hy", 0x0530, 0x058F),
    ("am", 0x1200, 0x137F), ("si", 0x0D80, 0x0DFF),
)  # fmt: skip
_KANA: Final = (0x3040, 0x30FF)
_HAN: Final = (0x4E00, 0x9FFF)
_KANA_SHARE: Final = 0.05  # of the letters of a Japanese text; a Chinese one has none

_SMALL_WORDS: Final = {
    "en": "the of and to in that for is on with as was by has it at from be are this his have which an not will its",
    "fr": "le la les de des du et en un une que qui dans pour sur au aux par est pas plus avec ce cette son sont il",
    "de": "der die das und in den von zu mit dem des ist nicht im auf für ein eine sich auch als an werden bei hat",
    "es": "el la los las de del y en que un una por con para se su al como más no es lo ha sobre este entre",
    "pt": "o a os as de do da dos das e em que um uma para com por no na se ao mais como foi não à pela pelo",
    "it": "il lo la i gli le di del della dei e in che un una per con su da al è non si sono nel anche alla",
    "nl": "de het een van en in is dat op te met voor zijn niet aan die er om door als ook naar bij heeft werd",
    "id": "yang dan di dengan untuk dari pada ini itu dalam akan tidak ke oleh telah sebagai juga adalah kepada bahwa",
    "vi": "và của các là có trong được cho với một những này không người đã về tại khi từ để việc",
    "tl": "ang ng sa na mga at ay ni para sina si kay hindi nang ito ko niya kanyang pa",
    "pl": "w i na z do się nie że o jest to po od przez jak za dla oraz są ma jego także",
    "cs": "a v na se je že s z do o pro za by jsou i podle také však ale ve od jako",
    "ro": "și de în la a cu pe din că o un nu mai este pentru au care lui fi prin sunt",
    "sv": "och i att det som en på är av för med till den har inte om ett från de var",
    "da": "og i at det som en på er af for med til den har ikke om et fra de var",
    "fi": "ja on ei että se hän oli ovat joka mutta myös kun niin tai kuin sen ole",
    "hu": "a az és hogy nem is egy van meg volt ez de el csak már mint ki szerint",
    "tr": "ve bir bu için ile da de olarak çok en daha olan gibi kadar sonra ise değil",
    "ru": "и в не на что с по как это из у за от он к для его о при также был",
    "uk": "і в не на що з та до як це за від у він для його про але під також був",
    "bg": "и на да за в се от не е с че по са ще като до при това",
    "sr": "и у је да на се за не од са су као што о који али до",
    "ar": "في من على إلى أن التي الذي عن مع هذا هذه كما بين ما لا كان قد بعد",
    "fa": "و در به از که این را با است برای آن یک خود تا کرد شده های می",
    "ur": "کے کی میں کا ہے اور سے نے کو پر کہ یہ اس ہیں تھا بھی گیا",
    "hi": "के में की है और का को से ने पर कि यह इस हैं था भी एक लिए",
    "ne": "को मा र छ ले लाई का पनि हो गरेको भएको छन् यो तथा",
}
_LANGUAGES_OF: Final[dict[str, list[str]]] = {}
for _language, _listed in _SMALL_WORDS.items():
    for _word in _listed.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)


def detect(text: str) -> str | None:
    """Return the language of a text as ISO 639-1 code, None if unsure.

    Heuristic. Scripts of one language are told by their letters; others by the share of some twenty small words,
    which must be at least 12 % and 1.4 times that of the next language. Texts under 12 letters, and of
    scripts with several languages under 20 words, are None.
    """
    letters = [ord(letter) for letter in islice((c for c in text if c.isalpha()), _SAMPLE)]
    if len(letters) < _MIN_LETTERS:
        return None

    def share(low: int, high: int) -> float:
        return sum(low <= letter <= high for letter in letters) / len(letters)

    for language, low, high in _SCRIPTS:
        if share(low, high) >= _SCRIPT_SHARE:
            return language
    kana, han = share(*_KANA), share(*_HAN)
    if kana + han >= _SCRIPT_SHARE:
        return "ja" if kana >= _KANA_SHARE else "zh"
    return _by_small_words(text)


def _by_small_words(text: str) -> str | None:
    words = [word.lower() for word in _words(text[:_WORDS_FROM])]
    if len(words) < _MIN_WORDS:
        return None
    counts: Counter[str] = Counter()
    for word in words:
        counts.update(_LANGUAGES_OF.get(word, ()))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < _MIN_SHARE * len(words):
        return None
    if len(ranked) > 1 and ranked[0][1] < _MIN_LEAD * ranked[1][1]:
        return None
    return ranked[0][0]


def _words(text: str) -> list[str]:
    """Return the words; marks (vowels of Devanagari) belong to the word they stand in."""
    return re.findall(r"[^\W\d_][\w\u0900-\u097f]*", text)
