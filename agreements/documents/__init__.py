"""An agreement as a DOCX and as a PDF: the same content, laid out twice."""
