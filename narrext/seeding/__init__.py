"""Planting errors into copies of a release, one at a time, to see which are flagged."""

from narrext.seeding.plant import Seeded, Tally, seed_release
from narrext.seeding.records import Edit, Planted, Slip

__all__ = ["Edit", "Planted", "Seeded", "Slip", "Tally", "seed_release"]
