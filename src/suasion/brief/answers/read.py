"""Any answer as a person reads it."""

from __future__ import annotations

from suasion.assess.institution.results import Institution
from suasion.assess.scenario.results import WhatIf, WhatItTakes
from suasion.brief.answers.institution import read_institution
from suasion.brief.answers.reading import Reading
from suasion.brief.answers.what_if import read_what_if
from suasion.brief.answers.what_it_takes import read_what_it_takes

Answered = WhatIf | WhatItTakes | Institution


def read(found: Answered) -> Reading:
    """Return an answer as a person reads it.

    Parameters
    ----------
    found
        As the service gave it.
    """
    if isinstance(found, WhatIf):
        return read_what_if(found)
    return read_what_it_takes(found) if isinstance(found, WhatItTakes) else read_institution(found)
