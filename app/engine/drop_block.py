"""DropBlock: a layer that switches squares of neighbouring positions off at random while the network trains."""

from __future__ import annotations

from app.engine.coins import Uniform
from app.engine.ruled_dropout import RuledDropout
from app.engine.rules import Blocks


class DropBlock(RuledDropout):
    """Zero squares of each channel's map while training, about a share p of it, and scale up what is left.

        y = x * mask,   dx = dy * mask,   mask = kept * count / count of kept,   over the whole batch

    A seed of probability p / block^2 * height width / ((height - block + 1) (width - block + 1)) drops the square that
    begins there. Each channel has its own. The scale makes good for the step's dropped share and not for each
    position's: corners are reached by one seed, the middle by up to block^2, so E[y] = x holds of no position alone.
    It is a constant in the gradient. Where nothing is kept, y = 0. In evaluation, and for p = 0, y = x and no coin is
    drawn.

    Shapes: x, y, mask, dy and dx are (batch, channels, height, width).
    `mask` and `rng` are as in `Dropout`; a block is at most as large as the map.
    Raises: ValueError unless 0 <= p < 1 and block >= 1; RuntimeError where backward comes before forward.
    Source: Ghiasi, Lin and Le 2018, whose keep_prob is 1 - p.
    """

    def __init__(self, p: float, block: int, rng: Uniform) -> None:
        super().__init__(p, rng, Blocks(block))
        self.block = block
