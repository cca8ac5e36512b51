import torch
from torch import nn
from torch.nn import functional as F

p = 0.25  # probability of dropping what is about to be written into the memory
batch, steps, inputs, units = 32, 20, 9, 32
lasts = "step"  # how long a mask is kept: "step" or "sequence"

cell = nn.LSTMCell(inputs, units)  # for its weights
x = torch.randn(batch, steps, inputs)


def run():
    h = c = torch.zeros(batch, units)
    masks = []
    for t in range(steps):
        fresh = t == 0 or lasts == "step"
        masks.append(F.dropout(torch.ones(batch, units), p) if fresh else masks[0])
        sums = F.linear(x[:, t], cell.weight_ih, cell.bias_ih) + F.linear(h, cell.weight_hh, cell.bias_hh)
        i, f, g, o = sums.chunk(4, 1)
        c = f.sigmoid() * c + i.sigmoid() * (g.tanh() * masks[t])  # the candidate alone
        h = o.sigmoid() * c.tanh()
    return h, torch.stack(masks, 1)


with torch.no_grad():
    h, masks = (torch.stack(part) for part in zip(*(run() for _ in range(100)), strict=True))
print(f"masks: mean {masks.mean():.3f}, by the formula 1; variance {masks.var():.3f}, {p / (1 - p):.3f}")
print(f"the last h: mean {h.mean():.3f}, variance {h.var():.3f}")
