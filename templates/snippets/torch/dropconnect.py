import torch
from torch import nn

p = 0.2  # probability of dropping a weight
batch, inputs, outputs = 20, 10, 10
each = "sample"  # who has a mask of its own: "sample" or "batch"
activation = "tanh"


class DropConnect(nn.Linear):
    def forward(self, x):
        if not self.training:
            return super().forward(x)
        masks = len(x) if each == "sample" else 1
        kept = torch.rand(masks, *self.weight.shape) >= p
        return ((kept * self.weight / (1 - p)) @ x[:, :, None])[:, :, 0] + self.bias


x = torch.ones(batch, inputs)
layer, act = DropConnect(inputs, outputs).requires_grad_(False), getattr(torch, activation)
y = torch.stack([layer(x) for _ in range(1000)])

mean = layer.eval()(x)  # for evaluation: the mean rule stops here,
variance = p / (1 - p) * x**2 @ (layer.weight**2).T  # moment matching goes on
matched = act(mean + variance.sqrt() * torch.randn(1000, batch, outputs))
print(f"mean of unit 1: {y[:, :, 0].mean():.3f}, by the formula {mean[0, 0]:.3f}")
print(f"variance of unit 1: {y[:, :, 0].var():.3f}, by the formula {variance[0, 0]:.3f}")
for name, answer in ("mean rule", act(mean)), ("moment matching", matched.mean(0)):
    print(f"{name}: {(answer - act(y).mean(0)).abs().mean():.4f} from the mean over 1000 masks")
