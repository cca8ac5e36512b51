import torch
from torch import nn

sizes = (3, 4, 5, 5, 2)
p = (0.0, 0.5, 0.5, 0.5)  # probability of dropping: on the input, and after each hidden layer
batch = 4
activation = "ReLU"

layers = []
for inputs, outputs, rate in zip(sizes, sizes[1:], p, strict=False):
    layers += [nn.Dropout(rate), nn.Linear(inputs, outputs), getattr(nn, activation)()]
model = nn.Sequential(*layers[:-1])  # no activation behind the outputs

x = torch.randn(batch, sizes[0])
with torch.no_grad():
    y = torch.stack([model(x) for _ in range(1000)])
    print(f"outputs: mean {y.mean():.3f}, variance over masks {y.var(0).mean():.3f}")
    print(f"in evaluation: mean {model.eval()(x).mean():.3f}")
last = model[-2].train()  # the dropout behind the last hidden layer
masks = torch.stack([last(torch.ones(batch, sizes[-2])) for _ in range(1000)])
print(f"its mask: mean {masks.mean():.3f}, variance {masks.var():.3f}, by the formula {p[-1] / (1 - p[-1]):.3f}")
print(f"the whole layer off: {(masks == 0).all(2).float().mean():.4f}, by the formula {p[-1] ** sizes[-2]:.4f}")
