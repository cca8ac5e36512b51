import torch
from torch import nn
from torch.nn import functional as F

p_x, p = 0.0, 0.25  # probabilities of dropping: of what is read, of what is about to be written into the memory
batch, steps, inputs, units = 32, 20, 9, 32
lasts = "step"  # how long a mask is kept: "step" or "sequence"

cell = nn.LSTMCell(inputs, units)  # for its weights
x = torch.randn(batch, steps, inputs)


def run():
    kept = steps if lasts == "step" else 1
    z_x = F.dropout(torch.ones(batch, kept, inputs), p_x).expand(batch, steps, inputs)
    z = F.dropout(torch.ones(batch, kept, units), p).expand(batch, steps, units)
    h = c = torch.zeros(batch, units)
    for t in range(steps):
        read = F.linear(x[:, t] * z_x[:, t], cell.weight_ih, cell.bias_ih)
        i, f, g, o = (read + F.linear(h, cell.weight_hh, cell.bias_hh)).chunk(4, 1)
        c = f.sigmoid() * c + i.sigmoid() * (g.tanh() * z[:, t])  # the candidate alone
        h = o.sigmoid() * c.tanh()
    return h, z_x, z


with torch.no_grad():
    h, z_x, z = (torch.stack(part) for part in zip(*(run() for _ in range(100)), strict=True))
print(f"masks: mean {z.mean():.3f}, by the formula 1; variance {z.var():.3f}, {p / (1 - p):.3f}")
print(f"the last h: mean {h.mean():.3f}, variance {h.var():.3f}")
