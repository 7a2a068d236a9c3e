"""Word files: text, tables and notes of a DOCX as its reader sees them, with all changes taken."""
