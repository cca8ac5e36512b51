import torch
from torch import nn

p = 0.2  # probability of dropping
shape = (20, 10)  # batch, units

x = torch.ones(shape)  # so that what comes out is the mask
layer = nn.Dropout(p)
y = torch.stack([layer(x) for _ in range(1000)])
print(f"mean {y.mean():.3f}, by the formula 1")
print(f"variance {y.var():.3f}, by the formula {p / (1 - p):.3f}")

layer.eval()
print("evaluation leaves x as it is:", torch.equal(layer(x), x))
