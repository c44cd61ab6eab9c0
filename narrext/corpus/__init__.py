"""The annotated corpus: releases and filings, and what a correct check says of each claim in them."""

from narrext.corpus.folder import Corpus, Document, read_corpus
from narrext.corpus.records import Annotation

__all__ = ["Annotation", "Corpus", "Document", "read_corpus"]
