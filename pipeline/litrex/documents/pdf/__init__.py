"""PDFs with a text layer: reading order, paragraphs, headings and tables from characters and their places."""
