"""The measures by name: what each is called, which rows it needs and how it is worked out for a request."""

from suasion.model.catalogue.registry import MEASURES, beware, every, measure, named
from suasion.model.catalogue.request import Measure, Request

__all__ = ["MEASURES", "Measure", "Request", "beware", "every", "measure", "named"]
