"""Numbers and quantities in Chinese and English, each with all that stands on it.

`find` reads folded text (simplified script, half-width forms, plain dashes) and says for every number what it is:

>>> def told(text):
...     return [(text[q.start : q.end], q.quantity.kind) for q in find(text)]
>>> told("58名难治性SLE患者,女38例")
[('58名', 'count'), ('女38例', 'count')]
>>> told("IL-6 fell in 28/30 (93.3%) at 24 weeks (P<0.05)")
[('28/30 (93.3%)', 'percent'), ('24 weeks', 'duration'), ('P<0.05', 'p_value')]
>>> told("每周1次,共4次[12]")
[('每周1次', 'frequency'), ('4次', 'times'), ('[12]', 'reference')]

A comparator belongs to the stretch (约60%, up to 200,000 cells). Digits inside names (IL-6, DAS28, 5-HT) are no numbers.
Besides the kinds of `Quantity` there is ``frequency``: `value` is the length of an interval in `unit`, `n` how often in it.
"""

from litrex.mentions.quantities.grammar import Located
from litrex.mentions.quantities.scan import find

__all__ = ["Located", "find"]
