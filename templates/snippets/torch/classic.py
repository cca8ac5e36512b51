import torch
from torch import nn

p = 0.2  # probability of dropping
shape = (20, 10)  # batch, units


class ClassicDropout(nn.Module):
    def forward(self, x):
        if self.training:
            return x * (torch.rand(x.shape) >= p)
        return x * (1 - p)


x = torch.ones(shape)  # so that what comes out is the mask
layer = ClassicDropout()
y = torch.stack([layer(x) for _ in range(1000)])
print(f"mean {y.mean():.3f}, by the formula {1 - p:.3f}")
print(f"variance {y.var():.3f}, by the formula {p * (1 - p):.3f}")

layer.eval()
print(f"evaluation multiplies by {layer(x).mean():.3f}")
