"""Other tools' formats: out to mark, read and edit, and back as corrections where the tool lets people change things."""
