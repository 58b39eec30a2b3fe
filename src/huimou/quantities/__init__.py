"""Quantities, dates and ordinals: where they stand, what they amount to, and spans cut to fit."""

from huimou.quantities.dates import find_dates, find_ordinals
from huimou.quantities.find import (
    Quantity,
    find_quantities,
    measure_asked,
    same_amount,
)
from huimou.quantities.tidy import tidy_span
from huimou.quantities.units import base_unit

__all__ = [
    "Quantity",
    "base_unit",
    "find_dates",
    "find_ordinals",
    "find_quantities",
    "measure_asked",
    "same_amount",
    "tidy_span",
]
