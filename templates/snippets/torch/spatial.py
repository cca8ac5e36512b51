import torch
from torch import nn

p = 0.2  # probability of dropping a map
shape = (32, 8, 7, 7)  # batch, maps, rows, columns

x = torch.ones(shape)  # so that what comes out is the mask
layer = nn.Dropout2d(p)
y = torch.stack([layer(x) for _ in range(300)])
print(f"mean {y.mean():.3f}, by the formula 1")
print(f"variance {y.var():.3f}, by the formula {p / (1 - p):.3f}")
print(f"variance of a map's mean {y.mean((3, 4)).var():.4f}, by the formula the same")

layer.eval()
print("evaluation leaves x as it is:", torch.equal(layer(x), x))
