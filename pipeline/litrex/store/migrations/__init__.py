"""How databases came to be as they are, step by step; applied by ``litrex db upgrade``."""
