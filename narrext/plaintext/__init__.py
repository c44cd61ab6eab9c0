"""Plain text as typewriters and EDGAR know it: lines, figures at their ends, paragraphs, tables."""
