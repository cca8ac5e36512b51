import torch
from torch import nn

p = 0.2  # the noise is as strong as that of dropout with this p
shape = (20, 10)  # batch, units


class GaussianDropout(nn.Module):
    def forward(self, x):
        if self.training:
            return x * (1 + (p / (1 - p)) ** 0.5 * torch.randn(x.shape))
        return x


x = torch.ones(shape)  # so that what comes out are the factors
layer = GaussianDropout()
y = torch.stack([layer(x) for _ in range(1000)])
print(f"mean {y.mean():.3f}, by the formula 1")
print(f"variance {y.var():.3f}, by the formula {p / (1 - p):.3f}")
print(f"share below 0 {(y < 0).float().mean():.4f}")

layer.eval()
print("evaluation leaves x as it is:", torch.equal(layer(x), x))
