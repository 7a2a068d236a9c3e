"""A neural encoder of the shape of XLM-R base with random weights: what a model of that size costs, whatever it has learned."""

from __future__ import annotations

import time
from collections.abc import Callable

LAYERS, WIDTH, HEADS, INNER, VOCABULARY = 12, 768, 12, 3072, 250_002
BATCH, LENGTH = 8, 512
PARAMETERS = 277_000_000
"""At least so many the shape has; fewer would be another model."""


def encoder(threads: int) -> Callable[[], float]:
    """Give a function that encodes one batch and tells its tokens a second.

    torch in 32-bit floats, in evaluation mode, without gradients. Positions are left out: they cost nothing.
    """
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    layer = nn.TransformerEncoderLayer(WIDTH, HEADS, INNER, activation="gelu", batch_first=True)
    stack = nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)
    model = nn.Sequential(nn.Embedding(VOCABULARY, WIDTH), nn.LayerNorm(WIDTH), stack).eval()
    if sum(weights.numel() for weights in model.parameters()) < PARAMETERS:
        raise RuntimeError("the encoder is smaller than XLM-R base")
    tokens = torch.randint(0, VOCABULARY, (BATCH, LENGTH))

    def rate() -> float:
        start = time.perf_counter()
        with torch.inference_mode():
            model(tokens)
        return BATCH * LENGTH / (time.perf_counter() - start)

    return rate
