"""Values in a clinician's words, Chinese and English: what the workbook and the report show in a cell."""

from __future__ import annotations

from dataclasses import dataclass

from litrex.exchange.phrases import phrases
from litrex.lexicons.labels import LabelOf, plain_label
from litrex.schema.record import Age, Dose, FollowUp, Length, Outcome

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float) -> str:
    """Write a number as a reader does.

    >>> number(92.5), number(40), number(1.5e8), number(0), number(-0.25)
    ('92.5', '40', '1.5×10⁸', '0', '-0.25')
    """
    if abs(value) < 1e6:
        return format(value, ".10g")
    mantissa, exponent = format(value, ".9e").split("e")
    return f"{float(mantissa):g}×10{str(int(exponent)).translate(_RAISED)}"


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of one language; `label` names the concepts."""

    lang: str
    label: LabelOf = plain_label

    def say(self, phrase: str) -> str:
        """The phrase in this language; a phrase that we have no words for is shown as it is."""
        return phrases(self.lang).get(phrase, phrase.replace("_", " "))

    def name(self, kind: str, concept: str) -> str:
        return self.label(kind, concept, self.lang)

    def join(self, parts: list[str]) -> str:
        return ("，" if self.lang == "zh" else ", ").join(part for part in parts if part)

    def compound(self, names: list[str]) -> str:
        """Put names together as one: Chinese without a space, but for one between two Latin words.

        >>> Words("zh").compound(["自体", "骨髓", "CD34", "IPSC"]), Words("en").compound(["autologous", "bone marrow"])
        ('自体骨髓CD34 IPSC', 'autologous bone marrow')
        """
        told = ""
        for name in names:
            apart = self.lang != "zh" or (told[-1:].isascii() and name[:1].isascii())
            told += f" {name}" if told and apart else name
        return told

    def bracket(self, head: str, inside: list[str]) -> str:
        told = self.join(inside)
        if not told:
            return head
        return f"{head}（{told}）" if self.lang == "zh" else f"{head} ({told})"

    def amount(self, value: float, upper: float | None, unit: str | None, comparator: str | None = "=") -> str:
        """A figure with its unit: ``≥1×10⁶–2×10⁶ cells/kg``."""
        sign = "" if comparator in (None, "=") else comparator.replace("~", "≈")
        figure = number(value) if upper is None else f"{number(value)}–{number(upper)}"
        return f"{sign}{figure}{self.unit(unit, one=value == 1 and upper is None)}"

    def unit(self, unit: str | None, *, one: bool = False) -> str:
        if unit is None:
            return ""
        if unit == "%":
            return "%"
        told = phrases(self.lang)
        several = told.get(f"unit:{unit}", unit)
        return " " + (told.get(f"unit:{unit}:one", several) if one else several)

    def length(self, told: Length) -> str:
        return self.amount(told.value, told.upper, told.unit)

    def follow_up(self, told: FollowUp | Age) -> str:
        """A length of observation or an age: its bounds, then its middle; Chinese counts years of age in 岁.

        >>> Words("zh").follow_up(Age(mean=46)), Words("zh").follow_up(FollowUp(mean=2, unit="a"))
        ('平均 46 岁', '平均 2 年')
        """
        parts = [f"{self.say(name)} {number(value)}" for name in ("mean", "median") if (value := getattr(told, name)) is not None]
        if told.min is not None and told.max is not None:
            parts.insert(0, f"{number(told.min)}–{number(told.max)}")
        elif told.max is not None:
            parts.insert(0, number(told.max) if isinstance(told, FollowUp) else f"≤{number(told.max)}")
        elif told.min is not None:
            parts.insert(0, f"≥{number(told.min)}")
        unit = told.unit if isinstance(told, FollowUp) or told.unit != "a" else "a:age"
        return self.join(parts) + self.unit(unit) if parts else ""

    def dose(self, dose: Dose) -> str:
        per = f"/{self.say(dose.per)}" if dose.per else ""
        return self.amount(dose.value, dose.upper, dose.unit, dose.comparator) + per

    def timepoint(self, when: Length | str | None) -> str:
        if when is None:
            return ""
        return self.say(when) if isinstance(when, str) else self.length(when)

    def counts(self, n: int | None, denominator: int | None) -> str:
        """``37/40``, ``n=37`` or nothing; a reported zero is told."""
        if n is not None and denominator is not None:
            return f"{n}/{denominator}"
        if n is not None:
            return f"n={n}"
        return "" if denominator is None else f"N={denominator}"

    def outcome(self, told: Outcome) -> str:
        """One outcome in one line: measure, change, figure, and in brackets whose and when."""
        parts = [self.name("measures", told.measure)]
        if told.direction is not None:
            parts.append(self.say(told.direction))
        if told.kind is not None:
            parts.append(self.say(told.kind))
        if told.value is not None:
            sd = "" if told.sd is None else f"±{number(told.sd)}"
            figure = self.amount(told.value, told.upper, None, told.comparator)
            parts.append(figure + sd + self.unit(told.unit))
        around = [self.counts(told.n, told.denominator), told.arm or "", self.timepoint(told.timepoint), *self._doubts(told)]
        return self.bracket(" ".join(parts), around)

    def _doubts(self, told: Outcome) -> list[str]:
        """What stands around a figure: its spread and its p-value."""
        parts = []
        if told.spread is not None and told.spread.low is not None:
            high = "" if told.spread.high is None else f"–{number(told.spread.high)}"
            parts.append(f"{self.say(told.spread.type)} {number(told.spread.low)}{high}")
        if told.p is not None:
            parts.append(f"P{told.p.comparator}{number(told.p.value)}")
        return parts
