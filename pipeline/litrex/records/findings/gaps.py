"""What stands between a change and a figure, or between two figures: from, to, by, respectively."""

from __future__ import annotations

import re

FROM_TO = re.compile(
    r"(?:降|升|增|减|提高|下降|上升|增加|减少|改善|恢复|缩短|延长|缩小|回落|变)?(?:低|高|加|少|至|到|为)?(?:至|到"
    r"|为)(?:了)?\s*$|\bto(?: a (?:mean|median) of)?\s*$",
    re.IGNORECASE,
)
FROM = re.compile(
    r"(?:由|从|自)[^,;。]{0,24}$|\bfrom(?: a (?:mean|median|baseline) of| baseline)?(?: \w+){0,4}\s*$", re.IGNORECASE
)
BY = re.compile(
    r"(?:了|约|平均|达|幅度为|幅度达)*\s*$|\bby(?: (?:about|a mean of|an average of|a median of|approximately|some"
    r"|only|up to))?\s*$",
    re.IGNORECASE,
)
RESPECTIVE = re.compile(r"分别|依次|respectively|\bin turn\b|对(?=\d)", re.IGNORECASE)
TO_THEN = re.compile(
    r"(?:至|到|为)(?:了)?(?:[^,;。]{0,4}\d+\s?(?:个月|周|年|天|日|月|h|小时)[^,;。]{0,5}|[^,;。\d]{1,8}(?:时|后|末|的))\s*$"
    r"|\bto(?: (?:a|an|about|only|around|approximately|just|under|over|some|mean|median|average|of|value|level))+\s*$",
    re.IGNORECASE,
)
