"""spaCy Doc -> claims."""

from narrext.claims.records import Claim

__all__ = ["Claim"]
