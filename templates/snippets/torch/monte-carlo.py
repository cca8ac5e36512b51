import torch
from torch import nn

sizes = (2, 10, 10, 1)
p = (0.0, 0.2, 0.2)  # probability of dropping: on the input, and after each hidden layer
activation = "Tanh"
passes = 50

layers = []
for inputs, outputs, rate in zip(sizes, sizes[1:], p, strict=False):
    layers += [nn.Dropout(rate), nn.Linear(inputs, outputs), getattr(nn, activation)()]
model = nn.Sequential(*layers[:-1])  # no activation behind the outputs

model.eval()  # turns dropout off;
for layer in model.modules():
    if isinstance(layer, nn.Dropout):
        layer.train()  # and this on again, for dropout alone

x = torch.randn(20, sizes[0])
with torch.no_grad():
    y = torch.stack([model(x) for _ in range(passes)])
    evaluated = model.eval()(x)
print(f"first sample: mean {y[:, 0, 0].mean():.3f}, variance {y[:, 0, 0].var():.3f} over {passes} passes")
print(f"without masks: {evaluated[0, 0]:.3f}")
