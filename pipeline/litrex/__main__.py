"""``python -m litrex``."""

from __future__ import annotations

from litrex.cli import main

if __name__ == "__main__":
    main()
