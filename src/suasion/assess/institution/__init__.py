"""Institutions: clients that decide together, who of them blocks a text, and what it would take to have it not."""

from suasion.assess.institution.decision import convene, institution
from suasion.assess.institution.results import BestText, Institution, Part, Price, Seat
from suasion.assess.institution.seats import Seated

__all__ = ["BestText", "Institution", "Part", "Price", "Seat", "Seated", "convene", "institution"]
