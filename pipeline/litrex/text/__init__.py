"""From raw to clean text: repairs, each named and recorded, that never lose the way back to the raw characters."""

from litrex.text.cleaning import STEPS, Step, clean
from litrex.text.edits import Edit, Signs
from litrex.text.scripts import fold, simplify

__all__ = ["STEPS", "Edit", "Signs", "Step", "clean", "fold", "simplify"]
