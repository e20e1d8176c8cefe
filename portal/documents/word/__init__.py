"""DOCX by python-docx: a Swedish A4 document with real headings, lists and tables."""
