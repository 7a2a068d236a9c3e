"""litrex: from review articles to evidence tables, in Chinese and English."""
