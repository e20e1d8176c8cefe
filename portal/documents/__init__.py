"""Text and files that any feature can make: CommonMark to HTML, DOCX and PDF."""
